"""The matrix of edge cases (method, section 6), row by row, through the public measures: nothing, one, two, ties,
nobody watching, dates known to some days."""

import math
from datetime import date, timedelta

import pandas as pd
import pytest

import claimstats as cs
from claimstats.estimates.multiplicity import benjamini_hochberg

START = date(2024, 1, 1)
DAYS = 366


def day(at, length=1):
    first = START + timedelta(days=at)
    return first.isoformat() if length == 1 else f"{first}/{first + timedelta(days=length - 1)}"


def study(said=(), done=(), *, unread=(), texts=None, expectations=None, claims="c", days=DAYS):
    """Statements as (day, speaker) or (date, speaker), deeds as (day or date, code); the stretches nobody read."""
    end = START + timedelta(days=days - 1)
    dated = [(name if isinstance(name, str) else day(name), *rest) for name, *rest in said]
    deeds = [(name if isinstance(name, str) else day(name), *rest) for name, *rest in done]
    stretches = [(stream, day(0), end.isoformat(), "monitored", texts) for stream in ("read", "deeds")]
    stretches += [("read", day(first), day(last), "missing", None) for first, last in unread]
    rows = [(f"s{n:02}", *row, "c") if len(row) == 2 else (f"s{n:02}", *row) for n, row in enumerate(dated)]
    return cs.Study.from_frames(
        statements=pd.DataFrame(rows, columns=["statement_id", "date", "speaker", "claims"]).assign(
            text="words", stream="read"
        ),
        incidents=pd.DataFrame(
            [(f"i{n:02}", *row) for n, row in enumerate(deeds)], columns=["incident_id", "date", "action"]
        ).assign(description="a deed"),
        claims=pd.DataFrame({"claim_id": claims.split(";"), "text": "a claim"}),
        streams=pd.DataFrame(
            {"stream_id": ["read", "deeds"], "table": ["statements", "incidents"], "name": "a stream"}
        ),
        expectations=expectations,
        coverage=pd.DataFrame(stretches, columns=["stream", "start", "end", "status", "texts"]),
        settings={"start": START, "as_of": end},
    )


def repetition(*args, table=None, period="quarter", **options):
    return cs.measure_repetition(cs.group_claims(study(*args, **options)), period=period).to_frame(table)


def expecting(*claims, window=20):
    return pd.DataFrame(
        {"expectation_id": [f"e{claim}" for claim in claims], "claim_id": claims, "codes": "19", "window_to": window}
    )


def missing(value):
    return value is None or (isinstance(value, float) and math.isnan(value))


# rate: 0 with an upper limit; occasions of one day and venue collapse; nobody watching is missing; definite and most


def test_rate_of_nothing_is_0_with_an_upper_limit():
    row = repetition().iloc[0]
    assert (row["estimate"], row["ci_low"]) == (0, 0)
    assert row["ci_high"] == pytest.approx(3.688879 * 30 / 91, abs=1e-5)


@pytest.mark.parametrize(("number", "low", "high"), [(1, 0.025318, 5.571643), (2, 0.242209, 7.224688)])
def test_rate_of_one_and_two_is_exact(number, low, high):
    row = repetition([(10 * at, "A") for at in range(number)]).iloc[0]
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((low * 30 / 91, high * 30 / 91), abs=1e-5)


def test_rate_without_exposure_is_missing_and_says_so():
    row = repetition(unread=[(0, 90)]).iloc[0]
    assert (missing(row["estimate"]), "zero_exposure" in row["flags"]) == (True, True)
    assert row["reason"] == "no day of the period was monitored"


def test_rate_counts_definite_dates_and_names_the_most_that_there_may_be():
    row = repetition([(3, "A"), (day(85, 20), "A")]).iloc[0]
    assert (row["occasions"], row["occasions_max"], row["straddling"]) == (1, 2, 1)
    assert "straddling_dates" in row["flags"]


# rate ratio


@pytest.mark.parametrize(
    ("first", "second", "ratio", "flag"), [(0, 0, math.nan, "no_data"), (0, 1, math.inf, ""), (1, 1, 1.0, "")]
)
def test_ratio_of_two_quarters(first, second, ratio, flag):
    said = [(at, "A") for at in range(first)] + [(95 + at, "A") for at in range(second)]
    row = repetition(said, table="comparison").query("period == '2024Q2'").iloc[0]
    assert row["estimate"] == pytest.approx(ratio, nan_ok=True)
    assert (flag in row["flags"], (row["reason"] == "") != missing(row["estimate"])) == (True, True)


def test_ratio_is_missing_where_nobody_watched():
    row = repetition([(3, "A"), (100, "A")], unread=[(0, 90)], table="comparison").iloc[0]
    assert (missing(row["estimate"]), row["flags"]) == (True, "zero_exposure")


