"""Settings and lists: what is refused, what is filled in, which office on which day."""

from datetime import date

import pandas as pd
import pytest

import claimstats as cs
from claimstats.codebook import read_settings
from claimstats.dates import day
from claimstats.errors import DataError

SETTINGS = [
    # settings, column, rule, hint
    ({"study": {"titel": "x"}}, "study.titel", "it is a known setting", "did you mean 'title'?"),
    ({"study": {"start": "2024-01-01"}}, "study.start", "it is a date such as", "correct"),
    ({"study": {"title": 3}}, "study.title", "it is of type str", "correct"),
    ({"study": {"invented": 1}}, "study.invented", "it is of type bool", "correct"),
    ({"study": {"id": "a/b"}}, "study.id", "letters, digits, - and _", "names a folder"),
    ({"study": {"id": ""}}, "study.id", "letters, digits, - and _", "names a folder"),
    ({"studdy": {}}, "studdy", "it is a known table", "known are study, thresholds"),
    ({"thresholds": 3}, "thresholds", "it is a known table", "known are study, thresholds"),
    ({"thresholds": {"coverage": 1.5}}, "thresholds.coverage", "between 0 and 1", "correct"),
    ({"thresholds": {"coverage": True}}, "thresholds.coverage", "of type int or float", "correct"),
    ({"thresholds": {"silence_days": 2.5}}, "thresholds.silence_days", "of type int", "correct"),
    ({"thresholds": {"silence": 2}}, "thresholds.silence", "it is a known setting", "'silence_days'"),
]


@pytest.mark.parametrize(("given", "column", "rule", "hint"), SETTINGS)
def test_a_setting_that_means_nothing_is_refused(given, column, rule, hint):
    _, (problem,) = read_settings(given)
    assert (problem["table"], problem["column"]) == ("study.toml", column)
    assert rule in problem["rule"]
    assert hint in problem["hint"]


def test_settings_are_days_and_thresholds_with_their_defaults():
    found, problems = read_settings({"study": {"start": date(2024, 1, 1)}, "thresholds": {"coverage": 0.9}})
    assert problems == []
    assert found["start"] == day("2024-01-01")
    assert (found["thresholds"].coverage, found["thresholds"].silence_days) == (0.9, 90)


def expectation(**columns):
    row = {"expectation_id": "e", "claim_id": "c", "codes": "19", "window_to": "10"} | columns
    return pd.DataFrame({name: [value] for name, value in row.items()})


BROKEN = [
    (expectation(window_to=""), "window_to", "it is filled", "last day of the window"),
    (expectation(window_from="5", window_to="4"), "window_to", "it is not before window_from", "exchange"),
    (expectation(anchor="trigger"), "trigger_codes", "it is filled where anchor is trigger", "crosses the line"),
    (expectation(codes="19=;1x"), "codes", "it is a known action code", ""),
    (expectation(k_min="0"), "k_min", "it is at least 1", "correct"),
    (expectation(k_min="1.5"), "k_min", "it is an integer", "whole number"),
    (expectation(partial_credit="2"), "partial_credit", "it is at most 1", "correct"),
    (expectation(weight="nan"), "weight", "it is a finite number", "leave the cell empty"),
    (expectation(polarity="maybe"), "polarity", "it is one of present, absent", "choose"),
]


@pytest.mark.parametrize(("expectations", "column", "rule", "hint"), BROKEN)
def test_an_expectation_that_cannot_be_looked_up_is_refused(expectations, column, rule, hint):
    with pytest.raises(DataError) as caught:
        cs.Study.from_frames(expectations=expectations)
    problem = caught.value.problems.iloc[0]
    assert (problem["table"], problem["row"], problem["column"]) == ("expectations", 2, column)
    assert rule in problem["rule"]
    assert hint in problem["hint"]


def test_a_window_that_only_its_default_beginning_reverses_is_refused():
    # The window of a promise begins on day 1 where nothing else is said.
    with pytest.raises(DataError, match="window_to"):
        cs.Study.from_frames(
            claims=pd.DataFrame({"claim_id": ["c"], "type": ["commitment"], "text": ["x"]}),
            expectations=expectation(window_to="0"),
        )


def test_a_quarter_as_window_needs_no_days():
    study = cs.Study.from_frames(expectations=expectation(anchor="period", window_to=""))
    assert study.codebook.expectations[0].last is None


OFFICES = [
    ("2023-12-31", None),
    ("2024-01-01", "Minister"),
    ("2024-02-29", "Minister"),
    ("2024-03-01", "Chair"),
    ("2024-06-01", "Chair; Envoy"),
    ("2030-01-01", "Chair"),
]


@pytest.mark.parametrize(("when", "office"), OFFICES)
def test_the_office_on_a_day(when, office):
    offices = pd.DataFrame(
        [
            ("anna", "Minister", "2024-01-01", "2024-02-29"),
            ("anna", "Chair", "2024-03-01", ""),
            ("anna", "Envoy", "2024-06-01", "2024-06-01"),
            ("boris", "President", "2020-01-01", ""),
        ],
        columns=["actor_id", "office", "start", "end"],
    )
    assert cs.Study.from_frames(offices=offices).codebook.office("anna", day(when)) == office
