"""Trends: whether the rate rises or falls over the periods, and where it steps (method, sections 2.7 and 2.10)."""

from __future__ import annotations

import math

import pandas as pd

from claimstats.estimates.autocorrelation import hamed_rao
from claimstats.estimates.changepoints import change_point_profile, change_points
from claimstats.estimates.multiplicity import benjamini_hochberg
from claimstats.estimates.trends import mann_kendall, poisson_regression
from claimstats.measuring.further import Further
from claimstats.measuring.repetition.rhythm import KEY_WORDS, NO_STREAM
from claimstats.measuring.repetition.voiced import Voiced

__all__ = ["TRENDS"]

TREND_WORDS = {
    **KEY_WORDS,
    "estimate": "What one period multiplies the rate by (Poisson regression on the days monitored).",
    "ci_low": "Lower end of its interval; errors are widened where counts scatter more than a Poisson law.",
    "ci_high": "Upper end of it.",
    "conf_level": "Confidence level of the interval.",
    "n": "Occasions in these periods.",
    "n_units": "Whole periods with monitored days.",
    "dispersion": "Pearson's chi-square / degrees of freedom of the regression.",
    "slope": "Sen's slope of the rates, per 30 days and period.",
    "tau": "Kendall's tau-b of the rates with time, from -1 to 1.",
    "p": "Two-sided p of Mann and Kendall's test on the rates.",
    "q": "p after Benjamini and Hochberg, over all groups.",
    "p_leaning": "p corrected for periods that lean on each other (Hamed and Rao), from 10 periods on: a check beside `p`.",
    "method": "How the interval, and p, were made.",
    "flags": "What to bear in mind, separated by `;`.",
    "reason": "Why it is missing.",
}

#: Mann and Kendall's test says nothing below 4 periods, and cannot reach 0.05 with 4.
FEWEST, TELLING = 4, 5


def _trend(voiced: Voiced) -> pd.DataFrame:
    """One row per group, over whole periods with monitored days."""
    rows = []
    for key, own in _series(voiced):
        rows.append(dict(zip(voiced.keys, key, strict=True)) | _slope(own, voiced))
    frame = pd.DataFrame(rows, columns=[*voiced.keys, *list(TREND_WORDS)[5:]])
    return frame.assign(q=benjamini_hochberg(frame["p"].astype("float64").tolist()))


def _series(voiced: Voiced) -> list[tuple[tuple[str, ...], pd.DataFrame]]:
    """Counts and days of each group, period by period; those that the cut-off ends early, or nobody watched, left out."""
    keys = list(voiced.keys)
    frame = voiced.frame
    frame = frame.assign(place=frame.groupby(keys, sort=False).cumcount())
    used = frame[(frame["end"] <= voiced.as_of) & (frame["exposure_days"] > 0)]
    found = {key if isinstance(key, tuple) else (key,): own for key, own in used.groupby(keys, sort=False)}
    return [
        (tuple(key), found.get(tuple(key), used.iloc[:0]))
        for key in frame[keys].drop_duplicates().itertuples(index=False)
    ]


