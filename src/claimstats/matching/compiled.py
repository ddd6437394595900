"""Join texts that share rare words, in compiled code: the same links as `relational`, on one machine, many times faster.

Numba compiles it at first use and keeps what it compiled beside this file (or in the user's cache).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from claimstats.matching.words import MULTIPLIER, TABLE, Words, ragged

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["distinct_compiled", "join_compiled", "read_words_compiled", "shared_compiled"]

#: Blocks of texts, and of buckets, that are worked on side by side: fixed, so that the answer knows no machine.
_BLOCKS = 2

#: Parts that the keys are dealt into, so that the buckets of one fit into the processor's cache.
_PARTS = 1024


def read_words_compiled(texts: pa.Array) -> Words:
    """The same as `read_words`.

    Parameters
    ----------
    texts
        Folded, of type ``large_string``.
    """
    data, starts = ragged(texts)
    counts = _count(data, starts, TABLE)
    first = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=first[1:])
    words, hashes = np.empty(int(first[-1]), dtype=np.uint32), np.zeros(len(counts), dtype=np.uint64)
    _fill(data, starts, TABLE, first, words, hashes)
    return Words(words=words, starts=first, texts=hashes)


def distinct_compiled(words: Words, rows: NDArray[np.int64]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The same as `wording.distinct_words`.

    Parameters
    ----------
    words, rows
        The words of all texts, and the texts that are wanted.
    """
    starts = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum(words.starts[rows + 1] - words.starts[rows], out=starts[1:])
    found, counts = np.empty(int(starts[-1]), dtype=np.uint32), np.empty(len(rows), dtype=np.int64)
    _sort_words(words.words, words.starts, rows, starts, found, counts)
    first = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum(counts, out=first[1:])
    _close_up(found, starts, first)
    return found[: first[-1]], first


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
    _hear(words, heard)
    rare, number = _rarest(words, starts, heard, rarest)
    tags, texts, parts = _deal(rare, number)
    return _link(tags, texts, parts, words, starts, levels)


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


@njit(cache=True, inline="always")
def _mix(value):
    value ^= value >> np.uint64(32)
    value *= np.uint64(0xD6E8FEB86659FD93)
    value ^= value >> np.uint64(32)
    value *= np.uint64(0xD6E8FEB86659FD93)
    value ^= value >> np.uint64(32)
    return value


@njit(cache=True, parallel=True, nogil=True)
def _count(data, starts, table):
    counts = np.zeros(len(starts) - 1, dtype=np.int64)
    for text in prange(len(starts) - 1):
        inside = False
        number = 0
        for place in range(starts[text], starts[text + 1]):
            letter = table[data[place]] != 0
            number += letter and not inside
            inside = letter
        counts[text] = number
    return counts


@njit(cache=True, parallel=True, nogil=True)
def _fill(data, starts, table, first, words, hashes):
    multiplier = np.uint64(MULTIPLIER)
    for text in prange(len(starts) - 1):
        at = first[text]
        whole, word, power = np.uint64(0), np.uint64(0), np.uint64(1)
        inside = False
        for place in range(starts[text], starts[text + 1] + 1):
            letter = table[data[place]] if place < starts[text + 1] else np.uint8(0)
            if letter:
                word += np.uint64(letter) * power
                power *= multiplier
                inside = True
            elif inside:
                value = _mix(word)
                words[at] = np.uint32(value & np.uint64(0xFFFFFFFF))
                whole += _mix(value + np.uint64(at - first[text] + 1) * multiplier)
                at += 1
                word, power, inside = np.uint64(0), np.uint64(1), False
        hashes[text] = whole


@njit(cache=True, nogil=True)
def _hear(words, heard):
    for word in words:
        heard[word & np.uint32(len(heard) - 1)] += 1


@njit(cache=True, parallel=True, nogil=True)
def _rarest(words, starts, heard, rarest):
    texts = len(starts) - 1
    rare = np.zeros((texts, rarest), dtype=np.uint32)
    number = np.zeros(texts, dtype=np.uint8)
    for text in prange(texts):
        held = 0
        best = np.empty(rarest, dtype=np.uint64)
        for place in range(starts[text], starts[text + 1]):
            word = words[place]
            times = heard[word & np.uint32(len(heard) - 1)]
            if times < 2:
                continue
            rank = (np.uint64(times) << np.uint64(32)) | np.uint64(word)
            if held < rarest or rank < best[held - 1]:
                at = held if held < rarest else held - 1
                if held < rarest:
                    held += 1
                while at > 0 and best[at - 1] > rank:
                    best[at] = best[at - 1]
                    rare[text, at] = rare[text, at - 1]
                    at -= 1
                best[at] = rank
                rare[text, at] = word
        number[text] = held
    return rare, number


@njit(cache=True, inline="always")
def _key(one, other):
    low, high = (one, other) if one < other else (other, one)
    return _mix((np.uint64(low) << np.uint64(32)) | np.uint64(high))


