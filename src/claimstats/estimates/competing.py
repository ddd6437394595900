"""Time to the first of several ends: Aalen-Johansen's cumulative incidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Incidence", "aalen_johansen", "incidence_interval"]


@dataclass(frozen=True, kw_only=True)
class Incidence:
    """Share ended by each cause, and share not ended (`survival`), after each time at which something ended."""

    times: tuple[float, ...]
    survival: tuple[float, ...]
    incidence: Mapping[int, tuple[float, ...]]
    last: float

    def at(self, times: Sequence[float], *, cause: int) -> NDArray[np.float64]:
        """The share ended by the cause up to each time; missing after the last record while some have not ended.

        Parameters
        ----------
        times
            The times asked for.
        cause
            The cause; one that never happened has ended nothing.
        """
        steps = np.concatenate([[0.0], self.incidence.get(cause, np.zeros(len(self.times)))])
        asked = np.asarray(times, dtype=float)
        found = steps[np.searchsorted(self.times, asked, side="right")]
        open_end = not self.survival or self.survival[-1] > 0
        return np.where((asked > self.last) & open_end | np.isnan(self.last), np.nan, found)


def aalen_johansen(*, times: Sequence[float], causes: Sequence[int]) -> Incidence:
    """The share ended by each cause as time passes, those still open censored; from 0 to 1.

    ``CIF_j(t) = sum over u <= t of S(u-) d_j(u) / n(u)``, ends before censorings at the same time; the incidences and the
    survival sum to 1. It does not say what would happen without the other causes.

    Parameters
    ----------
    times, causes
        Per record: when it ended or was last seen, and what ended it (1, 2, ...; 0 for not ended).

    Returns
    -------
    Incidence
        Without times where nothing ended.

    References
    ----------
    Aalen & Johansen 1978, Scand J Stat 5:141.

    Examples
    --------
    >>> found = aalen_johansen(times=[3, 5, 5, 8], causes=[1, 2, 0, 1])
    >>> found.times, found.incidence[1], found.survival[-1]
    ((3.0, 5.0, 8.0), (0.25, 0.25, 0.75), 0.0)
    """
    ended, why = np.asarray(times, dtype=float), np.asarray(causes, dtype=np.int64)
    if ended.shape != why.shape or np.isnan(ended).any() or np.any(why < 0):
        raise ValueError("every record has a time and a cause of 0 or more")
    steps = np.unique(ended[why > 0])
    kinds = sorted({int(kind) for kind in why if kind})
    ends = np.array([[np.count_nonzero((ended == u) & (why == kind)) for u in steps] for kind in kinds], dtype=float)
    ends = ends.reshape(len(kinds), len(steps))
    at_risk = np.array([np.count_nonzero(ended >= u) for u in steps], dtype=float)
    survival = np.cumprod(1 - ends.sum(axis=0) / at_risk)
    before = np.concatenate([[1.0], survival[:-1]]) if len(steps) else survival
    incidence = np.cumsum(before * ends / at_risk, axis=1)
    return Incidence(
        times=tuple(steps.tolist()),
        survival=tuple(survival.tolist()),
        incidence={kind: tuple(row.tolist()) for kind, row in zip(kinds, incidence, strict=True)},
        last=float(ended.max()) if len(ended) else float("nan"),
    )


def incidence_interval(
    *,
    times: Sequence[float],
    causes: Sequence[int],
    clusters: Sequence[int],
    level: float = 0.95,
    draws: int = 1000,
    seed: int = 0,
) -> tuple[dict[int, NDArray[np.float64]], dict[int, NDArray[np.float64]]]:
    """Between which values each incidence is, if whole clusters (anchors) are drawn again; ends from 0 to 1.

    Percentiles of the Aalen-Johansen curve over resamples of clusters, at each time apart. With few clusters the ends are
    too close: read them as a lower bound of the doubt.

    Parameters
    ----------
    times, causes
        As in `aalen_johansen`.
    clusters
        The cluster of each record, from 0.
    level
        Confidence level.
    draws, seed
        Random resamples, and their seed.

    Returns
    -------
    tuple
        Lower and upper ends by cause, one number per time of the curve.
    """
    ended, why, cluster = np.asarray(times, dtype=float), np.asarray(causes), np.asarray(clusters, dtype=np.int64)
    steps, kinds = np.unique(ended[why > 0]), sorted({int(kind) for kind in why if kind})
    size = int(cluster.max()) + 1 if len(cluster) else 0
    if not size:
        return {}, {}
    drawn = np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), size=draws)[:, cluster]
    at_risk = np.maximum(drawn @ (ended[:, None] >= steps[None, :]), 1)
    ends = {kind: drawn @ ((ended[:, None] == steps[None, :]) & (why == kind)[:, None]) for kind in kinds}
    hazard = sum(ends.values(), np.zeros((draws, len(steps)))) / at_risk
    survival = np.cumprod(1 - hazard, axis=1)
    before = np.concatenate([np.ones((draws, 1)), survival[:, :-1]], axis=1)
    tail = (1 - level) / 2
    low, high = {}, {}
    for kind in kinds:
        curves = np.cumsum(before * ends[kind] / at_risk, axis=1)
        low[kind], high[kind] = np.quantile(curves, [tail, 1 - tail], axis=0, method="inverted_cdf")
    return low, high
