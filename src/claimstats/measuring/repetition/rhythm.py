"""Rhythm: whether occasions come evenly or in bursts, week by week and gap by gap (method, sections 2.5, 2.8, 2.9)."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from claimstats.dates import iso
from claimstats.estimates.burstiness import burstiness, poisson_reference_range, resampled_range
from claimstats.estimates.bursts import batched_bursts
from claimstats.estimates.multiplicity import benjamini_hochberg
from claimstats.measuring.coverage import Texts
from claimstats.measuring.further import Further
from claimstats.measuring.repetition.scatter import FEWEST_WEEKS, OVERDISPERSED, index_of, weekly_counts, whole_weeks
from claimstats.measuring.repetition.voiced import Voiced, groups_of

__all__ = ["RHYTHM"]

KEY_WORDS = {
    "claim_id": "The claim.",
    "speaker": "Who spoke.",
    "source_type": "Type of the outlet.",
    "stance": "Stance of the statement.",
    "frame": "Frame of the statement.",
}

NO_STREAM = "no stream with known coverage: silence may be one of the record"

DISPERSION_WORDS = {
    **KEY_WORDS,
    "estimate": "Index of dispersion of weekly occasions: 1 for a Poisson law, above it where they come in bursts.",
    "n": "Occasions in whole monitored weeks.",
    "n_units": "Whole monitored weeks.",
    "mean": "Occasions per week.",
    "statistic": "Sum of squared distances from the mean, over the mean.",
    "p_greater": "Chance of at least so much scatter under a Poisson law (chi-square).",
    "q": "p after Benjamini and Hochberg, over all groups.",
    "flags": "What to bear in mind, separated by `;`.",
    "reason": "Why the index is missing.",
}


def _dispersion(voiced: Voiced) -> pd.DataFrame:
    """The index of dispersion per group, over all whole monitored weeks."""
    from scipy.special import chdtrc

    weeks = whole_weeks(voiced.days, voiced.start, voiced.as_of)
    counts = weekly_counts(voiced.monitored_rows, voiced)
    counts = counts[counts["week"].isin(weeks)]
    groups = voiced.frame[list(voiced.keys)].drop_duplicates()
    moments = counts.assign(square=counts["count"] ** 2).groupby(list(voiced.keys))[["count", "square"]].sum()
    frame = groups.merge(moments.reset_index(), on=list(voiced.keys), how="left").fillna({"count": 0, "square": 0})
    total = frame["count"].to_numpy(dtype=float)
    index = index_of(total, frame["square"].to_numpy(dtype=float), np.full(len(frame), len(weeks)))
    degrees = max(len(weeks) - 1, 0)
    p = np.where(np.isnan(index), np.nan, chdtrc(max(degrees, 1), np.nan_to_num(index) * degrees))
    short = NO_STREAM if voiced.stream is None else "fewer than 8 whole weeks were monitored"
    reasons = np.where(
        np.isnan(index), np.where((total == 0) & (len(weeks) >= FEWEST_WEEKS), "no occasion in these weeks", short), ""
    )
    found = frame[list(voiced.keys)].assign(
        estimate=index, n=total.astype("int64"), n_units=len(weeks),
        mean=total / len(weeks) if len(weeks) else math.nan, statistic=index * degrees, p_greater=p,
        q=benjamini_hochberg(p.tolist()), flags=np.where(index > OVERDISPERSED, "overdispersed", ""), reason=reasons,
    )  # fmt: skip
    return found.reset_index(drop=True)


BURSTINESS_WORDS = {
    **KEY_WORDS,
    "estimate": "Size-corrected burstiness A: -1 regular, 0 as a Poisson stream's, 1 one burst; missing with its `reason`.",
    "ci_low": "Lower end: bootstrap of gaps from 20 gaps on; below that, of A over Poisson streams of as many gaps.",
    "ci_high": "Upper end of the same.",
    "conf_level": "Confidence level of these ends.",
    "burstiness": "Uncorrected B, from -1 to 1; not comparable between groups of other size.",
    "memory": "Correlation of each gap with the next, from -1 to 1; missing below four gaps.",
    "n": "Occasions of the monitored stream.",
    "n_units": "Gaps between them.",
    "median_gap": "Median gap in days.",
    "method": "Whose ends stand in `ci_low` and `ci_high`.",
    "flags": "What to bear in mind, separated by `;`.",
    "reason": "Why it is missing.",
}

#: From so many gaps on they are drawn again; with more uncertain dates than this share the gaps mean nothing.
BOOTSTRAPPED, PARTIAL = 20, 0.1


def _burstiness(voiced: Voiced) -> pd.DataFrame:
    """Burstiness and memory of the gaps between occasions, per group."""
    rows = []
    for key, own in groups_of(voiced, voiced.monitored):
        found = _gap_statistics(own, voiced) if len(own) else {"n": 0, "n_units": 0, "method": "none", "flags": ""}
        if voiced.stream is None:
            found["reason"] = NO_STREAM
        elif not len(own):
            found["reason"] = "no occasion on a monitored day"
        rows.append(dict(zip(voiced.keys, key, strict=True)) | found)
    frame = pd.DataFrame(rows, columns=[*voiced.keys, *list(BURSTINESS_WORDS)[5:]])
    numbers = ("estimate", "ci_low", "ci_high", "conf_level", "burstiness", "memory", "median_gap")
    return frame.astype(dict.fromkeys(numbers, "float64"))


def _gap_statistics(own: pd.DataFrame, voiced: Voiced) -> dict[str, object]:
    """The numbers of one group."""
    days = np.sort(own["day"].to_numpy(dtype=np.int64))
    gaps = np.diff(days).astype(float)
    partial = float((own["lo"] != own["hi"]).mean())
    found = burstiness(gaps.tolist())
    reason = "more than 10 % of the dates are no single day" if partial > PARTIAL else ""
    reason = reason or (
        "" if not math.isnan(found.corrected) else "fewer than two gaps" if len(gaps) < 2 else "all on one day"
    )
    known = not reason
    drawn = len(gaps) >= BOOTSTRAPPED
    low, high = math.nan, math.nan
    if known and drawn:
        low, high = resampled_range(gaps.tolist(), level=voiced.level)
    elif known:
        low, high = poisson_reference_range(gaps=len(gaps), level=voiced.level)
    median = float(np.median(gaps)) if len(gaps) else math.nan
    holds = {"n_small": len(gaps) < BOOTSTRAPPED, "ties": median < 2}
    return {
        "estimate": found.corrected if known else math.nan,
        "ci_low": low,
        "ci_high": high,
        "conf_level": voiced.level if known else math.nan,
        "burstiness": found.burstiness if known else math.nan,
        "memory": found.memory if known else math.nan,
        "n": len(days),
        "n_units": len(gaps),
        "median_gap": median,
        "method": "none" if not known else "bootstrap of gaps" if drawn else "range of Poisson streams",
        "flags": ";".join(name for name, applies in holds.items() if applies),
        "reason": reason,
    }


BURST_WORDS = {
    **KEY_WORDS,
    "start": "First day of the first week of the burst.",
    "end": "Last day of its last week.",
    "weeks": "Its weeks, those that were monitored whole.",
    "estimate": "Weight of the burst: how much dearer these weeks would be at the usual share (Kleinberg).",
    "n": "Texts that voice it in these weeks.",
    "texts": "Texts read in them.",
    "usual_share": "Share of texts that voice it over all weeks, from 0 to 1.",
}


def _bursts(voiced: Voiced) -> pd.DataFrame:
    """The weeks in which a group took more than twice its usual share of the texts, for streams whose texts are counted.

    Weeks whose texts are not known are left out; without any, there are no rows.
    """
    columns = [*voiced.keys, *list(BURST_WORDS)[5:]]
    weeks = whole_weeks(voiced.days, voiced.start, voiced.as_of)
    texts = _texts_by_week(voiced, weeks)
    weeks, texts = weeks[~np.isnan(texts)], texts[~np.isnan(texts)]
    if not len(weeks):
        return pd.DataFrame(columns=columns)
    counts = weekly_counts(voiced.monitored_rows, voiced, texts=True)
    rows: list[dict[str, object]] = []
    for key, own in counts.groupby(list(voiced.keys), sort=True):
        relevant = (
            pd.Series(own["count"].to_numpy(dtype=float), index=own["week"]).reindex(weeks, fill_value=0).to_numpy()
        )
        found = batched_bursts(np.minimum(relevant, texts).tolist(), texts.tolist())
        for burst in found.bursts:
            first, last = int(burst.start), int(burst.end)
            held = slice(first, last + 1)
            named = dict(zip(voiced.keys, key if isinstance(key, tuple) else (key,), strict=True))
            rows.append(
                named | {"start": iso(int(weeks[first]) * 7 + 1), "end": iso(int(weeks[last]) * 7 + 7),
                         "weeks": last - first + 1, "estimate": burst.weight, "n": int(relevant[held].sum()),
                         "texts": int(texts[held].sum()), "usual_share": found.usual_share}
            )  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _texts_by_week(voiced: Voiced, weeks: NDArray[np.int64]) -> NDArray[np.float64]:
    """Texts read in each week; missing where a counted stretch reaches over its ends."""
    coverage = voiced.claims.study.codebook["coverage"]
    read = Texts(coverage[(coverage["stream"] == voiced.stream) & (coverage["key"] == "")])
    return np.array([read.count(int(week) * 7 + 1, int(week) * 7 + 7) for week in weeks], dtype=float)


RHYTHM: tuple[Further[Voiced], ...] = (
    Further(name="dispersion", words=DISPERSION_WORDS, make=_dispersion),
    Further(name="burstiness", words=BURSTINESS_WORDS, make=_burstiness),
    Further(name="bursts", words=BURST_WORDS, make=_bursts),
)
