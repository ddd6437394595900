"""Lifetimes, survival, recurrence, turnover, neighbours and echo: edges and identities."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from claimstats.estimates.deduplication import drop_within
from claimstats.estimates.hawkes import hawkes_log_likelihood
from claimstats.estimates.recurrence import Lifetime, claim_lifetime, mean_cumulative
from claimstats.estimates.survival import kaplan_meier, log_rank, restricted_mean, turnbull
from claimstats.estimates.turnover import turnover

LIFETIMES = [
    ([], None), ([276], None), ([275], Lifetime(days=0, observed=True)), ([0], Lifetime(days=0, observed=True)),
    ([0, 90], Lifetime(days=90, observed=True)), ([0, 91], Lifetime(days=0, observed=True)),
    ([0, 0, 5], Lifetime(days=5, observed=True)), ([250, 276], Lifetime(days=25, observed=False)),
    ([250, 400], Lifetime(days=0, observed=True)),
]  # fmt: skip


@pytest.mark.parametrize(("days", "expected"), LIFETIMES)
def test_a_lifetime_at_its_edges(days, expected):
    assert claim_lifetime(days, cutoff=365, silence_days=90) == expected


def test_without_durations_there_is_no_curve():
    found = kaplan_meier([], [])
    assert found.times == ()
    assert math.isnan(found.median)
    assert math.isnan(restricted_mean([], [], until=3))


@pytest.mark.parametrize(
    ("times", "events", "survival", "median"),
    [
        ([4], [True], (0.0,), 4), ([4], [False], (1.0,), math.nan), ([0, 3], [True, True], (0.5, 0.0), 0),
        ([5, 5], [True, False], (0.5,), 5), ([2, 6], [False, True], (1.0, 0.0), 6),
    ],
)  # fmt: skip
def test_a_curve_of_one_or_two(times, events, survival, median):
    found = kaplan_meier(times, events)
    assert found.survival == survival
    assert found.median == pytest.approx(median, nan_ok=True)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40))
@settings(max_examples=50)
def test_without_censoring_the_curve_is_the_complement_of_the_distribution(times):
    found = kaplan_meier(times, [True] * len(times))
    complement = [1 - np.mean(np.array(times) <= time) for time in found.times]
    assert found.survival == pytest.approx(complement, abs=1e-12)
    assert restricted_mean(times, [True] * len(times), until=40) == pytest.approx(np.mean(times))


@given(st.lists(st.tuples(st.integers(0, 15), st.booleans()), min_size=1, max_size=30))
@settings(max_examples=50)
def test_the_order_of_the_durations_changes_nothing(pairs):
    times, events = zip(*pairs, strict=True)
    found = kaplan_meier(times, events)
    product = np.cumprod([1 - died / risk for died, risk in zip(found.events, found.at_risk, strict=True)])
    assert found.survival == pytest.approx(product, abs=1e-12)
    assert kaplan_meier(times[::-1], events[::-1]).survival == found.survival


@given(st.lists(st.tuples(st.integers(0, 15), st.booleans()), min_size=1, max_size=30), st.sampled_from([0.8, 0.95]))
@settings(max_examples=80, deadline=None)
def test_the_curve_and_its_interval_are_scipys(pairs, level):
    times, events = (np.array(column) for column in zip(*pairs, strict=True))
    found = kaplan_meier(times, events, level=level)

    curve = stats.ecdf(stats.CensoredData.right_censored(times.astype(float), ~events)).sf
    with warnings.catch_warnings():
        # Where the curve is 1 or 0 the interval is undefined, and SciPy says so.
        warnings.simplefilter("ignore", RuntimeWarning)
        limits = curve.confidence_interval(confidence_level=level, method="log-log")

    inside = (curve.probabilities > 1e-12) & (curve.probabilities < 1)
    assert found.times == tuple(curve.quantiles)
    assert found.survival == pytest.approx(curve.probabilities, abs=1e-12)
    for ours, theirs in ((found.low, limits.low), (found.high, limits.high)):
        assert np.isnan(np.array(ours)[~inside]).all()
        assert np.array(ours)[inside] == pytest.approx(theirs.probabilities[inside], abs=1e-12)


def test_beyond_the_last_duration_the_mean_is_unknown():
    assert math.isnan(restricted_mean([1, 4], [True, False], until=5))
    assert restricted_mean([1, 4], [True, False], until=4) == pytest.approx(2.5)
    assert restricted_mean([1, 4], [True, True], until=9) == pytest.approx(2.5)


@pytest.mark.parametrize(
    "groups", [([], [], [1], [1]), ([1, 2], [0, 0], [3], [0]), ([1], [0], [2, 3], [1, 1]), ([1], [1], [], [])]
)
def test_groups_that_no_event_tells_apart_have_no_test(groups):
    assert math.isnan(log_rank(*groups).p)


def test_the_same_group_twice_does_not_differ():
    found = log_rank([1, 2, 5], [1, 1, 0], [1, 2, 5], [1, 1, 0])
    assert (found.chi_square, found.p) == pytest.approx((0, 1))


def test_the_p_value_is_that_of_the_chi_square():
    found = log_rank([1, 2, 5, 9], [1, 1, 0, 1], [4, 8, 12, 13], [1, 1, 0, 1])
    assert found.p == pytest.approx(stats.chi2.sf(found.chi_square, 1))


@given(st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=1, max_size=15))
@settings(max_examples=40)
def test_exact_and_censored_durations_give_kaplan_and_meiers_steps(pairs):
    times, events = zip(*pairs, strict=True)
    curve = kaplan_meier(times, events)
    found = turnbull(times, [time if event else math.inf for time, event in pairs])
    drops = -np.diff([1.0, *curve.survival])
    steps = [(time, drop) for time, drop in zip(curve.times, drops, strict=True) if drop > 1e-12]
    mass = [(begin, share) for (begin, end), share in zip(found.support, found.mass, strict=True) if math.isfinite(end)]
    assert [begin for begin, _ in mass] == [time for time, _ in steps]
    assert [share for _, share in mass] == pytest.approx([drop for _, drop in steps], abs=1e-5)


def test_intervals_at_their_edges():
    assert turnbull([], []).support == ()
    assert turnbull([2], [math.inf]).support == ((2, math.inf),)
    with pytest.raises(ValueError, match="before it begins"):
        turnbull([2], [1])


@pytest.mark.parametrize(
    ("stretches", "times", "mean"),
    [
        ([], (), ()), ([(0, 5, 0)], (), ()), ([(0, 5, 1)], (5,), (1,)),
        ([(0, 0, 1), (0, 4, 0)], (0,), (1,)), ([(0, 5, 1), (0, 5, 1)], (5,), (1,)),
    ],
)  # fmt: skip
def test_mean_numbers_of_repetitions_at_their_edges(stretches, times, mean):
    columns = list(zip(*stretches, strict=True)) or [(), (), ()]
    found = mean_cumulative(*columns)
    assert (found.times, found.mean) == (times, mean)


@pytest.mark.parametrize(
    ("before", "now", "jaccard"), [("", "", math.nan), ("a", "", 0), ("", "a", 0), ("ab", "ba", 1), ("aa", "ab", 0.5)]
)
def test_turnover_at_its_edges(before, now, jaccard):
    assert turnover(before, now).jaccard == pytest.approx(jaccard, nan_ok=True)


@pytest.mark.parametrize(
    ("days", "window", "anchor", "chain"),
    [
        ([], 2, (), ()), ([4], 2, (4,), (4,)), ([4, 4], 0, (4,), (4,)), ([6, 4], 2, (4,), (4,)), ([4, 7], 2, (4, 7), (4, 7)),
        ([0, 2, 4, 6], 2, (0, 4), (0,)),
    ],
)  # fmt: skip
def test_neighbours_at_their_edges(days, window, anchor, chain):
    assert drop_within(days, window_days=window) == anchor
    assert drop_within(days, window_days=window, rule="chain") == chain


def test_without_echo_the_likelihood_is_poissons():
    assert hawkes_log_likelihood([], end=7, mu=0.5, alpha=0.8, beta=1) == pytest.approx(-3.5)
    found = hawkes_log_likelihood([1, 2, 2, 6], end=7, mu=0.5, alpha=0, beta=1)
    assert found == pytest.approx(4 * math.log(0.5) - 3.5)


def test_the_likelihood_is_that_of_its_intensity():
    times, mu, alpha, beta = [1.0, 1.5, 4.0], 0.4, 0.6, 0.9

    def intensity(t):
        return mu + alpha * sum(math.exp(-beta * (t - at)) for at in times if at < t)

    area, _ = integrate.quad(intensity, 0, 6, points=times)
    expected = sum(math.log(intensity(at)) for at in times) - area
    assert hawkes_log_likelihood(times, end=6, mu=mu, alpha=alpha, beta=beta) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("changed", [{"mu": 0}, {"alpha": -1}, {"beta": 0}, {"end": 1}])
def test_a_process_that_cannot_be_is_refused(changed):
    with pytest.raises(ValueError):
        hawkes_log_likelihood([2], **{"end": 3, "mu": 1, "alpha": 1, "beta": 1, **changed})
