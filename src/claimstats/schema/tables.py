"""Every table of a study, by name: the one place."""

from __future__ import annotations

from claimstats.schema.columns import TableSchema
from claimstats.schema.grouped import DECISIONS, LEDGER, LINKS
from claimstats.schema.lists import (
    ACTORS,
    CLAIMS,
    CODINGS,
    COVERAGE,
    EXPECTATIONS,
    FAMILIES,
    FRAMES,
    OFFICES,
    SOURCES,
    STREAMS,
)  # fmt: skip
from claimstats.schema.records import INCIDENTS, STATEMENTS

__all__ = ["TABLES"]

#: Every table by name, in the order in which a study is read and written.
TABLES: dict[str, TableSchema] = {
    table.name: table
    for table in (
        STATEMENTS, INCIDENTS, CLAIMS, EXPECTATIONS, ACTORS, OFFICES,
        SOURCES, FRAMES, FAMILIES, STREAMS, COVERAGE, CODINGS, DECISIONS, LINKS, LEDGER,
    )
}  # fmt: skip
