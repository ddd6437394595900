"""What holds for every further table of any study: rhythm, comparison, lifetimes, voices, association."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import claimstats as cs

START, CUT_OFF = date(2023, 1, 2), date(2024, 12, 29)
EXAMPLES = settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)  # fmt: skip
SPAN = (CUT_OFF - START).days

said = st.lists(
    st.tuples(st.integers(0, SPAN), st.sampled_from([1, 1, 1, 6]), st.sampled_from("ABC"), st.sampled_from(["c", "d", "c;d"])),
    max_size=40,
)  # fmt: skip
done = st.lists(
    st.tuples(st.integers(0, SPAN), st.sampled_from([1, 1, 3]), st.sampled_from(["190", "172"])), max_size=30
)
gaps = st.lists(st.tuples(st.integers(0, SPAN), st.integers(0, 60)), max_size=2)
EXPECTATIONS = pd.DataFrame(
    {"expectation_id": ["e", "f"], "claim_id": ["c", "d"], "role": ["own", "other"], "codes": ["19", "17"], "window_to": [20, 40]}
)  # fmt: skip

#: Tables in which no date stands, so that a shift of every date must leave them as they are. The weeks of a shift by
#: whole weeks are the same; quarters are not, so that only what knows no quarter is compared.
DATELESS = ("speakers", "dispersion", "survival", "halflife", "recurrence", "resurrection", "cumulative", "concentration",
            "leads", "weighted", "strata")  # fmt: skip


def dated(at, length, by):
    first = START + timedelta(days=at + by)
    return first.isoformat() if length == 1 else f"{first}/{first + timedelta(days=length - 1)}"


@pytest.fixture(scope="module")
def claims_of():
    engine = cs.connect()

    def made(record, *, by=0, order=None, more=(), copy=None, until=None):
        words, deeds, holes = record
        shift = timedelta(days=by)
        cut_off = CUT_OFF if until is None else CUT_OFF - timedelta(days=until)
        statements = pd.DataFrame(
            [(f"s{n:02}", dated(at, days, by), who, coded) for n, (at, days, who, coded) in enumerate([*words, *more])],
            columns=["statement_id", "date", "speaker", "claims"],
        ).assign(text="words", stream="read", reprint_of="")
        if copy is not None:
            name, at, who, coded = copy
            row = {"statement_id": "copy", "date": dated(at, 1, by), "speaker": who, "claims": coded, "text": "words",
                   "stream": "read", "reprint_of": name}  # fmt: skip
            statements = pd.concat([statements, pd.DataFrame([row])], ignore_index=True)
        incidents = pd.DataFrame(
            [(f"i{n:02}", dated(at, days, by), code) for n, (at, days, code) in enumerate(deeds)],
            columns=["incident_id", "date", "action"],
        ).assign(description="a deed")
        stretches = [(stream, START + shift, CUT_OFF + shift, "monitored") for stream in ("read", "deeds")]
        for at, length in holes:
            first = START + timedelta(days=at) + shift
            stretches.append(("read", first, first + timedelta(days=length), "missing"))
        if order is not None:
            statements, incidents = (frame.sample(frac=1, random_state=order) for frame in (statements, incidents))
        study = cs.Study.from_frames(
            statements=statements,
            incidents=incidents,
            claims=pd.DataFrame({"claim_id": ["c", "d", "e"], "text": "a claim"}),
            expectations=EXPECTATIONS,
            streams=pd.DataFrame(
                {"stream_id": ["read", "deeds"], "table": ["statements", "incidents"], "name": "a stream"}
            ),
            coverage=pd.DataFrame(stretches, columns=["stream", "start", "end", "status"]),
            settings={"start": START + shift, "as_of": cut_off + shift},
            engine=engine,
        )
        return cs.group_claims(study)

    return made


def equal(one, other):
    # A table without rows has no types to compare.
    pd.testing.assert_frame_equal(one, other, check_exact=False, rtol=1e-9, atol=1e-12, check_dtype=len(one) > 0)


@given(said, done, gaps, st.integers(0, 1000))
@EXAMPLES
def test_the_order_of_rows_never_matters(claims_of, words, deeds, holes, order):
    record = words, deeds, holes
    for measure in (cs.measure_repetition, cs.measure_association):
        before, after = measure(claims_of(record)), measure(claims_of(record, order=order))
        for table in before.tables:
            equal(before.to_frame(table), after.to_frame(table))


@given(said, done, gaps, st.integers(-100, 100))
@EXAMPLES
def test_a_shift_of_every_date_by_whole_weeks_changes_nothing_that_knows_no_date(claims_of, words, deeds, holes, weeks):
    record = words, deeds, holes
    before, after = (cs.measure_repetition(claims_of(record, by=by), period="all") for by in (0, 7 * weeks))
    for table in DATELESS:
        equal(before.to_frame(table), after.to_frame(table))
    before, after = (cs.measure_association(claims_of(record, by=by)) for by in (0, 7 * weeks))
    for table in ("coincidence", "lags", "epoch", "time_to_action"):
        equal(before.to_frame(table), after.to_frame(table))


@given(said, done, gaps, said)
@EXAMPLES
def test_what_another_speaker_says_changes_nobody_elses_numbers(claims_of, words, deeds, holes, others):
    more = [(at, days, "Z", coded) for at, days, _, coded in others]
    record = words, deeds, holes
    before = cs.measure_repetition(claims_of(record), by="speaker")
    after = cs.measure_repetition(claims_of(record, more=more), by="speaker")
    columns = {"comparison": ["speaker", "period", "estimate", "ci_low", "p"], "dispersion": ["speaker", "estimate", "n"],
               "burstiness": ["speaker", "estimate", "memory", "n"], "lifetimes": ["speaker", "estimate", "first_seen", "n"],
               "recurrence": ["speaker", "estimate", "ci_low", "n"], "thresholds": ["speaker", "date", "n"]}  # fmt: skip
    for table, kept in columns.items():
        rest = after.to_frame(table).query("speaker != 'Z'").reset_index(drop=True)
        equal(before.to_frame(table)[kept].reset_index(drop=True), rest[kept])


@given(said, done, gaps)
@EXAMPLES
def test_shares_stay_between_0_and_1_and_intervals_hold_their_estimates(claims_of, words, deeds, holes):
    repetition = cs.measure_repetition(claims_of((words, deeds, holes)))
    curve = repetition.to_frame("survival")
    assert curve["survival"].between(0, 1).all()
    assert (curve["survival"].diff().dropna() <= 1e-12).all()
    assert (repetition.to_frame("cumulative")["mean"].diff().dropna() >= 0).all()
    voices = repetition.to_frame("concentration").query("n > 0")
    assert ((voices["hhi"] * voices["n_units"] >= 1 - 1e-9) & (voices["hhi"] <= 1 + 1e-9)).all()
    assert (voices["estimate"] <= voices["n_units"] + 1e-9).all()
    ratios = repetition.to_frame("comparison").query("p == p")
    assert ((ratios["ci_low"] <= ratios["estimate"]) & (ratios["estimate"] <= ratios["ci_high"])).all()
    assert (ratios["q"] >= ratios["p"] - 1e-12).all()
    association = cs.measure_association(claims_of((words, deeds, holes)))
    pairs = association.to_frame().query("estimate == estimate")
    assert pairs["estimate"].between(0, 1).all()
    assert np.allclose(pairs["estimate"] * pairs["n"], pairs["coincident"])
    waits = association.to_frame("time_to_action")
    total = waits.groupby(["claim_id", "role", "time"])["incidence"].sum()
    assert (total <= 1 + 1e-9).all()


@given(said, done, gaps)
@EXAMPLES
def test_every_missing_number_has_its_reason(claims_of, words, deeds, holes):
    claims = claims_of((words, deeds, holes))
    for result in (cs.measure_repetition(claims), cs.measure_gaps(claims), cs.measure_association(claims)):
        for table in result.tables:
            frame = result.to_frame(table)
            if {"estimate", "reason"} <= set(frame):
                missing = frame["estimate"].isna()
                assert (frame.loc[missing, "reason"] != "").all(), table


@given(said.filter(len), done, gaps, st.integers(0, 1000), st.integers(0, SPAN))
@EXAMPLES
def test_a_reprint_changes_the_mentions_only_in_every_table(claims_of, words, deeds, holes, which, at):
    record, original = (words, deeds, holes), which % len(words)
    _, _, who, coded = words[original]
    copied = claims_of(record, copy=(f"s{original:02}", at, who, coded))
    for measure in (cs.measure_repetition, cs.measure_gaps, cs.measure_association):
        before, after = measure(claims_of(record)), measure(copied)
        for table in before.tables:
            # Strata ask which outlets carry an occasion, copies included.
            if table != "strata" or measure is not cs.measure_repetition:
                # A copy is one more record, and one more of the texts that were read.
                changing = ["mentions", "amplification", "n", "stream_texts"] if table == "repetition" else []
                equal(before.to_frame(table).drop(columns=changing), after.to_frame(table).drop(columns=changing))


@given(said, done, gaps, st.integers(1, 300))
@EXAMPLES
def test_moving_the_cut_off_forward_changes_no_final_outcome(claims_of, words, deeds, holes, later):
    record = words, deeds, holes
    keys = ["expectation_id", "anchor_id", "window_lo"]
    whole = cs.measure_gaps(claims_of(record)).to_frame().set_index(keys)["outcome"]
    early = cs.measure_gaps(claims_of(record, until=later)).to_frame()
    # A date known to some days may reach over the early cut-off: what it matches is only known later.
    final = early[early["closed"] & (early["outcome"] != "pending")].set_index(keys)["outcome"]
    reaching = any(days > 1 for _, days, *_ in (*words, *deeds))
    assert reaching or final.equals(whole.loc[final.index])


@given(said, done, gaps)
@EXAMPLES
def test_parts_sum_to_the_whole_and_bounds_hold_the_gap(claims_of, words, deeds, holes):
    result = cs.measure_gaps(claims_of((words, deeds, holes)))
    outcomes = result.to_frame("outcomes")
    names = ["fulfilled", "partial", "contradicted", "not_observed", "pending", "unassessable"]
    assert (outcomes[names].sum(axis=1) == outcomes["windows"]).all()
    written = result.to_frame("by_writing")
    assert written.groupby("role")["n"].sum().to_dict() == result.to_frame("corpus").set_index("role")["n"].to_dict()
    for table in ("claims", "corpus", "cohorts", "by_writing"):
        scored = result.to_frame(table).query("estimate == estimate")
        assert (scored["gap_lo"] <= scored["estimate"] + 1e-9).all(), table
        assert (scored["estimate"] <= scored["gap_hi"] + 1e-9).all(), table
    headline = result.to_frame("intervals").query("headline").set_index("role")
    corpus = result.to_frame("corpus").set_index("role")
    equal(headline[["estimate", "ci_low", "ci_high", "n_units"]], corpus[["estimate", "ci_low", "ci_high", "n_units"]])
