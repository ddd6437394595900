"""How well one grouping agrees with another: pairs, and B-cubed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["GroupingScore", "score_grouping"]


@dataclass(frozen=True, kw_only=True)
class GroupingScore:
    """Precision, recall and F1 over pairs of rows (``pair_``) and over rows (``bcubed_``), each from 0 to 1."""

    pair_precision: float
    pair_recall: float
    pair_f1: float
    bcubed_precision: float
    bcubed_recall: float
    bcubed_f1: float
    groups: int


def score_grouping(truth: Sequence[object], found: Sequence[object]) -> GroupingScore:
    """How far the groups that were found are those that there are; each share from 0 to 1.

    A pair is right if both of its rows are in one group in both. B-cubed asks of each row which share of its found group
    is of its true one (precision), and the other way round (recall), and takes the mean over rows. Pairs weigh a group by
    its size squared, B-cubed by its size. Neither says which mistakes matter.

    Parameters
    ----------
    truth, found
        The group of each row.

    Returns
    -------
    GroupingScore
        Missing without rows; without any pair the shares of pairs are 1.

    References
    ----------
    Bagga & Baldwin 1998, LREC workshop on linguistic coreference (B-cubed).

    Examples
    --------
    >>> found = score_grouping([0, 0, 0, 1], [0, 0, 1, 1])
    >>> round(found.pair_precision, 3), round(found.pair_recall, 3), round(found.bcubed_f1, 3)
    (0.5, 0.333, 0.706)
    """
    if len(truth) != len(found):
        raise ValueError("both groupings are of the same rows")
    if not len(truth):
        nan = math.nan
        return GroupingScore(pair_precision=nan, pair_recall=nan, pair_f1=nan, bcubed_precision=nan,
                             bcubed_recall=nan, bcubed_f1=nan, groups=0)  # fmt: skip
    _, true = np.unique(np.asarray(truth, dtype=str), return_inverse=True)
    _, given = np.unique(np.asarray(found, dtype=str), return_inverse=True)
    _cells, cell, sizes = np.unique(
        true.astype(np.int64) * (int(given.max()) + 1) + given, return_inverse=True, return_counts=True
    )
    of_true, of_given = np.bincount(true), np.bincount(given)
    both, in_true, in_given = (float((count * (count - 1) / 2).sum()) for count in (sizes, of_true, of_given))
    precision, recall = both / in_given if in_given else 1.0, both / in_true if in_true else 1.0
    exact, whole = float((sizes[cell] / of_given[given]).mean()), float((sizes[cell] / of_true[true]).mean())
    return GroupingScore(
        pair_precision=precision,
        pair_recall=recall,
        pair_f1=_mean(precision, recall),
        bcubed_precision=exact,
        bcubed_recall=whole,
        bcubed_f1=_mean(exact, whole),
        groups=len(of_given),
    )


def _mean(one: float, other: float) -> float:
    """The harmonic mean, 0 where both are."""
    return 2 * one * other / (one + other) if one + other else 0.0
