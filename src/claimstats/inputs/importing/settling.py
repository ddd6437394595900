"""What was gathered, made fit for a study: tidied, checked cell by cell, keys unique, reports merged, in one order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from claimstats import ontology
from claimstats.inputs.importing.gathering import Gathering, pack
from claimstats.inputs.importing.packed import Packed, as_series, factorize
from claimstats.inputs.importing.tidying import tidy
from claimstats.inputs.reading import MAX_CELL
from claimstats.schema import TABLES, Column, Kind, TableSchema, broken_values

__all__ = ["Merge", "Settled", "settle"]


@dataclass(frozen=True, kw_only=True)
class Merge:
    """A rule by which several rows of a file are one row of a study.

    Parameters
    ----------
    table
        The study's table.
    on
        Rows that are equal in these columns are one.
    join
        Columns of several values whose values are joined; all others are taken from the row with the smallest id.
    rule
        The rule in words, for the reader.
    """

    table: str
    on: tuple[str, ...]
    join: tuple[str, ...] = ()
    rule: str


@dataclass(frozen=True, kw_only=True)
class Settled:
    """Rows that break no rule, and the rows that went into others."""

    tables: Mapping[str, Packed]
    merged: Mapping[str, Packed]


def settle(gathering: Gathering, *, merges: tuple[Merge, ...], subjects: tuple[str, ...]) -> Settled:
    """Tables that a study accepts, from what a reader gathered; what is left out is noted in the gathering.

    Parameters
    ----------
    gathering
        What was read; refusals, changes and notes are added to it.
    merges
        The rules by which rows are one.
    subjects
        The tables whose rows are refused rather than dropped: what the file is about.
    """
    tables: dict[str, Packed] = {}
    merged: dict[str, Packed] = {}
    rules = {merge.table: merge for merge in merges}
    for name in gathering.tables:
        schema = TABLES[name]
        rows, columns = gathering.take(name, schema.names)
        table = tidy(Packed(columns, rows, gathering.derived.get(name, {})), schema, gathering)
        table = _checked(table, schema, gathering)
        table, copies = _without_copies(table, schema)
        if name in rules:
            table, parts = _merged(table, schema, rules[name])
            copies = _stacked(copies, parts)
        table = _with_own_ids(table, schema, gathering, subject=name in subjects)
        tables[name] = _ordered(table, schema)
        if len(copies) and name in subjects:
            merged[name] = copies
    return Settled(tables=tables, merged=merged)


def _checked(table: Packed, schema: TableSchema, gathering: Gathering) -> Packed:
    """The rows whose cells keep the rules; an optional address, language or country that breaks its rule is emptied."""
    bad = np.zeros(len(table), dtype=bool)
    for column in schema.columns:
        if column.name not in table.columns:
            if column.required and column.name not in table.derived:
                bad |= _refuse_all(table, column, gathering)
            continue
        for value, rule, hint in _broken(table, column):
            code = pc.index(table.columns[column.name].dictionary, pa.scalar(value, pa.large_string())).as_py()
            places = np.flatnonzero(table.codes(column.name) == code)
            if not len(places):
                continue
            if _may_be_emptied(column):
                first = int(table.rows[places].min())
                why = f"not taken: {rule}"
                gathering.change(column=column.name, rule=why, before=value, after="", row=first, rows=len(places))
                table = table.mapped(column.name, partial(_without, value=value))
                continue
            bad[places] = True
            for row in np.unique(table.rows[places]):
                gathering.refuse(int(row), column=column.name, rule=rule, value=value[:200], hint=hint)
    for group in schema.needs_one_of:
        empty = np.ones(len(table), dtype=bool)
        for name in group:
            empty &= (table.values(name) == "").to_numpy()
        for row in np.unique(table.rows[empty & ~bad]):
            words = " or ".join(group)
            gathering.refuse(int(row), column=words, rule="one of them is filled", value="", hint="it has no words")
        bad |= empty
    return table.take(~bad) if bad.any() else table


def _without(texts: pa.Array, *, value: str) -> pa.Array:
    """The texts with one of them emptied."""
    return pc.if_else(pc.equal(texts, value), "", texts)


def _refuse_all(table: Packed, column: Column, gathering: Gathering) -> NDArray[np.bool_]:
    """Every row, where a required column is missing as a whole."""
    for row in np.unique(table.rows):
        gathering.refuse(int(row), column=column.name, rule="it is filled", value="", hint=column.words)
    return np.ones(len(table), dtype=bool)


def _may_be_emptied(column: Column) -> bool:
    """Whether a row is worth keeping without this cell; a number or a choice that is wrong may not become its default."""
    return (
        not column.required
        and not column.choices
        and column.kind in (Kind.URL, Kind.LANGUAGE, Kind.COUNTRY, Kind.WIKIDATA)
    )


def _broken(table: Packed, column: Column) -> list[tuple[str, str, str]]:
    """Each different text of a column that breaks a rule of the column or of the action codes."""
    texts = table.columns[column.name].dictionary
    found = broken_values(as_series(texts), column)
    long = texts.filter(pc.greater(pc.utf8_length(texts), MAX_CELL)).to_pylist()
    found += [(text, f"a cell has at most {MAX_CELL:,} characters", "is a quotation mark missing?") for text in long]
    if column.kind is Kind.CODE and not column.many:
        for text in texts.to_pylist():
            if text and not ontology.is_known(text):
                near = " or ".join(repr(code) for code in ontology.nearest(text)[:2])
                hint = f"codes are text; did you mean {near}?" if near else "codes are text, zeros included"
                found.append((text, "it is a known action code", hint))
    return found


def _without_copies(table: Packed, schema: TableSchema) -> tuple[Packed, Packed]:
    """Each row once, and the rows that are equal to one of them."""
    copies = pd.Series(factorize(table, schema.names)).duplicated().to_numpy()
    return table.take(~copies), table.take(copies)


def _with_own_ids(table: Packed, schema: TableSchema, gathering: Gathering, *, subject: bool) -> Packed:
    """Rows of which no two share a key; of those that do none is taken, for nobody can say which of them holds."""
    if not schema.key:
        return table
    keys = pd.Series(factorize(table, schema.key))
    clashing = keys.duplicated(keep=False).to_numpy()
    if not clashing.any():
        return table
    if not subject:
        # Lists are made by readers on the way: the first in alphabetical order stands for all.
        order = _whole_order(table, schema)
        return table.take(np.sort(order[~keys.iloc[order].duplicated().to_numpy()]))
    key = " + ".join(schema.key)
    values = table.values(schema.key[0])
    for place in np.flatnonzero(clashing):
        gathering.refuse(
            int(table.rows[place]), column=key, rule="rows of one id are equal", value=values[place],
            hint="which of them holds? leave the others out, or give each its own id",
        )  # fmt: skip
    return table.take(~clashing)


def _whole_order(table: Packed, schema: TableSchema) -> NDArray[np.int64]:
    """The places of the rows in the alphabetical order of all their cells."""
    return _ordered(Packed(table.columns, np.arange(len(table))), schema, by=schema.names).rows


def _merged(table: Packed, schema: TableSchema, merge: Merge) -> tuple[Packed, Packed]:
    """One row for the rows that a rule says are one, and the rows that went into it."""
    groups = factorize(table, merge.on)
    rank = _id_ranks(table, schema.key[0])
    rest = np.zeros(len(table), dtype=np.int64)
    if pd.Series(rank).duplicated().any():
        rest[_whole_order(table, schema)] = np.arange(len(table))
    order = np.lexsort((rest, rank, groups))
    starts = np.r_[True, groups[order][1:] != groups[order][:-1]] if len(order) else np.zeros(0, dtype=bool)
    kept = np.sort(order[starts])
    others = order[~starts]
    if not len(others):
        return table, table.take(others)
    joined = table
    for name in merge.join:
        if name in table.columns:
            joined = joined.with_column(name, _joined(table, name, order, starts)).mapped(name, pc.utf8_trim_whitespace)
    parts = table.take(others)
    ids = table.values(schema.key[0])
    heads = order[starts][np.cumsum(starts) - 1][~starts]
    parts = Packed({"merged_into": pack(pa.array(ids.iloc[heads], pa.large_string())), **parts.columns}, parts.rows)
    return joined.take(kept), parts


def _joined(table: Packed, name: str, order: NDArray[np.int64], starts: NDArray[np.bool_]) -> pa.Array:
    """A column in which the first row of each group holds the values of all, in alphabetical order."""
    codes, texts = table.codes(name), table.columns[name].dictionary.to_pylist()
    group = np.cumsum(starts) - 1
    repeated = np.bincount(group)[group] > 1
    sets: dict[int, set[str]] = {}
    for place, number in zip(order[repeated], group[repeated], strict=True):
        values = (value.strip() for value in texts[codes[place]].split(";"))
        sets.setdefault(int(number), set()).update(value for value in values if value)
    heads = order[starts]
    together = [";".join(sorted(values)) for values in sets.values()]
    codes[heads[list(sets)]] = len(texts) + np.arange(len(together))
    numbers, everything = pa.array(codes.astype(np.int32)), pa.array([*texts, *together], pa.large_string())
    return pa.DictionaryArray.from_arrays(numbers, everything)


def _stacked(copies: Packed, parts: Packed) -> Packed:
    """Equal rows and merged rows in one table."""
    if not len(copies):
        return parts
    first, second = copies.frame(), parts.frame()
    whole = pd.concat([first, second], ignore_index=True).fillna("").astype("str")
    stacked = Packed.of_frame(whole)
    return Packed(stacked.columns, np.concatenate([copies.rows, parts.rows]))


def _ordered(table: Packed, schema: TableSchema, *, by: tuple[str, ...] = ()) -> Packed:
    """The rows in an order that the file's own order has no part in: by date, then by key, then by all the rest."""
    names = by or tuple(dict.fromkeys((*(["date"] if "date" in schema.names else []), *(schema.key or schema.names))))
    ranks = [_id_ranks(table, name) for name in names if name in table.columns]
    return table.take(np.lexsort(ranks[::-1])) if ranks else table


def _id_ranks(table: Packed, name: str) -> NDArray[np.int64]:
    """The place of each row's text among the different texts: shorter first where all are numbers, else alphabetical."""
    texts = table.columns[name].dictionary
    numbers = pc.all(pc.match_substring_regex(texts, r"^\d*$")).as_py()
    lengths = pc.utf8_length(texts) if numbers else pa.array(np.zeros(len(texts), dtype=np.int32))
    both = pa.table({"length": lengths, "text": texts})
    order = pc.sort_indices(both, sort_keys=[("length", "ascending"), ("text", "ascending")])
    ranks = np.empty(len(texts), dtype=np.int64)
    ranks[order.to_numpy()] = np.arange(len(texts))
    return ranks[table.codes(name)]
