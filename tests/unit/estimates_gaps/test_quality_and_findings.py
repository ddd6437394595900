"""Agreement, detection, forecasts, evidence, many p-values, frozen documents: small samples and independent oracles."""

import hashlib
import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from claimstats.codebook.freezing import canonical_json, frozen_hash
from claimstats.estimates.agreement import krippendorff_alpha
from claimstats.estimates.detection import capture_recapture_chapman, rogan_gladen
from claimstats.estimates.evidence import weight_of_evidence
from claimstats.estimates.forecasts import brier, brier_decomposition
from claimstats.estimates.multiplicity import benjamini_hochberg, benjamini_yekutieli, bonferroni
from claimstats.estimates.threats import follow_through_contrast
from claimstats.estimates.tipping import tipping_point

CHANCES = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@given(CHANCES, st.randoms())
@settings(max_examples=50)
def test_q_rises_with_p_whatever_the_order_and_missing_ones_change_nothing(p, random):
    q = benjamini_hochberg(p)
    ranked = sorted(p)
    brute = [min(min(len(p) * ranked[j] / (j + 1), 1) for j in range(len(p)) if ranked[j] >= value) for value in p]
    assert q == pytest.approx(brute)
    assert (np.diff(q[np.argsort(p)]) >= -1e-15).all()
    turn = random.sample(range(len(p)), len(p))
    assert benjamini_hochberg([p[i] for i in turn]) == pytest.approx(q[turn])
    assert benjamini_hochberg([math.nan, *p, math.nan]) == pytest.approx([math.nan, *q, math.nan], nan_ok=True)
    assert (benjamini_yekutieli(p) >= q - 1e-15).all()
    assert (bonferroni(p) >= q - 1e-15).all()


@pytest.mark.parametrize("adjust", [benjamini_hochberg, benjamini_yekutieli, bonferroni])
@pytest.mark.parametrize(("p", "q"), [([], []), ([0.03], [0.03]), ([math.nan], [math.nan])])
def test_no_p_and_one(adjust, p, q):
    assert adjust(p).tolist() == pytest.approx(q, nan_ok=True)


ALPHA = [
    # coders by units, alpha
    ([], math.nan),
    ([[], []], math.nan),
    ([[1], [1]], math.nan),
    ([[1], [2]], math.nan),
    ([[1, 1], [1, 1]], math.nan),
    ([[1, math.nan], [math.nan, 2]], math.nan),
    ([[1, 2], [1, 2]], 1.0),
    ([[1, 2], [2, 1]], -0.5),
]


