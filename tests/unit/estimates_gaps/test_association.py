"""Coincidence, epochs, correlation, competing ends: loops over days as the oracle, identities, small samples."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimstats.estimates.coincidence import circular_shift_test, event_coincidence, wrapped_share
from claimstats.estimates.competing import aalen_johansen
from claimstats.estimates.correlation import lagged_cross_correlation
from claimstats.estimates.epochs import superposed_epoch

SPAN = 60
DAYS = st.lists(st.integers(1, SPAN), max_size=12)
SOME_DAYS = st.lists(st.integers(1, SPAN), min_size=1, max_size=12)


@given(DAYS, DAYS, st.integers(0, 9), st.integers(0, 9), st.sampled_from(["drop", "keep"]))
@settings(max_examples=80)
def test_coincidences_are_those_of_loops_over_days(said, done, tolerance, lag, edge):
    found = event_coincidence(statements=said, actions=done, span=SPAN, tolerance=tolerance, lag=lag, edge=edge)
    words = {b for b in said if edge == "keep" or b + lag + tolerance <= SPAN}
    deeds = {a for a in done if edge == "keep" or a - lag - tolerance >= 1}
    followed = sum(any(0 <= a - lag - b <= tolerance for a in done) for b in words)
    announced = sum(any(0 <= a - lag - b <= tolerance for b in said) for a in deeds)
    whole = range(1, SPAN - lag - tolerance + 1)
    base = sum(any(0 <= a - lag - b <= tolerance for a in done) for b in whole) / len(whole)
    assert (found.trigger.events, found.trigger.coincident) == (len(words), followed)
    assert (found.precursor.events, found.precursor.coincident) == (len(deeds), announced)
    assert found.base_rate == pytest.approx(base if done else math.nan, nan_ok=True)


FEW = [
    # statements, actions, trigger rate, whether there is a p
    ([], [], math.nan, False),
    ([], [3], math.nan, False),
    ([3], [], math.nan, False),
    ([3], [4], 1.0, False),
    ([3, 9], [4, 30], 0.5, False),
    ([3, 3, 3, 3, 9], [4, 30, 31, 32, 33], 0.5, False),
    ([3, 9, 12, 15, 18], [4, 30, 31, 32, 33], 0.2, True),
]


@pytest.mark.parametrize(("said", "done", "rate", "tested"), FEW)
def test_few_events_have_a_rate_and_no_p(said, done, rate, tested):
    found = event_coincidence(statements=said, actions=done, span=SPAN, tolerance=2)
    shifted = circular_shift_test(statements=said, actions=done, span=SPAN, tolerance=2)
    assert found.trigger.rate == pytest.approx(rate, nan_ok=True)
    for p in (found.trigger.p_greater, found.precursor.p_greater, found.p_base_rate, shifted.p_greater):
        assert math.isnan(p) is not tested


def test_a_window_longer_than_the_record_leaves_no_admissible_day():
    found = event_coincidence(statements=[1, 2], actions=[3], span=10, tolerance=10)
    assert found.trigger.events == 0
    assert math.isnan(found.base_rate)


@given(SOME_DAYS, SOME_DAYS, st.integers(0, 9), st.integers(0, 5))
@settings(max_examples=60)
def test_the_mean_over_all_shifts_is_the_share_of_wrapped_windows(said, done, tolerance, lag):
    found = circular_shift_test(statements=said, actions=done, span=SPAN, tolerance=tolerance, lag=lag, reach=None)
    share = wrapped_share(actions=done, span=SPAN, tolerance=tolerance, lag=lag)
    if found.statements:
        assert found.mean == pytest.approx(found.statements * share)


@given(
    st.sets(st.integers(1, SPAN), min_size=5, max_size=9),
    st.sets(st.integers(1, SPAN), min_size=5, max_size=9),
    st.sampled_from([None, 5, 29, 30, 90]),
)
@settings(max_examples=30)
def test_shifts_are_those_of_rolling_the_calendar(said, done, reach):
    used = [b for b in said if b + 4 <= SPAN]
    shifts = range(SPAN) if reach is None or 2 * reach + 1 >= SPAN else range(-reach, reach + 1)
    counts = {}
    for shift in shifts:
        rolled = {(a - 1 + shift) % SPAN + 1 for a in done}
        counts[shift] = sum(any(b + k in rolled for k in range(5)) for b in used)
    found = circular_shift_test(statements=sorted(said), actions=sorted(done), span=SPAN, tolerance=4, reach=reach)
    at_least = sum(count >= counts[0] for count in counts.values())
    if not used:
        return
    assert (found.coincident, found.at_least, found.shifts) == (counts[0], at_least, len(counts))
    if len(used) >= 5:
        assert found.p_greater == pytest.approx(at_least / len(counts))


@pytest.mark.parametrize(("span", "shifts"), [(100_000, 100_000), (100_001, 100_000)])
def test_shifts_are_enumerated_up_to_the_limit(span, shifts):
    days = [100, 200, 300, 400, 500]
    found = circular_shift_test(statements=days, actions=days, span=span, tolerance=0, reach=None)
    assert found.shifts == shifts
    assert found.p_greater == pytest.approx(found.at_least / shifts)
    assert found.at_least == 1 or span > 100_000


@given(st.lists(st.integers(0, 6), min_size=8, max_size=30), st.sets(st.integers(0, 7), max_size=5))
@settings(max_examples=50)
def test_epochs_are_those_of_rolled_series(series, keys):
    found = superposed_epoch(series, keys=sorted(keys), half_window=2)
    kept = [key for key in keys if 2 <= key < len(series) - 2]
    assert found.keys == len(kept)
    if not kept:
        assert math.isnan(found.statistic)
        return
    statistics = []
    for shift in range(len(series)):
        rolled = np.roll(series, shift)
        curve = np.mean([rolled[key - 2 : key + 3] for key in kept], axis=0)
        statistics.append(curve[3:].mean() - curve[:2].mean())
    assert found.statistic == pytest.approx(statistics[0])
    assert found.p_greater == pytest.approx(np.mean(np.array(statistics) >= statistics[0] - 1e-9))
    assert np.mean(statistics) == pytest.approx(0, abs=1e-9)
    assert found.p_greater > 0


def test_a_gap_in_the_series_leaves_no_epochs():
    assert math.isnan(superposed_epoch([1, math.nan, 2, 3, 4], keys=[2], half_window=1).p_greater)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=40), st.integers(-5, 5))
@settings(max_examples=60)
def test_a_lagged_correlation_is_its_sum(pairs, lag):
    x, y = np.array(pairs, dtype=float).T
    (found,) = lagged_cross_correlation(statements=x, actions=y, lags=[lag], least=3)
    (turned,) = lagged_cross_correlation(statements=y, actions=x, lags=[-lag], least=3)
    if x.std() == 0 or y.std() == 0 or abs(lag) >= len(x):
        assert math.isnan(found)
        return
    terms = [(x[t] - x.mean()) * (y[t + lag] - y.mean()) for t in range(len(x)) if 0 <= t + lag < len(x)]
    assert found == pytest.approx(sum(terms) / (len(x) * x.std() * y.std()))
    assert found == pytest.approx(turned)
    assert lag or found == pytest.approx(np.corrcoef(x, y)[0, 1])


@pytest.mark.parametrize("periods", [0, 1, 2, 29])
def test_a_short_series_has_no_correlation(periods):
    series = list(range(periods))
    assert np.isnan(lagged_cross_correlation(statements=series, actions=series, lags=[0, 1])).all()


RECORDS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3)), min_size=1, max_size=25)


@given(RECORDS)
@settings(max_examples=80)
def test_incidences_and_survival_sum_to_1_and_survival_is_kaplan_and_meiers(records):
    times, causes = zip(*records, strict=True)
    found = aalen_johansen(times=times, causes=causes)
    for place, survival in enumerate(found.survival):
        assert survival + sum(curve[place] for curve in found.incidence.values()) == pytest.approx(1)
    left = 1.0
    for u, survival in zip(found.times, found.survival, strict=True):
        left *= 1 - sum(t == u and c > 0 for t, c in records) / sum(t >= u for t in times)
        assert survival == pytest.approx(left, abs=1e-12)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 2)), min_size=1, max_size=25))
@settings(max_examples=40)
def test_without_censoring_the_incidence_is_a_plain_share(records):
    times, causes = zip(*records, strict=True)
    found = aalen_johansen(times=times, causes=causes)
    expected = [sum(t <= u and c == 1 for t, c in records) / len(records) for u in range(-1, 14)]
    assert found.at(range(-1, 14), cause=1).tolist() == pytest.approx(expected, abs=1e-12)


CURVES = [
    # times, causes, asked, share ended by cause 1
    ([], [], 5, math.nan),
    ([3], [0], 3, 0.0),
    ([3], [0], 4, math.nan),
    ([3], [1], 4, 1.0),
    ([3, 3], [1, 0], 3, 0.5),
    ([3, 3], [1, 0], 4, math.nan),
    ([3, 3], [1, 2], 9, 0.5),
]


@pytest.mark.parametrize(("times", "causes", "asked", "share"), CURVES)
def test_few_records(times, causes, asked, share):
    found = aalen_johansen(times=times, causes=causes).at([asked], cause=1)
    assert found.tolist() == pytest.approx([share], nan_ok=True)


REFUSED = [
    (lambda: event_coincidence(statements=[61], actions=[1], span=60, tolerance=1), "outside"),
    (lambda: event_coincidence(statements=[1], actions=[1], span=60, tolerance=-1), "0 or more"),
    (lambda: circular_shift_test(statements=[0], actions=[1], span=60, tolerance=1), "outside"),
    (lambda: circular_shift_test(statements=[1], actions=[1], span=60, tolerance=1, reach=-1), "0 or more"),
    (lambda: superposed_epoch([1, 2], keys=[2], half_window=1), "lie in the series"),
    (lambda: lagged_cross_correlation(statements=[1], actions=[1, 2], lags=[0]), "same periods"),
    (lambda: aalen_johansen(times=[1], causes=[-1]), "cause of 0 or more"),
]


@pytest.mark.parametrize(("call", "words"), REFUSED)
def test_what_cannot_be_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
