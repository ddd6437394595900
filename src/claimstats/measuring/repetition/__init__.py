"""Repetition: how often claims are voiced, by whom, since when, and in which rhythm."""

from claimstats.measuring.repetition.measure import measure_repetition

__all__ = ["measure_repetition"]
