"""Average linkage by merging gives the groups that average linkage on the whole matrix gives."""

import numpy as np
import pytest
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from claimstats.matching import linkage as module
from claimstats.matching.linkage import group_by_likeness
from claimstats.matching.similarity import Likeness

WORDS = [
    "port",
    "grain",
    "harbour",
    "ship",
    "league",
    "toll",
    "envoy",
    "bridge",
    "lamp",
    "herring",
    "ash",
    "treaty",
    "north",
    "south",
    "bans",
    "opens",
    "sells",
    "burns",
]


def sentences(seed, number=120):
    rng = np.random.default_rng(seed)
    told = [" ".join(rng.choice(WORDS, size=rng.integers(3, 9))) for _ in range(number)]
    return [*told, "", told[0], told[1], "..."]


def partition(groups):
    return sorted(np.flatnonzero(groups == group).tolist() for group in np.unique(groups))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("alike", [0.23, 0.35, 0.5])
def test_merging_gives_what_the_matrix_gives(monkeypatch, seed, alike):
    likeness = Likeness(sentences(seed))
    whole = group_by_likeness(likeness, alike=alike)
    monkeypatch.setattr(module, "WHOLE", 1)
    merged = group_by_likeness(likeness, alike=alike)
    assert merged.tolist() == whole.tolist()
    assert len(np.unique(merged)) < len(merged)
    # And what SciPy says of all pairs, without looking at what hangs together.
    every = likeness.rows(np.arange(len(likeness)))
    apart = np.clip(1 - (every + every.T) / 2, 0, None)
    np.fill_diagonal(apart, 0)
    oracle = fcluster(linkage(squareform(apart, checks=False), "average"), 1 - alike, "distance")
    assert partition(merged) == partition(oracle)


def test_a_pair_is_as_alike_as_its_row_says():
    likeness = Likeness(sentences(9), embedder=lambda texts: np.random.default_rng(0).random((len(texts), 4)))
    left, right = np.array([0, 3, 120, 5]), np.array([1, 7, 2, 5])
    assert likeness.pairs(left, right) == pytest.approx(likeness.rows(left)[np.arange(4), right])


def test_the_blocks_that_are_compared_are_shown():
    seen = []
    group_by_likeness(Likeness(sentences(1)), progress=lambda blocks: seen.extend(blocks) or blocks)
    assert np.concatenate(seen).tolist() == list(range(124))
