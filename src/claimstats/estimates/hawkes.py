"""Occasions that set off others: the likelihood of a self-exciting process."""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["branching_ratio", "echo_half_life", "hawkes_log_likelihood"]


def hawkes_log_likelihood(times: Sequence[float], *, end: float, mu: float, alpha: float, beta: float) -> float:
    """The log-likelihood of moments in ``[0, end]`` under a self-exciting process, of any sign.

    With the intensity ``mu + alpha · sum exp(-beta (t - t_i))`` over the earlier moments:
    ``sum ln intensity(t_i) - mu·T - alpha/beta · sum(1 - exp(-beta (T - t_i)))``. The silence after the last one counts.
    It does not tell echo from a rate that drifts, and days without clock times are too coarse for it.

    Parameters
    ----------
    times
        Moments in any order, from 0 on.
    end
        The end of observation T.
    mu, alpha, beta
        The rate without echo (above 0), the jump at an event (0 or more), and how fast it fades (above 0).

    References
    ----------
    Hawkes 1971, Biometrika 58:83; Ozaki 1979, Ann Inst Stat Math 31:145.

    Examples
    --------
    >>> moments = [1.0, 1.4, 2.2, 2.3, 5.0, 5.1, 8.7]
    >>> round(hawkes_log_likelihood(moments, end=10, mu=0.5, alpha=0.8, beta=1.2), 6)
    -10.683218
    """
    if mu <= 0 or alpha < 0 or beta <= 0:
        raise ValueError(f"mu and beta are above 0 and alpha is 0 or more, not {mu}, {beta} and {alpha}")
    moments = sorted(times)
    if moments and not 0 <= moments[0] <= moments[-1] <= end:
        raise ValueError("moments lie between 0 and the end")
    found = -mu * end
    echo, before = 0.0, 0.0
    for place, moment in enumerate(moments):
        echo = math.exp(-beta * (moment - before)) * (1 + echo) if place else 0.0
        found += math.log(mu + alpha * echo) + alpha / beta * math.expm1(-beta * (end - moment))
        before = moment
    return found


def branching_ratio(*, alpha: float, beta: float) -> float:
    """How many occasions one sets off on average, 0 or more: ``alpha/beta``; below 1 it is the share of echo.

    It does not hold from 1 on: the process then has no end.

    Parameters
    ----------
    alpha, beta
        The jump at an event, and how fast it fades.

    References
    ----------
    Hawkes & Oakes 1974, J Appl Probab 11:493.

    Examples
    --------
    >>> round(branching_ratio(alpha=0.8, beta=1.2), 3)
    0.667
    """
    return alpha / beta


def echo_half_life(*, beta: float) -> float:
    """The time in which half of an echo fades, above 0: ``ln 2 / beta``.

    It does not say how long an echo lasts in all: it only fades.

    Parameters
    ----------
    beta
        How fast it fades, per unit of time.

    References
    ----------
    Hawkes 1971, Biometrika 58:83.

    Examples
    --------
    >>> round(echo_half_life(beta=1.2), 3)
    0.578
    """
    return math.log(2) / beta
