"""Whether two series move together, and which one first."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["lagged_cross_correlation"]


def lagged_cross_correlation(
    *, statements: Sequence[float], actions: Sequence[float], lags: Sequence[int], least: int = 30
) -> NDArray[np.float64]:
    """The correlation of statements with actions so many periods later (lag above 0) or earlier; from -1 to 1.

    ``r_k = sum (x_t - mean x)(y_{t+k} - mean y) / (n s_x s_y)``, s with divisor n. It does not separate a common trend
    from a link: remove the trend first, and judge by shifts, not by ``1.96/sqrt(n)``.

    Parameters
    ----------
    statements, actions
        Counts per period, of the same periods.
    lags
        Lags in periods; above 0, actions come after statements.
    least
        Below so many periods there is no answer.

    Returns
    -------
    numpy.ndarray
        One number per lag; missing for a short or constant series, and where the lag leaves no common period.

    References
    ----------
    Venables & Ripley 2002, Modern Applied Statistics with S, section 14.1 (the lag has the opposite sign there).

    Examples
    --------
    >>> said, done = [0, 4, 0, 0, 2, 0], [0, 0, 4, 0, 0, 2]
    >>> lagged_cross_correlation(statements=said, actions=done, lags=[0, 1], least=6).round(2).tolist()
    [-0.43, 0.93]
    """
    said, done = np.asarray(statements, dtype=float), np.asarray(actions, dtype=float)
    if said.shape != done.shape:
        raise ValueError(f"{len(said)} and {len(done)} periods: the series have the same periods")
    periods = len(said)
    found = np.full(len(lags), math.nan)
    if periods < max(least, 2) or np.ptp(said) == 0 or np.ptp(done) == 0:
        return found
    said, done = (said - said.mean()) / said.std(), (done - done.mean()) / done.std()
    for place, lag in enumerate(lags):
        if abs(lag) < periods:
            first, last = max(0, -lag), min(periods, periods - lag)
            found[place] = said[first:last] @ done[first + lag : last + lag] / periods
    return found
