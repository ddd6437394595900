"""What the estimates say of repetition agrees with published or independently computed values."""

import math
import re
from dataclasses import asdict
from datetime import date
from itertools import pairwise

from claimstats.estimates.burstiness import burstiness as measure_burstiness
from claimstats.estimates.burstiness import mean_squared_ratio, size_corrected
from claimstats.estimates.bursts import batched_bursts, gap_bursts
from claimstats.estimates.changepoints import change_points
from claimstats.estimates.comparison import rate_against_expected, rate_ratio
from claimstats.estimates.concentration import concentration as measure_concentration
from claimstats.estimates.deduplication import drop_within
from claimstats.estimates.dispersion import dispersion, fit_negative_binomial, negative_binomial_regression
from claimstats.estimates.hawkes import hawkes_log_likelihood
from claimstats.estimates.leads import sign_test, volume_test
from claimstats.estimates.rates import mid_p
from claimstats.estimates.recurrence import claim_lifetime as measure_lifetime
from claimstats.estimates.recurrence import mean_cumulative
from claimstats.estimates.scattered import quasi_poisson
from claimstats.estimates.survival import kaplan_meier as fit_kaplan_meier
from claimstats.estimates.survival import log_rank, restricted_mean, turnbull
from claimstats.estimates.trends import mann_kendall as rank_values
from claimstats.estimates.trends import poisson_regression as fit_poisson
from claimstats.estimates.turnover import turnover
from claimstats.estimates.weighted import fay_feuer


def read(value):
    """A number of the file as a float."""
    return float(value)


def compare(found, expected, near):
    """All that the entry expects, of what was found."""
    near({key: found[key] for key in expected} if isinstance(expected, dict) else found, expected)


def spread(frequencies):
    """The counts that a table of frequencies stands for."""
    return [int(count) for count, times in frequencies.items() for _ in range(times)]


def counts_of(inputs):
    for name in ("counts", "quarterly_counts", "weekly_counts", "yearly_counts"):
        if name in inputs:
            return inputs[name]
    return spread(inputs["counts_freq"])


def poisson_ci_midp(inputs, expected, near):
    compare([limit / inputs["exposure"] for limit in mid_p(inputs["count"], level=inputs["conf"])], expected, near)


def rate_ratio_exact(inputs, expected, near):
    if "expected" in inputs:
        found = rate_against_expected(inputs["count"], inputs["expected"])
        compare({**asdict(found), "ci_ratio": [found.low, found.high]}, expected, near)
        return
    sides = [inputs[name] for name in ("count1", "exposure1", "count2", "exposure2")]
    found = rate_ratio(*sides, level=inputs["conf"])
    names = {"rr": found.ratio, "ci": [found.low, found.high], "ci_mid": [found.low_mid_p, found.high_mid_p]}
    compare({**asdict(found), **names}, expected, near)


def dispersion_test(inputs, expected, near):
    found = dispersion(counts_of(inputs))
    names = {"n": found.periods, "mean": found.mean, "var": found.variance, "D": found.statistic, "df": found.degrees}
    compare({**names, "p_upper": found.p_greater}, expected, near)


def quasipoisson_ci(inputs, expected, near):
    scatter = dispersion(counts_of(inputs))
    found = quasi_poisson(scatter.total, scatter.index)
    compare({"total": found.estimate, "phi": scatter.index, "ci_total": [found.low, found.high]}, expected, near)


def negative_binomial_fit(inputs, expected, near):
    found = fit_negative_binomial(counts_of(inputs))
    compare({"mean": found.mean, "k": found.size, "loglik": found.log_likelihood}, expected, near)


def regress(fit, inputs):
    counts = counts_of(inputs)
    first = re.search(r"(\d+)\.\.\d+$", inputs["x"]).group(1)
    steps = range(int(first), int(first) + len(counts))
    predictor = [math.log(step) for step in steps] if inputs["x"].startswith("ln(") else list(steps)
    found = fit(counts, predictor, exposures=inputs.get("exposure_days"))
    return {
        "coef": found.coefficients, "se": found.errors, "deviance": found.deviance, "pearson_chi2": found.pearson,
        "irr": found.ratio, "se_slope": found.errors[1], "quasi_se_slope": found.quasi_errors[1],
        "theta": found.size, "loglik": found.log_likelihood,
    }  # fmt: skip


def poisson_trend(inputs, expected, near):
    compare(regress(fit_poisson, inputs), expected, near)


def negative_binomial_trend(inputs, expected, near):
    compare(regress(negative_binomial_regression, inputs), expected, near)


def weighted_poisson_ci(inputs, expected, near):
    found = fay_feuer(inputs["counts"], inputs["weights"])
    compare([found.estimate, found.low, found.high], expected, near)


def ranks(inputs, expected, near, method):
    found = rank_values(inputs["x"], method=method)
    names = {
        "S": found.statistic, "varS": found.variance, "sen": found.slope, "p_two_sided": found.p,
        "p_one_sided": found.p_greater,
    }  # fmt: skip
    compare({**asdict(found), **names}, expected, near)


def mann_kendall(inputs, expected, near):
    ranks(inputs, expected, near, "auto")


def mann_kendall_exact(inputs, expected, near):
    ranks(inputs, expected, near, "exact")


def burstiness(inputs, expected, near):
    days = inputs.get("event_days", [])
    gaps = inputs["iet"] if "iet" in inputs else [b - a for a, b in pairwise(days)]
    found = measure_burstiness(gaps)
    if "n" in inputs:  # the number of events, where other packages put that of gaps
        compare(size_corrected(found.ratio, gaps=len(days)), expected, near)
        return
    names = {"n_iet": found.gaps, "B": found.burstiness, "A_n": found.corrected, "M": found.memory}
    compare(names, expected, near)


