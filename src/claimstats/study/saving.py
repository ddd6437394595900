"""Save a study as a folder that loads as the same study."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from claimstats.provenance import Input, hash_file
from claimstats.schema import TABLES, Kind, TableSchema, quoting

if TYPE_CHECKING:
    from claimstats.study.values import Study

__all__ = ["as_cells", "save_study", "settings_toml"]


def save_study(study: Study, folder: Path) -> tuple[Input, ...]:
    """Write ``study.toml`` and one CSV per table that has rows.

    Parameters
    ----------
    study
        Any study.
    folder
        Made if it is not there.

    Returns
    -------
    tuple of Input
        The files written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.toml").write_text(settings_toml(study), encoding="utf-8")
    written = [_input(folder / "study.toml", rows=0)]
    for name, schema in TABLES.items():
        frame = getattr(study, name) if name in ("statements", "incidents") else study.codebook[name]
        if len(frame):
            path = folder / f"{name}.csv"
            text = as_cells(frame, schema)
            text.to_csv(path, index=False, lineterminator="\n", quoting=quoting(text))
            written.append(_input(path, rows=len(frame)))
    return tuple(written)


def _input(path: Path, *, rows: int) -> Input:
    return Input(path=path.name, sha256=hash_file(path), bytes=path.stat().st_size, rows=rows)


def as_cells(frame: pd.DataFrame, schema: TableSchema) -> pd.DataFrame:
    """The schema's columns that hold anything, numbers as they are written.

    Parameters
    ----------
    frame, schema
        A table of a study, whole or with some of its columns, and what it should be.
    """
    columns = {}
    for column in schema.columns:
        if column.name not in frame.columns:
            continue
        cells = frame[column.name]
        if column.kind in (Kind.NUMBER, Kind.INTEGER):
            cells = cells.map(lambda number: "" if pd.isna(number) else f"{number:.15g}")
        if column.required or (cells != "").any():
            columns[column.name] = cells
    return pd.DataFrame(columns)


def settings_toml(study: Study) -> str:
    """What ``study.toml`` says of a study; a JSON string is a TOML basic string.

    Parameters
    ----------
    study
        Any study.
    """
    settings = asdict(study.settings)
    thresholds, grouping = settings.pop("thresholds"), settings.pop("grouping")
    lines = ["[study]"]
    for key, value in settings.items():
        shown = (
            date.fromordinal(value).isoformat() if key in ("start", "as_of") else json.dumps(value, ensure_ascii=False)
        )
        lines.append(f"{key} = {shown}")
    lines += ["", "[thresholds]", *(f"{key} = {value}" for key, value in thresholds.items())]
    lines += ["", "[grouping]", *(f"{key} = {json.dumps(value)}" for key, value in grouping.items()), ""]
    return "\n".join(lines)
