"""Association: whether words and deeds come close together in time, and in which order."""

from claimstats.measuring.association.measure import measure_association

__all__ = ["measure_association"]
