"""One file of a study into text: what a spreadsheet adds is read and noted, what is broken is named by its line."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from claimstats.provenance import Input, hash_file
from claimstats.study import RawTable

__all__ = ["MAX_CELL", "Reading", "read_csv", "read_parquet"]

#: Characters that one cell may hold. A longer one is nearly always a quotation mark that was never closed.
MAX_CELL = 1_000_000

Problem = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What came out of one file: the table, if it could be read, and what was noticed.

    Parameters
    ----------
    table
        None where the file could not be read as a table at all.
    problems
        Rows of ``table, row, column, rule, value, hint``.
    notes
        What was tidied in reading, one sentence each.
    """

    table: RawTable | None
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = field(default=())


def read_csv(path: Path) -> Reading:
    """A CSV file as text cells, with its line numbers.

    A byte order mark, CRLF line ends and ``;`` or a tab as separator are accepted and noted. Another encoding than
    UTF-8, a header that is missing or named twice, a row with more or fewer cells than the header and a cell longer
    than a million characters are problems.

    Parameters
    ----------
    path
        The file.
    """
    raw = path.read_bytes()
    name = path.name
    notes: list[str] = []
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _refused(name, 1, "it is encoded in UTF-8", "UTF-16", "save it as `CSV UTF-8`")
    if raw.startswith(b"\xef\xbb\xbf"):
        raw = raw[3:]
        notes.append(f"{name}: it begins with a byte order mark, as spreadsheets write it; left out")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        around = raw[max(0, error.start - 12) : error.start + 12].decode("latin-1")
        return _refused(
            name, line, "it is encoded in UTF-8", around, "save it as `CSV UTF-8`; it looks like another encoding"
        )
    if "\x00" in text:
        return _refused(
            name, text.count("\n", 0, text.index("\x00")) + 1, "it is text", "a null byte", "is it a CSV file?"
        )
    if not text.strip():
        return _refused(name, 1, "it has a header", "an empty file", "write the column names in the first line")
    if "\r\n" in text:
        notes.append(f"{name}: its lines end in CRLF, as spreadsheets write them")
    separator = _separator(text)
    if separator != ",":
        notes.append(f"{name}: its cells are separated by {_SEPARATOR_NAMES[separator]}")
    source = Input(path=name, sha256=hash_file(path), bytes=path.stat().st_size, rows=0)
    return _rows(text, separator=separator, name=name, source=source, notes=notes)


def _refused(name: str, line: int, rule: str, value: str, hint: str) -> Reading:
    """The one problem of a file that cannot be read as a table."""
    problem: Problem = {"table": name, "row": line, "column": None, "rule": rule, "value": value, "hint": hint}
    return Reading(table=None, problems=(problem,))


_SEPARATOR_NAMES = {";": "semicolons", "\t": "tabs"}


def _separator(text: str) -> str:
    """The separator of the header line: the one that splits it most; a comma in doubt."""
    header = text.lstrip().split("\n", 1)[0]
    return max(",;\t", key=header.count)


def _rows(text: str, *, separator: str, name: str, source: Input, notes: list[str]) -> Reading:
    """The cells, row by row, with the line on which each row begins."""
    csv.field_size_limit(max(len(text) + 1, 131_072))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    problems: list[Problem] = []
    rows: list[list[str]] = []
    lines: list[int] = []
    header: list[str] = []
    begins = 1
    try:
        for cells in reader:
            line, begins = begins, reader.line_num + 1
            if not (cells and cells[0].strip()) and not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = [cell.strip() for cell in cells]
                problems += _header_problems(header, name=name, line=line)
                continue
            if max(map(len, cells)) > MAX_CELL:
                lengths = [len(cell) for cell in cells]
                longest = lengths.index(max(lengths))
                problems.append(_cell_problem(cells[longest], header=header, place=longest, name=name, line=line))
            elif len(cells) != len(header):
                problems.append(_ragged_problem(cells, header=header, name=name, line=line))
            else:
                rows.append(cells)
                lines.append(line)
    except csv.Error as error:
        return _refused(name, begins, "its quotation marks are balanced", str(error), 'double a " inside a quoted cell')
    frame = pd.DataFrame(rows, columns=pd.Index(header, dtype="object"), dtype="str")
    table = RawTable(
        frame=frame,
        name=name,
        lines=pd.Series(lines, dtype="int64"),
        input=Input(path=source.path, sha256=source.sha256, bytes=source.bytes, rows=len(rows)),
    )
    if not rows and not problems:
        notes.append(f"{name}: it has a header and no rows")
    return Reading(table=table, problems=tuple(problems), notes=tuple(notes))


def _header_problems(header: list[str], *, name: str, line: int) -> list[Problem]:
    """A column without a name."""
    return [
        {"table": name, "row": line, "column": None, "rule": "each column has a name", "value": f"column {place}",
         "hint": "name it, or remove it"}
        for place, cell in enumerate(header, start=1)
        if not cell
    ]  # fmt: skip


def _cell_problem(cell: str, *, header: list[str], place: int, name: str, line: int) -> Problem:
    """A cell that is longer than any text a person codes."""
    column = header[place] if place < len(header) else None
    hint = 'is a closing " missing? otherwise shorten it'
    rule = f"a cell has at most {MAX_CELL:,} characters"
    return {
        "table": name,
        "row": line,
        "column": column,
        "rule": rule,
        "value": f"{len(cell):,} characters",
        "hint": hint,
    }


def _ragged_problem(cells: list[str], *, header: list[str], name: str, line: int) -> Problem:
    """A row with more or fewer cells than the header."""
    hint = 'put a cell that holds a separator between "', "fill the row up with empty cells"
    rule = f"it has {len(header)} cells, as the header has"
    value = f"{len(cells)} cells, the first is {cells[0]!r}"
    return {
        "table": name,
        "row": line,
        "column": None,
        "rule": rule,
        "value": value,
        "hint": hint[len(cells) < len(header)],
    }


def read_parquet(path: Path) -> Reading:
    """A Parquet file as it is; its cells become text where the study is built.

    Parameters
    ----------
    path
        The file.
    """
    import pyarrow as pa

    try:
        frame = pd.read_parquet(path)
    except (pa.ArrowInvalid, OSError) as error:
        return _refused(path.name, 1, "it is a Parquet file", str(error).splitlines()[0], "write it again")
    source = Input(path=path.name, sha256=hash_file(path), bytes=path.stat().st_size, rows=len(frame))
    raw = RawTable.of_frame(frame, name=path.name)
    return Reading(table=RawTable(frame=raw.frame, name=raw.name, lines=raw.lines, input=source))
