"""Exporting: results as files that other tools read."""

from claimstats.exporting.tables import export

__all__ = ["export"]
