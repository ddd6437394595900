"""What holds for the outcomes and scores of any study, whatever was said and done."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import claimstats as cs
from claimstats.schema import OUTCOMES

START, CUT_OFF = date(2023, 1, 1), date(2024, 9, 15)
#: A failing example is shown as it was found: making it smaller would take the engine minutes.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
EXAMPLES = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=PHASES)

CLAIMS = pd.DataFrame({"claim_id": ["c", "d", "e"], "type": ["state", "commitment", "threat"], "text": "a claim"})
EXPECTATIONS = pd.DataFrame(
    [
        ("c_does", "c", "own", "present", "RUS", "19", "17", "03", "episode", "", 30, 1, 1.0),
        ("c_twice", "c", "own", "present", "RUS", "19;17", "", "", "episode", "", 20, 2, 0.5),
        ("c_does_not", "c", "other", "absent", "NATO", "19", "", "", "episode", "", 10, 1, 2.0),
        ("d_does", "d", "own", "present", "", "17", "19", "", "episode", "", 45, 1, 1.0),
        ("d_quarter", "d", "own", "absent", "RUS", "19", "", "", "period", "", "", 1, 1.0),
        ("e_answers", "e", "own", "present", "RUS", "19", "17", "", "trigger", "072", 25, 1, 1.0),
        ("e_keeps_still", "e", "own", "absent", "RUS", "19", "", "", "trigger", "072", 25, 1, 1.0),
    ],
    columns=[
        "expectation_id", "claim_id", "role", "polarity", "actor", "codes", "partial_codes", "contra_codes", "anchor",
        "trigger_codes", "window_to", "k_min", "weight",
    ],
)  # fmt: skip

lengths = st.sampled_from([1, 1, 1, 5, 40])
said = st.tuples(st.integers(0, 600), lengths, st.sampled_from(["c", "d", "e", "c;d", "d;e"]))
done = st.tuples(
    st.integers(0, 620),
    lengths,
    st.sampled_from(["RUS", "NATO", "RUS;NATO", ""]),
    st.sampled_from(["190", "172", "036", "072"]),
    st.sampled_from(["verified", "verified", "verified", "unverified"]),
)


def dated(start, length, by=0):
    first = START + timedelta(days=start + by)
    return first.isoformat() if length == 1 else f"{first}/{first + timedelta(days=length - 1)}"


@st.composite
def records(draw):
    """What was said, what was done, and when nobody looked: days after the start, to be dated by `measure`."""
    gaps = draw(st.lists(st.tuples(st.integers(0, 600), st.integers(0, 60)), max_size=3))
    return draw(st.lists(said, min_size=5, max_size=30)), draw(st.lists(done, min_size=5, max_size=40)), gaps


@pytest.fixture(scope="module")
def measure():
    engine = cs.connect()

    def result(record, *, by=0, as_of=CUT_OFF, order=None):
        sayings, doings, gaps = record
        shift = timedelta(days=by)
        statements = pd.DataFrame(
            [(f"s{n:02}", dated(at, days, by), "A", "words", claims) for n, (at, days, claims) in enumerate(sayings)],
            columns=["statement_id", "date", "speaker", "text", "claims"],
        )
        incidents = pd.DataFrame(
            [(f"i{n:02}", dated(at, days, by), *rest, "a deed") for n, (at, days, *rest) in enumerate(doings)],
            columns=["incident_id", "date", "actor", "action", "verification", "description"],
        )
        stretches = [("record", START + shift, START + timedelta(days=900) + shift, "monitored")]
        for at, length in gaps:
            first = START + timedelta(days=at) + shift
            stretches.append(("record", first, first + timedelta(days=length), "missing"))
        frames = {
            "statements": statements, "incidents": incidents,
            "coverage": pd.DataFrame(stretches, columns=["stream", "start", "end", "status"]),
        }  # fmt: skip
        if order is not None:
            frames = {name: frame.sample(frac=1, random_state=order) for name, frame in frames.items()}
        study = cs.Study.from_frames(
            **frames,
            claims=CLAIMS,
            expectations=EXPECTATIONS,
            settings={"start": START + shift, "as_of": as_of + shift},
            engine=engine,
        )
        return cs.measure_gaps(cs.group_claims(study))

    return result


@given(records(), st.integers(0, 1000))
@EXAMPLES
def test_the_order_of_rows_never_matters(measure, record, order):
    before, after = measure(record), measure(record, order=order)
    for table in before.tables:
        pd.testing.assert_frame_equal(before.to_frame(table), after.to_frame(table))


@given(records(), st.integers(-1500, 1500))
@EXAMPLES
def test_a_shift_of_every_date_by_the_same_days_changes_no_outcome(measure, record, days):
    columns = ["expectation_id", "anchor_id", "closed", "coverage", "outcome", "outcome_possible", "incidents", "credit",
               "credit_lo", "credit_hi"]  # fmt: skip
    before, after = (
        result.to_frame().query("anchor != 'period'") for result in (measure(record), measure(record, by=days))
    )
    pd.testing.assert_frame_equal(before[columns].reset_index(drop=True), after[columns].reset_index(drop=True))


@given(records())
@EXAMPLES
def test_outcomes_sum_to_windows_and_the_gap_lies_between_its_bounds(measure, record):
    result = measure(record)
    pairs, outcomes = result.to_frame(), result.to_frame("outcomes")
    assert (outcomes[list(OUTCOMES)].sum(axis=1) == outcomes["windows"]).all()
    assert outcomes["windows"].sum() == len(pairs)
    assert outcomes["closed"].sum() == pairs["closed"].sum()
    assert result.to_frame("claims")["windows"].sum() == len(pairs)
    for table in ("claims", "corpus"):
        scored = result.to_frame(table).dropna(subset=["estimate"])
        assert (scored["gap_lo"] <= scored["estimate"] + 1e-12).all()
        assert (scored["estimate"] <= scored["gap_hi"] + 1e-12).all()
        assert scored["estimate"].between(0, 1).all()
        assert (scored["estimate"] + scored["fulfilment"]).to_numpy() == pytest.approx(1)
    unscored = pairs[~pairs["closed"] | pairs["outcome"].isin(["pending", "unassessable", "not_triggered"])]
    assert unscored[["credit", "credit_lo", "credit_hi"]].isna().all(axis=None)
    assert len(pairs) - len(unscored) == result.to_frame("claims")["n"].sum()


@given(records(), st.integers(60, 600), st.integers(1, 100))
@EXAMPLES
def test_a_later_cut_off_never_changes_a_window_that_was_over(measure, record, days, later):
    early = START + timedelta(days=days)
    before = measure(record, as_of=early).to_frame().query("closed")
    after = measure(record, as_of=early + timedelta(days=later)).to_frame()
    keys = ["expectation_id", "anchor_id"]
    columns = ["window_lo", "window_hi", "outcome", "outcome_possible", "incidents", "possible_incidents", "credit"]
    found = before[keys].merge(after, on=keys, how="left")
    pd.testing.assert_frame_equal(before[columns].reset_index(drop=True), found[columns], check_dtype=False)
    assert found["closed"].astype(bool).all()
