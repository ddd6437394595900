"""A study as files that other tools read: its tables, its claims, its incidents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from claimstats.dates import iso
from claimstats.exporting.claimreview import as_claimreview
from claimstats.exporting.croissant import as_croissant
from claimstats.exporting.packages import as_package
from claimstats.exporting.plover import as_plover
from claimstats.exporting.results import choose_format
from claimstats.exporting.studied import of_study
from claimstats.exporting.workbooks import as_workbook
from claimstats.exporting.writing import json_bytes, origin, write_files
from claimstats.study import Claims, Study, settings_toml

__all__ = ["STUDY_FORMATS", "export_study"]

#: Content by file name, and what was left out: reason and number of rows.
Made = tuple[dict[str, bytes], dict[str, int]]


def export_study(study: Study | Claims, *, to: str | Path, format: str = "csv") -> list[Path]:  # noqa: A002
    """A study's own tables in a format of other tools, with ``provenance.json``.

    Parameters
    ----------
    study
        A study; or claims, whose links are written too.
    to
        A folder; made if it is not there. Files of the same names are replaced, others left alone.
    format
        ``csv`` (a Frictionless v2 data package that `load` reads as the same study), ``parquet`` (the same),
        ``excel`` (one workbook, ``study.xlsx``, with a sheet that says what every column means), ``claimreview``
        (``claimreview.jsonld``: schema.org's ClaimReview and Claim, without a rating), ``plover`` (``plover.jsonl``:
        incidents as PLOVER records), ``croissant`` (the data package and its description ``croissant.json``).

    Returns
    -------
    list of pathlib.Path
        The files written, in order of name. ``provenance.json`` counts what a format has no place for.

    Raises
    ------
    UsageError
        If the format is not known, or a workbook cannot hold a cell.

    Examples
    --------
    >>> import tempfile
    >>> import claimstats as cs
    >>> folder = tempfile.mkdtemp()
    >>> _ = cs.export_study(cs.load("data/demo"), to=folder)
    >>> cs.load(folder).statements.equals(cs.load("data/demo").statements)
    True
    """
    make = STUDY_FORMATS[choose_format(format, STUDY_FORMATS)]
    files, left_out = make(study)
    whole = study.study if isinstance(study, Claims) else study
    files["provenance.json"] = json_bytes(
        {
            "study": whole.settings.id,
            "format": format,
            "left_out": [{"why": why, "rows": rows} for why, rows in left_out.items()],
            **origin(whole.provenance, params={"as_of": whole.settings.as_of}),
        }
    )
    return write_files(files, Path(to))


def _csv(given: Study | Claims) -> Made:
    return _folder(given, "csv"), {}


def _parquet(given: Study | Claims) -> Made:
    return _folder(given, "parquet"), {}


def _folder(given: Study | Claims, kind: str) -> dict[str, bytes]:
    """A folder that loads as the study."""
    study = _study(given)
    name = study.settings.id.lower().replace("_", "-")
    files = as_package(of_study(given), name=name, formats=[kind], more=_head(study))
    return files | {"study.toml": settings_toml(study).encode()}


def _excel(given: Study | Claims) -> Made:
    settings = asdict(_study(given).settings)
    parts = {name: settings.pop(name) for name in ("thresholds", "grouping")}
    settings |= {key: iso(settings[key]) for key in ("start", "as_of")}
    about = settings | {f"{name}.{key}": value for name, part in parts.items() for key, value in part.items()}
    return {"study.xlsx": as_workbook(of_study(given), about=about)}, {}


def _claimreview(given: Study | Claims) -> Made:
    return as_claimreview(given)


def _plover(given: Study | Claims) -> Made:
    files, left_out = as_plover(_study(given))
    statements = len(_study(given).statements)
    return files, left_out | ({"statements: PLOVER holds incidents": statements} if statements else {})


def _croissant(given: Study | Claims) -> Made:
    files = _folder(given, "csv")
    return files | {"croissant.json": as_croissant(_study(given), of_study(given), files)}, {}


def _study(given: Study | Claims) -> Study:
    return given.study if isinstance(given, Claims) else given


def _head(study: Study) -> dict[str, object]:
    """What a data package says of itself."""
    settings = study.settings
    described: Mapping[str, object] = {
        "title": settings.title,
        "description": settings.description,
        "claimstats:cite": settings.cite,
        "licenses": [{"name": "-".join(settings.licence.split()), "title": settings.licence}]
        if settings.licence
        else [],
    }
    return {key: value for key, value in described.items() if value}


#: What makes the files of each format.
STUDY_FORMATS: Mapping[str, Callable[[Study | Claims], Made]] = {
    "csv": _csv,
    "parquet": _parquet,
    "excel": _excel,
    "claimreview": _claimreview,
    "plover": _plover,
    "croissant": _croissant,
}
