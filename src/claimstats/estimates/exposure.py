"""How many days of a stretch were monitored: unions and differences of stretches of days."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

__all__ = ["DaySet"]


class DaySet:
    """A set of days, made of closed stretches, that counts quickly.

    Parameters
    ----------
    monitored, missing
        Stretches ``(first, last)`` of days; the set is the first less the second.

    Notes
    -----
    Counting is by cumulative sums: ``E = sum over days d of 1[d monitored and not missing]`` (method, section 0).
    What it does not say: how carefully a day was read.
    """

    def __init__(self, *, monitored: Iterable[tuple[int, int]], missing: Iterable[tuple[int, int]] = ()) -> None:
        stretches = [(int(first), int(last)) for first, last in monitored if last >= first]
        self._origin = min((first for first, _ in stretches), default=0)
        length = max((last for _, last in stretches), default=-1) - self._origin + 1
        inside = np.zeros(max(length, 0), dtype=bool)
        for first, last in stretches:
            inside[first - self._origin : last - self._origin + 1] = True
        for first, last in missing:
            inside[max(int(first) - self._origin, 0) : max(int(last) - self._origin + 1, 0)] = False
        self._inside = inside
        self._before = np.concatenate([[0], np.cumsum(inside, dtype=np.int64)])

    def __len__(self) -> int:
        """How many days it has."""
        return int(self._before[-1])

    def count(self, first: NDArray[np.int64] | int, last: NDArray[np.int64] | int) -> NDArray[np.int64]:
        """How many of its days lie in ``[first, last]``; 0 where a stretch ends before it begins.

        Parameters
        ----------
        first, last
            Days, one or an array of each.
        """
        size = len(self._inside)
        begins = np.clip(np.asarray(first, dtype=np.int64) - self._origin, 0, size)
        ends = np.clip(np.asarray(last, dtype=np.int64) - self._origin + 1, 0, size)
        return np.maximum(self._before[np.maximum(ends, begins)] - self._before[begins], 0)

    def share(self, first: int, last: int) -> float:
        """The share of ``[first, last]`` that it holds; missing (NaN) where the stretch has no day."""
        days = last - first + 1
        if days <= 0:
            return float("nan")
        # In plain numbers: this is asked of one window at a time, thousands of times.
        size = len(self._inside)
        begin, end = (min(max(int(day) - self._origin, 0), size) for day in (first, last + 1))
        return int(self._before[end] - self._before[begin]) / days
