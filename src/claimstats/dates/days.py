"""Days as integers, and as a reader writes them.

A day is an integer, the proleptic Gregorian ordinal (``datetime.date.toordinal``).
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["MONTH_NAMES", "day", "iso", "iso_of", "months_of", "words", "words_span"]

MONTH_NAMES = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)

#: The day from which NumPy counts.
_EPOCH = date(1970, 1, 1).toordinal()


def day(text: str) -> int:
    """The day of an ISO date, ``2025-09-15``."""
    return date.fromisoformat(text).toordinal()


def iso(ordinal: int) -> str:
    """The ISO date of a day."""
    return date.fromordinal(int(ordinal)).isoformat()


def words(ordinal: int) -> str:
    """A day as a reader writes it: 15 September 2025."""
    found = date.fromordinal(int(ordinal))
    return f"{found.day} {MONTH_NAMES[found.month - 1]} {found.year}"


def words_span(first: int, last: int) -> str:
    """A stretch of days as a reader writes it: 15 to 25 September 2025; one day as itself."""
    start, end = date.fromordinal(int(first)), date.fromordinal(int(last))
    if start == end:
        return words(first)
    begin = words(first)
    if start.year == end.year:
        begin = str(start.day) if start.month == end.month else begin.removesuffix(f" {start.year}")
    return f"{begin} to {words(last)}"


def months_of(days: ArrayLike) -> NDArray[np.int64]:
    """Months since year 0 of each day: 2025-09 is 24308. Quarters and years are whole numbers of them.

    Parameters
    ----------
    days
        Integers, of any shape.

    Examples
    --------
    >>> int(months_of(day("2025-09-15"))) == 2025 * 12 + 8
    True
    """
    return np.asarray(_dates(days).astype("datetime64[M]").astype(np.int64) + 1970 * 12)


def iso_of(days: ArrayLike) -> NDArray[np.str_]:
    """The ISO date of each day, as `iso` writes it.

    Parameters
    ----------
    days
        Integers, of any shape.
    """
    return np.datetime_as_string(_dates(days))


def _dates(days: ArrayLike) -> NDArray[np.datetime64]:
    """Days as NumPy counts them."""
    return (np.asarray(days, dtype=np.int64) - _EPOCH).astype("datetime64[D]")
