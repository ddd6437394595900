"""What a reader pushes while it walks through a file: rows of study tables, refusals, changes, notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

__all__ = ["Change", "Gathering", "Refusal"]

#: Rows that `add` holds back before they are packed.
_PACK_AT = 20_000

#: Column to what makes it from the packed columns of the same rows.
Derived: TypeAlias = "dict[str, Callable[[Mapping[str, pa.DictionaryArray]], pa.Array]]"

#: Bytes of a column's texts from which memory matters more than the time of hashing.
_MANY_BYTES = 64_000_000
_HASH_KEYS = ("claimstats: one.", "claimstats: two.")

#: A column packed: each different text once, and its number in each row.
PACKED = pa.dictionary(pa.int32(), pa.large_string())


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """One row that was not taken, and why."""

    row: int
    column: str
    rule: str
    value: str
    hint: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """One kind of change: equal changes are one, with the number of rows and the first of them."""

    column: str
    rule: str
    before: str
    after: str


@dataclass
class Gathering:
    """Collects what a reader finds; held packed, so that a million rows need some hundred megabytes.

    Attributes
    ----------
    read : int
        Rows of the file.
    refused : list of Refusal
    changes : dict of Change to list of int
        Number of rows, and the first of them.
    notes : list of str
    derived : dict
        By table: columns that are made from its other columns where they are needed.
    later : dict
        By table and column: what its different texts become once all of them are known.
    """

    read: int = 0
    refused: list[Refusal] = field(default_factory=list)
    changes: dict[Change, list[int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    derived: dict[str, Derived] = field(default_factory=dict)
    later: dict[tuple[str, str], Callable[[Sequence[str]], list[str]]] = field(default_factory=dict)
    _waiting: dict[str, list[tuple[int, Mapping[str, str]]]] = field(default_factory=dict)
    _chunks: dict[str, list[tuple[NDArray[np.int64], dict[str, pa.Array]]]] = field(default_factory=dict)

    def count(self, rows: int = 1) -> None:
        """Count rows of the file: each must then be added at least once, or refused.

        Parameters
        ----------
        rows
            How many.
        """
        self.read += rows

    def add(self, table: str, cells: Mapping[str, str], *, row: int) -> None:
        """Add one row of a study table.

        Parameters
        ----------
        table
            A table of the schema.
        cells
            Text by column; a column that is left out is empty. A cell of several values has them separated by ``;``.
        row
            The row of the file that it came from.
        """
        waiting = self._waiting.setdefault(table, [])
        waiting.append((row, cells))
        if len(waiting) >= _PACK_AT:
            self._pack(table)

    def add_many(self, table: str, columns: Mapping[str, pa.Array | str], *, rows: NDArray[np.int64]) -> None:
        """Add many rows of a study table at once, column by column.

        Parameters
        ----------
        table
            A table of the schema.
        columns
            Text arrays of one length, or one text for all rows; what is missing is empty.
        rows
            The rows of the file that they came from.
        """
        packed = {
            name: _constant(cells, len(rows)) if isinstance(cells, str) else pack(cells)
            for name, cells in columns.items()
        }
        self._chunks.setdefault(table, []).append((np.asarray(rows, dtype=np.int64), packed))

    def refuse(self, row: int, *, rule: str, value: str, hint: str, column: str = "") -> None:
        """Refuse one row of the file, and say why.

        Parameters
        ----------
        row, column
            Where.
        rule, value, hint
            What was expected, what was found, what to do.
        """
        self.refused.append(Refusal(row=row, column=column, rule=rule, value=value, hint=hint))

    def change(self, *, rule: str, before: str, after: str, row: int, column: str = "", rows: int = 1) -> None:
        """Note that cells were changed on the way.

        Parameters
        ----------
        rule, before, after
            Why, and from what to what.
        row, rows
            The first row concerned, and how many there are.
        column
            The column, if it is one.
        """
        kind = Change(column=column, rule=rule, before=before, after=after)
        seen = self.changes.setdefault(kind, [0, row])
        seen[0] += rows
        seen[1] = min(seen[1], row)

    def note(self, text: str) -> None:
        """Say something about the file as a whole, once.

        Parameters
        ----------
        text
            A sentence without its full stop.
        """
        if text not in self.notes:
            self.notes.append(text)

    def take(self, table: str, names: tuple[str, ...]) -> tuple[NDArray[np.int64], dict[str, pa.DictionaryArray]]:
        """Hand over all rows of one table, and forget them.

        Parameters
        ----------
        table, names
            The table and its columns.

        Returns
        -------
        (numpy.ndarray, dict)
            The row of the file behind each row, and its columns, packed.
        """
        self._pack(table)
        chunks = self._chunks.pop(table, [])
        unknown = sorted({name for _, columns in chunks for name in columns} - set(names))
        if unknown:
            raise ValueError(f"{table} has no column {', '.join(unknown)}")
        rows = np.concatenate([rows for rows, _ in chunks]) if chunks else np.zeros(0, dtype=np.int64)
        present = [name for name in names if any(name in columns for _, columns in chunks)]
        return rows, {name: self._unified(chunks, name) for name in present}

    def _unified(self, chunks: list[tuple[NDArray[np.int64], dict[str, pa.Array]]], name: str) -> pa.DictionaryArray:
        """One column of all chunks, which let go of theirs: a column is never there twice for long."""
        parts = [columns.pop(name) if name in columns else _constant("", len(rows)) for rows, columns in chunks]
        found = _unify(parts)
        pa.default_memory_pool().release_unused()
        return found

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that have rows."""
        return tuple(dict.fromkeys((*self._chunks, *(name for name, rows in self._waiting.items() if rows))))

    def _pack(self, table: str) -> None:
        """Pack the rows that wait."""
        waiting = self._waiting.pop(table, [])
        if not waiting:
            return
        names = dict.fromkeys(name for _, cells in waiting for name in cells)
        columns = {name: pa.array([cells.get(name, "") for _, cells in waiting], pa.large_string()) for name in names}
        self.add_many(table, columns, rows=np.array([row for row, _ in waiting], dtype=np.int64))


