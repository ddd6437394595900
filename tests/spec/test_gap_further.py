"""The further tables of the gap: worked out by hand, or by changing the codebook and measuring again."""

import math
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import claimstats as cs

DEMO = Path(__file__).parents[2] / "data" / "demo"
OVER = {"start": "2024-01-01", "as_of": "2024-12-31"}
COVERED = """
    stream | start      | end        | status
    record | 2024-01-01 | 2024-12-31 | monitored
"""


@pytest.fixture(scope="module")
def demo():
    return cs.load(DEMO)


@pytest.fixture(scope="module")
def gaps(demo):
    return cs.measure_gaps(cs.group_claims(demo))


def specification(frame, **chosen):
    """One row of the grid: the frozen choices but for those named."""
    frozen = {"window": "1", "first_day": "as written", "weights": "codebook", "partial_credit": "as written",
              "anchor": "first", "sources": "all", "dates": "definite", "coverage": "as written"}  # fmt: skip
    rows = frame
    for name, value in (frozen | chosen).items():
        rows = rows[rows[name] == value]
    return rows.set_index("role")


def test_the_frozen_specification_is_the_gap_itself(gaps):
    frame = gaps.to_frame("specifications")
    own = frame[frame["frozen"]].set_index("role")
    corpus = gaps.to_frame("corpus").set_index("role")
    assert sorted(own.index) == sorted(corpus.index)
    for name in ("estimate", "base_rate", "excess", "n", "n_units"):
        assert own[name].to_dict() == pytest.approx(corpus[name].to_dict()), name
    assert not frame.duplicated(
        [name for name in frame.columns if name not in ("estimate", "base_rate", "excess", "n", "n_units", "reason")]
    ).any()


def written_anew(demo, **changes):
    """The demo with other expectations, thresholds or incidents, measured from the beginning."""
    tables = {name: frame for name, frame in demo.codebook.tables.items() if len(frame)}
    expectations = tables["expectations"].copy()
    if factor := changes.get("window"):
        expectations["window_to"] = (expectations["window_to"] * factor).map(
            lambda days: days if math.isnan(days) else round(days)
        )
    if (first := changes.get("first_day")) is not None:
        types = dict(zip(tables["claims"]["claim_id"], tables["claims"]["type"], strict=True))
        written = expectations["window_from"].fillna(
            expectations["claim_id"].map(types).isin(["commitment", "threat", "prediction"]) * 1
        )
        expectations["window_from"] = written.where(~written.isin([0, 1]) | (expectations["anchor"] == "period"), first)
    if changes.get("weights") == "equal":
        expectations["weight"] = 1.0
    if (credit := changes.get("partial_credit")) is not None:
        expectations["partial_credit"] = credit
    thresholds = (
        {"coverage": changes["coverage"]} if "coverage" in changes else {"coverage": demo.settings.thresholds.coverage}
    )
    study = cs.Study.from_frames(
        statements=demo.statements[[name for name in demo.statements.columns if name not in ("lo", "hi", "root")]],
        incidents=demo.incidents[[name for name in demo.incidents.columns if name not in ("lo", "hi")]],
        **(tables | {"expectations": expectations}),
        settings={"start": date.fromordinal(demo.settings.start), "as_of": date.fromordinal(demo.settings.as_of), "thresholds": thresholds},
    )  # fmt: skip
    return cs.measure_gaps(cs.group_claims(study)).to_frame("corpus").set_index("role")


VARIED = [
    ({"window": 2}, {"window": "2"}),
    ({"first_day": 0}, {"first_day": "0"}),
    ({"weights": "equal"}, {"weights": "equal"}),
    ({"partial_credit": 0.0}, {"partial_credit": "0"}),
    (
        {"partial_credit": 1.0, "weights": "equal", "window": 2},
        {"partial_credit": "1", "weights": "equal", "window": "2"},
    ),
    ({"coverage": 0.9}, {"coverage": "0.9"}),
    ({"coverage": 0.7}, {"coverage": "0.7"}),
]


@pytest.mark.parametrize(("changes", "chosen"), VARIED)
def test_a_specification_is_what_a_codebook_written_so_would_give(demo, gaps, changes, chosen):
    found = specification(gaps.to_frame("specifications"), **chosen)
    anew = written_anew(demo, **changes)
    for name in ("estimate", "base_rate", "excess", "n", "n_units"):
        assert found[name].to_dict() == pytest.approx(anew[name].to_dict(), nan_ok=True), name


