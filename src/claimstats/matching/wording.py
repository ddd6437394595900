"""Group texts of the same wording: exact copies, light edits, the same sentence with a third of its words changed.

Texts that share two of their rarest words are compared; those whose words are the same for the most part hang together.
There is no limit to the size of a group: a text said 5,000 times is one group of 5,000.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from claimstats.codebook.settings import LEVELS as SHARES
from claimstats.codebook.settings import Grouping
from claimstats.matching.cohesion import hold_together
from claimstats.matching.components import first_members
from claimstats.matching.words import Words, fold, gather, read_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

from claimstats.engine import Engine

__all__ = ["LEVELS", "THRESHOLD", "distinct_words", "group_wording"]

#: Shared words of all words of two texts, in percent, from which they are one wording. Chosen once, on seed 100 of the
#: synthetic statements, and frozen.
THRESHOLD = Grouping().threshold

#: The levels at which texts are held together or apart; a threshold is one of them.
LEVELS = np.array(SHARES)

#: How many of its rarest words a text is looked up by, two at a time. On seed 100 of the hard synthetic statements 8 words
#: give a pair F1 of .998, 7 of .996, 6 of .989 and 5 of .967; 6 need half as many look-ups as 8.
RAREST = 6

#: Bins in which the texts that hold a word are counted: words that fall into one bin are counted together.
BINS = 1 << 22

#: From so many texts on the compiled way is used, where it is installed: below, it does not pay for its start.
COMPILED_FROM = 20_000


def group_wording(
    texts: Sequence[str] | pa.Array,
    *,
    threshold: int = THRESHOLD,
    engine: Engine | None = None,
    compiled: bool | None = None,
) -> NDArray[np.int64]:
    """The wording group of each text, as the place of the group's first text.

    The order of texts does not decide who is with whom; equal wording is one group whatever the case and the marks; a
    higher threshold never joins what a lower one keeps apart. A text without a word is a group of its own.

    Parameters
    ----------
    texts
        Any script.
    threshold
        In percent, one of `LEVELS`.
    engine
        For the relational way; by default an own one.
    compiled
        Which way; by default the compiled one for many texts, where it is installed. Both give the same groups.

    Examples
    --------
    >>> group_wording(["The port will open in May.", "the port WILL open in may", "Ships sail."]).tolist()
    [0, 0, 2]
    """
    import pyarrow as pa

    if threshold not in LEVELS:
        raise ValueError(f"a threshold is one of {LEVELS.tolist()} percent, not {threshold}")
    if compiled is None:
        compiled = len(texts) >= COMPILED_FROM and find_spec("numba") is not None
    folded = fold(as_texts(texts)).cast(pa.large_string())
    return first_of(_join(folded, threshold=threshold, engine=engine, compiled=compiled))


def as_texts(texts: Sequence[str] | pa.Array) -> pa.Array:
    """Texts as one Arrow array without nulls."""
    import pyarrow as pa

    array = texts if isinstance(texts, pa.Array) else pa.array(texts, pa.string())
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    return array.fill_null("") if array.null_count else array


def first_of(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each row's group as the place of the first row that is in it; a row of group -1 is alone."""
    inside = np.flatnonzero(groups >= 0)
    first = np.arange(len(groups))
    first[inside] = inside[first_members(groups[inside])]
    return first


def _join(folded: pa.Array, *, threshold: int, engine: Engine | None, compiled: bool) -> NDArray[np.int64]:
    """The group of each text; -1 for a text without a word."""
    if compiled:
        from claimstats.matching.compiled import (
            distinct_compiled,
            join_compiled,
            read_words_compiled,
            shared_compiled,
        )

        read = read_words_compiled(folded)
    else:
        read = read_words(folded)
    rows, wordings = different(read)
    words, starts = distinct_compiled(read, rows) if compiled else distinct_words(read, rows)
    del read
    # What is less alike than was asked for is never joined, so that it need not be found either.
    asked = LEVELS[threshold <= LEVELS]
    if compiled:
        levels = join_compiled(words, starts, bins=BINS, rarest=RAREST, levels=asked)
        held = hold_together(words, starts, levels, shared=shared_compiled)
    else:
        from claimstats.engine import connect
        from claimstats.matching.relational import join_relational

        own = engine or connect()
        levels = join_relational(own, words, starts, bins=BINS, rarest=RAREST, levels=asked)
        held = hold_together(words, starts, levels)
    return np.where(wordings >= 0, held[wordings], -1) if len(held) else wordings


def different(read: Words) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """One row for each different wording, and the wording of every row; -1 where a text has no word.

    Wordings are in the order of their numbers, so that the order of rows decides nothing.
    """
    order = np.argsort(read.texts, kind="stable")
    order = order[np.diff(read.starts)[order] > 0]
    sorted_texts = read.texts[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = sorted_texts[1:] != sorted_texts[:-1]
    wordings = np.full(len(read.texts), -1, dtype=np.int64)
    wordings[order] = np.cumsum(new) - 1
    return order[new], wordings


def distinct_words(read: Words, rows: NDArray[np.int64]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The words of some texts, each once and in the order of their numbers; and where each text begins.

    Parameters
    ----------
    read, rows
        The words of all texts, and the texts that are wanted.
    """
    text = np.repeat(np.arange(len(rows)), np.diff(read.starts)[rows])
    words = gather(read.words, read.starts, rows)
    keys = np.unique((text.astype(np.uint64) << np.uint64(32)) | words)
    starts = np.searchsorted(keys >> np.uint64(32), np.arange(len(rows) + 1, dtype=np.uint64))
    return (keys & np.uint64(0xFFFFFFFF)).astype(np.uint32), starts.astype(np.int64)
