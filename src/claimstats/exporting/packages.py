"""CSV files and the Frictionless data package (v2) that describes them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd

from claimstats.exporting.described import DescribedTable, Field
from claimstats.exporting.writing import json_bytes
from claimstats.schema import ESCAPED, safe_csv

__all__ = ["PROFILE", "as_package"]

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def as_package(
    tables: Iterable[DescribedTable],
    *,
    name: str,
    formats: Iterable[str] = ("csv",),
    more: Mapping[str, object] | None = None,
) -> dict[str, bytes]:
    """Every table as CSV or Parquet, and ``datapackage.json``.

    Parameters
    ----------
    tables
        What to write.
    name, more
        The package's name, and further properties of it.
    formats
        ``csv``, ``parquet`` or both; the data package then lists the CSV files.

    Returns
    -------
    dict of str to bytes
        Content by file name.
    """
    files: dict[str, bytes] = {}
    resources = []
    wanted = sorted(formats)
    for table in tables:
        made = {kind: _MAKERS[kind][1](table) for kind in wanted}
        files |= {f"{table.name}.{kind}": content for kind, content in made.items()}
        resources.append(_resource(table, wanted[0], made[wanted[0]]))
    package = {"$schema": PROFILE, "name": name, **(more or {}), ESCAPED: "apostrophe", "resources": resources}
    files["datapackage.json"] = json_bytes(package)
    return files


def as_csv(table: DescribedTable) -> bytes:
    """UTF-8, LF, numbers in full, no cell that a spreadsheet would take for a formula.

    Parameters
    ----------
    table
        What to write.
    """
    columns = {field.name: _cells(table.frame[field.name], field) for field in table.fields}
    return safe_csv(pd.DataFrame(columns))


def _cells(cells: pd.Series, field: Field) -> pd.Series:
    """One column as it is written."""
    token = field.missing[0][0] if field.missing else ""
    if cells.dtype.kind == "f":
        infinite = np.isinf(cells.to_numpy(dtype="float64", na_value=np.nan))
        if not infinite.any():
            return cells
        shown = cells.map(lambda number: "" if pd.isna(number) else repr(float(number)))
        return shown.mask(infinite & (cells > 0), "INF").mask(infinite & (cells < 0), "-INF")
    if cells.dtype.kind in "iub":
        return cells
    return cells.astype("object").where(cells.notna(), token)


def as_parquet(table: DescribedTable) -> bytes:
    """One table as Parquet; what each column means is in its metadata.

    Parameters
    ----------
    table
        What to write.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrow = pa.Table.from_pandas(table.frame, preserve_index=False)
    described = [
        column.with_metadata({"description": field.words} if field.words else None)
        for column, field in zip(arrow.schema, table.fields, strict=True)
    ]
    buffer = io.BytesIO()
    pq.write_table(arrow.cast(pa.schema(described, metadata=arrow.schema.metadata)), buffer)
    return buffer.getvalue()


#: By file name extension: the media type, and what makes the file.
_MAKERS: Mapping[str, tuple[str, Callable[[DescribedTable], bytes]]] = {
    "csv": ("text/csv", as_csv),
    "parquet": ("application/vnd.apache.parquet", as_parquet),
}


def _resource(table: DescribedTable, kind: str, content: bytes) -> dict[str, object]:
    """One table as the data package describes it."""
    schema: dict[str, object] = {"fields": [_described(field) for field in table.fields], "missingValues": []}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.references:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": "" if target == table.name else target, "fields": [key]}}
            for column, target, key in table.references
        ]
    return {
        "name": table.name.replace("_", "-"),
        **({"description": table.words} if table.words else {}),
        "path": f"{table.name}.{kind}",
        "type": "table",
        "format": kind,
        "mediatype": _MAKERS[kind][0],
        **({"encoding": "utf-8"} if kind == "csv" else {}),
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def _described(field: Field) -> dict[str, object]:
    """One column as the data package describes it."""
    return {
        "name": field.name,
        "type": field.type,
        **({"description": field.words} if field.words else {}),
        "missingValues": [{"value": value, "label": label} for value, label in field.missing],
        **field.rules,
    }
