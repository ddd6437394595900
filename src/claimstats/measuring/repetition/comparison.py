"""Comparison: each period against the one before, and two speakers on one claim (method, sections 2.4 and 2.5)."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import combinations

import pandas as pd

from claimstats.estimates.comparison import quasi_rate_ratio, rate_ratio
from claimstats.estimates.multiplicity import benjamini_hochberg
from claimstats.measuring.further import Further
from claimstats.measuring.repetition.rhythm import KEY_WORDS, NO_STREAM
from claimstats.measuring.repetition.scatter import OVERDISPERSED, scatter_of_periods, weekly_counts, whole_weeks
from claimstats.measuring.repetition.voiced import Voiced

__all__ = ["COMPARISON"]

RATIO_WORDS = {
    "estimate": "Ratio of the two rates; infinite where the second is 0; missing with its `reason`.",
    "ci_low": "Lower end of its interval.",
    "ci_high": "Upper end of it.",
    "conf_level": "Confidence level of the interval.",
    "n": "Occasions of both together.",
    "p": "Two-sided p of equal rates (central).",
    "q": "p after Benjamini and Hochberg, over all p of this table.",
    "method": "`exact` given the sum of both, or `quasi-poisson` where weeks scatter more than a Poisson law.",
    "flags": "What to bear in mind, separated by `;`.",
    "reason": "Why the ratio is missing.",
}

PERIOD_WORDS = {
    **KEY_WORDS,
    "period": "The period.",
    "before": "The period before it.",
    **RATIO_WORDS,
    "occasions": "Occasions of the stream in the period, on monitored days.",
    "occasions_before": "The same in the period before.",
    "exposure_days": "Monitored days of the period.",
    "exposure_before": "Monitored days of the period before.",
    "dispersion": "Index of dispersion of the weeks of both; missing below 8 weeks in one of them.",
}


def _periods(voiced: Voiced) -> pd.DataFrame:
    """The ratio of each period's rate to the one before, per group."""
    keys = list(voiced.keys)
    frame = voiced.frame.sort_values([*keys, "start"], kind="stable")
    named = ["period", "stream_occasions", "exposure_days"]
    before = frame.groupby(keys, sort=False)[named].shift(1)
    pairs = frame.assign(
        before=before["period"], occasions_before=before["stream_occasions"], exposure_before=before["exposure_days"]
    )
    pairs = pairs[pairs["before"].notna()].drop(columns=["n", "dispersion"])
    pairs = pairs.merge(_pooled(voiced, frame), on=[*keys, "number"], how="left")
    ratio = lru_cache(maxsize=None)(_ratio)
    found = [
        ratio(count, days, earlier, old, index, weeks, voiced.level, voiced.stream is not None)
        for count, days, earlier, old, index, weeks in zip(
            pairs["stream_occasions"], pairs["exposure_days"], pairs["occasions_before"], pairs["exposure_before"],
            pairs["dispersion"], pairs["weeks"], strict=True,
        )
    ]  # fmt: skip
    answers = pd.DataFrame(found, columns=list(RATIO_WORDS), index=pairs.index)
    result = pairs[[*keys, "period", "before"]].join(answers)
    for name, source in (("occasions", "stream_occasions"), ("occasions_before",) * 2, ("exposure_days",) * 2,
                         ("exposure_before",) * 2, ("dispersion",) * 2):  # fmt: skip
        result[name] = pairs[source].astype("float64")
    result["q"] = benjamini_hochberg(result["p"].astype("float64").tolist())
    return result[[*keys, *list(PERIOD_WORDS)[5:]]].reset_index(drop=True)


def _pooled(voiced: Voiced, frame: pd.DataFrame) -> pd.DataFrame:
    """The dispersion of each period and the one before together, about their own means; 8 weeks in each are asked for."""
    keys = list(voiced.keys)
    weeks = whole_weeks(voiced.days, voiced.start, voiced.as_of)
    grid = frame[["number", "start", "end"]].drop_duplicates("number")
    scatter = scatter_of_periods(weekly_counts(voiced.monitored_rows, voiced), grid, weeks, keys=keys)
    scatter["statistic"] = scatter["index"] * (scatter["weeks"] - 1)
    scatter["degrees"] = scatter["weeks"] - 1
    own = frame[[*keys, "number", "start"]].merge(scatter, on=[*keys, "number"], how="left")
    shifted = own.groupby(keys, sort=False)[["statistic", "degrees", "weeks"]].shift(1)
    own["dispersion"] = (own["statistic"] + shifted["statistic"]) / (own["degrees"] + shifted["degrees"])
    own["weeks"] = own["weeks"] + shifted["weeks"]
    return own[[*keys, "number", "dispersion", "weeks"]]


def _ratio(
    count: float, days: float, earlier: float, old: float, index: float, weeks: float, level: float, streamed: bool
) -> tuple[object, ...]:
    """Ratio, interval and p, or what is in the way."""
    nothing = (math.nan, math.nan, math.nan, math.nan)
    if not streamed or not days > 0 or not old > 0:
        reason = NO_STREAM if not streamed else "no day of one of the two was monitored"
        return (*nothing, 0, math.nan, math.nan, "none", "" if not streamed else "zero_exposure", reason)
    total = int(count + earlier)
    if not total:
        return (*nothing, 0, math.nan, math.nan, "none", "no_data", "no occasion in either")
    if index > OVERDISPERSED and count and earlier:
        quasi = quasi_rate_ratio(int(count), days, int(earlier), old, index=index, degrees=int(weeks) - 2, level=level)
        return (
            quasi.ratio,
            quasi.low,
            quasi.high,
            level,
            total,
            quasi.p_central,
            math.nan,
            "quasi-poisson",
            "overdispersed",
            "",
        )
    found = rate_ratio(int(count), float(days), int(earlier), float(old), level=level)
    flags = "overdispersed" if index > OVERDISPERSED else ""
    return (found.ratio, found.low, found.high, level, total, found.p_central, math.nan, "exact", flags, "")


SPEAKER_WORDS = {
    "claim_id": "The claim; `all` for all of them.",
    "first_speaker": "One speaker.",
    "second_speaker": "The other one, later in the alphabet.",
    **RATIO_WORDS,
    "occasions_first": "Occasions of the first, of the stream, on monitored days.",
    "occasions_second": "The same of the second.",
}


def _speakers(voiced: Voiced) -> pd.DataFrame:
    """Two speakers on the same claim, over all monitored days: every pair that both have voiced it.

    The days are the same for both, so that the ratio is that of the counts. An office that one of them held for a part
    of the days is not taken into account.
    """
    occasions = voiced.monitored
    every = pd.concat([occasions, occasions.assign(claim_id="all")], ignore_index=True)
    ratio = lru_cache(maxsize=None)(lambda one, two: _ratio(one, 1, two, 1, math.nan, math.nan, voiced.level, True))
    rows = []
    for claim, own in every.groupby("claim_id", sort=True):
        counts = own.groupby("speaker", sort=True).size()
        for (one, first), (other, second) in combinations(counts.items(), 2):
            rows.append((claim, one, other, *ratio(first, second), first, second))
    frame = pd.DataFrame(rows, columns=list(SPEAKER_WORDS))
    return frame.assign(q=benjamini_hochberg(frame["p"].astype("float64").tolist()))


COMPARISON: tuple[Further[Voiced], ...] = (
    Further(name="comparison", words=PERIOD_WORDS, make=_periods),
    Further(name="speakers", words=SPEAKER_WORDS, make=_speakers),
)
