"""Days, EDTF dates as intervals of days, reporting periods, and windows.

A day is an integer, the proleptic Gregorian ordinal (``datetime.date.toordinal``). A date is an interval
``[lo, hi]`` of days from the *strict* EDTF bounds: ``?`` and ``~`` set flags and widen nothing, and no month
or day is ever made up.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

__all__ = ["Interval", "Period", "Window", "day", "iso", "parse_edtf", "periods_between", "words", "words_span"]

#: Days that stand for the open ends of an interval until a study clips them.
OPEN_START, OPEN_END = date.min.toordinal(), date.max.toordinal()

_PLAIN = re.compile(r"(\d{4})(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?([?~%]?)")
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


@dataclass(frozen=True, kw_only=True)
class Interval:
    """The days on which something may have happened, closed on both sides.

    Parameters
    ----------
    lo, hi
        First and last possible day.
    uncertain, approximate
        The source qualifies the date (``?``, ``~``); this widens nothing.
    """

    lo: int
    hi: int
    uncertain: bool = False
    approximate: bool = False

    @property
    def representative(self) -> int:
        """The middle day, the earlier of two; used for ordering only."""
        return self.lo + (self.hi - self.lo) // 2

    @property
    def exact(self) -> bool:
        """Whether it is one day."""
        return self.lo == self.hi


@lru_cache(maxsize=65_536)
def parse_edtf(text: str) -> Interval:
    """The interval of days that an EDTF string names (levels 0 and 1, sets, quarters 33 to 36).

    Parameters
    ----------
    text
        For example ``2025-09-15``, ``2025-09``, ``2025-09-15?``, ``2025-09-12/2025-09-16``, ``[2025-09-10,2025-09-12]``.

    Raises
    ------
    ValueError
        If it is not EDTF, names no day of the calendar, or ends before it begins.

    Examples
    --------
    >>> parse_edtf("2025-09") == Interval(lo=day("2025-09-01"), hi=day("2025-09-30"))
    True
    """
    stripped = text.strip()
    ends = stripped.split("/")
    if len(ends) == 2:
        first, last = (_end_of_interval(end) for end in ends)
        lo = first.lo if first else OPEN_START
        hi = last.hi if last else OPEN_END
        if first is None and last is None:
            raise ValueError("both ends are open")
        known = [end for end in (first, last) if end]
        found = Interval(
            lo=lo, hi=hi, uncertain=any(e.uncertain for e in known), approximate=any(e.approximate for e in known)
        )
    else:
        found = _plain(stripped) or _by_library(stripped)
    if found.hi < found.lo:
        raise ValueError("it ends before it begins")
    return found


def _end_of_interval(text: str) -> Interval | None:
    """One end of ``a/b``; None where it is open (``..`` or empty)."""
    if text in ("", ".."):
        return None
    return _plain(text) or _by_library(text)


def _plain(text: str) -> Interval | None:
    """Years, months, days, ``XX`` and one trailing qualifier: nearly every date there is, without a parser."""
    match = _PLAIN.fullmatch(text)
    if not match:
        return None
    year, month, day_of_month, mark = int(match[1]), match[2], match[3], match[4]
    if month == "XX" and day_of_month not in (None, "XX"):
        return None
    if year < 1 or (month not in (None, "XX") and not 1 <= int(month) <= 12):
        return None
    if month in (None, "XX"):
        lo, hi = date(year, 1, 1), date(year, 12, 31)
    elif day_of_month in (None, "XX"):
        lo, hi = date(year, int(month), 1), date(year, int(month), monthrange(year, int(month))[1])
    else:
        last = monthrange(year, int(month))[1]
        if not 1 <= int(day_of_month) <= last:
            raise ValueError(f"{_MONTHS[int(month) - 1]} {year} has {last} days")
        lo = hi = date(year, int(month), int(day_of_month))
    return Interval(lo=lo.toordinal(), hi=hi.toordinal(), uncertain=mark in ("?", "%"), approximate=mark in ("~", "%"))


def _by_library(text: str) -> Interval:
    """Everything else, by the strict bounds of the edtf package."""
    from edtf import EDTFParseException
    from edtf import parse_edtf as parse

    try:
        parsed = parse(text)
        lower, upper = parsed.lower_strict(), parsed.upper_strict()
    except EDTFParseException:
        raise ValueError("it is not an EDTF date") from None
    except (ValueError, ArithmeticError, AttributeError):
        raise ValueError("it names no day of the calendar") from None
    qualifiers = {character for character in text if character in "?~%"}
    return Interval(
        lo=_strict(lower, otherwise=OPEN_START),
        hi=_strict(upper, otherwise=OPEN_END),
        uncertain=bool(qualifiers & {"?", "%"}),
        approximate=bool(qualifiers & {"~", "%"}),
    )


def _strict(bound: object, *, otherwise: int) -> int:
    """A bound of the edtf package as a day; it gives a bare infinity for an open end."""
    if isinstance(bound, float):
        return otherwise
    year, month, day_of_month = bound[:3]  # type: ignore[index]
    if not 1 <= year <= 9999:
        raise ValueError("its year is outside 1 to 9999")
    return date(year, month, day_of_month).toordinal()


def day(text: str) -> int:
    """The day of an ISO date, ``2025-09-15``."""
    return date.fromisoformat(text).toordinal()


def iso(ordinal: int) -> str:
    """The ISO date of a day."""
    return date.fromordinal(int(ordinal)).isoformat()


def words(ordinal: int) -> str:
    """A day as a reader writes it: 15 September 2025."""
    found = date.fromordinal(int(ordinal))
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def words_span(first: int, last: int) -> str:
    """A stretch of days as a reader writes it: 15 to 25 September 2025; one day as itself."""
    start, end = date.fromordinal(int(first)), date.fromordinal(int(last))
    if start == end:
        return words(first)
    begin = words(first)
    if start.year == end.year:
        begin = str(start.day) if start.month == end.month else begin.removesuffix(f" {start.year}")
    return f"{begin} to {words(last)}"


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
            return f"{_MONTHS[int(self.label[5:]) - 1]} {self.label[:4]}"
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
