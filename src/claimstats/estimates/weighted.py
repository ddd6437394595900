"""Counts of which some weigh less than others: Fay and Feuer's interval."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from claimstats.estimates.interval import Estimate

__all__ = ["fay_feuer"]


def fay_feuer(counts: Sequence[float], weights: Sequence[float], *, level: float = 0.95) -> Estimate:
    """A weighted sum of Poisson counts, 0 or more, with the gamma interval of Fay and Feuer.

    With ``y = sum w·x``, ``v = sum w²·x``, ``W = max w`` and ``a = 1 - level``: ``L`` is the a/2 quantile of a gamma
    variable with shape ``y²/v`` and scale ``v/y`` (0 where y = 0), ``U`` the 1 - a/2 quantile with shape
    ``(y+W)²/(v+W²)`` and scale ``(v+W²)/(y+W)``. With one weight of 1 it is Garwood's interval.
    It does not hold for weights that are guesses: it takes them as known. Strata printed apart say more.

    Parameters
    ----------
    counts, weights
        Occasions of each stratum, and what one of them weighs.
    level
        Confidence level.

    Returns
    -------
    Estimate
        Missing where there is no stratum, or none has a weight above 0.

    References
    ----------
    Fay & Feuer 1997, Stat Med 16:791.

    Examples
    --------
    >>> found = fay_feuer([10, 6, 8], [1, 0.5, 0.25])
    >>> found.estimate, round(found.low, 3), round(found.high, 3)
    (15.0, 8.997, 23.802)
    """
    from scipy.special import gammaincinv

    seen, weight = np.asarray(counts, dtype=float), np.asarray(weights, dtype=float)
    if seen.shape != weight.shape or np.any(seen < 0) or np.any(weight < 0):
        raise ValueError("counts and weights come in pairs of numbers of 0 or more")
    if not weight.any():
        return Estimate(estimate=math.nan, low=math.nan, high=math.nan, level=level)
    largest = float(weight.max())
    # In units of the largest weight, so that small weights lose no digits when squared.
    share = weight / largest
    total, spread = float(share @ seen), float(share**2 @ seen)
    tail = (1 - level) / 2
    low = 0.0 if total == 0 else float(gammaincinv(total**2 / spread, tail)) * spread / total
    shape, scale = (total + 1) ** 2 / (spread + 1), (spread + 1) / (total + 1)
    high = float(gammaincinv(shape, 1 - tail)) * scale
    return Estimate(estimate=total * largest, low=low * largest, high=high * largest, level=level)
