"""Words and runs of letters as counts, and how near texts are: counted again by hand, bounds, every script."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimstats.matching.grams import RUNS, STEM, count_runs, count_words
from claimstats.matching.nearness import Nearness

SAID = ["The harbour is closed", "гавань закрыта", "الميناء مغلق", "港口关闭", "ท่าเรือปิด", "", "a", "!"]


def nearness(texts, known, own=(), **options):
    return Nearness(texts, np.array(known), np.isin(known, own), **options)


@given(st.lists(st.text(alphabet="ab гд港口", max_size=12), max_size=6))
@settings(max_examples=30, deadline=None)
def test_runs_are_those_that_are_counted_by_hand(texts):
    from claimstats.matching.similarity import folded_texts

    expected = []
    for text in folded_texts(texts):
        padded = f" {text.strip()} " if text.strip() else ""
        found = Counter(padded[at : at + size] for size in RUNS for at in range(len(padded) - size + 1))
        expected.append(sorted(found.values()))

    counted = count_runs(texts)

    assert [sorted(counted[[row]].data.tolist()) for row in range(len(texts))] == expected


def test_equal_runs_of_two_texts_are_counted_in_the_same_place():
    rows = count_runs(["open port", "port open"])

    both = set(rows[[0]].indices) & set(rows[[1]].indices)
    # Within `` open`` and ``port``: 4 + 3 + 2 + 1 and 3 + 2 + 1 runs; with the space before or behind: 7 more.
    shared = {run for size in RUNS for run in (" open port "[at : at + size] for at in range(12 - size))} & {
        run for size in RUNS for run in (" port open "[at : at + size] for at in range(12 - size))
    }
    assert len(both) == len(shared)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Fortifications", "fortification", True),
        ("#HarbourClosed", "harbour closed", True),
        ("In2020", "in 2020", True),
        ("closed https://example.org/x", "closed", True),
        ("closed pic.twitter.com/abc", "closed", True),
        ("гаванью", "гавань", True),
        ("closed", "opened", False),
    ],
)
def test_words_are_the_same_up_to_their_endings(one, other, same):
    rows = count_words([one, other]).toarray()

    assert (rows[0] == rows[1]).all() == same


def test_a_word_that_is_shorter_than_a_stem_is_whole():
    assert STEM == 6
    assert count_words(["port ports"]).nnz == 2


@pytest.mark.parametrize("own", [(), tuple(range(len(SAID)))])
def test_nearness_is_between_0_and_1_and_nothing_is_near_an_empty_text(own):
    near = nearness(SAID, range(len(SAID)), own).rows(np.arange(len(SAID)))

    assert (near >= 0).all()
    assert (near <= 1).all()
    assert (near[[5, 7]] == 0).all()
    assert (near[:, [5, 7]] == 0).all()


def test_a_statement_of_the_same_words_is_as_near_as_can_be_whatever_the_script():
    near = nearness([*SAID, *SAID], range(len(SAID))).rows(np.arange(len(SAID), 2 * len(SAID)))

    words = [0, 1, 2, 3, 4, 6]
    assert near[words, words] == pytest.approx(1)


def test_a_statement_is_nearest_to_the_claim_that_it_says_among_other_things():
    texts = ["the harbour is closed", "bread is cheaper now", "he said that the harbour is closed to every ship"]

    near = nearness(texts, [0, 1], (0, 1)).rows(np.array([2]))

    assert near[0, 0] > 3 * near[0, 1]


def test_only_what_says_the_same_is_as_near_to_a_claims_own_text_as_can_be():
    texts = ["ships", "ships ships ships of ships", "Ships!", "ships of"]

    near = nearness(texts, [0, 1], (0, 1)).rows(np.array([2, 3]))

    assert near[0, 0] == 1
    assert near[0, 1] < 1
    assert (near[1] < 1).all()


def test_an_embedder_adds_its_cosine_and_is_refused_where_it_gives_too_few_rows():
    texts = ["ships", "boats", "boats at sea"]
    without, with_it = (
        nearness(texts, [0], embedder=embedder).rows(np.array([1]))
        for embedder in (None, lambda said: np.ones((len(said), 3)))
    )

    assert with_it[0, 0] == pytest.approx(0.7 * without[0, 0] + 0.3)
    with pytest.raises(ValueError, match="a row of numbers per text"):
        nearness(texts, [0], embedder=lambda said: np.ones((len(said) + 1, 3)))
