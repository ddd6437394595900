"""Look texts up by pairs of their rarest words, and deal the pairs into parts that fit into the processor's cache."""

from __future__ import annotations

import numpy as np
from numba import njit, prange

from claimstats.matching.compiled.reading import mixed

#: Blocks of texts that are worked on side by side: fixed, so that the answer knows no machine.
BLOCKS = 2

#: Parts that the keys are dealt into, so that the buckets of one fit into the cache.
PARTS = 1024

__all__ = ["BLOCKS", "PARTS", "deal", "hear", "rarest_words"]


@njit(cache=True, nogil=True)
def hear(words, heard):
    """Count the texts that hold a word of each bin."""
    for word in words:
        heard[word & np.uint32(len(heard) - 1)] += 1


@njit(cache=True, parallel=True, nogil=True)
def rarest_words(words, starts, heard, rarest):
    """The rarest words of each text that another text holds too, and how many there are."""
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
    return mixed((np.uint64(low) << np.uint64(32)) | np.uint64(high))


@njit(cache=True, parallel=True, nogil=True)
def deal(rare, number):
    """Every pair of a text's rare words as a tag, dealt into parts; in each part the texts are in order."""
    texts = len(number)
    counts = np.zeros((BLOCKS, PARTS), dtype=np.int64)
    for block in prange(BLOCKS):
        for text in range(texts * block // BLOCKS, texts * (block + 1) // BLOCKS):
            for one in range(number[text]):
                for other in range(one + 1 if number[text] > 1 else one, number[text]):
                    counts[block, _key(rare[text, one], rare[text, other]) >> np.uint64(54)] += 1
    parts = np.zeros(PARTS + 1, dtype=np.int64)
    places = np.zeros((BLOCKS, PARTS), dtype=np.int64)
    total = 0
    for part in range(PARTS):
        parts[part] = total
        for block in range(BLOCKS):
            places[block, part] = total
            total += counts[block, part]
    parts[PARTS] = total
    tags = np.empty(total, dtype=np.uint32)
    rows = np.empty(total, dtype=np.uint32)
    for block in prange(BLOCKS):
        for text in range(texts * block // BLOCKS, texts * (block + 1) // BLOCKS):
            for one in range(number[text]):
                for other in range(one + 1 if number[text] > 1 else one, number[text]):
                    key = _key(rare[text, one], rare[text, other])
                    part = key >> np.uint64(54)
                    place = places[block, part]
                    tags[place] = np.uint32((key >> np.uint64(16)) & np.uint64(0xFFFFFFFF))
                    rows[place] = np.uint32(text)
                    places[block, part] = place + 1
    return tags, rows, parts
