"""How many independent trials clustered trials are worth, and the intervals that follow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimstats.estimates.proportions import wilson

__all__ = [
    "ClusterRobust",
    "EffectiveShare",
    "cluster_robust_proportion",
    "kish_effective_n",
    "macro_effective_n_wilson",
    "wilson_effective_n",
]

#: Differences between shares below this are the dust of floating point.
DUST = 1e-12


@dataclass(frozen=True, kw_only=True)
class ClusterRobust:
    """A share over clustered trials with its standard errors: as if independent, CR0, CR2; and CR2's freedom."""

    share: float
    se_naive: float
    se_cr0: float
    se_cr2: float
    freedom: float
    clusters: int


@dataclass(frozen=True, kw_only=True)
class EffectiveShare:
    """A share with Wilson's interval at the number of trials it is worth (`n_eff`; `n_adj` for few clusters)."""

    estimate: float
    low: float
    high: float
    level: float
    n_eff: float
    n_adj: float
    clusters: int


def cluster_robust_proportion(successes: Sequence[float], trials: Sequence[float]) -> ClusterRobust:
    """A share over all trials, with the standard error that clusters (claims) leave; 0 to 1.

    With ``r_g = s_g - p n_g``: ``CR0 = sum r_g²/N²``, ``CR2 = sum r_g²/(1 - n_g/N)/N²``, and Satterthwaite's
    ``df = N² / (sum n_g² + sum_{g≠h} n_g² n_h² / ((N-n_g)(N-n_h)))``. It does not weigh claims alike: a claim with many
    episodes counts for many.

    Parameters
    ----------
    successes, trials
        Per cluster: successes (or the sum of credit), and trials. Clusters without trials say nothing.

    Returns
    -------
    ClusterRobust
        Standard errors and freedom missing below two clusters.

    References
    ----------
    Pustejovsky & Tipton 2018, J Bus Econ Stat 36:672.

    Examples
    --------
    >>> found = cluster_robust_proportion([1, 1, 3, 0, 1, 3], [10, 2, 4, 1, 7, 3])
    >>> round(found.se_cr2, 4), round(found.freedom, 4)
    (0.1616, 3.1705)
    """
    done, tried = read_clusters(successes, trials)
    total = float(tried.sum())
    share = float(done.sum()) / total if total else math.nan
    naive = math.sqrt(share * (1 - share) / total) if total else math.nan
    if len(tried) < 2:
        missing = math.nan
        return ClusterRobust(
            share=share, se_naive=naive, se_cr0=missing, se_cr2=missing, freedom=missing, clusters=len(tried)
        )
    squares = (done - share * tried) ** 2
    leverage = tried**2 / (1 - tried / total) / total
    # Every pair of clusters but not a cluster with itself: the product of sums less the sum of products.
    pairs = float(leverage.sum() ** 2 - (leverage**2).sum())
    return ClusterRobust(
        share=share,
        se_naive=naive,
        se_cr0=math.sqrt(float(squares.sum())) / total,
        se_cr2=math.sqrt(float((squares / (1 - tried / total)).sum())) / total,
        freedom=total**2 / (float((tried**2).sum()) + pairs),
        clusters=len(tried),
    )


def wilson_effective_n(successes: Sequence[float], trials: Sequence[float], *, level: float = 0.95) -> EffectiveShare:
    """A share over all trials, with Wilson's interval at the number of trials that the clusters are worth; 0 to 1.

    ``n_eff = min(N, p(1-p)/CR2)``, or the number of clusters G where they all agree; ``n_adj = n_eff (t_{N-1}/t_{G-1})²``;
    Wilson at ``(p, n_adj)``. It does not weigh claims alike.

    Parameters
    ----------
    successes, trials
        Per cluster: successes (or the sum of credit), and trials.
    level
        Confidence level.

    Returns
    -------
    EffectiveShare
        Missing without trials; with one cluster, the interval of its trials as if independent.

    References
    ----------
    Korn & Graubard 1998, Surv Methodol 24:193; Dean & Pagano 2015, J Surv Stat Methodol 3:484.

    Examples
    --------
    >>> found = wilson_effective_n([1, 1, 3, 0, 1, 3], [10, 2, 4, 1, 7, 3])
    >>> round(found.n_eff, 3), round(found.low, 3), round(found.high, 3)
    (8.507, 0.091, 0.713)
    """
    done, tried = read_clusters(successes, trials)
    robust = cluster_robust_proportion(successes, trials)
    total, clusters = float(tried.sum()), len(tried)
    if clusters < 2:
        return at_effective_n(robust.share, total, total, clusters=clusters, level=level)
    shares = done / tried
    n_eff = float(clusters)
    if np.ptp(shares) > DUST:
        n_eff = min(total, robust.share * (1 - robust.share) / robust.se_cr2**2)
    narrowing = student(total - 1, level) / student(clusters - 1, level)
    return at_effective_n(robust.share, n_eff, n_eff * narrowing**2, clusters=clusters, level=level)