def test_the_range_is_that_of_the_specifications(gaps):
    every = gaps.to_frame("specifications")
    for row in gaps.to_frame("specification_range").itertuples():
        own = every[every["role"] == row.role]["estimate"]
        assert (row.lowest, row.median, row.highest) == (own.min(), own.median(), own.max())
        assert row.lowest <= row.estimate <= row.highest
        assert row.specifications + row.unscored == len(every[every["role"] == row.role])


def test_four_of_twenty_need_six_more_to_come_to_a_half(spec):
    days = pd.date_range("2024-01-01", periods=20, freq="12D").strftime("%Y-%m-%d")
    said = "statement_id | date\n" + "\n".join(f"s{n:02} | {day}" for n, day in enumerate(days))
    done = "incident_id | date\n" + "\n".join(f"i{n} | {day}" for n, day in enumerate(days[:4]))
    spec(
        settings=OVER, statements=said, incidents=done, coverage=COVERED, measure=cs.measure_gaps, table="tipping",
        expectations="""
            expectation_id | window_from | window_to
            e              | 0           | 10
        """,
        expect="""
            claim_id | role | n  | credit | threshold | estimate
            c        | own  | 20 | 4      | 0.5       | 6
            all      | own  | 20 | 4      | 0.5       | 6
        """,
    )  # fmt: skip


CROSSED = """
    incident_id | date       | actor | recipient | action
    x1          | 2024-02-01 | NATO  | UKR       | 072
    d1          | 2024-02-05 | RUS   | NATO      | 190
    x2          | 2024-05-01 | NATO  | UKR       | 072
    d2          | 2024-08-20 | RUS   | NATO      | 190
    x3          | 2024-12-28 | NATO  | UKR       | 072
"""


def test_deeds_after_a_crossing_and_in_quiet_windows_are_counted_apart(spec):
    # Windows of ten days. Crossings: 1 February (answered), 1 May (not), 28 December (open). Said on 1 January.
    # Days after 1 January: the crossings' windows are 32 to 41, 122 to 131 and 363 to 372. Quiet windows begin on days
    # 1, 11, 21 (3), on 42, 52 ... 112 (8), and on 132, 142 ... 352 (23). The deed of 20 August is day 232, in one of them.
    spec(
        settings=OVER, incidents=CROSSED, coverage=COVERED, measure=cs.measure_gaps, table="threats",
        claims="""
            claim_id | type
            c        | threat
        """,
        statements="""
            statement_id | date       | stance
            s1           | 2024-01-01 | conditional
        """,
        expectations="""
            expectation_id | anchor  | trigger_codes | trigger_actor | window_from | window_to
            e              | trigger | 072           | NATO          | 1           | 10
        """,
        expect="""
            claim_id | expectation_id | n | acted | not_acted | open | unassessable | quiet | quiet_acted | estimate
            c        | e              | 2 | 1     | 1         | 1    | 0            | 34    | 1           | 0.5
            all      | all            | 2 | 1     | 1         | 1    | 0            | 34    | 1           | 0.5
        """,
    )  # fmt: skip


def test_a_line_that_was_never_crossed_has_no_follow_through(spec):
    spec(
        settings=OVER, coverage=COVERED, measure=cs.measure_gaps, table="threats",
        statements="""
            statement_id | date
            s1           | 2024-01-01
        """,
        incidents="""
            incident_id | date
            i1          | 2024-03-01
        """,
        expectations="""
            expectation_id | anchor  | trigger_codes | window_to
            e              | trigger | 154           | 10
        """,
        expect="""
            claim_id | expectation_id | estimate | n | reason
            c        | e              |          | 0 | the line was never crossed in the record
            all      | all            |          | 0 | the line was never crossed in the record
        """,
    )  # fmt: skip


AROUND = """
    statement_id | date
    s1           | 2024-02-01
    s2           | 2024-04-01
    s3           | 2024-06-01
    s4           | 2024-08-01
"""


