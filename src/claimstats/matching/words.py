"""Texts as words, and words as numbers: what every way of grouping by wording begins with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["MULTIPLIER", "TABLE", "Words", "fold", "gather", "mix", "ragged", "read_words"]

#: Each byte of folded text as the byte of a word, 0 between words: ASCII letters and digits in lower case, and every byte
#: of a letter beyond ASCII.
TABLE = np.zeros(256, dtype=np.uint8)
TABLE[ord("0") : ord("9") + 1] = np.arange(ord("0"), ord("9") + 1)
TABLE[ord("a") : ord("z") + 1] = TABLE[ord("A") : ord("Z") + 1] = np.arange(ord("a"), ord("z") + 1)
TABLE[128:] = np.arange(128, 256)

#: A word is the number ``sum of byte_i · MULTIPLIER^i``, mixed, modulo 2^64; odd, so that it can be undone.
MULTIPLIER = 0x9E3779B97F4A7C15
_UNDONE = pow(MULTIPLIER, -1, 1 << 64)

#: Bytes read at a time: the powers of the multiplier are kept for as many.
_CHUNK = 1 << 20

_U = np.uint64

#: Writing without spaces: each of these characters is a word of its own.
_UNSPACED = r"([\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}])"


@dataclass(frozen=True, kw_only=True, eq=False)
class Words:
    """The words of many texts, one text after the other.

    Attributes
    ----------
    words : numpy.ndarray
        Every word as a number of 32 bits, in order.
    starts : numpy.ndarray
        Where each text begins in it; one more than there are texts.
    texts : numpy.ndarray
        Each text as a number of 64 bits, made from its words in their order: equal for equal wording.
    """

    words: NDArray[np.uint32]
    starts: NDArray[np.int64]
    texts: NDArray[np.uint64]


def fold(texts: pa.Array) -> pa.Array:
    """Texts whose words can be compared byte by byte: letters beyond ASCII in lower case and one form, marks as spaces.

    Compatibility forms become one (NFKC), characters that show nothing (zero width, direction) vanish, and the characters
    of scripts without spaces stand apart. ASCII texts are left alone: the table of bytes does the same for them.

    Parameters
    ----------
    texts
        An Arrow array of text without nulls.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    plain = pc.string_is_ascii(texts)
    if pc.all(plain).as_py() is not False:
        return texts
    others = texts.filter(pc.invert(plain))
    others = pc.utf8_normalize(others, form="NFKC")
    others = pc.replace_substring_regex(others, r"\p{Cf}", "")
    others = pc.utf8_lower(others)
    others = pc.replace_substring_regex(others, r"[\p{P}\p{S}\p{Z}\p{Cc}]+", " ")
    others = pc.replace_substring_regex(others, _UNSPACED, r" \1 ")
    place = pc.subtract(pc.cumulative_sum(pc.cast(pc.invert(plain), pa.int64())), 1)
    return pc.if_else(plain, texts, others.take(pc.max_element_wise(place, 0)))


def ragged(texts: pa.Array) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The bytes of an Arrow array of text, and where each text begins in them.

    Parameters
    ----------
    texts
        Of type ``large_string``.
    """
    _, offsets, data = texts.buffers()
    starts = np.frombuffer(offsets, dtype=np.int64, count=len(texts) + 1, offset=8 * texts.offset)
    size = int(starts[-1]) if len(texts) else 0
    return np.frombuffer(data, dtype=np.uint8, count=size) if size else np.zeros(0, dtype=np.uint8), starts


def read_words(texts: pa.Array) -> Words:
    """The words of folded texts, by table and cumulative sums.

    Parameters
    ----------
    texts
        From `fold`, of type ``large_string``.
    """
    data, starts = ragged(texts)
    found = list(_chunks(data, starts))
    hashes = np.concatenate([part for part, _ in found]) if found else np.zeros(0, dtype=np.uint64)
    counts = np.concatenate([count for _, count in found]) if found else np.zeros(0, dtype=np.int64)
    first = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(counts, out=first[1:])
    place = (np.arange(len(hashes)) - np.repeat(first[:-1], counts)).astype(_U)
    sums = np.zeros(len(hashes) + 1, dtype=_U)
    np.cumsum(mix(hashes + (place + _U(1)) * _U(MULTIPLIER)), out=sums[1:])
    return Words(words=hashes.astype(np.uint32), starts=first, texts=sums[first[1:]] - sums[first[:-1]])


def gather(words: NDArray[np.uint32], starts: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.uint32]:
    """The words of some texts, one text after the other.

    Parameters
    ----------
    words, starts
        The words of all texts, and where each begins.
    rows
        The texts wanted, in the order wanted.
    """
    lengths = np.diff(starts)[rows]
    inside = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return words[np.repeat(starts[rows], lengths) + inside]


def mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Numbers of which every bit depends on every bit."""
    values = values ^ (values >> _U(32))
    values = values * _U(0xD6E8FEB86659FD93)
    values ^= values >> _U(32)
    values *= _U(0xD6E8FEB86659FD93)
    values ^= values >> _U(32)
    return values


def _chunks(data: NDArray[np.uint8], starts: NDArray[np.int64]) -> Iterator[tuple[Any, Any]]:
    """The words of some texts at a time, and how many each has; a text longer than a chunk is one of its own."""
    texts = len(starts) - 1
    cuts = [0]
    while cuts[-1] < texts:
        cuts.append(max(cuts[-1] + 1, int(np.searchsorted(starts, starts[cuts[-1]] + _CHUNK, "right")) - 1))
    longest = max((int(starts[end] - starts[begin]) for begin, end in pairwise(cuts)), default=0)
    powers, undone = (_powers(base, longest) for base in (MULTIPLIER, _UNDONE))
    for begin, end in pairwise(cuts):
        own = starts[begin : end + 1] - starts[begin]
        yield _words_of(data[starts[begin] : starts[end]], own, powers, undone)


def _powers(base: int, number: int) -> NDArray[np.uint64]:
    """``base^0, base^1, ...`` modulo 2^64."""
    found = np.full(max(number, 1), base, dtype=_U)
    found[0] = 1
    return np.multiply.accumulate(found)


def _words_of(
    data: NDArray[np.uint8], starts: NDArray[np.int64], powers: NDArray[np.uint64], undone: NDArray[np.uint64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The mixed number of every word, and how many words each text has."""
    letters = TABLE[data]
    inside = letters != 0
    begins, ends = inside.copy(), inside.copy()
    begins[1:] &= ~inside[:-1]
    ends[:-1] &= ~inside[1:]
    # A word does not reach over the end of its text.
    edges = starts[1:-1][starts[1:-1] < len(data)]
    begins[edges] = inside[edges]
    ends[edges[edges > 0] - 1] = inside[edges[edges > 0] - 1]
    first, last = np.flatnonzero(begins), np.flatnonzero(ends)
    weighed = letters * powers[: len(data)]
    at_first = weighed[first]
    sums = np.cumsum(weighed, dtype=_U)
    hashes = mix((sums[last] - sums[first] + at_first) * undone[first])
    return hashes, np.diff(np.searchsorted(first, starts))
