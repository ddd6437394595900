"""Camps, answers, thinned counts, leaning trends, echo: worked out by hand, by brute force, or by another program."""

import math
from datetime import date, timedelta
from itertools import permutations

import numpy as np
import pandas as pd
import pymannkendall
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import claimstats as cs
from claimstats.estimates.autocorrelation import hamed_rao
from claimstats.estimates.deduplication import drop_within
from claimstats.estimates.discipline import echoed, message_discipline
from claimstats.estimates.echo import FEWEST_MOMENTS, fit_echo
from claimstats.estimates.leads import answers

START = date(2024, 1, 1)


def measured(said, *, days=366, experimental=False):
    """Statements as (day, speaker, claim); A and B are of one country, X of another, N of none."""
    rows = [(f"s{n:03}", START + timedelta(days=day), who, claim) for n, (day, who, claim) in enumerate(said)]
    end = START + timedelta(days=days - 1)
    study = cs.Study.from_frames(
        statements=pd.DataFrame(rows, columns=["statement_id", "date", "speaker", "claims"]).assign(text="words"),
        claims=pd.DataFrame({"claim_id": sorted({claim for *_, claim in said}), "text": "a claim"}),
        actors=pd.DataFrame({"actor_id": list("ABXN"), "name": list("ABXN"), "country": ["RUS", "RUS", "FRA", ""]}),
        coverage=pd.DataFrame({"stream": ["none"], "start": [START], "end": [end]}),
        settings={"start": START, "as_of": end},
    )
    return cs.measure_repetition(cs.group_claims(study), experimental=experimental)


def test_a_camp_echoes_where_two_of_its_speakers_say_a_claim_within_a_week():
    said = [(10, "A", "c"), (15, "B", "c"), (40, "A", "d"), (60, "B", "c"), (10, "X", "c"), (12, "N", "c")]
    found = measured(said).to_frame("discipline").set_index("camp")
    assert list(found.index) == ["FRA", "RUS"]
    assert (found.loc["RUS", "n"], found.loc["RUS", "n_units"], found.loc["RUS", "estimate"]) == (4, 2, 0.5)
    assert math.isnan(found.loc["FRA", "estimate"])
    assert found.loc["FRA", "reason"] == "a camp of one speaker has nobody to echo"


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=25),
    st.integers(0, 10),
)
@settings(max_examples=60, deadline=None)
def test_echoes_are_those_that_a_search_of_every_pair_finds(occasions, within):
    days, claims, people = (np.array(column) for column in zip(*occasions, strict=True))
    near = [
        any(claim == other[1] and who != other[2] and abs(day - other[0]) <= within for other in occasions)
        for day, claim, who in occasions
    ]
    assert echoed(days, claims, people, within=within) == pytest.approx(np.mean(near))


def test_the_expected_share_is_the_mean_over_every_deal_of_the_claims():
    days, claims, people = [1, 3, 20, 40, 44], [0, 0, 1, 2, 2], [0, 1, 0, 1, 0]
    every = [echoed(np.array(days), np.array(deal), np.array(people), within=7) for deal in permutations(claims)]
    found = message_discipline(days=days, claims=claims, speakers=people, blocks=[0] * 5, draws=4000)
    assert found.share == pytest.approx(0.8)
    assert found.expected == pytest.approx(np.mean(every), abs=0.02)
    assert found.p_greater == pytest.approx(np.mean([share >= found.share for share in every]), abs=0.02)


def test_claims_are_dealt_out_within_their_quarter_only():
    apart = message_discipline(
        days=[1, 2, 100, 101], claims=[0, 0, 1, 1], speakers=[0, 1, 0, 1], blocks=[0, 0, 1, 1], draws=50
    )
    assert (apart.share, apart.expected, apart.p_greater) == (1.0, 1.0, 1.0)


def test_who_follows_whom_on_one_claim_leaves_the_same_day_out():
    said = [(day, "A", "c") for day in (10, 40, 70, 100, 130)] + [(day, "B", "c") for day in (10, 43, 77, 108, 133)]
    row = measured(said).to_frame("answers").iloc[0]
    # B follows on 43, 77 and 133; 10 is the same day and 108 one day too late.
    assert (row["first_followed"], row["second_followed"], row["estimate"]) == pytest.approx((0.6, 0.0, 0.6))
    assert (row["n_first"], row["n_second"], row["flags"]) == (5, 5, "")


def test_the_p_of_an_answer_is_the_share_of_shifts_that_are_as_far_from_0():
    first, second, span = [10, 40, 70, 100, 130], [12, 43, 71, 105, 133], 200
    found = answers(first, second, start=1, span=span, within=7, reach=20)

    def rate(days, others):
        whole = [day for day in days if day + 7 < span]
        return np.mean([any(0 < other - day <= 7 for other in others) for day in whole])

    differences = []
    for shift in range(-20, 21):
        moved, still = [(day - 1 + shift) % span for day in first], [day - 1 for day in second]
        differences.append(rate(moved, still) - rate(still, moved))
    assert found.shifts == 41
    assert found.p == pytest.approx(np.mean([abs(one) >= abs(differences[20]) - 1e-12 for one in differences]))


