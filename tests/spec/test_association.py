"""Association of words and deeds in time: the method's worked example through a whole study, and its edges."""

from datetime import date, timedelta

import pandas as pd
import pytest
from scipy.stats import binom

import claimstats as cs

ORIGIN = date(2024, 1, 1)
#: The worked example of the method: 181 days, a tolerance of 7.
SAID = [10, 35, 36, 60, 100, 145, 170, 178]
DONE = [12, 13, 40, 66, 90, 91, 150]


def on(day):
    return ORIGIN + timedelta(days=day - 1)


def study_of(said=SAID, done=DONE, *, days=181, holes=(), families=True, codes="19", extra=None):
    statements = pd.DataFrame(
        [(f"s{n:02}", at if isinstance(at, str) else on(at).isoformat()) for n, at in enumerate(said)],
        columns=["statement_id", "date"],
    ).assign(speaker="A", text="words", claims="c", stream="read")
    incidents = pd.DataFrame(
        [(f"i{n:02}", at if isinstance(at, str) else on(at).isoformat()) for n, at in enumerate(done)],
        columns=["incident_id", "date"],
    ).assign(action="190", description="a deed")
    coverage = [("read", on(1), on(days), "monitored")]
    coverage += [("deeds", on(1), on(days), "monitored")] if families else []
    coverage += [("read", on(first), on(last), "missing") for first, last in holes]
    return cs.Study.from_frames(
        statements=statements,
        incidents=incidents if extra is None else pd.concat([incidents, extra]),
        expectations=pd.DataFrame({"expectation_id": ["e"], "claim_id": "c", "codes": codes, "window_from": 0, "window_to": 14}),
        streams=pd.DataFrame({"stream_id": ["read", "deeds"], "table": ["statements", "incidents"], "name": ["read", "deeds"]}),
        coverage=pd.DataFrame(coverage, columns=["stream", "start", "end", "status"]),
        settings={"start": on(1), "as_of": on(days)},
    )  # fmt: skip


def measured(study, **options):
    return cs.measure_association(cs.group_claims(study), **options)


def test_the_worked_example_of_the_method_comes_out():
    # The words of day 178 have no whole window: 5 of 7. Its test is 9 of 181 shifts; every deed has its window behind it.
    found = measured(study_of(), reach=90).to_frame().set_index("direction")
    trigger, precursor = found.loc["trigger"], found.loc["precursor"]
    assert (trigger["coincident"], trigger["n"], precursor["coincident"], precursor["n"]) == (5, 7, 5, 7)
    assert trigger["p_greater"] == pytest.approx(9 / 181)
    window = 8 / 181
    assert precursor["p_analytic"] == pytest.approx(binom.sf(4, 7, 1 - (1 - window) ** 8))
    assert trigger["p_analytic"] == pytest.approx(binom.sf(4, 7, 1 - (1 - window) ** 7))
    assert trigger["base_rate"] == pytest.approx(42 / 174)
    assert (trigger["days"], trigger["monitored_days"], trigger["flags"], trigger["reason"]) == (181, 181, "", "")


def test_the_test_is_the_share_of_shifted_calendars_that_do_as_well():
    span, tolerance, reach = 181, 7, 40
    used = [day for day in SAID if day + tolerance <= span]
    counts = []
    for shift in range(-reach, reach + 1):
        moved = {(day - 1 + shift) % span + 1 for day in DONE}
        counts.append(sum(any((day + later - 1) % span + 1 in moved for later in range(tolerance + 1)) for day in used))
    row = measured(study_of(), reach=reach).to_frame().set_index("direction").loc["trigger"]
    assert row["p_greater"] == pytest.approx(sum(count >= 5 for count in counts) / len(counts))
    assert row["expected"] == pytest.approx(sum(counts) / len(counts))


def test_the_course_by_lag_starts_from_the_same_rate():
    lags = measured(study_of()).to_frame("lags").set_index("lag")
    # On the circle the words of day 178 have a window too: days 178 to 181 and 1 to 4, without a deed.
    assert lags.loc[0, "rate"] == pytest.approx(5 / 8)
    assert (lags["low"] <= lags["expected"]).all()
    assert (lags["expected"] <= lags["high"]).all()
    assert list(lags.index) == list(range(-30, 31))


