"""When a rate changed: the cheapest division of the periods into stretches of one rate."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

__all__ = ["change_point_profile", "change_points"]

FEWEST_PERIODS = 8


def change_points(
    counts: Sequence[float],
    *,
    exposures: Sequence[float] | None = None,
    penalty: float | None = None,
    shortest: int = 2,
) -> tuple[int, ...] | None:
    """The places where the rate changes: each the number of periods before the change.

    Minimises the sum over stretches of ``-2 S ln(S/E)`` (0 where S = 0), plus a penalty for each change, by an exact
    dynamic programme. It does not say how sure a place is, nor does it see a slow drift: that becomes steps. The
    penalty decides how many there are: report the profile.

    Parameters
    ----------
    counts, exposures
        Occasions of each period, and its days; by default each period counts the same.
    penalty
        What a change costs; by default three times the logarithm of the number of periods.
    shortest
        The fewest periods of a stretch.

    Returns
    -------
    tuple of int, or None
        None below eight periods or without any exposure: no answer is not "no change".

    Raises
    ------
    ValueError
        If something was counted in no exposure.

    References
    ----------
    Jackson et al. 2005, IEEE Signal Process Lett 12:105; Killick, Fearnhead & Eckley 2012, JASA 107:1590.

    Examples
    --------
    >>> change_points([0, 1, 0, 1, 0, 9, 8, 9, 10, 9])
    (5,)
    """
    values = np.asarray(counts, dtype=float)
    exposure = np.ones_like(values) if exposures is None else np.asarray(exposures, dtype=float)
    if values.shape != exposure.shape or np.any(values < 0) or np.any(exposure < 0):
        raise ValueError("counts and exposures come in pairs of numbers of 0 or more")
    if np.any((exposure == 0) & (values > 0)):
        raise ValueError("occasions in an exposure of 0: the data contradict themselves")
    if shortest < 1:
        raise ValueError(f"a stretch has at least one period, not {shortest}")
    size = len(values)
    if size < FEWEST_PERIODS or not exposure.any():
        return None
    price = 3 * math.log(size) if penalty is None else penalty
    summed, exposed = (np.concatenate([[0.0], np.cumsum(column)]) for column in (values, exposure))
    best = np.full(size + 1, np.inf)
    best[0] = -price
    previous = np.zeros(size + 1, dtype=int)
    for end in range(shortest, size + 1):
        starts = np.arange(end - shortest + 1)
        costs = best[starts] + price + _costs(summed[end] - summed[starts], exposed[end] - exposed[starts])
        previous[end] = int(starts[costs.argmin()])
        best[end] = costs.min()
    # With fewer periods than one stretch needs, there is one stretch.
    found: list[int] = []
    end = int(previous[size])
    while end > 0:
        found.append(end)
        end = int(previous[end])
    return tuple(reversed(found))


def change_point_profile(
    counts: Sequence[float],
    *,
    exposures: Sequence[float] | None = None,
    multiples: Sequence[float] = (2, 3, 4, 6),
    shortest: int = 2,
) -> dict[float, int] | None:
    """How many changes there are, 0 or more, as the penalty rises: by the multiple of ``ln(periods)``.

    It does not say which penalty is right: a number that stays the same over several is the one to believe.

    Parameters
    ----------
    counts, exposures, shortest
        As for the change points.
    multiples
        What to multiply the logarithm of the number of periods with.

    Returns
    -------
    dict, or None
        None where no change points are defined.

    References
    ----------
    Haynes, Eckley & Fearnhead 2017, J Comput Graph Stat 26:134.

    Examples
    --------
    >>> change_point_profile([0, 1, 0, 1, 0, 9, 8, 9, 10, 9])
    {2: 1, 3: 1, 4: 1, 6: 1}
    """
    found: dict[float, int] = {}
    for multiple in multiples:
        price = multiple * math.log(max(len(counts), 1))
        places = change_points(counts, exposures=exposures, penalty=price, shortest=shortest)
        if places is None:
            return None
        found[multiple] = len(places)
    return found


def _costs(counted: np.ndarray, exposed: np.ndarray) -> np.ndarray:
    """Twice the negative log-likelihood of stretches, up to what no division changes."""
    there = counted > 0
    rates = np.divide(counted, exposed, out=np.ones_like(counted), where=there)
    return -2 * counted * np.log(rates)
