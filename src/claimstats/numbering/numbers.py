"""`Numbers`: the numbers that a report prints, each with a name for good and with what it is made of."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from claimstats.errors import UsageError
from claimstats.numbering.naming import COUNTED, NUMBERS_FILE, UNITS_FILE, name_number
from claimstats.presenting import Link, Pieces
from claimstats.presenting.cells import EN_DASH, say_number
from claimstats.schema import safe_csv

__all__ = ["Numbers", "say_value"]


@dataclass(frozen=True, kw_only=True, repr=False)
class Numbers:
    """Numbers by name, and the units that each is made of.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per number: the columns of ``NUMBER_COLUMNS``.
    units : pandas.DataFrame
        One row per number and unit: the columns of ``UNIT_COLUMNS``. A count that is 0 has none; any other number without
        units says by its formula and its inputs what it is made of.
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
        """The numbers of one claim, or of one speaker, and those that they are made of.

        Parameters
        ----------
        key, value
            As in the column ``keys``: ``claim_id`` and the claim.
        """
        wanted = f"{key}={value}"
        kept = {
            name
            for name, keys in zip(self.table["number"], self.table["keys"], strict=True)
            if wanted in str(keys).split(";")
        }
        made = dict(zip(self.table["number"], self.table["inputs"], strict=True))
        asked = list(kept)
        while asked:
            new = [name for name in str(made[asked.pop()]).split(";") if name and name not in kept]
            kept.update(new)
            asked += new
        table = self.table[self.table["number"].isin(kept)].reset_index(drop=True)
        units = self.units[self.units["number"].isin(kept)].reset_index(drop=True)
        return Numbers(table=table, units=units)

    def link(self, *parts: str, text: str | None = None, digits: int = 0) -> Pieces:
        """A number as a table or a sentence prints it, leading to what it is made of.

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
        shown = text if text is not None else EN_DASH if math.isnan(value) else say_value(value, digits)
        return Link(shown, f"#{name}") if self.leads(name) else shown

    def leads(self, name: str) -> bool:
        """Whether the number has something to lead to: rows, or a formula. A count that is 0 has neither.

        Parameters
        ----------
        name
            The number.
        """
        return name in self.rows or self._values[name] != 0 or not self._formulas[name].startswith(COUNTED)

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
            place.joinpath(name).write_bytes(safe_csv(frame))

    @cached_property
    def rows(self) -> Mapping[str, Sequence[str]]:
        """The rows of each number that has any, each once, in order."""
        found: dict[str, set[str]] = {}
        for name, rows in zip(self.units["number"], self.units["rows"], strict=True):
            found.setdefault(name, set()).update(rows.split(";"))
        return {name: sorted(own - {""}) for name, own in found.items()}

    @cached_property
    def _values(self) -> Mapping[str, float]:
        return dict(zip(self.table["number"], self.table["value"], strict=True))

    @cached_property
    def _formulas(self) -> Mapping[str, str]:
        return dict(zip(self.table["number"], self.table["formula"], strict=True))

    def __repr__(self) -> str:
        """How many there are."""
        return f"{len(self.table):,} numbers, made of {len(self.units):,} units"


def say_value(value: float, digits: int) -> str:
    """A number as a reader sees it; a count without a point.

    Parameters
    ----------
    value
        The number.
    digits
        Decimals.
    """
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if digits == 0 and float(value).is_integer():
        return say_number(np.int64(value), digits=0)  # type: ignore[arg-type, unused-ignore]
    return say_number(np.float64(value), digits=digits)  # type: ignore[arg-type, unused-ignore]
