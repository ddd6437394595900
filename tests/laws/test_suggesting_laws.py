"""What holds for suggested claims, whatever the texts."""

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import claimstats as cs

EXAMPLES = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])

#: Few words, so that statements share many; in four scripts.
WORDS = ["harbour", "ship", "closed", "bread", "cheap", "гавань", "судно", "хлеб", "ميناء", "سفينة", "港口", "船只"]
sentences = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
rows = st.lists(
    st.tuples(sentences, st.sampled_from(["", "a", "b", "a;b"]), st.integers(1, 28)), min_size=1, max_size=12
)


def frame_of(said):
    return pd.DataFrame(
        {
            "statement_id": [f"s{place:02}" for place in range(len(said))],
            "date": [f"2025-02-{day:02}" for _, _, day in said],
            "speaker": "a",
            "paraphrase": [text or "…" for text, _, _ in said],
            "text": [text for text, _, _ in said],
            "claims": [claims for _, claims, _ in said],
        }
    )


def suggested(statements, claims=None, **options):
    return cs.suggest_claims(cs.Study.from_frames(statements=statements, claims=claims), **options).to_frame()


@given(rows, st.randoms(use_true_random=False))
@EXAMPLES
def test_the_order_of_rows_never_matters(said, random):
    statements = frame_of(said)
    order = list(range(len(said)))
    random.shuffle(order)

    moved = suggested(statements.iloc[order].reset_index(drop=True), coded=True)

    pd.testing.assert_frame_equal(moved, suggested(statements, coded=True), check_exact=False, atol=1e-8)


@given(rows, sentences)
@EXAMPLES
def test_what_equals_a_coded_statement_gets_its_claim_first(said, sentence):
    assume(sentence)
    # On one day, so that days decide nothing; and no claim has another statement.
    others = [(text, f"other{place}", 1) for place, (text, _, _) in enumerate(said)
              if set(text.split()) != set(sentence.split())]  # fmt: skip
    statements = frame_of([*others, (sentence, "right", 1), (sentence, "", 1)])

    found = suggested(statements)

    assert found["claim_id"].iloc[0] == "right"


@given(sentences, st.lists(sentences, min_size=1, max_size=6))
@EXAMPLES
def test_what_equals_a_claims_own_text_gets_that_claim_first(sentence, others):
    assume(sentence)
    texts = [text for text in others if text and text != sentence]
    claims = pd.DataFrame(
        {"claim_id": [f"a{place}" for place in range(len(texts))] + ["right"], "text": [*texts, sentence]}
    )

    found = suggested(frame_of([(sentence, "", 1)]), claims)

    assert found["claim_id"].iloc[0] == "right"


@given(rows, st.integers(1, 4))
@EXAMPLES
def test_a_shorter_list_is_the_beginning_of_a_longer_one_and_scores_fall(said, number):
    long, short = (suggested(frame_of(said), coded=True, number=size) for size in (9, number))

    pd.testing.assert_frame_equal(short, long[long["rank"].fillna(1) <= number].reset_index(drop=True))
    for _, own in long.groupby("statement_id"):
        assert (np.diff(own["score"]) <= 0).all()
        assert own["rank"].dropna().tolist() == list(range(1, own["rank"].count() + 1))
        assert own["claim_id"].is_unique


@given(rows)
@EXAMPLES
def test_every_statement_has_a_row_and_every_row_a_reason(said):
    found = suggested(frame_of(said), coded=True)

    assert set(found["statement_id"]) == {f"s{place:02}" for place in range(len(said))}
    assert (found["reason"] != "").all()
    assert (found["rank"].isna() == (found["claim_id"] == "")).all()


@given(st.integers(0, 1000), st.lists(st.sampled_from([f"word{place}" for place in range(30)]), min_size=1, max_size=8))
@EXAMPLES
def test_another_claim_moves_the_score_of_a_claim_by_no_more_than_rarity_does(seed, words):
    # Among 150 texts the rarity of a word or run moves by 1 in 150 at most where it is common; of each claim's own text the
    # mean length moves by 1 in 20.
    draw = np.random.default_rng(seed)
    texts = [" ".join(draw.choice([f"word{place}" for place in range(30)], 8)) for _ in range(150)]
    listed = pd.DataFrame({"claim_id": [f"c{place:02}" for place in range(20)], "text": texts[:20]})
    added = pd.concat([listed, pd.DataFrame({"claim_id": ["z"], "text": [" ".join(words)]})])
    said = frame_of([(text, "", 1) for text in texts[20:]])

    before, after = (suggested(said, claims, number=30) for claims in (listed, added))

    both = before.merge(after, on=["statement_id", "claim_id"], suffixes=("", "_after"))
    assert len(both) == len(before)
    assert (both["score"] - both["score_after"]).abs().max() < 0.1
