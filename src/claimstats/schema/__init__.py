"""What the tables of a study look like, and which cells break the rules."""

from claimstats.schema.checking import (
    PATTERNS,
    broken_values,
    check_references,
    check_table,
    nearest,
    problems_frame,
)
from claimstats.schema.columns import Column, Kind, TableSchema
from claimstats.schema.formulas import ESCAPED, plain_text, quoting, safe_csv, safe_text
from claimstats.schema.lists import CLAIM_TYPES, OUTCOMES
from claimstats.schema.records import STANCES
from claimstats.schema.tables import TABLES

__all__ = [
    "CLAIM_TYPES",
    "ESCAPED",
    "OUTCOMES",
    "PATTERNS",
    "STANCES",
    "TABLES",
    "Column",
    "Kind",
    "TableSchema",
    "broken_values",
    "check_references",
    "check_table",
    "nearest",
    "plain_text",
    "problems_frame",
    "quoting",
    "safe_csv",
    "safe_text",
]
