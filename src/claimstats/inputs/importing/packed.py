"""A table held packed, column by column: each different text once, and its number in each row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from claimstats.inputs.importing.gathering import pack

__all__ = ["Packed", "as_series", "csv_bytes", "factorize"]

#: Rows that are unpacked at once where they are written.
_CHUNK = 50_000


@dataclass(frozen=True)
class Packed:
    """Rows of one study table.

    Parameters
    ----------
    columns
        Column to packed text; a column that is not there is empty.
    rows
        The row of the file behind each row; -1 where there is none.
    """

    columns: Mapping[str, pa.DictionaryArray]
    rows: NDArray[np.int64]

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
        wanted = names if names is not None else tuple(self.columns)
        found = {name: self.values(name) for name in wanted}
        return pd.DataFrame(found, index=range(len(self)), columns=list(wanted), dtype="str")

    def values(self, name: str) -> pd.Series:
        """One column as text; empty text where it is not there.

        Parameters
        ----------
        name
            The column.
        """
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
        return self.columns[name].dictionary.to_pylist() if name in self.columns else []

    def holds(self, name: str) -> bool:
        """Whether a column is there with any text in it.

        Parameters
        ----------
        name
            The column.
        """
        return name in self.columns and bool(pc.any(pc.not_equal(self.columns[name].dictionary, "")).as_py())

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
        return Packed(columns, self.rows[places])

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
        yield (",".join(_quoted(names_row, alone=len(names) == 1).to_pylist()) + "\n").encode()
    empty = pa.DictionaryArray.from_arrays(
        pa.array(np.zeros(len(table), dtype=np.int32)), pa.array([""], pa.large_string())
    )
    columns = [table.columns.get(name, empty) for name in names]
    quoted = [_quoted(column.dictionary, alone=len(names) == 1) for column in columns]
    for start in range(0, len(table), _CHUNK):
        cells = [
            different.take(column.indices.slice(start, _CHUNK))
            for different, column in zip(quoted, columns, strict=True)
        ]
        lines = pc.binary_join_element_wise(*cells, pa.scalar(",", pa.large_string()))
        ended = pc.binary_join_element_wise(lines, pa.scalar("", pa.large_string()), pa.scalar("\n", pa.large_string()))
        # The texts of an array lie one behind the other: together they are the file.
        yield bytes(memoryview(ended.buffers()[2]))[: pc.sum(pc.binary_length(ended)).as_py()]


def _quoted(texts: pa.Array, *, alone: bool) -> pa.Array:
    """Each text as a cell; an empty cell that is alone in its row needs quotation marks, or the row is blank."""
    needs = pc.match_substring_regex(texts, '[",\r\n]')
    if alone:
        needs = pc.or_(needs, pc.equal(texts, ""))
    if not pc.any(needs).as_py():
        return texts
    doubled = pc.replace_substring(texts, '"', '""')
    mark = pa.scalar('"', pa.large_string())
    marked = pc.binary_join_element_wise(mark, doubled, mark, pa.scalar("", pa.large_string()))
    return pc.if_else(needs, marked, texts)
