"""Dates as people write them, as EDTF: nothing is made up, and where day and month could change places it is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from claimstats.dates import parse_edtf

__all__ = ["ORDERS", "AmbiguousDatesError", "Dating", "read_dates"]

ORDERS = ("day first", "month first")

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_NUMBERS = re.compile(r"(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4})\.?")
_YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})(?:\2(\d{1,2}))?")
_TIMED = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{1,2}:\d{2}.*")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TIME = re.compile(r"[ ,]+\d{1,2}:\d{2}(:\d{2})?(\.\d+)?\s*([ap]\.?m\.?|utc|gmt|z)?$", flags=re.IGNORECASE)


class AmbiguousDatesError(Exception):
    """Day and month could change places, or the year is missing, and nobody has said how to read it.

    Parameters
    ----------
    value, rule, hint
        A date as an example, what is asked, and how to answer.
    """

    def __init__(self, value: str, rule: str, hint: str) -> None:
        self.value, self.rule, self.hint = value, rule, hint
        super().__init__(f"{value}: {rule}; {hint}")


@dataclass(frozen=True, kw_only=True)
class Dating:
    """How dates are to be read.

    Parameters
    ----------
    order
        ``day first``, ``month first``, or empty: then the dates themselves must decide it.
    year
        The year of dates that have none.
    """

    order: str = ""
    year: int | None = None


def read_dates(texts: Sequence[str], dating: Dating) -> tuple[list[str], str]:
    """Dates of one column as EDTF, and how day and month were told apart, if that had to be decided.

    A text that is no date stays as it is, to be refused where cells are checked.

    Parameters
    ----------
    texts
        Every different date of the column: one of them may decide how all are read.
    dating
        What the user has said.

    Raises
    ------
    AmbiguousDatesError
        If nothing decides which number is the day, or a year is missing and none was given.

    Examples
    --------
    >>> read_dates(["1-20-2017", "2-3-2017", "May 2015", "2015"], Dating())[0]
    ['2017-01-20', '2017-02-03', '2015-05', '2015']
    >>> read_dates(["on Wednesday, October 30th, 2019", "20250131", "26 May 2015"], Dating())[0]
    ['2019-10-30', '2025-01-31', '2015-05-26']
    """
    order, told = (dating.order, "") if dating.order else _order(texts)
    return [_read(text.strip(), order, dating.year) for text in texts], told


def _order(texts: Sequence[str]) -> tuple[str, str]:
    """Which number is the day, from the dates that can be read in one way only."""
    found = [(text, match) for text in sorted(texts) if (match := _NUMBERS.fullmatch(_without_time(text.strip())))]
    if not found:
        return "", ""
    day_first = [text for text, match in found if int(match[1]) > 12 >= int(match[3])]
    month_first = [text for text, match in found if int(match[3]) > 12 >= int(match[1])]
    if bool(day_first) != bool(month_first):
        order, example = ("day first", day_first[0]) if day_first else ("month first", month_first[0])
        return order, f"dates are read {order}: {example!r} can be read in no other way"
    if all(match[1] == match[3] for _, match in found):
        return "day first", ""
    if day_first:
        hint = f"{day_first[0]!r} has the day first, {month_first[0]!r} the month: make them alike"
        raise AmbiguousDatesError(month_first[0], "all dates have day and month in the same order", hint)
    text, match = next((text, match) for text, match in found if match[1] != match[3])
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    readings = [
        f"{day} {_MONTHS[month - 1].title()} {year}"
        for day, month in ((first, second), (second, first))
        if 1 <= month <= 12
    ]
    hint = f"{' or '.join(readings)}? say `day first` or `month first` (--dates, or order under [dates])"
    raise AmbiguousDatesError(text, "it is said whether the day or the month comes first", hint)


def _without_time(text: str) -> str:
    return _TIME.sub("", text)


def _read(text: str, order: str, year: int | None) -> str:
    """One date as EDTF, or as it is."""
    if match := _TIMED.fullmatch(text):
        return match[1]
    text = _without_time(text)
    if (match := _PACKED.fullmatch(text)) and _is_day(*match.groups()):
        return f"{match[1]}-{match[2]}-{match[3]}"
    if match := _YEAR_FIRST.fullmatch(text):
        parts = [match[1], *(part.zfill(2) for part in match.groups()[2:] if part)]
        written = "-".join(parts)
        return written if _is_edtf(written) else text
    if match := _NUMBERS.fullmatch(text):
        day, month = (match[1], match[3]) if order == "day first" else (match[3], match[1])
        return f"{match[4]}-{month.zfill(2)}-{day.zfill(2)}" if _is_day(match[4], month, day) else text
    if _is_edtf(text) or not text:
        return text
    return _named(text, year)


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _is_edtf(text: str) -> bool:
    try:
        parse_edtf(text)
    except ValueError:
        return False
    return True


def _named(text: str, year: int | None) -> str:
    """A date with the month in letters: `26 May 2015`, `on Wednesday, October 30th, 2019`, `Sep 26`, `May 2015`."""
    words = re.findall(r"[A-Za-z]+|\d+", re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text, flags=re.IGNORECASE))
    months = [number for word in words if (number := _number(word, _MONTHS))]
    weekdays = [number for word in words if (number := _number(word, _WEEKDAYS))]
    numbers = [word for word in words if word.isdigit()]
    known = {"on", "the", "of", "in", "at"}
    strange = [
        word for word in words
        if not word.isdigit() and not _number(word, _MONTHS) and not _number(word, _WEEKDAYS) and word.lower() not in known
    ]  # fmt: skip
    years = [word for word in numbers if len(word) == 4]
    days = [word for word in numbers if len(word) <= 2]
    if strange or len(months) != 1 or len(years) > 1 or len(days) > 1 or len(years) + len(days) != len(numbers):
        return text
    if not years and year is None:
        raise AmbiguousDatesError(text, "it has a year", "give the year of such dates (--year, or year under [dates])")
    written = f"{int(years[0]) if years else year:04d}-{months[0]:02d}" + (f"-{int(days[0]):02d}" if days else "")
    if not _is_edtf(written):
        return text
    if weekdays and days and date.fromisoformat(written).isoweekday() != weekdays[0]:
        return text
    return written


def _number(word: str, names: tuple[str, ...]) -> int:
    """The place of a month or a weekday, by its whole name or its first three or four letters; 0 if it is none."""
    lower = word.lower()
    for place, name in enumerate(names, start=1):
        if lower == name or (len(lower) in (3, 4) and name.startswith(lower)):
            return place
    return 0
