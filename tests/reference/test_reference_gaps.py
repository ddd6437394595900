"""The measures of the gap, of association in time and of data quality agree with published or independent values.

One function per measure of the file of reference values, one test per entry; ``BUILT`` holds exactly those measures.
"""

import json
import math
import re

from claimstats.codebook import freezing
from claimstats.estimates import (
    agreement,
    baserates,
    coincidence,
    competing,
    correlation,
    detection,
    effective,
    epochs,
    evidence,
    forecasts,
    multiplicity,
    resampling,
    threats,
    tipping,
)


def base_rate_poisson(inputs, expected, near):
    found = baserates.base_rate_poisson(
        incidents=inputs["incidents"],
        control_days=inputs["control_days"],
        window_days=inputs["window_days"],
        at_least=inputs["k"],
    )
    near(found, expected)


def base_rate_test(inputs, expected, near):
    found = baserates.base_rate_test(inputs["p0"], observed=inputs["observed"])
    near({"p_ge": found.p_greater, "pmf": list(found.distribution)}, expected)


def self_controlled_windows(inputs, expected, near):
    near(baserates.self_controlled_windows(**inputs).p_two_sided, expected)


def wilson_effective_n(inputs, expected, near):
    found = effective.wilson_effective_n(inputs["successes_by_claim"], inputs["n_by_claim"])
    near({"n_eff": found.n_eff, "n_adj": found.n_adj, "ci": [found.low, found.high]}, expected)


def macro_effective_n_wilson(inputs, expected, near):
    found = effective.macro_effective_n_wilson(inputs["claim_F"], inputs["episodes"])
    ends = {"ci_F": [found.low, found.high], "ci_gap": [1 - found.high, 1 - found.low]}
    near({"F": found.estimate, "gap": 1 - found.estimate, "n_eff": found.n_eff, "n_adj": found.n_adj} | ends, expected)


def cluster_robust_proportion(inputs, expected, near):
    found = effective.cluster_robust_proportion(inputs["successes_by_claim"], inputs["n_by_claim"])
    errors = {"se_naive": found.se_naive, "se_cr0": found.se_cr0, "se_cr2": found.se_cr2}
    near({"p": found.share, "df_satterthwaite": found.freedom} | errors, expected)


def kish_effective_n(inputs, expected, near):
    near(effective.kish_effective_n(inputs["weights"]), expected)


def cluster_bootstrap(inputs, expected, near):
    successes, trials = zip(*inputs["clusters"], strict=True)
    found = resampling.cluster_bootstrap(successes, trials)
    ends = {"q025_invcdf": found.low, "q975_invcdf": found.high}
    near({"estimate": found.estimate, "boot_mean": found.mean, "boot_se": found.se} | ends, expected)


def sign_flip_test(inputs, expected, near):
    found = resampling.sign_flip_test(inputs["claim_differences"])
    near({"mean": found.mean, "p_two_sided": found.p_two_sided}, expected)


def permutation_p(inputs, expected, near):
    near(resampling.permutation_p(at_least=inputs["n_ge"], draws=inputs["n_perm"]), expected)


def follow_through_contrast(inputs, expected, near):
    (a, b), (c, d) = inputs["table"]
    found = threats.follow_through_contrast(triggered_acted=a, triggered_not=b, untriggered_acted=c, untriggered_not=d)
    tests = {"p_two": found.p_two_sided, "p_greater": found.p_greater}
    near({"risk_diff": found.difference, "or_cmle": found.odds_ratio} | tests, expected)


def weight_of_evidence(inputs, expected, near):
    found = evidence.weight_of_evidence(if_true=inputs["p_if_true"], if_false=inputs["p_if_false"])
    near({"observed_db": found.observed, "absent_db": found.absent}, expected)


def brier(inputs, expected, near):
    near(forecasts.brier(forecasts=inputs["p"], outcomes=inputs["y"]), expected)


def brier_decomposition(inputs, expected, near):
    found = forecasts.brier_decomposition(forecasts=inputs["p"], outcomes=inputs["y"])
    names = {"brier": found.score, "uncertainty": found.uncertainty, "skill": found.skill}
    near({"reliability": found.reliability, "resolution": found.resolution} | names, expected)


def tipping_point(inputs, expected, near):
    found = tipping.tipping_point(
        matured=inputs["n_matured"], fulfilled=inputs["fulfilled"], threshold=inputs["threshold_F"]
    )
    near(found, expected)


def benjamini_hochberg(inputs, expected, near):
    adjusted = multiplicity.benjamini_hochberg(inputs["p"])
    rejected = {
        "n_reject_05": int((adjusted <= 0.05).sum()),
        "bonferroni_rejects": int((multiplicity.bonferroni(inputs["p"]) <= 0.05).sum()),
    }
    near({"adjusted": adjusted.tolist()} | rejected, expected)


