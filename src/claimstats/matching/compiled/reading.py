"""Read the words of texts, byte by byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from claimstats.matching.words import MULTIPLIER, TABLE, Words, ragged

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["distinct_compiled", "mixed", "read_words_compiled"]


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


@njit(cache=True, inline="always")
def mixed(value):
    """The same as `words.mix`, of one number."""
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
                value = mixed(word)
                words[at] = np.uint32(value & np.uint64(0xFFFFFFFF))
                whole += mixed(value + np.uint64(at - first[text] + 1) * multiplier)
                at += 1
                word, power, inside = np.uint64(0), np.uint64(1), False
        hashes[text] = whole


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
