"""What holds for the counts of any study, whatever was said.

An example is one study with several claims and speakers, so that few examples hold many cases.
"""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import claimstats as cs

START, CUT_OFF = date(2023, 1, 1), date(2024, 12, 31)
#: A failing example is shown as it was found: making it smaller would take the engine minutes.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
EXAMPLES = settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=PHASES)
COUNTS = [
    "mentions", "utterances", "occasions", "speaker_days", "straddling", "occasions_max", "occasions_expected",
    "occasions_all", "occasions_before",
]  # fmt: skip

#: One statement: first day, how many days its date covers, who, which claims, where, occasion, stance, verification.
said = st.tuples(
    st.integers(0, 600),
    st.sampled_from([1, 1, 1, 1, 30, 120]),
    st.sampled_from("ABC"),
    st.sampled_from(["c", "d", "red", "c;d", "d;red"]),
    st.sampled_from(["", "hall", "radio"]),
    st.sampled_from(["", "", "", "o1", "o2"]),
    st.sampled_from(["asserts", "asserts", "asserts", "conditional", "denies"]),
    st.sampled_from(["verified", "verified", "verified", "unverified"]),
)
CLAIMS = pd.DataFrame({"claim_id": ["c", "d", "red"], "type": ["state", "commitment", "threat"], "text": "a claim"})


@st.composite
def many_said(draw, *, low=20, high=60, prefix="s"):
    """Statements as a table; some of them copy an earlier one, with its speaker, claims, stance and verification."""
    rows = draw(st.lists(said, min_size=low, max_size=high))
    copies = draw(st.lists(st.integers(0, 200), min_size=len(rows), max_size=len(rows)))
    table = []
    for number, (row, copied) in enumerate(zip(rows, copies, strict=True)):
        first = START + timedelta(days=row[0])
        last = first + timedelta(days=row[1] - 1)
        when = first.isoformat() if first == last else f"{first}/{last}"
        said_how = table[copied][2:-1] if copied < number else row[2:]
        original = f"{prefix}{copied:03}" if copied < number else ""
        table.append((f"{prefix}{number:03}", when, *said_how, original))
    columns = ["statement_id", "date", "speaker", "claims", "venue", "occasion", "stance", "verification", "reprint_of"]
    return pd.DataFrame(table, columns=columns).assign(text="words")


@pytest.fixture(scope="module")
def measure():
    engine = cs.connect()

    def frame(statements, *, start=START, as_of=CUT_OFF, **options):
        study = cs.Study.from_frames(
            statements=statements, claims=CLAIMS, settings={"start": start, "as_of": as_of}, engine=engine
        )
        return cs.measure_repetition(cs.group_claims(study), **options).to_frame()

    return frame


def same(one, other):
    """Equal frames, whatever their index."""
    pd.testing.assert_frame_equal(
        one.reset_index(drop=True), other.reset_index(drop=True), check_exact=False, rtol=1e-9
    )


@given(many_said(), st.randoms(use_true_random=False))
@EXAMPLES
def test_the_order_of_rows_never_matters(measure, statements, random):
    order = list(range(len(statements)))
    random.shuffle(order)
    same(measure(statements), measure(statements.iloc[order]))


@given(many_said(), st.integers(-2000, 2000))
@EXAMPLES
def test_a_shift_of_every_date_by_the_same_days_changes_no_count(measure, statements, days):
    by = timedelta(days=days)
    shifted = statements.assign(
        date=["/".join(str(date.fromisoformat(end) + by) for end in when.split("/")) for when in statements["date"]]
    )
    before = measure(statements, period="all")
    after = measure(shifted, period="all", start=START + by, as_of=CUT_OFF + by)
    same(before[["claim_id", *COUNTS]], after[["claim_id", *COUNTS]])


@given(many_said(), many_said(low=1, high=10, prefix="z"))
@EXAMPLES
def test_what_another_speaker_says_changes_nobody_elses_numbers(measure, statements, others):
    both = pd.concat([statements, others.assign(speaker="Z")])
    columns = ["claim_id", "speaker", "period", "repeats", "first_seen", "last_seen", *COUNTS]
    before = measure(statements, by="claim x speaker")
    after = measure(both, by="claim x speaker").query("speaker != 'Z'")
    same(before[columns], after[columns])


@given(many_said(), st.data())
@EXAMPLES
def test_a_reprint_changes_the_mentions_and_what_is_made_of_them_only(measure, statements, data):
    original = data.draw(st.sampled_from(range(len(statements))))
    day = START + timedelta(days=data.draw(st.integers(0, 700)))
    copy = statements.iloc[[original]].assign(
        statement_id="copy", date=day.isoformat(), reprint_of=statements["statement_id"].iloc[original]
    )
    changing = ["mentions", "amplification", "n"]
    before, after = measure(statements), measure(pd.concat([statements, copy]))
    same(before.drop(columns=changing), after.drop(columns=changing))
    row = statements.iloc[original]
    counted = 0
    if row["verification"] == "verified":
        voiced = row["claims"].split(";")
        counted = {"asserts": len(voiced), "conditional": voiced.count("red"), "denies": 0}[row["stance"]]
    assert after["mentions"].sum() - before["mentions"].sum() == counted


@given(many_said())
@EXAMPLES
def test_the_quarters_and_the_speakers_add_up(measure, statements):
    quarters = measure(statements)
    ever = measure(statements, period="all").set_index("claim_id")
    spread = quarters.groupby("claim_id")["occasions_expected"].sum()
    pd.testing.assert_series_equal(spread, ever["occasions"].astype("float64"), check_names=False)
    assert (quarters.groupby("claim_id")["occasions"].sum() <= ever["occasions"]).all()
    assert (quarters["occasions_max"] == quarters["occasions"] + quarters["straddling"]).all()
    assert (quarters["occasions"] <= quarters["utterances"]).all()
    assert (quarters["utterances"] <= quarters["mentions"]).all()
    assert (ever["occasions"] <= ever["occasions_all"]).all()
    speakers = measure(statements, by="claim x speaker")
    parts = speakers.groupby(["claim_id", "period"])[["mentions", "utterances", "occasions", "straddling"]].sum()
    whole = quarters.set_index(["claim_id", "period"]).loc[parts.index, parts.columns]
    assert (parts == whole).all(axis=None)
    left_out = quarters[~quarters["claim_id"].isin(speakers["claim_id"])]
    assert left_out[["mentions", "occasions"]].sum().sum() == 0
