"""Join the texts that share pairs of rare words and most of their others, at every level at once."""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from claimstats.matching.compiled.looking_up import BLOCKS, PARTS, deal, hear, rarest_words

__all__ = ["join_compiled"]


def join_compiled(
    words: NDArray[np.uint32], starts: NDArray[np.int64], *, bins: int, rarest: int, levels: NDArray[np.int64]
) -> NDArray[np.uint32]:
    """Which texts hang together at each level of similarity: the same as `relational.join_relational`.

    Parameters
    ----------
    words, starts
        The distinct words of different texts, in order within each text, and where each text begins.
    bins, rarest, levels
        As in `wording.join_words`.

    Returns
    -------
    numpy.ndarray
        One row per level, one column per text: the first text that each hangs together with.
    """
    heard = np.zeros(bins, dtype=np.int32)
    hear(words, heard)
    rare, number = rarest_words(words, starts, heard, rarest)
    tags, texts, parts = deal(rare, number)
    marks, doubled = _mark(words, starts)
    return np.ascontiguousarray(_link(tags, texts, parts, words, starts, marks, doubled, levels).T)


@njit(cache=True, parallel=True, nogil=True)
def _mark(words, starts):
    """A bit of 256 for every word of a text; and how many of its words found their bit taken."""
    texts = len(starts) - 1
    marks, doubled = np.zeros((texts, 4), dtype=np.uint64), np.zeros(texts, dtype=np.int32)
    for text in prange(texts):
        for place in range(starts[text], starts[text + 1]):
            bit = words[place] >> np.uint32(24)
            mask = np.uint64(1) << np.uint64(bit & np.uint32(63))
            doubled[text] += (marks[text, bit >> np.uint32(6)] & mask) != 0
            marks[text, bit >> np.uint32(6)] |= mask
    return marks, doubled


@njit(cache=True, parallel=True, nogil=True)
def _link(tags, rows, parts, words, starts, marks, doubled, levels):
    texts, grades = len(starts) - 1, len(levels)
    most = 0
    for part in range(PARTS):
        most = max(most, parts[part + 1] - parts[part])
    room = 64
    while room < 2 * most:
        room *= 2
    # The levels of one text stand together: they are asked for together.
    parents = np.empty((BLOCKS, texts, grades), dtype=np.uint32)
    for block in prange(BLOCKS):
        for text in range(texts):
            parents[block, text, :] = text
        names = np.empty(room, dtype=np.uint32)
        firsts = np.empty(room, dtype=np.int64)
        lasts = np.empty(room, dtype=np.int64)
        for part in range(PARTS * block // BLOCKS, PARTS * (block + 1) // BLOCKS):
            size = 64
            while size < 2 * (parts[part + 1] - parts[part]):
                size *= 2
            firsts[:size] = -1
            for place in range(parts[part], parts[part + 1]):
                text, tag = np.int64(rows[place]), tags[place]
                slot = tag & np.uint32(size - 1)
                while firsts[slot] >= 0 and names[slot] != tag:
                    slot = (slot + np.uint32(1)) & np.uint32(size - 1)
                if firsts[slot] < 0:
                    names[slot] = tag
                    firsts[slot] = lasts[slot] = text
                    continue
                _tie(parents[block], text, lasts[slot], words, starts, marks, doubled, levels)
                if firsts[slot] != lasts[slot]:
                    _tie(parents[block], text, firsts[slot], words, starts, marks, doubled, levels)
                lasts[slot] = text
    whole = parents[0]
    for grade in prange(grades):
        for text in range(texts):
            for block in range(1, BLOCKS):
                _unite(whole, text, _find(parents[block], text, grade), grade)
        for text in range(texts):
            whole[text, grade] = _find(whole, text, grade)
    return whole


@njit(cache=True, inline="always")
def _tie(parents, text, mate, words, starts, marks, doubled, levels):
    """Unite two texts at every level that their similarity reaches and at which they are apart."""
    sizes = starts[text + 1] - starts[text] + starts[mate + 1] - starts[mate]
    # Shared words have shared bits, but for those that found their bit taken: no more are shared than this.
    most = min(doubled[text], doubled[mate])
    for part in range(4):
        most += _ones(marks[text, part] & marks[mate, part])
    highest = _reached(min(most, sizes // 2), sizes, levels)
    if highest == 0 or _find(parents, text, highest - 1) == _find(parents, mate, highest - 1):
        return
    for grade in range(_reached(_share(words, starts, text, mate), sizes, levels) - 1, -1, -1):
        # What hangs together at one level does so at every lower one.
        if not _unite(parents, text, mate, grade):
            return


@njit(cache=True, inline="always")
def _unite(parents, one, other, grade):
    """Unite two texts at a level, under the earlier one; whether they were apart."""
    here, there = _find(parents, one, grade), _find(parents, other, grade)
    if here == there:
        return False
    if here < there:
        parents[there, grade] = here
    else:
        parents[here, grade] = there
    return True


@njit(cache=True, inline="always")
def _find(parents, text, grade):
    while parents[text, grade] != text:
        parents[text, grade] = parents[parents[text, grade], grade]
        text = parents[text, grade]
    return text


@njit(cache=True, inline="always")
def _share(words, starts, one, other):
    """How many words two texts share."""
    left, right = starts[one], starts[other]
    left_end, right_end = starts[one + 1], starts[other + 1]
    shared = 0
    while left < left_end and right < right_end:
        first, second = words[left], words[right]
        shared += first == second
        left += first <= second
        right += second <= first
    return shared


@njit(cache=True, inline="always")
def _reached(shared, sizes, levels):
    """How many levels so many shared words reach."""
    reached = 0
    while reached < len(levels) and 100 * shared >= levels[reached] * (sizes - shared):
        reached += 1
    return reached


@njit(cache=True, inline="always")
def _ones(value):
    """How many bits are set."""
    value -= (value >> np.uint64(1)) & np.uint64(0x5555555555555555)
    value = (value & np.uint64(0x3333333333333333)) + ((value >> np.uint64(2)) & np.uint64(0x3333333333333333))
    value = (value + (value >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((value * np.uint64(0x0101010101010101)) >> np.uint64(56))
