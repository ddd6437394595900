"""The further tables of repetition: small streams whose numbers can be worked out by hand or by SciPy alone."""

import math
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import claimstats as cs
from claimstats.errors import UsageError

#: A Monday.
MONDAY = date(2024, 1, 1)


def study_of(said, *, weeks=26, claims=None, texts=None, **tables):
    """Statements as (day, speaker, claims) with days counted from a Monday, in one stream read on every day."""
    rows = [
        (f"s{n:03}", (MONDAY + timedelta(days=day)).isoformat(), speaker, coded)
        for n, (day, speaker, coded) in enumerate(said)
    ]
    last = MONDAY + timedelta(days=7 * weeks - 1)
    coverage = [
        ("read", MONDAY + timedelta(days=7 * week), MONDAY + timedelta(days=7 * week + 6), "monitored", texts)
        for week in range(weeks)
    ]
    frames = {
        "statements": pd.DataFrame(rows, columns=["statement_id", "date", "speaker", "claims"]).assign(
            text="words", stream="read"
        ),
        "claims": pd.DataFrame({"claim_id": claims or ["c"], "text": "a claim"}),
        "coverage": pd.DataFrame(coverage, columns=["stream", "start", "end", "status", "texts"]),
        "settings": {"start": MONDAY, "as_of": last},
    }
    return cs.Study.from_frames(**(frames | tables))


def measured(said, *, weeks=26, claims=None, texts=None, tables=None, **options):
    study = study_of(said, weeks=weeks, claims=claims, texts=texts, **(tables or {}))
    return cs.measure_repetition(cs.group_claims(study), **options)


def every_week(counts, claim="c"):
    """So many occasions in each week, on days of their own."""
    return [(7 * week + day, "A", claim) for week, count in enumerate(counts) for day in range(count)]


WEEKLY = [1, 0, 2, 1, 0, 0, 6, 5, 0, 1, 0, 7, 1]


def test_weeks_that_scatter_widen_the_interval_and_say_so():
    result = measured(every_week(WEEKLY), weeks=13)
    mean = np.mean(WEEKLY)
    phi = np.var(WEEKLY, ddof=1) / mean
    assert phi > 1.5
    row = result.to_frame().iloc[0]
    assert row["dispersion"] == pytest.approx(phi)
    assert (row["method"], "overdispersed" in row["flags"]) == ("garwood, scaled by dispersion", True)
    cautious = phi * 12 / stats.chi2.ppf(0.25, 12)
    clumps, per = 2 * sum(WEEKLY) / cautious, cautious / 2 * 30 / 91
    assert (row["ci_low"], row["ci_high"]) == pytest.approx(
        (stats.chi2.ppf(0.025, clumps) * per, stats.chi2.ppf(0.975, clumps + 2) * per)
    )
    scatter = result.to_frame("dispersion").iloc[0]
    assert (scatter["estimate"], scatter["n_units"], scatter["n"]) == pytest.approx((phi, 13, sum(WEEKLY)))
    assert scatter["p_greater"] == pytest.approx(stats.chi2.sf(phi * 12, 12))
    assert scatter["flags"] == "overdispersed"


def test_the_scatter_of_a_group_is_pooled_over_its_periods():
    weekly = [*WEEKLY, *([1, 0] * 6), 1]
    frame = measured(every_week(weekly)).to_frame()
    first, second = weekly[:13], weekly[13:]
    pooled = (np.var(first, ddof=1) / np.mean(first) + np.var(second, ddof=1) / np.mean(second)) / 2
    assert frame["dispersion"].tolist() == pytest.approx([pooled, pooled])


