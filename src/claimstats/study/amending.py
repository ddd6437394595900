"""Amend the files of a study: rows added behind those that are there, tables put in place of their last state."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from claimstats.errors import UsageError
from claimstats.schema import TABLES
from claimstats.study.saving import as_cells
from claimstats.study.values import Study

__all__ = ["add_rows", "folder_of", "put_files", "whole_table"]


def add_rows(folder: Path, table: str, rows: pd.DataFrame) -> tuple[str, bytes]:
    """A study's file with rows added at its end; what stands in it stays as it is, to the byte.

    Parameters
    ----------
    folder, table
        The study's folder and the table's name.
    rows
        Some of the schema's columns. A column that the file does not have is added if any of these rows needs it.

    Returns
    -------
    (str, bytes)
        The file's name, and what it will hold.
    """
    parquet, path = folder / f"{table}.parquet", folder / f"{table}.csv"
    cells = as_cells(rows, TABLES[table])
    if parquet.is_file():
        held = io.BytesIO()
        both = pd.concat([pd.read_parquet(parquet).astype("str"), cells.astype("str")], ignore_index=True)
        both.fillna("").to_parquet(held, index=False)
        return parquet.name, held.getvalue()
    if not path.is_file():
        return path.name, _csv(cells)
    raw = path.read_bytes()
    text = raw.decode("utf-8-sig")
    end = "\r\n" if "\r\n" in text else "\n"
    dialect = _separator(text)
    header = next(csv.reader(io.StringIO(text), delimiter=dialect))
    header = [name.strip() for name in header]
    missing = [name for name in cells.columns if name not in header]
    if missing:
        # The header grows, so that every row is written anew.
        frame = pd.read_csv(io.StringIO(text), sep=dialect, dtype="str", keep_default_na=False)
        return path.name, _csv(pd.concat([frame, cells], ignore_index=True).fillna(""))
    written = io.StringIO()
    writer = csv.writer(written, delimiter=dialect, lineterminator=end)
    writer.writerows(cells.reindex(columns=header, fill_value="").to_numpy().tolist())
    gap = b"" if raw.endswith(b"\n") else end.encode()
    return path.name, raw + gap + written.getvalue().encode("utf-8")


def whole_table(folder: Path, table: str, rows: pd.DataFrame) -> tuple[str, bytes]:
    """A study's file that holds these rows and nothing else, in the format in which it is there.

    Parameters
    ----------
    folder, table, rows
        As in `add_rows`.
    """
    cells = as_cells(rows, TABLES[table])
    if (folder / f"{table}.parquet").is_file():
        held = io.BytesIO()
        cells.to_parquet(held, index=False)
        return f"{table}.parquet", held.getvalue()
    return f"{table}.csv", _csv(cells)


def folder_of(study: Study) -> Path:
    """Where a study lies.

    Parameters
    ----------
    study
        Any study.

    Raises
    ------
    UsageError
        If it is from memory and lies nowhere.
    """
    if study.folder is None:
        raise UsageError("this study has no folder to write to. Hint: `study.save(folder)`, then load it from there")
    return study.folder


def put_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a study's folder: all are written beside it first, then each is moved into its place.

    Parameters
    ----------
    folder
        The study's.
    files
        Contents by name.

    Raises
    ------
    UsageError
        If it cannot be written to.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder) as beside:
            for name, content in files.items():
                Path(beside, name).write_bytes(content)
            for name in files:
                os.replace(Path(beside, name), folder / name)  # noqa: PTH105 - the one call that replaces in one step
    except OSError as error:
        raise UsageError(f"{folder.name} could not be written to: {error.strerror or error}") from error


def _csv(cells: pd.DataFrame) -> bytes:
    return cells.to_csv(index=False, lineterminator="\n").encode("utf-8")


def _separator(text: str) -> str:
    """What stands between the names of the header: a comma, a semicolon or a tab."""
    first = text.split("\n", 1)[0]
    return max((",", ";", "\t"), key=first.count)
