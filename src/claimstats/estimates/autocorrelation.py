"""The rank test for a trend when each value leans on those before it (Hamed and Rao)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["FEWEST_FOR_LEANING", "HamedRao", "hamed_rao"]

#: Below so many values the correlation of neighbours is not known well enough to correct for it.
FEWEST_FOR_LEANING = 10


@dataclass(frozen=True, kw_only=True)
class HamedRao:
    """The corrected test: what the variance of S is multiplied by, z and the two-sided p."""

    inflation: float
    z: float
    p: float


def hamed_rao(values: Sequence[float], *, level: float = 0.95) -> HamedRao:
    """Mann and Kendall's test with the variance that correlated values ask for; p from 0 to 1.

    ``Var*(S) = Var(S) (1 + 2/(n(n-1)(n-2)) sum over k of (n-k)(n-k-1)(n-k-2) r_k)``, with r_k the correlation k apart of
    the ranks of what is left when Sen's slope is taken out, of those k whose correlation is beyond ``z/sqrt(n)``. It is a
    check beside the plain test: it does not hold for fewer than ten values, and says nothing of a trend that bends.

    Parameters
    ----------
    values
        A rate for each period, in order, none missing.
    level
        How sure one must be that two periods k apart lean on each other.

    Returns
    -------
    HamedRao
        Missing below ten values, and where the corrected variance is not above 0.

    References
    ----------
    Hamed & Rao 1998, Journal of Hydrology 204:182.

    Examples
    --------
    >>> found = hamed_rao([1, 2, 2, 3, 5, 4, 6, 8, 7, 9, 12, 11])
    >>> found.p < 0.001
    True
    """
    from scipy.special import ndtr, ndtri
    from scipy.stats import rankdata, theilslopes
    from statsmodels.tsa.stattools import acf

    from claimstats.estimates.trends import mann_kendall

    kept = np.asarray(values, dtype=float)
    size, nothing = len(kept), HamedRao(inflation=math.nan, z=math.nan, p=math.nan)
    if size < FEWEST_FOR_LEANING:
        return nothing
    plain = mann_kendall(kept.tolist(), method="normal")
    if plain.variance == 0:
        return nothing
    ranks = rankdata(kept - np.arange(1, size + 1) * theilslopes(kept).slope)
    if not np.ptp(ranks):
        return HamedRao(inflation=1.0, z=plain.z, p=plain.p)
    leaning = acf(ranks, nlags=size - 1, fft=False, adjusted=False)[1:]
    leaning = np.where(np.abs(leaning) > float(ndtri(1 - (1 - level) / 2)) / math.sqrt(size), leaning, 0.0)
    apart = np.arange(1, size)
    total = float(((size - apart) * (size - apart - 1) * (size - apart - 2) * leaning).sum())
    inflation = 1 + 2 / (size * (size - 1) * (size - 2)) * total
    if inflation <= 0:
        return nothing
    z = plain.z / math.sqrt(inflation)
    return HamedRao(inflation=inflation, z=z, p=float(min(1.0, 2 * ndtr(-abs(z)))))
