"""Grouping and suggesting: which statements voice the same claim."""

from claimstats.matching.grouping import group_claims
from claimstats.matching.recording import record_grouping
from claimstats.matching.suggesting import suggest_claims
from claimstats.matching.thresholds import measure_grouping

__all__ = ["group_claims", "measure_grouping", "record_grouping", "suggest_claims"]