def benjamini_yekutieli(inputs, expected, near):
    near(multiplicity.benjamini_yekutieli(inputs["p"]).tolist(), expected)


def event_coincidence(inputs, expected, near):
    found = coincidence.event_coincidence(
        statements=inputs["statements"],
        actions=inputs["actions"],
        span=inputs.get("T_days", inputs.get("T")),
        tolerance=inputs["delta_T"],
        lag=inputs["tau"],
        edge="drop" if inputs.get("edge", "none").startswith("drop") else "keep",
        form="continuous" if inputs.get("form", "").startswith("continuous") else "daily",
    )
    numbers = {
        "N_statements": found.trigger.events,
        "N_actions": found.precursor.events,
        "base_rate_p0": found.base_rate,
        "lift": found.lift,
        "p_coverage_binomial": found.p_base_rate,
    }
    for name, side in (("trigger", found.trigger), ("precursor", found.precursor)):
        numbers |= {f"K_{name}": side.coincident, f"r_{name}": side.rate, f"p_{name}": side.p_greater}
    near({name: numbers[name] for name in expected}, expected)


def circular_shift_test(inputs, expected, near):
    window = {"actions": inputs["actions"], "span": inputs["T_days"], "tolerance": inputs["delta_T"]}
    if "statements" not in inputs:
        near(inputs["n_statements"] * coincidence.wrapped_share(**window), expected)
        return
    local = re.fullmatch(r"-(\d+)\.\.\1", inputs.get("shifts", ""))
    reach = int(local[1]) if local else None
    found = coincidence.circular_shift_test(statements=inputs["statements"], **window, reach=reach)
    counts = {"K_obs": found.coincident, "n_ge": found.at_least, "n_shifts": found.shifts}
    numbers = counts | {"p": found.p_greater, "mean_K": found.mean}
    near({name: numbers[name] for name in expected}, expected)


def superposed_epoch(inputs, expected, near):
    found = epochs.superposed_epoch(inputs["series"], keys=inputs["key_index"], half_window=inputs["half_window"])
    test = {"stat": found.statistic, "n_ge": found.at_least, "p_one_sided": found.p_greater}
    near({"n_keys": found.keys, "composite": list(found.composite)} | test, expected)


def lagged_cross_correlation(inputs, expected, near):
    found = correlation.lagged_cross_correlation(
        statements=inputs["statements"], actions=inputs["actions"], lags=inputs["lags"], least=2
    )
    near(found.tolist(), expected)


def aalen_johansen(inputs, expected, near):
    found = competing.aalen_johansen(times=inputs["time"], causes=inputs["cause"])
    curves = {f"cif{cause}": found.at(expected["t"], cause=cause).tolist() for cause in (1, 2)}
    near({"t": expected["t"]} | curves, expected)


def krippendorff_alpha(inputs, expected, near):
    data = [[math.nan if value is None else value for value in row] for row in inputs["data"]]
    found = {"percent_agreement": agreement.krippendorff_alpha(data, draws=0).agreement}
    for scale in ("nominal", "ordinal", "interval", "ratio"):
        found[scale] = agreement.krippendorff_alpha(data, scale=scale, draws=0).alpha
    near({name: found[name] for name in expected}, expected)


def rogan_gladen(inputs, expected, near):
    found = detection.rogan_gladen(
        positives=inputs["positives"],
        trials=inputs["n"],
        sensitivity=inputs["sensitivity"],
        specificity=inputs["specificity"],
    )
    near(found, expected)


def capture_recapture_chapman(inputs, expected, near):
    found = detection.capture_recapture_chapman(
        first=inputs["source_A"], second=inputs["source_B"], both=inputs["both"]
    )
    numbers = {"N": found.total, "se": found.se, "detected": found.detected, "detection_share": found.share_detected}
    near(numbers, expected)


def frozen_hash(inputs, expected, near):
    document = json.loads(inputs["json"]) if "json" in inputs else inputs["codebook"]
    near(freezing.frozen_hash(document), expected)


BUILT = {
    check.__name__: check
    for check in (
        aalen_johansen, base_rate_poisson, base_rate_test, benjamini_hochberg, benjamini_yekutieli, brier,
        brier_decomposition, capture_recapture_chapman, circular_shift_test, cluster_bootstrap,
        cluster_robust_proportion, event_coincidence, follow_through_contrast, frozen_hash, kish_effective_n,
        krippendorff_alpha, lagged_cross_correlation, macro_effective_n_wilson, permutation_p, rogan_gladen,
        self_controlled_windows, sign_flip_test, superposed_epoch, tipping_point, weight_of_evidence,
        wilson_effective_n,
    )
}  # fmt: skip


def test_the_library_agrees(entry, near):
    BUILT[entry["measure"]](entry["inputs"], entry["expected"], near)
