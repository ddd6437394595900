"""Intervals: the gap of the corpus under every way of making its interval, side by side (method, section 3.7)."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from claimstats.estimates.effective import (
    cluster_robust_proportion,
    macro_effective_n_wilson,
    student,
    wilson_effective_n,
)
from claimstats.estimates.resampling import cluster_bootstrap
from claimstats.measuring.further import Further
from claimstats.measuring.gaps.scores import LEVEL, by_anchor
from claimstats.measuring.gaps.weighed import Weighed

__all__ = ["INTERVALS"]

#: Below so many claims the percentiles of a bootstrap over claims do not hold their level.
MANY_CLAIMS = 40

INTERVAL_WORDS = {
    "role": "Whose deeds: `own` or `other`.",
    "vote": "Who has one vote: `claims`, as in the headline, or `anchors`, where a claim said often weighs more.",
    "method": "How the interval was made.",
    "estimate": "The gap, from 0 to 1.",
    "ci_low": "Lower end of the interval.",
    "ci_high": "Upper end of it.",
    "conf_level": "Confidence level of the interval.",
    "se": "Standard error of the gap, where the method has one.",
    "n_eff": "The number of independent claims, or anchors, that the scores are worth, where the method has one.",
    "n": "Anchors.",
    "n_units": "Claims.",
    "headline": "Whether the reports print this one.",
    "flags": "What to bear in mind, separated by `;`.",
    "reason": "Why it is missing.",
}


def _intervals(weighed: Weighed) -> pd.DataFrame:
    """One row per role and method."""
    rows: list[dict[str, object]] = []
    scored = weighed.pairs.scored
    for role in weighed.corpus["role"]:
        own = scored[scored["role"] == role]
        claims = [by_anchor(pairs) for _, pairs in own.groupby("claim_id", sort=True)]
        few = "few_clusters" if 0 < len(claims) < MANY_CLAIMS else ""
        for row in _ways([float(own.sum()) for own in claims], [len(own) for own in claims]):
            flags = few if row["method"] == "bootstrap of claims" else ""
            told = {"role": role, "n": sum(map(len, claims)), "n_units": len(claims), "flags": flags}
            known = not math.isnan(float(row["ci_low"]))  # type: ignore[arg-type]
            reason = "" if known else "no claim can be scored" if not claims else "one claim has no spread"
            rows.append({"headline": False, "se": math.nan, "n_eff": math.nan, **told, **row,
                         "conf_level": LEVEL if known else math.nan, "reason": reason})  # fmt: skip
    return pd.DataFrame(rows, columns=list(INTERVAL_WORDS))


def _ways(credit: list[float], anchors: list[int]) -> Iterator[dict[str, object]]:
    """Every way to an interval, from the sum of credit and the anchors of each claim."""
    means = [got / number for got, number in zip(credit, anchors, strict=True)]
    for last, method in ((True, "wilson at the effective number"), (False, "the same, its number bounded first")):
        found = macro_effective_n_wilson(means, anchors, level=LEVEL, bound_last=last)
        yield {"vote": "claims", "method": method, "estimate": 1 - found.estimate, "ci_low": 1 - found.high,
               "ci_high": 1 - found.low, "n_eff": found.n_adj, "headline": last}  # fmt: skip
    mean = float(np.mean(means)) if means else math.nan
    error = float(np.std(means, ddof=1)) / math.sqrt(len(means)) if len(means) > 1 else math.nan
    half = student(len(means) - 1, LEVEL) * error if len(means) > 1 else math.nan
    yield {"vote": "claims", "method": "t over claims", "estimate": 1 - mean, "ci_low": 1 - mean - half,
           "ci_high": 1 - mean + half, "se": error}  # fmt: skip
    drawn = cluster_bootstrap(means, [1.0] * len(means), level=LEVEL)
    yield {"vote": "claims", "method": "bootstrap of claims", "estimate": 1 - drawn.estimate,
           "ci_low": 1 - drawn.high, "ci_high": 1 - drawn.low, "se": drawn.se}  # fmt: skip
    robust, every = cluster_robust_proportion(credit, anchors), wilson_effective_n(credit, anchors, level=LEVEL)
    yield {"vote": "anchors", "method": "wilson at the effective number", "estimate": 1 - every.estimate,
           "ci_low": 1 - every.high, "ci_high": 1 - every.low, "se": robust.se_cr2, "n_eff": every.n_adj}  # fmt: skip


INTERVALS: tuple[Further[Weighed], ...] = (Further(name="intervals", words=INTERVAL_WORDS, make=_intervals),)
