"""Names of numbers and of the rows that they rest on, and the two files that list them."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = [
    "COUNT",
    "COUNTED",
    "NUMBERS_FILE",
    "NUMBER_COLUMNS",
    "UNITS_FILE",
    "UNIT_COLUMNS",
    "name_number",
    "name_rows",
]

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
    "formula": "How it is made: of its units, of other numbers, or of every day of the record.",
    "inputs": "The numbers that it is made of, by name, separated by `;`. Empty for a plain count.",
}
#: What each number is made of. The shares of a number's units add up to the number.
UNIT_COLUMNS = {
    "number": "The number.",
    "unit": "What is counted: an occasion, a speaker, a window.",
    "share": "What the unit adds to the number; the shares add up to it.",
    "rows": "The rows of the study that the unit rests on: `table:id`, separated by `;`.",
}

#: How the formula of a count begins: one that is 0 has nothing to lead to. That of one with units begins so:
COUNTED = "number of"
COUNT = f"{COUNTED} units"

_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_OTHER = re.compile(r"[^\w.:-]")


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
    kept = [part if "-" not in part or _MONTH.fullmatch(part) else part.replace("-", ".") for part in parts if part]
    return _OTHER.sub("_", "-".join(kept))


def name_rows(table: str, names: Iterable[str]) -> str:
    """Rows of a table as a unit names them.

    Parameters
    ----------
    table
        ``statements`` or ``incidents``.
    names
        Their ids; each is named once, in order.
    """
    return ";".join(f"{table}:{name}" for name in sorted(set(names)) if name)
