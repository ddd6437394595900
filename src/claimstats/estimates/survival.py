"""How long until something ends: survival curves, their comparison and their mean."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

__all__ = ["IntervalCurve", "LogRank", "SurvivalCurve", "kaplan_meier", "log_rank", "restricted_mean", "turnbull"]

DUST = 1e-12


@dataclass(frozen=True, kw_only=True)
class SurvivalCurve:
    """Kaplan and Meier's curve at every distinct time, with the interval at each and the median."""

    times: tuple[float, ...]
    survival: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    at_risk: tuple[int, ...]
    events: tuple[int, ...]
    median: float
    level: float


@dataclass(frozen=True, kw_only=True)
class LogRank:
    """The log-rank statistic with one degree of freedom, and its p-value."""

    chi_square: float
    p: float


@dataclass(frozen=True, kw_only=True)
class IntervalCurve:
    """Turnbull's estimate: the intervals ``(left, right]`` that carry mass, the mass of each, and the log-likelihood."""

    support: tuple[tuple[float, float], ...]
    mass: tuple[float, ...]
    log_likelihood: float


def kaplan_meier(times: Sequence[float], events: Sequence[bool], *, level: float = 0.95) -> SurvivalCurve:
    """The share that has not ended by each time, between 0 and 1, with log-log intervals.

    ``S = product of (1 - d/n)`` over the times so far; Greenwood's variance; at one time events come before censorings.
    It does not hold where those that leave observation differ from those that stay.

    Parameters
    ----------
    times, events
        A duration for each, and whether it ended then (else it was only seen so far).
    level
        Confidence level.

    Returns
    -------
    SurvivalCurve
        Empty without durations. The median is the first time with ``S <= 1/2``, missing where there is none; limits
        are missing where S is 1 or 0.

    References
    ----------
    Kaplan & Meier 1958, JASA 53:457.

    Examples
    --------
    >>> found = kaplan_meier([0, 31, 60, 184], [True, False, True, True])
    >>> found.survival, found.median
    ((0.75, 0.75, 0.375, 0.0), 60.0)
    """
    durations, ended = _pairs(times, events)
    if not len(durations):
        return SurvivalCurve(
            times=(), survival=(), low=(), high=(), at_risk=(), events=(), median=math.nan, level=level
        )
    points = np.unique(durations)
    at_risk = len(durations) - np.searchsorted(np.sort(durations), points)
    counted = np.array([(ended & (durations == point)).sum() for point in points])
    survival = np.cumprod(1 - counted / at_risk)
    low, high = _log_log(survival, counted, at_risk, level=level)
    halved = points[survival <= 0.5 + DUST]
    return SurvivalCurve(
        times=tuple(map(float, points)),
        survival=tuple(map(float, survival)),
        low=tuple(map(float, low)),
        high=tuple(map(float, high)),
        at_risk=tuple(map(int, at_risk)),
        events=tuple(map(int, counted)),
        median=float(halved[0]) if len(halved) else math.nan,
        level=level,
    )


