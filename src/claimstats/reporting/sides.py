"""One side of a comparison: the rows that an edition was made from, and the numbers that it prints."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from claimstats.errors import UsageError
from claimstats.numbering import NUMBER_COLUMNS, NUMBERS_FILE, UNIT_COLUMNS, UNITS_FILE
from claimstats.reporting.layout import MANIFEST, STUDY, TABLES, read_edition
from claimstats.schema import TABLES as SCHEMAS

SETTINGS = "study.toml"


@dataclass(frozen=True, kw_only=True)
class Side:
    """What is compared of an edition.

    Parameters
    ----------
    label
        The edition in words.
    study
        The folder of its inputs.
    numbers, units
        As `claimstats.numbering` describes them; empty where a report names no numbers.
    """

    label: str
    study: Path
    numbers: pd.DataFrame
    units: pd.DataFrame


def read_side(folder: str | Path) -> Side:
    """An edition, or a folder that is laid out as one: `study/` and `tables/`.

    Parameters
    ----------
    folder
        Its folder, or that of a period, which stands for the newest revision.

    Raises
    ------
    UsageError
        If it is neither.
    """
    place = Path(folder)
    label = "this edition"
    if not (place / STUDY).is_dir() or (place / MANIFEST).is_file():
        edition = read_edition(place)
        place, label = edition.folder, edition.label
        if edition.manifest["inputs"] and not (place / STUDY).is_dir():
            raise UsageError(f"{folder} no longer has its {STUDY}/, so its rows cannot be compared")
    tables = {path.name: path.read_bytes() for path in (place / TABLES).glob("numbers*.csv")}
    return make_side(label=label, study=place / STUDY, tables=tables)


def make_side(*, label: str, study: Path, tables: Mapping[str, bytes]) -> Side:
    """One side from its parts.

    Parameters
    ----------
    label, study
        As in `Side`.
    tables
        The report's tables by file name.
    """
    return Side(
        label=label,
        study=study,
        numbers=_read_own(tables.get(NUMBERS_FILE), list(NUMBER_COLUMNS), number="value"),
        units=_read_own(tables.get(UNITS_FILE), list(UNIT_COLUMNS), number="share"),
    )


def _read_own(data: bytes | None, columns: list[str], *, number: str) -> pd.DataFrame:
    if data is None:
        return pd.DataFrame({name: pd.Series(dtype="float64" if name == number else "str") for name in columns})
    frame = pd.read_csv(io.BytesIO(data), dtype=dict.fromkeys(columns, "str") | {number: "float64"}, keep_default_na=False,
                        na_values={number: [""]})  # fmt: skip
    # An edition that was written before a column was thought of has nothing in it.
    return frame.reindex(columns=columns, fill_value="")


def read_rows(study: Path, name: str) -> tuple[str, pd.DataFrame] | None:
    """A table of a study as it was written: the file's name, and its cells as text, each without space at its ends.

    Nothing is tidied beyond that: a date that is written otherwise is a correction, though it may move no number.

    Parameters
    ----------
    study
        Its folder.
    name
        The table.
    """
    for suffix in (".csv", ".parquet"):
        path = study / f"{name}{suffix}"
        if path.is_file():
            frame = _read_csv(path) if suffix == ".csv" else _as_text(pd.read_parquet(path))
            known = [column for column in SCHEMAS[name].names if column in frame]
            return path.name, frame[known]
    return None


def _read_csv(path: Path) -> pd.DataFrame:
    """Every cell as text; what a spreadsheet adds (a byte order mark, another separator) makes no difference."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = next((line for line in file if line.strip()), "")
    separator = max(",;\t", key=header.count)
    frame = pd.read_csv(path, sep=separator, encoding="utf-8-sig", dtype="str", keep_default_na=False)
    frame = frame.rename(columns=str.strip).apply(_strip)
    return frame[(frame != "").any(axis=1)]


def _as_text(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype("str").where(frame.notna(), "").apply(_strip)


def _strip(cells: pd.Series) -> pd.Series:
    return cells.str.strip()


def read_settings(study: Path) -> dict[str, str]:
    """The settings of a study, one value per dotted name.

    Parameters
    ----------
    study
        Its folder.
    """
    path = study / SETTINGS
    settings = tomllib.loads(path.read_text(encoding="utf-8-sig")) if path.is_file() else {}
    flat: dict[str, str] = {}
    for section, content in settings.items():
        values = content.items() if isinstance(content, dict) else [("", content)]
        flat |= {f"{section}.{name}".strip("."): str(value) for name, value in values}
    return flat
