"""Records of a table or a document, one by one: CSV, TSV, JSON, JSON lines, YAML, Excel, Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, TypeAlias

from claimstats.inputs.importing.columnar import MAX_COLUMNS
from claimstats.inputs.importing.documents import read_json, read_json_lines, read_yaml
from claimstats.inputs.importing.encodings import open_text
from claimstats.inputs.importing.gathering import Gathering
from claimstats.inputs.importing.opening import bare_name, open_bytes
from claimstats.inputs.importing.refusing import refuse_file
from claimstats.inputs.importing.workbooks import read_parquet_rows, read_workbook

__all__ = ["Record", "read_records"]

#: The row's number in its file, and its cells by name; a cell is text, a number, a list or a further record.
Record: TypeAlias = "tuple[int, dict[str, Any]]"


def read_records(
    path: Path,
    gathering: Gathering,
    *,
    encoding: str = "",
    separator: str = "",
    sheet: str = "",
    records: str = "",
    header: tuple[str, ...] = (),
    quotes: bool = True,
) -> Iterator[Record]:
    """Each record of the file with the number of its row; rows are counted, and those that cannot be read are refused.

    Parameters
    ----------
    path
        The file; its ending says what it is, or else its first character.
    gathering
        Where rows are counted and refused.
    encoding, separator
        Of a table of text, if it does not say so itself.
    sheet
        Of a workbook; by default its first.
    records
        Where the list of records is in a document: ``promises``, ``data.items``; by default the document is the list.
    header
        The names of the columns of a table of text whose first row is none.
    quotes
        Whether a cell of such a table may stand in quotation marks.
    """
    kind = _kind(path)
    readers: dict[str, Callable[[], Iterator[Record]]] = {
        "table": lambda: _read_table(
            path, gathering, encoding=encoding, separator=separator, names=header, quotes=quotes
        ),
        "json": lambda: read_json(path, gathering, records=records),
        "lines": lambda: read_json_lines(path, gathering),
        "yaml": lambda: read_yaml(path, gathering, records=records),
        "workbook": lambda: read_workbook(path, gathering, sheet=sheet),
        "parquet": lambda: read_parquet_rows(path, gathering),
    }
    return readers[kind]()


_ENDINGS = {
    ".csv": "table", ".tsv": "table", ".tab": "table", ".txt": "table", ".json": "json", ".jsonl": "lines",
    ".ndjson": "lines", ".yaml": "yaml", ".yml": "yaml", ".xlsx": "workbook", ".xlsm": "workbook",
    ".parquet": "parquet", ".pq": "parquet",
}  # fmt: skip


def _kind(path: Path) -> str:
    """What the file is."""
    ending = Path(bare_name(path)).suffix
    if ending in (".xls", ".ods"):
        raise refuse_file(path, "it is a workbook of the kind .xlsx", ending, "save it as .xlsx or as CSV UTF-8")
    if ending in ("", ".json", ".txt") or ending not in _ENDINGS:
        with open_bytes(path) as stream:
            start = stream.read(1 << 16).lstrip(b"\xef\xbb\xbf \t\r\n")
        if start.startswith(b"["):
            return "json"
        if start.startswith(b"{"):
            return "lines" if _is_lines(start) else "json"
        if ending == ".json":
            raise refuse_file(path, "it is JSON", start[:40].decode("utf-8", "replace"), "is it the file you meant?")
    return _ENDINGS.get(ending, "table")


def _is_lines(start: bytes) -> bool:
    """Whether the first line is a record by itself."""
    line, end, rest = start.partition(b"\n")
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return bool(end) and rest.lstrip()[:1] == b"{"


def _read_table(
    path: Path, gathering: Gathering, *, encoding: str, separator: str, names: tuple[str, ...], quotes: bool
) -> Iterator[Record]:
    """A table of text: each row is a record, with the line on which it begins."""
    with open_text(path, gathering, encoding=encoding) as text:
        head = text.readline()
        while head and not head.strip():
            head = text.readline()
        mark = separator or max(",;\t|", key=head.count)
        csv.field_size_limit(1 << 30)
        quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE
        reader = csv.reader(_again(head, text), delimiter=mark, strict=quotes, quoting=quoting)
        header = _header(path, list(names)) if names else []
        ragged: tuple[int, int] | None = None
        begins = 1
        try:
            for cells in reader:
                row, begins = begins, reader.line_num + 1
                if not any(cell.strip() for cell in cells):
                    continue
                if not header:
                    header = _header(path, cells)
                    continue
                gathering.count()
                if ragged:
                    _refuse_ragged(gathering, *ragged, width=len(header))
                ragged = None
                if len(cells) != len(header):
                    ragged = (row, len(cells))
                else:
                    yield row, dict(zip(header, cells, strict=True))
        except csv.Error as error:
            hint = "is it cut off? or is a closing quotation mark missing?"
            raise refuse_file(path, "its quotation marks are balanced", str(error), hint, row=begins) from error
        if ragged and ragged[1] > len(header):
            _refuse_ragged(gathering, *ragged, width=len(header))
        elif ragged:
            hint = "download it again: it looks cut off"
            raise refuse_file(path, f"its last row has {len(header)} cells", f"{ragged[1]} cells", hint, row=ragged[0])
        if not header:
            raise refuse_file(path, "it has a header", "no row", "write the column names in the first line")


def _again(head: str, rest: Iterator[str]) -> Iterator[str]:
    """The first line once more, and the others."""
    yield head
    yield from rest


def _header(path: Path, cells: list[str]) -> list[str]:
    """The names of the columns: each there, each once, and not more than a person would make."""
    names = [cell.strip() for cell in cells]
    if len(names) > MAX_COLUMNS:
        raise refuse_file(path, f"it has at most {MAX_COLUMNS:,} columns", f"{len(names):,}", "is it a table?", row=1)
    doubled = sorted({name for name in names if name and names.count(name) > 1})
    if doubled:
        raise refuse_file(path, "each column is named once", ", ".join(doubled), "rename one of them", row=1)
    return [name or f"column {place}" for place, name in enumerate(names, start=1)]


def _refuse_ragged(gathering: Gathering, row: int, cells: int, *, width: int) -> None:
    hint = 'put a cell that holds a separator between "' if cells > width else "fill the row up with empty cells"
    gathering.refuse(row, rule=f"it has {width} cells, as the header has", value=f"{cells} cells", hint=hint)
