"""Which cells break which rule: every problem of every table, found before anything is refused."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Mapping

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from claimstats.dates import parse_edtf
from claimstats.schema.columns import Column, Kind, TableSchema
from claimstats.schema.registers import COUNTRY_LIKE, is_registered

__all__ = [
    "PATTERNS",
    "PROBLEM_COLUMNS",
    "broken_values",
    "check_references",
    "check_table",
    "nearest",
    "problems_frame",
    "split_values",
]

PROBLEM_COLUMNS = ("table", "row", "column", "rule", "value", "hint")

Problem = dict[str, object]

#: What a cell of a kind looks like, and what to do about one that does not.
PATTERNS: dict[Kind, tuple[str, str]] = {
    Kind.URL: (r"https?://[^\s/]+\.?[^\s]*", "write the whole address, from http:// or https:// on"),
    Kind.LANGUAGE: (r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", "write a BCP-47 tag such as en, ru or sr-Latn"),
    Kind.COUNTRY: (r"[A-Z]{3}", "write three capital letters, such as POL"),
    Kind.WIKIDATA: (r"Q[1-9]\d*", "write the id of the item, such as Q7184"),
    Kind.ID: (r"[^\s;]([^;\n\r\t]*[^\s;])?", "write an identifier without `;` and line breaks"),
    Kind.CODE: (r"[0-9A-Za-z._=:-]+", "write the code as the scheme writes it; codes are text, 010 is not 10"),
    Kind.INTEGER: (r"[+-]?\d{1,9}", "write a whole number"),
}


_REGISTERS = {
    Kind.LANGUAGE: "write a subtag of the IANA register, such as en, ru or sr-Latn; und where it is not known",
    Kind.COUNTRY: f"write a code of ISO 3166-1, such as POL, one of {', '.join(COUNTRY_LIKE)}, or XAA to XZZ for your own",
}


def problems_frame(problems: Iterable[Problem]) -> pd.DataFrame:
    """Problems as one table: ``table, row, column, rule, value, hint``."""
    return pd.DataFrame(list(problems), columns=list(PROBLEM_COLUMNS)).convert_dtypes()


def split_values(cell: str) -> list[str]:
    """The values of a cell that holds several, separated by ``;``."""
    return [value.strip() for value in cell.split(";") if value.strip()]


def check_table(
    frame: pd.DataFrame, schema: TableSchema, *, table: str, rows: pd.Series | None = None
) -> list[Problem]:
    """Every cell of one table that breaks a rule of its column, every key that repeats.

    Parameters
    ----------
    frame
        Normalised text: every column of the schema, empty cells as ``""``.
    schema
        What the table should be.
    table
        What to call it in a message: a file name, or the name of the argument.
    rows
        The line number of each row; by default the first data row is line 2.
    """
    lines = rows if rows is not None else pd.Series(range(2, len(frame) + 2), index=frame.index)
    found: list[Problem] = []
    for column in schema.columns:
        cells = frame[column.name]
        broken = broken_values(cells.drop_duplicates(), column)
        places: dict[str, list[int]] = {value: [] for value, _, _ in broken}
        hit = cells.isin(list(places)) if broken else cells.isna()
        for value, line in zip(cells[hit], lines[hit], strict=True):
            places[value].append(int(line))
        for value, rule, hint in broken:
            found += [
                {"table": table, "row": line, "column": column.name, "rule": rule, "value": value, "hint": hint}
                for line in places[value]
            ]
    for group in schema.needs_one_of:
        empty = frame[list(group)].eq("").all(axis=1)
        found += [
            {"table": table, "row": int(line), "column": " or ".join(group), "rule": "one of them is filled",
             "value": "", "hint": "give the words themselves, or what was said in your own words"}
            for line in lines[empty]
        ]  # fmt: skip
    if schema.key:
        found += _repeated_keys(frame, schema, table=table, lines=lines)
    return found


def broken_values(values: pd.Series, column: Column) -> list[tuple[str, str, str]]:
    """Each value that breaks the column's rule, with the rule and what to do.

    Parameters
    ----------
    values
        Normalised text, each value once.
    column
        What it should be.
    """
    broken = []
    for value in _worth_a_look(values, column):
        if value == "":
            if column.required:
                broken.append(("", "it is filled", f"{column.words} It may not be empty."))
            continue
        for part in split_values(value) if column.many else [value]:
            verdict = _broken(part, column)
            if verdict:
                broken.append((value, *verdict))
                break
    return broken


#: Kinds of which a pattern alone decides.
_BY_PATTERN = frozenset({Kind.URL, Kind.WIKIDATA, Kind.ID, Kind.CODE})


def _worth_a_look(values: pd.Series, column: Column) -> pd.Series:
    """The values that may break a rule: most keep it, and many at once are told so sooner than one by one."""
    if column.choices:
        return values[~values.isin(column.choices)]
    if column.kind is Kind.TEXT:
        return values[values == ""]
    if column.kind in _BY_PATTERN and not column.many:
        texts = pa.array(values, pa.large_string())
        # The engine of patterns that reads many at once takes white space beyond ASCII for letters.
        fits = pc.match_substring_regex(texts, f"^({PATTERNS[column.kind][0]})$")
        return values[~pc.and_(fits, pc.string_is_ascii(texts)).to_numpy(zero_copy_only=False)]
    if column.kind in (Kind.EDTF, Kind.DATE):
        return values[~_plain_days(values)]
    return values


def _plain_days(values: pd.Series) -> pd.Series:
    """Whether each value is a day of the calendar from 1700 on, written 2025-09-15."""
    plain = values.str.fullmatch(r"(1[7-9]|20)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])").astype("bool")
    days = pd.to_datetime(values.where(plain), format="%Y-%m-%d", errors="coerce")
    return plain & days.notna()


def _broken(value: str, column: Column) -> tuple[str, str] | None:
    """The rule that one value breaks, and the hint; None where it breaks none."""
    if column.choices and value not in column.choices:
        near = nearest(value, column.choices)
        listed = ", ".join(choice for choice in column.choices if choice)
        return f"it is one of {listed}", f"did you mean {near[0]!r}?" if near else "choose one of the list"
    if column.kind is Kind.EDTF:
        try:
            parse_edtf(value)
        except ValueError as error:
            return (
                "it is an EDTF date",
                f"{error}; write 2025-09-15, 2025-09, 2025, 2025-09-12/2025-09-16 or 2025-09-15?",
            )
    if column.kind is Kind.DATE and not _is_day(value):
        return "it is a day of the calendar", "write it as 2025-09-15"
    if column.kind is Kind.YES_NO and value not in ("yes", "no"):
        return "it is yes or no", "write yes or no"
    pattern = PATTERNS.get(column.kind)
    if pattern and not re.fullmatch(pattern[0], value):
        return f"it is {_article(column.kind)}", pattern[1]
    if not is_registered(value, column.kind):
        return f"it is {_article(column.kind)} that is registered", _REGISTERS[column.kind]
    if column.kind in (Kind.NUMBER, Kind.INTEGER):
        return _broken_number(value, column)
    return None


def _broken_number(value: str, column: Column) -> tuple[str, str] | None:
    """The rule that a number breaks: that it is one, that it is finite, its bounds."""
    try:
        number = float(value)
    except ValueError:
        return "it is a number", "write digits with a decimal point, such as 0.5"
    if not math.isfinite(number):
        return "it is a finite number", "leave the cell empty where there is no number"
    if column.low is not None and number < column.low:
        return f"it is at least {column.low:g}", "correct the number"
    if column.high is not None and number > column.high:
        return f"it is at most {column.high:g}", "correct the number"
    return None


def _is_day(value: str) -> bool:
    """Whether a text is one exact day, written 2025-09-15."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return False
    try:
        parse_edtf(value)
    except ValueError:
        return False
    return True


