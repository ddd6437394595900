"""Agreement of coders: through whole studies, with alphas worked out elsewhere."""

import math
from collections import Counter
from itertools import permutations
from pathlib import Path

import pandas as pd
import pytest

import claimstats as cs

REAL = Path(__file__).parents[2] / "data" / "kremlin-nato"

#: Hayes and Krippendorff's example of two coders and ten units: alpha 0.095, six of ten agree.
FIRST = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
SECOND = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]


def study_of(codings):
    ids = sorted({row[0] for row in codings})
    said = pd.DataFrame({"statement_id": ids, "date": "2024-01-01", "speaker": "A", "text": "words"})
    coded = pd.DataFrame(codings, columns=["row_id", "variable", "coder", "value"])
    return cs.Study.from_frames(statements=said, codings=coded)


def alpha_by_hand(units):
    """Nominal alpha from pairs of values, unit by unit, as Krippendorff writes it."""
    units = [values for values in units if len(values) > 1]
    observed = Counter()
    for values in units:
        for pair in permutations(values, 2):
            observed[pair] += 1 / (len(values) - 1)
    totals = Counter(value for values in units for value in values)
    n = sum(totals.values())
    disagreeing = sum(weight for (one, other), weight in observed.items() if one != other)
    expected = sum(totals[one] * totals[other] for one, other in permutations(totals, 2)) / (n - 1)
    return 1 - disagreeing / expected


def coded_twice(variable="claims", first=FIRST, second=SECOND):
    names = {0: "none", 1: "c"}
    return [
        (f"s{place}", variable, coder, names[value])
        for coder, values in (("ada", first), ("ben", second))
        for place, value in enumerate(values)
    ]


def test_alpha_of_a_claim_is_the_one_that_krippendorff_works_out():
    frame = cs.measure_agreement(study_of(coded_twice())).to_frame().set_index("category")
    assert list(frame.index) == ["any", "c"]
    row = frame.loc["c"]
    assert row["estimate"] == pytest.approx(0.095, abs=5e-4)
    assert row["estimate"] == pytest.approx(alpha_by_hand(list(zip(FIRST, SECOND, strict=True))))
    assert (row["agreement"], row["n_units"], row["n"], row["positives"], row["reading"]) == (
        0.6,
        10,
        20,
        5,
        "not reliable",
    )
    assert row["ci_low"] <= row["estimate"] <= row["ci_high"]
    assert row["flags"] == "n_small"


def test_neither_the_order_of_the_rows_nor_the_names_of_the_coders_matter():
    there = cs.measure_agreement(study_of(coded_twice())).to_frame().drop(columns="coders")
    renamed = [
        (row, variable, {"ada": "zoe"}.get(coder, coder), value) for row, variable, coder, value in coded_twice()
    ]
    turned = cs.measure_agreement(study_of(renamed[::-1])).to_frame().drop(columns="coders")
    pd.testing.assert_frame_equal(there, turned)


def test_a_row_with_two_claims_is_a_decision_on_each_of_them():
    codings = [("s1", "claims", "ada", "c;d"), ("s1", "claims", "ben", "d"), ("s2", "claims", "ada", "none"),
               ("s2", "claims", "ben", "c"), ("s3", "claims", "ada", "d"), ("s3", "claims", "ben", "d")]  # fmt: skip
    frame = cs.measure_agreement(study_of(codings)).to_frame().set_index("category")
    assert frame["estimate"].to_dict() == pytest.approx(
        {
            "any": alpha_by_hand([(1, 1), (0, 1), (1, 1)]),
            "c": alpha_by_hand([(1, 0), (0, 1), (0, 0)]),
            "d": alpha_by_hand([(1, 1), (0, 0), (1, 1)]),
        }
    )
    assert frame.loc["d", "estimate"] == 1


def test_one_value_of_several_is_taken_whole_and_value_by_value():
    said = {"ada": ["asserts", "denies", "asserts", "reports"], "ben": ["asserts", "denies", "reports", "reports"]}
    codings = [
        (f"s{place}", "stance", coder, value) for coder, values in said.items() for place, value in enumerate(values)
    ]
    frame = cs.measure_agreement(study_of(codings)).to_frame().set_index("category")
    assert list(frame.index) == ["all", "asserts", "denies", "reports"]
    assert frame.loc["all", "estimate"] == pytest.approx(alpha_by_hand(list(zip(*said.values(), strict=True))))
    assert math.isnan(frame.loc["all", "positives"])


@pytest.mark.parametrize(
    ("codings", "reason"),
    [
        ([("s1", "claims", "ada", "c"), ("s2", "claims", "ben", "c")], "fewer than two rows were coded twice"),
        ([("s1", "claims", "ada", "c"), ("s1", "claims", "ben", "c")], "fewer than two rows were coded twice"),
        (
            [(row, "claims", coder, "c") for row in ("s1", "s2") for coder in ("ada", "ben")],
            "all decisions are the same",
        ),
    ],
)
def test_where_alpha_is_undefined_it_is_missing_with_its_reason(codings, reason):
    result = cs.measure_agreement(study_of(codings))
    rows = result.to_frame()
    assert len(rows)
    assert rows["estimate"].isna().all()
    assert set(rows["reason"]) == {reason}
    assert set(rows["reading"]) == {""}
    assert reason in result.sentence("statements", "claims", "any")


def test_a_study_without_codings_has_none():
    said = pd.DataFrame({"statement_id": ["s1"], "date": "2024-01-01", "speaker": "A", "text": "words"})
    assert cs.measure_agreement(cs.Study.from_frames(statements=said)).to_frame().empty


def test_the_disagreements_are_shown_with_their_texts():
    shown = cs.measure_agreement(study_of(coded_twice())).explain("statements", "claims", "c")
    assert list(shown["row_id"]) == ["s0", "s2", "s5", "s8"]
    assert (list(shown["ada"]), list(shown["ben"])) == (["none", "none", "none", "c"], ["c", "c", "c", "none"])
    assert set(shown["text"]) == {"words"}


def test_the_codebook_of_the_real_study_says_of_its_claims_what_the_second_coding_found():
    study = cs.load(REAL)
    frame = cs.measure_agreement(study).to_frame().set_index(["variable", "category"])
    words = {"reliable": "reliable", "tentative": "tentative", "not reliable": "unreliable"}
    said = dict(zip(study.codebook.claims["claim_id"], study.codebook.claims["reliability"], strict=True))
    # One claim was found by one coder in one row: no agreement can be seen there, and the codebook says "coded once".
    found = {
        claim: words[row["reading"]]
        for (variable, claim), row in frame.iterrows()
        if variable == "claims" and claim in said and row["positives"] > 1
    }
    assert len(found) == 11
    assert found == {claim: said[claim] for claim in found}
    # The figures of the notes that come with the second coding.
    assert frame.loc[("claims", "any"), "estimate"] == pytest.approx(0.64, abs=5e-3)
    assert frame.loc[("claims", "red_line"), "estimate"] == pytest.approx(0.64, abs=5e-3)
