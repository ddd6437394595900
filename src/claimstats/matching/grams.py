"""Texts as counts: of their words, cut short, and of their runs of letters; without a list of words to keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from claimstats.matching.similarity import folded_texts
from claimstats.matching.words import mix, read_words

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["RUNS", "STEM", "count_runs", "count_words"]

#: Lengths of runs of letters, spaces included: words that stand beside each other share them too.
RUNS = (2, 3, 4, 5)

#: Letters of a word that are compared: what comes after them is an ending for the most part.
STEM = 6

#: Bins in which words and runs are counted; those that fall into one bin are counted together.
_BINS = 1 << 20

_U = np.uint64


def count_words(texts: Sequence[str]) -> csr_array:
    """How often each text has each word, of which the first letters count; addresses of web pages are no words.

    What is written together for want of spaces (``#PortClosed``) is read apart.

    Parameters
    ----------
    texts
        Any script.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    plain = pa.array([text or "" for text in texts], pa.string())
    for found, put in (
        (r"(https?://|www\.|pic\.twitter\.com/)\S+", " "),
        (r"(\p{Ll})(\p{Lu})", r"\1 \2"),
        (r"(\p{L})(\p{N})", r"\1 \2"),
        (r"(\p{N})(\p{L}{2})", r"\1 \2"),
    ):
        plain = pc.replace_substring_regex(plain, found, put)
    cut = pc.replace_substring_regex(
        pa.array(folded_texts(plain.to_pylist()), pa.large_string()), rf"([\p{{L}}\p{{M}}\p{{N}}]{{{STEM}}})\S+", r"\1"
    )
    read = read_words(cut)
    return _counts(read.words.astype(_U), np.repeat(np.arange(len(texts)), np.diff(read.starts)), len(texts))


def count_runs(texts: Sequence[str]) -> csr_array:
    """How often each text has each run of 2 to 5 letters, a space at both of its ends.

    Parameters
    ----------
    texts
        Any script.
    """
    folded = folded_texts(texts)
    padded = [f" {text.strip()} " if text.strip() else "" for text in folded]
    letters = np.frombuffer("".join(padded).encode("utf-32-le"), dtype=np.uint32).astype(_U)
    sizes = np.array([len(text) for text in padded], dtype=np.int64)
    owner = np.repeat(np.arange(len(padded)), sizes)
    left = np.repeat(np.cumsum(sizes), sizes) - np.arange(len(letters))
    runs, owners = [np.zeros(0, dtype=_U)], [np.zeros(0, dtype=np.int64)]
    made = mix(letters + _U(1))
    rolled = made
    for size in range(2, max(RUNS) + 1):
        # The number of a run is that of the run one letter shorter, mixed with the letter that follows.
        rolled = mix(rolled[:-1] * _U(3)) + made[size - 1 :]
        if size in RUNS:
            whole = left[: len(rolled)] >= size
            runs.append(rolled[whole])
            owners.append(owner[: len(rolled)][whole])
    return _counts(np.concatenate(runs), np.concatenate(owners), len(padded))


def _counts(found: NDArray[np.uint64], owner: NDArray[np.int64], size: int) -> csr_array:
    """A row per text: how often each number was found in it."""
    from scipy.sparse import csr_array

    keys = (owner.astype(_U) * _U(_BINS)) + found % _U(_BINS)
    keys, counts = np.unique(keys, return_counts=True)
    rows = np.searchsorted(keys, np.arange(size + 1, dtype=_U) * _U(_BINS))
    return csr_array((counts.astype(np.float64), (keys % _U(_BINS)).astype(np.int64), rows), shape=(size, _BINS))