def burstiness_formula(inputs, expected, near):
    gaps = inputs["n"]
    compare(size_corrected(inputs["r"], gaps=gaps) if "r" in inputs else mean_squared_ratio(gaps=gaps), expected, near)


def kleinberg_batched(inputs, expected, near):
    found = batched_bursts(inputs["relevant"], inputs["total"], scale=inputs["s"], gamma=inputs["gamma"])
    compare({**asdict(found), "p0": found.usual_share, "p1": found.raised_share}, expected, near)


def kleinberg_gaps(inputs, expected, near):
    found = gap_bursts(inputs["event_times"], scale=inputs["s"], gamma=inputs["gamma"])
    compare([{"level": one.level, "start": one.start, "end": one.end} for one in found], expected, near)


def changepoint_poisson(inputs, expected, near):
    factor, size = re.fullmatch(r"(?:(\d+)\*)?ln\((\d+)\)", inputs["penalty"]).groups()
    penalty = int(factor or 1) * math.log(int(size))
    compare(change_points(counts_of(inputs), penalty=penalty, shortest=inputs["min_size"]), expected, near)


def concentrate(inputs, expected, near):
    amounts = next(inputs[name] for name in ("x", "shares", "statements_by_speaker") if name in inputs)
    found = measure_concentration(amounts)
    names = {
        "G": found.gini, "G_corrected": found.gini_corrected, "HHI": found.hhi, "n_eff_hhi": found.effective_hhi,
        "n_eff_shannon": found.effective_shannon,
    }  # fmt: skip
    only = found.hhi if "shares" in inputs else found.gini
    compare({**asdict(found), **names} if isinstance(expected, dict) else only, expected, near)


def lead_sign_test(inputs, expected, near):
    found = sign_test(inputs["first"], inputs["n"])
    compare({"p": found.p, "ci": [found.low, found.high]}, expected, near)


def lead_poisson_binomial(inputs, expected, near):
    found = volume_test(inputs["observed_first"], inputs["volume_share_per_claim"])
    compare({"expected_first": found.expected, "p_ge": found.p_greater}, expected, near)


def claim_lifetime(inputs, expected, near):
    def day(text):
        return date.fromisoformat(text).toordinal()

    lived = {
        claim: measure_lifetime(
            [day(text) for text in days], cutoff=day(inputs["cutoff"]), silence_days=inputs["silence_days"]
        )
        for claim, days in inputs["instances"].items()
    }
    compare({claim: one and [one.days, int(one.observed)] for claim, one in lived.items()}, expected, near)


def kaplan_meier(inputs, expected, near):
    found = fit_kaplan_meier(inputs["time"], inputs["event"])
    # Where the entry names times it lists those with an event, else every time.
    chosen = [place for place, events in enumerate(found.events) if events or "t" not in expected]
    columns = {"t": found.times, "S": found.survival, "lo_loglog": found.low, "hi_loglog": found.high}
    picked = {name: [column[place] for place in chosen] for name, column in columns.items()}
    compare({**picked, "median": found.median}, expected, near)


def logrank(inputs, expected, near):
    found = log_rank(*(inputs[name] for name in ("time1", "event1", "time2", "event2")))
    compare({"chi2": found.chi_square, "p": found.p}, expected, near)


def rmst(inputs, expected, near):
    compare(restricted_mean(inputs["time"], inputs["event"], until=inputs["tau"]), expected, near)


def interval_censored_npmle(inputs, expected, near):
    found = turnbull([read(end) for end in inputs["lower"]], [read(end) for end in inputs["upper"]])
    compare({"support": found.support, "mass": found.mass}, expected, near)


def recurrence_mcf(inputs, expected, near):
    found = mean_cumulative(inputs["start"], inputs["stop"], inputs["event"])
    compare({"t": found.times, "mcf": found.mean}, expected, near)


def new_retired_claims(inputs, expected, near):
    compare(asdict(turnover(inputs["claims_prev"], inputs["claims_now"])), expected, near)


def dedup_window(inputs, expected, near):
    window = inputs["window_days"]
    compare({rule: drop_within(inputs["days"], window_days=window, rule=rule) for rule in expected}, expected, near)


def hawkes_loglik(inputs, expected, near):
    rates = {name: inputs[name] for name in ("mu", "alpha", "beta")}
    compare(hawkes_log_likelihood(inputs["times"], end=inputs["T"], **rates), expected, near)


BUILT = {
    check.__name__: check
    for check in (
        poisson_ci_midp, rate_ratio_exact, dispersion_test, quasipoisson_ci, negative_binomial_fit,
        weighted_poisson_ci, mann_kendall, mann_kendall_exact, burstiness, burstiness_formula, kleinberg_batched,
        kleinberg_gaps, changepoint_poisson, lead_sign_test, lead_poisson_binomial, claim_lifetime, kaplan_meier,
        logrank, rmst, interval_censored_npmle, recurrence_mcf, new_retired_claims, dedup_window, hawkes_loglik,
    )
} | {
    "poisson_regression": poisson_trend, "negative_binomial_regression": negative_binomial_trend,
    "gini": concentrate, "hhi": concentrate, "concentration": concentrate,
}  # fmt: skip


def test_the_estimates_agree(entry, near):
    BUILT[entry["measure"]](entry["inputs"], entry["expected"], near)
