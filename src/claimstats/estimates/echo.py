"""Fit a self-exciting process to moments, and see whether it fits: how much of repetition is echo."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from claimstats.estimates.hawkes import branching_ratio, echo_half_life, hawkes_log_likelihood

__all__ = ["FEWEST_MOMENTS", "Echo", "fit_echo"]

#: Below so many moments the three numbers of the process cannot be told apart.
FEWEST_MOMENTS = 100


@dataclass(frozen=True, kw_only=True)
class Echo:
    """A fitted self-exciting process; ``p_fit`` is small where the moments do not follow it."""

    moments: int
    mu: float
    alpha: float
    beta: float
    branching: float
    half_life: float
    log_likelihood: float
    p_fit: float


def fit_echo(times: Sequence[float], *, end: float) -> Echo:
    """The self-exciting process under which the moments are likeliest; its branching ratio is 0 or more.

    Maximises `hawkes_log_likelihood` over mu, alpha and beta, from several starts. ``p_fit`` is Kolmogorov and Smirnov's
    for the rescaled gaps ``integral of the intensity between moments``, which follow an exponential law if the process is
    right. It does not tell echo from a rate that drifts.

    Parameters
    ----------
    times
        Moments in ``[0, end]``, in any order; with clock times, or spread within their day.
    end
        The end of observation.

    Returns
    -------
    Echo
        Missing below `FEWEST_MOMENTS` moments.

    References
    ----------
    Ozaki 1979, Ann Inst Stat Math 31:145; Brown et al. 2002, Neural Computation 14:325 (rescaling).

    Examples
    --------
    >>> fit_echo([1.0, 2.0], end=10).moments
    2
    """
    from scipy.optimize import minimize

    moments = np.sort(np.asarray(times, dtype=float))
    nan = math.nan
    if len(moments) < FEWEST_MOMENTS:
        return Echo(moments=len(moments), mu=nan, alpha=nan, beta=nan, branching=nan, half_life=nan,
                    log_likelihood=nan, p_fit=nan)  # fmt: skip
    listed, rate = moments.tolist(), len(moments) / end

    def cost(logs: np.ndarray) -> float:
        mu, alpha, beta = np.exp(np.clip(logs, -30, 30))
        return -hawkes_log_likelihood(listed, end=end, mu=mu, alpha=alpha, beta=beta)

    starts = [np.log([rate * (1 - share), share * beta, beta]) for share in (0.2, 0.6) for beta in (0.2, 2.0)]
    best = min((minimize(cost, start, method="Nelder-Mead") for start in starts), key=lambda found: float(found.fun))
    mu, alpha, beta = (float(value) for value in np.exp(np.clip(best.x, -30, 30)))
    return Echo(
        moments=len(moments),
        mu=mu,
        alpha=alpha,
        beta=beta,
        branching=branching_ratio(alpha=alpha, beta=beta),
        half_life=echo_half_life(beta=beta),
        log_likelihood=-float(best.fun),
        p_fit=_rescaled_p(moments, mu=mu, alpha=alpha, beta=beta),
    )


def _rescaled_p(moments: np.ndarray, *, mu: float, alpha: float, beta: float) -> float:
    """Whether the gaps, measured by the intensity that passes in them, follow an exponential law."""
    from scipy.stats import kstest

    passed = np.empty(len(moments))
    echo, before = 0.0, 0.0
    for place, moment in enumerate(moments):
        gap = moment - before
        passed[place] = mu * gap + alpha / beta * echo * -math.expm1(-beta * gap)
        echo = echo * math.exp(-beta * gap) + 1
        before = moment
    return float(kstest(passed, "expon").pvalue)
