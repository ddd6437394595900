"""Groups of one wording: what is one, what is none, whatever the script, the size and the malice of the texts."""

import time

import numpy as np
import pyarrow as pa
import pytest

from claimstats.matching.wording import LEVELS, THRESHOLD, group_wording
from claimstats.matching.words import fold, read_words

WAYS = [False, True]


def groups(texts, **options):
    """The groups as sets of places."""
    labels = group_wording(texts, **options)
    return {frozenset(np.flatnonzero(labels == label).tolist()) for label in set(labels.tolist())}


@pytest.mark.parametrize("compiled", WAYS)
@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("NATO is at war with Russia.", "nato IS at war, with Russia!", True),
        ("НАТО воюет с Россией", "«нато» воюет с Россией…", True),
        ("الناتو في حالة حرب", "الناتو في حالة حرب!", True),
        ("北约正在与俄罗斯交战", "北约正在与俄罗斯交战。", True),
        ("NATO is a\u200bt war with Russia", "NATO is at war with Russia", True),
        ("\u202eNATO is at war with Russia", "NATO is at war with Russia", True),
        ("ＮＡＴＯ is at war with Russia", "NATO is at war with Russia", True),
        ("NATO is at war with Russia", "Ukraine holds an election in May", False),
        ("", "", False),
        ("...", "!?", False),
        ("NATO", "Russia", False),
    ],
)
def test_what_is_one_wording(compiled, one, other, same):
    assert (len(groups([one, other], compiled=compiled)) == 1) == same


@pytest.mark.parametrize("compiled", WAYS)
def test_a_sentence_with_a_quarter_of_its_words_changed_is_the_same_wording(compiled):
    said = "the western powers have been waging a hybrid war against our country for many years now"
    changed = "the western powers have been leading a hybrid war on our country for several years now"
    apart = "the harbour was closed for repairs on tuesday and the ferry will leave from the old quay"
    assert groups([said, changed, apart], compiled=compiled) == {frozenset({0, 1}), frozenset({2})}


@pytest.mark.parametrize("compiled", WAYS)
def test_a_text_said_five_thousand_times_is_one_group_of_five_thousand(compiled):
    texts = ["we are ready to talk"] * 5000 + [f"statement number {place} of the ministry" for place in range(50)]
    sizes = sorted(map(len, groups(texts, compiled=compiled)), reverse=True)
    assert sizes[0] == 5000


@pytest.mark.parametrize("compiled", WAYS)
def test_a_chain_of_sentences_is_no_group(compiled):
    words = [f"word{place}" for place in range(400)]
    chain = [" ".join(words[place : place + 10]) for place in range(0, 380, 3)]
    assert max(map(len, groups(chain, compiled=compiled))) <= 8


def test_no_texts_have_no_groups():
    for compiled in WAYS:
        assert group_wording([], compiled=compiled).tolist() == []
        assert group_wording(["", "...", None], compiled=compiled).tolist() == [0, 1, 2]


def test_a_threshold_is_one_of_the_levels():
    with pytest.raises(ValueError, match=r"35, 45, 55.* not 50"):
        group_wording(["a"], threshold=50)
    assert THRESHOLD in LEVELS


@pytest.mark.parametrize(
    "texts",
    [
        ["the same sentence again and again"] * 200_000,
        ["echo " * 100_000, "echo echo", "echo"],
        ["nospaces" * 5000, "nospaces" * 5000 + "x"],
        ["\u200b" * 1000, "\u202e\u202d", "", "...", "!" * 10_000],
        ["a b c d e f g h i j " * 500_000, "a b c d e f g h i j"],
        [" ".join(f"w{place}" for place in range(300_000))] * 2,
    ],
    ids=["copies", "one word", "no spaces", "nothing", "ten megabytes", "many words"],
)
def test_malice_takes_no_more_time_than_its_length(texts):
    started = time.perf_counter()
    fast, slow = (group_wording(texts, compiled=compiled) for compiled in (True, False))
    assert (fast == slow).all()
    # Not a measurement: what is not linear would take minutes.
    assert time.perf_counter() - started < 60


def test_words_are_read_alike_in_both_ways():
    from claimstats.matching.compiled import read_words_compiled

    texts = pa.array(["One, two; three", "", "Ünïcode слово 北约", "x" * 3000, "a" + "\u0301", "1 2 3"], pa.string())
    folded = fold(texts).cast(pa.large_string())
    one, other = read_words(folded), read_words_compiled(folded)
    for name in ("words", "starts", "texts"):
        assert (getattr(one, name) == getattr(other, name)).all(), name
    assert np.diff(one.starts).tolist() == [3, 0, 4, 1, 1, 3]
