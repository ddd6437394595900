"""Whether a rate rises or falls over the periods: regressions and the rank test."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

__all__ = ["MannKendall", "Regression", "mann_kendall", "poisson_regression", "regression_design"]

EXACT_UP_TO = 10
FEWEST = 4


@dataclass(frozen=True, kw_only=True)
class Regression:
    """Coefficients on the log scale (level, then slope), their errors, and how well the counts are met.

    ``quasi_errors`` are scaled up by ``sqrt(dispersion)`` where that is above 1. ``size`` is the negative binomial's,
    infinite for a Poisson law. ``periods`` is the number of periods with exposure.
    """

    coefficients: tuple[float, ...]
    errors: tuple[float, ...]
    quasi_errors: tuple[float, ...]
    deviance: float
    pearson: float
    dispersion: float
    log_likelihood: float
    size: float
    is_poisson: bool
    periods: int

    @property
    def ratio(self) -> float:
        """What one step of the predictor multiplies the rate by: ``exp(slope)``."""
        return math.exp(self.coefficients[1]) if len(self.coefficients) > 1 else math.nan


@dataclass(frozen=True, kw_only=True)
class MannKendall:
    """The rank test: S, its variance and z without and with the normal approximation, p-values, tau-b, Sen's slope."""

    periods: int
    statistic: float
    variance: float
    z: float
    p: float
    p_greater: float
    p_normal: float
    tau_b: float
    slope: float
    is_exact: bool


def poisson_regression(
    counts: Sequence[float], predictor: Sequence[float], *, exposures: Sequence[float] | None = None
) -> Regression:
    """A Poisson regression of counts on time: ``log mean = b0 + b1·x + log E``, coefficients of any sign.

    ``exp(b1)`` is the ratio of the rates one step apart; errors are scaled by ``sqrt(Pearson's chi-square/df)`` where
    that is above 1. It does not say that the trend goes on, nor does it see counts that depend on their neighbours.

    Parameters
    ----------
    counts, predictor
        Occasions of each period, and its place in time; an empty predictor fits the level alone.
    exposures
        Days (or texts) of each period; a period of 0 is dropped, not counted as 0.

    Returns
    -------
    Regression
        Missing where no finite coefficients exist: too few periods, nothing counted, or counts at one end only.

    Raises
    ------
    ValueError
        If something was counted in no exposure.

    References
    ----------
    Dobson & Barnett 2018, An Introduction to Generalized Linear Models, chapter 9.

    Examples
    --------
    >>> found = poisson_regression([0, 1, 2, 3, 1, 4, 9, 18, 23, 31, 20, 25, 37, 45], range(1, 15))
    >>> round(found.ratio, 3), round(found.quasi_errors[1], 4)
    (1.292, 0.0342)
    """
    import statsmodels.api as sm

    values, design, offset = regression_design(counts, predictor, exposures)
    if not _is_finite(values, design):
        return _missing(len(values), design.shape[1])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = sm.GLM(values, design, family=sm.families.Poisson(), offset=offset).fit(maxiter=500, tol=1e-12)
    if not np.all(np.isfinite(fit.params)):
        return _missing(len(values), design.shape[1])
    free = int(fit.df_resid)
    index = float(fit.pearson_chi2) / free if free > 0 else math.nan
    inflation = math.sqrt(max(index, 1.0)) if free > 0 else math.nan
    return Regression(
        coefficients=_tuple(fit.params),
        errors=_tuple(fit.bse),
        quasi_errors=_tuple(np.asarray(fit.bse) * inflation),
        deviance=float(fit.deviance),
        pearson=float(fit.pearson_chi2),
        dispersion=index,
        log_likelihood=float(fit.llf),
        size=math.inf,
        is_poisson=True,
        periods=len(values),
    )