def pack(cells: pa.Array) -> pa.DictionaryArray:
    """Text as each different text once and its number in each row; what is missing is empty.

    Parameters
    ----------
    cells
        An Arrow array of text.
    """
    if pa.types.is_dictionary(cells.type):
        return _whole(cells.cast(PACKED))
    if isinstance(cells, pa.ChunkedArray):
        cells = cells.combine_chunks()
    if cells.null_count:
        cells = cells.fill_null("")
    return _whole(cells.cast(pa.large_string()).dictionary_encode())


def _unify(parts: list[pa.DictionaryArray]) -> pa.DictionaryArray:
    """Packed pieces of one column as one; the list is emptied on the way, for texts are large."""
    if sum(part.dictionary.nbytes for part in parts) < _MANY_BYTES:
        whole = pa.chunked_array(parts, type=PACKED)
        parts.clear()
        return _whole(whole.unify_dictionaries().combine_chunks())
    # Arrow's own way holds each text three times. Texts are compared by 128 bits of two hashes instead.
    hashes = [np.concatenate([_hashed(part.dictionary, key) for part in parts]) for key in _HASH_KEYS]
    codes = pd.factorize(hashes[0])[0]
    firsts = np.flatnonzero(~pd.Series(codes).duplicated().to_numpy())
    if (hashes[1][firsts[codes]] != hashes[1]).any():
        return _whole(pa.chunked_array(parts, type=PACKED).unify_dictionaries().combine_chunks())
    is_first = np.zeros(len(codes), dtype=bool)
    is_first[firsts] = True
    numbers, texts, offset = [], [], 0
    parts.reverse()
    while parts:
        part = parts.pop()
        here = slice(offset, offset + len(part.dictionary))
        numbers.append(codes[here][part.indices.to_numpy(zero_copy_only=False)].astype(np.int32))
        texts.append(part.dictionary.filter(pa.array(is_first[here])))
        offset = here.stop
    return pa.DictionaryArray.from_arrays(pa.array(np.concatenate(numbers)), pa.concat_arrays(texts))


def _hashed(texts: pa.Array, key: str) -> NDArray[np.uint64]:
    """A hash of each text."""
    return pd.util.hash_array(np.array(texts.to_pylist(), dtype=object), hash_key=key, categorize=False)


def _constant(text: str, length: int) -> pa.DictionaryArray:
    """The same text in every row."""
    numbers = pa.array(np.zeros(length, dtype=np.int32))
    return pa.DictionaryArray.from_arrays(numbers, pa.array([text], pa.large_string()))


def _whole(column: pa.Array) -> pa.DictionaryArray:
    """One array, where Arrow gives one chunk."""
    return column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
