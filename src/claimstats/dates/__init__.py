"""Days, dates known to a stretch of days, reporting periods and windows."""

from claimstats.dates.days import day, iso, iso_of, months_of, words, words_span
from claimstats.dates.edtf import OPEN_END, OPEN_START, Interval, parse_edtf
from claimstats.dates.periods import Period, Window, periods_between

__all__ = [
    "OPEN_END",
    "OPEN_START",
    "Interval",
    "Period",
    "Window",
    "day",
    "iso",
    "iso_of",
    "months_of",
    "parse_edtf",
    "periods_between",
    "words",
    "words_span",
]
