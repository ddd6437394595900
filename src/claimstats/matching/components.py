"""Components: who hangs together by links, each set named for its first member."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["components_of", "first_members"]


def components_of(left: ArrayLike, right: ArrayLike, *, size: int) -> NDArray[np.int64]:
    """The first member of each member's component.

    Parameters
    ----------
    left, right
        The ends of each link.
    size
        How many members there are.
    """
    if not len(np.asarray(left)):
        return np.arange(size, dtype=np.int64)
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    links = np.ones(len(np.asarray(left)), dtype=np.int8)
    graph = coo_array((links, (np.asarray(left), np.asarray(right))), shape=(size, size))
    return first_members(connected_components(graph, directed=False)[1])


def first_members(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each label as the place of the first member that has it.

    Parameters
    ----------
    labels
        Whole numbers, 0 or more.
    """
    first = np.full(int(labels.max(initial=-1)) + 1, len(labels), dtype=np.int64)
    np.minimum.at(first, labels, np.arange(len(labels)))
    return first[labels]