@pytest.mark.parametrize(("values", "alpha"), ALPHA)
@pytest.mark.parametrize("scale", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_of_few_units_is_missing_rather_than_an_error(values, alpha, scale):
    found = krippendorff_alpha(values, scale=scale, draws=20)
    assert found.alpha == pytest.approx(alpha, nan_ok=True)
    assert math.isnan(found.low) or found.low <= found.high


@given(st.lists(st.tuples(*[st.sampled_from([0.0, 1.0, 2.0, math.nan])] * 3), min_size=2, max_size=10))
@settings(max_examples=50)
def test_alpha_is_that_of_pairs(units):
    kept = [[v for v in unit if not math.isnan(v)] for unit in units]
    kept = [unit for unit in kept if len(unit) > 1]
    values = [v for unit in kept for v in unit]
    found = krippendorff_alpha(np.array(units).T, draws=0)
    if len(kept) < 2 or len(set(values)) < 2:
        assert math.isnan(found.alpha)
        return
    n = len(values)
    seen = sum(sum(a != b for a in unit for b in unit) / (len(unit) - 1) for unit in kept) / n
    chance = sum(a != b for a in values for b in values) / (n * (n - 1))
    assert found.alpha == pytest.approx(1 - seen / chance)
    assert found.agreement == pytest.approx(1 - seen)


def test_the_interval_holds_alpha_and_repeats_with_its_seed():
    values = [[0, 1, 0, 1, 1, 0, 1, 0, 1, 0], [0, 1, 0, 1, 0, 0, 1, 0, 1, 1]]
    found = krippendorff_alpha(values, draws=200)
    assert found == krippendorff_alpha(values, draws=200)
    assert found.low <= found.alpha <= found.high
    assert 0 < found.share_below < 1


@given(*[st.integers(0, 9)] * 4)
@settings(max_examples=40)
def test_follow_through_is_fishers_test(a, b, c, d):
    found = follow_through_contrast(triggered_acted=a, triggered_not=b, untriggered_acted=c, untriggered_not=d)
    if not (a + b and c + d):
        assert math.isnan(found.p_two_sided)
        assert math.isnan(found.difference)
        return
    assert found.p_greater == pytest.approx(stats.hypergeom.sf(a - 1, a + b + c + d, a + c, a + b))
    assert found.p_two_sided == pytest.approx(stats.fisher_exact([[a, b], [c, d]]).pvalue)
    assert found.difference == pytest.approx(a / (a + b) - c / (c + d))


@given(st.lists(st.tuples(st.sampled_from([0, 0.1, 0.5, 0.9, 1]), st.integers(0, 1)), min_size=1, max_size=30))
def test_murphys_parts_sum_to_the_score(pairs):
    stated, happened = zip(*pairs, strict=True)
    parts = brier_decomposition(forecasts=stated, outcomes=happened)
    assert parts.reliability - parts.resolution + parts.uncertainty == pytest.approx(parts.score)
    assert parts.score == pytest.approx(brier(forecasts=stated, outcomes=happened))
    assert math.isnan(parts.skill) is (len(set(happened)) == 1)


def test_no_forecast_has_no_score():
    assert math.isnan(brier(forecasts=[], outcomes=[]))
    assert math.isnan(brier_decomposition(forecasts=[], outcomes=[]).score)


WEIGHTS = [(0.5, 0.5, 0, 0), (1, 0.1, 10, -math.inf), (0, 0, math.nan, 0), (0.1, 0, math.inf, 10 * math.log10(0.9))]


@pytest.mark.parametrize(("if_true", "if_false", "observed", "absent"), WEIGHTS)
def test_evidence_at_the_ends(if_true, if_false, observed, absent):
    found = weight_of_evidence(if_true=if_true, if_false=if_false)
    assert [found.observed, found.absent] == pytest.approx([observed, absent], nan_ok=True)


TIPPING = [(0, 0, 0.5, math.nan), (20, 0, 0.35, 7), (20, 15, 0.5, 0), (3, 0, 1 / 3, 1), (4, 0.5, 0.5, 2), (1, 0, 1, 1)]


@pytest.mark.parametrize(("matured", "fulfilled", "threshold", "deeds"), TIPPING)
def test_the_tipping_point(matured, fulfilled, threshold, deeds):
    found = tipping_point(matured=matured, fulfilled=fulfilled, threshold=threshold)
    assert found == pytest.approx(deeds, nan_ok=True)


DETECTION = [
    (0, 0, 0.8, 1, math.nan),
    (1, 2, 0.5, 0.5, math.nan),
    (0, 9, 0.8, 0.9, 0),
    (9, 9, 0.8, 1, 1),
    (4, 9, 1, 1, 4 / 9),
]


@pytest.mark.parametrize(("positives", "trials", "sensitivity", "specificity", "share"), DETECTION)
def test_the_share_behind_the_record(positives, trials, sensitivity, specificity, share):
    found = rogan_gladen(positives=positives, trials=trials, sensitivity=sensitivity, specificity=specificity)
    assert found == pytest.approx(share, nan_ok=True)


@pytest.mark.parametrize(("lists", "total", "share"), [((0, 0, 0), 0, math.nan), ((1, 1, 1), 1, 1), ((3, 0, 0), 3, 1)])
def test_two_short_lists(lists, total, share):
    found = capture_recapture_chapman(first=lists[0], second=lists[1], both=lists[2])
    assert [found.total, found.se, found.share_detected] == pytest.approx([total, 0, share], nan_ok=True)


def test_equal_content_has_one_hash():
    document = {"ж": ["0.5", 1, True, None], "a": {"z": "é", "b": -3}}
    plain = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert canonical_json(document) == plain
    assert frozen_hash(dict(reversed(document.items()))) == hashlib.sha256(plain).hexdigest()
    assert frozen_hash({"a": 1}) != frozen_hash({"a": "1"})


@pytest.mark.parametrize("document", [{"a": [0.5]}, {"a": math.nan}, {"a": 2**60}, {"a": {1, 2}}, {1: "a"}, "\ud800"])
def test_what_has_no_one_way_to_be_written_is_refused(document):
    with pytest.raises(ValueError):
        frozen_hash(document)


REFUSED = [
    (lambda: benjamini_hochberg([1.1]), "between 0 and 1"),
    (lambda: krippendorff_alpha([1, 2]), "row per coder"),
    (lambda: brier(forecasts=[0.5], outcomes=[0.5]), "0 or 1"),
    (lambda: weight_of_evidence(if_true=2, if_false=0.5), "between 0 and 1"),
    (lambda: tipping_point(matured=1, fulfilled=2, threshold=0.5), "2 of 1"),
    (lambda: rogan_gladen(positives=2, trials=1, sensitivity=1, specificity=1), "2 of 1"),
    (lambda: capture_recapture_chapman(first=1, second=1, both=2), "both lists"),
    (
        lambda: follow_through_contrast(triggered_acted=-1, triggered_not=0, untriggered_acted=0, untriggered_not=0),
        "0 or more",
    ),
]


@pytest.mark.parametrize(("call", "words"), REFUSED)
def test_what_cannot_be_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()


@pytest.mark.parametrize(("adjust", "method"), [(benjamini_hochberg, "bh"), (benjamini_yekutieli, "by")])
def test_adjusted_chances_are_those_of_scipy_to_the_last_bit(adjust, method):
    from scipy.stats import false_discovery_control

    p = np.random.default_rng(3).beta(0.4, 2, 60).round(2)
    assert adjust(p).tolist() == false_discovery_control(p, method=method).tolist()