@pytest.mark.parametrize(
    ("interval", "weekly", "method"),
    [("auto", [1] * 13, "garwood"), ("garwood", WEEKLY, "garwood"), ("midp", WEEKLY, "mid-p"),
     ("quasipoisson", WEEKLY, "quasi-poisson"), ("quasipoisson", [1] * 13, "garwood"), ("auto", [5, 0, 0, 4], "garwood")],
)  # fmt: skip
def test_the_interval_is_the_one_that_was_asked_for(interval, weekly, method):
    row = measured(every_week(weekly), weeks=len(weekly), interval=interval).to_frame().iloc[0]
    assert row["method"] == method
    assert row["ci_low"] < row["estimate"] < row["ci_high"]
    if method == "quasi-poisson":
        phi, k = np.var(weekly, ddof=1) / np.mean(weekly), sum(weekly)
        assert row["ci_high"] / row["estimate"] == pytest.approx(math.exp(stats.norm.ppf(0.975) * math.sqrt(phi / k)))
    if method == "mid-p":
        k, low = sum(weekly), row["ci_low"] * row["exposure_days"] / 30
        assert stats.poisson.sf(k, low) + stats.poisson.pmf(k, low) / 2 == pytest.approx(0.025, abs=1e-6)


def test_each_period_is_compared_with_the_one_before():
    # First quarter of 2024: 91 days, 5 occasions; second: 91 days, 12: the exact ratio of 2.4.
    said = [(day, "A", "c") for day in (3, 20, 41, 62, 83)] + [(91 + 7 * week, "A", "c") for week in range(12)]
    row = measured(said).to_frame("comparison").iloc[0]
    assert (row["period"], row["before"], row["occasions"], row["occasions_before"]) == ("2024Q2", "2024Q1", 12, 5)
    assert row["estimate"] == pytest.approx(12 / 5)
    low, high = (stats.beta.ppf(0.025, 12, 6), stats.beta.ppf(0.975, 13, 5))
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((low / (1 - low), high / (1 - high)))
    central = min(1, 2 * min(stats.binom.cdf(12, 17, 0.5), stats.binom.sf(11, 17, 0.5)))
    assert (row["p"], row["q"], row["method"]) == pytest.approx((central, central, "exact"))


def test_a_ratio_of_clustered_weeks_is_as_doubtful_as_their_scatter():
    weekly = [*WEEKLY, *reversed(WEEKLY[:12]), 7]
    row = measured(every_week(weekly)).to_frame("comparison").iloc[0]
    first, second = weekly[:13], weekly[13:]
    pooled = (np.var(first, ddof=1) / np.mean(first) * 12 + np.var(second, ddof=1) / np.mean(second) * 12) / 24
    assert (row["method"], row["flags"]) == ("quasi-poisson", "overdispersed")
    assert row["dispersion"] == pytest.approx(pooled)
    error = math.sqrt(pooled * (1 / sum(first) + 1 / sum(second)))
    assert row["ci_low"] == pytest.approx(row["estimate"] * math.exp(-stats.t.ppf(0.975, 24) * error))
    assert row["p"] == pytest.approx(2 * stats.t.sf(abs(math.log(row["estimate"])) / error, 24))


def test_two_speakers_are_compared_on_the_same_days():
    said = [(day, "A", "c") for day in range(0, 80, 10)] + [(day, "B", "c") for day in (5, 55)]
    frame = measured(said).to_frame("speakers").set_index("claim_id")
    assert frame.loc["c", ["first_speaker", "second_speaker", "occasions_first", "occasions_second"]].tolist() == [
        "A",
        "B",
        8,
        2,
    ]
    assert frame.loc["c", "estimate"] == 4
    assert frame.loc["c", "p"] == pytest.approx(2 * stats.binom.sf(7, 10, 0.5))


def test_a_rate_that_doubles_every_quarter_has_that_trend():
    counts = [1, 2, 4, 8, 16]
    said = [(91 * quarter + 2 + 5 * at, "A", "c") for quarter, count in enumerate(counts) for at in range(count)]
    row = measured(said, weeks=66).to_frame("trend").iloc[0]
    assert row["n_units"] == 5
    assert row["estimate"] == pytest.approx(2, rel=0.02)
    assert (row["tau"], row["p"]) == pytest.approx((1, 2 / 120))
    assert row["ci_low"] < 2 < row["ci_high"]


