"""Time to action: from an anchor to the first deed, beside deeds that contradict (method, section 4.4)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from claimstats.codebook import Expectation
from claimstats.estimates.competing import aalen_johansen, incidence_interval
from claimstats.measuring.association.paired import Association
from claimstats.measuring.further import Further
from claimstats.measuring.gaps.anchors import Anchor
from claimstats.measuring.gaps.deeds import Dated, relevant
from claimstats.measuring.gaps.pairs import judge_pairs

__all__ = ["TIMING"]

#: What ends the wait, by the number that the estimate gives it.
CAUSES = {1: "deed", 2: "contrary deed"}

WORDS = {
    "claim_id": "The claim.",
    "role": "`own`: deeds of the speaker's side; `other`: of the party spoken about.",
    "time": "Days since the anchor.",
    "cause": "What ended the wait: the deed, or a contrary one.",
    "incidence": "Share of anchors ended by that cause up to then, from 0 to 1; those still open are censored.",
    "ci_low": "Lower end of its bootstrap interval over anchors.",
    "ci_high": "Upper end of it.",
    "at_risk": "Pairs still open just before.",
    "n": "Pairs of an expectation and an anchor.",
    "n_units": "Anchors.",
}

DRAWS = 1000


def _tabulate(association: Association) -> pd.DataFrame:
    """The cumulative incidence of deeds and of contrary deeds, per claim and role."""
    expected = [row for row in association.claims.study.codebook.expectations if _counts(row)]
    rows: list[tuple[str, str, str, float, int]] = []
    for expectation, found in judge_pairs(association.record, expected):
        covered = association.record.days[expectation.family]
        if found is None or covered is None:
            continue
        anchor, judged = found
        if judged.coverage >= association.record.threshold:
            deeds = relevant(expectation, association.record.deeds)
            time, cause = _first(expectation, anchor, deeds["full"], deeds["contrary"], association.record.as_of)
            if time >= 0:
                rows.append((expectation.claim_id, expectation.role, anchor.id, time, cause))
    waits = pd.DataFrame(rows, columns=["claim_id", "role", "anchor_id", "time", "cause"])
    parts = [
        _curve(str(claim), str(role), own, association)
        for (claim, role), own in waits.groupby(["claim_id", "role"], sort=False)
    ]
    parts = [part for part in parts if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(WORDS))


def _counts(expectation: Expectation) -> bool:
    """Whether there is a wait: the deed is expected, once, in a window counted from an anchor."""
    return expectation.polarity == "present" and expectation.anchor != "period"


def _first(expectation: Expectation, anchor: Anchor, full: Dated, contrary: Dated, as_of: int) -> tuple[int, int]:
    """Days to the first deed that is definitely in the window, and which kind; else to the end of the watch, and 0."""
    end = min(anchor.lo + (expectation.last or 0), as_of)
    found = []
    for cause, deeds in ((1, full), (2, contrary)):
        first = np.searchsorted(deeds.lo, anchor.hi + expectation.first)
        inside = deeds.lo[first:][deeds.hi[first:] <= end]
        if len(inside):
            found.append((int(inside[0]) - anchor.hi, cause))
    # On the same day the expected deed goes first, as in the table of outcomes.
    return min(found, default=(end - anchor.hi, 0))


def _curve(claim: str, role: str, own: pd.DataFrame, association: Association) -> pd.DataFrame:
    """The steps of both causes, with the interval that drawing anchors again gives."""
    times, causes = own["time"].tolist(), own["cause"].tolist()
    anchors = pd.factorize(own["anchor_id"])[0]
    found = aalen_johansen(times=times, causes=causes)
    low, high = incidence_interval(
        times=times,
        causes=causes,
        clusters=anchors.tolist(),
        level=association.level,
        draws=DRAWS,
        seed=association.seed,
    )
    parts = []
    for cause, steps in found.incidence.items():
        at = np.array(found.times)
        parts.append(
            pd.DataFrame(
                {"claim_id": claim, "role": role, "time": at, "cause": CAUSES[cause], "incidence": steps,
                 "ci_low": low[cause], "ci_high": high[cause],
                 "at_risk": [int((own["time"] >= time).sum()) for time in at], "n": len(own),
                 "n_units": int(anchors.max()) + 1}
            )
        )  # fmt: skip
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(WORDS))


TIMING: tuple[Further[Association], ...] = (Further(name="time_to_action", words=WORDS, make=_tabulate),)
