"""Counts, their ratios and their scatter: edges, and oracles that are not this code."""

import math
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from claimstats.estimates.comparison import rate_against_expected, rate_ratio
from claimstats.estimates.dispersion import dispersion, fit_negative_binomial
from claimstats.estimates.rates import garwood, mid_p
from claimstats.estimates.scattered import quasi_poisson
from claimstats.estimates.weighted import fay_feuer


@given(st.integers(0, 2000), st.sampled_from([0.5, 0.9, 0.95, 0.99]))
@settings(max_examples=60)
def test_mid_p_limits_solve_their_equations_inside_garwoods(count, level):
    low, high = mid_p(count, level=level)
    exact = garwood(count, level=level)
    tail = (1 - level) / 2
    assert exact[0] <= low <= high < exact[1]
    assert stats.poisson.cdf(count - 1, high) + stats.poisson.pmf(count, high) / 2 == pytest.approx(tail, rel=1e-6)
    if count:
        assert stats.poisson.sf(count, low) + stats.poisson.pmf(count, low) / 2 == pytest.approx(tail, rel=1e-6)
    else:
        assert low == 0


@given(st.integers(0, 300), st.floats(1, 400), st.integers(0, 300), st.floats(1, 400))
@settings(max_examples=80)
def test_a_ratio_agrees_with_the_binomial_test(count1, exposure1, count2, exposure2):
    found = rate_ratio(count1, exposure1, count2, exposure2)
    total, share = count1 + count2, exposure1 / (exposure1 + exposure2)
    if not total:
        assert all(math.isnan(value) for name, value in asdict(found).items() if name != "level")
        return
    tails = [stats.binomtest(count1, total, share, alternative=side).pvalue for side in ("less", "greater")]
    assert found.p_central == pytest.approx(min(1, 2 * min(tails)), rel=1e-8, abs=1e-14)
    limits = stats.binomtest(count1, total).proportion_ci(method="exact")
    for found_limit, limit in ((found.low, limits.low), (found.high, limits.high)):
        odds = limit / (1 - limit) if limit < 1 else math.inf
        assert found_limit == pytest.approx(odds * exposure2 / exposure1, rel=1e-6)
    assert found.low <= found.low_mid_p <= found.ratio <= found.high_mid_p <= found.high
    assert found.p_mid <= found.p_central


@pytest.mark.parametrize(
    ("sides", "ratio", "low_is", "high_is"),
    [
        ((0, 10, 0, 10), math.nan, math.isnan, math.isnan),
        ((0, 0, 3, 10), math.nan, math.isnan, math.isnan),
        ((0, 0, 0, 0), math.nan, math.isnan, math.isnan),
        ((5, 91, 0, 90), math.inf, math.isfinite, math.isinf),
        ((0, 91, 5, 90), 0.0, math.isfinite, math.isfinite),
        ((1, 10, 1, 10), 1.0, math.isfinite, math.isfinite),
    ],
)
def test_a_ratio_at_its_edges(sides, ratio, low_is, high_is):
    found = rate_ratio(*sides)
    assert found.ratio == pytest.approx(ratio, nan_ok=True)
    assert low_is(found.low)
    assert high_is(found.high)


@pytest.mark.parametrize("sides", [(1, 0, 1, 1), (1, 1, 1, 0), (-1, 1, 1, 1), (1.5, 1, 1, 1), (1, -1, 1, 1)])
def test_a_ratio_of_what_cannot_be_is_refused(sides):
    with pytest.raises(ValueError):
        rate_ratio(*sides)


@given(st.integers(0, 60), st.floats(0.01, 60))
@settings(max_examples=80)
def test_the_p_values_against_an_expectation_are_sums_of_probabilities(count, mean):
    found = rate_against_expected(count, mean)
    chances = stats.poisson.pmf(np.arange(400), mean)
    assert found.p_minlike == pytest.approx(min(1, chances[chances <= chances[count] * (1 + 1e-7)].sum()), abs=1e-9)
    central = min(1, 2 * min(stats.poisson.cdf(count, mean), stats.poisson.sf(count - 1, mean)))
    assert found.p_central == pytest.approx(central, abs=1e-12)


def test_without_an_expectation_there_is_no_ratio():
    assert math.isnan(rate_against_expected(0, 0).ratio)
    with pytest.raises(ValueError, match="contradict"):
        rate_against_expected(1, 0)


@pytest.mark.parametrize("counts", [[], [3], [3, 4], [1] * 7, [0] * 12])
def test_too_few_or_empty_periods_have_no_dispersion(counts):
    found = dispersion(counts)
    assert math.isnan(found.index)
    assert math.isnan(found.p_greater)


def test_equal_counts_do_not_scatter():
    found = dispersion([4] * 10)
    assert (found.index, found.p_greater) == (0, 1)


def test_the_dispersion_test_is_the_chi_square_test_of_equal_counts():
    counts = [3, 9, 1, 4, 12, 0, 6, 2, 2]
    oracle = stats.chisquare(counts)
    found = dispersion(counts)
    assert (found.statistic, found.p_greater) == pytest.approx((oracle.statistic, oracle.pvalue))


@pytest.mark.parametrize(("count", "index"), [(0, 2.0), (5, math.nan)])
def test_an_interval_without_grounds_is_missing(count, index):
    assert math.isnan(quasi_poisson(count, index).low)


@pytest.mark.parametrize(
    ("counts", "size"), [([], math.nan), ([3], math.nan), ([0] * 9, math.nan), ([2] * 9, math.inf)]
)
def test_a_negative_binomial_law_at_its_edges(counts, size):
    assert fit_negative_binomial(counts).size == pytest.approx(size, nan_ok=True)


def test_the_negative_binomial_size_is_the_top_of_scipys_likelihood():
    counts = [0, 3, 1, 0, 7, 2, 0, 0, 4, 1, 0, 2, 5]
    found = fit_negative_binomial(counts)
    assert found.mean == pytest.approx(np.mean(counts))

    def likelihood(size):
        return stats.nbinom.logpmf(counts, size, size / (size + found.mean)).sum()

    assert likelihood(found.size) == pytest.approx(found.log_likelihood)
    assert likelihood(found.size) >= max(likelihood(found.size * 0.99), likelihood(found.size * 1.01))


@given(st.integers(0, 500), st.floats(0.01, 100))
@settings(max_examples=50)
def test_one_weight_gives_garwoods_interval(count, weight):
    found = fay_feuer([count], [weight])
    low, high = garwood(count)
    assert (found.low, found.high) == pytest.approx((low * weight, high * weight))


def test_weighted_counts_agree_with_the_gamma_quantiles():
    counts, weights = np.array([4, 0, 7]), np.array([0.5, 3.0, 0.2])
    y, v, w = weights @ counts, weights**2 @ counts, weights.max()
    found = fay_feuer(counts, weights)
    assert found.low == pytest.approx(stats.gamma.ppf(0.025, y**2 / v, scale=v / y))
    assert found.high == pytest.approx(stats.gamma.ppf(0.975, (y + w) ** 2 / (v + w**2), scale=(v + w**2) / (y + w)))


@pytest.mark.parametrize(("counts", "weights"), [([], []), ([3], [0])])
def test_nothing_weighed_is_missing(counts, weights):
    assert math.isnan(fay_feuer(counts, weights).estimate)


def test_weighted_counts_of_nothing_have_an_upper_limit():
    found = fay_feuer([0, 0], [1, 0.5])
    assert (found.estimate, found.low, found.high) == pytest.approx((0, 0, 3.688879), abs=1e-6)
