"""Records of an Excel workbook or a Parquet file."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from claimstats.inputs.importing.columnar import MAX_COLUMNS
from claimstats.inputs.importing.gathering import Gathering
from claimstats.inputs.importing.opening import check_members
from claimstats.inputs.importing.refusing import refuse_file

__all__ = ["read_parquet_rows", "read_workbook"]

Record = tuple[int, dict[str, Any]]


def read_workbook(path: Path, gathering: Gathering, *, sheet: str = "") -> Iterator[Record]:
    """Each row of one sheet, with the number that the spreadsheet shows.

    A formula counts with the result that is stored beside it; a row with a formula that has none is refused, with its
    place. Merged cells are named: only the first of them holds the value.

    Parameters
    ----------
    path, gathering
        The file, and where its rows are counted.
    sheet
        Its name; by default the first.
    """
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    if not path.is_file():
        raise refuse_file(path, "the file is there", "nothing", "give its path")
    check_members(path)
    try:
        written = openpyxl.load_workbook(path)
        stored = openpyxl.load_workbook(path, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
        raise refuse_file(path, "it is a workbook", str(error)[:120], "save it again as .xlsx") from error
    if sheet and sheet not in written.sheetnames:
        raise refuse_file(path, f"it has a sheet {sheet!r}", ", ".join(written.sheetnames), "give one of these")
    formulas, results = (book[sheet] if sheet else book.worksheets[0] for book in (written, stored))
    if len(written.sheetnames) > 1 and not sheet:
        gathering.note(f"the sheet {formulas.title!r} was read, of {', '.join(written.sheetnames)}")
    if formulas.max_column > MAX_COLUMNS:
        hint = "delete the columns that hold nothing"
        raise refuse_file(path, f"it has at most {MAX_COLUMNS:,} columns", f"{formulas.max_column:,}", hint)
    merged = sorted(str(place) for place in formulas.merged_cells.ranges)
    if merged:
        more = f" and {len(merged) - 10} more" if len(merged) > 10 else ""
        gathering.note(f"merged cells hold their value in the first of them only: {', '.join(merged[:10])}{more}")
    yield from _rows(path, formulas, results, gathering)


def _rows(path: Path, formulas: Any, results: Any, gathering: Gathering) -> Iterator[Record]:
    """The rows below the header."""
    header: list[str] = []
    for number, (written, stored) in enumerate(
        zip(formulas.iter_rows(), results.iter_rows(values_only=True), strict=True), 1
    ):
        if all(cell.value is None or cell.value == "" for cell in written):
            continue
        if not header:
            header = _header(path, stored, number)
            continue
        gathering.count()
        formula = [place for place, cell in enumerate(written) if cell.data_type == "f"]
        empty = [written[place].coordinate for place in formula if stored[place] is None]
        if empty:
            hint = "open the file in a spreadsheet and save it, or write the value"
            gathering.refuse(number, rule="each formula has a stored result", value=", ".join(empty), hint=hint)
            continue
        for place in formula:
            rule, shown = "a formula, read by its stored result", _shown(stored[place])
            gathering.change(
                column=header[place], rule=rule, before=str(written[place].value), after=str(shown), row=number
            )
        yield number, {name: _shown(cell) for name, cell in zip(header, stored, strict=True)}


def _header(path: Path, cells: tuple[object, ...], number: int) -> list[str]:
    """The names of the columns, each once."""
    names = ["" if cell is None else str(cell).strip() for cell in cells]
    doubled = sorted({name for name in names if name and names.count(name) > 1})
    if doubled:
        raise refuse_file(path, "each column is named once", ", ".join(doubled), "rename one of them", row=number)
    return [name or f"column {place}" for place, name in enumerate(names, start=1)]


def _shown(cell: object) -> object:
    """A cell as text: a day without its hours, a whole number without its point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def read_parquet_rows(path: Path, gathering: Gathering) -> Iterator[Record]:
    """Each row of a Parquet file, numbered from 1, read batch by batch.

    Parameters
    ----------
    path, gathering
        The file, and where its rows are counted.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        with pq.ParquetFile(path) as file:
            if file.metadata.num_columns > MAX_COLUMNS:
                found = f"{file.metadata.num_columns:,}"
                raise refuse_file(path, f"it has at most {MAX_COLUMNS:,} columns", found, "is it a table?")
            for batch in file.iter_batches(batch_size=20_000):
                for number, cells in enumerate(batch.to_pylist(), start=number + 1):  # noqa: B020
                    gathering.count()
                    yield (
                        number,
                        {
                            name: cell if isinstance(cell, (list, dict)) else _shown(cell)
                            for name, cell in cells.items()
                        },
                    )
    except (pa.ArrowInvalid, OSError) as error:
        raise refuse_file(path, "it is a Parquet file", str(error).splitlines()[0][:120], "write it again") from error
