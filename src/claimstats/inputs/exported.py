"""A study's folder that was exported: the text as it was before it was made safe for spreadsheets."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from claimstats.inputs.reading import Reading
from claimstats.schema import ESCAPED, TABLES, Kind, plain_text

__all__ = ["as_before_export", "is_exported"]


def is_exported(folder: Path) -> bool:
    """Whether `claimstats.export_study` wrote the folder: its data package says so.

    Parameters
    ----------
    folder
        A study's folder.
    """
    path = folder / "datapackage.json"
    if not path.is_file():
        return False
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        # Somebody else's file of that name; a study does not need it.
        return False
    return isinstance(package, dict) and package.get(ESCAPED) == "apostrophe"


def as_before_export(reading: Reading, name: str) -> Reading:
    """One table without the apostrophes before formulas, and without the bounds that stand beside its dates.

    Parameters
    ----------
    reading, name
        What came out of the file, and which table it is.
    """
    if reading.table is None:
        return reading
    dates = [column.name for column in TABLES[name].columns if column.kind is Kind.EDTF]
    bounds = [f"{column}_{bound}" for column in dates for bound in ("lower", "upper")]
    frame = reading.table.frame.drop(columns=bounds, errors="ignore")
    if reading.table.name.endswith(".csv"):
        frame = frame.apply(lambda cells: cells.map(plain_text).astype("str"))
    return replace(reading, table=replace(reading.table, frame=frame))
