"""Trends, gaps, bursts, shares and firsts: edges, identities, and searches through all cases."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from claimstats.estimates.burstiness import burstiness, mean_squared_ratio, poisson_reference_range, size_corrected
from claimstats.estimates.bursts import batched_bursts, gap_bursts
from claimstats.estimates.changepoints import change_point_profile, change_points
from claimstats.estimates.concentration import concentration
from claimstats.estimates.dispersion import negative_binomial_regression
from claimstats.estimates.leads import count_leads, sign_test, volume_test
from claimstats.estimates.trends import mann_kendall, poisson_regression


@pytest.mark.parametrize("values", [[], [1], [1, 2], [1, 2, 3], [1, 2, 3, math.nan]])
def test_below_four_values_there_is_no_rank_test(values):
    found = mann_kendall(values)
    assert all(math.isnan(value) for value in (found.statistic, found.p, found.slope, found.tau_b))


def test_a_constant_series_has_no_trend():
    found = mann_kendall([2, 2, 2, 2, 2])
    assert (found.statistic, found.p, found.slope) == (0, 1, 0)
    assert math.isnan(found.tau_b)


def test_ties_leave_no_exact_p():
    assert math.isnan(mann_kendall([1, 2, 2, 3], method="exact").p)
    assert not mann_kendall([1, 2, 2, 3]).is_exact


@pytest.mark.parametrize("values", [[3, 1, 4, 1.5, 9], [5, 4, 3, 2], [2, 7, 1, 8, 3, 6]])
def test_the_exact_p_is_a_share_of_all_orders(values):
    def s(order):
        return sum(np.sign(b - a) for a, b in itertools.combinations(order, 2))

    reached = [s(order) for order in itertools.permutations(values)]
    found = mann_kendall(values)
    assert found.p == pytest.approx(np.mean(np.abs(reached) >= abs(found.statistic)))
    assert found.p_greater == pytest.approx(np.mean(np.array(reached) >= found.statistic))


def test_a_dropped_value_keeps_its_place_in_time():
    assert mann_kendall([0, 1, math.nan, 3, 4]).slope == 1


@pytest.mark.parametrize(
    ("counts", "predictor"), [([], []), ([3], [0]), ([0, 0, 0], [0, 1, 2]), ([0, 0, 4], [0, 1, 2]), ([1, 2], [1, 1])]
)
def test_a_regression_without_a_finite_slope_is_missing(counts, predictor):
    for fit in (poisson_regression, negative_binomial_regression):
        found = fit(counts, predictor)
        assert all(math.isnan(value) for value in (*found.coefficients, found.deviance, found.size))


def test_a_period_without_exposure_is_dropped():
    with_gap = poisson_regression([4, 0, 9, 7], [0, 1, 2, 3], exposures=[90, 0, 91, 92])
    without = poisson_regression([4, 9, 7], [0, 2, 3], exposures=[90, 91, 92])
    assert with_gap == without
    assert with_gap.periods == 3
    with pytest.raises(ValueError, match="no exposure"):
        poisson_regression([4, 1], [0, 1], exposures=[90, 0])


def test_a_fitted_poisson_regression_reproduces_its_sums():
    counts, days, x = np.array([4, 7, 3, 9, 12]), np.array([90, 91, 60, 92, 90]), np.arange(5)
    found = poisson_regression(counts, x, exposures=days)
    fitted = np.exp(found.coefficients[0] + found.coefficients[1] * x) * days
    assert (fitted.sum(), fitted @ x) == pytest.approx((counts.sum(), counts @ x))


def test_even_counts_get_the_poisson_regression():
    found = negative_binomial_regression([5, 5, 6, 6, 7, 7], range(6))
    assert found.is_poisson
    assert found.size == math.inf


@pytest.mark.parametrize("gaps", [[], [4], [0, 0, 0]])
def test_without_two_gaps_or_any_length_there_is_no_burstiness(gaps):
    found = burstiness(gaps)
    assert math.isnan(found.burstiness)
    assert math.isnan(found.corrected)


@pytest.mark.parametrize(("gaps", "known"), [([1, 5, 2], False), ([1, 5, 2, 3], True), ([2, 2, 2, 2], False)])
def test_memory_needs_four_gaps_that_vary(gaps, known):
    assert math.isnan(burstiness(gaps).memory) is not known


@pytest.mark.parametrize("gaps", [2, 3, 8, 100])
def test_the_identities_of_the_corrected_burstiness(gaps):
    assert burstiness([3] * gaps).corrected == -1
    assert size_corrected(math.sqrt(mean_squared_ratio(gaps=gaps)), gaps=gaps) == pytest.approx(0, abs=1e-12)
    assert burstiness([0] * (gaps - 1) + [5]).corrected == pytest.approx(1)


def test_the_reference_range_holds_its_share_and_repeats_itself():
    low, high = poisson_reference_range(gaps=10)
    assert poisson_reference_range(gaps=10) == (low, high)
    drawn = np.random.default_rng(7).exponential(size=(4000, 10))
    inside = np.mean([low <= burstiness(row).corrected <= high for row in drawn])
    assert inside == pytest.approx(0.95, abs=0.015)
    assert all(math.isnan(end) for end in poisson_reference_range(gaps=1))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 20)), min_size=1, max_size=7))
@settings(max_examples=60)
def test_the_batched_run_is_the_cheapest_of_all(weeks):
    said, everything = [min(pair) for pair in weeks], [max(pair) for pair in weeks]
    found = batched_bursts(said, everything)
    if not sum(everything):
        assert math.isnan(found.cost)
        return
    shares = (found.usual_share, found.raised_share)

    def cost(states):
        emitted = -sum(
            stats.binom.logpmf(r, d, shares[state]) for r, d, state in zip(said, everything, states, strict=True)
        )
        return emitted + sum(max(b - a, 0) for a, b in itertools.pairwise((0, *states))) * math.log(len(weeks))

    cheapest = min(cost(states) for states in itertools.product((0, 1), repeat=len(weeks)))
    assert found.cost == pytest.approx(cheapest, abs=1e-8)
    assert cost(found.states) == pytest.approx(cheapest, abs=1e-8)
    assert found.weight >= 0


@pytest.mark.parametrize("times", [[], [3], [3, 3], [1, 2, 2, 5]])
def test_gap_bursts_need_two_moments_apart(times):
    assert gap_bursts(times) is None


def test_an_even_stream_has_one_burst_the_whole():
    assert [(one.level, one.start, one.end) for one in gap_bursts(range(6))] == [(1, 0, 5)]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4)), min_size=8, max_size=10))
@settings(max_examples=30)
def test_the_division_is_the_cheapest_of_all(periods):
    counts, days = map(np.array, zip(*periods, strict=True))
    size, penalty = len(counts), 2.0

    def cost(places):
        edges = [0, *places, size]
        found = penalty * len(places)
        for first, last in itertools.pairwise(edges):
            if last - first < 2:
                return math.inf
            total = counts[first:last].sum()
            found -= 2 * total * math.log(total / days[first:last].sum()) if total else 0
        return found

    every = itertools.chain.from_iterable(itertools.combinations(range(1, size), n) for n in range(size // 2))
    found = change_points(counts, exposures=days, penalty=penalty)
    assert cost(found) == pytest.approx(min(map(cost, every)))


@pytest.mark.parametrize(("counts", "expected"), [([], None), ([1, 9] * 3, None), ([0] * 9, ()), ([4] * 9, ())])
def test_change_points_at_their_edges(counts, expected):
    assert change_points(counts) == expected


def test_without_exposure_there_are_no_change_points_and_no_counts():
    assert change_points([0] * 9, exposures=[0] * 9) is None
    assert change_point_profile([1, 2, 3]) is None
    with pytest.raises(ValueError, match="contradict"):
        change_points([1] * 9, exposures=[0] * 9)


CONCENTRATIONS = [
    ([], math.nan, math.nan, math.nan), ([0, 0], math.nan, math.nan, math.nan), ([7], 1, 0, math.nan),
    ([5, 5], 0.5, 0, 0), ([8, 0], 1, 0.5, 1),
]  # fmt: skip


@pytest.mark.parametrize(("amounts", "hhi", "gini", "corrected"), CONCENTRATIONS)
def test_concentration_at_its_edges(amounts, hhi, gini, corrected):
    found = concentration(amounts)
    assert (found.hhi, found.gini, found.gini_corrected) == pytest.approx((hhi, gini, corrected), nan_ok=True)


@given(st.lists(st.integers(0, 50), min_size=2, max_size=12).filter(any))
def test_concentration_agrees_with_its_other_definitions(amounts):
    found = concentration(amounts)
    differences = np.abs(np.subtract.outer(amounts, amounts)).mean()
    assert found.gini == pytest.approx(differences / (2 * np.mean(amounts)), abs=1e-12)
    assert found.shannon == pytest.approx(stats.entropy(amounts), abs=1e-12)
    with_silent = concentration([*amounts, 0])
    assert (with_silent.hhi, with_silent.shannon) == pytest.approx((found.hhi, found.shannon))


def test_without_a_decided_claim_there_is_no_lead():
    assert math.isnan(sign_test(0, 0).p)
    assert math.isnan(volume_test(0, []).p_greater)
    assert count_leads([4], [4]).decided == 0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.data())
@settings(max_examples=40)
def test_firsts_by_volume_agree_with_all_outcomes(shares, data):
    first = data.draw(st.integers(0, len(shares)))
    chance = sum(
        math.prod(v if won else 1 - v for v, won in zip(shares, outcome, strict=True))
        for outcome in itertools.product((0, 1), repeat=len(shares))
        if sum(outcome) >= first
    )
    assert volume_test(first, shares).p_greater == pytest.approx(chance, abs=1e-12)
