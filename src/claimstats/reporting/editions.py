"""Keep editions: one folder per study, period and revision, written whole or not at all."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from claimstats.errors import ReportError
from claimstats.reporting.listing import write_index
from claimstats.reporting.manifest import Origin, build_manifest, hash_bytes, identify_content, name_outputs
from claimstats.reporting.meta import ReportMeta
from claimstats.reporting.rendering import Rendered

_NAME = re.compile(r"[A-Za-z0-9][\w.+-]*\Z")
_REVISION = re.compile(r"r([1-9][0-9]*)\Z")


def write_edition(
    rendered: Rendered,
    *,
    to: Path,
    origin: Origin,
    meta: ReportMeta,
    seconds: Mapping[str, float] | None = None,
) -> Path:
    """Write an edition to ``to/<study_id>/<period>/<revision>/`` and return that folder.

    Where the newest revision has the same content id and the same bytes, nothing is written and its folder is
    returned. Anything else becomes the next revision. A failure on the way leaves everything as it was.

    Parameters
    ----------
    rendered
        What ``render`` returned.
    to
        The folder of all editions; ``index.html`` in it lists them.
    origin
        What the edition was made from.
    meta
        What it says of itself; ``study_id`` and ``period`` name its folders.
    seconds
        How long each step took; kept in ``run.json`` with the clock, outside the edition's identity.
    """
    period = _period_folder(to, meta)
    newest = newest_revision(period)
    manifest = build_manifest(rendered, origin=origin, meta=meta, revision=_next(newest), supersedes=_hash_of(newest))
    if newest is not None and _is_same(newest, json.loads(manifest)):
        return newest
    files = name_outputs(rendered) | {"manifest.json": manifest, "run.json": _describe_run(seconds or {})}
    folder = _put(period / _next(newest), files)
    write_index(to)
    return folder


def choose_revision(*, to: Path, origin: Origin, parameters: Mapping[str, object], meta: ReportMeta) -> str:
    """Return what an edition will be called: as the newest revision, where that has the same content id."""
    newest = newest_revision(_period_folder(to, meta))
    if newest is not None:
        known = json.loads((newest / "manifest.json").read_bytes())
        if known.get("content_id") == identify_content(origin, parameters=parameters, meta=meta):
            return newest.name
    return _next(newest)


def newest_revision(period: Path) -> Path | None:
    """Return the folder of a period's newest revision, or nothing."""
    found = [path for path in period.glob("r*") if _REVISION.match(path.name) and (path / "manifest.json").is_file()]
    return max(found, key=lambda path: int(path.name[1:]), default=None)


def _period_folder(to: Path, meta: ReportMeta) -> Path:
    for name, value in (("study_id", meta.study_id), ("period", meta.period)):
        if not _NAME.match(value):
            raise ReportError(f"{name} {value!r} cannot name a folder: letters, digits and . _ + - are expected")
    return to / meta.study_id / meta.period


def _next(newest: Path | None) -> str:
    return "r1" if newest is None else f"r{int(newest.name[1:]) + 1}"


def _hash_of(newest: Path | None) -> str | None:
    return None if newest is None else hash_bytes((newest / "manifest.json").read_bytes())


def _is_same(newest: Path, manifest: Mapping[str, Any]) -> bool:
    known = json.loads((newest / "manifest.json").read_bytes())
    return all(known.get(key) == manifest[key] for key in ("content_id", "outputs"))


def _describe_run(seconds: Mapping[str, float]) -> bytes:
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return f"{json.dumps({'written_at': now, 'seconds': dict(seconds)}, indent=2)}\n".encode()


def _put(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write the files into a folder beside the place, then move it there in one step."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder.parent))
    try:
        for path, data in files.items():
            target = beside / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        beside.chmod(0o755)
        os.replace(beside, folder)  # noqa: PTH105 - the one call that moves a folder in one step
    except OSError as error:
        raise ReportError(f"the edition could not be written to {folder}: {error.strerror or error}",
                          facts={"path": folder}) from error  # fmt: skip
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return folder
