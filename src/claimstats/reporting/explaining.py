"""Explain a number of an edition: the rows it rests on, their words and sources, its formula, the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from claimstats.errors import UsageError
from claimstats.numbering import NUMBERS_FILE
from claimstats.schema import TABLES, nearest

__all__ = ["Explanation", "explain"]

#: What is shown of a row, by table.
_SHOWN: Mapping[str, tuple[str, ...]] = {
    "statements": ("date", "speaker", "paraphrase", "text", "source", "url", "archived_url"),
    "incidents": ("date", "actor", "recipient", "action", "description", "sources", "url"),
}
_COLUMNS = ["unit", "share", "table", "row", "date", "who", "words", "source", "url", "archived_url"]
#: Rows that are printed; all of them are in the table.
_PRINTED = 12


@dataclass(frozen=True, kw_only=True, repr=False)
class Explanation:
    """What a number is made of.

    Attributes
    ----------
    edition : str
        The edition in words.
    number : dict of str to str
        Its row of ``numbers.csv``: value, words, measure, table, keys, column, formula.
    rows : pandas.DataFrame
        One row per unit and row that it rests on: ``unit, share, table, row, date, who, words, source, url, archived_url``.
    inputs : dict of str to str
        The files that these rows stand in, with their SHA-256.
    """

    edition: str
    number: Mapping[str, str]
    rows: pd.DataFrame
    inputs: Mapping[str, str]

    def to_frame(self) -> pd.DataFrame:
        """One row per unit and row that it rests on."""
        return self.rows.copy(deep=False)

    def __repr__(self) -> str:
        """All of it in words."""
        said = self.number
        lines = [
            f"{said['number']} = {said['value']}  ({self.edition})",
            f"  {said['words']}",
            f"  table {said['measure']} / {said['table']}, column {said['column']}, where {said['keys']}",
            f"  formula: {said['formula']}",
            f"  made of {self.rows['unit'].nunique():,} units, {len(self.rows):,} rows",
        ]
        for row in self.rows.head(_PRINTED).itertuples():
            lines += [
                f"  - {row.table} {row.row}, {row.date}, {row.who}: {row.words}",
                f"    {row.source} {row.url}".rstrip(),
            ]
        if len(self.rows) > _PRINTED:
            lines.append(f"  ... and {len(self.rows) - _PRINTED:,} more rows: see the table")
        lines += [f"  file {name}, SHA-256 {sha256}" for name, sha256 in self.inputs.items()]
        return "\n".join(lines)


def explain(edition: str | Path, number: str) -> Explanation:
    """What a number of an edition is made of: rows, words, sources, formula and files.

    Parameters
    ----------
    edition
        Its folder, or that of a period, which stands for the newest revision.
    number
        Its name, as the report links it and ``tables/numbers.csv`` lists it.

    Raises
    ------
    UsageError
        If there is no such edition or number.
    """
    from claimstats.reporting.layout import read_edition
    from claimstats.reporting.sides import read_side

    found = read_edition(edition)
    side = read_side(found.folder)
    if side.numbers.empty:
        raise UsageError(f"{found.label} names no numbers: it has no tables/{NUMBERS_FILE}")
    known = side.numbers.set_index("number", drop=False)
    if number not in known.index:
        near = nearest(number, known.index) or list(known.index[:3])
        raise UsageError(f"{found.label} has no number {number!r}. Hint: {', '.join(map(repr, near))}?")
    row = known.loc[number]
    units = side.units[side.units["number"] == number]
    listed = pd.DataFrame(list(_list_rows(units, side.study)), columns=_COLUMNS)
    tables = sorted(set(listed["table"]) - {""})
    inputs = {str(file["path"]): str(file["sha256"]) for file in found.manifest["inputs"]}
    value = "" if pd.isna(row["value"]) else f"{row['value']:.15g}"
    return Explanation(
        edition=found.label,
        number={str(name): str(cell) for name, cell in row.items()} | {"value": value},
        rows=listed,
        inputs={path: inputs[path] for path in inputs if Path(path).stem in tables},
    )


def _list_rows(units: pd.DataFrame, study: Path) -> Iterator[tuple[object, ...]]:
    """One row per unit and row; a unit that rests on none stands once, without."""
    from claimstats.reporting.sides import read_rows

    records: dict[str, dict[str, dict[str, str]]] = {}
    for name in _SHOWN:
        read = read_rows(study, name)
        rows = read[1].to_dict("records") if read else []
        records[name] = {
            str(row[TABLES[name].key[0]]): {str(key): str(cell) for key, cell in row.items()} for row in rows
        }
    for unit in units.itertuples():
        for named in str(unit.rows).split(";"):
            table, _, row = named.partition(":")
            yield unit.unit, unit.share, table, row, *_show(table, records.get(table, {}).get(row, {}))


def _show(table: str, cells: Mapping[str, str]) -> tuple[str, ...]:
    shown = [cells.get(name, "") for name in _SHOWN.get(table, ())]
    match table:
        case "statements":
            date, who, paraphrase, text, source, url, archived = shown
            return date, who, paraphrase or text, source, url, archived
        case "incidents":
            date, actor, recipient, action, description, sources, url = shown
            return date, f"{actor} > {recipient} ({action})", description, sources, url, ""
    return ("",) * 6
