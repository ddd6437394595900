"""Likeness and average linkage: bounds, laws, another program's answer, and an embedder of one's own."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from claimstats.estimates.partitions import score_grouping
from claimstats.matching.linkage import ALIKE, group_by_likeness
from claimstats.matching.similarity import RECIPE, Likeness

SAID = [
    "we are ready for talks with the west on security",
    "Moscow is ready for talks on security with the West!",
    "the missiles were deployed to the border on monday",
    "on Monday missiles were deployed to the border",
    "wheat prices rose in march",
    "",
]
texts = st.lists(
    st.lists(st.sampled_from([f"word{place}" for place in range(15)]), max_size=8).map(" ".join),
    min_size=1,
    max_size=20,
)
EXAMPLES = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_the_weights_of_the_recipe_sum_to_1():
    assert pytest.approx(1) == RECIPE.words + RECIPE.letters + RECIPE.shared


@given(texts)
@EXAMPLES
def test_likeness_is_between_0_and_1_and_the_same_both_ways(said):
    rows = Likeness(said).rows(np.arange(len(said)))
    assert (rows >= -1e-9).all()
    assert (rows <= 1 + 1e-9).all()
    assert np.allclose(rows, rows.T)


def test_texts_that_say_the_same_are_one_group_and_an_empty_one_is_alone():
    assert group_by_likeness(Likeness(SAID)).tolist() == [0, 0, 2, 2, 4, 5]


def test_nothing_to_compare_is_nothing_to_join():
    assert group_by_likeness(Likeness(["", "...", ""])).tolist() == [0, 1, 2]
    assert group_by_likeness(Likeness(["alone"])).tolist() == [0]


@given(texts, st.sampled_from([0.15, ALIKE, 0.4, 0.6]))
@EXAMPLES
def test_the_groups_are_those_of_average_linkage_on_every_pair(said, alike):
    likeness = Likeness(said)
    found = group_by_likeness(likeness, alike=alike)
    apart = np.clip(1 - likeness.rows(np.arange(len(said))), 0, None)
    np.fill_diagonal(apart, 0)
    labels = np.ones(len(said), dtype=int)
    if len(said) > 1:
        labels = fcluster(linkage(squareform(apart, checks=False), "average"), 1 - alike, "distance")
    assert score_grouping(labels.tolist(), found.tolist()).bcubed_f1 == pytest.approx(1)


def test_an_embedder_of_ones_own_joins_what_shares_no_word():
    meaning = {"the port opens": [1.0, 0.0], "harbour reopening": [1.0, 0.1], "wheat prices rose": [0.0, 1.0]}
    said = list(meaning)
    assert group_by_likeness(Likeness(said)).tolist() == [0, 1, 2]
    found = group_by_likeness(Likeness(said, embedder=lambda rows: np.array([meaning[row] for row in rows])))
    assert found.tolist() == [0, 0, 2]
    with pytest.raises(ValueError, match="an embedder gives a row of numbers per text: 3 of them"):
        Likeness(said, embedder=lambda rows: np.ones((2, 4)))


@pytest.mark.parametrize(
    ("truth", "found", "pair_f1", "bcubed_f1"),
    [("aabb", "aabb", 1, 1), ("aabb", "abcd", 0, 2 / 3), ("abcd", "abcd", 1, 1), ("aaab", "aabb", 0.4, 12 / 17)],
)
def test_scores_of_groupings_worked_out_by_hand(truth, found, pair_f1, bcubed_f1):
    score = score_grouping(list(truth), list(found))
    assert (score.pair_f1, score.bcubed_f1) == pytest.approx((pair_f1, bcubed_f1))


def test_grouping_nothing_has_no_score():
    assert np.isnan(score_grouping([], []).pair_f1)
    with pytest.raises(ValueError, match="of the same rows"):
        score_grouping([1], [])
