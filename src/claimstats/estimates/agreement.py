"""Whether coders agree: Krippendorff's alpha, with an interval over units, and plain agreement."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from claimstats.estimates.resampling import resample

__all__ = ["Agreement", "krippendorff_alpha"]

#: Krippendorff's bound: below it, no conclusion.
TENTATIVE = 0.667

Scale = Literal["nominal", "ordinal", "interval", "ratio"]


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Alpha with its bootstrap interval, and plain agreement, overall and by category.

    `units` are those with two values or more; `share_below` is the share of resamples with alpha below .667, and
    `share_undefined` of those where all values were equal.
    """

    alpha: float
    low: float
    high: float
    level: float
    share_below: float
    share_undefined: float
    agreement: float
    by_category: Mapping[float, float]
    units: int


def krippendorff_alpha(
    values: Sequence[Sequence[float]],
    *,
    scale: Scale = "nominal",
    level: float = 0.95,
    draws: int = 1000,
    seed: int = 0,
) -> Agreement:
    """How far coders agree beyond chance: 1 is complete agreement, 0 is chance, below 0 is worse.

    ``alpha = 1 - D_o/D_e``; interval by drawing units again. `agreement` is the share of pairs of values of a unit that
    are equal, each unit by its number of values; `by_category` the share of a category's values that others repeat.
    It does not say that the coders are right. Targets: .800; from .667 tentative.

    Parameters
    ----------
    values
        One row per coder, one column per unit; NaN where a coder left a unit out. Categories are numbers.
    scale
        How far two values are apart.
    level
        Confidence level.
    draws, seed
        Resamples of units, and their seed. No draws, no interval.

    Returns
    -------
    Agreement
        Missing alpha with fewer than two units that have two values, and where all values are equal.

    References
    ----------
    Krippendorff 2011, Computing Krippendorff's alpha-reliability; Hayes & Krippendorff 2007, Commun Methods Meas 1:77.

    Examples
    --------
    >>> found = krippendorff_alpha([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]], draws=0)
    >>> round(found.alpha, 3), found.agreement
    (0.095, 0.6)
    """
    domain, table = count_values(np.asarray(values, dtype=float))
    alpha = alpha_of(table, domain, scale)
    overall, by_category = plain_agreement(table)
    low = high = below = undefined = math.nan
    if not math.isnan(alpha) and draws:
        drawn = resample(len(table), draws=draws, seed=seed)
        found = (
            nominal_alphas(table, drawn.counts)
            if scale == "nominal"
            else np.array([alpha_of(np.repeat(table, times, axis=0), domain, scale) for times in drawn.counts])
        )
        there = ~np.isnan(found)
        undefined = float(drawn.weights[~there].sum() / drawn.weights.sum())
        kept, weights = found[there], drawn.weights[there]
        tail = (1 - level) / 2
        ends = np.quantile(kept, [tail, 1 - tail], weights=weights, method="inverted_cdf") if len(kept) else None
        if ends is not None:
            low, high = float(ends[0]), float(ends[1])
            below = float(weights[kept < TENTATIVE].sum() / weights.sum())
    return Agreement(
        alpha=alpha,
        low=low,
        high=high,
        level=level,
        share_below=below,
        share_undefined=undefined,
        agreement=overall,
        by_category=dict(zip(domain.tolist(), by_category.tolist(), strict=True)),
        units=len(table),
    )


def count_values(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The values in order, and how often each is in each unit that has two values or more."""
    if not values.size:
        values = values.reshape(0, 0)
    if values.ndim != 2:
        raise ValueError("values are a row per coder and a column per unit")
    paired = values[:, np.count_nonzero(~np.isnan(values), axis=0) >= 2]
    domain = np.unique(paired[~np.isnan(paired)])
    return domain, (paired[:, :, None] == domain).sum(axis=0)


def alpha_of(table: NDArray[np.int64], domain: NDArray[np.float64], scale: Scale) -> float:
    """Alpha of a table of counts (units by values); missing where the library would refuse."""
    used = table.sum(axis=0) > 0
    if len(table) < 2 or np.count_nonzero(used) < 2:
        return math.nan
    import krippendorff

    with np.errstate(divide="ignore", invalid="ignore"):
        found = krippendorff.alpha(
            value_counts=table[:, used], value_domain=domain[used], level_of_measurement=scale, dtype=np.float64
        )
    return float(found)


def nominal_alphas(table: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Nominal alpha of many resamples at once: ``1 - (N - 1)(N - sum o_cc) / (N² - sum n_c²)``.

    Parameters
    ----------
    table
        Units by values: how often each value is in each unit.
    counts
        Resamples by units: how often each unit is drawn.

    Returns
    -------
    numpy.ndarray
        One alpha per resample; missing where all values are equal.
    """
    values = table.sum(axis=1)
    equal = (table * (table - 1)).sum(axis=1) / np.maximum(values - 1, 1)
    total, agreeing = counts @ values, counts @ equal
    expected = total.astype(float) ** 2 - ((counts @ table).astype(float) ** 2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - (total - 1) * (total - agreeing) / expected, np.nan)


def plain_agreement(table: NDArray[np.int64]) -> tuple[float, NDArray[np.float64]]:
    """The share of values that another value of their unit equals, overall and by category."""
    if not len(table):
        return math.nan, np.full(table.shape[1], math.nan)
    equal = (table * (table - 1) / (table.sum(axis=1, keepdims=True) - 1)).sum(axis=0)
    return float(equal.sum() / table.sum()), equal / table.sum(axis=0)
