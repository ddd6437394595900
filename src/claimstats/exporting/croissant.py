"""A Croissant description (MLCommons, 1.0) of a study's CSV files: what tools that train and search models read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from claimstats.exporting.described import DescribedTable, Field
from claimstats.exporting.writing import json_bytes
from claimstats.study import Study

__all__ = ["as_croissant"]

CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "key": "cr:key",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "sc": "https://schema.org/",
    "source": "cr:source",
}

_TYPES = {"number": "sc:Float", "integer": "sc:Integer", "date": "sc:Date", "boolean": "sc:Boolean"}


def as_croissant(study: Study, tables: Iterable[DescribedTable], files: Mapping[str, bytes]) -> bytes:
    """Files with their hashes, tables with their columns, keys and references.

    Parameters
    ----------
    study
        What it is of.
    tables, files
        The tables, and the CSV file of each by name.
    """
    given = list(tables)
    settings = study.settings
    described = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": settings.id,
        "description": settings.description or settings.title,
        "license": settings.licence,
        "citeAs": settings.cite,
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": f"{table.name}.csv",
                "name": f"{table.name}.csv",
                "contentUrl": f"{table.name}.csv",
                "contentSize": f"{len(files[f'{table.name}.csv'])} B",
                "encodingFormat": "text/csv",
                "sha256": hashlib.sha256(files[f"{table.name}.csv"]).hexdigest(),
            }
            for table in given
        ],
        "recordSet": [_record_set(table) for table in given],
    }
    return json_bytes({name: value for name, value in described.items() if value})


def _record_set(table: DescribedTable) -> dict[str, object]:
    """One table."""
    found: dict[str, object] = {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.words,
    }
    if table.key:
        found["key"] = [{"@id": f"{table.name}/{name}"} for name in table.key]
    targets = {column: f"{target}/{key}" for column, target, key in table.references}
    return found | {"field": [_field(table.name, field, targets.get(field.name, "")) for field in table.fields]}


def _field(table: str, field: Field, target: str) -> dict[str, object]:
    """One column."""
    return {
        "@type": "cr:Field",
        "@id": f"{table}/{field.name}",
        "name": field.name,
        "description": field.words,
        "dataType": _TYPES.get(field.type, "sc:Text"),
        "source": {"fileObject": {"@id": f"{table}.csv"}, "extract": {"column": field.name}},
        **({"references": {"field": {"@id": target}}} if target else {}),
    }
