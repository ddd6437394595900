"""Shares: Wilson's interval."""

from __future__ import annotations

import math

from claimstats.estimates.interval import Estimate

__all__ = ["wilson"]


def wilson(successes: float, trials: float, *, level: float = 0.95) -> Estimate:
    """A share with Wilson's score interval, between 0 and 1.

    ``centre = (p + z²/2n) / (1 + z²/n)``, ``half = z/(1 + z²/n) · sqrt(p(1-p)/n + z²/4n²)``. With fractional credit it is
    conservative. It does not hold for trials that depend on each other: use the effective number of trials.

    Parameters
    ----------
    successes, trials
        Counts, or sums of credit.
    level
        Confidence level.

    Returns
    -------
    Estimate
        Missing where there are no trials.

    References
    ----------
    Wilson 1927, JASA 22:209; Newcombe 1998, Stat Med 17:857.

    Examples
    --------
    >>> found = wilson(81, 263)
    >>> round(found.low, 4), round(found.high, 4)
    (0.2553, 0.3662)
    """
    from scipy.special import ndtri

    if trials < 0 or not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is no share")
    if trials == 0:
        return Estimate(estimate=math.nan, low=math.nan, high=math.nan, level=level)
    z2 = float(ndtri(1 - (1 - level) / 2)) ** 2
    share = successes / trials
    centre = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    half = math.sqrt(z2 * (share * (1 - share) / trials + z2 / (4 * trials**2))) / (1 + z2 / trials)
    # At 0 and 1 the limits are 0 and 1 exactly; the formula leaves float dust.
    low = 0.0 if successes == 0 else max(centre - half, 0.0)
    high = 1.0 if successes == trials else min(centre + half, 1.0)
    return Estimate(estimate=share, low=low, high=high, level=level)
