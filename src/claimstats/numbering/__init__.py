"""Numbers with a name for good: what each is made of, how measures state them, and how a report prints them."""

from __future__ import annotations

from claimstats.numbering.naming import (
    NUMBER_COLUMNS,
    NUMBERS_FILE,
    UNIT_COLUMNS,
    UNITS_FILE,
    name_number,
    name_rows,
)
from claimstats.numbering.numbers import Numbers
from claimstats.numbering.printed import Printed
from claimstats.numbering.stating import COUNT, Number, Stated, Unit, collect_numbers, state_rows

__all__ = [
    "COUNT",
    "NUMBERS_FILE",
    "NUMBER_COLUMNS",
    "UNITS_FILE",
    "UNIT_COLUMNS",
    "Number",
    "Numbers",
    "Printed",
    "Stated",
    "Unit",
    "collect_numbers",
    "name_number",
    "name_rows",
    "state_rows",
]