# dispersion: missing below 8 weeks; a week that was not read whole is dropped; straddling weeks are dropped


def test_dispersion_needs_eight_whole_weeks_and_drops_what_is_not_whole():
    assert missing(repetition([(3, "A")], days=7 * 7, table="dispersion").iloc[0]["estimate"])
    assert missing(repetition(table="dispersion").iloc[0]["estimate"])
    row = repetition([(3, "A"), (day(12, 4), "A"), (30, "A")], unread=[(20, 20)], days=70, table="dispersion").iloc[0]
    assert (row["n_units"], row["n"]) == (9, 2)


# Mann and Kendall: nothing below 4; ties take the normal law; a period that nobody watched is dropped


@pytest.mark.parametrize(("days", "telling"), [(273, False), (366, True)])
def test_trend_needs_four_whole_quarters(days, telling):
    row = repetition([(3, "A"), (100, "A"), (101, "A"), (200, "A")], days=days, table="trend").iloc[0]
    assert missing(row["p"]) != telling


def test_trend_with_ties_is_normal_and_drops_what_nobody_watched():
    said = [(3, "A"), (100, "A"), (200, "A"), (290, "A"), (291, "A")]
    row = repetition(said, table="trend").iloc[0]
    assert (row["n_units"], "normal" in row["method"]) == (4, True)
    fewer = repetition(said, unread=[(91, 181)], table="trend").iloc[0]
    assert (fewer["n_units"], missing(fewer["p"])) == (3, True)


# burstiness and memory: by the number of occasions


@pytest.mark.parametrize(
    ("days", "burstiness", "memory"),
    [([], False, False), ([1], False, False), ([1, 5], False, False), ([1, 5, 20], True, False),
     ([1, 5, 20, 22, 60], True, True), ([1, 1, 5], True, False)],
)  # fmt: skip
def test_rhythm_by_the_number_of_occasions(days, burstiness, memory):
    row = repetition([(at, "A") for at in days], table="burstiness").iloc[0]
    assert (not missing(row["estimate"]), not missing(row["memory"])) == (burstiness, memory)
    assert (row["reason"] == "") == burstiness


def test_rhythm_is_missing_where_more_than_a_tenth_of_the_dates_are_partial():
    said = [(at, "A") for at in (1, 9, 30, 50, 90)]
    assert not missing(repetition(said, table="burstiness").iloc[0]["estimate"])
    assert missing(repetition([*said, (day(100, 5), "A")], table="burstiness").iloc[0]["estimate"])


# concentration: by the number of speakers


def test_concentration_of_nobody_and_of_one():
    nobody = repetition(table="concentration").set_index("claim_id").loc["c"]
    assert (missing(nobody["hhi"]), missing(nobody["gini"]), nobody["reason"]) == (True, True, "never recorded")
    one = repetition([(1, "A")], table="concentration").set_index("claim_id").loc["c"]
    assert (one["hhi"], one["gini"], missing(one["gini_corrected"])) == (1, 0, True)
    two = repetition([(1, "A"), (2, "B")], table="concentration").set_index("claim_id").loc["c"]
    assert (two["hhi"], two["gini"], two["gini_corrected"]) == (0.5, 0, 0)


# survival: missing, one step; a claim that ends on its first day counts; both ends of partial dates stand beside it


def test_survival_of_nothing_and_of_one():
    row = repetition(table="halflife").iloc[0]
    assert (missing(row["estimate"]), row["n"]) == (True, 0)
    assert row["reason"] == "no claim can be watched for long enough"
    curve = repetition([(1, "A")], table="survival")
    assert curve["survival"].tolist()[-1] == 0
    lived = repetition([(1, "A"), (day(10, 9), "A")], table="lifetimes").iloc[0]
    assert (lived["estimate_lo"], lived["estimate"], lived["estimate_hi"]) == (9, 13, 17)


# the share of texts: Wilson's interval


@pytest.mark.parametrize(("said", "low", "high"), [([(1, "A")], 206.5, 1000), ([], 0, 793.5)])
def test_share_of_one_text(said, low, high):
    row = repetition(said, texts=1, period="all").iloc[0]
    assert (row["share_low"], row["share_high"]) == pytest.approx((low, high), abs=0.1)


def test_share_of_no_texts_is_missing():
    assert missing(repetition(period="all").iloc[0]["share_per_1000"])


# corpus gap: by the number of claims


def corpus(said, done, claims, **options):
    names = claims.split(";")
    made = study(said, done, claims=claims, expectations=expecting(*names), **options)
    return cs.measure_gaps(cs.group_claims(made))


def test_gap_of_no_claim_has_no_row_and_of_none_scored_is_missing():
    assert corpus([], [], "c").to_frame("corpus").empty
    pending = corpus([(360, "A")], [], "c").to_frame("corpus").iloc[0]
    assert (missing(pending["estimate"]), pending["reason"]) == (True, "no claim can be scored")


