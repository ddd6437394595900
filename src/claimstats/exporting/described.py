"""Tables with what every column means: what any format writes, and any reader needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from claimstats.results import Result, Tables

__all__ = ["DescribedTable", "Field", "of_result", "typed"]

#: The name of a type, as a data package has it, by the kind of a NumPy type.
_TYPES = {"i": "integer", "u": "integer", "f": "number", "b": "boolean"}

#: What an empty cell of a result means.
_NO_NUMBER = "no number or no words: not defined here, and the reason, where there is one, stands beside it"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column.

    Parameters
    ----------
    name, type, words
        The header, the type as a data package names it, what it means.
    missing
        What is written where there is no value, and what that means.
    rules
        Further properties of the field in a data package.
    """

    name: str
    type: str
    words: str = ""
    missing: tuple[tuple[str, str], ...] = ()
    rules: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DescribedTable:
    """One table.

    Parameters
    ----------
    name, words
        The file's stem, and what a row is.
    frame
        Numbers as numbers, everything else as text.
    fields
        One per column, in order.
    key
        The columns that together name a row.
    references
        Column, table and key column of each reference into another table.
    """

    name: str
    frame: pd.DataFrame
    fields: tuple[Field, ...]
    words: str = ""
    key: tuple[str, ...] = ()
    references: tuple[tuple[str, str, str], ...] = ()


def of_result(result: Result, *, name: str, further: bool) -> list[DescribedTable]:
    """Every table of a result, the main one first.

    Parameters
    ----------
    result
        Any result.
    name
        The stem of the main table's file.
    further
        Whether tables that nobody has asked for yet are made.
    """
    made = result.tables.made if isinstance(result.tables, Tables) and not further else tuple(result.tables)
    described = []
    for place, table in enumerate(made):
        frame = typed(result.tables[table])
        keys = result.keys if place == 0 else ()
        named = keys and not frame.duplicated(list(keys)).any()
        words = result.words_for(table)
        described.append(
            DescribedTable(
                name=name if place == 0 else f"{name}_{table}",
                frame=frame,
                fields=tuple(_field(frame[column], words=words.get(str(column), "")) for column in frame.columns),
                key=keys if named else (),
            )
        )
    return described


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with one type per column: what is called an object becomes numbers, truth values or text.

    Parameters
    ----------
    frame
        Any frame.
    """
    found = frame.infer_objects()
    columns = {}
    for name in found.columns[found.dtypes == "object"]:
        present = found[name].dropna()
        flags = len(present) and present.map(lambda cell: isinstance(cell, bool)).all()
        columns[name] = found[name].astype("boolean" if flags else "str")
    return found.assign(**columns) if columns else found


def _field(cells: pd.Series, *, words: str) -> Field:
    """One column of a result; what is missing is written so that it is not taken for empty text."""
    kind = _TYPES.get(cells.dtype.kind, "string")
    if kind != "string":
        return Field(name=str(cells.name), type=kind, words=words, missing=(("", _NO_NUMBER),))
    missing: tuple[tuple[str, str], ...] = ()
    if cells.isna().any():
        token = ""
        while (cells == token).any():
            token = "(missing)" if not token else f"({token})"
        missing = ((token, _NO_NUMBER),)
    return Field(name=str(cells.name), type="string", words=words, missing=missing)