def test_too_few_periods_have_neither_trend_nor_change():
    result = measured(every_week([1] * 26))
    trend, change = result.to_frame("trend").iloc[0], result.to_frame("changepoints").iloc[0]
    assert (math.isnan(trend["estimate"]), trend["reason"]) == (True, "fewer than 4 whole periods were monitored")
    assert (change["period"], change["reason"]) == ("", "fewer than 8 whole periods were monitored")


def test_a_step_in_the_rate_is_placed_at_its_period():
    said = [(day, "A", "c") for day in range(0, 182, 60)] + [(day, "A", "c") for day in range(182, 364, 5)]
    row = measured(said, weeks=52, period="month").to_frame("changepoints")
    assert row["period"].tolist() == ["2024-07"]
    assert row["rate_after"].iloc[0] > 5 > row["rate_before"].iloc[0]


def test_even_gaps_are_regular_and_few_gaps_are_set_against_poisson_streams():
    row = measured([(7 * week, "A", "c") for week in range(10)]).to_frame("burstiness").iloc[0]
    assert (row["estimate"], row["n"], row["n_units"], row["median_gap"]) == (-1, 10, 9, 7)
    assert (row["method"], row["flags"]) == ("range of Poisson streams", "n_small")
    many = measured([(5 * at, "A", "c") for at in range(25)]).to_frame("burstiness").iloc[0]
    assert (many["method"], many["ci_low"], many["ci_high"]) == ("bootstrap of gaps", -1, -1)


@pytest.mark.parametrize(
    ("days", "reason"),
    [([], "no occasion on a monitored day"), ([3], "fewer than two gaps"), ([3, 9], "fewer than two gaps")],
)
def test_a_rhythm_needs_gaps(days, reason):
    row = measured([(day, "A", "c") for day in days]).to_frame("burstiness").iloc[0]
    assert (math.isnan(row["estimate"]), row["reason"]) == (True, reason)


def test_a_week_with_three_times_the_usual_share_is_a_burst():
    # Kleinberg's automaton on 2, 3, 2, 15, 18, 14, 3, 2 of 100 texts: weight 11.5863 (the method's own value).
    weekly = [2, 3, 2, 15, 18, 14, 3, 2]
    said = [(7 * week + at % 7, f"A{at}", "c") for week, count in enumerate(weekly) for at in range(count)]
    row = measured(said, weeks=8, texts=100).to_frame("bursts").iloc[0]
    assert (row["start"], row["end"], row["weeks"], row["n"], row["texts"]) == ("2024-01-22", "2024-02-11", 3, 47, 300)
    assert row["estimate"] == pytest.approx(11.5863, abs=5e-5)


LIVES = {"a": [0, 60, 200], "b": [10], "c": [5, 40, 100, 150, 190, 230, 270], "d": [340], "e": []}


def test_a_claim_ends_at_the_occasion_before_the_first_long_silence():
    # 52 weeks: the watch for a silence of 90 days ends on day 273.
    said = [(day, "A", claim) for claim, days in LIVES.items() for day in days]
    result = measured(said, weeks=52, claims=list(LIVES))
    lives = result.to_frame("lifetimes").set_index("claim_id")
    assert lives["estimate"].dropna().to_dict() == {"a": 60, "b": 0, "c": 265}
    assert lives["ended"].dropna().to_dict() == {"a": True, "b": True, "c": True}
    assert lives.loc[["d", "e"], "reason"].tolist() == ["first said too late to see a silence", "never recorded"]
    curve = result.to_frame("survival")
    assert list(zip(curve["time"], curve["survival"].round(4), curve["at_risk"], strict=True)) == [
        (0, 0.6667, 3),
        (60, 0.3333, 2),
        (265, 0, 1),
    ]
    half = result.to_frame("halflife").iloc[0]
    assert (half["estimate"], half["n"], half["ended"], half["excluded"]) == (60, 3, 3, 2)
    assert half["mean"] == pytest.approx((60 * 2 + 265 - 60) / 3)
    again = result.to_frame("resurrection")
    # `a` was said again 140 days after it ended; `b` and `c` were watched for 353 and 93 days.
    assert list(zip(again["time"], again["survival"].round(4), strict=True))[1] == (140, 0.5)