def test_gap_of_one_claim_has_the_interval_of_its_anchors():
    row = corpus([(10, "A"), (60, "A"), (120, "A")], [(12, "190")], "c").to_frame("corpus").iloc[0]
    claim = corpus([(10, "A"), (60, "A"), (120, "A")], [(12, "190")], "c").to_frame("claims").iloc[0]
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((claim["ci_low"], claim["ci_high"]))
    assert "few_clusters" in row["flags"]


def test_gap_of_two_claims_is_wide_and_says_so():
    said = [(10, "A", "c"), (60, "A", "c"), (10, "A", "d"), (60, "A", "d")]
    row = corpus(said, [(12, "190")], "c;d").to_frame("corpus").iloc[0]
    assert row["ci_high"] - row["ci_low"] > 0.5
    assert "few_clusters" in row["flags"]


def test_gap_where_nobody_watched_is_unassessable():
    uncovered = cs.Study.from_frames(
        statements=pd.DataFrame({"statement_id": ["s"], "date": [day(5)], "speaker": "A", "text": "x", "claims": "c"}),
        claims=pd.DataFrame({"claim_id": ["c"], "text": "a claim"}),
        expectations=expecting("c"),
        settings={"start": START, "as_of": START + timedelta(days=200)},
    )
    gaps = cs.measure_gaps(cs.group_claims(uncovered))
    assert gaps.to_frame()["outcome"].tolist() == ["unassessable"]
    assert gaps.to_frame("corpus").iloc[0]["reason"] == "no claim can be scored"


def test_gap_of_partial_dates_has_bounds():
    row = corpus([(10, "A"), (100, "A")], [(day(25, 30), "190")], "c").to_frame("corpus").iloc[0]
    assert (row["gap_lo"], row["estimate"], row["gap_hi"]) == (0.5, 1.0, 1.0)


# coincidence


def followed(said, done, **options):
    made = study(said, done, expectations=expecting("c"), **options)
    frame = cs.measure_association(cs.group_claims(made)).to_frame()
    return frame.set_index("direction").loc["trigger"]


@pytest.mark.parametrize("number", [0, 1, 2, 4, 5])
def test_coincidence_by_the_number_of_days(number):
    days = [10 + 50 * at for at in range(number)]
    row = followed([(at, "A") for at in days], [(at + 2, "190") for at in days])
    assert missing(row["estimate"]) == (number == 0)
    assert missing(row["p_greater"]) == (number < 5)
    assert (row["reason"] == "") == (number >= 5)


def test_coincidence_counts_a_day_once_and_the_days_that_both_were_watched():
    days = [10, 60, 110, 160, 210]
    row = followed([(at, "A") for at in days] * 2, [(at + 2, "190") for at in days])
    assert (row["n"], row["estimate"]) == (5, 1)
    assert followed([(at, "A") for at in days], [(12, "190")], unread=[(300, 329)])["monitored_days"] == DAYS - 30


def test_coincidence_takes_the_middle_of_short_dates_and_drops_long_ones():
    days = [10, 60, 110, 160]
    said = [(at, "A") for at in days]
    row = followed([*said, (day(210, 3), "A")], [(at + 2, "190") for at in days])
    assert (row["n"], row["dropped"]) == (5, 0)
    row = followed([*said, (day(210, 30), "A")], [(at + 2, "190") for at in days])
    assert (row["n"], row["dropped"]) == (4, 1)


# agreement and multiplicity


@pytest.mark.parametrize(("values", "known"), [([], False), (["yes"], False), (["yes", "no"], True)])
def test_agreement_by_the_number_of_rows(values, known):
    rows = [("statements", f"s{at:02}", "stance", coder, value) for at, value in enumerate(values) for coder in "XY"]
    made = study([(at, "A") for at in range(len(values))])
    tables = {name: frame for name, frame in made.codebook.tables.items() if len(frame)}
    codings = pd.DataFrame(rows, columns=["table", "row_id", "variable", "coder", "value"])
    again = cs.Study.from_frames(
        **(tables | {"statements": made.statements[["statement_id", "date", "speaker", "text", "claims"]]}),
        codings=codings,
    )
    frame = cs.measure_agreement(again).to_frame()
    whole = frame[frame["category"] == "all"] if len(frame) else frame
    assert len(whole) == (1 if values else 0)
    if values:
        assert missing(whole.iloc[0]["estimate"]) != known


@pytest.mark.parametrize(
    ("p", "q"),
    [([], []), ([0.03], [0.03]), ([0.02, 0.02, 0.9], [0.03, 0.03, 0.9]), ([math.nan, 0.5], [math.nan, 0.5])],
)
def test_adjusted_p(p, q):
    assert benjamini_hochberg(p).tolist() == pytest.approx(q, nan_ok=True)
