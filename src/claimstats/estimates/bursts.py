"""Kleinberg's automata: when a claim was said more than usual."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["BatchedBursts", "Burst", "batched_bursts", "gap_bursts"]

LARGEST_SHARE = 0.9999


@dataclass(frozen=True, kw_only=True)
class Burst:
    """A stretch in a raised state: its level (1 is the lowest), its first and its last point, and its weight."""

    level: int
    start: float
    end: float
    weight: float


@dataclass(frozen=True, kw_only=True)
class BatchedBursts:
    """The cheapest run of states, its cost, the two shares, the bursts (by place from 0) and their joint weight."""

    states: tuple[int, ...]
    cost: float
    usual_share: float
    raised_share: float
    bursts: tuple[Burst, ...]
    weight: float


def batched_bursts(
    relevant: Sequence[float], total: Sequence[float], *, scale: float = 2.0, gamma: float = 1.0
) -> BatchedBursts:
    """The weeks in which a claim took a raised share of what was said; a burst's weight is 0 or more.

    States 0 and 1 emit r of d at the cost ``-ln C(d,r) - r ln p - (d-r) ln(1-p)`` with ``p0 = sum r / sum d`` and
    ``p1 = min(scale·p0, 0.9999)``, never below p0; moving up costs ``gamma · ln(weeks)``, down nothing; the run begins
    in state 0, and the cheapest one is taken, the lower state where two cost the same. A burst's weight is the sum over
    its weeks of the cost in state 0 less that in state 1.
    It does not test anything: scale and gamma decide how much is a burst.

    Parameters
    ----------
    relevant, total
        Statements of the claim and all statements in each week; a week without statements costs nothing.
    scale
        How many times the usual share the raised one is; above 1.
    gamma
        How dear it is to begin a burst; above 0.

    Returns
    -------
    BatchedBursts
        Missing, without states, where nothing at all was said.

    References
    ----------
    Kleinberg 2003, Data Min Knowl Discov 7:373.

    Examples
    --------
    >>> found = batched_bursts([2, 3, 2, 15, 18, 14, 3, 2], [100] * 8)
    >>> found.states, round(found.cost, 4), round(found.weight, 4)
    ((0, 0, 0, 1, 1, 1, 0, 0), 28.3006, 11.5863)
    """
    from scipy.special import gammaln, xlog1py, xlogy

    _refuse_what_cannot_be(scale, gamma)
    said, everything = np.asarray(relevant, dtype=float), np.asarray(total, dtype=float)
    if said.shape != everything.shape or np.any(said < 0) or np.any(said > everything):
        raise ValueError("relevant statements are 0 or more, and no more than all statements")
    if not everything.sum():
        nan = math.nan
        return BatchedBursts(states=(), cost=nan, usual_share=nan, raised_share=nan, bursts=(), weight=nan)
    usual = float(said.sum() / everything.sum())
    raised = max(min(scale * usual, LARGEST_SHARE), usual)
    ways = gammaln(everything + 1) - gammaln(said + 1) - gammaln(everything - said + 1)
    costs = np.column_stack(
        [-ways - xlogy(said, share) - xlog1py(everything - said, -share) for share in (usual, raised)]
    )
    states, cost = _cheapest(costs, gamma * math.log(len(said)))
    gain = (costs[:, 0] - costs[:, 1]) * np.array(states)
    bursts = tuple(
        Burst(level=1, start=first, end=last, weight=float(gain[first : last + 1].sum()))
        for first, last in _stretches(states)
    )
    return BatchedBursts(
        states=states, cost=cost, usual_share=usual, raised_share=raised, bursts=bursts, weight=float(gain.sum())
    )


def gap_bursts(times: Sequence[float], *, scale: float = 2.0, gamma: float = 1.0) -> tuple[Burst, ...] | None:
    """The bursts of a stream of moments, nested by level; level 1 is the whole stream.

    State i emits a gap x at the cost ``alpha x - ln alpha`` with ``alpha = scale^i / mean gap``; each level up costs
    ``gamma · ln(gaps)``, down nothing; ``ceil(1 + log_scale(T / shortest gap))`` states. A burst begins at the moment
    that opens its first gap and ends at the one that closes its last.
    It does not divide by volume: where all is said more often, everything bursts. For moments with clock times only.

    Parameters
    ----------
    times
        Moments of the occasions, in any order.
    scale
        How many times the rate of one level the next has; above 1.
    gamma
        How dear a level is; above 0.

    Returns
    -------
    tuple of Burst, or None
        In order of beginning, the wider first, with missing weights; None below two moments or where two are the same.

    References
    ----------
    Kleinberg 2003, Data Min Knowl Discov 7:373; the R package bursts.

    Examples
    --------
    >>> [(burst.level, burst.start, burst.end) for burst in gap_bursts([1, 10, 20, 21, 22, 23, 24, 40, 55, 70])]
    [(1, 1.0, 70.0), (2, 20.0, 24.0)]
    """
    _refuse_what_cannot_be(scale, gamma)
    moments = np.sort(np.asarray(times, dtype=float))
    gaps = np.diff(moments)
    if len(gaps) == 0 or np.any(gaps <= 0):
        return None
    span = float(gaps.sum())
    levels = math.ceil(1 + math.log(span, scale) + math.log(1 / float(gaps.min()), scale))
    rates = scale ** np.arange(levels) * len(gaps) / span
    costs = gaps[:, None] * rates[None, :] - np.log(rates)[None, :]
    states, _ = _cheapest(costs, gamma * math.log(len(gaps)))
    found = [
        Burst(level=level + 1, start=float(moments[first]), end=float(moments[last + 1]), weight=math.nan)
        for level in range(max(states) + 1)
        for first, last in _stretches(tuple(int(state >= level) for state in states))
    ]
    return tuple(sorted(found, key=lambda burst: (burst.start, burst.level)))


def _refuse_what_cannot_be(scale: float, gamma: float) -> None:
    if scale <= 1 or gamma <= 0:
        raise ValueError(f"scale is above 1 and gamma above 0, not {scale} and {gamma}")


def _cheapest(costs: np.ndarray, up: float) -> tuple[tuple[int, ...], float]:
    """Viterbi's run of states for the costs (steps by states), from state 0; each level up costs `up`."""
    steps, states = costs.shape
    moving = up * np.maximum(np.arange(states)[None, :] - np.arange(states)[:, None], 0)
    so_far = np.where(np.arange(states) == 0, 0.0, np.inf)
    origins = np.zeros((steps, states), dtype=int)
    for step in range(steps):
        ways = so_far[:, None] + moving
        origins[step] = ways.argmin(axis=0)
        so_far = ways.min(axis=0) + costs[step]
    state = int(so_far.argmin())
    run = [state]
    for step in range(steps - 1, 0, -1):
        state = int(origins[step, state])
        run.append(state)
    return tuple(reversed(run)), float(so_far.min())


def _stretches(states: tuple[int, ...]) -> list[tuple[int, int]]:
    """The first and last place of each run of ones."""
    edges = np.diff(np.array([0, *states, 0]))
    return [
        (int(first), int(last))
        for first, last in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1, strict=True)
    ]
