"""Whether occasions come in bursts, and whether long gaps follow long gaps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = [
    "Burstiness",
    "burstiness",
    "burstiness_from_ratio",
    "mean_squared_ratio",
    "poisson_reference_range",
    "resampled_range",
    "size_corrected",
]


@dataclass(frozen=True, kw_only=True)
class Burstiness:
    """Number of gaps, their variation ``ratio = sd/mean``, B, A (corrected for the number of gaps), and memory M."""

    gaps: int
    ratio: float
    burstiness: float
    corrected: float
    memory: float


def burstiness_from_ratio(ratio: float) -> float:
    """Goh and Barabási's B: -1 for regular gaps, 0 for a long Poisson stream, towards 1 for bursts.

    ``B = (r-1)/(r+1)``. It does not compare streams of different length: few gaps pull it down.

    Parameters
    ----------
    ratio
        Population standard deviation of the gaps over their mean.

    References
    ----------
    Goh & Barabási 2008, EPL 81:48002.

    Examples
    --------
    >>> burstiness_from_ratio(1.0)
    0.0
    """
    return (ratio - 1) / (ratio + 1)


def size_corrected(ratio: float, *, gaps: int) -> float:
    """Kim and Jo's A: -1 for regular gaps, 0 at a Poisson stream's mean square, 1 where all gaps but one are 0.

    ``A = (sqrt(m+1)·r - sqrt(m-1)) / ((sqrt(m+1) - 2)·r + sqrt(m-1))`` with m the number of gaps.
    It does not remove the bias wholly: a Poisson stream of five gaps averages -0.06.

    Parameters
    ----------
    ratio
        Population standard deviation of the gaps over their mean.
    gaps
        The number of gaps; below two it is missing.

    References
    ----------
    Kim & Jo 2016, Phys Rev E 94:032311.

    Examples
    --------
    >>> size_corrected(0.0, gaps=4), round(size_corrected(3**0.5, gaps=4), 12)
    (-1.0, 1.0)
    """
    if gaps < 2 or math.isnan(ratio):
        return math.nan
    more, fewer = math.sqrt(gaps + 1), math.sqrt(gaps - 1)
    return (more * ratio - fewer) / ((more - 2) * ratio + fewer)


def mean_squared_ratio(*, gaps: int) -> float:
    """The mean of the squared ratio of sd to mean over the gaps of a Poisson stream, between 0 and 1.

    ``E r² = (m-1)/(m+1)``, exact for exponential gaps given their sum: where A is 0.
    It does not say how far single streams stray from it.

    Parameters
    ----------
    gaps
        The number of gaps m; missing where there is none.

    References
    ----------
    Kim & Jo 2016, Phys Rev E 94:032311.

    Examples
    --------
    >>> round(mean_squared_ratio(gaps=5), 4)
    0.6667
    """
    return (gaps - 1) / (gaps + 1) if gaps >= 1 else math.nan


def burstiness(gaps: Sequence[float]) -> Burstiness:
    """B, A and the memory M of the gaps between successive occasions, each between -1 and 1.

    ``r = sd/mean`` with the population's standard deviation; ``M`` is Pearson's correlation of each gap with the next.
    It does not say why occasions come in bursts, nor does it compare streams through B where their lengths differ.

    Parameters
    ----------
    gaps
        Days between successive occasions, in order; 0 where two fell on one day.

    Returns
    -------
    Burstiness
        Missing below two gaps and where all gaps are 0; M is missing below four gaps and where they do not vary.

    References
    ----------
    Goh & Barabási 2008, EPL 81:48002; Kim & Jo 2016, Phys Rev E 94:032311.

    Examples
    --------
    >>> found = burstiness([1, 1, 1, 7, 1, 1, 1, 17])
    >>> round(found.burstiness, 4), round(found.corrected, 4), round(found.memory, 4)
    (0.1785, 0.4063, -0.2274)
    """
    values = np.asarray(gaps, dtype=float)
    if np.any(values < 0):
        raise ValueError("a gap is 0 or more: sort the occasions first")
    size = len(values)
    if size < 2 or not values.any():
        nan = math.nan
        return Burstiness(gaps=size, ratio=nan, burstiness=nan, corrected=nan, memory=nan)
    # Equal gaps have no spread; the formula would leave float dust.
    ratio = float(values.std() / values.mean()) if np.ptp(values) > 0 else 0.0
    return Burstiness(
        gaps=size,
        ratio=ratio,
        burstiness=burstiness_from_ratio(ratio),
        corrected=size_corrected(ratio, gaps=size),
        memory=_memory(values),
    )


def poisson_reference_range(
    *, gaps: int, level: float = 0.95, draws: int = 10_000, seed: int = 0
) -> tuple[float, float]:
    """Between which values A lies for a Poisson stream with so many gaps, both between -1 and 1.

    The ``(1 - level)/2`` and ``(1 + level)/2`` quantiles of A over draws of exponential gaps.
    It does not say that a stream inside the range is a Poisson stream: with few gaps most streams are inside.

    Parameters
    ----------
    gaps
        The number of gaps; below two the range is missing.
    level
        The share of Poisson streams inside.
    draws, seed
        How many streams are drawn, and where the drawing begins.

    References
    ----------
    Kim & Jo 2016, Phys Rev E 94:032311.

    Examples
    --------
    >>> low, high = poisson_reference_range(gaps=8)
    >>> low < 0 < high
    True
    """
    if gaps < 2:
        return math.nan, math.nan
    drawn = np.random.default_rng(seed).exponential(size=(draws, gaps))
    ratios = drawn.std(axis=1) / drawn.mean(axis=1)
    found = [size_corrected(float(ratio), gaps=gaps) for ratio in ratios]
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _memory(values: np.ndarray) -> float:
    before, after = values[:-1], values[1:]
    if len(values) < 4 or np.ptp(before) == 0 or np.ptp(after) == 0:
        return math.nan
    return float(np.corrcoef(before, after)[0, 1])


def resampled_range(
    gaps: Sequence[float], *, level: float = 0.95, draws: int = 1000, seed: int = 0
) -> tuple[float, float]:
    """Between which values A lies if the gaps are drawn again, both between -1 and 1.

    Percentiles of A over resamples of the gaps, with as many gaps each. It takes the gaps for independent of each
    other: where the memory is far from 0 it is too narrow.

    Parameters
    ----------
    gaps
        Days between successive occasions; below two gaps, and where all are 0, the range is missing.
    level
        The share of resamples inside.
    draws, seed
        Random resamples, and their seed.

    References
    ----------
    Method, section 2.8.

    Examples
    --------
    >>> low, high = resampled_range([1, 1, 1, 7, 1, 1, 1, 17])
    >>> low < 0.4063 < high
    True
    """
    values = np.asarray(gaps, dtype=float)
    if len(values) < 2 or not values.any():
        return math.nan, math.nan
    drawn = values[np.random.default_rng(seed).integers(0, len(values), (draws, len(values)))]
    means = drawn.mean(axis=1)
    ratios = drawn.std(axis=1)[means > 0] / means[means > 0]
    found = [size_corrected(float(ratio), gaps=len(values)) for ratio in ratios]
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
