"""What differs between the rows of two editions: added, removed, corrected, recoded; and the codebook."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from claimstats.provenance import hash_file
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
        rows += _table(name, before, after)
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


def _table(name: str, before: Path, after: Path) -> Iterator[Change]:
    """One table; a file that is not there is a table without rows, and one that is the same is not read."""
    if _same_file(name, before, after):
        return
    old_file, old = read_rows(before, name) or ("", pd.DataFrame())
    new_file, new = read_rows(after, name) or ("", pd.DataFrame())
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
    old, new = _by_key(name, old), _by_key(name, new)
    added, removed = new.loc[~new.index.isin(old.index)], old.loc[~old.index.isin(new.index)]
    both = old.index.intersection(new.index)
    changes: list[tuple[str, Change]] = [
        *((key, (file, "add", "row", key, "", _json(row), "added" if coded else "codebook")) for key, row in _rows(added)),
        *((key, (file, "delete", "row", key, _json(row), "", "removed" if coded else "codebook")) for key, row in _rows(removed)),
        *_cells(file, old.loc[both], new.loc[both], coded),
    ]  # fmt: skip
    yield from (change for _, change in sorted(changes))


def _same_file(name: str, before: Path, after: Path) -> bool:
    """Say whether the table's file is the same in both, byte for byte, or in neither."""
    paths = [(before / f"{name}{suffix}", after / f"{name}{suffix}") for suffix in (".csv", ".parquet")]
    return all(
        (not old.is_file() and not new.is_file())
        or (old.is_file() and new.is_file() and hash_file(old) == hash_file(new))
        for old, new in paths
    )


def _rows(frame: pd.DataFrame) -> Iterator[tuple[str, dict[str, str]]]:
    return zip(map(str, frame.index), frame.to_dict("records"), strict=True)


def _cells(
    file: str, old: pd.DataFrame, new: pd.DataFrame, coded: frozenset[str] | None
) -> Iterator[tuple[str, Change]]:
    """The cells that differ; a column that one side lacks is empty there."""
    empty = pd.Series("", index=old.index, dtype="str")
    for column in sorted(set(old.columns) | set(new.columns)):
        was, now = old.get(column, empty), new.get(column, empty)
        kind = "codebook" if coded is None else "recoded" if column in coded else "corrected"
        differ = was.to_numpy() != now.to_numpy()
        for key, first, last in zip(old.index[differ], was[differ], now[differ], strict=True):
            name = f"{key}#{column}"
            yield name, (file, "update", "cell", name, str(first), str(last), kind)


def _by_key(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows by their key; rows of a table without one are known by all that is in them."""
    if frame.empty:
        return frame.set_axis(pd.Index([], dtype="str"), axis=0)
    key = [column for column in TABLES[name].key or frame.columns if column in frame]
    named = frame[key[0]].str.cat([frame[column] for column in key[1:]], sep="/") if len(key) > 1 else frame[key[0]]
    again = named.groupby(named).cumcount()
    unique = named.where(again == 0, named + "+" + again.astype("str"))
    return frame.set_axis(pd.Index(unique, dtype="str"), axis=0)


def _json(row: Mapping[str, str]) -> str:
    return json.dumps({column: cell for column, cell in row.items() if cell}, ensure_ascii=False)
