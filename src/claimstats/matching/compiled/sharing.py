"""Count the words that the texts of each group share."""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

__all__ = ["shared_compiled"]


def shared_compiled(
    words: NDArray[np.uint32], starts: NDArray[np.int64], order: NDArray[np.int64], edges: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The same as `cohesion.shared_words`.

    Parameters
    ----------
    words, starts
        As in `join_compiled`.
    order, edges
        The texts, group by group, and where each group begins in them.
    """
    return _shared(words, starts, order, edges)


@njit(cache=True, parallel=True, nogil=True)
def _shared(words, starts, order, edges):
    sums = np.zeros(len(edges) - 1, dtype=np.int64)
    for group in prange(len(edges) - 1):
        number = 0
        for place in range(edges[group], edges[group + 1]):
            number += starts[order[place] + 1] - starts[order[place]]
        every = np.empty(number, dtype=np.uint32)
        at = 0
        for place in range(edges[group], edges[group + 1]):
            for word in range(starts[order[place]], starts[order[place] + 1]):
                every[at] = words[word]
                at += 1
        every.sort()
        run = 0
        for place in range(number):
            run = run + 1 if place > 0 and every[place] == every[place - 1] else 1
            # The n-th time that a word is met, it is shared with n - 1 others, and they with it.
            sums[group] += 2 * (run - 1)
    return sums