EDGES = [
    # said, done, the trigger's rate, and what stands in place of a rate or of a p
    ([], DONE, None, "no words in the record"),
    (SAID, [], None, "no deeds in the record"),
    ([10], DONE, 1.0, "fewer than 5 days with words, or with deeds: no p is given"),
    ([10, 100], DONE, 0.5, "fewer than 5 days with words, or with deeds: no p is given"),
    (SAID, [12, 66], 2 / 7, "fewer than 5 days with words, or with deeds: no p is given"),
]


@pytest.mark.parametrize(("said", "done", "rate", "reason"), EDGES)
def test_too_few_events_carry_no_rate_or_no_test(said, done, rate, reason):
    result = measured(study_of(said, done))
    row = result.to_frame().set_index("direction").loc["trigger"]
    assert row["estimate"] == pytest.approx(rate) if rate is not None else pd.isna(row["estimate"])
    assert pd.isna(row["p_greater"])
    assert pd.isna(row["q"])
    assert row["reason"] == reason
    assert result.sentence("c", "own", "trigger")


def test_several_on_one_day_count_once():
    plain, doubled = (measured(study_of(said, done)).to_frame() for said, done in ((SAID, DONE), (SAID * 2, DONE * 3)))
    pd.testing.assert_frame_equal(plain, doubled)


def test_a_date_that_is_wider_than_the_tolerance_is_left_out_and_counted():
    wide = [*SAID, f"{on(20).isoformat()}/{on(29).isoformat()}"]
    found = measured(study_of(wide)).to_frame()
    assert list(found["dropped"]) == [1, 1]
    pd.testing.assert_frame_equal(
        found.drop(columns="dropped"), measured(study_of()).to_frame().drop(columns="dropped")
    )


def test_words_on_days_that_were_not_monitored_are_left_out():
    row = measured(study_of(holes=[(34, 37)])).to_frame().set_index("direction").loc["trigger"]
    assert (row["n"], row["coincident"], row["dropped"]) == (5, 3, 2)
    assert (row["days"], row["monitored_days"], row["flags"]) == (181, 177, "coverage_gap")


def test_without_known_coverage_nothing_is_compared():
    rows = measured(study_of(families=False)).to_frame()
    assert rows["estimate"].isna().all()
    assert set(rows["reason"]) == {"coverage of the deeds is not known"}


def test_the_pairs_behind_a_rate_are_shown():
    pairs = measured(study_of()).explain("c", "own", "trigger")
    days = {f"s{n:02}": day for n, day in enumerate(SAID)}, {f"i{n:02}": day for n, day in enumerate(DONE)}
    expected = {(s, i) for s, said in days[0].items() for i, done in days[1].items() if 0 <= done - said <= 7}
    assert set(zip(pairs["statement_id"], pairs["incident_id"], strict=True)) == expected
    assert set(pairs["days_after"]) <= set(range(8))


def test_the_wait_for_a_deed_is_counted_to_the_first_one():
    # Two episodes of 14 days: words on day 10 (deed after 2 days) and on day 100 (none within 14, none contrary).
    steps = measured(study_of([10, 100], [12, 13, 150])).to_frame("time_to_action")
    assert steps[["time", "cause", "incidence", "at_risk"]].to_numpy().tolist() == [[2.0, "deed", 0.5, 2]]
    assert (steps["ci_low"].iloc[0], steps["ci_high"].iloc[0]) == (0.0, 1.0)


def test_words_that_deeds_follow_by_a_week_correlate_at_that_lag():
    said = list(range(4, 364, 28))
    lagged = measured(study_of(said, [day + 7 for day in said], days=371)).to_frame("lagged").set_index("lag")
    assert lagged["estimate"].idxmax() == 1
    assert lagged.loc[1, "estimate"] > 0.9
    assert lagged["n"].unique().tolist() == [53]
    assert (lagged["q"] >= lagged["p"] - 1e-12).all()


def test_a_course_around_words_rises_on_the_days_of_the_deeds():
    said = list(range(40, 330, 35))
    course = measured(study_of(said, [day + 3 for day in said], days=371)).to_frame("epoch").set_index("lag")
    assert course.loc[3, "mean"] == 1
    assert course["mean"].drop([3, -32 + 0], errors="ignore").max() <= 1
    assert course["statistic"].iloc[0] > 0
    assert course["baseline"].iloc[0] == pytest.approx(len(said) / 371)


def test_the_order_of_rows_does_not_matter():
    turned = measured(study_of(SAID[::-1], DONE[::-1]))
    for table in ("coincidence", "lags", "epoch", "lagged"):
        pd.testing.assert_frame_equal(measured(study_of()).to_frame(table), turned.to_frame(table))
