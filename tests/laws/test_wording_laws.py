"""What holds for groups of one wording, whatever the texts; small, and at a hundred thousand."""

import itertools

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from networkx import Graph, connected_components

import claimstats as cs
from claimstats.matching.cohesion import hold_together, shared_words
from claimstats.matching.wording import BINS, LEVELS, RAREST, different, distinct_words, group_wording
from claimstats.matching.words import fold, read_words

EXAMPLES = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])

#: Few words, so that sentences share many.
texts = st.lists(
    st.lists(st.sampled_from([f"word{place}" for place in range(25)]), max_size=12).map(" ".join), max_size=40
)


def partition(labels):
    return {frozenset(np.flatnonzero(labels == label).tolist()) for label in set(labels.tolist())}


def refines(fine, coarse):
    """Whether every group of one lies in a group of the other."""
    return all(len(set(coarse[list(group)].tolist())) == 1 for group in partition(fine))


@pytest.fixture(scope="module")
def engine():
    return cs.connect()


@given(texts)
@EXAMPLES
def test_both_ways_give_the_same_groups(engine, said):
    assert (group_wording(said, compiled=True) == group_wording(said, compiled=False, engine=engine)).all()


@given(texts, st.randoms(use_true_random=False))
@EXAMPLES
def test_the_order_of_texts_never_matters(said, random):
    order = list(range(len(said)))
    random.shuffle(order)
    moved = group_wording([said[place] for place in order], compiled=True)
    back = {frozenset(order[place] for place in group) for group in partition(moved)}
    assert back == partition(group_wording(said, compiled=True))


@given(texts)
@EXAMPLES
def test_equal_texts_are_in_one_group(said):
    labels = group_wording([*said, *said], compiled=True)
    words = [bool(text) for text in said]
    assert (labels[: len(said)][words] == labels[len(said) :][words]).all()


@given(texts)
@EXAMPLES
def test_a_raised_threshold_never_merges(said):
    labels = [group_wording(said, threshold=int(level), compiled=True) for level in LEVELS]
    for coarse, fine in itertools.pairwise(labels):
        assert refines(fine, coarse)


@given(texts)
@EXAMPLES
def test_the_levels_are_the_components_of_a_graph_that_another_program_finds(engine, said):
    from claimstats.matching.compiled import join_compiled
    from claimstats.matching.relational import join_relational

    read = read_words(fold(pa.array(said, pa.string())).cast(pa.large_string()))
    rows, _ = different(read)
    words, starts = distinct_words(read, rows)
    sets = [set(words[begin:end].tolist()) for begin, end in itertools.pairwise(starts)]
    fast = join_compiled(words, starts, bins=BINS, rarest=RAREST, levels=LEVELS)
    slow = join_relational(engine, words, starts, bins=BINS, rarest=RAREST, levels=LEVELS)
    assert (fast == slow).all()
    for level, found in zip(LEVELS, fast, strict=True):
        graph = Graph()
        graph.add_nodes_from(range(len(sets)))
        graph.add_edges_from(
            (one, other)
            for one in range(len(sets))
            for other in range(one)
            if 100 * len(sets[one] & sets[other]) >= level * len(sets[one] | sets[other])
        )
        # What hangs together here hangs together in the graph of every pair; not every pair is looked at.
        whole = np.empty(len(sets), dtype=np.int64)
        for component in connected_components(graph):
            whole[list(component)] = min(component)
        assert refines(found.astype(np.int64), whole)
    groups = hold_together(words, starts, fast)
    for group in partition(groups):
        held = [sets[place] for place in group]
        pairs = [(one, other) for one in held for other in held if one is not other]
        order, edges = np.array(sorted(group)), np.array([0, len(group)])
        assert shared_words(words, starts, order, edges)[0] == sum(len(one & other) for one, other in pairs)


@pytest.fixture(scope="module")
def many():
    """A hundred thousand texts: claims of Zipf's law, each with a few words changed."""
    rng = np.random.default_rng(7)
    words = np.array([f"w{place:05}" for place in range(30_000)])
    claims = [rng.choice(words, 14) for _ in range(9000)]
    said, voiced = [], []
    for _ in range(100_000):
        claim = min(int(rng.zipf(1.4)), 9000) - 1
        sentence = claims[claim].copy()
        sentence[rng.integers(0, 14, rng.integers(0, 4))] = rng.choice(words)
        said.append(" ".join(sentence))
        voiced.append(claim)
    return said, voiced


def test_the_laws_hold_at_a_hundred_thousand(many):
    said, _ = many
    labels = group_wording(said, compiled=True)
    order = np.random.default_rng(1).permutation(len(said))
    moved = group_wording([said[place] for place in order], compiled=True)
    assert partition(labels) == {frozenset(order[list(group)].tolist()) for group in partition(moved)}
    assert refines(group_wording(said, threshold=65, compiled=True), labels)
    assert (group_wording(said, compiled=False) == labels).all()


def test_the_number_of_groups_does_not_collapse_as_texts_are_added(many):
    said, voiced = many
    for number in (10_000, 30_000, 100_000):
        groups = len(set(group_wording(said[:number], compiled=True).tolist()))
        assert groups >= 0.98 * len(set(voiced[:number])), number