def test_the_chance_of_a_repetition_within_30_days_counts_the_open_gap():
    # Gaps 10, 20, 40, and 111 days open at the cut-off: two of four are closed by day 30.
    row = measured([(day, "A", "c") for day in (0, 10, 30, 70)]).to_frame("recurrence").iloc[0]
    assert (row["estimate"], row["n"], row["n_units"], row["median_gap"]) == (0.5, 4, 4, 20)
    mean = measured([(day, "A", "c") for day in (0, 10, 30, 70)]).to_frame("cumulative")
    assert mean[["time", "mean", "at_risk"]].to_numpy().tolist() == [[10, 1, 1], [30, 2, 1], [70, 3, 1]]


def test_voices_are_counted_by_their_shares():
    said = [(day, "A", "c") for day in range(0, 90, 10)] + [(day, "B", "c") for day in range(1, 31, 10)]
    row = measured(said).to_frame("concentration").set_index("claim_id").loc["c"]
    shares = [0.75, 0.25]
    assert row["hhi"] == pytest.approx(sum(share**2 for share in shares))
    assert row["estimate"] == pytest.approx(math.exp(stats.entropy(shares)))
    assert (row["n"], row["n_units"], row["top_share"]) == (12, 2, 0.75)
    assert measured([]).to_frame("concentration")["reason"].tolist() == ["never recorded", "never recorded"]


def test_who_says_it_first_is_set_against_who_says_it_more():
    # A is first with `a` and `b`, B with `c`; `d` is a tie. A makes 3 of 4, 1 of 2 and 1 of 3 occasions of those three.
    said = [(0, "A", "a"), (9, "A", "a"), (18, "A", "a"), (5, "B", "a"), (1, "A", "b"), (4, "B", "b"), (2, "B", "c"),
            (11, "B", "c"), (7, "A", "c"), (30, "A", "d"), (30, "B", "d")]  # fmt: skip
    row = measured(said, claims=list("abcd")).to_frame("leads").iloc[0]
    assert (row["n"], row["n_units"], row["ties"], row["leads"]) == (4, 3, 1, 2)
    assert row["expected"] == pytest.approx(3 / 4 + 1 / 2 + 1 / 3)
    two_or_more = 0.75 * 0.5 + 0.75 * (1 / 3) + 0.5 * (1 / 3) - 2 * 0.75 * 0.5 / 3
    assert row["p"] == pytest.approx(min(1, 2 * two_or_more))


def test_the_twentieth_occasion_reaches_the_list():
    days = list(range(0, 100, 5))
    result = measured([(day, "A", "c") for day in days], thresholds=("wapo", 3, 21))
    frame = result.to_frame("thresholds").set_index("threshold")
    assert frame["reached"].to_dict() == {"wapo (20)": True, "3": True, "21": False}
    assert frame.loc["wapo (20)", "date"] == (MONDAY + timedelta(days=95)).isoformat()
    assert (frame.loc["21", "missing"], frame.loc["21", "date"]) == (1, "")


def test_claims_come_and_go_between_periods():
    said = [(0, "A", "a"), (1, "A", "b"), (100, "A", "b"), (101, "A", "c"), (102, "A", "d")]
    row = measured(said, claims=list("abcd")).to_frame("turnover").iloc[0]
    assert row[["period", "new", "retired", "carried", "estimate"]].tolist() == ["2024Q2", 2, 1, 1, 0.25]


SOURCES = pd.DataFrame(
    {"source_id": ["wire", "copy", "paper", "state"], "name": "an outlet", "type": ["independent", "reprint", "independent", "state_run"],
     "independence_group": ["w", "w", "p", ""], "state_controlled": ["no", "no", "no", "yes"]}
)  # fmt: skip


