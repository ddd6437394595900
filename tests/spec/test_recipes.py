"""Recipes of the field beside a count by hand: the tables below are invented, and the numbers are counted on them."""

import pandas as pd
import pytest

import claimstats as cs
from claimstats.errors import UsageError

#: Day of 2024, speaker, claims.
SAID = """
    01-10 anna  strike
    01-20 anna  strike
    02-10 anna  strike
    04-01 anna  strike
    01-15 boris march
    05-02 boris march
    03-01 anna  siege
    05-20 anna  help
    09-10 anna  help
    02-20 boris open
    11-20 boris late
"""
#: Day of 2024, actor, action: `march` is carried out within 30 days of its first threat, `open` never.
DONE = """
    02-01 boris 190
    06-01 anna  070
    02-25 anna  190
"""
CLAIMS = """
    strike threat
    march  threat
    siege  state
    help   commitment
    open   threat
    late   threat
    mute   threat
"""
#: Claim, who would act, codes, days.
EXPECTED = """
    strike anna  163 30
    march  boris 190 30
    help   anna  070 30
    open   boris 163 30
    late   boris 163 90
    mute   boris 163 30
"""


@pytest.fixture(scope="module")
def claims():
    def rows(drawn):
        return [line.split() for line in drawn.strip().splitlines()]

    statements = pd.DataFrame(
        [(f"s{number}", f"2024-{day}", who, what, f"o{number}") for number, (day, who, what) in enumerate(rows(SAID))],
        columns=["statement_id", "date", "speaker", "claims", "occasion"],
    ).assign(text="words")
    incidents = pd.DataFrame(
        [(f"i{number}", f"2024-{day}", who, action) for number, (day, who, action) in enumerate(rows(DONE))],
        columns=["incident_id", "date", "actor", "action"],
    ).assign(description="a deed", stream="deeds")
    return cs.group_claims(
        cs.Study.from_frames(
            statements=statements,
            incidents=incidents,
            claims=pd.DataFrame(rows(CLAIMS), columns=["claim_id", "type"]).assign(text="a claim"),
            expectations=pd.DataFrame(
                [(f"e{claim}", claim, who, code, to, "all") for claim, who, code, to in rows(EXPECTED)],
                columns=["expectation_id", "claim_id", "actor", "codes", "window_to", "family"],
            ),
            families=pd.DataFrame({"family_id": ["all"], "name": ["All"], "codes": ["07;16;19"]}),
            streams=pd.DataFrame({"stream_id": ["deeds"], "name": ["Deeds"], "table": ["incidents"]}),
            coverage=pd.DataFrame(
                {"stream": ["deeds"], "key": ["all"], "start": ["2024-01-01"], "end": ["2024-12-31"]}
            ),
            settings={"start": pd.Timestamp("2024-01-01").date(), "as_of": pd.Timestamp("2024-12-31").date()},
        )
    )


def test_claims_of_at_least_so_many_occasions_by_hand(claims):
    found = cs.recipes.list_repeated(claims, at_least=2)
    assert found.to_numpy().tolist() == [
        ["strike", 4, "2024-01-20"],
        ["help", 2, "2024-09-10"],
        ["march", 2, "2024-05-02"],
    ]
    assert cs.recipes.list_repeated(claims).empty
    with pytest.raises(UsageError, match="give 1 or more"):
        cs.recipes.list_repeated(claims, at_least=0)


def test_promises_by_hand(claims):
    """`help` is given after the first promise, within 30 days, and not after the second."""
    found = cs.recipes.tabulate_promises(claims).set_index("claim_id")
    assert found.loc["help", ["windows", "fulfilled", "not_observed"]].tolist() == [2, 1, 1]
    assert found.loc["all", ["windows", "fulfilled", "not_observed"]].tolist() == [2, 1, 1]
    with pytest.raises(UsageError, match="no type of claim 'promise'"):
        cs.recipes.tabulate_promises(claims, types=["promise"])


def test_threats_imposed_by_hand(claims):
    """Four threats were voiced: `march` is carried out, `strike` and `open` are not, `late` is still open; `mute` was never voiced."""
    found = cs.recipes.share_imposed(claims).iloc[0]
    assert found[["threats", "imposed", "not_imposed", "open", "unassessable"]].tolist() == [4, 1, 2, 1, 0]
    assert found["share"] == pytest.approx(1 / 3)
    assert found["ci_low"] < 1 / 3 < found["ci_high"]


def test_a_study_without_threats_has_no_share():
    said = pd.DataFrame(
        {"statement_id": ["s"], "date": ["2024-01-01"], "speaker": ["a"], "text": ["x"], "claims": ["c"]}
    )
    found = cs.recipes.share_imposed(cs.group_claims(cs.Study.from_frames(statements=said))).iloc[0]
    assert (found["threats"], found["reason"]) == (0, "no threat can be assessed")
    assert pd.isna(found["share"])


def test_a_threat_index_by_hand(claims):
    """Threats by quarter: 3 + 1 + 1 in the first, 1 + 1 in the second, none in the third, 1 in the fourth."""
    found = cs.recipes.index_claims(claims, base="2024Q2")
    assert found[["period", "occasions", "index"]].to_numpy().tolist() == [
        ["2024Q1", 5, 250.0], ["2024Q2", 2, 100.0], ["2024Q3", 0, 0.0], ["2024Q4", 1, 50.0],
    ]  # fmt: skip
    silent = cs.recipes.index_claims(claims, base="2024Q3")
    assert silent["index"].isna().all()
    assert set(silent["reason"]) == {"nothing was recorded in 2024Q3"}
    with pytest.raises(UsageError, match="'2031Q1' is no quarter of this study; it has 2024Q1 to 2024Q4"):
        cs.recipes.index_claims(claims, base="2031Q1")
