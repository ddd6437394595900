"""What the tables of a study look like, and which cells break the rules."""

from claimstats.schema.checking import check_references, check_table, nearest, problems_frame
from claimstats.schema.columns import Column, Kind, TableSchema
from claimstats.schema.lists import CLAIM_TYPES, OUTCOMES
from claimstats.schema.records import STANCES
from claimstats.schema.tables import TABLES

__all__ = [
    "CLAIM_TYPES",
    "OUTCOMES",
    "STANCES",
    "TABLES",
    "Column",
    "Kind",
    "TableSchema",
    "check_references",
    "check_table",
    "nearest",
    "problems_frame",
]
