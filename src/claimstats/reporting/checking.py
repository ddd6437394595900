"""Check an edition against its manifest, and the manifest against what others have noted of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimstats.errors import ReportError
from claimstats.provenance import hash_file
from claimstats.reporting.layout import LATEST, MANIFEST, RUN, STUDY, Edition, read_manifest
from claimstats.reporting.manifest import hash_manifest, identify_manifest


@dataclass(frozen=True)
class Finding:
    """One file that is not as it was written.

    Parameters
    ----------
    path
        The file, inside the edition's folder.
    finding
        What is wrong with it, in words that follow its name.
    expected, found
        Its hash, or size, as it was noted and as it is.
    """

    path: str
    finding: str
    expected: str = ""
    found: str = ""


def check_edition(edition: Edition) -> tuple[Finding, ...]:
    """Return everything about an edition that is not as it was written; nothing means all is well.

    Parameters
    ----------
    edition
        Any edition. Nothing in it is changed.
    """
    return (*_check_files(edition), *_check_manifest(edition))


def noted_files(manifest: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Every file that a manifest notes, by its path in the edition's folder: kept inputs and outputs.

    Parameters
    ----------
    manifest
        What it says.
    """
    kept = {f"{STUDY}/{file['path']}": file for file in manifest["inputs"]}
    return kept | {str(file["path"]): file for file in manifest["outputs"]}


def _check_files(edition: Edition) -> Iterator[Finding]:
    noted = noted_files(edition.manifest)
    present = {file.relative_to(edition.folder).as_posix() for file in _files(edition.folder)} - {MANIFEST, RUN}
    for path in sorted(noted.keys() | present):
        if path not in present:
            yield Finding(path, "is missing", str(noted[path]["sha256"]))
        elif path not in noted:
            yield Finding(path, "is not in the manifest", "", hash_file(edition.folder / path))
        elif (found := hash_file(edition.folder / path)) != noted[path]["sha256"]:
            yield Finding(path, "differs from the manifest", str(noted[path]["sha256"]), found)


def _files(folder: Path) -> Iterator[Path]:
    """Return every file and every link; a link is never followed out of the edition."""
    return (path for path in folder.rglob("*") if path.is_file() or path.is_symlink())


def _check_manifest(edition: Edition) -> Iterator[Finding]:
    manifest, found = edition.manifest, hash_manifest(edition)
    expected = identify_manifest(manifest)
    if manifest["content_id"] != expected:
        said = "does not have the content id that follows from its own content"
        yield Finding(MANIFEST, said, expected, str(manifest["content_id"]))
    folder = edition.folder.resolve()
    if folder.name != manifest["revision"] or folder.parent.name != manifest["part"]:
        yield Finding(
            MANIFEST, f"says that it is {edition.label}", f"{folder.parent.name} {folder.name}", edition.label
        )
    for where, noted in _noted_elsewhere(edition):
        if noted != found:
            yield Finding(MANIFEST, f"is not the one that {where} notes", noted, found)


def _noted_elsewhere(edition: Edition) -> Iterator[tuple[str, str]]:
    """Who else has noted the hash of this manifest: the list of the latest, and every edition that follows it."""
    study = edition.folder.resolve().parents[1]
    part, revision = str(edition.manifest["part"]), str(edition.manifest["revision"])
    listed = _read_latest(study.parent / LATEST).get(study.name, {}).get(part, {})
    if listed.get("revision") == revision:
        yield LATEST, str(listed.get("manifest_sha256"))
    for path in sorted(study.glob(f"*/r*/{MANIFEST}")):
        try:
            other = read_manifest(path)
        except ReportError:
            continue  # its own verification tells
        previous = other.get("previous") or {}
        if (previous.get("part"), previous.get("revision")) == (part, revision):
            yield f"{other['part']} {other['revision']}", str(previous.get("sha256"))


def _read_latest(path: Path) -> dict[str, Any]:
    """Return the list of the latest revisions; an edition that travels alone has none."""
    try:
        return dict(json.loads(path.read_bytes()))
    except (OSError, ValueError):
        return {}
