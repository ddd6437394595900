"""Frames from memory: days, lists, gaps in the data, numbers and booleans mean what they would mean in a file."""

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest

import claimstats as cs
from claimstats.errors import DataError


def said(**columns):
    """One statement, with some columns changed."""
    return pd.DataFrame(
        {"statement_id": ["s1"], "date": ["2024-01-10"], "speaker": ["anna"], "text": ["words"]} | columns
    )


DAYS = [
    pd.Timestamp("2024-01-10"),
    pd.Timestamp("2024-01-10 17:30", tz="Europe/Moscow"),
    date(2024, 1, 10),
    datetime(2024, 1, 10, 23, 59),  # noqa: DTZ001
    np.datetime64("2024-01-10"),
    "2024-01-10",
    " 2024-01-10 ",
]


@pytest.mark.parametrize("given", DAYS, ids=lambda value: type(value).__name__)
def test_a_day_of_any_type_is_that_day(given):
    row = cs.Study.from_frames(statements=said(date=[given])).statements.iloc[0]
    assert (row["date"], row["lo"], row["hi"]) == ("2024-01-10", date(2024, 1, 10).toordinal(), row["lo"])


MANY = [["a", "b"], ("a", "b"), {"b", "a"}, np.array(["a", "b"]), "a;b", " a ; b ", ["a", None, "b"]]


@pytest.mark.parametrize("given", MANY, ids=lambda value: type(value).__name__)
def test_several_values_are_a_list_or_text_with_semicolons(given):
    study = cs.Study.from_frames(statements=said(claims=[given]))
    assert sorted(study.codebook.claims["claim_id"]) == ["a", "b"]
    assert cs.group_claims(study).counts["links"] == 2


MISSING = [None, np.nan, pd.NA, pd.NaT, "", "  ", np.float32("nan")]


@pytest.mark.parametrize("given", MISSING, ids=repr)
def test_what_is_missing_takes_the_default_of_its_column(given):
    study = cs.Study.from_frames(
        statements=said(stance=pd.Series([given], dtype="object"), venue=pd.Series([given], dtype="object"))
    )
    assert study.statements[["stance", "venue", "verification"]].iloc[0].tolist() == ["asserts", "", "verified"]


def test_numbers_are_read_whatever_type_they_have():
    expectations = pd.DataFrame(
        {
            "expectation_id": ["e1", "e2"], "claim_id": "c", "codes": "19", "window_from": [0.0, np.nan],
            "window_to": np.array([30, 60], dtype="int64"), "k_min": pd.array([2, None], dtype="Int64"),
            "weight": np.array([0.5, np.nan], dtype="float32"),
        }
    )  # fmt: skip
    study = cs.Study.from_frames(statements=said(claims=["c"]), expectations=expectations)
    found = [(e.first, e.last, e.k_min, e.weight) for e in study.codebook.expectations]
    assert found == [(0, 30, 2, 0.5), (0, 60, 1, 1.0)]


@pytest.mark.parametrize(
    ("given", "read"), [(True, "yes"), (False, "no"), (np.True_, "yes"), ("YES", "yes"), (None, "no")]
)
def test_booleans_are_yes_and_no(given, read):
    incidents = pd.DataFrame(
        {
            "incident_id": ["i1"],
            "date": ["2024-01-10"],
            "action": ["190"],
            "description": ["a deed"],
            "contested": [given],
        }
    )
    assert cs.Study.from_frames(incidents=incidents).incidents["contested"].tolist() == [read]


def test_an_action_code_that_became_a_number_is_refused_with_the_code_it_was():
    incidents = pd.DataFrame({"incident_id": ["i1"], "date": ["2024-01-10"], "action": [40], "description": ["a deed"]})
    with pytest.raises(DataError) as caught:
        cs.Study.from_frames(incidents=incidents)
    problem = caught.value.problems.iloc[0]
    assert (problem["table"], problem["row"], problem["value"]) == ("incidents", 2, "40")
    assert "'040'" in problem["hint"]


def test_the_index_of_a_frame_means_nothing_and_the_frame_stays_as_it_was():
    frame = pd.concat([said(), said(statement_id=["s2"], stance=[" Asserts "])])
    frame.index = pd.Index([7, 7])
    before = frame.copy(deep=True)
    study = cs.Study.from_frames(statements=frame)
    assert study.statements["statement_id"].tolist() == ["s1", "s2"]
    pd.testing.assert_frame_equal(frame, before)


def test_claims_that_no_codebook_lists_are_taken_from_the_statements():
    claims = cs.Study.from_frames(statements=said(claims=["b;a"])).codebook.claims
    assert claims[["claim_id", "type", "text"]].to_numpy().tolist() == [["a", "state", "a"], ["b", "state", "b"]]


def test_without_settings_the_study_runs_from_its_first_to_its_last_day():
    study = cs.Study.from_frames(statements=pd.concat([said(), said(statement_id=["s2"], date=["2024-03/.."])]))
    assert (study.settings.start, study.settings.as_of) == (date(2024, 1, 10).toordinal(), date(2024, 3, 1).toordinal())


def test_problems_call_the_table_by_the_name_of_the_argument():
    with pytest.raises(DataError) as caught:
        cs.Study.from_frames(statements=said(date=["2025-02-30"]), claims=pd.DataFrame({"claim_id": ["c"]}))
    assert set(caught.value.problems["table"]) == {"statements", "claims"}


def test_an_empty_study_can_be_measured():
    study = cs.Study.from_frames(claims=pd.DataFrame({"claim_id": ["c"], "text": ["a claim"]}))
    claims = cs.group_claims(study)
    assert cs.measure_repetition(claims).to_frame()["occasions"].sum() == 0
    assert cs.measure_gaps(claims).to_frame().empty
    assert cs.measure_coverage(study).to_frame().empty
