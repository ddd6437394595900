"""Would it have happened anyway: the base rate of a window, and tests against it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "BaseRateTest",
    "SelfControlled",
    "base_rate_poisson",
    "base_rate_test",
    "poisson_binomial",
    "self_controlled_windows",
]


def base_rate_poisson(*, incidents: int, control_days: float, window_days: float, at_least: int = 1) -> float:
    """The chance that a window of so many days holds enough incidents, if they fell evenly; between 0 and 1.

    ``P(N >= k)`` for ``N ~ Poisson(incidents / control_days · window_days)``; for ``k = 1`` it is
    ``1 - exp(-lambda · w)``. It does not know that incidents come in bursts: prefer the share of real windows.

    Parameters
    ----------
    incidents, control_days
        Incidents, and the days in which they were looked for.
    window_days
        Length of the window in days, both ends counted.
    at_least
        How many incidents fulfil the expectation (``k``).

    Returns
    -------
    float
        Missing where there are no control days.

    Raises
    ------
    ValueError
        If a number is negative, or incidents were seen in no days.

    References
    ----------
    Method, section 3.6.

    Examples
    --------
    >>> round(base_rate_poisson(incidents=6, control_days=180, window_days=14), 4)
    0.3729
    """
    from scipy.special import gammainc

    if min(incidents, control_days, window_days, at_least) < 0:
        raise ValueError("incidents, days and the least number are 0 or more")
    if control_days == 0:
        if incidents:
            raise ValueError(f"{incidents} incidents in 0 days: the data contradict themselves")
        return math.nan
    # The upper tail of a Poisson count at k is the regularised incomplete gamma function at k.
    return 1.0 if at_least == 0 else float(gammainc(at_least, incidents / control_days * window_days))


def poisson_binomial(chances: Sequence[float]) -> NDArray[np.float64]:
    """The distribution of the number of successes in trials of unequal chances: the chance of 0, 1, ... n.

    By convolution, one trial at a time: ``f(k) <- f(k)(1-p) + f(k-1)p``. It does not hold for dependent trials.

    Parameters
    ----------
    chances
        The chance of each trial.

    References
    ----------
    Hong 2013, Comput Stat Data Anal 59:41.

    Examples
    --------
    >>> poisson_binomial([0.5, 0.5]).tolist()
    [0.25, 0.5, 0.25]
    """
    trials = np.asarray(chances, dtype=float)
    if np.any((trials < 0) | (trials > 1)):
        raise ValueError("a chance is between 0 and 1")
    shares = np.ones(1)
    for chance in trials:
        shares = np.append(shares * (1 - chance), 0.0) + np.append(0.0, shares * chance)
    return shares


@dataclass(frozen=True, kw_only=True)
class BaseRateTest:
    """How surprising the number of fulfilled pairs is: `p_greater`, and the whole distribution under the base rates."""

    observed: int
    expected: float
    p_greater: float
    distribution: tuple[float, ...]


def base_rate_test(base_rates: Sequence[float], *, observed: int) -> BaseRateTest:
    """The chance of at least so many fulfilled pairs, if each were fulfilled at its base rate.

    ``P(X >= observed)`` for X Poisson-binomial in the base rates. Valid only for windows that do not overlap and claims
    that do not depend on each other; it does not say how much more was fulfilled.

    Parameters
    ----------
    base_rates
        One base rate per pair, each between 0 and 1.
    observed
        How many pairs were fulfilled.

    Returns
    -------
    BaseRateTest
        The chance is missing without pairs, and where a base rate is missing.

    References
    ----------
    Hong 2013, Comput Stat Data Anal 59:41.

    Examples
    --------
    >>> round(base_rate_test([0.1, 0.2, 0.5], observed=2).p_greater, 4)
    0.15
    """
    shares = poisson_binomial(base_rates)
    if not 0 <= observed <= len(base_rates):
        raise ValueError(f"{observed} fulfilled of {len(base_rates)} pairs")
    return BaseRateTest(
        observed=observed,
        expected=float(np.sum(base_rates)) if len(base_rates) else math.nan,
        p_greater=min(float(shares[observed:].sum()), 1.0) if len(base_rates) else math.nan,
        distribution=tuple(shares.tolist()),
    )


@dataclass(frozen=True, kw_only=True)
class SelfControlled:
    """Anchors with a deed only after, or only before; the share of them that is after; and the exact p."""

    after_only: int
    before_only: int
    share_after: float
    p_two_sided: float


def self_controlled_windows(*, after_only: int, before_only: int) -> SelfControlled:
    """The window after the same anchors against the window before them: McNemar's exact test.

    ``p = min(1, 2 P(X <= min(a, b)))`` for ``X ~ Bin(a + b, 1/2)``, a and b the anchors where only one of both windows
    holds a deed. It does not hold where deeds lead to statements: the window before is then no control.

    Parameters
    ----------
    after_only, before_only
        Anchors with a deed in the window after and none before; and the reverse.

    Returns
    -------
    SelfControlled
        Missing share and p where no anchor tells the windows apart.

    References
    ----------
    McNemar 1947, Psychometrika 12:153.

    Examples
    --------
    >>> round(self_controlled_windows(after_only=7, before_only=1).p_two_sided, 4)
    0.0703
    """
    from scipy.special import bdtr

    if min(after_only, before_only) < 0:
        raise ValueError(f"{after_only} and {before_only} anchors: a count is 0 or more")
    telling = after_only + before_only
    p = min(1.0, 2 * float(bdtr(min(after_only, before_only), telling, 0.5))) if telling else math.nan
    return SelfControlled(
        after_only=after_only,
        before_only=before_only,
        share_after=after_only / telling if telling else math.nan,
        p_two_sided=p,
    )
