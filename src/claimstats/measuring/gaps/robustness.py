"""Robustness: how many missing deeds would move the answer, and what an imperfect record hides (sections 3.8, 5.2)."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations

import numpy as np
import pandas as pd

from claimstats.estimates.detection import capture_recapture_chapman, rogan_gladen
from claimstats.estimates.tipping import tipping_point
from claimstats.measuring.further import Further
from claimstats.measuring.gaps.weighed import Weighed
from claimstats.schema.checking import split_values

__all__ = ["ROBUSTNESS"]

#: The fulfilment whose crossing would change how a gap reads.
THRESHOLD = 0.5

#: How often a deed that happened is in the record, and one that did not is not: assumed, not measured.
SENSITIVITIES = (0.5, 0.7, 0.9, 1.0)
SPECIFICITY = 0.99

TIPPING_WORDS = {
    "claim_id": "The claim; `all` for all of them.",
    "role": "`own`: deeds of the speaker's side; `other`: of the party spoken about.",
    "n": "Scored pairs.",
    "credit": "Sum of their credits.",
    "threshold": "Share of the credit that a reader would call as much as not.",
    "estimate": "Deeds missing from the record that would bring the share of credit to the threshold; 0: it is there.",
    "reason": "Why it is missing.",
}


def _tip(weighed: Weighed) -> pd.DataFrame:
    """The fewest unrecorded deeds that would bring half of the pairs to be met, per claim and role and for all."""
    scored = weighed.pairs.scored
    groups = [(claim, role, own) for (claim, role), own in scored.groupby(["claim_id", "role"], sort=False)]
    groups += [("all", role, own) for role, own in scored.groupby("role", sort=True)]
    rows = []
    for claim, role, own in groups:
        credit, n = float(own["credit"].sum()), len(own)
        needed = tipping_point(matured=n, fulfilled=credit, threshold=THRESHOLD)
        rows.append((claim, role, n, credit, THRESHOLD, needed, "" if n else "nothing is scored"))
    return pd.DataFrame(rows, columns=list(TIPPING_WORDS))


DETECTION_WORDS = {
    "role": TIPPING_WORDS["role"],
    "sensitivity": "Assumed share of the deeds that happened that are in the record.",
    "specificity": "Assumed share of windows without the deed that hold no record of one.",
    "n": "Scored pairs of deeds that are expected.",
    "recorded": "Those that are fulfilled.",
    "share": "Share fulfilled as recorded, from 0 to 1.",
    "estimate": "Share fulfilled after the adjustment of Rogan and Gladen, from 0 to 1.",
    "reason": "Why it is missing.",
}


def _adjust(weighed: Weighed) -> pd.DataFrame:
    """The share of expected deeds that came about, if the record held only some of them."""
    scored = weighed.pairs.scored
    rows = []
    for role, own in scored[scored["polarity"] == "present"].groupby("role", sort=True):
        recorded, n = int((own["outcome"] == "fulfilled").sum()), len(own)
        for sensitivity in SENSITIVITIES:
            found = rogan_gladen(positives=recorded, trials=n, sensitivity=sensitivity, specificity=SPECIFICITY)
            rows.append((role, sensitivity, SPECIFICITY, n, recorded, recorded / n, found, ""))
    return pd.DataFrame(rows, columns=list(DETECTION_WORDS))


CAPTURE_WORDS = {
    "first": "A group of outlets that are not independent of each other.",
    "second": "Another one.",
    "n_first": "Verified incidents that the first reports.",
    "n_second": "Verified incidents that the second reports.",
    "both": "Verified incidents that both report.",
    "n": "Verified incidents that either reports.",
    "estimate": "Incidents that there would be, by Chapman's estimate; a floor, because outlets follow each other.",
    "se": "Its standard error.",
    "share": "Share of them that either reports, from 0 to 1.",
    "flags": "What to bear in mind, separated by `;`.",
    "reason": "Why it is missing.",
}

#: Below so many incidents in both lists, the estimate says nothing.
FEW_SHARED = 5


def _recapture(weighed: Weighed) -> pd.DataFrame:
    """How many incidents there are, from each two groups of outlets that share some, and their overlap."""
    sources = weighed.study.codebook["sources"]
    own = sources["independence_group"].where(sources["independence_group"] != "", sources["source_id"])
    group = dict(zip(sources["source_id"], own, strict=True))
    incidents = weighed.study.incidents
    cells = incidents.loc[incidents["verification"] == "verified", "sources"]
    held = [sorted({group.get(name, name) for name in split_values(cell)}) for cell in cells]
    single = Counter(name for names in held for name in names)
    shared = Counter(pair for names in held for pair in combinations(names, 2))
    rows = []
    for (first, second), both in sorted(shared.items()):
        found = capture_recapture_chapman(first=single[first], second=single[second], both=both)
        flags = "n_small" if both < FEW_SHARED else ""
        rows.append((first, second, single[first], single[second], both, found.detected, found.total, found.se,
                     found.share_detected, flags, ""))  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(CAPTURE_WORDS))
    return frame.sort_values(["both", "first", "second"], ascending=[False, True, True], ignore_index=True)


EVIDENCE_WORDS = {
    "claim_id": "The claim.",
    "expectation_id": "The expectation.",
    "role": TIPPING_WORDS["role"],
    "if_so": "Probability that it is fulfilled if the claim holds, as the codebook has it.",
    "by_chance": "Share of admissible days on which it would be fulfilled anyhow.",
    "seen": "Weight of evidence of a window that fulfils it, in decibans (10: tenfold odds).",
    "unseen": "Weight of evidence of a covered window that does not, in decibans.",
    "n": "Scored windows.",
    "n_seen": "Those that fulfil it.",
    "reason": "Why there is no weight.",
}


def _weigh(weighed: Weighed) -> pd.DataFrame:
    """What a fulfilled window, and one that is not, would weigh for the claim; sums need independent indicators."""
    from claimstats.estimates.evidence import weight_of_evidence

    scored = weighed.pairs.scored
    rows = []
    for name, expectation in weighed.expectations.items():
        if expectation.p_if_true is None:
            continue
        chance = weighed.pairs.chances[name].fulfilled_rate
        own = scored[scored["expectation_id"] == name]
        known = not math.isnan(chance)
        found = weight_of_evidence(if_true=expectation.p_if_true, if_false=chance) if known else None
        rows.append(
            (
                expectation.claim_id, name, expectation.role, expectation.p_if_true, chance,
                found.observed if found else np.nan, found.absent if found else np.nan, len(own),
                int((own["outcome"] == "fulfilled").sum()), "" if known else "there is no base rate",
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(EVIDENCE_WORDS))


ROBUSTNESS: tuple[Further[Weighed], ...] = (
    Further(name="tipping", words=TIPPING_WORDS, make=_tip),
    Further(name="detection", words=DETECTION_WORDS, make=_adjust),
    Further(name="capture", words=CAPTURE_WORDS, make=_recapture),
    Further(name="evidence", words=EVIDENCE_WORDS, make=_weigh),
)
