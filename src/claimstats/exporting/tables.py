"""Write results as CSV, with a Frictionless data package and their provenance."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from claimstats.dates import iso
from claimstats.errors import UsageError
from claimstats.provenance import library_versions
from claimstats.results import Result, Tables

__all__ = ["export", "safe_csv", "safe_text"]

#: Characters with which a spreadsheet begins a formula; the apostrophe is what we put before them.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")

_FIELD_TYPES = {"i": "integer", "u": "integer", "f": "number", "b": "boolean"}


def export(results: Result | Iterable[Result], *, to: str | Path, further: bool = True) -> list[Path]:
    """Every table of the results as CSV, with ``datapackage.json`` (Frictionless v2) and ``provenance.json``.

    Text that a spreadsheet would take for a formula gets an apostrophe before it. All files are made before the
    first is put in its place, so that a failure leaves the folder as it was.

    Parameters
    ----------
    results
        One result or several.
    to
        A folder; made if it is not there. Files of the same names are replaced, others left alone.
    further
        Whether further tables that nobody has asked for yet are made and written too. Without them, a report writes the
        tables that its numbers come from.

    Returns
    -------
    list of pathlib.Path
        The files written, in order of name.

    Raises
    ------
    UsageError
        If there are no results, or two would have the same file name.

    Examples
    --------
    >>> import claimstats as cs
    >>> gaps = cs.measure_gaps(cs.group_claims(cs.load("data/demo")))
    >>> [path.name for path in cs.export(gaps, to=tempfile.mkdtemp())][:2]
    ['datapackage.json', 'gaps.csv']
    """
    given = [results] if isinstance(results, Result) else list(results)
    if not given:
        raise UsageError("there is nothing to export; give at least one result")
    names = _names(given)
    files: dict[str, bytes] = {}
    resources = []
    for result, name in zip(given, names, strict=True):
        for place, table in enumerate(_wanted(result, further=further)):
            frame = result.tables[table]
            stem = name if place == 0 else f"{name}_{table}"
            content = safe_csv(frame)
            files[f"{stem}.csv"] = content
            resources.append(
                _resource(stem, frame, content, words=result.words_for(table), keys=result.keys if place == 0 else ())
            )
    files["datapackage.json"] = _json(
        {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": "claimstats-tables",
            "resources": resources,
        }
    )
    files["provenance.json"] = _json(
        {
            "results": [_provenance(result, name) for result, name in zip(given, names, strict=True)],
            "library_versions": library_versions(),
        }
    )
    return _write(files, Path(to))


def _wanted(result: Result, *, further: bool) -> tuple[str, ...]:
    """The tables to write, the main one first."""
    tables = result.tables
    return tables.made if isinstance(tables, Tables) and not further else tuple(tables)


def _names(results: list[Result]) -> list[str]:
    """A file name for each result: its measure, and how it was grouped where the measure alone would not tell."""
    plain = [result.measure for result in results]
    names = [
        measure if plain.count(measure) == 1 else _grouped(result)
        for measure, result in zip(plain, results, strict=True)
    ]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise UsageError(f"two results would both be written to {repeated[0]}.csv; export them to two folders")
    return names


def _grouped(result: Result) -> str:
    parts = [result.measure, *(f"by_{result.params[name]}" for name in ("by", "period") if name in result.params)]
    return "_".join(parts).replace(" ", "_")


def safe_text(cell: object) -> object:
    """Text that a spreadsheet would take for a formula, with an apostrophe before it; anything else as it is."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def safe_csv(frame: pd.DataFrame) -> bytes:
    """A table as UTF-8 with LF, empty cells where something is missing, numbers in full, and no text that is a formula.

    Parameters
    ----------
    frame
        The table.
    """
    text = frame.select_dtypes(exclude=["number", "bool"]).columns
    safe = frame.assign(**{name: frame[name].map(safe_text) for name in text})
    return safe.to_csv(index=False, lineterminator="\n").encode("utf-8")


def _resource(
    stem: str, frame: pd.DataFrame, content: bytes, *, words: Mapping[str, str], keys: tuple[str, ...]
) -> dict[str, object]:
    """One table as the data package describes it."""
    fields = [
        {"name": str(name), "type": _FIELD_TYPES.get(getattr(kind, "kind", ""), "string")}
        | ({"description": words[name]} if words.get(name) else {})
        for name, kind in frame.dtypes.items()
    ]
    schema: dict[str, object] = {"fields": fields, "missingValues": [""]}
    if keys and not frame.duplicated(list(keys)).any():
        schema["primaryKey"] = list(keys)
    return {
        "name": stem.replace("_", "-"),
        "path": f"{stem}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def _provenance(result: Result, name: str) -> dict[str, object]:
    """Inputs, steps and parameters of one result."""
    params = {
        key: iso(value) if key == "as_of" and isinstance(value, int) else value for key, value in result.params.items()
    }
    return {
        "result": name,
        "parameters": params,
        "inputs": result.provenance.inputs_frame().to_dict("records"),
        "steps": result.provenance.steps_frame().to_dict("records"),
    }


def _json(content: object) -> bytes:
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _write(files: dict[str, bytes], folder: Path) -> list[Path]:
    """All files beside their places first, then each put in its place."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".export-", dir=folder) as beside:
        for name, content in files.items():
            Path(beside, name).write_bytes(content)
        for name in files:
            Path(beside, name).replace(folder / name)
    return [folder / name for name in sorted(files)]