def _article(kind: Kind) -> str:
    return f"an {kind}" if kind[0] in "aeiEI" else f"a {kind}"


def _repeated_keys(frame: pd.DataFrame, schema: TableSchema, *, table: str, lines: pd.Series) -> list[Problem]:
    """Rows whose key stands in an earlier row already."""
    keys = frame[list(schema.key)]
    repeated = keys.duplicated() & keys.ne("").all(axis=1)
    if not repeated.any():
        return []
    joined = keys.agg(" + ".join, axis=1) if len(schema.key) > 1 else keys.iloc[:, 0]
    first = dict(zip(joined[::-1], lines[::-1], strict=True))
    return [
        {"table": table, "row": int(line), "column": " + ".join(schema.key), "rule": "it is never repeated",
         "value": value, "hint": f"row {first[value]} has it already; ids name a row for good"}
        for value, line in zip(joined[repeated], lines[repeated], strict=True)
    ]  # fmt: skip


def check_references(
    frames: Mapping[str, pd.DataFrame],
    schemas: Mapping[str, TableSchema],
    *,
    given: Iterable[str],
    names: Mapping[str, str],
    lines: Mapping[str, pd.Series],
) -> list[Problem]:
    """Every id that names no row of the table it refers to.

    A reference into a table that was not given is not checked: a study may be two frames and nothing else.

    Parameters
    ----------
    frames, schemas
        Normalised tables and what they should be, by name.
    given
        The tables that the user gave.
    names, lines
        What to call each table in a message, and the line number of each of its rows.
    """
    present = set(given)
    found: list[Problem] = []
    for name in frames:
        for column in schemas[name].columns:
            target = column.refers_to
            if not target or target not in present or name not in present:
                continue
            cells = frames[name][column.name]
            unknown: dict[str, list[int]] = {}
            suspects = cells[(cells != "") & ~_is_in(cells, frames[target][schemas[target].key[0]])]
            known = frozenset(frames[target][schemas[target].key[0]]) if len(suspects) else frozenset()
            for value, line in zip(suspects, lines[name][suspects.index], strict=True):
                parts = split_values(value) if column.many else [value]
                for part in [part for part in parts if part not in known]:
                    unknown.setdefault(part, []).append(int(line))
            for part, places in unknown.items():
                near = nearest(part, known)
                hint = f"did you mean {near[0]!r}?" if near else f"add it to {names[target]}, or correct it"
                found += [
                    {"table": names[name], "row": line, "column": column.name, "value": part,
                     "rule": f"it is in {names[target]}", "hint": hint}
                    for line in places
                ]  # fmt: skip
    return found


def _is_in(cells: pd.Series, keys: pd.Series) -> pd.Series:
    """Whether each cell is one of the keys, without a Python object per key."""
    found = pc.is_in(pa.array(cells, pa.large_string()), value_set=pa.array(keys, pa.large_string()))
    return pd.Series(found.to_numpy(zero_copy_only=False), index=cells.index)


def nearest(value: str, known: Iterable[str]) -> list[str]:
    """Up to three known values that look most like this one, the nearest first."""
    candidates = sorted(candidate for candidate in known if candidate)
    folded = {candidate.casefold(): candidate for candidate in reversed(candidates)}
    return [folded[match] for match in difflib.get_close_matches(value.casefold(), list(folded), n=3, cutoff=0.6)]
