"""Scores: from outcomes to fulfilment and gap, per claim and for the corpus (method, section 3.5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from claimstats.codebook import Expectation
from claimstats.estimates.proportions import wilson
from claimstats.measuring.gaps.pairs import Pairs
from claimstats.schema import OUTCOMES

__all__ = [
    "CLAIM_WORDS",
    "LEVEL",
    "OUTCOME_WORDS",
    "by_anchor",
    "join_flags",
    "score_claims",
    "tabulate_outcomes",
]

LEVEL = 0.95

#: What a pair counts, by how its matches and chance are read.
_CREDITS = ("credit", "credit_lo", "credit_hi", "base_credit", "base_credit_local")

Places: TypeAlias = NDArray[np.intp]

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


def score_claims(made: Pairs, *, by: Sequence[str] = ("claim_id", "role")) -> pd.DataFrame:
    """Fulfilment and gap per claim and role.

    At one anchor ``F = sum w y / sum w`` over the pairs that are closed and assessable; a claim's F is the mean over its
    anchors that have one.

    Parameters
    ----------
    made
        From `claimstats.measuring.gaps.pairs.pair_up`.
    by
        Columns to group by: ``claim_id`` and ``role``, and more where a claim is scored in parts.

    Returns
    -------
    pandas.DataFrame
        One row per group that has windows; the gap is missing where nothing can be scored.
    """
    telling_little = [name for name, chance in made.chances.items() if "non_diagnostic" in chance.flags]
    columns = _Columns.of(made.frame, telling_little)
    rows = [{**names, **columns.score(places)} for names, places in _groups(made.frame, by)]
    return pd.DataFrame(rows, columns=list(dict.fromkeys([*by, *CLAIM_WORDS])))


def _groups(frame: pd.DataFrame, by: Sequence[str]) -> Iterator[tuple[dict[str, object], Places]]:
    """The values of each group and the places of its rows, in the order in which the groups appear."""
    number = frame.groupby(list(by), sort=False).ngroup().to_numpy()
    order = np.argsort(number, kind="stable")
    begins = np.flatnonzero(np.diff(number[order], prepend=-1))
    for places in np.split(order, begins[1:]) if len(order) else []:
        yield {name: frame[name].iloc[places[0]] for name in by}, places


@dataclass(frozen=True, kw_only=True)
class _Columns:
    """The pairs as arrays, of which a group takes its places: frames would be cut hundreds of times."""

    weight: NDArray[np.float64]
    credits: NDArray[np.float64]
    closed: NDArray[np.bool_]
    outcome: NDArray[np.object_]
    flags: NDArray[np.object_]
    anchor: NDArray[np.object_]
    telling_little: NDArray[np.bool_]

    @classmethod
    def of(cls, frame: pd.DataFrame, telling_little: Sequence[str]) -> _Columns:
        texts = {name: frame[name].to_numpy(dtype=object) for name in ("outcome", "flags")}
        return cls(
            weight=frame["weight"].to_numpy(dtype=float),
            credits=frame[list(_CREDITS)].to_numpy(dtype=float),
            closed=frame["closed"].to_numpy(dtype=bool),
            anchor=frame["anchor_id"].to_numpy(dtype=object),
            telling_little=frame["expectation_id"].isin(telling_little).to_numpy(),
            **texts,
        )

    def score(self, own: Places) -> dict[str, object]:
        """Fulfilment and gap of one group."""
        scored = own[~np.isnan(self.credits[own, 0])]
        anchors = _anchor_means(self.credits[scored], self.weight[scored], self.anchor[scored])
        # Without the chance of one anchor there is none of the claim: both sides are over the same pairs.
        means = dict(zip(_CREDITS, anchors.mean(axis=0).tolist() if len(anchors) else [np.nan] * 5, strict=True))
        weight = float(self.weight[scored].sum())
        closed = float(self.weight[own[self.closed[own]]].sum())
        against = float(self.weight[scored[self.outcome[scored] == "contradicted"]].sum())
        interval = wilson(float(anchors[:, 0].sum()), len(anchors))
        holds = {
            "n_small": 0 < len(anchors) < FEW_ANCHORS,
            "non_diagnostic": bool(self.telling_little[scored].any()),
        }
        return {
            "estimate": 1 - means["credit"],
            "ci_low": 1 - interval.high,
            "ci_high": 1 - interval.low,
            "conf_level": LEVEL if len(anchors) else np.nan,
            "n": len(scored),
            "n_units": len(anchors),
            "method": "wilson over anchors" if len(anchors) else "none",
            "flags": join_flags(self.flags[own].tolist(), holds),
            "reason": "" if len(scored) else _why_missing(self.outcome[own].tolist()),
            "fulfilment": means["credit"],
            "gap_lo": 1 - means["credit_hi"],
            "gap_hi": 1 - means["credit_lo"],
            "contradicted_share": against / weight if weight else np.nan,
            "assessable_share": weight / closed if closed else np.nan,
            **_against_chance(means),
            "base_reason": _why_no_base(len(scored), means),
            "windows": len(own),
        }


def by_anchor(scored: pd.DataFrame) -> NDArray[np.float64]:
    """The weighted mean credit at each anchor.

    Parameters
    ----------
    scored
        Pairs with a credit.
    """
    earned, weight = scored[list(_CREDITS)].to_numpy(dtype=float), scored["weight"].to_numpy(dtype=float)
    return _anchor_means(earned, weight, scored["anchor_id"].to_numpy(dtype=object))[:, 0]


def _anchor_means(
    earned: NDArray[np.float64], weight: NDArray[np.float64], anchor: NDArray[np.object_]
) -> NDArray[np.float64]:
    """One row per anchor, in order of its name: the weighted mean of each credit; missing where a pair has none."""
    names = {name: place for place, name in enumerate(sorted(set(anchor.tolist())))}
    place = np.array([names[name] for name in anchor.tolist()], dtype=np.intp)
    sums = np.zeros((len(names), earned.shape[1]))
    # Without the chance of one pair, there is no chance of their mean: what is missing stays missing in a sum.
    np.add.at(sums, place, earned * weight[:, None])
    return sums / np.bincount(place, weights=weight, minlength=len(names))[:, None]


def _against_chance(means: Mapping[str, float]) -> dict[str, float]:
    """What chance would give, and what there is beyond it."""
    chance = means["base_credit"]
    excess = means["credit"] - chance
    return {
        "base_rate": 1 - chance,
        "base_fulfilment": chance,
        "excess": excess,
        "excess_local": means["credit"] - means["base_credit_local"],
        "skill": excess / (1 - chance) if chance < 1 else np.nan,
    }


def _why_no_base(scored: int, means: Mapping[str, float]) -> str:
    """Why the gap cannot be set against chance."""
    if not scored:
        return "nothing is scored"
    return "no window of some expectation's length is covered by the record" if np.isnan(means["base_credit"]) else ""


def join_flags(found: Iterable[str], own: Mapping[str, bool]) -> str:
    """The flags of any of the rows, and those of the group itself.

    Parameters
    ----------
    found
        Flags of each row, separated by ``;``.
    own
        Flags of the group, and whether each applies.
    """
    names = {flag for flags in found for flag in flags.split(";") if flag}
    return ";".join(sorted(names | {name for name, holds in own.items() if holds}))


def _why_missing(outcomes: Collection[str]) -> str:
    """Why nothing can be scored, from the outcomes that there are."""
    reasons = {
        "not_triggered": "the line was never crossed in the record",
        "unassessable": "the record does not cover the windows",
        "pending": "no window was over at the cut-off",
    }
    found = [words for outcome, words in reasons.items() if outcome in outcomes]
    return "; ".join(found) or "no window was over at the cut-off"


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
