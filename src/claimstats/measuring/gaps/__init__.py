"""Gaps: which of the deeds that claims lead one to expect are in the record, against what chance would give."""

from claimstats.measuring.gaps.measure import measure_gaps

__all__ = ["measure_gaps"]
