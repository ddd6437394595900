"""One Excel workbook: a sheet per table, and a sheet that says what every column means."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd

from claimstats.errors import UsageError
from claimstats.exporting.described import DescribedTable, Field

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["ABOUT", "CODEBOOK", "as_workbook"]

CODEBOOK, ABOUT = "codebook", "about"

#: What a sheet of Excel holds.
MAX_CELL, MAX_ROWS, MAX_NAME = 32_767, 1_048_576, 31

#: Rows that a column's width is taken from, and the most characters that it is given.
MEASURED, WIDEST = 200, 48

#: The clock is not asked: every workbook has been made at this moment.
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's time has no zone


class _Exact(float):
    """A number that is written in full: XlsxWriter would round it to 16 digits."""

    def __format__(self, spec: str) -> str:
        return repr(float(self)).upper()


def as_workbook(tables: Iterable[DescribedTable], *, about: Mapping[str, object]) -> bytes:
    """The tables as one workbook; text is text, also where it begins as a formula does.

    Parameters
    ----------
    tables
        What to write.
    about
        What the tables are of: a row each on a sheet of its own.

    Raises
    ------
    UsageError
        If a table or a cell is larger than a sheet can hold. Nothing is cut.
    """
    import xlsxwriter

    given = list(tables)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _MADE, "author": "claimstats"})
    names = _sheet_names([table.name for table in given])
    for table in [*_explaining(given, names, about), *given]:
        _write(book, names.get(table.name, table.name), table)
    book.close()
    return buffer.getvalue()


def _sheet_names(names: list[str]) -> dict[str, str]:
    """A name of at most 31 characters for each table, none twice."""
    taken = {CODEBOOK, ABOUT}
    found = {}
    for name in names:
        short, number = name[:MAX_NAME], 1
        while short.lower() in taken:
            number += 1
            short = f"{name[: MAX_NAME - 1 - len(str(number))]}~{number}"
        taken.add(short.lower())
        found[name] = short
    return found


def _explaining(
    tables: list[DescribedTable], names: Mapping[str, str], about: Mapping[str, object]
) -> list[DescribedTable]:
    """The two sheets that come first."""
    rows = [
        (
            names[table.name],
            table.name,
            field.name,
            # A sheet holds the words that stand for true and false, and not what they stand for.
            "string" if "trueValues" in field.rules else field.type,
            field.words,
            "; ".join(field.rules.get("categories", ())),
            "; ".join(f"{target}.{key}" for column, target, key in table.references if column == field.name),
            "yes" if field.name in table.key else "no",
            field.missing[0][0] if field.missing else "",
            field.missing[0][1] if field.missing else "",
        )
        for table in tables
        for field in table.fields
    ]
    headers = (
        "sheet",
        "table",
        "column",
        "type",
        "means",
        "allowed",
        "refers_to",
        "key",
        "missing_written",
        "missing_means",
    )
    return [
        _plain(ABOUT, ("property", "value"), [(str(key), str(value)) for key, value in about.items()]),
        _plain(CODEBOOK, headers, rows),
    ]


def _plain(name: str, headers: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> DescribedTable:
    frame = pd.DataFrame(rows, columns=list(headers), dtype="str")
    return DescribedTable(name=name, frame=frame, fields=tuple(Field(name=head, type="string") for head in headers))


def _write(book: Workbook, name: str, table: DescribedTable) -> None:
    """One sheet: the header, frozen, and the rows."""
    if len(table.frame) >= MAX_ROWS:
        raise UsageError(
            f"{table.name} has {len(table.frame):,} rows; a sheet of Excel holds {MAX_ROWS - 1:,}. Write it as csv or parquet"
        )
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    text = book.add_format()
    # The cell stays text when somebody edits it, also where it begins with `=`.
    text.set_quote_prefix()
    for place, field in enumerate(table.fields):
        sheet.write_string(0, place, field.name, bold)
        sheet.set_column(place, place, _width(table.frame[field.name], field.name))
        token = field.missing[0][0] if field.missing else ""
        for line, cell in enumerate(table.frame[field.name].tolist(), start=1):
            _write_cell(
                sheet,
                line,
                place,
                token if pd.isna(cell) else cell,
                text,
                where=f"{table.name}, row {line + 1}, column {field.name}",
            )
    sheet.freeze_panes(1, 0)


def _width(cells: pd.Series, header: str) -> int:
    """Room for most cells of a column, and never for a whole quotation."""
    lengths = sorted(len(str(cell)) for cell in cells.head(MEASURED).dropna())
    usual = lengths[len(lengths) * 9 // 10] if lengths else 0
    return min(max(usual, len(header), 8), WIDEST) + 2


def _write_cell(sheet: Worksheet, line: int, place: int, cell: object, text: object, *, where: str) -> None:
    """One cell by its type."""
    if isinstance(cell, bool):
        sheet.write_boolean(line, place, cell)
    elif isinstance(cell, float) and math.isinf(cell):
        sheet.write_string(line, place, "INF" if cell > 0 else "-INF", text)
    elif isinstance(cell, int) and abs(cell) > 2**53:
        sheet.write_string(line, place, str(cell))
    elif isinstance(cell, (int, float)):
        sheet.write_number(line, place, _Exact(cell) if isinstance(cell, float) else cell)
    elif cell:
        words = str(cell)
        if len(words.encode("utf-16-le")) > 2 * MAX_CELL:
            raise UsageError(
                f"{where} holds {len(words):,} characters; a cell of Excel holds {MAX_CELL:,}. Write it as csv or parquet"
            )
        if "\ufffe" in words or "\uffff" in words:
            raise UsageError(f"{where} holds a character that no workbook can hold. Write it as csv or parquet")
        sheet.write_string(line, place, words, text)