def regression_design(
    counts: Sequence[float], predictor: Sequence[float], exposures: Sequence[float] | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The periods with exposure: counts, a column of ones beside the predictor, the logarithm of the exposure.

    Parameters
    ----------
    counts, predictor, exposures
        As for the Poisson regression.

    Raises
    ------
    ValueError
        If they are not equally long, one is below 0, or something was counted in no exposure.
    """
    values = np.asarray(counts, dtype=float)
    exposure = np.ones_like(values) if exposures is None else np.asarray(exposures, dtype=float)
    columns = [np.ones_like(values), *([np.asarray(predictor, dtype=float)] if len(predictor) else [])]
    if any(len(column) != len(values) for column in (*columns, exposure)):
        raise ValueError("counts, predictor and exposures are equally long")
    if np.any(values < 0) or np.any(exposure < 0) or np.any((exposure == 0) & (values > 0)):
        raise ValueError("counts and exposures are 0 or more, and nothing is counted in no exposure")
    seen = exposure > 0
    return values[seen], np.column_stack(columns)[seen], np.log(exposure[seen])


def mann_kendall(
    values: Sequence[float],
    *,
    times: Sequence[float] | None = None,
    method: Literal["auto", "exact", "normal"] = "auto",
) -> MannKendall:
    """Mann and Kendall's rank test for a trend: S between ``-n(n-1)/2`` and ``n(n-1)/2``.

    ``S = sum over i<j of sign(x_j - x_i)``; ``z = (S - sign S)/sqrt(Var S)`` with the variance corrected for ties.
    Give it rates, not counts. It does not hold for values that depend on their neighbours, which look like a trend.
    Four values can never reach 5 %.

    Parameters
    ----------
    values
        A rate for each period, in order; missing ones are dropped and keep their place in time.
    times
        When each period is, for the slope; by default 0, 1, 2, ...
    method
        ``auto`` is exact up to ten values without ties, else normal; exact is missing where there are ties.

    Returns
    -------
    MannKendall
        Missing below four values. ``slope`` is Sen's, per unit of time.

    References
    ----------
    Mann 1945, Econometrica 13:245; Kendall 1975; Sen 1968, JASA 63:1379; Gilbert 1987, table A18.

    Examples
    --------
    >>> found = mann_kendall([3, 5, 4, 8, 9, 10, 14, 13])
    >>> found.statistic, round(found.p, 6), found.is_exact
    (24.0, 0.001736, True)
    """
    from scipy.special import ndtr
    from scipy.stats import kendalltau, theilslopes

    kept, when = _in_time(values, times)
    size, nan = len(kept), math.nan
    if size < FEWEST:
        return MannKendall(
            periods=size, statistic=nan, variance=nan, z=nan, p=nan, p_greater=nan, p_normal=nan, tau_b=nan,
            slope=nan, is_exact=False,
        )  # fmt: skip
    statistic = float(np.sign(kept[None, :] - kept[:, None])[np.triu_indices(size, 1)].sum())
    _, ties = np.unique(kept, return_counts=True)
    spread = size * (size - 1) * (2 * size + 5) - int((ties * (ties - 1) * (2 * ties + 5)).sum())
    variance = spread / 18
    z = (statistic - np.sign(statistic)) / math.sqrt(variance) if variance > 0 else 0.0
    p = p_normal = float(min(1.0, 2 * ndtr(-abs(z))))
    # At S = 0 the correction for continuity has no side to take.
    p_greater = float(ndtr(-z))
    is_tied = bool(np.any(ties > 1))
    is_exact = method == "exact" or (method == "auto" and size <= EXACT_UP_TO and not is_tied)
    if is_exact and is_tied:
        p = p_greater = nan
    elif is_exact:
        p = float(kendalltau(when, kept, method="exact").pvalue)
        p_greater = float(kendalltau(when, kept, method="exact", alternative="greater").pvalue)
    return MannKendall(
        periods=size,
        statistic=statistic,
        variance=variance,
        z=float(z),
        p=p,
        p_greater=p_greater,
        p_normal=p_normal,
        tau_b=float(kendalltau(when, kept).statistic) if len(ties) > 1 else nan,
        slope=float(theilslopes(kept, when).slope),
        is_exact=is_exact,
    )


def _is_finite(values: np.ndarray, design: np.ndarray) -> bool:
    """Whether the likelihood has its top at finite coefficients."""
    if len(values) < design.shape[1] or values.sum() == 0:
        return False
    if design.shape[1] == 1:
        return True
    predictor = design[:, 1]
    counted = predictor[values > 0]
    return bool(counted.max() > predictor.min() and counted.min() < predictor.max())


def _missing(periods: int, terms: int) -> Regression:
    nan = math.nan
    nothing = (nan,) * terms
    return Regression(
        coefficients=nothing, errors=nothing, quasi_errors=nothing, deviance=nan, pearson=nan, dispersion=nan,
        log_likelihood=nan, size=nan, is_poisson=False, periods=periods,
    )  # fmt: skip


def _in_time(values: Sequence[float], times: Sequence[float] | None) -> tuple[np.ndarray, np.ndarray]:
    rates = np.asarray(values, dtype=float)
    when = np.arange(len(rates), dtype=float) if times is None else np.asarray(times, dtype=float)
    if len(when) != len(rates) or np.any(np.diff(when) <= 0):
        raise ValueError("every value has its time, and times rise")
    there = ~np.isnan(rates)
    return rates[there], when[there]


def _tuple(values: Any) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
