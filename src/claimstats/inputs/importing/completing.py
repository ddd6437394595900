"""The list rows that imported rows refer to and that nobody gave: named by their id alone, and said so."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pyarrow as pa

from claimstats.inputs.importing.gathering import Gathering
from claimstats.inputs.importing.packed import Packed
from claimstats.inputs.importing.settling import Settled
from claimstats.schema import TABLES
from claimstats.schema.checking import split_values

__all__ = ["complete"]


def complete(settled: Settled, gathering: Gathering, *, standing: Callable[[str], frozenset[str]]) -> dict[str, Packed]:
    """The settled tables, with a row for each actor, source, claim ... that a row names and no table has.

    A statement that copies one which is not there stands for itself: its ``reprint_of`` is emptied, and told.

    Parameters
    ----------
    settled
        Tables that break no rule of a cell.
    gathering
        Where notes and changes are added.
    standing
        What gives the ids that the study has already in a table.
    """
    tables = dict(settled.tables)
    wanted: dict[str, set[str]] = {}
    for name in tuple(tables):
        for column in TABLES[name].columns:
            if column.refers_to == name and column.name in tables[name].columns:
                tables[name] = _own_references(tables[name], column.name, settled, gathering, name, standing)
            elif column.refers_to and column.name in tables[name].columns:
                wanted.setdefault(column.refers_to, set()).update(_named(tables[name], column.name, many=column.many))
    for name, ids in wanted.items():
        key = TABLES[name].key[0]
        given = tables.get(name)
        missing = sorted(ids - set(given.texts(key) if given else ()) - standing(name))
        if missing:
            tables[name] = _with_rows(given, name, missing)
            count = f"{len(missing):,} {name} are" if len(missing) > 1 else f"1 of the {name} is"
            gathering.note(f"{count} named by id alone: the file says no more (first: {missing[0]!r})")
    return tables


def _named(table: Packed, name: str, *, many: bool) -> set[str]:
    """The ids that a column names."""
    texts = table.texts(name)
    parts = (text.split(";") if many else [text] for text in texts)
    return {part.strip() for group in parts for part in group if part.strip()}


def _with_rows(given: Packed | None, name: str, ids: list[str]) -> Packed:
    """A list with further rows, each with its id where a name is required."""
    schema = TABLES[name]
    further = pd.DataFrame({column.name: ids if column.required else column.default for column in schema.columns})
    further = further.astype("str")
    whole = pd.concat([given.frame(schema.names), further], ignore_index=True) if given is not None else further
    return Packed.of_frame(whole.sort_values(schema.key[0], kind="stable").reset_index(drop=True))


def _own_references(
    table: Packed,
    column: str,
    settled: Settled,
    gathering: Gathering,
    name: str,
    standing: Callable[[str], frozenset[str]],
) -> Packed:
    """References from row to row, led to the row that took a merged one in; emptied where there is none."""
    key = TABLES[name].key[0]
    known = set(table.texts(key)) | standing(name)
    moved: dict[str, str] = {}
    if name in settled.merged and "merged_into" in settled.merged[name].columns:
        parts = settled.merged[name]
        moved = dict(zip(parts.values(key), parts.values("merged_into"), strict=True))
    many = TABLES[name][column].many
    own = table.values(key)
    cells = table.values(column)
    after = []
    for mine, cell in zip(own, cells, strict=True):
        named = [moved.get(part, part) for part in (split_values(cell) if many else [cell])]
        after.append(";".join(part for part in named if part and part != mine and part in known))
    lost = [place for place, (cell, new) in enumerate(zip(cells, after, strict=True)) if cell and not new]
    for place in lost:
        rule = f"the file has no row {cells[place]!r} to copy"
        gathering.change(column=column, rule=rule, before=cells[place], after="", row=int(table.rows[place]))
    return table.with_column(column, pa.array(after, pa.large_string()))
