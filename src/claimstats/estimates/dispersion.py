"""Whether counts scatter more than chance alone would make them, and the law that fits them then."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from claimstats.estimates.trends import Regression, poisson_regression, regression_design

__all__ = [
    "Dispersion",
    "NegativeBinomial",
    "dispersion",
    "fit_negative_binomial",
    "negative_binomial_regression",
]


@dataclass(frozen=True, kw_only=True)
class Dispersion:
    """How the counts of sub-periods scatter; ``p_greater`` is the chance of as much scatter under a Poisson law."""

    periods: int
    total: float
    mean: float
    variance: float
    statistic: float
    degrees: int
    index: float
    p_greater: float


@dataclass(frozen=True, kw_only=True)
class NegativeBinomial:
    """A fitted negative binomial law; ``is_poisson`` where the counts scatter no more than a Poisson law's."""

    mean: float
    size: float
    log_likelihood: float
    is_poisson: bool


def dispersion(counts: Sequence[float], *, fewest_periods: int = 8) -> Dispersion:
    """The index of dispersion, 0 or more: 1 for a Poisson law, above it where occasions come in bursts.

    ``D = sum (x - mean)²/mean``, ``index = D/(m-1)``, ``p = P(chi-square with m-1 degrees >= D)``.
    It does not say why counts scatter: bursts and a drifting rate look the same.

    Parameters
    ----------
    counts
        Occasions of each sub-period, by default weeks, that was covered whole.
    fewest_periods
        Below so many sub-periods the test is missing.

    Returns
    -------
    Dispersion
        Missing (but for the number, the total and the mean) where the periods are too few or nothing was counted.

    References
    ----------
    Fisher 1950, Biometrics 6:17; Bortkiewicz 1898.

    Examples
    --------
    >>> found = dispersion([0, 3, 1, 0, 7, 2, 0, 0, 4, 1, 0, 2, 5])
    >>> round(found.index, 2), round(found.p_greater, 5)
    (2.64, 0.00155)
    """
    from scipy.special import chdtrc

    values = _counts(counts)
    size = len(values)
    total = float(values.sum())
    mean = total / size if size else math.nan
    if size < max(fewest_periods, 2) or total == 0:
        nan = math.nan
        variance, statistic, index, p_greater = nan, nan, nan, nan
    else:
        variance = float(values.var(ddof=1))
        statistic = (size - 1) * variance / mean
        index, p_greater = variance / mean, float(chdtrc(size - 1, statistic))
    return Dispersion(
        periods=size,
        total=total,
        mean=mean,
        variance=variance,
        statistic=statistic,
        degrees=max(size - 1, 0),
        index=index,
        p_greater=p_greater,
    )


def fit_negative_binomial(counts: Sequence[float]) -> NegativeBinomial:
    """The negative binomial law nearest to the counts: its mean and its size, both above 0.

    Variance ``mean + mean²/size``; the size maximises the likelihood, and the mean is that of the counts.
    It does not say that occasions cause each other: a rate that differs between periods gives the same law.

    Parameters
    ----------
    counts
        Occasions of each sub-period.

    Returns
    -------
    NegativeBinomial
        With an infinite size where the likelihood rises to the Poisson law (an index of dispersion of 1 or less);
        missing where there are fewer than two periods or nothing was counted.

    References
    ----------
    Bliss & Fisher 1953, Biometrics 9:176.

    Examples
    --------
    >>> round(fit_negative_binomial([0, 3, 1, 0, 7, 2, 0, 0, 4, 1, 0, 2, 5]).size, 2)
    0.92
    """
    values = _counts(counts)
    if len(values) < 2 or values.sum() == 0:
        return NegativeBinomial(mean=math.nan, size=math.nan, log_likelihood=math.nan, is_poisson=False)
    found = negative_binomial_regression(values.tolist(), ())
    return NegativeBinomial(
        mean=math.exp(found.coefficients[0]),
        size=found.size,
        log_likelihood=found.log_likelihood,
        is_poisson=found.is_poisson,
    )


def negative_binomial_regression(
    counts: Sequence[float], predictor: Sequence[float], *, exposures: Sequence[float] | None = None
) -> Regression:
    """The same regression for counts that come in bursts: variance ``mean + mean²/size``.

    It does not hold for counts that scatter less than a Poisson law's: those get the Poisson regression, and
    ``is_poisson`` says so. The size of a few periods is hardly known.

    Parameters
    ----------
    counts, predictor, exposures
        As for the Poisson regression.

    Returns
    -------
    Regression
        Its quasi-errors are its errors: the scatter is in the law. The deviance is missing.

    References
    ----------
    Lawless 1987, Can J Stat 15:209; statsmodels' ``NegativeBinomial`` with ``size = 1/alpha``.

    Examples
    --------
    >>> found = negative_binomial_regression([2, 9, 1, 14, 3, 25, 6, 40], range(8))
    >>> found.is_poisson, found.size > 0
    (False, True)
    """
    plain = poisson_regression(counts, predictor, exposures=exposures)
    values, design, offset = regression_design(counts, predictor, exposures)
    if math.isnan(plain.coefficients[0]):
        return replace(plain, is_poisson=False, size=math.nan)
    fitted = np.exp(design @ np.array(plain.coefficients) + offset)
    # The likelihood falls as the law leaves Poisson's where the squared misses sum to no more than the counts.
    scatters = plain.dispersion > 1 and float(((values - fitted) ** 2 - values).sum()) > 0
    fit = _fit_negative_binomial(values, design, offset, plain, fitted) if scatters else None
    if fit is None:
        return plain
    alpha = float(fit.params[-1])
    fitted = np.exp(design @ np.asarray(fit.params[:-1]) + offset)
    pearson = float(((values - fitted) ** 2 / (fitted + alpha * fitted**2)).sum())
    errors = tuple(map(float, fit.bse[:-1]))
    return Regression(
        coefficients=tuple(map(float, fit.params[:-1])),
        errors=errors,
        quasi_errors=errors,
        deviance=math.nan,
        pearson=pearson,
        dispersion=pearson / (len(values) - design.shape[1]),
        log_likelihood=float(fit.llf),
        size=1 / alpha,
        is_poisson=False,
        periods=len(values),
    )


def _counts(counts: Sequence[float]) -> np.ndarray:
    values = np.asarray(counts, dtype=float)
    if np.any(values < 0) or np.any(values != np.floor(values)):
        raise ValueError("a count is a whole number of 0 or more")
    return values


def _fit_negative_binomial(
    values: np.ndarray, design: np.ndarray, offset: np.ndarray, plain: Regression, fitted: np.ndarray
) -> Any:
    """The fit, or nothing where it does not converge."""
    from statsmodels.discrete.discrete_model import NegativeBinomial

    spread = float(((values - fitted) ** 2 - values).sum() / (fitted**2).sum())
    model = NegativeBinomial(values, design, offset=offset)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        begin = np.array([*plain.coefficients, max(spread, 0.01)])
        fit = model.fit(start_params=begin, method="bfgs", maxiter=1000, gtol=1e-8, disp=0)
        refined = model.fit(start_params=fit.params, method="newton", maxiter=100, disp=0)
    fits = [one for one in (refined, fit) if np.all(np.isfinite(one.params)) and one.params[-1] > 1e-8]
    fits = [one for one in fits if one.llf >= plain.log_likelihood]
    return max(fits, key=lambda one: one.llf) if fits else None
