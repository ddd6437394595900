"""`Numbers`: the numbers that a report prints, each with a name for good and with what it is made of."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from claimstats.errors import UsageError
from claimstats.presenting import Code, Link, Pieces, Table, TableColumn, Target
from claimstats.presenting.cells import EN_DASH, say_number
from claimstats.schema import safe_text

__all__ = ["NUMBERS_FILE", "NUMBER_COLUMNS", "UNITS_FILE", "UNIT_COLUMNS", "Numbers", "name_number", "name_rows"]

NUMBERS_FILE, UNITS_FILE = "numbers.csv", "numbers_units.csv"

#: What each number says of itself.
NUMBER_COLUMNS = {
    "number": "The number's name, which it keeps from edition to edition.",
    "slot": "The same without the report's own period: what two periods have in common. Empty for a number of another one.",
    "value": "The number in full.",
    "words": "What it is the number of.",
    "headline": "Whether it is one of those that a reader quotes: `yes` or `no`.",
    "measure": "The measure that it comes from.",
    "table": "The table of that measure.",
    "keys": "The row of that table: `column=value`, separated by `;`.",
    "column": "The column of that table.",
    "formula": "How it is made of its units.",
}
#: What each number is made of. The shares of a number's units add up to the number.
UNIT_COLUMNS = {
    "number": "The number.",
    "unit": "What is counted: an occasion, a speaker, a window.",
    "share": "What the unit adds to the number; the shares add up to it.",
    "rows": "The rows of the study that the unit rests on: `table:id`, separated by `;`.",
}

_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")

#: Rows of a number that the appendix prints.
PRINTED_ROWS = 8


def name_number(*parts: str) -> str:
    """The name of a number: its parts, joined by hyphens, empty ones left out.

    Parameters
    ----------
    *parts
        The measure, the keys' values, the column; or a name as it is.

    Examples
    --------
    >>> name_number("repetition", "c1", "2025Q3", "occasions")
    'repetition-c1-2025Q3-occasions'
    >>> name_number("repetition", "at-war", "2025-09", "occasions")
    'repetition-at.war-2025-09-occasions'
    """
    if len(parts) == 1:
        return parts[0]
    # A hyphen within a part would let two numbers share a name; that of a month is known for what it is.
    kept = "-".join(part if _MONTH.fullmatch(part) else part.replace("-", ".") for part in parts if part)
    return "".join(character if character.isalnum() or character in "-_.:" else "_" for character in kept)


def name_rows(table: str, names: Sequence[str]) -> str:
    """Rows of a table as a unit names them.

    Parameters
    ----------
    table
        ``statements`` or ``incidents``.
    names
        Their ids; each is named once, in order.
    """
    return ";".join(f"{table}:{name}" for name in sorted(set(names)) if name)


@dataclass(frozen=True, kw_only=True, repr=False)
class Numbers:
    """Numbers by name, and the units that each is made of.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per number: the columns of ``NUMBER_COLUMNS``.
    units : pandas.DataFrame
        One row per number and unit: the columns of ``UNIT_COLUMNS``. A number that is 0 has none; a number without units
        whose formula says so is made of other numbers.
    """

    table: pd.DataFrame
    units: pd.DataFrame

    def __add__(self, other: Numbers) -> Numbers:
        """Both together."""
        return Numbers(
            table=pd.concat([self.table, other.table], ignore_index=True),
            units=pd.concat([self.units, other.units], ignore_index=True),
        )

    def __contains__(self, name: object) -> bool:
        """Whether there is a number of that name."""
        return name in self._values

    def only(self, key: str, value: str) -> Numbers:
        """The numbers of one claim, or of one speaker.

        Parameters
        ----------
        key, value
            As in the column ``keys``: ``claim_id`` and the claim.
        """
        holds = [f"{key}={value}" in str(keys).split(";") for keys in self.table["keys"]]
        table = self.table[pd.Series(holds, index=self.table.index, dtype="bool")].reset_index(drop=True)
        units = self.units[self.units["number"].isin(table["number"])].reset_index(drop=True)
        return Numbers(table=table, units=units)

    def link(self, *parts: str, text: str | None = None, digits: int = 0) -> Pieces:
        """A number as a table or a sentence prints it, leading to the rows that it is made of.

        Parameters
        ----------
        *parts
            As in `name_number`.
        text
            What is printed in place of the number.
        digits
            Decimals of the number.

        Raises
        ------
        UsageError
            If there is no such number.
        """
        name = name_number(*parts)
        if name not in self._values:
            raise UsageError(f"there is no number {name!r}")
        value = self._values[name]
        shown = text if text is not None else EN_DASH if math.isnan(value) else _say(value, digits)
        return Link(shown, f"#{name}") if name in self._traced else shown

    def appendix(
        self, names: Collection[str], *, caption: str, row_link: Callable[[str], Pieces], anchor: str = "numbers"
    ) -> Table:
        """A table of the numbers that have units, where the links of `link` arrive.

        Parameters
        ----------
        names
            Those that the report has printed.
        caption
            What stands above it.
        row_link
            Makes of ``table:id`` what the appendix prints.
        anchor
            Name of the table.
        """
        columns = [
            TableColumn("number", "Number", width="wide"),
            TableColumn("value", "Value", align="right"),
            TableColumn("words", "What it is the number of", width="wide"),
            TableColumn("rows", "Rows that it rests on", width="wide"),
        ]
        rows = [
            {
                "number": Target(Code(row.number), row.number),
                "value": _say(row.value, 0 if float(row.value).is_integer() else 2),
                "words": row.words,
                "rows": self._print_rows(row.number, row_link),
            }
            for row in self.table.itertuples()
            if row.number in self._traced and row.number in names
        ]
        notes = [f"Of each number at most {PRINTED_ROWS} rows are printed; tables/{UNITS_FILE} has all of them."]
        return Table(columns=columns, rows=rows, caption=caption, notes=notes, anchor=anchor)

    def save(self, folder: str | Path) -> None:
        """Write ``numbers.csv`` and ``numbers_units.csv``.

        Parameters
        ----------
        folder
            Made if it is not there.
        """
        place = Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        for name, frame in ((NUMBERS_FILE, self.table), (UNITS_FILE, self.units)):
            safe = frame.assign(**{column: frame[column].map(safe_text) for column in frame.columns})
            place.joinpath(name).write_bytes(safe.to_csv(index=False, lineterminator="\n").encode())

    @cached_property
    def _values(self) -> Mapping[str, float]:
        return dict(zip(self.table["number"], self.table["value"], strict=True))

    @cached_property
    def _traced(self) -> Mapping[str, list[str]]:
        """The rows of each number that has any, each once, in order."""
        joined = self.units.groupby("number", sort=False)["rows"].agg(";".join)
        return {name: sorted({row for row in rows.split(";") if row}) for name, rows in joined.items()}

    def _print_rows(self, name: str, row_link: Callable[[str], Pieces]) -> Pieces:
        rows = self._traced[name]
        pieces = [piece for row in rows[:PRINTED_ROWS] for piece in (", ", row_link(row))][1:]
        return [*pieces, f" and {len(rows) - PRINTED_ROWS} more"] if len(rows) > PRINTED_ROWS else pieces

    def __repr__(self) -> str:
        """How many there are."""
        return f"{len(self.table):,} numbers, made of {len(self.units):,} units"


def _say(value: float, digits: int) -> str:
    """A number as a reader sees it; a count without a point."""
    if digits == 0 and float(value).is_integer():
        return say_number(np.int64(value), digits=0)  # type: ignore[arg-type, unused-ignore]
    return say_number(np.float64(value), digits=digits)  # type: ignore[arg-type, unused-ignore]
