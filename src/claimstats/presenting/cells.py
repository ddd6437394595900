"""What one cell of a table says: a number with its digits, a date in words, or an en dash with its reason."""

from __future__ import annotations

import datetime as dt
import math
import numbers
from dataclasses import dataclass

from claimstats.presenting.inline import Code, Emphasis, Link, Quote, Strong, Target

#: Narrow and non-breaking: a number never falls apart at the end of a line.
THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"
EN_DASH = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Missing:
    """No value, and why: shown as an en dash with a mark, the reason in a note under the table."""

    reason: str


def is_missing(value: object) -> bool:
    """Say whether a cell has no value: ``None``, NaN, ``pandas.NA``, ``NaT``."""
    if value is None:
        return True
    if type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, numbers.Real) and not isinstance(value, numbers.Integral) and math.isnan(float(value))


def say_number(value: numbers.Real, *, digits: int) -> str:
    """Return a number with fixed decimals, a true minus and thin spaces between thousands."""
    if not math.isfinite(float(value)):
        return ("" if float(value) > 0 else MINUS) + "∞"
    text = f"{int(value):,}" if digits == 0 and isinstance(value, numbers.Integral) else f"{float(value):,.{digits}f}"
    if text.startswith("-"):
        # What rounds to nothing has no sign: "−0.0" reads as an error.
        text = text[1:] if not any(character in "123456789" for character in text) else MINUS + text[1:]
    return text.replace(",", THIN_SPACE)


def say_date(value: dt.date) -> str:
    """Return a date as 15 September 2025; a time of day, where there is one, follows."""
    words = f"{value.day} {_MONTHS[value.month - 1]} {value.year}".replace(" ", "\N{NO-BREAK SPACE}")
    if isinstance(value, dt.datetime) and (value.hour or value.minute or value.second):
        words += f", {value.hour:02}:{value.minute:02}"
    return words


def known_digits(values: list[object]) -> int:
    """Return how many decimals a column needs: none for whole numbers, else at most two."""
    floats = [float(value) for value in values if isinstance(value, numbers.Real) and not is_missing(value)]
    for digits in (0, 1):
        if all(not math.isfinite(value) or abs(value - round(value, digits)) < 1e-9 for value in floats):
            return digits
    return 2


def is_pieces(value: object) -> bool:
    """Say whether a cell is made of words."""
    if isinstance(value, str | Link | Target | Strong | Emphasis | Quote | Code):
        return True
    return isinstance(value, list | tuple) and all(is_pieces(piece) for piece in value)
