"""A table held packed, column by column: each different text once, and its number in each row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from claimstats.inputs.importing.gathering import pack

__all__ = ["Packed", "as_series", "csv_bytes", "factorize", "frugal_memory"]

#: Rows that are unpacked at once where they are written.
_CHUNK = 20_000


@dataclass(frozen=True)
class Packed:
    """Rows of one study table.

    Parameters
    ----------
    columns
        Column to packed text; a column that is not there is empty.
    rows
        The row of the file behind each row; -1 where there is none.
    derived
        Columns that are made from the others where they are asked for: a sentence per row need not lie in memory.
    """

    columns: Mapping[str, pa.DictionaryArray]
    rows: NDArray[np.int64]
    derived: Mapping[str, Callable[[Mapping[str, pa.DictionaryArray]], pa.Array]] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many rows."""
        return len(self.rows)

    @staticmethod
    def of_frame(frame: pd.DataFrame) -> Packed:
        """A frame of text, packed.

        Parameters
        ----------
        frame
            Text columns.
        """
        columns = {str(name): pack(pa.array(cells, pa.large_string())) for name, cells in frame.items()}
        return Packed(columns, np.full(len(frame), -1, dtype=np.int64))

    def frame(self, names: tuple[str, ...] | None = None) -> pd.DataFrame:
        """The rows as a frame of text.

        Parameters
        ----------
        names
            The columns wanted; those that are not there are empty. By default those that are there.
        """
        wanted = names if names is not None else (*self.columns, *self.derived)
        found = {name: self.values(name) for name in wanted}
        return pd.DataFrame(found, index=range(len(self)), columns=list(wanted), dtype="str")

    def values(self, name: str) -> pd.Series:
        """One column as text; empty text where it is not there.

        Parameters
        ----------
        name
            The column.
        """
        if name in self.derived:
            return as_series(self.derived[name](self.columns))
        if name not in self.columns:
            return pd.Series("", index=range(len(self)), dtype="str")
        return as_series(self.columns[name].dictionary_decode())

    def codes(self, name: str) -> NDArray[np.int64]:
        """The number of each row's text in the list of different texts.

        Parameters
        ----------
        name
            A column that is there.
        """
        return self.columns[name].indices.to_numpy(zero_copy_only=False).astype(np.int64)

    def texts(self, name: str) -> list[str]:
        """The different texts of a column, in no order that means anything.

        Parameters
        ----------
        name
            The column.
        """
        return self.used(name).to_pylist() if name in self.columns else []

    def used(self, name: str) -> pa.Array:
        """The same as an Arrow array; a text of which no row is left does not count.

        Parameters
        ----------
        name
            A column that is there.
        """
        column = self.columns[name]
        return column.dictionary.take(pc.unique(column.indices))

    def holds(self, name: str) -> bool:
        """Whether a column is there with any text in it.

        Parameters
        ----------
        name
            The column.
        """
        if name in self.derived:
            return len(self) > 0
        return name in self.columns and bool(pc.any(pc.not_equal(self.used(name), "")).as_py())

    def take(self, keep: NDArray[np.int64] | NDArray[np.bool_]) -> Packed:
        """Some of the rows, in the order given.

        Parameters
        ----------
        keep
            Places, or a mask.
        """
        places = np.flatnonzero(keep) if keep.dtype == np.bool_ else keep
        taken = pa.array(places)
        columns = {}
        for name, column in self.columns.items():
            part = pa.DictionaryArray.from_arrays(column.indices.take(taken), column.dictionary)
            # A few rows of many must not hold on to the texts of all.
            columns[name] = part if 2 * len(places) > len(self) else pack(part.dictionary_decode())
        return replace(self, columns=columns, rows=self.rows[places])

    def mapped(self, name: str, change: Callable[[pa.Array], pa.Array]) -> Packed:
        """The same with the different texts of one column changed.

        Parameters
        ----------
        name, change
            The column, and what makes new texts of its different texts, as many of them.
        """
        column = self.columns[name]
        changed = change(column.dictionary)
        if changed is column.dictionary:
            return self
        again = changed.dictionary_encode()
        numbers = again.indices.take(column.indices)
        return replace(self, columns={**self.columns, name: pa.DictionaryArray.from_arrays(numbers, again.dictionary)})

    def with_column(self, name: str, cells: pa.Array) -> Packed:
        """The same with one column new.

        Parameters
        ----------
        name, cells
            The column and its text.
        """
        return replace(self, columns={**self.columns, name: pack(cells)})


@contextmanager
def frugal_memory() -> Iterator[None]:
    """Let Arrow give back what it no longer uses: its own allocator keeps twice as much as it needs."""
    before = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(before)


def as_series(texts: pa.Array) -> pd.Series:
    """Arrow text as pandas' own text, without a Python object per cell.

    Parameters
    ----------
    texts
        An Arrow array of text without missing cells.
    """
    return pd.Series(pd.array(texts, dtype=pd.StringDtype(na_value=np.nan)))


def factorize(table: Packed, names: tuple[str, ...]) -> NDArray[np.int64]:
    """A number per row, equal where all the named columns are equal.

    Parameters
    ----------
    table, names
        Rows and the columns to compare; one that is not there is equal everywhere.
    """
    numbers = np.zeros(len(table), dtype=np.int64)
    for name in names:
        if name in table.columns:
            width = len(table.columns[name].dictionary) + 1
            numbers = pd.factorize(numbers * width + table.codes(name))[0].astype(np.int64)
    return numbers


def csv_bytes(table: Packed, names: tuple[str, ...], *, header: bool = True) -> Iterator[bytes]:
    """The rows as CSV in UTF-8: comma, LF, quotation marks where they are needed, as `csv` would write them.

    Parameters
    ----------
    table, names
        Rows, and the columns in the order in which they are written.
    header
        Whether the names come first.
    """
    if header:
        names_row = pa.array(list(names), pa.large_string())
        yield (",".join(_quoted(names_row).to_pylist()) + "\n").encode()
    quoted = {name: _quoted(table.columns[name].dictionary) for name in names if name in table.columns}
    for start in range(0, len(table), _CHUNK):
        part = {name: column.slice(start, _CHUNK) for name, column in table.columns.items()}
        cells = []
        for name in names:
            if name in quoted:
                cells.append(quoted[name].take(part[name].indices))
            elif name in table.derived:
                cells.append(_quoted(table.derived[name](part)))
            else:
                cells.append(pa.array([""] * min(_CHUNK, len(table) - start), pa.large_string()))
        if len(names) == 1:
            # An empty cell that is alone in its row needs quotation marks, or the row is blank.
            cells = [pc.if_else(pc.equal(cells[0], ""), '""', cells[0])]
        lines = pc.binary_join_element_wise(*cells, pa.scalar(",", pa.large_string()))
        ended = pc.binary_join_element_wise(lines, pa.scalar("", pa.large_string()), pa.scalar("\n", pa.large_string()))
        # The texts of an array lie one behind the other: together they are the file.
        yield bytes(memoryview(ended.buffers()[2])[: pc.sum(pc.binary_length(ended)).as_py()])


def _quoted(texts: pa.Array) -> pa.Array:
    """Each text as a cell."""
    needs = pc.match_substring_regex(texts, '[",\r\n]')
    if not pc.any(needs).as_py():
        return texts
    doubled = pc.replace_substring(texts, '"', '""')
    mark = pa.scalar('"', pa.large_string())
    marked = pc.binary_join_element_wise(mark, doubled, mark, pa.scalar("", pa.large_string()))
    return pc.if_else(needs, marked, texts)
