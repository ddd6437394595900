"""Scores: from outcomes to fulfilment and gap, per claim and for the corpus (method, section 3.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from claimstats.codebook import Expectation
from claimstats.estimates.baserates import base_rate_test
from claimstats.estimates.effective import macro_effective_n_wilson, student
from claimstats.estimates.proportions import wilson
from claimstats.estimates.resampling import sign_flip_test
from claimstats.measuring.gaps.pairs import Pairs
from claimstats.schema import OUTCOMES

__all__ = [
    "CLAIM_WORDS",
    "CORPUS_WORDS",
    "LEVEL",
    "OUTCOME_WORDS",
    "by_anchor",
    "score_claims",
    "score_corpus",
    "tabulate_outcomes",
]

LEVEL = 0.95

#: Below this many claims no sign-flip test can reach 0.05: its smallest p is 2 / 2^G.
FEW_CLAIMS = 6

#: Below this many anchors a claim's gap is a list, not a rate.
FEW_ANCHORS = 5

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
    "base_rate": "The gap that chance alone would give: 1 - base fulfilment; missing with its `base_reason`.",
    "base_fulfilment": "Fulfilment of the same pairs and weights with the base credit of each, from 0 to 1.",
    "excess": "Fulfilment - base fulfilment, from -1 to 1: above 0, more than chance would give.",
    "excess_local": "The same against days at most 180 from each anchor; missing where one has no such day with a window.",
    "skill": "Excess / (1 - base fulfilment): 0 as chance, 1 always acted on, below 0 less than by chance.",
    "base_reason": "Why there is no base rate.",
    "windows": "Windows of any outcome.",
}


CORPUS_WORDS = {
    "n_based": "Scored claims that have a base rate: base rate, excess and skill are means over them.",
    "excess_low": "Lower end of the t interval of the excess over claims.",
    "excess_high": "Upper end of it.",
    "p_excess": "Two-sided p of the excess: sign flips over claims.",
    "smallest_p": "The smallest p that so many claims can reach.",
    "fulfilled": "Scored pairs that are fulfilled.",
    "fulfilled_by_chance": "How many would be, at the base rate of each.",
    "p_fulfilled": "Chance of at least so many (Poisson-binomial), if windows are apart and claims do not depend on each other.",
}


def score_claims(made: Pairs) -> pd.DataFrame:
    """Fulfilment and gap per claim and role.

    At one anchor ``F = sum w y / sum w`` over the pairs that are closed and assessable; a claim's F is the mean over its
    anchors that have one.

    Parameters
    ----------
    made
        From `claimstats.measuring.gaps.pairs.pair_up`.

    Returns
    -------
    pandas.DataFrame
        One row per claim and role that has windows; the gap is missing where nothing can be scored.
    """
    rows = []
    telling_little = [name for name, chance in made.chances.items() if "non_diagnostic" in chance.flags]
    for (claim, role), own in made.frame.groupby(["claim_id", "role"], sort=False):
        scored = own[own["credit"].notna()]
        anchors = by_anchor(scored)
        # Without the chance of one anchor there is none of the claim: both sides are over the same pairs.
        means = anchors.mean(skipna=False)
        weight = float(scored["weight"].sum())
        closed = float(own.loc[own["closed"], "weight"].sum())
        against = float(scored.loc[scored["outcome"] == "contradicted", "weight"].sum())
        interval = wilson(float(anchors["credit"].sum()), len(anchors))
        holds = {
            "n_small": 0 < len(anchors) < FEW_ANCHORS,
            "non_diagnostic": bool(scored["expectation_id"].isin(telling_little).any()),
        }
        row = {
            "claim_id": claim,
            "role": role,
            "estimate": 1 - means["credit"],
            "ci_low": 1 - interval.high,
            "ci_high": 1 - interval.low,
            "n": len(scored),
            "n_units": len(anchors),
            "method": "wilson over anchors" if len(anchors) else "none",
            "flags": _flags(own["flags"], holds),
            "reason": "" if len(scored) else _why_missing(own),
            "fulfilment": means["credit"],
            "gap_lo": 1 - means["credit_hi"],
            "gap_hi": 1 - means["credit_lo"],
            "contradicted_share": against / weight if weight else np.nan,
            "assessable_share": weight / closed if closed else np.nan,
            **_against_chance(means),
            "base_reason": _why_no_base(scored, means),
            "windows": len(own),
        }
        rows.append({"conf_level": LEVEL if len(anchors) else np.nan, **row})
    return pd.DataFrame(rows, columns=list(CLAIM_WORDS))


def by_anchor(scored: pd.DataFrame) -> pd.DataFrame:
    """One row per anchor: the weighted mean of each credit; missing where a pair has none.

    Parameters
    ----------
    scored
        Pairs with a credit.
    """
    names = ["credit", "credit_lo", "credit_hi", "base_credit", "base_credit_local"]
    weighted = scored[names].mul(scored["weight"], axis=0)
    # `skipna=False`: without the chance of one pair, there is no chance of their mean.
    sums = weighted.groupby(scored["anchor_id"]).sum(skipna=False)
    return sums.div(scored["weight"].groupby(scored["anchor_id"]).sum(), axis=0)


def _against_chance(means: pd.Series) -> dict[str, float]:
    """What chance would give, and what there is beyond it."""
    chance, local = (
        np.nan if means.isna()[name] else float(means[name]) for name in ("base_credit", "base_credit_local")
    )
    excess = means["credit"] - chance
    return {
        "base_rate": 1 - chance,
        "base_fulfilment": chance,
        "excess": excess,
        "excess_local": means["credit"] - local,
        "skill": excess / (1 - chance) if chance < 1 else np.nan,
    }


def _why_no_base(scored: pd.DataFrame, means: pd.Series) -> str:
    """Why the gap cannot be set against chance."""
    if scored.empty:
        return "nothing is scored"
    return "no window of some expectation's length is covered by the record" if np.isnan(means["base_credit"]) else ""


def _flags(found: pd.Series, own: Mapping[str, bool]) -> str:
    """The flags of any of the rows, and those of the group itself."""
    names = {flag for flags in found for flag in flags.split(";") if flag}
    return ";".join(sorted(names | {name for name, holds in own.items() if holds}))


def _why_missing(own: pd.DataFrame) -> str:
    """Why nothing can be scored, from the outcomes that there are."""
    reasons = {
        "not_triggered": "the line was never crossed in the record",
        "unassessable": "the record does not cover the windows",
        "pending": "no window was over at the cut-off",
    }
    found = [words for outcome, words in reasons.items() if (own["outcome"] == outcome).any()]
    return "; ".join(found) or "no window was over at the cut-off"


def score_corpus(scored: pd.DataFrame, pairs: Pairs) -> pd.DataFrame:
    """The gap of the whole study, per role: every claim one vote.

    Its interval is Wilson's at the number of claims that the scores are worth. The excess over chance has a t interval
    over claims and a sign-flip test: fewer than 6 claims can never reach 0.05.

    Parameters
    ----------
    scored
        From `score_claims`.
    pairs
        What it was made from.
    """
    rows = []
    for role, claims in scored.groupby("role", sort=False):
        known = claims[claims["estimate"].notna()]
        based = known[known["base_fulfilment"].notna()]
        scores, episodes = known["fulfilment"].tolist(), known["n_units"].tolist()
        interval = macro_effective_n_wilson(scores, episodes, level=LEVEL, bound_last=True)
        row = {
            "claim_id": "all",
            "role": role,
            "ci_low": 1 - interval.high,
            "ci_high": 1 - interval.low,
            "conf_level": LEVEL if len(known) else np.nan,
            "method": "wilson at the effective number of claims" if len(known) else "none",
            "n": int(known["n"].sum()),
            "n_units": len(known),
            "windows": int(claims["windows"].sum()),
            "flags": _flags(claims["flags"], {"few_clusters": 0 < len(known) < FEW_CLAIMS}),
            "reason": "" if len(known) else "no claim can be scored",
            **{name: float(known[name].mean()) for name in _MEANS},
            **_excess(known, based),
            **_expected(pairs, role=str(role)),
        }
        rows.append(row)
    return pd.DataFrame(rows, columns=[*CLAIM_WORDS, *CORPUS_WORDS])


_MEANS = ("estimate", "fulfilment", "gap_lo", "gap_hi", "contradicted_share", "assessable_share")


def _excess(known: pd.DataFrame, based: pd.DataFrame) -> dict[str, object]:
    """Fulfilment beyond chance, over the scored claims that have a base rate; how many have none is said."""
    there = len(based) > 0
    chance = float(based["base_fulfilment"].mean()) if there else np.nan
    excesses = based["excess"].tolist()
    excess = float(np.mean(excesses)) if there else np.nan
    test = sign_flip_test(excesses)
    half = student(len(excesses) - 1, LEVEL) * based["excess"].sem() if len(excesses) > 1 else np.nan
    missing = f"{len(known) - len(based)} of {len(known)} scored claims have no base rate"
    return {
        "base_rate": 1 - chance,
        "base_fulfilment": chance,
        "excess": excess,
        "excess_local": float(based["excess_local"].mean(skipna=False)) if there else np.nan,
        "skill": excess / (1 - chance) if chance < 1 else np.nan,
        "base_reason": "nothing is scored" if known.empty else missing if len(based) < len(known) else "",
        "n_based": len(based),
        "excess_low": excess - half,
        "excess_high": excess + half,
        "p_excess": test.p_two_sided,
        "smallest_p": test.smallest_p,
    }


def _expected(pairs: Pairs, *, role: str) -> dict[str, object]:
    """How many scored pairs are fulfilled, and how many would be by chance."""
    scored = pairs.scored[pairs.scored["role"] == role]
    observed = int((scored["outcome"] == "fulfilled").sum())
    chances = scored["expectation_id"].map(lambda name: pairs.chances[name].fulfilled_rate)
    if scored.empty or chances.isna().any():
        return {"fulfilled": observed, "fulfilled_by_chance": np.nan, "p_fulfilled": np.nan}
    test = base_rate_test(chances.tolist(), observed=observed)
    return {"fulfilled": observed, "fulfilled_by_chance": test.expected, "p_fulfilled": test.p_greater}


OUTCOME_WORDS = {
    "outcomes.windows": "Windows of any outcome.",
    "outcomes.closed": "Windows that were over at the cut-off.",
    "outcomes.fulfilled": "Windows that the record meets.",
    "outcomes.partial": "Windows that it meets in part.",
    "outcomes.contradicted": "Windows that it contradicts.",
    "outcomes.not_observed": "Windows that it covers, and that hold no such deed.",
    "outcomes.unassessable": "Windows that it does not cover.",
    "outcomes.pending": "Windows that were not over at the cut-off.",
    "outcomes.not_triggered": "1 where the line was never crossed: there is no window.",
}


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
