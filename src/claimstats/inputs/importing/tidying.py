"""Text as a study holds it: dates as EDTF, Unicode in one form, no white space at the ends, addresses alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from claimstats.inputs.importing.cells import joined
from claimstats.inputs.importing.gathering import Gathering
from claimstats.inputs.importing.packed import Packed
from claimstats.schema import Column, Kind, TableSchema

__all__ = ["tidy"]

#: Text that may begin or end with what Python calls white space.
_EDGED = r"^[\s\pZ\x0b\x1c-\x1f\x85]|[\s\pZ\x0b\x1c-\x1f\x85]$"


def tidy(table: Packed, schema: TableSchema, gathering: Gathering) -> Packed:
    """The same rows with their cells as a study holds them; only what alters an address is told.

    Parameters
    ----------
    table, schema
        Rows as they were read, and what they should be.
    gathering
        What waits for all texts of a column, and where changes are added.
    """
    for column in tuple(table.columns):
        if (schema.name, column) in gathering.later:
            table = table.mapped(column, partial(_all_at_once, change=gathering.later[schema.name, column]))
    return _with_plain_schemes(_tidied(table, schema), schema, gathering)


def _all_at_once(texts: pa.Array, *, change: Callable[[Sequence[str]], list[str]]) -> pa.Array:
    """All different texts of a column, changed together."""
    return pa.array(change(texts.to_pylist()), pa.large_string())


def _tidied(table: Packed, schema: TableSchema) -> Packed:
    """Text as a study holds it: Unicode NFC, no white space at its ends, choices in lower case, defaults filled in."""
    for name in tuple(table.columns):
        column = schema[name]

        def tidy(texts: pa.Array, column: Column = column) -> pa.Array:
            clean = texts
            if not pc.all(pc.string_is_ascii(clean)).as_py():
                clean = pc.utf8_normalize(clean, form="NFC")
            edged = pc.match_substring_regex(clean, _EDGED)
            if pc.any(edged).as_py():
                stripped = [text.strip() for text in clean.filter(edged).to_pylist()]
                clean = pc.replace_with_mask(clean, edged, pa.array(stripped, pa.large_string()))
            if column.choices or column.kind is Kind.YES_NO:
                clean = pc.utf8_lower(clean)
            if column.default:
                clean = pc.if_else(pc.equal(clean, ""), column.default, clean)
            return clean

        table = table.mapped(name, tidy)
    return table


def _with_plain_schemes(table: Packed, schema: TableSchema, gathering: Gathering) -> Packed:
    """Addresses with `http` in small letters, as addresses are compared; what was changed is told."""
    for column in schema.columns:
        if column.kind is not Kind.URL or column.name not in table.columns:
            continue
        texts = table.columns[column.name].dictionary
        loud = pc.and_(
            pc.match_substring_regex(texts, r"^(?i:https?)://"),
            pc.invert(pc.match_substring_regex(texts, r"^https?://")),
        )
        if not pc.any(loud).as_py():
            continue
        plain = pc.if_else(
            loud, joined(pc.utf8_lower(pc.utf8_slice_codeunits(texts, 0, 5)), pc.utf8_slice_codeunits(texts, 5)), texts
        )
        for before, after in zip(texts.filter(loud).to_pylist(), plain.filter(loud).to_pylist(), strict=True):
            places = table.rows[(table.values(column.name) == before).to_numpy()]
            if len(places):
                rule, first = "an address begins with http in small letters", int(places.min())
                gathering.change(column=column.name, rule=rule, before=before, after=after, row=first, rows=len(places))
        table = table.mapped(column.name, partial(_instead, after=plain))
    return table


def _instead(_: pa.Array, *, after: pa.Array) -> pa.Array:
    """Other texts in the place of those that are there."""
    return after
