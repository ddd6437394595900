"""Read back what was exported: the same tables, whichever format they were written in."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from claimstats.errors import UsageError
from claimstats.exporting.workbooks import CODEBOOK
from claimstats.schema import ESCAPED, plain_text

__all__ = ["read_tables"]

Descriptor = Mapping[str, Any]


def read_tables(path: str | Path) -> dict[str, pd.DataFrame]:
    """The tables that `export` or `export_study` wrote, by name, with their types.

    Parameters
    ----------
    path
        The folder that was written to, or the workbook (``.xlsx``) in it.

    Raises
    ------
    UsageError
        If nothing there can be read as exported tables.

    Examples
    --------
    >>> import tempfile
    >>> import claimstats as cs
    >>> folder = tempfile.mkdtemp()
    >>> coverage = cs.measure_coverage(cs.load("data/demo"))
    >>> _ = cs.export(coverage, to=folder)
    >>> list(cs.read_tables(folder)) == list(coverage.tables)
    True
    """
    place = Path(path)
    if place.suffix.lower() == ".xlsx" and place.is_file():
        return _workbook(place)
    if (place / "datapackage.json").is_file():
        return _package(place)
    raise UsageError(
        f"{place.name} holds no exported tables: expected a folder with datapackage.json, or an .xlsx file"
    )


def _package(folder: Path) -> dict[str, pd.DataFrame]:
    """Every file that the data package lists."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    undo: Callable[[object], object] = plain_text if package.get(ESCAPED) == "apostrophe" else lambda cell: cell
    tables = {}
    for resource in package.get("resources", []):
        if resource.get("format") == "parquet":
            tables[Path(resource["path"]).stem] = pd.read_parquet(folder / resource["path"])
            continue
        content = (folder / resource["path"]).read_bytes().decode("utf-8")
        text = pd.read_csv(io.StringIO(content, newline=""), dtype="str", keep_default_na=False, na_filter=False)
        if list(text.columns) != [field["name"] for field in resource["schema"]["fields"]]:
            raise UsageError(f"{resource['path']} has other columns than datapackage.json says; export it again")
        columns = {
            field["name"]: _column(text[field["name"]].map(undo).astype("str"), field)
            for field in resource["schema"]["fields"]
        }
        tables[Path(resource["path"]).stem] = pd.DataFrame(columns)
    return tables


def _workbook(path: Path) -> dict[str, pd.DataFrame]:
    """Every sheet that the codebook sheet lists."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    if CODEBOOK not in book.sheet_names:
        raise UsageError(f"{path.name} has no sheet {CODEBOOK!r}: it is not a workbook that was exported")
    head, *rows = book.get_sheet_by_name(CODEBOOK).to_python()
    fields = [dict(zip(map(str, head), map(str, row), strict=True)) for row in rows]
    tables = {}
    for name, sheet in dict.fromkeys((field["table"], field["sheet"]) for field in fields):
        cells = book.get_sheet_by_name(sheet).to_python()
        own = [field for field in fields if field["table"] == name]
        written = [list(row) + [""] * (len(own) - len(row)) for row in cells[1:]]
        columns = {}
        for place, field in enumerate(own):
            text = pd.Series([_shown(row[place], field["type"]) for row in written], dtype="str")
            missing = [{"value": field["missing_written"]}] if field["missing_means"] else []
            columns[field["column"]] = _column(text, {**field, "missingValues": missing})
        tables[name] = pd.DataFrame(columns)
    return tables


def _shown(cell: object, kind: str) -> str:
    """A cell of a sheet as CSV would have it; a sheet knows no whole numbers."""
    if kind == "integer" and isinstance(cell, float):
        return str(int(cell))
    return repr(cell) if isinstance(cell, float) else str(cell)


def _column(text: pd.Series, field: Descriptor) -> pd.Series:
    """One column with its type."""
    tokens = [one["value"] for one in field.get("missingValues", [])]
    missing = text.isin(tokens)
    kind = field["type"]
    if kind in ("number", "integer"):
        numbers = text.mask(missing, None).map(float if kind == "number" else int, na_action="ignore")
        whole = "Int64" if missing.any() else "int64"
        return numbers.astype("float64" if kind == "number" else whole)
    if kind == "boolean":
        true = [value.lower() for value in field.get("trueValues", ["true"])]
        flags = text.str.lower().isin(true)
        return flags.astype("boolean").mask(missing) if missing.any() else flags
    return text.mask(missing, None).astype("str") if missing.any() else text
