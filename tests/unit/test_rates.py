"""Garwood and Wilson intervals, against SciPy's own functions and published numbers."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from claimstats.estimates.proportions import wilson
from claimstats.estimates.rates import garwood, poisson_rate

GARWOOD = [(0, 0.0, 3.689), (1, 0.0253, 5.572), (2, 0.242, 7.225), (3, 0.619, 8.767), (10, 4.795, 18.390)]


@pytest.mark.parametrize(("count", "low", "high"), GARWOOD)
def test_the_published_table(count, low, high):
    assert garwood(count) == pytest.approx((low, high), abs=6e-4)


@given(st.integers(0, 5000), st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99]))
@settings(max_examples=60)
def test_the_interval_is_that_of_the_chi_square_quantiles(count, level):
    tail = (1 - level) / 2
    low = stats.chi2.ppf(tail, 2 * count) / 2 if count else 0.0
    assert garwood(count, level=level) == pytest.approx((low, stats.chi2.ppf(1 - tail, 2 * count + 2) / 2), rel=1e-9)


@given(st.integers(1, 300))
@settings(max_examples=30)
def test_each_end_leaves_its_half_of_the_doubt(count):
    low, high = garwood(count)
    assert stats.poisson.sf(count - 1, low) == pytest.approx(0.025)
    assert stats.poisson.cdf(count, high) == pytest.approx(0.025)


RATES = [
    # count, exposure, per, estimate, low, high
    (7, 40, 30, 5.25, 2.1108, 10.8170),
    (137, 24.19893, 1, 5.661, 4.753, 6.693),
    (0, 30, 30, 0.0, 0.0, 3.6889),
    (2140, 365, 1, 5.863, 5.617, 6.117),
]


@pytest.mark.parametrize(("count", "exposure", "per", "estimate", "low", "high"), RATES)
def test_a_rate_and_its_interval(count, exposure, per, estimate, low, high):
    found = poisson_rate(count, exposure, per=per)
    assert (found.estimate, found.low, found.high) == pytest.approx((estimate, low, high), abs=6e-4)
    assert found.level == 0.95


def test_without_exposure_there_is_no_rate_and_no_count_may_be_there():
    found = poisson_rate(0, 0)
    assert all(math.isnan(value) for value in (found.estimate, found.low, found.high))
    with pytest.raises(ValueError, match="contradict"):
        poisson_rate(1, 0)


@pytest.mark.parametrize("count", [-1, 2.5])
def test_what_is_no_count_is_refused(count):
    with pytest.raises(ValueError, match="whole number"):
        garwood(count)


def test_a_negative_exposure_is_refused():
    with pytest.raises(ValueError, match="exposure"):
        poisson_rate(1, -1)


NEWCOMBE = [
    (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718),
    (1, 1, 0.2065, 1.0), (0, 1, 0.0, 0.7935),
]  # fmt: skip


@pytest.mark.parametrize(("successes", "trials", "low", "high"), NEWCOMBE)
def test_newcombes_table(successes, trials, low, high):
    found = wilson(successes, trials)
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-5)


@given(st.integers(1, 3000), st.floats(0, 1), st.sampled_from([0.8, 0.95, 0.99]))
@settings(max_examples=60)
def test_wilsons_interval_is_that_of_the_score_test(trials, share, level):
    successes = round(share * trials)
    oracle = stats.binomtest(successes, trials).proportion_ci(confidence_level=level, method="wilson")
    found = wilson(successes, trials, level=level)
    assert (found.low, found.high) == pytest.approx((oracle.low, oracle.high), abs=1e-9)
    assert 0 <= found.low <= found.estimate <= found.high <= 1


def test_a_share_of_nothing_is_missing_and_more_than_all_is_refused():
    assert math.isnan(wilson(0, 0).estimate)
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)
