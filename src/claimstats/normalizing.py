"""Tables as they come, turned into tables as they are described, and a list of every cell that was changed."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from claimstats.dates import OPEN_END, OPEN_START, Interval, parse_edtf
from claimstats.schema import Kind, TableSchema

__all__ = ["CHANGE_COLUMNS", "add_days", "as_text", "clip_days", "to_numbers"]

CHANGE_COLUMNS = ("table", "row", "column", "rule", "before", "after")


def as_text(
    frame: pd.DataFrame, schema: TableSchema, *, table: str, lines: pd.Series
) -> tuple[pd.DataFrame, list[dict[str, object]]]:
    """Every column of the schema as clean text, and what was changed to get there.

    Cells are brought to Unicode NFC, white space at their ends goes, choices and yes/no are lower-cased, an
    empty cell takes its column's default. Values that are not text (days, numbers, lists) become the text that
    a table on disk would hold.

    Parameters
    ----------
    frame
        Any columns, any types; those that the schema does not know are left out.
    schema, table, lines
        What it should be; what to call it; the line number of each row.

    Returns
    -------
    (pandas.DataFrame, list)
        Text, the schema's columns in order; and rows of ``table, row, column, rule, before, after``.
    """
    columns: dict[str, pd.Series] = {}
    changes: list[dict[str, object]] = []
    for column in schema.columns:
        if column.name not in frame.columns:
            columns[column.name] = pd.Series(column.default, index=frame.index, dtype="str")
            continue
        before = _to_strings(frame[column.name])
        lower = bool(column.choices) or column.kind is Kind.YES_NO
        unclean = _unclean(before, lower=lower)
        clean = {value: _clean(value, lower=lower) for value in before[unclean].drop_duplicates()}
        changed = {value: after for value, after in clean.items() if after != value}
        after = before.where(~before.isin(list(changed)), before.map(changed)).astype("str") if changed else before
        places: dict[str, list[int]] = {value: [] for value in changed}
        hit = before.isin(list(changed)) if changed else unclean & False
        for value, line in zip(before[hit], lines[hit], strict=True):
            places[value].append(int(line))
        for value, new in changed.items():
            rule = "lower-cased" if _clean(value, lower=False) != new else "white space and Unicode form tidied"
            changes += [
                {"table": table, "row": line, "column": column.name, "rule": rule, "before": value, "after": new}
                for line in places[value]
            ]
        if column.default:
            after = after.mask(after == "", column.default)
        columns[column.name] = after
    return pd.DataFrame(columns, index=frame.index), changes


def _unclean(cells: pd.Series, *, lower: bool) -> pd.Series:
    """The cells that cleaning may change: nearly all are clean, and many at once are told so sooner than one by one."""
    texts = pa.array(cells, pa.large_string())
    edged = pc.match_substring_regex(texts, r"^[\s\x0b\x1c-\x1f]|[\s\x0b\x1c-\x1f]$")
    maybe = pc.or_(edged, pc.invert(pc.string_is_ascii(texts)))
    if lower:
        maybe = pc.or_(maybe, pc.not_equal(pc.utf8_lower(texts), texts))
    return pd.Series(maybe.to_numpy(zero_copy_only=False), index=cells.index)


def _clean(value: str, *, lower: bool) -> str:
    tidy = unicodedata.normalize("NFC", value).strip()
    return tidy.lower() if lower else tidy


def _to_strings(cells: pd.Series) -> pd.Series:
    """Cells of any type as the text that a table on disk would hold; what is missing becomes ``""``."""
    if isinstance(cells.dtype, pd.StringDtype):
        return cells.fillna("").astype("str")
    return pd.Series([_to_string(cell) for cell in cells], index=cells.index, dtype="str")


def _to_string(cell: object) -> str:
    """One cell as text."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, (list, tuple, set, frozenset, np.ndarray)):
        return ";".join(_to_string(part) for part in (sorted(cell) if isinstance(cell, (set, frozenset)) else cell))
    if cell is None or cell is pd.NaT or cell is pd.NA or (isinstance(cell, (float, np.floating)) and math.isnan(cell)):
        return ""
    if isinstance(cell, (bool, np.bool_)):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, (float, np.floating)):
        return repr(float(cell)).removesuffix(".0")
    return str(cell)


def add_days(frame: pd.DataFrame, *, column: str = "date") -> pd.DataFrame:
    """The table with ``lo``, ``hi`` (first and last possible day), ``uncertain`` and ``approximate`` added."""
    intervals: Mapping[str, Interval] = {text: parse_edtf(text) for text in frame[column].unique()}
    found = frame[column]
    return frame.assign(
        lo=found.map({text: interval.lo for text, interval in intervals.items()}).astype("int32"),
        hi=found.map({text: interval.hi for text, interval in intervals.items()}).astype("int32"),
        uncertain=found.map({text: interval.uncertain for text, interval in intervals.items()}).astype("bool"),
        approximate=found.map({text: interval.approximate for text, interval in intervals.items()}).astype("bool"),
    )


def clip_days(frame: pd.DataFrame, *, start: int, end: int) -> pd.DataFrame:
    """Open ends clipped to the study's own days; closed ends stay as they are."""
    lo = frame["lo"].mask(frame["lo"] == OPEN_START, np.minimum(start, frame["hi"]))
    hi = frame["hi"].mask(frame["hi"] == OPEN_END, np.maximum(end, frame["lo"]))
    return frame.assign(lo=lo.astype("int32"), hi=hi.astype("int32"))


def to_numbers(frame: pd.DataFrame, schema: TableSchema) -> pd.DataFrame:
    """The table with its number columns as floats; an empty cell is missing."""
    numeric = [column.name for column in schema.columns if column.kind in (Kind.NUMBER, Kind.INTEGER)]
    return frame.assign(**{name: pd.to_numeric(frame[name].replace("", None)).astype("float64") for name in numeric})
