"""Intervals for counts that scatter more than a Poisson law."""

from __future__ import annotations

import math

from claimstats.estimates.interval import Estimate

__all__ = ["cautious_index", "quasi_poisson", "scaled_garwood"]


def cautious_index(index: float, degrees: float) -> float:
    """The index of dispersion that the true one exceeds in a quarter of such cases, at least 1.

    ``index · df / chi2(0.25; df)``: with 12 degrees of freedom 1.42 times the index, with 96 times 1.10. An interval made
    with the index itself is too narrow, since a quarter of weeks often scatters less than the process that makes them.

    Parameters
    ----------
    index
        The index of dispersion, 0 or more.
    degrees
        Degrees of freedom that it rests on, above 0.

    Raises
    ------
    ValueError
        If the index is below 0, or there are no degrees of freedom.

    Examples
    --------
    >>> round(cautious_index(2.0, 12), 2), cautious_index(0.5, 12)
    (2.84, 1.0)
    """
    from scipy.special import chdtri

    if not index >= 0 or not degrees > 0:
        raise ValueError(f"an index of {index} with {degrees} degrees of freedom: they are at least 0, and above 0")
    # chdtri is the inverse of the upper tail.
    return max(index * degrees / float(chdtri(degrees, 0.75)), 1.0)


def quasi_poisson(count: float, index: float, *, level: float = 0.95) -> Estimate:
    """A count with the interval that its scatter asks for, above 0.

    ``k · exp(± z · sqrt(index/k))``. It does not hold for an index taken from fewer than eight sub-periods.

    Parameters
    ----------
    count
        Occasions in all sub-periods together.
    index
        The index of dispersion of the sub-periods.
    level
        Confidence level.

    Returns
    -------
    Estimate
        Its ends are missing where nothing was counted or the index is missing.

    References
    ----------
    McCullagh & Nelder 1989, Generalized Linear Models, section 6.2.

    Examples
    --------
    >>> found = quasi_poisson(25, 2.64)
    >>> round(found.low, 1), round(found.high, 1)
    (13.2, 47.3)
    """
    from scipy.special import ndtri

    if count < 0 or index < 0:
        raise ValueError(f"a count and an index of dispersion are 0 or more, not {count} and {index}")
    if count == 0 or math.isnan(index):
        return Estimate(estimate=float(count), low=math.nan, high=math.nan, level=level)
    factor = math.exp(float(ndtri(1 - (1 - level) / 2)) * math.sqrt(index / count))
    return Estimate(estimate=float(count), low=count / factor, high=count * factor, level=level)


def scaled_garwood(count: int, index: float, *, level: float = 0.95) -> Estimate:
    """A count with Garwood's limits as if it were that many clumps of the size of the index; 0 or more.

    ``L = phi chi2(a/2; 2k/phi)/2`` and ``U = phi chi2(1-a/2; 2k/phi + 2)/2``: exact for an index of 1, and an interval for
    a count of 0 too. It rests on the index being known well: pool it over as many weeks as there are.

    Parameters
    ----------
    count
        Occasions, 0 or more.
    index
        The index of dispersion, at least 1.
    level
        Confidence level.

    Returns
    -------
    Estimate
        Its coverage is simulated in ``benchmarks/calibration.py``.

    Raises
    ------
    ValueError
        If the count is below 0, or the index below 1.

    Examples
    --------
    >>> found = scaled_garwood(25, 2.64)
    >>> round(found.low, 1), round(found.high, 1)
    (11.7, 46.7)
    """
    from scipy.special import chdtri

    if count < 0 or not index >= 1:
        raise ValueError(f"a count of {count} with an index of {index}: they are at least 0, and at least 1")
    tail, clumps = (1 - level) / 2, 2 * count / index
    # chdtri is the inverse of the upper tail.
    low = index * float(chdtri(clumps, 1 - tail)) / 2 if count else 0.0
    return Estimate(estimate=float(count), low=low, high=index * float(chdtri(clumps + 2, tail)) / 2, level=level)
