"""Measuring: agreement, association, coverage, repetition, and the gap between claim and action."""

from claimstats.measuring import recipes
from claimstats.measuring.agreement import measure_agreement
from claimstats.measuring.association import measure_association
from claimstats.measuring.coverage import measure_coverage
from claimstats.measuring.freezing import Frozen, freeze, read_frozen
from claimstats.measuring.gaps import measure_gaps
from claimstats.measuring.repetition import measure_repetition

__all__ = [
    "Frozen",
    "freeze",
    "measure_agreement",
    "measure_association",
    "measure_coverage",
    "measure_gaps",
    "measure_repetition",
    "read_frozen",
    "recipes",
]
