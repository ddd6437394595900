"""Resampling of clusters and signs: exact where the reference set is small, random with a seed where it is not."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "ENUMERATED",
    "Bootstrap",
    "Resamples",
    "SignFlip",
    "cluster_bootstrap",
    "permutation_p",
    "resample",
    "sign_flip_test",
]

#: A reference set of at most so many members is enumerated.
ENUMERATED = 10**5


@dataclass(frozen=True, kw_only=True)
class Resamples:
    """Resamples with replacement: how often each unit is in each (`counts`), how many resamples each row stands for."""

    counts: NDArray[np.int64]
    weights: NDArray[np.int64]
    exact: bool


@dataclass(frozen=True, kw_only=True)
class Bootstrap:
    """A number with the mean, standard error and percentile interval of its bootstrap distribution."""

    estimate: float
    mean: float
    se: float
    low: float
    high: float
    level: float
    resamples: int
    exact: bool


@dataclass(frozen=True, kw_only=True)
class SignFlip:
    """A mean difference with its two-sided sign-flip p; `smallest_p` is what so few units could reach at best."""

    mean: float
    p_two_sided: float
    smallest_p: float
    flips: int
    exact: bool


def permutation_p(*, at_least: int, draws: int) -> float:
    """The p of a random permutation test; above 0, at most 1.

    ``(b + 1) / (m + 1)``: the observed arrangement is one of the set. It does not say how exact it is: that is the
    number of draws.

    Parameters
    ----------
    at_least, draws
        Random arrangements at least as extreme as the observed one (b), and all that were drawn (m).

    References
    ----------
    Phipson & Smyth 2010, Stat Appl Genet Mol Biol 9:39.

    Examples
    --------
    >>> permutation_p(at_least=0, draws=999)
    0.001
    """
    if not 0 <= at_least <= draws:
        raise ValueError(f"{at_least} of {draws} draws")
    return (at_least + 1) / (draws + 1)


def cluster_bootstrap(
    successes: Sequence[float], trials: Sequence[float], *, level: float = 0.95, draws: int = 20_000, seed: int = 0
) -> Bootstrap:
    """A share over all trials, with the spread that redrawing whole clusters (claims) gives it; 0 to 1.

    ``sum s / sum n`` over clusters drawn with replacement; percentiles by the inverse of the distribution. Its interval
    does not hold its level below some 40 clusters: there, use `effective.wilson_effective_n`.

    Parameters
    ----------
    successes, trials
        Per cluster: successes (or the sum of credit), and trials. Clusters without trials are left out.
    level
        Confidence level.
    draws, seed
        Random resamples, where all of them are more than `ENUMERATED`, and the seed of their order.

    Returns
    -------
    Bootstrap
        Missing without trials; no standard error and no interval from one cluster.

    References
    ----------
    Davison & Hinkley 1997, Bootstrap Methods and their Application.

    Examples
    --------
    >>> found = cluster_bootstrap([1, 1, 3, 3], [10, 2, 4, 7])
    >>> round(found.se, 4), found.resamples, found.exact
    (0.1407, 256, True)
    """
    done, tried = np.asarray(successes, dtype=float), np.asarray(trials, dtype=float)
    if done.shape != tried.shape or np.any(done < 0) or np.any(done > tried):
        raise ValueError("a cluster has from 0 to all of its trials successful")
    done, tried = done[tried > 0], tried[tried > 0]
    estimate = float(done.sum() / tried.sum()) if len(tried) else math.nan
    if len(tried) < 2:
        nothing = math.nan
        return Bootstrap(
            estimate=estimate,
            mean=estimate,
            se=nothing,
            low=nothing,
            high=nothing,
            level=level,
            resamples=0,
            exact=True,
        )
    drawn = resample(len(tried), draws=draws, seed=seed)
    shares = (drawn.counts @ done) / (drawn.counts @ tried)
    mean = float(np.average(shares, weights=drawn.weights))
    tail = (1 - level) / 2
    low, high = np.quantile(shares, [tail, 1 - tail], weights=drawn.weights, method="inverted_cdf")
    return Bootstrap(
        estimate=estimate,
        mean=mean,
        se=math.sqrt(float(np.average((shares - mean) ** 2, weights=drawn.weights))),
        low=float(low),
        high=float(high),
        level=level,
        resamples=int(drawn.weights.sum()),
        exact=drawn.exact,
    )


def sign_flip_test(differences: Sequence[float], *, draws: int = 99_999, seed: int = 0) -> SignFlip:
    """Whether a mean difference over units (claims) could as well be 0: all signs flipped every way; p from 2/2^G to 1.

    ``p = share of sign vectors with |mean| >= |observed mean|``. It does not hold for differences that are skewed by
    design, and fewer than 6 units can never reach 0.05.

    Parameters
    ----------
    differences
        One difference per independent unit.
    draws, seed
        Random flips, where all of them are more than `ENUMERATED` (17 units and more), and their seed.

    Returns
    -------
    SignFlip
        Missing without units.

    References
    ----------
    Fisher 1935, The Design of Experiments, section 21; Phipson & Smyth 2010.

    Examples
    --------
    >>> round(sign_flip_test([0.2, 0.1, -0.05, 0.3, 0.15]).p_two_sided, 4)
    0.125
    """
    units = np.asarray(differences, dtype=float)
    if not len(units) or np.isnan(units).any():
        return SignFlip(mean=math.nan, p_two_sided=math.nan, smallest_p=math.nan, flips=0, exact=True)
    exact = 2 ** len(units) <= ENUMERATED
    extreme = 0
    # Sums that are equal on paper differ by dust in floats.
    bar = abs(float(units.sum())) - 1e-12 * float(np.abs(units).sum())
    flips = 2 ** len(units) if exact else draws
    for signs in sign_vectors(len(units), flips=flips, exact=exact, seed=seed):
        extreme += int(np.count_nonzero(np.abs(signs @ units) >= bar))
    return SignFlip(
        mean=float(units.mean()),
        p_two_sided=extreme / flips if exact else permutation_p(at_least=extreme, draws=flips),
        smallest_p=2 / 2 ** len(units) if exact else permutation_p(at_least=0, draws=flips),
        flips=flips,
        exact=exact,
    )


def sign_vectors(units: int, *, flips: int, exact: bool, seed: int) -> Iterator[NDArray[np.float64]]:
    """Rows of signs, some thousands at a time."""
    generator = np.random.default_rng(seed)
    for first in range(0, flips, 8192):
        rows = np.arange(first, min(first + 8192, flips))
        bits = (rows[:, None] >> np.arange(units)) & 1 if exact else generator.integers(0, 2, (len(rows), units))
        yield np.asarray(1 - 2 * bits, dtype=np.float64)


def resample(units: int, *, draws: int, seed: int = 0) -> Resamples:
    """Draw units with replacement, as many as there are: every way where those are few, at random where not.

    The ``G^G`` resamples of G units differ only in how often each unit is in them; each such row is kept once, with the
    number of resamples that it stands for, ``G! / prod c_g!``. The latest are kept, and cannot be written to: the same units are
    often drawn for many numbers.

    Parameters
    ----------
    units
        How many units there are.
    draws, seed
        Random resamples, where all of them are more than `ENUMERATED`, and their seed.

    Examples
    --------
    >>> drawn = resample(2, draws=10)
    >>> drawn.counts.tolist(), drawn.weights.tolist()
    ([[2, 0], [1, 1], [0, 2]], [1, 2, 1])
    """
    return _remembered(units, draws, seed) if units * draws <= _REMEMBERED else _drawn(units, draws, seed)


def _drawn(units: int, draws: int, seed: int) -> Resamples:
    if units**units > ENUMERATED:
        generator = np.random.default_rng(seed)
        counts = generator.multinomial(units, np.full(units, 1 / units), size=draws)
        return _kept(counts, np.ones(draws, dtype=np.int64), exact=False)
    rows = [np.bincount(chosen, minlength=units) for chosen in combinations_with_replacement(range(units), units)]
    weights = [math.factorial(units) // math.prod(math.factorial(int(times)) for times in row) for row in rows]
    return _kept(np.array(rows), np.array(weights, dtype=np.int64), exact=True)


#: What has more numbers is drawn anew each time: it would fill the memory.
_REMEMBERED = 1_000_000
_remembered = lru_cache(maxsize=8)(_drawn)


def _kept(counts: NDArray[np.int64], weights: NDArray[np.int64], *, exact: bool) -> Resamples:
    for array in (counts, weights):
        array.flags.writeable = False
    return Resamples(counts=counts, weights=weights, exact=exact)
