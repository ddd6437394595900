"""Large tables of text read block by block, column by column, with the number of each row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
from numpy.typing import NDArray

from claimstats.inputs.importing.encodings import open_utf8
from claimstats.inputs.importing.gathering import Gathering
from claimstats.inputs.importing.opening import open_bytes
from claimstats.inputs.importing.refusing import refuse_file

__all__ = ["MAX_COLUMNS", "Layout", "first_rows", "read_columns"]

#: A table of more columns than this is not one that a person designed.
MAX_COLUMNS = 1_000

_BLOCK = 4 << 20


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How the cells of a table lie.

    Parameters
    ----------
    names
        A name per cell of a row; names that nobody wants may be anything, each once.
    separator
        Between cells.
    quoted
        Whether a cell may stand in quotation marks.
    header
        Whether the first row is a header.
    missing
        Texts without quotation marks that stand for a missing cell.
    wanted
        From the name of a column that is used to its name in the file; no name where the file lacks it.
    """

    names: tuple[str, ...]
    separator: str
    quoted: bool
    header: bool
    wanted: Mapping[str, str]
    missing: tuple[str, ...] = ("",)


def first_rows(path: Path, *, separators: str = "\t,;", rows: int = 20) -> tuple[str, list[list[str]]]:
    """The separator of a table, and its first rows.

    Parameters
    ----------
    path, separators, rows
        The file, the separators that are possible, and how many rows are wanted.
    """
    with open_bytes(path) as stream:
        text = stream.read(1 << 19).decode("utf-8", errors="replace").lstrip("\ufeff")
    head = text.split("\n", 1)[0]
    separator = max(separators, key=head.count)
    csv.field_size_limit(max(len(text) + 1, csv.field_size_limit()))
    whole = text.splitlines(keepends=True)[: rows + 1]
    found = [row for row in csv.reader(io.StringIO("".join(whole)), delimiter=separator) if row]
    if not found:
        raise refuse_file(path, "it holds rows", "none", "download it again")
    if len(found[0]) > MAX_COLUMNS:
        hint = "is it the file you meant?"
        raise refuse_file(path, f"it has at most {MAX_COLUMNS:,} columns", f"{len(found[0]):,}", hint, row=1)
    return separator, found[:rows]


def read_columns(
    path: Path, layout: Layout, gathering: Gathering
) -> Iterator[tuple[dict[str, pa.Array], NDArray[np.int64]]]:
    """Each block of rows as the columns that are wanted, and the number of each row; rows are counted.

    A row with more or fewer cells than the layout is refused. So is the file, if it is the last row: it was cut off.

    Parameters
    ----------
    path, layout
        The file and how its cells lie.
    gathering
        Where rows are counted and refused.
    """
    ragged: list[tuple[int, int, str]] = []

    def skip(row: pa_csv.InvalidRow) -> str:
        ragged.append((row.number or 0, row.actual_columns, row.text))
        return "skip"

    columns = [column for column in layout.wanted.values() if column]
    options = {
        "read_options": pa_csv.ReadOptions(
            use_threads=False, block_size=_BLOCK, column_names=list(layout.names), skip_rows=int(layout.header)
        ),
        "parse_options": pa_csv.ParseOptions(
            delimiter=layout.separator, quote_char='"' if layout.quoted else False, newlines_in_values=layout.quoted,
            invalid_row_handler=skip,
        ),
        "convert_options": pa_csv.ConvertOptions(
            include_columns=columns, column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=True,
            quoted_strings_can_be_null=False, null_values=list(layout.missing),
        ),
    }  # fmt: skip
    following, last = 1 + int(layout.header), 0
    with open_utf8(path, gathering) as stream:
        try:
            for batch in pa_csv.open_csv(stream, **options):
                rows = _numbers(following, len(batch), [number for number, _, _ in ragged])
                following = int(rows[-1]) + 1 if len(rows) else following
                last = following - 1
                gathering.count(len(batch))
                absent = pa.nulls(len(batch), pa.string())
                found = {
                    name: (batch.column(column) if column else absent).fill_null("")
                    for name, column in layout.wanted.items()
                }
                yield found, rows
                pa.default_memory_pool().release_unused()
        except pa.ArrowInvalid as error:
            what = str(error).splitlines()[0][:200]
            raise refuse_file(path, "its rows can be told apart", what, "is it cut off, or UTF-8?") from error
    width = len(layout.names)
    for number, cells, text in ragged:
        if number > last and cells < width:
            hint = "download it again: it looks cut off"
            raise refuse_file(path, f"its last row has {width} cells", f"{cells} cells", hint, row=number)
        gathering.count()
        gathering.refuse(
            number, rule=f"it has {width} cells", value=f"{cells} cells: {text[:80]}", hint="correct the row"
        )


def _numbers(following: int, count: int, skipped: list[int]) -> NDArray[np.int64]:
    """The numbers of the rows of a block: those that follow, without those that were skipped."""
    candidates = np.arange(following, following + count + len(skipped), dtype=np.int64)
    return candidates[~np.isin(candidates, skipped)][:count]
