"""The settings of a study that an import begins: what its rows say, and nothing else."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from claimstats.dates import OPEN_END, OPEN_START, day, iso, parse_edtf
from claimstats.inputs.importing.standing import RECORDS, Standing

__all__ = ["BEGUN", "begin", "span_of"]

#: The settings as an import wrote them: as long as `study.toml` is the same, nobody has edited it.
BEGUN = f"{RECORDS}/study.toml"


#: A day that stands in ``study.toml``, and is said to mean nothing, until dated rows arrive.
_UNKNOWN = day("1970-01-01")


def span_of(dates: Iterable[str]) -> tuple[int, int] | None:
    """The first and the last day that dates name; None where they name none.

    Parameters
    ----------
    dates
        EDTF.
    """
    found = [parse_edtf(text) for text in set(dates)]
    days = [end for span in found for end in (span.lo, span.hi) if end not in (OPEN_START, OPEN_END)]
    return (min(days), max(days)) if days else None


def begin(standing: Standing, *, title: str, span: tuple[int, int] | None) -> tuple[str, list[str]]:
    """The text of ``study.toml``, and what to say about it; no text where the analyst's own stays.

    Parameters
    ----------
    standing
        The study as it stands.
    title
        A title for a new study.
    span
        First and last day of the imported rows.
    """
    path, begun = standing.folder / "study.toml", standing.folder / BEGUN
    if standing.is_new:
        first, last = span or (_UNKNOWN, _UNKNOWN)
        note = "study.toml was written: the id is the folder's name, start and as_of are the first and last day of the rows"
        if span is None:
            note = "study.toml was written; the rows have no dates, so start and as_of wait for dated rows, or for you"
        return _settings(_identity(standing.folder), title, first, last), [note]
    text = path.read_text(encoding="utf-8-sig")
    if span is None:
        return "", []
    known = tomllib.loads(text).get("study", {})
    first, last = known["start"].toordinal(), known["as_of"].toordinal()
    outside = [words for words, wrong in (("before start", span[0] < first), ("after as_of", span[1] > last)) if wrong]
    if not outside:
        return "", []
    if begun.is_file() and begun.read_bytes() == path.read_bytes():
        undated = (first, last) == (_UNKNOWN, _UNKNOWN)
        first, last = span if undated else (min(first, span[0]), max(last, span[1]))
        note = f"study.toml: start and as_of now span {iso(first)} to {iso(last)}, as the rows do"
        return _settings(known["id"], known["title"], first, last), [note]
    where = " and ".join(outside)
    return "", [f"some rows are dated {where} (study.toml), and stay out of every number until it is changed there"]


def _identity(folder: Path) -> str:
    """The folder's name as letters, digits, - and _."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", folder.resolve().name).strip("-") or "study"


def _settings(identity: str, title: str, first: int, last: int) -> str:
    """The file; a JSON string is a TOML basic string."""
    words = ("the first day of the rows", "the last day of the rows: nothing after it is counted")
    if first == last == _UNKNOWN:
        words = ("no row has a date yet", "no row has a date yet")
    return "\n".join(
        [
            "# Written by `claimstats import` from the imported rows. Edit it: an import never changes an edited one.",
            "[study]",
            f"id = {json.dumps(identity)}",
            f"title = {json.dumps(title, ensure_ascii=False)}",
            f"start = {iso(first)}  # {words[0]}",
            f"as_of = {iso(last)}  # {words[1]}",
            "",
        ]
    )
