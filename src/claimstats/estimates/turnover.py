"""Which claims came, went and stayed between two periods."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Turnover", "turnover"]


@dataclass(frozen=True, kw_only=True)
class Turnover:
    """Numbers of claims that are new, retired and carried on, and how alike the two periods are (0 to 1)."""

    new: int
    retired: int
    carried: int
    jaccard: float


def turnover(before: Iterable[str], now: Iterable[str]) -> Turnover:
    """The claims of two periods beside each other.

    ``new = |now - before|``, ``retired = |before - now|``, ``carried = |both|``, ``jaccard = |both| / |either|``, which
    is 0 where nothing is shared and 1 where all is. It does not say that a retired claim is given up: it was not said
    in the period.

    Parameters
    ----------
    before, now
        The claims of the earlier and the later period; naming one twice changes nothing.

    Returns
    -------
    Turnover
        Its likeness is missing where neither period has a claim.

    References
    ----------
    Jaccard 1912, New Phytologist 11:37.

    Examples
    --------
    >>> turnover("abc", "bcde")
    Turnover(new=2, retired=1, carried=2, jaccard=0.4)
    """
    earlier, later = set(before), set(now)
    either = earlier | later
    return Turnover(
        new=len(later - earlier),
        retired=len(earlier - later),
        carried=len(earlier & later),
        jaccard=len(earlier & later) / len(either) if either else math.nan,
    )
