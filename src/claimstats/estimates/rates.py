"""Rates of rare occasions: exact Poisson intervals."""

from __future__ import annotations

import math

from claimstats.estimates.interval import Estimate

__all__ = ["garwood", "mid_p", "poisson_rate"]


def garwood(count: int, *, level: float = 0.95) -> tuple[float, float]:
    """The exact central interval for the mean of a Poisson count.

    ``L = chi2.ppf(a/2, 2k)/2`` (0 where k = 0), ``U = chi2.ppf(1-a/2, 2k+2)/2`` with ``a = 1 - level``; half of
    ``chi2.ppf(q, 2k)`` is the inverse of the regularised incomplete gamma function at k.
    It does not hold for counts that come in bursts: check the dispersion first.

    Parameters
    ----------
    count
        Occasions seen, 0 or more.
    level
        Confidence level.

    References
    ----------
    Garwood 1936, Biometrika 28:437.

    Examples
    --------
    >>> [round(limit, 3) for limit in garwood(3)]
    [0.619, 8.767]
    """
    # scipy.stats.chi2.ppf is this function, behind an import that costs a report a second.
    from scipy.special import gammaincinv

    if count < 0 or count != int(count):
        raise ValueError(f"a count is a whole number of 0 or more, not {count}")
    tail = (1 - level) / 2
    low = 0.0 if count == 0 else float(gammaincinv(count, tail))
    return low, float(gammaincinv(count + 1, 1 - tail))


def mid_p(count: int, *, level: float = 0.95) -> tuple[float, float]:
    """The mid-P interval for the mean of a Poisson count: shorter than Garwood's, and no longer exact.

    The limits solve ``P(X > k) + P(X = k)/2 = a/2`` (0 where k = 0) and ``P(X < k) + P(X = k)/2 = a/2``,
    with ``a = 1 - level``.
    It keeps the level on average over means only; for single means it may fall a little short of it.

    Parameters
    ----------
    count
        Occasions seen, 0 or more.
    level
        Confidence level.

    References
    ----------
    Lancaster 1961, JASA 56:223; Cohen & Yang 1994, Stat Med 13:1597.

    Examples
    --------
    >>> [round(limit, 4) for limit in mid_p(3)]
    [0.7631, 8.1645]
    """
    # statsmodels' "midp-c" gives the upper limit twice where k = 0.
    from scipy.optimize import brentq
    from scipy.special import gammainc, gammaincc

    low, high = garwood(count, level=level)
    tail = (1 - level) / 2

    def above(mean: float) -> float:
        return float(gammainc(count, mean) + gammainc(count + 1, mean)) / 2 - tail

    def below(mean: float) -> float:
        fewer = float(gammaincc(count, mean)) if count else 0.0
        return (fewer + float(gammaincc(count + 1, mean))) / 2 - tail

    # Both roots lie between Garwood's limits; the margins spare the search the float dust at the ends.
    begin, end = low * 0.999, high * 1.001
    first = 0.0 if count == 0 else float(brentq(above, begin, end, xtol=1e-12 * high, rtol=1e-14))
    return first, float(brentq(below, begin, end, xtol=1e-12 * high, rtol=1e-14))


def poisson_rate(count: int, exposure: float, *, per: float = 30.0, level: float = 0.95) -> Estimate:
    """Occasions per so many days (or texts), with Garwood's interval.

    Parameters
    ----------
    count, exposure
        Occasions, and the days (or texts) in which they were looked for.
    per
        The unit: 30 gives occasions per 30 days.
    level
        Confidence level.

    Returns
    -------
    Estimate
        Missing where the exposure is 0.

    Raises
    ------
    ValueError
        If occasions were seen in no exposure: the data contradict themselves.
    """
    if exposure < 0:
        raise ValueError(f"an exposure is 0 or more, not {exposure}")
    if exposure == 0:
        if count:
            raise ValueError(f"{count} occasions in an exposure of 0: the data contradict themselves")
        return Estimate(estimate=math.nan, low=math.nan, high=math.nan, level=level)
    low, high = garwood(count, level=level)
    return Estimate(estimate=count / exposure * per, low=low / exposure * per, high=high / exposure * per, level=level)
