"""Join texts that share rare words, as expressions on the engine: the reference, wherever the engine runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from claimstats.matching.components import components_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from claimstats.engine import Engine

__all__ = ["join_relational"]

#: Pairs of texts that one answer may hold.
_MOST_PAIRS = 200_000_000


def join_relational(
    engine: Engine,
    words: NDArray[np.uint32],
    starts: NDArray[np.int64],
    *,
    bins: int,
    rarest: int,
    levels: NDArray[np.int64],
) -> NDArray[np.uint32]:
    """Which texts hang together at each level of similarity.

    A text is looked up by pairs of its rarest words that another text holds too; within the texts of one pair it is
    compared with the one before it and with the first. Similarity is the shared words of all words of the two.

    Parameters
    ----------
    engine
        Where it is computed.
    words, starts
        The distinct words of different texts, in order within each text, and where each text begins.
    bins
        In how many bins the texts that hold a word are counted; a power of 2.
    rarest
        How many of its rarest words a text is looked up by.
    levels
        In percent, lowest first.

    Returns
    -------
    numpy.ndarray
        One row per level, one column per text: the first text that each hangs together with.
    """
    texts = len(starts) - 1
    frame = pd.DataFrame({"text": np.repeat(np.arange(texts), np.diff(starts)), "word": words.astype(np.int64)})
    held = engine.put(frame, {"text": "integer", "word": "integer"})
    pairs = engine.keep(_candidates(_looked_up(_rare(held, bins=bins), rarest=rarest)))
    found = engine.collect(
        _similar(held, pairs, least=int(levels[0])),
        {"one": "integer", "other": "integer", "shared": "integer", "every": "integer"},
        limit=_MOST_PAIRS,
    )
    engine.release(pairs)
    engine.release(held)
    reached = (found[100 * found["shared"] >= int(level) * found["every"]] for level in levels)
    return np.stack([components_of(rows["one"], rows["other"], size=texts) for rows in reached]).astype(np.uint32)


def _rare(held: ir.Table, *, bins: int) -> ir.Table:
    """The words that more than one text holds, each with how many texts hold it or a word of its bin."""
    binned = held.mutate(bin=held.word % bins)
    heard = binned.group_by("bin").aggregate(times=binned.count())
    return binned.join(heard.filter(heard.times >= 2), "bin").select("text", "word", "times")


def _looked_up(rare: ir.Table, *, rarest: int) -> ir.Table:
    """Each text with the pairs of its rarest words, or with its only one twice."""
    import ibis

    window = ibis.window(group_by="text", order_by=[rare.times, rare.word])
    ranked = rare.mutate(place=ibis.row_number().over(window))
    few = ranked.filter(ranked.place < rarest).select("text", "word", "place")
    later = few.rename(later="word", after="place")
    twos = few.join(later, ["text", few.place < later.after])
    paired = twos.select("text", low=ibis.least(twos.word, twos.later), high=ibis.greatest(twos.word, twos.later))
    alone = few.group_by("text").aggregate(low=few.word.min(), high=few.word.max(), words=few.count())
    alone = alone if rarest == 1 else alone.filter(alone.words == 1)
    return ibis.union(paired, alone.select("text", "low", "high"))


def _candidates(looked_up: ir.Table) -> ir.Table:
    """Pairs of texts of one bucket: each with the one before it, and with the first."""
    import ibis

    window = ibis.window(group_by=["low", "high"], order_by="text")
    near = looked_up.mutate(before=looked_up.text.lag().over(window), first=looked_up.text.min().over(window))
    found = [near.select(one=near[mate], other=near.text) for mate in ("before", "first")]
    pairs = ibis.union(*found)
    return pairs.filter(pairs.one.notnull() & (pairs.one != pairs.other)).distinct()


def _similar(held: ir.Table, pairs: ir.Table, *, least: int) -> ir.Table:
    """The pairs that share enough of their words, with how many they share and how many they hold."""
    sizes = held.group_by("text").aggregate(size=held.count())
    one, other = sizes.rename(one="text", size_one="size"), sizes.rename(other="text", size_other="size")
    sized = pairs.join(one, "one").join(other, "other").select("one", "other", "size_one", "size_other")
    # Two texts of very different lengths cannot share enough.
    near = sized.filter(
        (100 * sized.size_one >= least * sized.size_other) & (100 * sized.size_other >= least * sized.size_one)
    )
    left, right = held.rename(one="text"), held.rename(other="text")
    met = near.join(left, "one").join(right, ["other", "word"])
    counted = met.group_by(["one", "other"]).aggregate(shared=met.count(), sizes=(met.size_one + met.size_other).max())
    every = counted.mutate(every=counted.sizes - counted.shared)
    return every.filter(100 * every.shared >= least * every.every)
