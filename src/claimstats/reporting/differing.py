"""What differs between the rows of two editions: added, removed, corrected, recoded; and the codebook."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from claimstats.reporting.sides import SETTINGS, read_rows, read_settings
from claimstats.schema import TABLES

#: One row of what changed. As MobilityData's gtfs-diff has it, so that one program can read both.
CHANGE_COLUMNS = {
    "id": "Names the change within this file.",
    "file": "The file of the study, or `tables/numbers.csv` for a number of the report.",
    "action": "`add`, `delete` or `update`.",
    "target": "`file`, `column`, `row`, `cell` or `number`.",
    "identifier": "The row by its key; `key#column` for a cell; the name of a column or number.",
    "initial_value": "Before: of a row, its filled cells as JSON.",
    "new_value": "After.",
    "note": "`added`, `removed`, `corrected`, `recoded` (what a coder decides) or `codebook`; of a number, what moved it.",
}

#: What a coder decides: a change here codes a row anew; any other puts right what the row records.
CODED: Mapping[str, frozenset[str]] = {
    "statements": frozenset(["claims", "stance", "frames", "verification", "probability"]),
    "incidents": frozenset(["action", "scheme", "actor", "recipient", "verification", "contested"]),
}


def diff_studies(before: Path, after: Path) -> pd.DataFrame:
    """Return what changed from one study's files to another's, in the order of the tables and of the rows' keys.

    Parameters
    ----------
    before, after
        Their folders.

    Returns
    -------
    pandas.DataFrame
        The columns of ``CHANGE_COLUMNS``.
    """
    rows = [*_settings(before, after)]
    for name in TABLES:
        rows += _table(name, read_rows(before, name), read_rows(after, name))
    frame = pd.DataFrame(rows, columns=list(CHANGE_COLUMNS)[1:], dtype="str")
    return number_changes(frame)


def number_changes(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the changes with an id each, in their order.

    Parameters
    ----------
    frame
        The columns of ``CHANGE_COLUMNS``; ids are made anew.
    """
    numbered = frame.assign(id=pd.Series([f"c{number:05d}" for number in range(1, len(frame) + 1)], dtype="str"))
    return numbered[list(CHANGE_COLUMNS)]


Change = tuple[str, str, str, str, str, str, str]


def _settings(before: Path, after: Path) -> Iterator[Change]:
    old, new = read_settings(before), read_settings(after)
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            action = "add" if name not in old else "delete" if name not in new else "update"
            yield SETTINGS, action, "cell", name, old.get(name, ""), new.get(name, ""), "codebook"


Read = tuple[str, pd.DataFrame] | None


def _table(name: str, before: Read, after: Read) -> Iterator[Change]:
    """One table; a file that is not there is a table without rows."""
    if before is None and after is None:
        return
    old_file, old = before or ("", pd.DataFrame())
    new_file, new = after or ("", pd.DataFrame())
    file, coded = new_file or old_file, CODED.get(name)
    if bool(old_file) != bool(new_file):
        yield (
            file,
            "add" if new_file else "delete",
            "file",
            name,
            old_file,
            new_file,
            "added" if new_file else "removed",
        )
    if old_file and new_file:
        for column in sorted(set(old.columns) ^ set(new.columns)):
            there = column in new.columns
            yield file, "add" if there else "delete", "column", column, "", "", "added" if there else "removed"
    olds, news = _by_key(name, old), _by_key(name, new)
    for key in sorted(olds.keys() | news.keys()):
        if key not in olds:
            yield file, "add", "row", key, "", _json(news[key]), "added" if coded else "codebook"
        elif key not in news:
            yield file, "delete", "row", key, _json(olds[key]), "", "removed" if coded else "codebook"
        else:
            yield from _cells(file, key, olds[key], news[key], coded)


def _cells(
    file: str, key: str, old: Mapping[str, str], new: Mapping[str, str], coded: frozenset[str] | None
) -> Iterator[Change]:
    for column in sorted(old.keys() | new.keys()):
        was, now = old.get(column, ""), new.get(column, "")
        if was != now:
            kind = "codebook" if coded is None else "recoded" if column in coded else "corrected"
            yield file, "update", "cell", f"{key}#{column}", was, now, kind


def _by_key(name: str, frame: pd.DataFrame) -> dict[str, dict[str, str]]:
    """The rows by their key; rows of a table without one are known by all that is in them."""
    key = TABLES[name].key
    found: dict[str, dict[str, str]] = {}
    for row in frame.to_dict("records"):
        cells = {str(column): str(cell) for column, cell in row.items()}
        named = "/".join(cells.get(column, "") for column in key) if key else "/".join(filter(None, cells.values()))
        while named in found:
            named += "+"
        found[named] = cells
    return found


def _json(row: Mapping[str, str]) -> str:
    return json.dumps({column: cell for column, cell in row.items() if cell}, ensure_ascii=False)
