"""Grouping: which statements voice the same claim."""

from claimstats.matching.grouping import group_claims

__all__ = ["group_claims"]
