"""Exporting: results as files that other tools read."""

from claimstats.exporting.tables import export, safe_csv

__all__ = ["export", "safe_csv"]
