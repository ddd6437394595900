"""The data package of an edition: its inputs and tables, each column described, and a version by the rule for data."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from claimstats.numbering import NUMBER_COLUMNS, NUMBERS_FILE, UNIT_COLUMNS, UNITS_FILE
from claimstats.reporting.differing import CHANGE_COLUMNS
from claimstats.reporting.layout import CHANGES, PACKAGE, STUDY, TABLES, Edition
from claimstats.reporting.manifest import Origin, hash_bytes
from claimstats.reporting.meta import ReportMeta
from claimstats.schema import TABLES as SCHEMAS

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
FIRST_VERSION = "1.0.0"

_OWN_WORDS: Mapping[str, Mapping[str, str]] = {
    f"{TABLES}/{NUMBERS_FILE}": NUMBER_COLUMNS, f"{TABLES}/{UNITS_FILE}": UNIT_COLUMNS, CHANGES: CHANGE_COLUMNS,
}  # fmt: skip
_NUMBERS = frozenset([(f"{TABLES}/{NUMBERS_FILE}", "value"), (f"{TABLES}/{UNITS_FILE}", "share")])


def describe_package(
    outputs: Mapping[str, bytes], *, origin: Origin, meta: ReportMeta, study: Path, version: str, licence: str
) -> bytes:
    """Return ``datapackage.json`` (Frictionless v2) of an edition.

    Parameters
    ----------
    outputs
        The files that were made.
    origin, meta, study
        As the edition has them.
    version
        From `next_version`.
    licence
        The licence of the data, as the study names it.
    """
    described = _described_tables(outputs)
    resources = [_input(file.path, study / file.path) for file in origin.inputs if file.path.endswith(".csv")]
    resources += [
        _resource(path, data, described.get(path) or _fields(path, data))
        for path, data in sorted(outputs.items())
        if path.endswith(".csv")
    ]
    package: dict[str, object] = {
        "$schema": PROFILE,
        "name": "".join(c if c.isalnum() or c in ".-_" else "-" for c in f"{meta.study_id}-{meta.place}".lower()),
        "title": f"{meta.title}, {meta.period or meta.about}",
        "version": version,
        **({"licenses": [{"name": licence}]} if licence else {}),
        "resources": resources,
    }
    return f"{json.dumps(package, ensure_ascii=False, indent=2)}\n".encode()


def next_version(before: Edition | None, *, changes: pd.DataFrame | None, outputs: Mapping[str, bytes]) -> str:
    """Return the version of the data: columns changed, the first number; rows added, the second; anything else, the third.

    Parameters
    ----------
    before
        The edition before.
    changes
        What changed in the rows since.
    outputs
        The files that were made.
    """
    if before is None or changes is None:
        return FIRST_VERSION
    path = before.folder / PACKAGE
    known = json.loads(path.read_bytes()) if path.is_file() else {}
    major, minor, patch = map(int, str(known.get("version", FIRST_VERSION)).split("."))
    columns = changes["target"].isin(["column"]) | ((changes["target"] == "file") & (changes["action"] == "delete"))
    if columns.any() or _other_columns(before, outputs):
        return f"{major + 1}.0.0"
    added = changes["target"].isin(["row", "file"]) & (changes["action"] == "add")
    return f"{major}.{minor + 1}.0" if added.any() else f"{major}.{minor}.{patch + 1}"


def _other_columns(before: Edition, outputs: Mapping[str, bytes]) -> bool:
    """Say whether a table that both editions have has other columns, or the same in another order."""
    for path, data in outputs.items():
        old = before.folder / path
        if path.endswith(".csv") and old.is_file() and _header(old.read_bytes()) != _header(data):
            return True
    return False


def _header(data: bytes) -> list[str]:
    text = data.decode("utf-8-sig")
    first = text.lstrip().split("\n", 1)[0]
    return next(csv.reader(io.StringIO(first), delimiter=_separator(first)), [])


def _separator(line: str) -> str:
    return max(",;\t", key=line.count)


def _described_tables(outputs: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    """The schemas that the notebook's own data package gives, by path in the edition."""
    package = outputs.get(f"{TABLES}/{PACKAGE}")
    resources = json.loads(package).get("resources", []) if package else []
    return {f"{TABLES}/{resource['path']}": dict(resource["schema"]) for resource in resources if "schema" in resource}


def _fields(path: str, data: bytes) -> dict[str, Any]:
    words = _OWN_WORDS.get(path, {})
    fields = [
        {"name": name, "type": "number" if (path, name) in _NUMBERS else "string"}
        | ({"description": words[name]} if name in words else {})
        for name in _header(data)
    ]
    return {"fields": fields, "missingValues": [""]}


def _input(path: str, file: Path) -> dict[str, Any]:
    """One input as it lies there: text, whatever it means; the study's own rules read it."""
    data, schema = file.read_bytes(), SCHEMAS.get(Path(path).stem)
    words = {column.name: column.words for column in schema.columns} if schema else {}
    fields = [
        {"name": name, "type": "string"} | ({"description": words[name]} if name in words else {})
        for name in _header(data)
    ]
    described: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if schema is not None and schema.key:
        described["primaryKey"] = list(schema.key)
    resource = _resource(f"{STUDY}/{path}", data, described)
    separator = _separator(data.decode("utf-8-sig").lstrip().split("\n", 1)[0])
    return resource | ({"dialect": {"delimiter": separator}} if separator != "," else {})


def _resource(path: str, data: bytes, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": path.removesuffix(".csv").replace("/", "-").replace("_", "-").lower(),
        "path": path,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hash_bytes(data)}",
        "schema": schema,
    }