def test_fewer_than_five_days_have_rates_and_no_p():
    row = measured([(10, "A", "c"), (12, "B", "c")]).to_frame("answers").iloc[0]
    assert (row["estimate"], math.isnan(row["p"]), row["flags"]) == (1.0, True, "n_small")
    assert row["reason"] == "fewer than 5 days of one of the two"


def test_thinned_counts_stand_side_by_side():
    result = measured([(day, "A", "c") for day in (0, 1, 2, 3, 7, 7)])
    frame = result.to_frame("thinned").set_index("window_days")
    days = [0, 1, 2, 3, 7, 7]
    for window in (0, 1, 7, 30):
        assert frame.loc[window, "estimate"] == len(drop_within(days, window_days=window))
        assert frame.loc[window, "chained"] == len(drop_within(days, window_days=window, rule="chain"))
    assert frame.loc[1, ["estimate", "chained", "n"]].tolist() == [3, 2, 6]


@given(st.lists(st.integers(0, 60), min_size=10, max_size=40).filter(lambda values: len(set(values)) > 2))
@settings(max_examples=40, deadline=None)
def test_the_leaning_trend_test_agrees_with_another_program(values):
    found = hamed_rao(values)
    with np.errstate(invalid="ignore"):  # the other program takes the root of a variance below 0
        other = pymannkendall.hamed_rao_modification_test(values)
    if other.var_s > 0 and math.isfinite(other.z):
        plain = pymannkendall.original_test(values)
        assert found.inflation == pytest.approx(other.var_s / plain.var_s)
        assert found.p == pytest.approx(other.p, abs=1e-9)
    else:
        assert math.isnan(found.p)


def test_fewer_than_ten_values_have_no_leaning_test():
    assert math.isnan(hamed_rao(list(range(9))).p)
    assert math.isnan(hamed_rao([1.0] * 12).p)


def hawkes(rng, *, mu, alpha, beta, end):
    """Moments of a self-exciting process, by Ogata's thinning."""
    moments, now = [], 0.0
    while True:
        bound = mu + alpha * sum(math.exp(-beta * (now - moment)) for moment in moments[-200:])
        now += rng.exponential(1 / bound)
        if now > end:
            return moments
        if rng.random() * bound <= mu + alpha * sum(math.exp(-beta * (now - moment)) for moment in moments[-200:]):
            moments.append(now)


def test_a_process_that_echoes_is_told_from_one_that_does_not():
    rng = np.random.default_rng(1)
    loud = fit_echo(hawkes(rng, mu=0.3, alpha=0.6, beta=1.0, end=1500), end=1500)
    still = fit_echo(np.sort(rng.uniform(0, 1500, 600)).tolist(), end=1500)
    assert loud.branching == pytest.approx(0.6, abs=0.12)
    assert loud.mu == pytest.approx(0.3, rel=0.25)
    assert loud.p_fit > 0.01
    assert still.branching < 0.15


def test_a_fit_is_not_offered_below_a_hundred_moments_nor_unless_asked_for():
    assert math.isnan(fit_echo(list(np.linspace(0, 9, FEWEST_MOMENTS - 1)), end=10).branching)
    assert "echo" not in measured([(1, "A", "c")]).tables
    row = measured([(1, "A", "c")], experimental=True).to_frame("echo").iloc[0]
    assert (math.isnan(row["estimate"]), row["reason"]) == (True, f"fewer than {FEWEST_MOMENTS} occasions")


def test_a_date_that_reaches_over_the_cut_off_breaks_no_table():
    said = [(day, who, "c") for day in range(0, 300, 40) for who in "AB"]
    end = START + timedelta(days=300)
    rows = [
        (f"s{n:02}", (START + timedelta(days=day)).isoformat(), who, claim) for n, (day, who, claim) in enumerate(said)
    ]
    rows.append(("over", f"{(end - timedelta(days=2)).isoformat()}/{(end + timedelta(days=9)).isoformat()}", "B", "c"))
    study = cs.Study.from_frames(
        statements=pd.DataFrame(rows, columns=["statement_id", "date", "speaker", "claims"]).assign(text="words"),
        settings={"start": START, "as_of": end},
    )
    result = cs.measure_repetition(cs.group_claims(study), experimental=True)
    assert result.to_frame("answers").iloc[0][["n_first", "n_second"]].tolist() == [8, 8]
    assert all(isinstance(result.to_frame(table), pd.DataFrame) for table in result.tables)
