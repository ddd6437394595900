"""Where everything lies in the folder of an edition, and how an edition finds its neighbours."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimstats.dates import Period
from claimstats.errors import ReportError, UsageError

#: The files that the report was made from, byte for byte; the notebook finds them under the same name.
STUDY = "study"
#: The notebook as it was before it ran.
SOURCE = "source"
#: Under which name the notebook finds the edition before.
PREVIOUS = "previous"
TABLES = "tables"
MANIFEST = "manifest.json"
#: The clock and the seconds, outside the edition's identity.
RUN = "run.json"
CHANGES = "changes.csv"
#: What the edition's tables are, and what the edition is, for programs and archives.
PACKAGE, CRATE = "datapackage.json", "ro-crate-metadata.json"
#: Beside the studies: the newest revision of each period, with the hash of its manifest.
LATEST = "latest.json"

_REVISION = re.compile(r"r([1-9][0-9]*)\Z")
_NAME = re.compile(r"[A-Za-z0-9][\w.+-]*\Z")


@dataclass(frozen=True)
class Edition:
    """An edition on disk.

    Parameters
    ----------
    folder
        Its folder.
    manifest
        What its manifest says.
    """

    folder: Path
    manifest: Mapping[str, Any]

    @property
    def label(self) -> str:
        """The edition in words: ``2025Q3 r1``."""
        return f"{self.manifest['part']} {self.manifest['revision']}"


def read_edition(folder: str | Path) -> Edition:
    """The edition in a folder.

    Parameters
    ----------
    folder
        Its own, or that of a period, which stands for the newest revision.

    Raises
    ------
    UsageError
        If there is none.
    ReportError
        If its manifest cannot be read.
    """
    place = Path(folder)
    if not (place / MANIFEST).is_file():
        place = newest_revision(place) or place
    path = place / MANIFEST
    if not path.is_file():
        raise UsageError(
            f"{folder} holds no {MANIFEST}, so it is no edition. Hint: give a folder such as reports/editions/STUDY/2025Q3/r1"
        )
    return Edition(place, read_manifest(path))


def read_manifest(path: Path) -> Mapping[str, Any]:
    """What a manifest says; refused where it is no manifest.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    ReportError
        If it is no JSON, or lacks what every manifest has.
    """
    try:
        manifest = json.loads(path.read_bytes())
        wanted = ("study", "part", "revision", "content_id", "inputs", "outputs", "source")
        lacking = [name for name in wanted if name not in manifest]
    except (ValueError, TypeError, UnicodeDecodeError) as error:
        raise ReportError(f"{path} cannot be read as a manifest: {error}", facts={"path": path}) from None
    if lacking:
        raise ReportError(f"{path} is no manifest of an edition: it lacks {', '.join(lacking)}", facts={"path": path})
    return dict(manifest)


def newest_revision(period: Path) -> Path | None:
    """The folder of a period's newest revision, or nothing.

    Parameters
    ----------
    period
        The folder of the period.
    """
    found = [path for path in period.glob("r*") if _REVISION.match(path.name) and (path / MANIFEST).is_file()]
    return max(found, key=lambda path: int(path.name[1:]), default=None)


def next_revision(newest: Path | None) -> str:
    """The name of the revision after this one.

    Parameters
    ----------
    newest
        The folder of the newest revision, if there is one.
    """
    return "r1" if newest is None else f"r{int(newest.name[1:]) + 1}"


def period_folder(to: Path, study_id: str, part: str) -> Path:
    """Where the revisions of a period lie.

    Parameters
    ----------
    to
        The folder of all editions.
    study_id, part
        They name folders; the part is the period, or the kind of report and what it is about.

    Raises
    ------
    ReportError
        If one of them cannot name a folder.
    """
    for name, value in (("study_id", study_id), ("period", part)):
        if not _NAME.match(value):
            raise ReportError(f"{name} {value!r} cannot name a folder: letters, digits and . _ + - are expected")
    return to / study_id / part


def edition_before(period: Path, *, source: str) -> Path | None:
    """The edition that a new one of this period follows: its newest revision, else the latest earlier period's.

    Parameters
    ----------
    period
        The folder of the period.
    source
        The path of the notebook: only editions of the same report follow one another.
    """
    newest = newest_revision(period)
    if newest is not None:
        return newest
    try:
        part = Period.parse(period.name)
    except ValueError:
        return None
    earlier = []
    for folder in period.parent.glob("*"):
        other, edition = _period(folder.name), newest_revision(folder)
        if other is None or edition is None or other.unit != part.unit or other.end >= part.start:
            continue
        if read_manifest(edition / MANIFEST)["source"]["path"] == source:
            earlier.append((other.start, edition))
    return max(earlier)[1] if earlier else None


def _period(label: str) -> Period | None:
    try:
        return Period.parse(label)
    except ValueError:
        return None
