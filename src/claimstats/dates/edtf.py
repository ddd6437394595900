"""EDTF dates as intervals of days.

A date is an interval ``[lo, hi]`` of days from the *strict* EDTF bounds: ``?`` and ``~`` set flags and widen nothing,
and no month or day is ever made up.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from claimstats.dates.days import MONTH_NAMES

__all__ = ["OPEN_END", "OPEN_START", "Interval", "parse_edtf"]

#: Days that stand for the open ends of an interval until a study clips them.
OPEN_START, OPEN_END = date.min.toordinal(), date.max.toordinal()

_PLAIN = re.compile(r"(\d{4})(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?([?~%]?)")


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
    >>> from claimstats.dates import day
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
            raise ValueError(f"{MONTH_NAMES[int(month) - 1]} {year} has {last} days")
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
