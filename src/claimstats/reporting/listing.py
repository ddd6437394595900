"""List all editions: on one page for people, in one file for programs."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from claimstats.errors import ReportError
from claimstats.reporting.html import read_style
from claimstats.reporting.layout import CHANGES, LATEST, MANIFEST, Edition, read_manifest
from claimstats.reporting.manifest import hash_manifest


def write_lists(to: Path) -> None:
    """Write ``to/index.html`` and ``to/latest.json`` where they are not up to date.

    Studies in order of name, the newest period and revision of each first. What lies in the folder and is no edition is
    left out.

    Parameters
    ----------
    to
        The folder of all editions.
    """
    studies: dict[str, list[Edition]] = {}
    for path in to.glob(f"*/*/r*/{MANIFEST}"):
        with suppress(ReportError):  # `claimstats verify` tells; one broken manifest must not stop every other edition
            edition = Edition(path.parent, read_manifest(path))
            studies.setdefault(path.parents[2].name, []).append(edition)
    ordered = {name: sorted(studies[name], key=_order, reverse=True) for name in sorted(studies)}
    body = "\n".join(_write_study(name, editions, to=to) for name, editions in ordered.items())
    page = _PAGE.format(policy=_POLICY, style=read_style(), body=body)
    latest = {name: _name_latest(editions) for name, editions in ordered.items()}
    _replace(to / LATEST, f"{json.dumps(latest, indent=2, sort_keys=True)}\n")
    _replace(to / "index.html", page)


def _replace(path: Path, text: str) -> None:
    """Put the text in its place in one step, if it is not there already."""
    data, beside = text.encode(), path.with_name(f".{path.name}.writing")
    try:
        if not path.is_file() or path.read_bytes() != data:
            beside.write_bytes(data)
            os.replace(beside, path)  # noqa: PTH105 - said as in editions.py
    except OSError as error:
        raise ReportError(f"{path} could not be written: {error.strerror or error}", facts={"path": path}) from error


def _order(edition: Edition) -> tuple[bool, str, int]:
    """Periods before reports of other kinds: a folder that begins with a digit is a period's."""
    part = edition.folder.parent.name
    return part[:1].isdigit(), part, int(edition.folder.name[1:])


def _name_latest(editions: list[Edition]) -> dict[str, dict[str, str]]:
    """Return the newest revision of each period; the newest comes first."""
    latest: dict[str, dict[str, str]] = {}
    for edition in editions:
        said = {"revision": edition.folder.name, "manifest_sha256": hash_manifest(edition)}
        latest.setdefault(edition.folder.parent.name, said)
    return latest


def _write_study(study: str, editions: list[Edition], *, to: Path) -> str:
    name = escape(study)
    rows = "\n".join(_write_row(edition, to=to) for edition in editions)
    return (
        f'<h2 id="{name}">{escape(str(editions[0].manifest["title"]))}</h2>\n'
        f'<div class="table"><div class="scroll" role="region" tabindex="0" aria-label="Editions of {name}">'
        "<table>\n"
        '<thead><tr><th scope="col">Report</th><th scope="col">Edition</th><th scope="col">What changed</th>'
        f'<th scope="col">Read</th><th scope="col">Manifest</th></tr></thead>\n<tbody>\n{rows}\n</tbody></table></div></div>'
    )


def _write_row(edition: Edition, *, to: Path) -> str:
    manifest = edition.manifest
    base = quote(edition.folder.relative_to(to).as_posix())
    part = _name_part(manifest)
    said = f"{manifest['title']}, {part}, {manifest['revision']}"
    noted = {str(file["path"]) for file in manifest["outputs"]} | {MANIFEST}
    links = " · ".join(
        f'<a href="{base}/{file}" aria-label="{kind}: {escape(said)}">{kind}</a>'
        for kind, file in _KINDS
        if file in noted
    )
    return (
        f'<tr><th scope="row">{escape(part)}</th>'
        f"<td>{escape(str(manifest['revision']))}</td>"
        f'<td class="wide">{escape(str(manifest.get("changed") or ""))}</td>'
        f'<td>{links}</td><td class="number"><code>{hash_manifest(edition)[:12]}</code></td></tr>'
    )


def _name_part(manifest: Mapping[str, Any]) -> str:
    """Return what the edition is about: its period, or its kind and what that is about."""
    about = str(manifest.get("words", {}).get("about") or "")
    return str(manifest.get("period") or about or manifest["part"])


_KINDS = (
    ("Page", "report.html"),
    ("PDF", "report.pdf"),
    ("Notebook", "report.ipynb"),
    ("Changes", CHANGES),
    ("Manifest", MANIFEST),
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
