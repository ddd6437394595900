"""Coincidence: how often words are followed by deeds, and deeds preceded by words (method, section 4.1)."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from claimstats.estimates.coincidence import CircularShift, Side, circular_shift_test, event_coincidence
from claimstats.estimates.multiplicity import benjamini_hochberg
from claimstats.measuring.association.paired import Association, Pairing

__all__ = ["WORDS", "tabulate_coincidence"]

#: Fewer days with words, or with deeds, carry no test.
FEWEST = 5

WORDS = {
    "claim_id": "The claim.",
    "role": "`own`: deeds of the speaker's side; `other`: of the party spoken about.",
    "direction": "`trigger`: words that are followed by a deed; `precursor`: deeds that words came before.",
    "estimate": "Share of the days with words (trigger) or deeds (precursor) that coincide, from 0 to 1.",
    "n": "Days with words, or with deeds, whose window is in the record.",
    "n_units": "The same: several on one day count once.",
    "coincident": "How many of them coincide.",
    "expected": "How many would on average if the calendar of deeds were shifted by up to the reach.",
    "lift": "Coincident / expected.",
    "base_rate": "Share of all days whose window holds a deed, from 0 to 1; trigger alone.",
    "p_greater": "Share of local shifts with at least so many coincidences.",
    "q": "p after Benjamini and Hochberg, over all p of this table.",
    "p_analytic": "p under Poisson streams, for comparison: it fails where words or deeds come in bursts.",
    "days": "Days from the first to the last on which both were monitored.",
    "monitored_days": "Those on which both were.",
    "dropped": "Occasions and deeds left out: date too wide, or a day on which not both were monitored.",
    "method": "How p was made.",
    "flags": "What to bear in mind, separated by `;`.",
    "reason": "Why the share, or its p, is missing.",
}


def tabulate_coincidence(association: Association) -> pd.DataFrame:
    """One row per claim, role and direction.

    Parameters
    ----------
    association
        The pairings, the tolerance, the lag and the reach of the shift.
    """
    rows = [row for pairing in association.pairings for row in _both_ways(association, pairing)]
    frame = pd.DataFrame(rows, columns=list(WORDS))
    return frame.assign(q=benjamini_hochberg(frame["p_greater"].astype("float64").tolist()))


def _both_ways(association: Association, pairing: Pairing) -> list[dict[str, object]]:
    """Trigger and precursor of one pairing: deeds after words, and words before deeds."""
    terms = {"span": pairing.span, "tolerance": association.tolerance, "lag": association.lag, "start": pairing.start}
    found = event_coincidence(statements=pairing.said.tolist(), actions=pairing.done.tolist(), **terms)  # type: ignore[arg-type]
    last = 2 * pairing.start + pairing.span - 1
    # Read backwards in time, words before deeds are deeds after words.
    backwards = [np.sort(last - days).tolist() for days in (pairing.said, pairing.done)]
    shifts = {
        "trigger": circular_shift_test(
            statements=pairing.said.tolist(), actions=pairing.done.tolist(), reach=association.reach,
            seed=association.seed, **terms,
        ),
        "precursor": circular_shift_test(
            statements=backwards[1], actions=backwards[0], reach=association.reach, seed=association.seed, **terms
        ),
    }  # fmt: skip
    sides = {"trigger": found.trigger, "precursor": found.precursor}
    return [
        _row(association, pairing, direction, sides[direction], shifts[direction], found.base_rate)
        for direction in ("trigger", "precursor")
    ]


def _row(
    association: Association, pairing: Pairing, direction: str, side: Side, shift: CircularShift, base: float
) -> dict[str, object]:
    """One direction of one pairing."""
    events = side.events
    known = not math.isnan(side.rate)
    reason = pairing.reason or (
        "" if known else "no words in the record" if not len(pairing.said) else "no deeds in the record"
    )
    if known and math.isnan(shift.p_greater):
        reason = f"fewer than {FEWEST} days with words, or with deeds: no p is given"
    holds = {
        "coverage_gap": pairing.covered < pairing.span,
        "n_small": known and min(events, len(pairing.said), len(pairing.done)) < FEWEST,
    }
    expected = shift.mean if known else math.nan
    return {
        "claim_id": pairing.claim_id,
        "role": pairing.role,
        "direction": direction,
        "estimate": side.rate,
        "n": events,
        "n_units": events,
        "coincident": side.coincident,
        "expected": expected,
        "lift": side.coincident / expected if expected > 0 else math.nan,
        "base_rate": base if direction == "trigger" else math.nan,
        "p_greater": shift.p_greater,
        "q": math.nan,
        "p_analytic": side.p_greater,
        "days": pairing.span,
        "monitored_days": pairing.covered,
        "dropped": pairing.dropped,
        "method": f"local shift of deeds, up to {association.reach} days" if known else "none",
        "flags": ";".join(sorted(name for name, applies in holds.items() if applies)),
        "reason": reason,
    }