def test_the_window_before_each_anchor_is_its_own_control(spec):
    # s1: the deed after, not before. s2: before, not after. s3: both. s4: neither.
    spec(
        settings=OVER, statements=AROUND, coverage=COVERED, measure=cs.measure_gaps, table="contrast",
        incidents="""
            incident_id | date
            i1          | 2024-02-08
            i2          | 2024-03-25
            i3          | 2024-05-25
            i4          | 2024-06-05
        """,
        expectations="""
            expectation_id | window_from | window_to
            e              | 1           | 10
        """,
        expect="""
            claim_id | role | n | n_units | after | before | estimate | p
            c        | own  | 4 | 2       | 1     | 1      | 0.5      | 1
            all      | own  | 4 | 2       | 1     | 1      | 0.5      | 1
        """,
    )  # fmt: skip


def test_a_stated_probability_is_scored_against_what_came_about(spec):
    # Stated .9 (came), .6 (did not), .6 (came), and one without: ((.1)² + (.6)² + (.4)²) / 3 = 0.176667.
    spec(
        settings=OVER, coverage=COVERED, measure=cs.measure_gaps, table="forecasts",
        statements="""
            statement_id | date       | probability
            s1           | 2024-02-01 | 0.9
            s2           | 2024-04-01 | 0.6
            s3           | 2024-06-01 | 0.6
            s4           | 2024-08-01 |
        """,
        incidents="""
            incident_id | date
            i1          | 2024-02-08
            i2          | 2024-06-05
        """,
        expectations="""
            expectation_id | window_from | window_to
            e              | 1           | 10
        """,
        expect="""
            claim_id | role | n | n_units | estimate | flags
            c        | own  | 3 | 3       | 0.176667 | n_small
            all      | own  | 3 | 3       | 0.176667 | n_small
        """,
    )  # fmt: skip


def test_evidence_weighs_what_a_deed_would_tell(spec):
    # Two deeds in 2024 fulfil a window of one day (0 to 0) on 2 of 366 days; p1 = 0.9: 10 log10(0.9 / (2/366)).
    spec(
        settings=OVER, coverage=COVERED, measure=cs.measure_gaps, table="evidence",
        statements="""
            statement_id | date
            s1           | 2024-02-01
        """,
        incidents="""
            incident_id | date
            i1          | 2024-02-01
            i2          | 2024-06-05
        """,
        expectations="""
            expectation_id | window_from | window_to | p_if_true
            e              | 0           | 0         | 0.9
        """,
        expect=f"""
            claim_id | expectation_id | by_chance     | seen | unseen | n | n_seen
            c        | e              | {2 / 366:.6f} | {10 * math.log10(0.9 * 366 / 2):.4f} | {10 * math.log10(0.1 * 366 / 364):.4f} | 1 | 1
        """,
    )  # fmt: skip


def test_the_most_hostile_deed_is_set_against_the_one_that_is_implied(spec):
    # 190 is -10, 172 (quad class 4) -5; 173 is of another pair of parties; nothing in the fourth quarter.
    spec(
        settings=OVER, coverage=COVERED, measure=cs.measure_gaps, table="intensity",
        statements="""
            statement_id | date
            s1           | 2024-02-01
            s2           | 2024-11-01
        """,
        incidents="""
            incident_id | date       | action | recipient
            i1          | 2024-02-08 | 172    | NATO
            i2          | 2024-02-09 | 138    | NATO
            i3          | 2024-02-10 | 190    | UKR
        """,
        expectations="""
            expectation_id | codes | window_to
            e              | 19    | 10
        """,
        expect="""
            period | implied | observed | estimate | n | material_share
            2024Q1 | -10     | -5       | 5        | 1 | 0.5
            2024Q4 | -10     | 0        | 10       | 0 |
        """,
    )  # fmt: skip


def test_each_quarter_is_scored_by_its_own_anchors(spec):
    spec(
        settings=OVER, statements=AROUND, coverage=COVERED, measure=cs.measure_gaps, table="cohorts",
        incidents="""
            incident_id | date
            i1          | 2024-02-08
            i2          | 2024-06-05
        """,
        expectations="""
            expectation_id | window_from | window_to
            e              | 1           | 10
        """,
        expect="""
            period | role | estimate | n | windows | open
            2024Q1 | own  | 0        | 1 | 1       | 0
            2024Q2 | own  | 0.5      | 2 | 2       | 0
            2024Q3 | own  | 1        | 1 | 1       | 0
        """,
    )  # fmt: skip
