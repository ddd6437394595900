"""Threats and restraint: deeds after a red line was crossed, and without one (method, section 3.9)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from claimstats.codebook import Expectation
from claimstats.estimates.proportions import wilson
from claimstats.estimates.threats import follow_through_contrast
from claimstats.measuring.further import Further
from claimstats.measuring.gaps.weighed import Weighed

__all__ = ["THREATS"]

LEVEL = 0.95

WORDS = {
    "claim_id": "The claim; `all` for all expectations together.",
    "expectation_id": "The expectation; `all` for all of them.",
    "estimate": "Follow-through: share of crossings, scored ones, after which the deed came; missing with its `reason`.",
    "ci_low": "Lower end of Wilson's interval.",
    "ci_high": "Upper end of it.",
    "conf_level": "Confidence level of the interval.",
    "n": "Crossings whose window was over at the cut-off and can be assessed.",
    "n_units": "The same: each crossing is a unit; their windows may overlap.",
    "method": "How the interval was made.",
    "flags": "What to bear in mind, separated by `;`.",
    "reason": "Why the share is missing.",
    "acted": "Scored crossings after which the deed came in full.",
    "not_acted": "Scored crossings after which it did not, or came in part.",
    "open": "Crossings whose window was not over at the cut-off.",
    "unassessable": "Crossings whose window the record does not cover.",
    "quiet": "Windows of the same length, end to end from the first utterance on, that touch no window of a crossing.",
    "quiet_acted": "Those in which the deed came all the same: unprovoked.",
    "difference": "Follow-through less the share of quiet windows with the deed, from -1 to 1.",
    "p": "Two-sided p of Fisher's exact test of that difference.",
}


def _tabulate(weighed: Weighed) -> pd.DataFrame:
    """Triggered by acted, per expectation that waits for a red line, and for all of them."""
    rows = [
        {"claim_id": expectation.claim_id, "expectation_id": expectation.id} | _count(weighed, expectation)
        for expectation in weighed.expectations.values()
        if expectation.anchor == "trigger" and expectation.claim_id in weighed.record.utterances
    ]
    counts = pd.DataFrame(rows)
    if counts.empty:
        return pd.DataFrame(columns=list(WORDS))
    names = ["acted", "not_acted", "open", "unassessable", "quiet", "quiet_acted"]
    whole = {"claim_id": "all", "expectation_id": "all"} | counts[names].sum().to_dict()
    found = [row | _contrast(row) for row in [*counts.to_dict("records"), whole]]
    return pd.DataFrame(found, columns=list(WORDS))


def _count(weighed: Weighed, expectation: Expectation) -> dict[str, int]:
    """Crossings by what came after them, and quiet windows by whether the deed came in them."""
    frame = weighed.pairs.frame
    own = frame[(frame["expectation_id"] == expectation.id) & (frame["outcome"] != "not_triggered")]
    scored = own[own["credit"].notna()]
    acted = int((scored["outcome"] == "fulfilled").sum())
    quiet, quiet_acted = _quiet(weighed, expectation)
    return {
        "acted": acted,
        "not_acted": len(scored) - acted,
        "open": int((~own["closed"]).sum()),
        "unassessable": int((own["closed"] & own["credit"].isna()).sum()),
        "quiet": quiet,
        "quiet_acted": quiet_acted,
    }


def _quiet(weighed: Weighed, expectation: Expectation) -> tuple[int, int]:
    """Windows end to end, from the first utterance on, that no window of a crossing touches."""
    from claimstats.measuring.gaps.anchors import anchors_of

    chance, first, last = weighed.pairs.chances[expectation.id], expectation.first, expectation.last or 0
    said = weighed.record.utterances[expectation.claim_id]
    crossings = anchors_of(expectation, said, weighed.record.deeds, longest=0)
    taken = np.zeros(len(chance.days), dtype=bool)
    for crossing in crossings:
        # The window of day d touches [lo + a, hi + b] if d + b >= lo + a and d + a <= hi + b.
        taken |= (chance.days + last >= crossing.lo + first) & (chance.days + first <= crossing.hi + last)
    days, fulfilled = chance.days[~taken], chance.fulfilled[~taken]
    count = acted = 0
    at = int(np.searchsorted(days, int(said.hi.min())))
    while at < len(days):
        count += 1
        acted += int(fulfilled[at])
        at = int(np.searchsorted(days, days[at] + chance.window))
    return count, acted


def _contrast(row: dict[str, object]) -> dict[str, object]:
    """The shares, their difference and its exact test."""
    acted, rest, quiet, unprovoked = (int(str(row[name])) for name in ("acted", "not_acted", "quiet", "quiet_acted"))
    crossings = acted + rest
    interval = wilson(acted, crossings, level=LEVEL)
    found = follow_through_contrast(
        triggered_acted=acted, triggered_not=rest, untriggered_acted=unprovoked, untriggered_not=quiet - unprovoked
    )
    waiting = int(str(row["open"])) + int(str(row["unassessable"]))
    missing = "no crossing can be scored" if waiting else "the line was never crossed in the record"
    return {
        "estimate": found.follow_through,
        "ci_low": interval.low,
        "ci_high": interval.high,
        "conf_level": LEVEL if crossings else np.nan,
        "n": crossings,
        "n_units": crossings,
        "method": "wilson" if crossings else "none",
        "flags": "n_small" if 0 < crossings < 5 else "",
        "reason": "" if crossings else missing,
        "difference": found.difference,
        "p": found.p_two_sided,
    }


RESTRAINT_WORDS = {
    "claim_id": "The claim.",
    "role": "`own`: deeds of the speaker's side; `other`: of the party spoken about.",
    "fulfilment": "Share of absences kept: mean over anchors, from 0 to 1.",
    "base_fulfilment": "The same by doing nothing: on any day of the record.",
    "excess": "Kept beyond chance, from -1 to 1: the finding, because absence is kept by inertia.",
    "n": "Scored pairs.",
    "n_units": "Anchors with a scored pair.",
    "reason": "Why fulfilment is missing.",
    "base_reason": "Why there is no base rate.",
}


def _restrain(weighed: Weighed) -> pd.DataFrame:
    """Claims of restraint: what was kept, beside what is kept by doing nothing."""
    ours = weighed.scores["claim_id"].map(weighed.types) == "restraint"
    return weighed.scores.loc[ours, list(RESTRAINT_WORDS)].reset_index(drop=True)


THREATS: tuple[Further[Weighed], ...] = (
    Further(name="threats", words=WORDS, make=_tabulate),
    Further(name="restraint", words=RESTRAINT_WORDS, make=_restrain),
)
