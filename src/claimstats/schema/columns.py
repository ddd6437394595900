"""What a column and a table are: a name, a type, words, rules."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Column", "Kind", "TableSchema"]


class Kind(StrEnum):
    """What a cell may hold. Everything is text on disk; the kind says how it is read and checked."""

    TEXT = "text"
    ID = "identifier"
    CODE = "code"  # a string of an ontology: '010' is not 10
    EDTF = "EDTF date"  # levels 0 and 1, and sets [a,b]; becomes an interval of days
    DATE = "ISO date"  # one exact day
    INTEGER = "integer"
    NUMBER = "number"
    YES_NO = "yes or no"
    LANGUAGE = "BCP-47 language"
    COUNTRY = "ISO 3166-1 alpha-3 code"
    WIKIDATA = "Wikidata id"
    URL = "web address"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column, declared once: from here come the check, the message, the codebook and the export.

    Parameters
    ----------
    name, words
        The header, and what it means in one sentence.
    kind
        How a cell is read.
    required
        Whether the column must be there and every cell filled.
    many
        Whether a cell holds several values, separated by ``;``.
    choices
        The closed list of values, where there is one.
    refers_to
        The table whose key the value must be, where that table is given.
    default
        What an empty cell, or a missing column, means.
    low, high
        Bounds of a number, both closed.
    """

    name: str
    words: str
    kind: Kind = Kind.TEXT
    required: bool = False
    many: bool = False
    choices: tuple[str, ...] = ()
    refers_to: str = ""
    default: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, kw_only=True)
class TableSchema:
    """One table of a study.

    Parameters
    ----------
    name, words
        The file's stem, and what one row is.
    columns
        In the order in which they are written.
    key
        The columns that together name a row; empty where rows have no name.
    needs_one_of
        Groups of columns of which each row fills at least one.
    """

    name: str
    words: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    needs_one_of: tuple[tuple[str, ...], ...] = ()

    def __getitem__(self, name: str) -> Column:
        """The column of that name."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}")

    @property
    def names(self) -> tuple[str, ...]:
        """Every column's name, in order."""
        return tuple(column.name for column in self.columns)
