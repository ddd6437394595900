"""Scores: from outcomes to fulfilment and gap, per claim and for the corpus (method, section 3.5)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from claimstats.codebook import Expectation
from claimstats.schema import OUTCOMES

__all__ = ["CLAIM_WORDS", "score_claims", "score_corpus", "tabulate_outcomes"]

CLAIM_WORDS = {
    "claim_id": "The claim; `all` for the corpus.",
    "role": "`own`: deeds of the speaker's side; `other`: of the party spoken about. Never pooled.",
    "estimate": "Gap: 1 - fulfilment, from 0 to 1; missing with its `reason`.",
    "ci_low": "Lower end of its interval.",
    "ci_high": "Upper end of its interval.",
    "conf_level": "Confidence level of the interval.",
    "n": "Scored pairs: windows that were over and can be assessed.",
    "n_units": "Independent units: anchors of a claim, claims of the corpus.",
    "method": "How the interval was made.",
    "flags": "What to bear in mind, separated by `;`.",
    "reason": "Why `estimate` is missing.",
    "fulfilment": "Mean over anchors of the weighted mean credit, from 0 to 1.",
    "gap_lo": "The gap if every possible match counted for the claim.",
    "gap_hi": "The gap if every possible match counted against it.",
    "contradicted_share": "Weight share of contradicted pairs among the scored ones.",
    "assessable_share": "Weight share of the closed windows that can be assessed; the others cannot be scored.",
    "base_rate": "The gap that chance alone would give.",
    "windows": "Windows of any outcome.",
}


def score_claims(pairs: pd.DataFrame) -> pd.DataFrame:
    """Fulfilment and gap per claim and role.

    At one anchor ``F = sum w y / sum w`` over the pairs that are closed and assessable; a claim's F is the mean over its
    anchors that have one.

    Parameters
    ----------
    pairs
        One row per expectation and anchor.

    Returns
    -------
    pandas.DataFrame
        One row per claim and role that has windows; the gap is missing where nothing can be scored.
    """
    rows = []
    for (claim, role), own in pairs.groupby(["claim_id", "role"], sort=False):
        scored = own[own["credit"].notna()]
        means = {name: _mean_over_anchors(scored, credit=name) for name in ("credit", "credit_lo", "credit_hi")}
        weight = float(scored["weight"].sum())
        closed = float(own.loc[own["closed"], "weight"].sum())
        against = float(scored.loc[scored["outcome"] == "contradicted", "weight"].sum())
        row = {
            "claim_id": claim,
            "role": role,
            "estimate": 1 - means["credit"],
            "n": len(scored),
            "n_units": scored["anchor_id"].nunique(),
            "flags": _flags(own),
            "reason": "" if len(scored) else _why_missing(own),
            "fulfilment": means["credit"],
            "gap_lo": 1 - means["credit_hi"],
            "gap_hi": 1 - means["credit_lo"],
            "contradicted_share": against / weight if weight else np.nan,
            "assessable_share": weight / closed if closed else np.nan,
            "windows": len(own),
        }
        rows.append({**_not_computed(), **row})
    return pd.DataFrame(rows, columns=list(CLAIM_WORDS))


def _not_computed() -> dict[str, object]:
    """Columns that stand for measures of their own: no interval and no base rate is given, and it says so."""
    return {"ci_low": np.nan, "ci_high": np.nan, "conf_level": np.nan, "method": "none", "base_rate": np.nan}


def _mean_over_anchors(scored: pd.DataFrame, *, credit: str) -> float:
    """The mean over anchors of the weighted mean credit; missing where there is none."""
    if scored.empty:
        return float("nan")
    weighted = (scored[credit] * scored["weight"]).groupby(scored["anchor_id"]).sum()
    return float((weighted / scored["weight"].groupby(scored["anchor_id"]).sum()).mean())


def _flags(own: pd.DataFrame) -> str:
    """The flags of any of the pairs."""
    return ";".join(sorted({flag for flags in own["flags"] for flag in flags.split(";") if flag}))


def _why_missing(own: pd.DataFrame) -> str:
    """Why nothing can be scored, from the outcomes that there are."""
    reasons = {
        "not_triggered": "the line was never crossed in the record",
        "unassessable": "the record does not cover the windows",
        "pending": "no window was over at the cut-off",
    }
    found = [words for outcome, words in reasons.items() if (own["outcome"] == outcome).any()]
    return "; ".join(found) or "no window was over at the cut-off"


def score_corpus(scored: pd.DataFrame) -> pd.DataFrame:
    """The gap of the whole study, per role: every claim one vote.

    Parameters
    ----------
    scored
        From `score_claims`.
    """
    rows = []
    for role, claims in scored.groupby("role", sort=False):
        known = claims[claims["estimate"].notna()]
        row = {
            "claim_id": "all",
            "role": role,
            "n": int(known["n"].sum()),
            "n_units": len(known),
            "windows": int(claims["windows"].sum()),
            "flags": ";".join(sorted({flag for flags in claims["flags"] for flag in flags.split(";") if flag})),
            "reason": "" if len(known) else "no claim can be scored",
            **{
                name: float(known[name].mean())
                for name in ("estimate", "fulfilment", "gap_lo", "gap_hi", "contradicted_share", "assessable_share")
            },
        }
        rows.append({**_not_computed(), **row})
    return pd.DataFrame(rows, columns=list(CLAIM_WORDS))


def tabulate_outcomes(pairs: pd.DataFrame, expectations: Sequence[Expectation]) -> pd.DataFrame:
    """How many windows of each expectation had which outcome; the seven counts sum to ``windows``.

    Parameters
    ----------
    pairs
        One row per expectation and anchor.
    expectations
        All of the codebook; one whose claim was never voiced has no windows.
    """
    keys = ["claim_id", "expectation_id", "role", "polarity", "anchor"]
    rows = [(row.claim_id, row.id, row.role, row.polarity, row.anchor) for row in expectations]
    counts = pd.DataFrame(rows, columns=keys, dtype="str")
    found = pd.crosstab(pairs["expectation_id"], pairs["outcome"])
    closed = pairs.groupby("expectation_id")["closed"].sum()
    names = counts["expectation_id"]
    counts["windows"] = names.map(found.sum(axis=1)).fillna(0).astype("int64")
    counts["closed"] = names.map(closed).fillna(0).astype("int64")
    for outcome in OUTCOMES:
        number = names.map(found[outcome]) if outcome in found else pd.Series(0, index=counts.index)
        counts[outcome] = number.fillna(0).astype("int64")
    return counts
