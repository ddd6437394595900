"""Exporting: results and studies as files that other tools read, and back."""

from claimstats.exporting.reading import read_tables
from claimstats.exporting.results import FORMATS, choose_format, export
from claimstats.exporting.rows import write_rows
from claimstats.exporting.studies import STUDY_FORMATS, export_study

__all__ = [
    "FORMATS",
    "STUDY_FORMATS",
    "choose_format",
    "export",
    "export_study",
    "read_tables",
    "write_rows",
]
