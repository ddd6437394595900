"""Cohesion: texts that hang together by a chain of others are no group unless they share words as a whole."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from claimstats.matching.words import gather

__all__ = ["LEAST_SHARED", "hold_together", "shared_words"]

#: Of the words of a text, the share that another text of its group must hold on average, in percent. Variants of one
#: sentence share more than half; a chain of sentences, a few in a hundred.
LEAST_SHARED = 35

Shared = Callable[[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]], NDArray[np.int64]]


def shared_words(
    words: NDArray[np.uint32], starts: NDArray[np.int64], order: NDArray[np.int64], edges: NDArray[np.int64]
) -> NDArray[np.int64]:
    """For each group, over its pairs of texts in both directions, the words that they share: ``sum c (c - 1)``.

    Parameters
    ----------
    words, starts
        The distinct words of each text, and where it begins.
    order, edges
        The texts, group by group, and where each group begins in them.
    """
    group = np.repeat(np.repeat(np.arange(len(edges) - 1), np.diff(edges)), np.diff(starts)[order])
    held = gather(words, starts, order)
    keys, counts = np.unique((group.astype(np.uint64) << np.uint64(32)) | held, return_counts=True)
    found = np.zeros(len(edges) - 1, dtype=np.int64)
    np.add.at(found, (keys >> np.uint64(32)).astype(np.int64), counts * (counts - 1))
    return found


def hold_together(
    words: NDArray[np.uint32],
    starts: NDArray[np.int64],
    levels: NDArray[np.uint32],
    *,
    shared: Shared = shared_words,
) -> NDArray[np.int64]:
    """The group of each text: what hangs together at the lowest level, or at the first one above it that is cohesive.

    Since the levels are nested, and each set of texts is judged for itself, a higher lowest level never joins what a
    lower one keeps apart.

    Parameters
    ----------
    words, starts
        The distinct words of each text, and where it begins.
    levels
        One row per level, lowest first: the first text that each hangs together with.
    shared
        Counts shared words.
    """
    texts = len(starts) - 1
    final = np.arange(texts)
    open_texts = final
    lengths = np.diff(starts)
    for label in levels.astype(np.int64):
        if not len(open_texts):
            break
        order = open_texts[np.lexsort((open_texts, label[open_texts]))]
        own = label[order]
        edges = np.flatnonzero(np.r_[True, own[1:] != own[:-1], True])
        sizes = np.diff(edges)
        several = sizes > 1
        cohesive = ~several
        if several.any():
            kept = np.repeat(several, sizes)
            inner = np.r_[0, np.cumsum(sizes[several])]
            total = np.add.reduceat(lengths[order[kept]], inner[:-1]) * (sizes[several] - 1)
            cohesive[several] = 100 * shared(words, starts, order[kept], inner) >= LEAST_SHARED * total
        done = np.repeat(cohesive, sizes)
        final[order[done]] = own[done]
        open_texts = order[~done]
    return final
