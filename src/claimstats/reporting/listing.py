"""List all editions on one page."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from claimstats.reporting.html import read_style


def write_index(to: Path) -> Path:
    """Write ``to/index.html``, the newest period and revision of each study first, and return its path."""
    editions = [(path.parent, json.loads(path.read_bytes())) for path in to.glob("*/*/r*/manifest.json")]
    studies: dict[str, list[tuple[Path, Mapping[str, Any]]]] = {}
    for folder, manifest in sorted(editions, key=lambda edition: _order(edition[0]), reverse=True):
        studies.setdefault(str(manifest["study"]), []).append((folder, manifest))
    body = "\n".join(_write_study(study, studies[study], to=to) for study in sorted(studies))
    index, beside = to / "index.html", to / ".index.html.writing"
    beside.write_text(_PAGE.format(policy=_POLICY, style=read_style(), body=body), encoding="utf-8")
    os.replace(beside, index)  # noqa: PTH105 - said as in editions.py
    return index


def _order(folder: Path) -> tuple[str, int]:
    return folder.parent.name, int(folder.name[1:])


def _write_study(study: str, editions: list[tuple[Path, Mapping[str, Any]]], *, to: Path) -> str:
    name = escape(study)
    rows = "\n".join(_write_row(folder, manifest, to=to) for folder, manifest in editions)
    return (
        f'<h2 id="{name}">{escape(str(editions[0][1]["title"]))}</h2>\n'
        f'<div class="table"><div class="scroll" role="region" tabindex="0" aria-label="Editions of {name}">'
        "<table>\n"
        '<thead><tr><th scope="col">Period</th><th scope="col">Edition</th><th scope="col">Read</th>'
        f'<th scope="col">Content</th></tr></thead>\n<tbody>\n{rows}\n</tbody></table></div></div>'
    )


def _write_row(folder: Path, manifest: Mapping[str, Any], *, to: Path) -> str:
    base = quote(folder.relative_to(to).as_posix())
    said = f"{manifest['title']}, {manifest['period']} {manifest['revision']}"
    kinds = (
        ("Page", "report.html"),
        ("PDF", "report.pdf"),
        ("Notebook", "report.ipynb"),
        ("Manifest", "manifest.json"),
    )
    links = " · ".join(
        f'<a href="{base}/{file}" aria-label="{kind}: {escape(said)}">{kind}</a>' for kind, file in kinds
    )
    return (
        f'<tr><th scope="row">{escape(str(manifest["period"]))}</th>'
        f"<td>{escape(str(manifest['revision']))}</td>"
        f"<td>{links}</td><td><code>{escape(str(manifest['content_id'])[:12])}</code></td></tr>"
    )


_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>Editions</title>
<style>
{style}
</style>
</head>
<body>
<header class="title"><h1>Editions</h1></header>
<main id="main">
{body}
</main>
</body>
</html>
"""
