"""Results as files: CSV with a data package, Parquet, a workbook, and where every number comes from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from claimstats.errors import UsageError
from claimstats.exporting.described import DescribedTable, of_result
from claimstats.exporting.packages import as_package
from claimstats.exporting.workbooks import as_workbook
from claimstats.exporting.writing import json_bytes, origin, write_files
from claimstats.provenance import library_versions
from claimstats.results import Result
from claimstats.schema import nearest

__all__ = ["FORMATS", "choose_format", "export"]

#: The formats in which a result can be written.
FORMATS = ("csv", "parquet", "excel")


def export(
    results: Result | Iterable[Result], *, to: str | Path, formats: Iterable[str] = ("csv",), further: bool = True
) -> list[Path]:
    """Every table of the results as files, with ``provenance.json``.

    Text that a spreadsheet would take for a formula gets an apostrophe before it, and `read_tables` takes it away. All
    files are made before the first is put in its place, so that a failure leaves the folder as it was.

    Parameters
    ----------
    results
        One result or several.
    to
        A folder; made if it is not there. Files of the same names are replaced, others left alone.
    formats
        ``csv`` (with ``datapackage.json``, Frictionless v2), ``parquet``, ``excel`` (one workbook, ``tables.xlsx``, with a
        sheet that says what every column means).
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
        If there are no results, two would have the same file name, or a format is not known.

    Examples
    --------
    >>> import tempfile
    >>> import claimstats as cs
    >>> gaps = cs.measure_gaps(cs.group_claims(cs.load("data/demo")))
    >>> [path.name for path in cs.export(gaps, to=tempfile.mkdtemp())][:2]
    ['datapackage.json', 'gaps.csv']
    """
    given = [results] if isinstance(results, Result) else list(results)
    if not given:
        raise UsageError("there is nothing to export; give at least one result")
    wanted = [choose_format(name, FORMATS) for name in ([formats] if isinstance(formats, str) else formats)]
    if not wanted:
        raise UsageError(f"there is no format to write; known are {', '.join(FORMATS)}")
    names = _names(given)
    tables: list[DescribedTable] = []
    for result, name in zip(given, names, strict=True):
        tables += of_result(result, name=name, further=further)
    files: dict[str, bytes] = {}
    if tabular := [name for name in wanted if name != "excel"]:
        files |= as_package(tables, name="claimstats-tables", formats=tabular)
    if "excel" in wanted:
        files["tables.xlsx"] = as_workbook(tables, about=_about(given, names))
    files["provenance.json"] = json_bytes(
        {
            "results": [
                {"result": name, **origin(result.provenance, params=result.params)}
                for result, name in zip(given, names, strict=True)
            ],
            "library_versions": library_versions(),
        }
    )
    return write_files(files, Path(to))


def choose_format(name: str, known: Iterable[str]) -> str:
    """The name of a format, or a refusal that lists those that exist.

    Parameters
    ----------
    name, known
        What is asked for, and what there is.
    """
    listed = list(known)
    if name in listed:
        return name
    near = nearest(str(name), listed)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise UsageError(f"there is no format {name!r}; known are {', '.join(listed)}{hint}")


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


def _about(results: list[Result], names: list[str]) -> dict[str, object]:
    """What the workbook's tables are of: the parameters of each result and the versions that made them."""
    found: dict[str, object] = {}
    for result, name in zip(results, names, strict=True):
        described = origin(result.provenance, params=result.params)
        found |= {f"{name}: {key}": value for key, value in dict(described["parameters"]).items()}  # type: ignore[call-overload]
    return found | {f"version of {library}": number for library, number in library_versions().items()}
