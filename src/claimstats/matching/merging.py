"""Average linkage without a matrix: the two groups that are most alike become one, as long as they are alike enough."""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import NDArray

from claimstats.matching.similarity import BLOCK, Likeness

__all__ = ["merge_pairs"]


def merge_pairs(
    likeness: Likeness, places: NDArray[np.int64], left: NDArray[np.int64], right: NDArray[np.int64], *, alike: float
) -> NDArray[np.int64]:
    """The group of each text, as the place of the group's first text: those of average linkage, cut at ``alike``.

    A mean that reaches ``alike`` has a pair that does, so that only groups joined by such a pair need to be looked at; their
    mean is computed from all their pairs when it is needed. Means never rise by merging, so that the best pair of groups
    comes first and nothing is missed.

    Parameters
    ----------
    likeness
        The texts.
    places
        Those to group.
    left, right
        Every pair of them that is alike itself.
    alike
        From 0 to 1.
    """
    members = {int(place): np.array([place], dtype=np.int64) for place in places}
    near: dict[int, dict[int, float]] = {int(place): {} for place in places}
    queue: list[tuple[float, int, int]] = []
    for begin in range(0, len(left), BLOCK * BLOCK):
        part = slice(begin, begin + BLOCK * BLOCK)
        for one, other, score in zip(left[part].tolist(), right[part].tolist(),
                                     likeness.pairs(left[part], right[part]).tolist(), strict=True):  # fmt: skip
            near[one][other] = near[other][one] = score
            queue.append((-score, one, other))
    heapq.heapify(queue)
    while queue:
        score, one, other = heapq.heappop(queue)
        # Of a pair that was merged since, or has another mean by now, an older word is still in the queue.
        if one not in near or near[one].get(other) != -score:
            continue
        if -score < alike:
            break
        kept, gone = min(one, other), max(one, other)
        for third, mean in _merge(likeness, members, near, kept, gone).items():
            if mean >= alike:
                heapq.heappush(queue, (-mean, min(kept, third), max(kept, third)))
    group = {int(place): name for name, own in members.items() for place in own}
    return np.array([group[int(place)] for place in places], dtype=np.int64)


def _merge(
    likeness: Likeness, members: dict[int, NDArray[np.int64]], near: dict[int, dict[int, float]], kept: int, gone: int
) -> dict[int, float]:
    """Put one group into another, and give the mean likeness of the two together to every group near either."""
    first, second = near.pop(kept), near.pop(gone)
    del first[gone], second[kept]
    means: dict[int, float] = {}
    for known, unknown, own in ((first, second, kept), (second, first, gone)):
        missing = sorted(set(unknown) - set(known))
        known |= dict(zip(missing, _means(likeness, members, own, missing), strict=True))
    size, more = len(members[kept]), len(members[gone])
    members[kept] = np.concatenate([members[kept], members.pop(gone)])
    for third in sorted(first):
        means[third] = (size * first[third] + more * second[third]) / (size + more)
        near[third].pop(gone, None)
        near[third][kept] = means[third]
    near[kept] = means
    return means


def _means(likeness: Likeness, members: dict[int, NDArray[np.int64]], own: int, others: list[int]) -> list[float]:
    """The mean likeness of one group to some others, over all pairs."""
    if not others:
        return []
    sizes = [len(members[other]) for other in others]
    totals = np.zeros(len(others))
    ends = np.cumsum(sizes)
    every = np.concatenate([members[other] for other in others])
    for begin in range(0, len(members[own]), BLOCK):
        part = members[own][begin : begin + BLOCK]
        totals += np.add.reduceat(likeness.rows(part, every).sum(axis=0), np.r_[0, ends[:-1]])
    return (totals / (np.array(sizes) * len(members[own]))).tolist()
