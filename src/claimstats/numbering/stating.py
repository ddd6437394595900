"""State numbers: one at a time, or column by column of a table whose cells a report prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pandas as pd

from claimstats.numbering.naming import COUNT, NUMBER_COLUMNS, UNIT_COLUMNS, name_number
from claimstats.numbering.numbers import Numbers

__all__ = ["COUNT", "Number", "Stated", "Unit", "collect_numbers", "state_rows"]

#: A unit: its name, its share of the number, the rows that it rests on.
Unit: TypeAlias = tuple[str, float, str]


@dataclass(frozen=True, kw_only=True)
class Number:
    """One number with what it is made of.

    Attributes
    ----------
    name, slot
        The parts of its name after the measure; the slot leaves out the report's own period.
    value
        The number in full.
    words, formula
        What it is the number of, and how it is made.
    table, keys, column
        The cell that holds it.
    units
        What it counts. Their shares add up to it.
    inputs
        Names of the numbers that it is made of, where it has no units of its own.
    headline
        Whether a reader quotes it.
    """

    name: tuple[str, ...]
    value: float
    words: str
    table: str
    keys: Mapping[str, str]
    column: str
    formula: str
    units: Sequence[Unit] = ()
    inputs: Sequence[str] = ()
    headline: bool = False
    slot: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stated:
    """A column of a table, as the numbers of a report.

    Attributes
    ----------
    words
        What a cell is the number of; the row follows after a colon.
    formula
        How it is made.
    inputs
        What it is made of: the last part of the name of another number of the row; or all parts of one after the measure,
        each of which may name a column: ``("{claim_id}", "{role}", "gap")``.
    name
        Last part of its own name; the column's name by default.
    headline
        Whether a reader quotes it.
    """

    words: str
    formula: str
    inputs: tuple[str | tuple[str, ...], ...] = ()
    name: str = ""
    headline: bool = field(default=False, kw_only=True)


def state_rows(
    rows: Iterable[Mapping[str, Any]],
    columns: Mapping[str, Stated],
    *,
    measure: str,
    table: str,
    keys: Sequence[str],
    about: Callable[[Mapping[str, Any]], str],
    first: Sequence[str] = (),
    units: Callable[[str, Mapping[str, Any]], Sequence[Unit]] | None = None,
    period: str = "",
) -> Iterator[Number]:
    """The numbers of a table: of each row the columns that are stated. Those that are missing are left out, save headlines.

    Parameters
    ----------
    rows
        Of the table, as mappings.
    columns
        What is stated of them.
    measure, table
        Where they are from.
    keys
        The columns that name a row.
    about
        Says in words which row it is.
    first
        Parts of the names before those of the keys.
    units
        Gives the units of a column in a row; none by default.
    period
        The report's own, which the slots leave out.
    """
    for row in rows:
        place = {key: str(row[key]) for key in keys}
        names = [*first, *place.values()]
        said = about(row)
        for column, stated in columns.items():
            value = row[column]
            # That a number which is quoted has no value is told too: an edition may have had one before.
            if (value is None or value != value) and not stated.headline:
                continue
            last = stated.name or column
            yield Number(
                name=(*names, last), value=float(value), words=f"{stated.words}: {said}", table=table, keys=place,
                column=column, formula=stated.formula, headline=stated.headline,
                units=units(column, row) if units else (),
                inputs=[
                    name_number(measure, *names, made)
                    if isinstance(made, str)
                    else name_number(measure, *(part.format_map(row) for part in made))
                    for made in stated.inputs
                ],
                slot=(*(name for name in names if name != period), last) if period else (),
            )  # fmt: skip


def collect_numbers(measure: str, found: Iterable[Number]) -> Numbers:
    """Numbers of one measure as two tables. An input that is not among them, because it is missing, is left out.

    Parameters
    ----------
    measure
        The first part of their names.
    found
        The numbers.
    """
    listed = [(name_number(measure, *number.name), number) for number in found]
    known = {name for name, _ in listed}
    rows = [
        {
            "number": name,
            "slot": name_number(measure, *number.slot) if number.slot else name,
            "value": float(number.value),
            "words": number.words,
            "headline": "yes" if number.headline else "no",
            "measure": measure,
            "table": number.table,
            "keys": ";".join(f"{key}={value}" for key, value in number.keys.items()),
            "column": number.column,
            "formula": number.formula,
            "inputs": ";".join(made for made in dict.fromkeys(number.inputs) if made in known),
        }
        for name, number in listed
    ]
    units = [(name, *unit) for name, number in listed for unit in number.units]
    return Numbers(
        table=pd.DataFrame(rows, columns=list(NUMBER_COLUMNS)), units=pd.DataFrame(units, columns=list(UNIT_COLUMNS))
    )
