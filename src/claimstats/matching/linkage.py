"""Groups by average linkage: two groups become one while their texts are alike on average."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from claimstats.matching.components import components_of, first_members
from claimstats.matching.merging import merge_pairs
from claimstats.matching.similarity import BLOCK, Likeness, Progress

__all__ = ["ALIKE", "group_by_likeness"]

#: Likeness from which two groups are one, on average over their texts. It belongs to `similarity.RECIPE`: chosen once on
#: the statements of one politician in 2017, and frozen.
ALIKE = 0.23

#: Texts that hang together, up to which the likeness of every pair is held at once (128 MB).
WHOLE = 4_000


def group_by_likeness(likeness: Likeness, *, alike: float = ALIKE, progress: Progress = iter) -> NDArray[np.int64]:
    """The group of each text, as the place of the group's first text.

    Groups can only form among texts that hang together by pairs that are alike themselves, so that average linkage is
    computed among those alone: exactly, and never on the square of all texts. Where very many hang together, pairs of groups
    are merged one after the other, which needs no matrix and gives the same groups.

    Parameters
    ----------
    likeness
        The texts.
    alike
        From 0 to 1; higher for fewer, closer texts in a group.
    progress
        Goes through the blocks of texts that are compared, as ``tqdm`` does.

    Examples
    --------
    >>> said = ["the port opens in may", "in may the port will open", "no ship has sailed since"]
    >>> group_by_likeness(Likeness(said)).tolist()
    [0, 0, 2]
    """
    if not 0 < alike <= 1:
        raise ValueError(f"likeness is above 0 and at most 1, not {alike}")
    size = len(likeness)
    left, right = _pairs(likeness, alike, progress)
    labels = components_of(left, right, size=size)
    groups = np.arange(size)
    order = np.argsort(labels, kind="stable")
    for part in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1):
        if len(part) > WHOLE:
            inside = np.isin(left, part)
            groups[part] = merge_pairs(likeness, part, left[inside], right[inside], alike=alike)
        elif len(part) > 1:
            groups[part] = part[_cut(likeness.rows(part, part), alike)]
    return groups


def _pairs(likeness: Likeness, alike: float, progress: Progress) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every pair of texts that is alike itself."""
    left, right = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    places = [np.arange(begin, min(begin + BLOCK, len(likeness))) for begin in range(0, len(likeness), BLOCK)]
    for part in progress(places):
        rows = likeness.rows(part)
        row, column = np.nonzero(rows >= alike)
        before = part[row] < column
        left.append(part[row[before]])
        right.append(column[before])
    return np.concatenate(left), np.concatenate(right)


def _cut(alike: NDArray[np.float64], least: float) -> NDArray[np.int64]:
    """The first text of each text's group, from the likeness of every pair."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    apart = np.clip(1 - (alike + alike.T) / 2, 0, None)
    np.fill_diagonal(apart, 0)
    return first_members(fcluster(linkage(squareform(apart, checks=False), "average"), 1 - least, "distance"))
