"""Grouping and suggesting: which statements voice the same claim."""

from claimstats.matching.grouping import group_claims
from claimstats.matching.recording import record_grouping
from claimstats.matching.suggesting import suggest_claims

__all__ = ["group_claims", "record_grouping", "suggest_claims"]
