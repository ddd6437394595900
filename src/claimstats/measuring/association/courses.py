"""Courses: the same comparison by lag, as superposed epochs, and week by week (method, sections 4.1 to 4.3)."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from claimstats.dates import periods_between
from claimstats.estimates.correlation import lagged_cross_correlation
from claimstats.estimates.epochs import superposed_epoch
from claimstats.estimates.multiplicity import benjamini_hochberg
from claimstats.measuring.association.paired import Association, Pairing
from claimstats.measuring.further import Further

__all__ = ["COURSES"]

#: Days to either side that a course shows, and weeks.
HALF_WINDOW, WEEKS = 30, 8

#: Weeks that the local shift of weekly counts reaches to either side: a quarter.
WEEK_REACH = 13

LAG_WORDS = {
    "claim_id": "The claim.",
    "role": "`own`: deeds of the speaker's side; `other`: of the party spoken about.",
    "direction": "`trigger`: deeds after words, where the lag is above 0; before them, below 0.",
    "lag": "Days from the words to the first day of the window; the window has the tolerance more.",
    "rate": "Share of days with words that have a deed in that window, from 0 to 1.",
    "low": "Lower end of the band that local shifts of the calendar of deeds give, at each lag apart.",
    "high": "Upper end of it.",
    "expected": "Mean over these shifts.",
    "n": "Days with words.",
    "reason": "Why it is missing.",
}


def _by_lag(association: Association) -> pd.DataFrame:
    """The coincidence rate at lags of up to 30 days, with what local shifts give; the record closed to a circle."""
    lags = np.arange(-HALF_WINDOW, HALF_WINDOW + 1)
    tail = (1 - association.level) / 2
    parts = []
    for pairing in association.pairings:
        if not len(pairing.said) or not len(pairing.done):
            continue
        reach = min(association.reach, (pairing.span - 1) // 2)
        counts = _counts(pairing, association.tolerance, HALF_WINDOW + reach) / len(pairing.said)
        # Shifting the deeds by s days at lag k is looking at lag k - s.
        around = np.lib.stride_tricks.sliding_window_view(counts, 2 * reach + 1)
        low, high = np.quantile(around, [tail, 1 - tail], axis=1, method="inverted_cdf")
        named = {"claim_id": pairing.claim_id, "role": pairing.role, "direction": "trigger", "lag": lags}
        parts.append(
            pd.DataFrame(
                named | {"rate": around[:, reach], "low": low, "high": high, "expected": around.mean(axis=1),
                         "n": len(pairing.said), "reason": ""}
            )
        )  # fmt: skip
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(LAG_WORDS))


def _counts(pairing: Pairing, tolerance: int, farthest: int) -> NDArray[np.float64]:
    """Days with words that have a deed in ``[day + lag, day + lag + tolerance]``, for lags up to the farthest."""
    held = np.zeros(pairing.span, dtype=bool)
    for later in range(min(tolerance, pairing.span - 1) + 1):
        held[(pairing.done - pairing.start - later) % pairing.span] = True
    lags = np.arange(-farthest, farthest + 1)
    return held[(pairing.said[None, :] - pairing.start + lags[:, None]) % pairing.span].sum(axis=1).astype(float)


EPOCH_WORDS = {
    "claim_id": LAG_WORDS["claim_id"],
    "role": LAG_WORDS["role"],
    "lag": "Days from the words.",
    "mean": "Mean number of deeds on that day, over the days with words.",
    "baseline": "Mean number of deeds per day.",
    "band": "How far from the baseline the whole course goes in 95 % of the circular shifts.",
    "statistic": "Mean after less mean before the words, in deeds per day; the day itself on neither side.",
    "p": "Two-sided p of the statistic, over circular shifts of the deeds.",
    "q": "p after Benjamini and Hochberg, over the claims and roles of this table.",
    "n": "Days with words that have the whole window.",
    "reason": "Why it is missing.",
}


def _superpose(association: Association) -> pd.DataFrame:
    """The mean course of deeds around the days with words."""
    parts = []
    for pairing in association.pairings:
        if not len(pairing.said) or not len(pairing.done):
            continue
        days, counts = np.unique(pairing.deeds["day"].to_numpy(dtype=np.int64), return_counts=True)
        series = np.zeros(pairing.span)
        series[days - pairing.start] = counts
        keys = (pairing.said - pairing.start).tolist()
        found = superposed_epoch(series.tolist(), keys=keys, half_window=HALF_WINDOW, level=association.level)
        named = {"claim_id": pairing.claim_id, "role": pairing.role}
        reason = "" if found.keys else "no day with words has 30 days of the record to either side"
        parts.append(
            pd.DataFrame(
                named | {"lag": np.arange(-HALF_WINDOW, HALF_WINDOW + 1), "mean": found.composite,
                         "baseline": found.baseline, "band": found.band, "statistic": found.statistic,
                         "p": found.p_two_sided, "n": found.keys, "reason": reason}
            )
        )  # fmt: skip
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(EPOCH_WORDS))
    tests = frame.drop_duplicates(["claim_id", "role"])[["claim_id", "role"]]
    q = benjamini_hochberg(
        frame.drop_duplicates(["claim_id", "role"])["p"].astype("float64").tolist() if "p" in frame else []
    )
    return frame.drop(columns="q", errors="ignore").merge(tests.assign(q=q), on=["claim_id", "role"])[list(EPOCH_WORDS)]


WEEKLY_WORDS = {
    "claim_id": LAG_WORDS["claim_id"],
    "role": LAG_WORDS["role"],
    "lag": "Weeks from words to deeds; above 0, deeds come after.",
    "estimate": "Correlation of weekly counts less the level of their quarter, from -1 to 1; missing with its `reason`.",
    "p": "Share of local shifts of the deeds, up to 13 weeks, with a correlation at least as far from 0.",
    "q": "p after Benjamini and Hochberg, over all p of this table.",
    "n": "Weeks that both were monitored on every day.",
    "reason": "Why it is missing.",
}

#: Below so many weeks a correlation says nothing.
FEWEST_WEEKS = 30


def _correlate(association: Association) -> pd.DataFrame:
    """Correlations of weekly counts at lags of up to eight weeks, the level of each quarter taken out."""
    lags = list(range(-WEEKS, WEEKS + 1))
    rows: list[dict[str, object]] = []
    for pairing in association.pairings:
        weeks = pairing.span // 7
        said, done = (_weekly(pairing, days, weeks) for days in (pairing.said, pairing.done))
        found = lagged_cross_correlation(statements=said.tolist(), actions=done.tolist(), lags=lags, least=FEWEST_WEEKS)
        p = _shifted(said, done, lags, found)
        short = pairing.reason or (
            f"fewer than {FEWEST_WEEKS} weeks" if weeks < FEWEST_WEEKS else "one of the two never varies"
        )
        for lag, value, chance in zip(lags, found, p, strict=True):
            reason = short if math.isnan(value) else ""
            rows.append({"claim_id": pairing.claim_id, "role": pairing.role, "lag": lag, "estimate": value, "p": chance,
                         "n": weeks, "reason": reason})  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(WEEKLY_WORDS))
    return frame.assign(q=benjamini_hochberg(frame["p"].astype("float64").tolist()))


def _weekly(pairing: Pairing, days: NDArray[np.int64], weeks: int) -> NDArray[np.float64]:
    """Counts per week from the first shared day on, as Pearson residuals of a Poisson level per quarter."""
    places = (days - pairing.start) // 7
    counts = np.bincount(places[places < weeks], minlength=weeks).astype(float)
    if not weeks:
        return counts
    quarters = periods_between(pairing.start, pairing.start + 7 * weeks - 1, "quarter")
    quarter = np.searchsorted([part.start for part in quarters], pairing.start + 7 * np.arange(weeks), side="right")
    level = (np.bincount(quarter, counts) / np.maximum(np.bincount(quarter), 1))[quarter]
    return np.divide(counts - level, np.sqrt(level), out=np.zeros(weeks), where=level > 0)


def _shifted(
    said: NDArray[np.float64], done: NDArray[np.float64], lags: list[int], found: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The share of local shifts, none among them, that correlate at least as strongly; per lag."""
    if np.isnan(found).all():
        return np.full(len(lags), math.nan)
    reach = min(WEEK_REACH, (len(done) - 1) // 2)
    drawn = [
        lagged_cross_correlation(
            statements=said.tolist(), actions=np.roll(done, shift).tolist(), lags=lags, least=FEWEST_WEEKS
        )
        for shift in range(-reach, reach + 1)
    ]
    return (np.abs(drawn) >= np.abs(found) - 1e-12).mean(axis=0)


COURSES: tuple[Further[Association], ...] = (
    Further(name="lags", words=LAG_WORDS, make=_by_lag),
    Further(name="epoch", words=EPOCH_WORDS, make=_superpose),
    Further(name="lagged", words=WEEKLY_WORDS, make=_correlate),
)
