"""What an observation, or its absence, weighs for or against a claim."""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["Evidence", "weight_of_evidence"]


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Decibans for the claim if the indicator is observed, and if it is absent; below 0 is against."""

    observed: float
    absent: float


def weight_of_evidence(*, if_true: float, if_false: float) -> Evidence:
    """How much an indicator moves the odds of a claim, in decibans (10 is tenfold odds), seen and not seen.

    ``10 log10(p1/p0)`` if observed, ``10 log10((1-p1)/(1-p0))`` if absent. It does not give the odds themselves, and
    indicators that depend on each other must not be summed.

    Parameters
    ----------
    if_true, if_false
        Chance of the indicator if the claim is true (p1), and if it is not (p0, the base rate).

    Returns
    -------
    Evidence
        Infinite where one chance is 0, missing where both are.

    References
    ----------
    Good 1985, Weight of evidence: a brief survey, Bayesian Statistics 2:249.

    Examples
    --------
    >>> found = weight_of_evidence(if_true=0.9, if_false=0.05)
    >>> round(found.observed, 2), round(found.absent, 2)
    (12.55, -9.78)
    """
    if any(chance < 0 or chance > 1 for chance in (if_true, if_false)):
        raise ValueError(f"{if_true} and {if_false}: a chance is between 0 and 1")
    return Evidence(observed=decibans(if_true, if_false), absent=decibans(1 - if_true, 1 - if_false))


def decibans(chance: float, other: float) -> float:
    """Ten times the decimal logarithm of the ratio of two chances."""
    if math.isnan(chance) or math.isnan(other) or (chance == 0 and other == 0):
        return math.nan
    if chance == 0 or other == 0:
        return math.inf if other == 0 else -math.inf
    return 10 * (math.log10(chance) - math.log10(other))
