"""Cohorts: the gap by the quarter of its anchors, restated as windows close; and windows before the same anchors."""

from __future__ import annotations

import numpy as np
import pandas as pd

from claimstats.codebook import Expectation
from claimstats.estimates.baserates import self_controlled_windows
from claimstats.measuring.further import Further
from claimstats.measuring.gaps.corpus import score_corpus
from claimstats.measuring.gaps.deeds import Dated, relevant
from claimstats.measuring.gaps.pairs import Pairs
from claimstats.measuring.gaps.scores import CLAIM_WORDS, score_claims
from claimstats.measuring.gaps.weighed import Weighed

__all__ = ["COHORTS"]

COHORT_WORDS = {
    "period": "Quarter of the anchors.",
    **{name: CLAIM_WORDS[name] for name in ("role", "estimate", "ci_low", "ci_high", "conf_level", "n", "n_units")},
    **{name: CLAIM_WORDS[name] for name in ("method", "flags", "reason", "gap_lo", "gap_hi", "base_rate", "excess")},
    "windows": "Windows that were opened in it, of any outcome.",
    "open": "Those that were not over at the cut-off: the gap changes as they close.",
}


def _restate(weighed: Weighed) -> pd.DataFrame:
    """The corpus gap of each quarter's anchors; an anchor whose date reaches over two quarters is in none."""
    frame = weighed.pairs.frame
    frame = frame[frame["period"] != ""]
    scored = score_claims(Pairs(frame=frame, chances=weighed.pairs.chances), by=("period", "claim_id", "role"))
    scored = dict(iter(scored.groupby("period")))
    parts = []
    for period, own in frame.groupby("period", sort=True):
        corpus = score_corpus(scored[period], Pairs(frame=own, chances=weighed.pairs.chances))
        still = own[~own["closed"]].groupby("role").size()
        parts.append(corpus.assign(period=period, open=corpus["role"].map(still).fillna(0).astype("int64")))
    return (
        pd.concat(parts, ignore_index=True)[list(COHORT_WORDS)] if parts else pd.DataFrame(columns=list(COHORT_WORDS))
    )


CONTRAST_WORDS = {
    "claim_id": "The claim; `all` for all of them.",
    "role": CLAIM_WORDS["role"],
    "estimate": "Of the anchors that tell the two windows apart, the share with the deed after and not before.",
    "n": "Anchors whose windows before and after are both covered and over.",
    "n_units": "Anchors that tell the two apart.",
    "after": "Anchors with the deed after, and not before.",
    "before": "Anchors with the deed before, and not after.",
    "p": "Two-sided p of McNemar's exact test. Where deeds lead to statements the window before is no control.",
    "flags": "What to bear in mind, separated by `;`.",
    "reason": "Why the share is missing.",
}


def _contrast(weighed: Weighed) -> pd.DataFrame:
    """The window after each anchor against the window of the same length before it, for deeds that are expected."""
    frame = weighed.pairs.frame
    rows: list[tuple[str, str, bool, bool]] = []
    for expectation in weighed.expectations.values():
        if expectation.anchor == "period" or expectation.polarity == "absent":
            continue
        full = relevant(expectation, weighed.record.deeds)["full"]
        scored = frame[(frame["expectation_id"] == expectation.id) & frame["credit"].notna()]
        for lo, hi, outcome in zip(scored["anchor_lo"], scored["anchor_hi"], scored["outcome"], strict=True):
            before = _before(weighed, expectation, full, lo=lo, hi=hi)
            if before is not None:
                rows.append((expectation.claim_id, expectation.role, outcome == "fulfilled", before))
    counted = pd.DataFrame(rows, columns=["claim_id", "role", "after", "before"])
    every = pd.concat([counted, counted.assign(claim_id="all")], ignore_index=True)
    found = [
        {"claim_id": claim, "role": role, **_test(own)}
        for (claim, role), own in every.groupby(["claim_id", "role"], sort=False)
    ]
    return pd.DataFrame(found, columns=list(CONTRAST_WORDS))


def _before(weighed: Weighed, expectation: Expectation, full: Dated, *, lo: str, hi: str) -> bool | None:
    """Whether the deed is in the window before an anchor, definitely; None where that cannot be told."""
    from claimstats.dates import day

    record, last = weighed.record, expectation.last or 0
    # The mirror of [hi + a, lo + b]: from b days before the anchor to a days before, a day of its own at least.
    begins, ends = day(hi) - last, day(lo) - max(expectation.first, 1)
    covered = record.days[expectation.family]
    if begins < record.start or ends < begins or covered is None or covered.share(begins, ends) < record.threshold:
        return None
    return len(full.within(begins, ends)) >= expectation.k_min


def _test(own: pd.DataFrame) -> dict[str, object]:
    """McNemar's test of one group."""
    after, before = int((own["after"] & ~own["before"]).sum()), int((own["before"] & ~own["after"]).sum())
    found = self_controlled_windows(after_only=after, before_only=before)
    telling = after + before
    return {
        "estimate": found.share_after,
        "n": len(own),
        "n_units": telling,
        "after": after,
        "before": before,
        "p": found.p_two_sided if telling else np.nan,
        "flags": "n_small" if 0 < telling < FEW else "",
        "reason": "" if telling else "no anchor tells the two windows apart",
    }


#: With fewer anchors than this no exact test can reach 0.05.
FEW = 6

COHORTS: tuple[Further[Weighed], ...] = (
    Further(name="cohorts", words=COHORT_WORDS, make=_restate),
    Further(name="contrast", words=CONTRAST_WORDS, make=_contrast),
)
