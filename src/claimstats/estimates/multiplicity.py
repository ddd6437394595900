"""Many p-values at once: Benjamini-Hochberg, Benjamini-Yekutieli, Bonferroni."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["benjamini_hochberg", "benjamini_yekutieli", "bonferroni"]


def benjamini_hochberg(p: Sequence[float]) -> NDArray[np.float64]:
    """The q of each p: the share of false findings among all p up to it, in expectation; from p to 1.

    ``q_(i) = min over j >= i of m p_(j) / j``, m the p-values that are there. It does not hold for every dependence:
    windows that overlap ask for `benjamini_yekutieli`.

    Parameters
    ----------
    p
        The p-values of one family. Missing ones are not counted and stay missing.

    References
    ----------
    Benjamini & Hochberg 1995, JRSS B 57:289.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.02, 0.5]).round(4).tolist()
    [0.03, 0.03, 0.5]
    """
    return control_false_discoveries(p, method="bh")


def benjamini_yekutieli(p: Sequence[float]) -> NDArray[np.float64]:
    """The q of each p under any dependence; from p to 1, never below that of Benjamini and Hochberg.

    ``q_(i) = min over j >= i of m p_(j) / j · sum_{k<=m} 1/k``. It does not gain from independence: q is large.

    Parameters
    ----------
    p
        The p-values of one family. Missing ones are not counted and stay missing.

    References
    ----------
    Benjamini & Yekutieli 2001, Ann Stat 29:1165.

    Examples
    --------
    >>> benjamini_yekutieli([0.01, 0.02, 0.5]).round(4).tolist()
    [0.055, 0.055, 0.9167]
    """
    return control_false_discoveries(p, method="by")


def bonferroni(p: Sequence[float]) -> NDArray[np.float64]:
    """Each p as often as there are p-values: bounds the chance of any false finding; from p to 1.

    ``min(1, m p)``. It does not weigh findings against each other: with many p-values few remain.

    Parameters
    ----------
    p
        The p-values of one family. Missing ones are not counted and stay missing.

    References
    ----------
    Dunn 1961, JASA 56:52.

    Examples
    --------
    >>> bonferroni([0.01, 0.5]).tolist()
    [0.02, 1.0]
    """
    found = read_chances(p)
    return np.minimum(found * np.count_nonzero(~np.isnan(found)), 1.0)


def control_false_discoveries(p: Sequence[float], *, method: Literal["bh", "by"]) -> NDArray[np.float64]:
    """The adjusted p-values of those that are there, at their places."""
    found = read_chances(p)
    there = ~np.isnan(found)
    # scipy.stats.false_discovery_control is this, behind an import that costs a report more than half a second.
    tested = found[there]
    order = np.argsort(tested)
    ranks = np.arange(1, len(tested) + 1, dtype=float)
    adjusted = tested[order] * (len(tested) / ranks)
    if method == "by":
        adjusted *= np.sum(1 / ranks)
    tested[order] = np.minimum.accumulate(adjusted[::-1])[::-1]
    found[there] = np.clip(tested, 0.0, 1.0)
    return found


def read_chances(p: Sequence[float]) -> NDArray[np.float64]:
    """The p-values in an array of their own, or a refusal."""
    found = np.array(p, dtype=float)
    if np.any((found < 0) | (found > 1)):
        raise ValueError("a p-value is between 0 and 1")
    return found