def macro_effective_n_wilson(
    scores: Sequence[float], episodes: Sequence[float], *, level: float = 0.95, bound_last: bool = False
) -> EffectiveShare:
    """The mean of the claims' scores, every claim one vote, with Wilson's interval at their effective number; 0 to 1.

    With mean m, variance s² (n-1), G claims and N episodes: ``n_eff = min(N, m(1-m)/(s²/G))``, or G where all scores
    are equal; ``n_adj = n_eff (z/t_{G-1})²``; Wilson at ``(m, n_adj)``. The gap is 1 less each number.
    It does not speak of claims outside the codebook, nor of claims that depend on each other.

    Parameters
    ----------
    scores, episodes
        Per claim: its score from 0 to 1, and its mature episodes (at least one).
    level
        Confidence level.
    bound_last
        Bound the number by the episodes after it was narrowed for the few claims, not before, and by the episodes that a
        mean of claims rests on, ``G² / sum(1/episodes)``: with few claims that agree, the other order is too wide.

    Returns
    -------
    EffectiveShare
        Missing without claims; with one claim, the interval of its episodes.

    References
    ----------
    After Korn & Graubard 1998, Surv Methodol 24:193; Dean & Pagano 2015, J Surv Stat Methodol 3:484.

    Examples
    --------
    >>> found = macro_effective_n_wilson([0, 0, 0, 0, 0], [3, 2, 4, 1, 2])
    >>> round(found.estimate, 3), round(found.high, 3)
    (0.0, 0.607)
    """
    from scipy.special import ndtri

    voted, seen = np.asarray(scores, dtype=float), np.asarray(episodes, dtype=float)
    if voted.shape != seen.shape or np.any((voted < 0) | (voted > 1)) or np.any(seen <= 0):
        raise ValueError("a claim has a score from 0 to 1 and at least one episode")
    claims, total = len(voted), float(seen.sum())
    if claims == 0:
        return at_effective_n(math.nan, 0.0, 0.0, clusters=0, level=level)
    mean = min(float(voted.mean()), 1.0)
    if claims == 1:
        return at_effective_n(mean, total, total, clusters=1, level=level)
    narrowing = (float(ndtri(1 - (1 - level) / 2)) / student(claims - 1, level)) ** 2
    if np.ptp(voted) <= DUST:
        return at_effective_n(mean, claims, claims * narrowing, clusters=claims, level=level)
    n_eff = mean * (1 - mean) / (float(voted.var(ddof=1)) / claims)
    if bound_last:
        most = claims**2 / float((1 / seen).sum())
        return at_effective_n(mean, min(most, n_eff), min(most, n_eff * narrowing), clusters=claims, level=level)
    n_eff = min(total, n_eff)
    return at_effective_n(mean, n_eff, n_eff * narrowing, clusters=claims, level=level)


def kish_effective_n(weights: Sequence[float]) -> float:
    """How many equally weighted records the weighted ones are worth; from 1 to their number.

    ``(sum w)² / sum w²``. It does not say that the records are independent.

    Parameters
    ----------
    weights
        Weights of 0 or more; missing result where they sum to 0.

    References
    ----------
    Kish 1965, Survey Sampling.

    Examples
    --------
    >>> round(kish_effective_n([1, 1, 0.5, 0.25]), 4)
    3.2703
    """
    weighed = np.asarray(weights, dtype=float)
    if np.any(weighed < 0):
        raise ValueError("a weight is 0 or more")
    if not weighed.any():
        return math.nan
    scaled = weighed / weighed.max()
    return float(scaled.sum() ** 2 / (scaled**2).sum())


def at_effective_n(share: float, n_eff: float, n_adj: float, *, clusters: int, level: float) -> EffectiveShare:
    """Wilson's interval of the share at the adjusted number; missing where there is no share."""
    known = not math.isnan(share)
    interval = wilson(share * n_adj, n_adj, level=level) if known else wilson(0, 0, level=level)
    return EffectiveShare(
        estimate=share,
        low=interval.low,
        high=interval.high,
        level=level,
        n_eff=n_eff if known else math.nan,
        n_adj=n_adj if known else math.nan,
        clusters=clusters,
    )


def read_clusters(
    successes: Sequence[float], trials: Sequence[float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Successes and trials of the clusters that have trials."""
    done, tried = np.asarray(successes, dtype=float), np.asarray(trials, dtype=float)
    if done.shape != tried.shape or np.any(done < 0) or np.any(done > tried):
        raise ValueError("a cluster has from 0 to all of its trials successful")
    return done[tried > 0], tried[tried > 0]


def student(freedom: float, level: float) -> float:
    """The two-sided quantile of Student's t."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 1 - (1 - level) / 2))
