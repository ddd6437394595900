"""Reporting periods, and windows relative to an anchor."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from claimstats.dates.days import MONTH_NAMES

__all__ = ["Period", "Window", "periods_between"]


@dataclass(frozen=True, order=True)
class Period:
    """A calendar month, quarter or year, or all time: what a report is about.

    Parameters
    ----------
    start, end
        First and last day, both inside.
    label
        ``2025-09``, ``2025Q3``, ``2025`` or ``all``.
    """

    start: int
    end: int
    label: str

    @classmethod
    def parse(cls, label: str) -> Period:
        """The period that a label names.

        Raises
        ------
        ValueError
            If it is not of the form ``2025Q3``, ``2025-09`` or ``2025``.

        Examples
        --------
        >>> Period.parse("2024Q1").days
        91
        """
        match = re.fullmatch(r"(\d{4})(?:-?Q([1-4])|-(\d{2}))?", label.strip())
        if not match or int(match[1]) < 1 or (match[3] and not 1 <= int(match[3]) <= 12):
            raise ValueError(f"{label!r} is no period; write a quarter (2025Q3), a month (2025-09) or a year (2025)")
        year = int(match[1])
        first = 3 * int(match[2]) - 2 if match[2] else int(match[3]) if match[3] else 1
        last = first + 2 if match[2] else first if match[3] else 12
        name = f"{year:04d}Q{match[2]}" if match[2] else f"{year:04d}-{first:02d}" if match[3] else f"{year:04d}"
        return cls(date(year, first, 1).toordinal(), date(year, last, monthrange(year, last)[1]).toordinal(), name)

    @property
    def unit(self) -> str:
        """``month``, ``quarter``, ``year`` or ``all``."""
        return {7: "month", 6: "quarter", 4: "year"}.get(len(self.label), "all")

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.end - self.start + 1

    @property
    def words(self) -> str:
        """The period as a reader writes it: the third quarter of 2025."""
        if self.unit == "quarter":
            ordinal = ("first", "second", "third", "fourth")[int(self.label[-1]) - 1]
            return f"the {ordinal} quarter of {self.label[:4]}"
        if self.unit == "month":
            return f"{MONTH_NAMES[int(self.label[5:]) - 1]} {self.label[:4]}"
        return self.label if self.unit == "year" else "all time"

    def shift(self, by: int) -> Period:
        """The period that many months, quarters or years later (earlier, if negative)."""
        step = {"month": 1, "quarter": 3, "year": 12}[self.unit]
        start = date.fromordinal(self.start)
        months = start.year * 12 + start.month - 1 + by * step
        year, month = divmod(months, 12)
        label = {
            "month": f"{year:04d}-{month + 1:02d}",
            "quarter": f"{year:04d}Q{month // 3 + 1}",
            "year": f"{year:04d}",
        }
        return Period.parse(label[self.unit])


@lru_cache(maxsize=1024)
def periods_between(first: int, last: int, unit: str) -> tuple[Period, ...]:
    """Every period of a unit that has a day in ``[first, last]``, in order.

    Parameters
    ----------
    first, last
        Days.
    unit
        ``month``, ``quarter``, ``year`` or ``all``.
    """
    if unit == "all":
        return (Period(first, last, "all"),)
    begin = date.fromordinal(first)
    label = {
        "month": f"{begin.year:04d}-{begin.month:02d}",
        "quarter": f"{begin.year:04d}Q{(begin.month + 2) // 3}",
        "year": f"{begin.year:04d}",
    }
    found = [Period.parse(label[unit])]
    while found[-1].end < last:
        found.append(found[-1].shift(1))
    return tuple(found)


@dataclass(frozen=True, kw_only=True)
class Window:
    """A stretch of days relative to an anchor, closed on both sides.

    Parameters
    ----------
    first, last
        In days after the anchor; ``Window(first=0, last=30)`` has 31 days.
    """

    first: int
    last: int

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a window ends before it begins: {self.first} to {self.last}")

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.last - self.first + 1
