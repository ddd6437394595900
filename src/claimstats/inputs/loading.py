"""A folder into a study."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from claimstats.engine import Engine
from claimstats.errors import DataError
from claimstats.inputs.exported import as_before_export, is_exported
from claimstats.inputs.reading import Reading, read_csv, read_parquet
from claimstats.provenance import Input, hash_file
from claimstats.schema import TABLES, problems_frame
from claimstats.study import RawTable, Study, build

__all__ = ["load", "load_without"]

Problem = dict[str, object]

#: Tables that hold what a study is about. One of the two may be absent, and the report says so; not both.
_SUBJECTS = ("statements", "incidents")


def load(folder: str | Path, *, engine: Engine | None = None) -> Study:
    """A study from its folder: ``study.toml`` and one CSV or Parquet file per table.

    Parameters
    ----------
    folder
        Where the files lie; a file that is no table of a study is left alone, and noted.
    engine
        By default an own one, in memory.

    Returns
    -------
    Study
        Checked and normalised; ``study.changes`` and ``study.notes`` say what was tidied.

    Raises
    ------
    DataError
        With every problem of every file: what was found, where, what was expected, what to do.

    Examples
    --------
    >>> load("data/demo").settings.id
    'demo'
    """
    raw, settings, settings_input, notes, problems = _read_all(Path(folder))
    study = build(raw, settings=settings, engine=engine, folder=Path(folder), notes=notes, problems=problems)
    inputs = (settings_input, *study.provenance.inputs) if settings_input else study.provenance.inputs
    return study.with_inputs(inputs)


def load_without(folder: str | Path, name: str) -> tuple[Study, pd.DataFrame]:
    """A study whose references into one list are not checked, and that list, checked on its own.

    Parameters
    ----------
    folder, name
        Where the files lie, and which list is set aside.

    Raises
    ------
    DataError
        With every problem of every file but those references.
    """
    raw, settings, settings_input, notes, problems = _read_all(Path(folder))
    rest = {table: found for table, found in raw.items() if table != name}
    study = build(rest, settings=settings, folder=Path(folder), notes=notes, problems=problems)
    alone = build({name: raw[name]} if name in raw else {}, settings=settings)
    inputs = (settings_input,) if settings_input else ()
    listed = (*inputs, *study.provenance.inputs, *alone.provenance.inputs)
    return study.with_inputs(listed), alone.codebook[name]


def _read_all(
    place: Path,
) -> tuple[dict[str, RawTable], Mapping[str, object], Input | None, tuple[str, ...], tuple[Problem, ...]]:
    """The tables as they lie there, the settings and their file, and what was noticed and is wrong."""
    problems: list[Problem] = _place_problems(place)
    if problems:
        raise DataError(problems_frame(problems))
    settings, settings_input = _settings(place / "study.toml", problems)
    readings = {name: _read(place, name, problems) for name in TABLES}
    found = {name: reading for name, reading in readings.items() if reading is not None}
    if is_exported(place):
        found = {name: as_before_export(reading, name) for name, reading in found.items()}
    problems += [problem for reading in found.values() for problem in reading.problems]
    raw = {name: reading.table for name, reading in found.items() if reading.table is not None}
    problems += _missing_tables(place, found, raw)
    notes = [note for reading in found.values() for note in reading.notes]
    notes += [f"{name}.csv is not there: the study has no {name}" for name in _SUBJECTS if name not in found]
    notes += _left_alone(place)
    return raw, settings, settings_input, tuple(notes), tuple(problems)


def _place_problems(place: Path) -> list[Problem]:
    """A folder that is not there, or is no folder."""
    if place.is_dir():
        return []
    value = "a file" if place.exists() else "nothing"
    hint = "give the folder that holds study.toml"
    return [{"table": place.name, "row": None, "column": None, "rule": "it is a folder", "value": value, "hint": hint}]


def _settings(path: Path, problems: list[Problem]) -> tuple[Mapping[str, object], Input | None]:
    """What ``study.toml`` holds; a file that is missing or broken is a problem."""
    problem: Problem = {"table": "study.toml", "row": None, "column": None}
    if not path.is_file():
        problems.append(
            problem
            | {
                "rule": "the file is there",
                "value": None,
                "hint": "a study needs its settings: id, title, start, as_of",
            }
        )
        return {}, None
    raw = path.read_bytes()
    try:
        settings = tomllib.loads(raw.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(problem | {"rule": "it is TOML in UTF-8", "value": str(error), "hint": "correct the line"})
        return {}, None
    study = settings.get("study", {})
    problems += [
        problem
        | {"column": f"study.{key}", "rule": "the setting is there", "value": None, "hint": "add it under [study]"}
        for key in ("id", "title", "start", "as_of")
        if not isinstance(study, Mapping) or key not in study
    ]
    return settings, Input(path=path.name, sha256=hash_file(path), bytes=len(raw), rows=0)


def _read(place: Path, name: str, problems: list[Problem]) -> Reading | None:
    """One table, from CSV or Parquet; None where there is neither."""
    found = [path for path in (place / f"{name}.csv", place / f"{name}.parquet") if path.is_file()]
    if len(found) == 2:
        problems.append({"table": name, "row": None, "column": None, "rule": "it is there once",
                         "value": "both .csv and .parquet", "hint": "remove one of them"})  # fmt: skip
    if not found:
        return None
    return read_csv(found[0]) if found[0].suffix == ".csv" else read_parquet(found[0])


def _missing_tables(place: Path, found: Mapping[str, Reading], raw: Mapping[str, RawTable]) -> list[Problem]:
    """Tables that are not there although filled cells of other tables refer to them."""

    def gone(name: str, hint: str) -> Problem:
        return {
            "table": f"{name}.csv",
            "row": None,
            "column": None,
            "rule": "the file is there",
            "value": None,
            "hint": hint,
        }

    missing: list[Problem] = []
    if not any(name in found for name in _SUBJECTS):
        missing.append(gone("statements", f"{place.name} holds neither statements.csv nor incidents.csv"))
    users: dict[str, list[str]] = {}
    for name, table in raw.items():
        for column in TABLES[name].columns:
            target = column.refers_to
            if target and target not in found and list(table.frame.columns).count(column.name) == 1:
                cells = table.frame[column.name]
                if (cells.notna() & (cells != "")).any():
                    users.setdefault(target, []).append(f"{table.name}, column {column.name}")
    for target, places in users.items():
        more = f" (and {len(places) - 1} more)" if places[1:] else ""
        missing.append(gone(target, f"{places[0]} refers to it{more}"))
    return missing


def _left_alone(place: Path) -> list[str]:
    """A note for each CSV or Parquet file whose name is no table's: a slip of the pen would otherwise go unseen."""
    names = sorted(path.name for path in place.iterdir() if path.suffix in (".csv", ".parquet"))
    return [
        f"{name}: no table of a study has this name; left alone"
        for name in names
        if name.rsplit(".", 1)[0] not in TABLES
    ]
