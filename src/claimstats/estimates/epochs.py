"""What a series does around key dates: superposed epochs, judged by shifting the series in a circle."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimstats.estimates.resampling import ENUMERATED, permutation_p

__all__ = ["Epochs", "superposed_epoch"]


@dataclass(frozen=True, kw_only=True)
class Epochs:
    """The mean course around the key dates (lags ``-L .. L``), after less before, its p, and the band of the whole curve.

    The composite leaves ``baseline ± band`` at any lag in a share ``1 - level`` of the shifts.
    """

    keys: int
    composite: tuple[float, ...]
    statistic: float
    at_least: int
    shifts: int
    p_greater: float
    p_two_sided: float
    baseline: float
    band: float
    level: float


def superposed_epoch(
    series: Sequence[float], *, keys: Sequence[int], half_window: int, level: float = 0.95, seed: int = 0
) -> Epochs:
    """The mean of a series around key dates, and how much higher it is after than before.

    ``C(l) = mean over keys of y(t + l)``; statistic ``mean C(1..L) - mean C(-L..-1)``, the key date on neither side; the
    reference set is every circular shift of the series, keys fixed. It does not tell cause from coincidence.

    Parameters
    ----------
    series
        One number per day (or other period).
    keys
        Positions of the key dates, from 0. Those without a complete window are left out; a date counts once.
    half_window
        L, at least 1.
    level
        Level of the band.
    seed
        Of the shifts drawn, where the series is longer than `ENUMERATED`.

    Returns
    -------
    Epochs
        Missing numbers without a key date that has its window, or with gaps in the series.

    References
    ----------
    Chree 1913, Phil Trans R Soc A 212:75.

    Examples
    --------
    >>> found = superposed_epoch([0, 0, 0, 1, 3, 2, 0, 0, 0, 0], keys=[3], half_window=2)
    >>> found.statistic, found.p_greater
    (2.5, 0.1)
    """
    values = np.asarray(series, dtype=float)
    if half_window < 1 or any(not 0 <= key < len(values) for key in keys):
        raise ValueError("key dates lie in the series, and the half window is at least 1")
    kept = np.array(sorted({key for key in keys if half_window <= key < len(values) - half_window}), dtype=np.int64)
    if not len(kept) or np.isnan(values).any():
        return no_epochs(len(kept), half_window, level)
    exact = len(values) <= ENUMERATED
    shifts = np.arange(len(values))
    if not exact:
        drawn = np.random.default_rng(seed).integers(0, len(values), ENUMERATED - 1)
        shifts = np.concatenate([[0], drawn])
    curves = composites(values, kept, half_window, shifts)
    after_less_before = curves[:, half_window + 1 :].mean(axis=1) - curves[:, :half_window].mean(axis=1)
    observed = float(after_less_before[0])
    dust = 1e-12 * (1 + float(np.abs(values).max()))
    higher = int(np.count_nonzero(after_less_before >= observed - dust))
    farther = int(np.count_nonzero(np.abs(after_less_before) >= abs(observed) - dust))
    reach = np.abs(curves - values.mean()).max(axis=1)
    return Epochs(
        keys=len(kept),
        composite=tuple(curves[0].tolist()),
        statistic=observed,
        at_least=higher,
        shifts=len(shifts),
        # The observed course is the first row: counting it is the `+ 1` of a random test too.
        p_greater=permutation_p(at_least=higher - 1, draws=len(shifts) - 1),
        p_two_sided=permutation_p(at_least=farther - 1, draws=len(shifts) - 1),
        baseline=float(values.mean()),
        band=float(np.quantile(reach, level, method="inverted_cdf")),
        level=level,
    )


def composites(
    values: NDArray[np.float64], keys: NDArray[np.int64], half_window: int, shifts: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The composite under each shift of the series: a row per shift, a column per lag."""
    curves = np.zeros((len(shifts), 2 * half_window + 1))
    for column, lag in enumerate(range(-half_window, half_window + 1)):
        for key in keys:
            curves[:, column] += values[(key + lag - shifts) % len(values)]
    return curves / len(keys)


def no_epochs(keys: int, half_window: int, level: float) -> Epochs:
    """The answer where there is none."""
    return Epochs(
        keys=keys,
        composite=(math.nan,) * (2 * half_window + 1),
        statistic=math.nan,
        at_least=0,
        shifts=0,
        p_greater=math.nan,
        p_two_sided=math.nan,
        baseline=math.nan,
        band=math.nan,
        level=level,
    )
