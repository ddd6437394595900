"""Whether the members of a camp say the same thing at the same time, more than chance would have them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimstats.estimates.resampling import permutation_p

__all__ = ["Discipline", "message_discipline"]


@dataclass(frozen=True, kw_only=True)
class Discipline:
    """The share of occasions that another member echoes, its mean and its p when claims are dealt out anew."""

    occasions: int
    share: float
    expected: float
    p_greater: float


def message_discipline(
    *,
    days: Sequence[int],
    claims: Sequence[int],
    speakers: Sequence[int],
    blocks: Sequence[int],
    within: int = 7,
    draws: int = 999,
    seed: int = 0,
) -> Discipline:
    """The share of occasions with another speaker voicing the same claim within some days of it; 0 to 1.

    The share is set against its mean when the claims of the occasions of each block are dealt out among them at random:
    who speaks when, and what is in season, stays as it was. It does not say who leads, nor that anybody agreed on it.

    Parameters
    ----------
    days, claims, speakers, blocks
        Per occasion of the camp: its day, what was said and by whom (as numbers), and the block that it may change places
        in (a quarter).
    within
        Days to either side in which another speaker's occasion echoes it.
    draws, seed
        Random deals, and their seed.

    Returns
    -------
    Discipline
        Missing without occasions.

    References
    ----------
    Method, section 2.12; Phipson & Smyth 2010, Stat Appl Genet Mol Biol 9:39.

    Examples
    --------
    >>> said = {"days": [1, 2, 40, 41, 80, 81], "claims": [0, 0, 1, 1, 2, 2], "speakers": [0, 1, 0, 1, 0, 1]}
    >>> found = message_discipline(**said, blocks=[0] * 6)
    >>> found.share, found.expected < 0.4
    (1.0, True)
    """
    when, what, who, where = (np.asarray(column, dtype=np.int64) for column in (days, claims, speakers, blocks))
    if not len(when):
        return Discipline(occasions=0, share=math.nan, expected=math.nan, p_greater=math.nan)
    order = np.lexsort((when, where))
    when, what, who, where = when[order], what[order], who[order], where[order]
    seen = echoed(when, what, who, within=within)
    rng = np.random.default_rng(seed)
    ends = np.flatnonzero(np.diff(where)) + 1
    dealt = np.empty(draws)
    for draw in range(draws):
        mixed = np.concatenate([rng.permutation(part) for part in np.split(what, ends)])
        dealt[draw] = echoed(when, mixed, who, within=within)
    at_least = int(np.count_nonzero(dealt >= seen - 1e-12))
    return Discipline(
        occasions=len(when),
        share=seen,
        expected=float(dealt.mean()) if draws else math.nan,
        p_greater=permutation_p(at_least=at_least, draws=draws),
    )


def echoed(when: NDArray[np.int64], what: NDArray[np.int64], who: NDArray[np.int64], *, within: int) -> float:
    """The share of occasions that another speaker's occasion of the same claim is near."""
    order = np.lexsort((who, when, what))
    days, claims, people = when[order], what[order], who[order]
    # Of those before an occasion, the nearest by another speaker stands just before the run of its own.
    starts = np.flatnonzero(np.r_[True, (claims[1:] != claims[:-1]) | (people[1:] != people[:-1])])
    run = np.cumsum(np.r_[False, np.isin(np.arange(1, len(days)), starts)])
    first, last = starts[run], np.r_[starts[1:], len(days)][run] - 1
    before, after = np.maximum(first - 1, 0), np.minimum(last + 1, len(days) - 1)
    near = (first > 0) & (claims[before] == claims) & (days - days[before] <= within)
    near |= (last < len(days) - 1) & (claims[after] == claims) & (days[after] - days <= within)
    return float(near.mean())
