"""Explain a number of an edition: the rows it rests on, their words and sources, its formula, the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pandas as pd

from claimstats.errors import UsageError
from claimstats.numbering import COUNT, NUMBERS_FILE
from claimstats.schema import TABLES, nearest

__all__ = ["Explanation", "explain"]

#: What is shown of a row, by table.
_SHOWN: Mapping[str, tuple[str, ...]] = {
    "statements": ("date", "speaker", "paraphrase", "text", "source", "url", "archived_url"),
    "incidents": ("date", "actor", "recipient", "action", "description", "sources", "url"),
}
_COLUMNS = ["number", "unit", "share", "table", "row", "date", "who", "words", "source", "url", "archived_url"]
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
        Its row of ``numbers.csv``: value, words, measure, table, keys, column, formula, inputs.
    made_of : tuple of dict
        The rows of ``numbers.csv`` of the numbers that it is made of, and of those that these are made of.
    rows : pandas.DataFrame
        One row per unit and row that it rests on: ``number, unit, share, table, row, date, who, words, source, url,
        archived_url``. Of a number without units of its own, those of the numbers that it is made of.
    inputs : dict of str to str
        The files that these rows stand in, with their SHA-256.
    """

    edition: str
    number: Mapping[str, str]
    made_of: tuple[Mapping[str, str], ...]
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
            *(f"  made of {made['number']} = {made['value']}  ({made['words']})" for made in self.made_of),
            f"  rests on {len(self.rows[['number', 'unit']].drop_duplicates()):,} units, {len(self.rows):,} rows"
            if len(self.rows) or _is_count(said)
            else "  has no rows of its own: the formula says what it is made of",
        ]
        for number, own in self._printed():
            lines += [f"  rows of {number}:"] if number != said["number"] else []
            for row in own:
                lines.append(
                    f"  - {row['table']} {row['row']}, {row['date']}, {row['who']}: {row['words']}"
                    if row["row"]
                    else f"  - {row['unit']}"
                )
                lines += [f"    {row['source']} {row['url']}".rstrip()] if row["source"] or row["url"] else []
        if len(self.rows) > _PRINTED:
            lines.append(f"  ... and {len(self.rows) - _PRINTED:,} more rows: see the table")
        lines += [f"  file {name}, SHA-256 {sha256}" for name, sha256 in self.inputs.items()]
        return "\n".join(lines)

    def _printed(self) -> list[tuple[str, list[dict[str, str]]]]:
        """The first rows, by the number that they are of."""
        shown = self.rows.head(_PRINTED).to_dict("records")
        return [(number, list(own)) for number, own in groupby(shown, key=lambda row: str(row["number"]))]


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
    behind = [number, *_made_of(number, dict(zip(known["number"], known["inputs"], strict=True)))]
    units = side.units[side.units["number"].isin(behind)]
    own = units[units["number"] == number]
    # The shares of its own units add up to it; where it has none, the rows are those of what it is made of.
    used = own if len(own) else units.sort_values("number", key=lambda names: names.map(behind.index), kind="stable")
    listed = pd.DataFrame(list(_list_rows(used, side.study)), columns=_COLUMNS)
    inputs = {str(file["path"]): str(file["sha256"]) for file in found.manifest["inputs"]}
    told = [{str(name): str(cell) for name, cell in row.items()} | {"value": _say(row["value"])}
            for row in known.loc[behind].to_dict("records")]  # fmt: skip
    tables = set(listed["table"]) | {table for table in TABLES if f"study/{table}." in told[0]["formula"]}
    return Explanation(
        edition=found.label,
        number=told[0],
        made_of=tuple(told[1:]),
        rows=listed,
        inputs={path: inputs[path] for path in inputs if Path(path).stem in tables},
    )


def _made_of(number: str, inputs: Mapping[str, str]) -> list[str]:
    """The numbers that one is made of, and those that these are made of, the nearest first."""
    found: dict[str, None] = {}
    asked = [number]
    for name in asked:
        new = [made for made in str(inputs[name]).split(";") if made in inputs and made not in found and made != number]
        found |= dict.fromkeys(new)
        asked += new
    return list(found)


def _say(value: float) -> str:
    return "" if pd.isna(value) else f"{value:.15g}"


def _is_count(number: Mapping[str, str]) -> bool:
    return number["formula"].startswith(COUNT)


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
            yield unit.number, unit.unit, unit.share, table, row, *_show(table, records.get(table, {}).get(row, {}))


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