def by_source(rows):
    said = pd.DataFrame(rows, columns=["statement_id", "date", "source", "occasion"])
    return {"statements": said.assign(speaker="A", claims="c", text="words", stream="read"), "sources": SOURCES}


CARRIED = [("s1", "2024-01-02", "wire", "o1"), ("s2", "2024-01-02", "copy", "o1"), ("s3", "2024-02-02", "wire", "o2"),
           ("s4", "2024-02-02", "paper", "o2"), ("s5", "2024-03-02", "state", "o3")]  # fmt: skip


def test_occasions_are_told_apart_by_how_independent_their_outlets_are():
    row = measured([], tables=by_source(CARRIED)).to_frame("strata").iloc[0]
    assert row[["all", "independent", "two_independent", "no_source"]].tolist() == [3, 2, 1, 0]


def test_an_occasion_weighs_as_much_as_its_best_source():
    result = measured([], tables=by_source(CARRIED), weights={"state_run": 0.5, "reprint": 0.1})
    row = result.to_frame("weighted").iloc[0]
    assert (row["n"], row["weighted"]) == (3, 2.5)
    total, variance, heaviest = 2.5, 2 + 0.25, 1
    low = stats.gamma.ppf(0.025, total**2 / variance, scale=variance / total)
    high = stats.gamma.ppf(0.975, (total + heaviest) ** 2 / (variance + 1), scale=(variance + 1) / (total + heaviest))
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((low * 30 / 182, high * 30 / 182))


def test_counts_are_grouped_by_source_type_stance_and_frame():
    tables = by_source(CARRIED)
    tables["statements"] = tables["statements"].assign(
        stance=["asserts"] * 4 + ["denies"], frames=["x;y", "x", "", "y", "x"]
    )
    tables["frames"] = pd.DataFrame({"frame_id": ["x", "y"], "name": ["X", "Y"]})
    found = {by: measured([], tables=tables, by=by, period="all") for by in ("source type", "stance", "frame")}
    counts = {
        by: dict(zip(result.to_frame().iloc[:, 0], result.to_frame()["occasions"], strict=True))
        for by, result in found.items()
    }
    assert counts == {
        "source type": {"independent": 2, "reprint": 1},
        "stance": {"asserts": 2, "denies": 1},
        "frame": {"(none)": 1, "x": 1, "y": 2},
    }
    assert set(found["frame"].explain("y")["statement_id"]) == {"s1", "s4"}
    assert "(frame: y)" in found["frame"].sentence("y")


@pytest.mark.parametrize(
    ("options", "message"),
    [({"interval": "exact"}, "interval is one of"), ({"thresholds": ("wp",)}, "thresholds is one of"),
     ({"thresholds": (0,)}, "1 occasion or more"), ({"weights": {"reprint": -1}}, "0 or more")],
)  # fmt: skip
def test_what_cannot_be_asked_for_is_refused(options, message):
    with pytest.raises(UsageError, match=message):
        measured([(0, "A", "c")], **options)


def test_without_known_coverage_no_rate_and_no_rhythm_is_given():
    tables = {"coverage": pd.DataFrame(columns=["stream", "start", "end", "status"])}
    result = measured(every_week([1] * 26), tables=tables)
    for table in ("comparison", "dispersion", "burstiness", "trend", "changepoints", "weighted"):
        frame = result.to_frame(table)
        assert len(frame), table
        assert (frame["reason"] != "").all(), table
        if "estimate" in frame:
            assert frame["estimate"].isna().all(), table
    assert result.to_frame("bursts").empty
    assert set(result.to_frame("lifetimes")["flags"]) == {"coverage_gap"}


def test_an_empty_study_has_every_table_with_its_columns():
    said = pd.DataFrame(columns=["statement_id", "date", "speaker", "text", "claims"])
    study = cs.Study.from_frames(statements=said, settings={"start": MONDAY, "as_of": MONDAY + timedelta(days=400)})
    result = cs.measure_repetition(cs.group_claims(study))
    for table in result.tables:
        assert list(result.to_frame(table).columns), table