@njit(cache=True, parallel=True, nogil=True)
def _deal(rare, number):
    texts = len(number)
    counts = np.zeros((_BLOCKS, _PARTS), dtype=np.int64)
    for block in prange(_BLOCKS):
        for text in range(texts * block // _BLOCKS, texts * (block + 1) // _BLOCKS):
            for one in range(number[text]):
                for other in range(one + 1 if number[text] > 1 else one, number[text]):
                    counts[block, _key(rare[text, one], rare[text, other]) >> np.uint64(54)] += 1
    parts = np.zeros(_PARTS + 1, dtype=np.int64)
    places = np.zeros((_BLOCKS, _PARTS), dtype=np.int64)
    total = 0
    for part in range(_PARTS):
        parts[part] = total
        for block in range(_BLOCKS):
            places[block, part] = total
            total += counts[block, part]
    parts[_PARTS] = total
    tags = np.empty(total, dtype=np.uint32)
    rows = np.empty(total, dtype=np.uint32)
    for block in prange(_BLOCKS):
        for text in range(texts * block // _BLOCKS, texts * (block + 1) // _BLOCKS):
            for one in range(number[text]):
                for other in range(one + 1 if number[text] > 1 else one, number[text]):
                    key = _key(rare[text, one], rare[text, other])
                    part = key >> np.uint64(54)
                    place = places[block, part]
                    tags[place] = np.uint32((key >> np.uint64(16)) & np.uint64(0xFFFFFFFF))
                    rows[place] = np.uint32(text)
                    places[block, part] = place + 1
    return tags, rows, parts


@njit(cache=True, inline="always")
def _find(parent, text):
    while parent[text] != text:
        parent[text] = parent[parent[text]]
        text = parent[text]
    return text


@njit(cache=True, inline="always")
def _level(words, starts, one, other, levels):
    """How many levels the similarity of two texts reaches: shared words of all their words, in percent."""
    left, right = starts[one], starts[other]
    left_end, right_end = starts[one + 1], starts[other + 1]
    small, large = min(left_end - left, right_end - right), max(left_end - left, right_end - right)
    if 100 * small < levels[0] * large:
        return 0
    sizes = small + large
    shared = 0
    while left < left_end and right < right_end:
        first, second = words[left], words[right]
        shared += first == second
        left += first <= second
        right += second <= first
    reached = 0
    while reached < len(levels) and 100 * shared >= levels[reached] * (sizes - shared):
        reached += 1
    return reached


@njit(cache=True, parallel=True, nogil=True)
def _link(tags, rows, parts, words, starts, levels):
    texts, grades = len(starts) - 1, len(levels)
    most = 0
    for part in range(_PARTS):
        most = max(most, parts[part + 1] - parts[part])
    room = 64
    while room < 2 * most:
        room *= 2
    parents = np.empty((_BLOCKS, grades, texts), dtype=np.uint32)
    for block in prange(_BLOCKS):
        for grade in range(grades):
            for text in range(texts):
                parents[block, grade, text] = text
        names = np.empty(room, dtype=np.uint32)
        firsts = np.empty(room, dtype=np.int64)
        lasts = np.empty(room, dtype=np.int64)
        for part in range(_PARTS * block // _BLOCKS, _PARTS * (block + 1) // _BLOCKS):
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
                _tie(parents[block], text, lasts[slot], words, starts, levels)
                if firsts[slot] != lasts[slot]:
                    _tie(parents[block], text, firsts[slot], words, starts, levels)
                lasts[slot] = text
    for grade in prange(grades):
        whole = parents[0, grade]
        for text in range(texts):
            for block in range(1, _BLOCKS):
                _unite(whole, text, _find(parents[block, grade], text))
        for text in range(texts):
            whole[text] = _find(whole, text)
    return parents[0]


@njit(cache=True, inline="always")
def _tie(parents, text, mate, words, starts, levels):
    """Unite two texts at every level that their similarity reaches and at which they are apart."""
    top = len(levels) - 1
    if _find(parents[top], text) == _find(parents[top], mate):
        return
    for grade in range(_level(words, starts, text, mate, levels) - 1, -1, -1):
        # What hangs together at one level does so at every lower one.
        if not _unite(parents[grade], text, mate):
            return


@njit(cache=True, inline="always")
def _unite(parent, one, other):
    """Unite two texts under the earlier one; whether they were apart."""
    here, there = _find(parent, one), _find(parent, other)
    if here == there:
        return False
    if here < there:
        parent[there] = here
    else:
        parent[here] = there
    return True


@njit(cache=True, parallel=True, nogil=True)
def _sort_words(words, starts, rows, first, found, counts):
    for place in prange(len(rows)):
        own = found[first[place] : first[place + 1]]
        own[:] = words[starts[rows[place]] : starts[rows[place] + 1]]
        if len(own) > 48:
            own.sort()
        else:
            for at in range(1, len(own)):
                word = own[at]
                before = at - 1
                while before >= 0 and own[before] > word:
                    own[before + 1] = own[before]
                    before -= 1
                own[before + 1] = word
        kept = 0
        for at in range(len(own)):
            if at == 0 or own[at] != own[at - 1]:
                own[kept] = own[at]
                kept += 1
        counts[place] = kept


@njit(cache=True, nogil=True)
def _close_up(found, starts, first):
    """Move the kept words of each text next to those of the one before."""
    for place in range(len(first) - 1):
        for at in range(first[place + 1] - first[place]):
            found[first[place] + at] = found[starts[place] + at]


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
