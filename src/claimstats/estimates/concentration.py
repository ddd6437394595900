"""How unevenly statements are spread over speakers, venues or sources."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["Concentration", "concentration", "resampled_concentration"]


@dataclass(frozen=True, kw_only=True)
class Concentration:
    """Herfindahl's index, Shannon's entropy and Gini's coefficient, with the numbers of equal speakers they stand for."""

    total: float
    roster: int
    hhi: float
    effective_hhi: float
    shannon: float
    effective_shannon: float
    gini: float
    gini_corrected: float


def concentration(amounts: Sequence[float]) -> Concentration:
    """How concentrated amounts are: HHI from 1/n to 1, entropy from 0 to ln n, Gini from 0 to 1 - 1/n.

    With shares p: ``HHI = sum p²``, ``H = -sum p ln p`` (0 ln 0 = 0), and over the n sorted amounts
    ``G = 2 sum i·x_i / (n sum x) - (n+1)/n``, corrected ``G·n/(n-1)``. Effective numbers are ``1/HHI`` and ``exp(H)``.
    Gini does not compare groups with different rosters: a silent speaker on the list raises it, and HHI and entropy
    stay. Entropy comes out too low in small samples.

    Parameters
    ----------
    amounts
        Statements (or shares) of each on the roster, the silent ones with 0.

    Returns
    -------
    Concentration
        Missing where there is nobody or nothing; the corrected Gini also where there is but one.

    References
    ----------
    Herfindahl 1950; Shannon 1948, Bell Syst Tech J 27:379; Gini 1912; Damgaard & Weiner 2000, Ecology 81:1139.

    Examples
    --------
    >>> found = concentration([40, 25, 10, 5, 0])
    >>> found.hhi, round(found.effective_shannon, 3), round(found.gini, 4), round(found.gini_corrected, 4)
    (0.3671875, 3.137, 0.5, 0.625)
    """
    values = np.sort(np.asarray(amounts, dtype=float))
    if np.any(values < 0):
        raise ValueError("an amount is 0 or more")
    size, total = len(values), float(values.sum())
    if total == 0:
        nan = math.nan
        return Concentration(
            total=total, roster=size, hhi=nan, effective_hhi=nan, shannon=nan, effective_shannon=nan, gini=nan,
            gini_corrected=nan,
        )  # fmt: skip
    shares = values[values > 0] / total
    hhi = float((shares**2).sum())
    shannon = max(0.0, -float((shares * np.log(shares)).sum()))
    gini = max(0.0, 2 * float((np.arange(1, size + 1) * values).sum()) / (size * total) - (size + 1) / size)
    return Concentration(
        total=total,
        roster=size,
        hhi=hhi,
        effective_hhi=1 / hhi,
        shannon=shannon,
        effective_shannon=math.exp(shannon),
        gini=gini,
        gini_corrected=gini * size / (size - 1) if size > 1 else math.nan,
    )


def resampled_concentration(
    amounts: Sequence[float], *, level: float = 0.95, draws: int = 1000, seed: int = 0
) -> tuple[float, float]:
    """Between which values the effective number of speakers is, if occasions are drawn again; 1 or more.

    Percentiles of ``exp(H)`` over multinomial draws of as many occasions. Entropy is too low in small samples, and so are
    both ends; it does not hold below some 20 occasions.

    Parameters
    ----------
    amounts
        Occasions of each speaker.
    level
        The share of draws inside.
    draws, seed
        Random draws, and their seed.

    Examples
    --------
    >>> low, high = resampled_concentration([40, 25, 10, 5])
    >>> 2 < low < high < 4
    True
    """
    counts = np.asarray(amounts, dtype=float)
    total = int(counts.sum())
    if not total:
        return math.nan, math.nan
    shares = np.random.default_rng(seed).multinomial(total, counts / counts.sum(), size=draws) / total
    logs = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    low, high = np.quantile(np.exp(-(shares * logs).sum(axis=1)), [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