def _slope(own: pd.DataFrame, voiced: Voiced) -> dict[str, object]:
    """The two trends of one group."""
    counts, days = own["stream_occasions"].to_numpy(dtype=float), own["exposure_days"].to_numpy(dtype=float)
    place = own["place"].to_numpy(dtype=float)
    enough = len(own) >= FEWEST and counts.sum() > 0
    short = (
        f"fewer than {FEWEST} whole periods were monitored"
        if len(own) < FEWEST
        else "never recorded on a monitored day"
    )
    reason = NO_STREAM if voiced.stream is None else short
    blank: dict[str, object] = dict.fromkeys(list(TREND_WORDS)[5:], math.nan)
    if not enough:
        return blank | {"n": int(counts.sum()), "n_units": len(own), "method": "none", "flags": "", "reason": reason}
    model = poisson_regression(counts.tolist(), place.tolist(), exposures=days.tolist())
    ranks = mann_kendall((counts / days * 30).tolist(), times=place.tolist())
    low, high = _ends(model.coefficients, model.quasi_errors, voiced.level)
    return {
        "estimate": model.ratio,
        "ci_low": low,
        "ci_high": high,
        "conf_level": voiced.level if not math.isnan(low) else math.nan,
        "n": int(counts.sum()),
        "n_units": len(own),
        "dispersion": model.dispersion,
        "slope": ranks.slope,
        "tau": ranks.tau_b,
        "p": ranks.p,
        "q": math.nan,
        "p_leaning": hamed_rao((counts / days * 30).tolist()).p,
        "method": f"quasi-poisson regression; mann-kendall, {'exact' if ranks.is_exact else 'normal'}",
        "flags": "n_small" if len(own) < TELLING else "",
        "reason": "" if not math.isnan(model.ratio) else "the regression has no finite answer",
    }


def _ends(coefficients: tuple[float, ...], errors: tuple[float, ...], level: float) -> tuple[float, float]:
    """The interval of the ratio per period."""
    from scipy.special import ndtri

    if len(coefficients) < 2 or not math.isfinite(errors[1]):
        return math.nan, math.nan
    half = float(ndtri(1 - (1 - level) / 2)) * errors[1]
    return math.exp(coefficients[1] - half), math.exp(coefficients[1] + half)


CHANGE_WORDS = {
    **KEY_WORDS,
    "period": "The first period after the change; empty where there is none.",
    "rate_before": "Occasions per 30 monitored days in the stretch before it.",
    "rate_after": "The same in the stretch after it.",
    "changes_at_2": "Changes that a penalty of 2 ln(periods) gives.",
    "changes_at_3": "The same at 3 ln(periods), the penalty in use.",
    "changes_at_4": "The same at 4 ln(periods).",
    "changes_at_6": "The same at 6 ln(periods).",
    "n": "Occasions in these periods.",
    "n_units": "Whole periods with monitored days.",
    "reason": "Why there is no answer, or that there is no change.",
}


def _changes(voiced: Voiced) -> pd.DataFrame:
    """One row per group and change of its rate; a group without one has one row, with the reason."""
    rows: list[dict[str, object]] = []
    for key, own in _series(voiced):
        counts, days = own["stream_occasions"].to_numpy(dtype=float), own["exposure_days"].to_numpy(dtype=float)
        found = change_points(counts.tolist(), exposures=days.tolist()) if len(own) else None
        profile = change_point_profile(counts.tolist(), exposures=days.tolist()) if len(own) else None
        named: dict[str, object] = dict(zip(voiced.keys, key, strict=True))
        named |= {"n": int(counts.sum()), "n_units": len(own)}
        named |= {f"changes_at_{multiple}": profile[multiple] if profile else math.nan for multiple in (2, 3, 4, 6)}
        short = NO_STREAM if voiced.stream is None else "fewer than 8 whole periods were monitored"
        if not found:
            rows.append(named | {"period": "", "reason": short if found is None else "the rate does not change"})
            continue
        ends = [0, *found, len(own)]
        for at, place in enumerate(found, start=1):
            before, after = (slice(ends[at - 1], place), slice(place, ends[at + 1]))
            rows.append(
                named | {"period": own["period"].iloc[place], "rate_before": 30 * counts[before].sum() / days[before].sum(),
                         "rate_after": 30 * counts[after].sum() / days[after].sum(), "reason": ""}
            )  # fmt: skip
    frame = pd.DataFrame(rows, columns=[*voiced.keys, *list(CHANGE_WORDS)[5:]])
    return frame.astype({"rate_before": "float64", "rate_after": "float64"}).reset_index(drop=True)


TRENDS: tuple[Further[Voiced], ...] = (
    Further(name="trend", words=TREND_WORDS, make=_trend),
    Further(name="changepoints", words=CHANGE_WORDS, make=_changes),
)