def _log_log(
    survival: np.ndarray, events: np.ndarray, at_risk: np.ndarray, *, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Limits from Greenwood's variance of ``log(-log S)``; missing where the curve is 1 or 0.

    ``scipy.stats.ecdf`` gives the same, behind an import that costs a report a third of a second; the tests compare them.
    """
    from scipy.special import ndtri

    inside = (survival > 0) & (survival < 1)
    safe = np.where(inside, survival, 0.5)
    left = np.where(events < at_risk, at_risk - events, 1)
    spread = ndtri((1 + level) / 2) * np.sqrt(np.cumsum(events / (at_risk * left))) / np.abs(np.log(safe))
    return (
        np.where(inside, safe ** np.exp(spread), np.nan),
        np.where(inside, safe ** np.exp(-spread), np.nan),
    )


def log_rank(
    times1: Sequence[float], events1: Sequence[bool], times2: Sequence[float], events2: Sequence[bool]
) -> LogRank:
    """Whether two survival curves differ: chi-square with one degree of freedom, 0 or more.

    ``(sum of (seen - expected events))² / variance``, given who is at risk at each event.
    It does not see curves that cross.

    Parameters
    ----------
    times1, events1, times2, events2
        Durations of either group, and whether each ended.

    Returns
    -------
    LogRank
        Missing where a group is empty or no event tells the groups apart.

    References
    ----------
    Mantel 1966, Cancer Chemother Rep 50:163.

    Examples
    --------
    >>> round(log_rank([1, 2, 3], [1, 1, 1], [2, 4, 6], [1, 1, 0]).p, 3)
    0.134
    """
    first, second = _pairs(times1, events1), _pairs(times2, events2)
    # Only events while both groups are at risk tell them apart.
    shared = min(float(pair[0].max()) if len(pair[0]) else -math.inf for pair in (first, second))
    if not any(np.any(ended & (durations <= shared)) for durations, ended in (first, second)):
        return LogRank(chi_square=math.nan, p=math.nan)
    from scipy.stats import CensoredData, logrank

    with np.errstate(divide="ignore", invalid="ignore"):
        found = logrank(*(CensoredData.right_censored(durations, ~ended) for durations, ended in (first, second)))
    statistic = float(found.statistic) ** 2
    return (
        LogRank(chi_square=statistic, p=float(found.pvalue))
        if math.isfinite(statistic)
        else LogRank(chi_square=math.nan, p=math.nan)
    )


def restricted_mean(times: Sequence[float], events: Sequence[bool], *, until: float) -> float:
    """The mean duration up to a time stated before: the area under the survival curve, between 0 and that time.

    ``integral of S from 0 to until``. It does not compare groups with different ends.

    Parameters
    ----------
    times, events
        A duration for each, and whether it ended then.
    until
        The end, in the same unit.

    Returns
    -------
    float
        Missing without durations, and where the curve is not known so far: the longest duration is shorter and did not
        end.

    References
    ----------
    Irwin 1949, J Hyg 47:188; Royston & Parmar 2013, BMC Med Res Methodol 13:152.

    Examples
    --------
    >>> round(restricted_mean([1, 2, 3], [True, True, True], until=2), 4)
    1.6667
    """
    if until < 0:
        raise ValueError(f"the end is 0 or more, not {until}")
    curve = kaplan_meier(times, events)
    if not curve.times or (until > curve.times[-1] and curve.survival[-1] > 0):
        return math.nan
    edges = np.clip(np.array([0.0, *curve.times, math.inf]), 0.0, until)
    return float((np.array([1.0, *curve.survival]) * np.diff(edges)).sum())


def turnbull(
    lower: Sequence[float], upper: Sequence[float], *, tolerance: float = 1e-10, most_steps: int = 100_000
) -> IntervalCurve:
    """The distribution of durations of which only an interval ``(lower, upper]`` is known; masses sum to 1.

    Self-consistency (EM) on the innermost intervals until no mass can be moved to gain: ``p_j`` becomes the mean over
    i of ``a_ij p_j / sum_k a_ik p_k``. Equal ends are an exact duration, an infinite upper end is a censored one.
    It does not say where inside an interval its mass lies.

    Parameters
    ----------
    lower, upper
        Ends of each interval.
    tolerance
        How far, per record, the likelihood may be from its top.
    most_steps
        Steps after which it stops.

    Returns
    -------
    IntervalCurve
        Empty without records; intervals whose mass vanishes are left out.

    References
    ----------
    Turnbull 1976, JRSS B 38:290; Gentleman & Geyer 1994, Biometrika 81:618.

    Examples
    --------
    >>> found = turnbull([0, 1, 0.5], [1, 2, float("inf")])
    >>> found.support, [round(mass, 6) for mass in found.mass]
    (((0.5, 1.0), (1.0, 2.0)), [0.5, 0.5])
    """
    left, right = np.asarray(lower, dtype=float), np.asarray(upper, dtype=float)
    if left.shape != right.shape or not np.all(left <= right):
        raise ValueError("an interval does not end before it begins")
    if not len(left):
        return IntervalCurve(support=(), mass=(), log_likelihood=math.nan)
    support = _innermost(left, right)
    inside = _holds(left, right, support)
    mass = np.full(len(support), 1 / len(support))
    for _ in range(most_steps):
        gain = (inside / (inside @ mass)[:, None]).mean(axis=0)
        if gain.max() <= 1 + tolerance:
            break
        mass = mass * gain
    kept = mass > 1e-9
    mass = np.where(kept, mass, 0.0) / mass[kept].sum()
    return IntervalCurve(
        support=tuple(pair for pair, there in zip(support, kept, strict=True) if there),
        mass=tuple(map(float, mass[kept])),
        log_likelihood=float(np.log(inside @ mass).sum()),
    )


def _pairs(times: Sequence[float], events: Sequence[bool]) -> tuple[np.ndarray, np.ndarray]:
    durations, ended = np.asarray(times, dtype=float), np.asarray(events).astype(bool)
    if durations.shape != ended.shape or np.any(durations < 0):
        raise ValueError("durations are 0 or more, and each has its event")
    return durations, ended


def _innermost(left: np.ndarray, right: np.ndarray) -> list[tuple[float, float]]:
    """Where a left end is followed at once by a right end.

    At one point the beginning of an exact duration comes first, then right ends, then the left ends that exclude it.
    """
    begins = {(begin, 0 if begin == end else 2) for begin, end in zip(left.tolist(), right.tolist(), strict=True)}
    ends = {(end, 1) for end in right.tolist()}
    points = sorted(begins | ends)
    return [(one[0], other[0]) for one, other in pairwise(points) if one[1] != 1 and other[1] == 1]


def _holds(left: np.ndarray, right: np.ndarray, support: list[tuple[float, float]]) -> np.ndarray:
    """Which innermost interval lies in which record: 1 or 0."""
    begin, end = (np.array(ends)[None, :] for ends in zip(*support, strict=True))
    exact = begin == end
    after = np.where(exact & (left != right)[:, None], left[:, None] < begin, left[:, None] <= begin)
    # An exact record holds its own point alone, not an interval that begins there.
    alone = np.where((left == right)[:, None], exact, True)
    return (after & alone & (end <= right[:, None])).astype(float)
