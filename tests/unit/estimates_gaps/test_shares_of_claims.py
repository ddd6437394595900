"""Base rates, effective numbers, resampling: small samples, and oracles that share no code with the library."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from claimstats.estimates.baserates import base_rate_poisson, base_rate_test, self_controlled_windows
from claimstats.estimates.effective import (
    cluster_robust_proportion,
    kish_effective_n,
    macro_effective_n_wilson,
    wilson_effective_n,
)
from claimstats.estimates.proportions import wilson
from claimstats.estimates.resampling import ENUMERATED, cluster_bootstrap, permutation_p, resample, sign_flip_test

CHANCES = st.lists(st.floats(0, 1), min_size=1, max_size=8)
CLUSTERS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=7)


@given(st.integers(0, 40), st.integers(1, 400), st.integers(0, 90), st.integers(0, 5))
@settings(max_examples=60)
def test_a_base_rate_is_the_tail_of_a_poisson_count(incidents, days, window, least):
    found = base_rate_poisson(incidents=incidents, control_days=days, window_days=window, at_least=least)
    assert found == pytest.approx(stats.poisson.sf(least - 1, incidents / days * window), abs=1e-12)


def test_a_base_rate_needs_days():
    assert math.isnan(base_rate_poisson(incidents=0, control_days=0, window_days=14))
    with pytest.raises(ValueError, match="contradict"):
        base_rate_poisson(incidents=1, control_days=0, window_days=14)


@given(CHANCES, st.data())
@settings(max_examples=40)
def test_the_pairs_test_sums_over_every_outcome(chances, data):
    observed = data.draw(st.integers(0, len(chances)))
    brute = sum(
        math.prod(p if y else 1 - p for p, y in zip(chances, outcome, strict=True))
        for outcome in itertools.product((0, 1), repeat=len(chances))
        if sum(outcome) >= observed
    )
    found = base_rate_test(chances, observed=observed)
    assert found.p_greater == pytest.approx(brute, abs=1e-12)
    assert sum(found.distribution) == pytest.approx(1)


SMALL_BASE = [
    # chances, observed, p
    ([], 0, math.nan),
    ([0.3], 0, 1.0),
    ([0.3], 1, 0.3),
    ([0.3, 0.3], 2, 0.09),
    ([0.3, math.nan], 1, math.nan),
]


@pytest.mark.parametrize(("chances", "observed", "p"), SMALL_BASE)
def test_few_pairs(chances, observed, p):
    assert base_rate_test(chances, observed=observed).p_greater == pytest.approx(p, nan_ok=True)


@given(st.integers(0, 30), st.integers(0, 30))
def test_mcnemar_is_the_binomial_test(after, before):
    found = self_controlled_windows(after_only=after, before_only=before).p_two_sided
    expected = stats.binomtest(after, after + before).pvalue if after + before else math.nan
    assert found == pytest.approx(expected, nan_ok=True)


SMALL_MACRO = [
    # scores, episodes, estimate, low, high, n_adj
    ([], [], math.nan, math.nan, math.nan, math.nan),
    ([0.0], [1], 0.0, 0.0, 0.7935, 1),
    ([1.0], [1], 1.0, 0.2065, 1.0, 1),
    ([0.0, 0.0], [1, 1], 0.0, 0.0, 0.9942, 2 * (1.959964 / 12.706205) ** 2),
    ([0.1 + 0.2, 0.3], [9, 9], 0.3, 0.0107, 0.9457, 2 * (1.959964 / 12.706205) ** 2),
]


@pytest.mark.parametrize(("scores", "episodes", "estimate", "low", "high", "n_adj"), SMALL_MACRO)
def test_the_gap_of_few_claims(scores, episodes, estimate, low, high, n_adj):
    found = macro_effective_n_wilson(scores, episodes)
    assert [found.estimate, found.n_adj] == pytest.approx([estimate, n_adj], abs=1e-6, nan_ok=True)
    if scores:
        oracle = wilson(estimate * n_adj, n_adj)
        assert [found.low, found.high] == pytest.approx([oracle.low, oracle.high], abs=1e-6)
    if len(scores) < 2:
        assert [found.low, found.high] == pytest.approx([low, high], abs=1e-4, nan_ok=True)


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 9)), min_size=2, max_size=12))
@settings(max_examples=60)
def test_claims_are_worth_no_more_than_their_episodes_and_their_order_is_nothing(claims):
    scores, episodes = zip(*claims, strict=True)
    found = macro_effective_n_wilson(scores, episodes)
    turned = macro_effective_n_wilson(scores[::-1], episodes[::-1])
    assert found.n_adj <= found.n_eff <= sum(episodes) + 1e-9
    assert 0 <= found.low <= found.estimate + 1e-12 <= found.high + 1e-9 <= 1 + 1e-9
    assert (turned.low, turned.high) == pytest.approx((found.low, found.high), abs=1e-6)


@given(CLUSTERS)
@settings(max_examples=60)
def test_cr2_is_that_of_the_matrices(sizes):
    done = [s for s, more in sizes if s + more]
    tried = [s + more for s, more in sizes if s + more]
    if len(tried) < 2:
        return
    found = cluster_robust_proportion(done, tried)
    y = np.concatenate([[1.0] * s + [0.0] * (n - s) for s, n in zip(done, tried, strict=True)])
    group = np.repeat(np.arange(len(tried)), tried)
    total, meat, rows = len(y), 0.0, []
    hat = np.full((total, total), 1 / total)
    for g in range(len(tried)):
        mine = group == g
        values, vectors = np.linalg.eigh(np.eye(mine.sum()) - hat[np.ix_(mine, mine)])
        adjust = vectors @ np.diag(values**-0.5) @ vectors.T
        meat += (np.ones(mine.sum()) @ adjust @ (y[mine] - y.mean())) ** 2
        rows.append(np.ones(mine.sum()) @ adjust @ (np.eye(total) - hat)[mine])
    cross = np.array(rows) @ np.array(rows).T
    assert found.se_cr2 == pytest.approx(math.sqrt(meat) / total, abs=1e-9)
    assert found.freedom == pytest.approx(np.trace(cross) ** 2 / (cross**2).sum())


SMALL_MICRO = [
    # successes, trials, low, high
    ([], [], math.nan, math.nan),
    ([0], [0], math.nan, math.nan),
    ([0], [1], 0.0, 0.7935),
    ([1], [1], 0.2065, 1.0),
]


@pytest.mark.parametrize(("successes", "trials", "low", "high"), SMALL_MICRO)
def test_a_share_over_few_clusters(successes, trials, low, high):
    found = wilson_effective_n(successes, trials)
    assert [found.low, found.high] == pytest.approx([low, high], abs=1e-4, nan_ok=True)
    assert math.isnan(cluster_robust_proportion(successes, trials).se_cr2)


def test_clusters_of_one_trial_each_are_independent_trials():
    found = cluster_robust_proportion([1, 0, 0, 1, 1], [1] * 5)
    assert found.se_cr2 == pytest.approx(math.sqrt(0.6 * 0.4 / 4))
    assert found.freedom == pytest.approx(4)
    assert wilson_effective_n([1, 1, 1], [2, 2, 2]).n_eff == 3


@pytest.mark.parametrize(
    ("weights", "worth"), [([], math.nan), ([0, 0], math.nan), ([5], 1), ([2, 2, 2], 3), ([1, 0], 1)]
)
def test_kish(weights, worth):
    assert kish_effective_n(weights) == pytest.approx(worth, nan_ok=True)


@pytest.mark.parametrize(
    ("successes", "trials"), [([1, 2], [3, 4]), ([0, 1, 2, 0], [1, 2, 3, 5]), ([1, 1, 0.5], [1, 1, 2])]
)
def test_the_bootstrap_enumerates_every_draw(successes, trials):
    units = range(len(trials))
    shares = [
        sum(successes[i] for i in drawn) / sum(trials[i] for i in drawn)
        for drawn in itertools.product(units, repeat=len(trials))
    ]
    found = cluster_bootstrap(successes, trials)
    ends = np.quantile(shares, [0.025, 0.975], method="inverted_cdf")
    assert (found.mean, found.se) == pytest.approx((np.mean(shares), np.std(shares)))
    assert (found.low, found.high, found.resamples) == pytest.approx((*ends, len(shares)))


def test_random_draws_come_near_the_whole_set_and_repeat_with_their_seed():
    successes, trials = [1, 1, 3, 3, 0, 2, 1], [10, 2, 4, 7, 3, 5, 6]
    found = cluster_bootstrap(successes, trials)
    assert not found.exact
    assert found == cluster_bootstrap(successes, trials, seed=0) != cluster_bootstrap(successes, trials, seed=1)
    whole = np.array([np.bincount(rows, minlength=7) for rows in itertools.combinations_with_replacement(range(7), 7)])
    ways = np.array([math.factorial(7) / math.prod(math.factorial(int(n)) for n in row) for row in whole])
    assert found.mean == pytest.approx(np.average(whole @ successes / (whole @ trials), weights=ways), abs=0.005)


@pytest.mark.parametrize(
    ("successes", "trials", "estimate"), [([], [], math.nan), ([0], [0], math.nan), ([1], [4], 0.25)]
)
def test_one_cluster_has_no_spread(successes, trials, estimate):
    found = cluster_bootstrap(successes, trials)
    assert found.estimate == pytest.approx(estimate, nan_ok=True)
    assert all(math.isnan(number) for number in (found.se, found.low, found.high))


@pytest.mark.parametrize(("units", "exact"), [(1, True), (6, True), (7, False)])
def test_draws_are_enumerated_up_to_the_limit(units, exact):
    drawn = resample(units, draws=50)
    assert drawn.exact is exact is (units**units <= ENUMERATED)
    assert drawn.weights.sum() == (units**units if exact else 50)
    assert set(drawn.counts.sum(axis=1).tolist()) == {units}


@given(st.lists(st.integers(-4, 4), min_size=1, max_size=9))
@settings(max_examples=50)
def test_sign_flips_are_those_of_brute_force(differences):
    tenths = [d / 10 for d in differences]
    sums = [
        sum(s * d for s, d in zip(signs, differences, strict=True))
        for signs in itertools.product((1, -1), repeat=len(differences))
    ]
    expected = sum(abs(total) >= abs(sum(differences)) for total in sums) / len(sums)
    assert sign_flip_test(tenths).p_two_sided == pytest.approx(expected)


SIGN_FLIPS = [
    # differences, mean, p
    ([], math.nan, math.nan),
    ([0.3], 0.3, 1.0),
    ([0.3, 0.1], 0.2, 0.5),
    ([0.0, 0.0], 0.0, 1.0),
    ([0.3, math.nan], math.nan, math.nan),
]


@pytest.mark.parametrize(("differences", "mean", "p"), SIGN_FLIPS)
def test_sign_flips_of_few_claims(differences, mean, p):
    found = sign_flip_test(differences)
    assert [found.mean, found.p_two_sided] == pytest.approx([mean, p], nan_ok=True)


@pytest.mark.parametrize(("claims", "exact"), [(16, True), (17, False)])
def test_flips_are_enumerated_to_sixteen_claims(claims, exact):
    found = sign_flip_test([0.1] * claims, draws=20_000)
    assert found.exact is exact
    assert found.p_two_sided == pytest.approx(2 / 2**claims if exact else found.p_two_sided)
    assert found.p_two_sided >= found.smallest_p > 0


def test_a_random_p_is_never_0():
    assert permutation_p(at_least=0, draws=0) == 1
    with pytest.raises(ValueError, match="2 of 1"):
        permutation_p(at_least=2, draws=1)


REFUSED = [
    (lambda: base_rate_poisson(incidents=-1, control_days=1, window_days=1), "0 or more"),
    (lambda: base_rate_test([1.2], observed=0), "between 0 and 1"),
    (lambda: base_rate_test([0.2], observed=2), "2 fulfilled of 1"),
    (lambda: self_controlled_windows(after_only=-1, before_only=1), "0 or more"),
    (lambda: macro_effective_n_wilson([1.2], [1]), "from 0 to 1"),
    (lambda: macro_effective_n_wilson([0.2], [0]), "one episode"),
    (lambda: wilson_effective_n([2], [1]), "its trials"),
    (lambda: cluster_bootstrap([2], [1]), "its trials"),
    (lambda: kish_effective_n([-1]), "0 or more"),
]


@pytest.mark.parametrize(("call", "words"), REFUSED)
def test_what_cannot_be_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
