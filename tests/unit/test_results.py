"""A result: copies out, names that do not exist refused with a hint, every number traced to its rows."""

from dataclasses import replace

import pandas as pd
import pytest

import claimstats as cs
from claimstats.errors import UsageError
from claimstats.results import Tables


@pytest.fixture(scope="module")
def claims():
    statements = pd.DataFrame(
        [
            ("s1", "2024-01-10", "anna", "at_war", "", "asserts", "verified"),
            ("s2", "2024-01-11", "anna", "at_war", "s1", "asserts", "verified"),
            ("s3", "2024-02", "boris", "at_war;ready", "", "asserts", "verified"),
            ("s4", "2024-03-31/2024-04-01", "anna", "at_war", "", "asserts", "verified"),
            ("s5", "2024-05-01", "anna", "at_war", "", "denies", "verified"),
            ("s6", "2024-05-02", "anna", "at_war", "", "asserts", "unverified"),
        ],
        columns=["statement_id", "date", "speaker", "claims", "reprint_of", "stance", "verification"],
    ).assign(text="words")
    incidents = pd.DataFrame(
        [
            ("i1", "2024-01-12", "RUS", "190"),
            ("i2", "2024-01-15", "RUS", "172"),
            ("i3", "2024-01/2024-03", "RUS", "190"),
        ],
        columns=["incident_id", "date", "actor", "action"],
    ).assign(description="a deed")
    expectations = pd.DataFrame(
        {"expectation_id": ["e"], "claim_id": "at_war", "codes": "19", "partial_codes": "17", "window_to": 30}
    )
    return cs.group_claims(cs.Study.from_frames(statements=statements, incidents=incidents, expectations=expectations))


@pytest.fixture(scope="module")
def repetition(claims):
    return cs.measure_repetition(claims)


@pytest.fixture(scope="module")
def gaps(claims):
    return cs.measure_gaps(claims)


def test_a_frame_is_a_copy(repetition):
    frame = repetition.to_frame()
    frame["occasions"] = 99
    assert 99 not in set(repetition.to_frame()["occasions"])


def test_a_frame_says_what_it_is_of(repetition):
    attrs = repetition.to_frame().attrs
    assert (attrs["measure"], attrs["by"], attrs["period"], attrs["level"]) == ("repetition", "claim", "quarter", 0.95)
    assert (attrs["as_of"], attrs["seed"], len(attrs["codebook_sha256"])) == ("2024-05-02", 0, 64)
    assert {"numpy", "scipy", "duckdb"} <= set(attrs["library_versions"])


def test_the_hash_of_the_codebook_changes_with_it_and_not_with_the_order_of_its_rows(claims):
    codebook = claims.study.codebook
    tables = dict(codebook.tables)
    turned = replace(codebook, tables=tables | {"claims": codebook.claims.iloc[::-1]})
    changed = replace(codebook, tables=tables | {"claims": codebook.claims.assign(type="threat")})
    assert turned.sha256 == codebook.sha256 != changed.sha256


def test_every_column_has_its_words(claims, repetition, gaps):
    for result in (repetition, gaps, cs.measure_repetition(claims, by="claim x speaker")):
        for table in result.tables:
            assert [name for name, said in result.words_for(table).items() if not said] == [], table


def test_a_further_table_is_made_when_it_is_asked_for_and_then_kept():
    made = []
    tables = Tables({"main": pd.DataFrame({"a": [1]}), "more": lambda: made.append("more") or pd.DataFrame({"b": [2]})})
    assert (list(tables), len(tables), "more" in tables, made) == (["main", "more"], 2, True, [])
    assert tables["more"] is tables["more"]
    assert made == ["more"]


def test_a_table_that_is_not_there_is_refused_with_those_that_are(gaps):
    with pytest.raises(
        UsageError, match=r"no table 'pair'; it has pairs, outcomes, claims, corpus, base.*Hint: 'pairs'"
    ):
        gaps.to_frame("pair")


WRONG = [
    (("at_wra", "2024Q1"), r"no claim_id is 'at_wra'; did you mean 'at_war'\?"),
    (("at_war", "2031Q1"), r"no period is '2031Q1'; (did you mean|there are)"),
    (("at_war", "2024Q1", "anna"), r"has 2 names \(claim_id, period\), not 3"),
]


@pytest.mark.parametrize(("names", "message"), WRONG)
def test_a_number_that_is_not_there_is_refused_with_a_hint(repetition, names, message):
    with pytest.raises(UsageError, match=message) as caught:
        repetition.explain(*names)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("by", ["claim", "speaker", "claim x speaker"])
def test_the_rows_that_explain_a_count_add_up_to_it(claims, by):
    result = cs.measure_repetition(claims, by=by)
    for row in result.to_frame().to_dict("records"):
        rows = result.explain(*(row[key] for key in result.keys))
        assert rows["definite"].sum() == row["mentions"]
        assert (~rows["definite"].astype(bool)).sum() == row["straddling"]


def test_the_rows_carry_the_words_and_the_source(repetition):
    rows = repetition.explain("at_war", "2024Q1")
    assert rows["statement_id"].tolist() == ["s1", "s2", "s3", "s4"]
    assert {"text", "paraphrase", "date", "speaker", "source", "url", "stance"} <= set(rows.columns)


def test_names_left_out_are_left_open(repetition):
    assert repetition.explain("at_war")["statement_id"].tolist() == ["s1", "s2", "s3", "s4"]
    assert len(repetition.explain()) == 5


def test_a_window_is_explained_by_the_incidents_that_decided_it(gaps):
    rows = gaps.explain("at_war", "2024Q1")
    found = rows[["anchor_id", "match", "incident_id"]].fillna("").to_numpy().tolist()
    assert found[:3] == [["s1", "full", "i1"], ["s1", "partial", "i2"], ["s1", "possible", "i3"]]
    assert set(rows["outcome"]) == set(gaps.to_frame().query("period == '2024Q1'")["outcome"])


def test_it_shows_its_main_table_and_names_the_others(gaps):
    assert repr(gaps).startswith("Result of measuring gaps; further tables: outcomes, claims, corpus")


@pytest.mark.parametrize(
    ("option", "value", "hint"),
    [("by", "speeker", "'speaker'"), ("period", "quater", "'quarter'"), ("stances", ["assert"], "'asserts'")],
)
def test_an_option_that_is_not_known_is_refused_with_the_nearest(claims, option, value, hint):
    with pytest.raises(UsageError, match=f"{option} is one of .*Did you mean {hint}"):
        cs.measure_repetition(claims, **{option: value})
