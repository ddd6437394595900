"""Measure the gap between claim and action: which of the deeds that a claim implies are in the record."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pandas as pd

from claimstats.codebook import Expectation
from claimstats.dates import iso, periods_between
from claimstats.measuring.anchors import Anchor, anchors_of, deeds_of
from claimstats.measuring.counting import counted_mentions
from claimstats.measuring.coverage import deed_days
from claimstats.measuring.outcomes import Judged, judge, relevant
from claimstats.measuring.scores import CLAIM_WORDS, score_claims, score_corpus, tabulate_outcomes
from claimstats.measuring.wording import labels_of, say_gap
from claimstats.provenance import Step
from claimstats.results import Result
from claimstats.study import Claims, Study

__all__ = ["measure_gaps"]

PAIR_WORDS = {
    "claim_id": "The claim.",
    "period": "The quarter of the anchor; empty where the line was never crossed, or the date reaches over two.",
    "expectation_id": "The expectation.",
    "role": "`own`: a deed of the speaker's side; `other`: of the party spoken about.",
    "polarity": "Whether the deed is expected, or expected not to be.",
    "anchor": "`episode`, `trigger` or `period`.",
    "anchor_id": "The statement, incident or quarter that the window is counted from.",
    "anchor_lo": "Its first possible day.",
    "anchor_hi": "Its last possible day.",
    "window_lo": "First day of the window.",
    "window_hi": "Last day of the window.",
    "closed": "Whether the window was over at the cut-off; only then is the pair scored.",
    "coverage": "Monitored share of the window for deeds of this family, from 0 to 1.",
    "outcome": "What the record says, from matches that are definite.",
    "outcome_possible": "The same, when possible matches count too.",
    "incidents": "Incidents that match in full, definitely, separated by `;`.",
    "partial_incidents": "Incidents that match in part, definitely.",
    "contrary_incidents": "Incidents that contradict, definitely.",
    "possible_incidents": "Incidents that match possibly and not definitely.",
    "credit": "Fulfilled 1, partial as set, not observed and contradicted 0; missing for the others.",
    "credit_lo": "The smaller credit of definite and possible matching.",
    "credit_hi": "The larger credit of definite and possible matching.",
    "weight": "Weight of the expectation within its claim.",
    "flags": "What to bear in mind, separated by `;`.",
}

_SAID = {"statement_id": "text", "claim_id": "text", "lo": "day", "hi": "day", "day": "day"}


def measure_gaps(claims: Claims) -> Result:
    """The gap between claim and action: 1 - mean fulfilment of what the claim leads one to expect.

    Each expectation is looked up in a window after each anchor (an episode of the claim, the crossing of a red line, or a
    quarter in which it was voiced). The outcome is one of seven words; ``not_observed`` (the record covers the window and
    holds no such deed) is never ``unassessable`` (the record cannot tell). Only windows that were over at the cut-off are
    scored, **whatever their outcome**: a deed resolves a window early, its absence only late.

    Episode: ``F = sum w y / sum w`` over scored pairs; claim: the mean over its anchors; gap ``G = 1 - F`` from 0 to 1; corpus:
    the mean over claims, own and other deeds apart. It does not say what the speaker believed, nor how often the same
    deeds would have come about by chance.

    Parameters
    ----------
    claims
        From `group_claims`; the study's codebook has ``expectations``.

    Returns
    -------
    Result
        Tables ``pairs`` (one row per expectation and anchor), ``outcomes`` (counts per expectation), ``claims``
        (fulfilment and gap per claim and role) and ``corpus``.

    Examples
    --------
    >>> import claimstats as cs
    >>> gaps = cs.measure_gaps(cs.group_claims(cs.load("data/demo")))
    >>> sorted(gaps.tables)
    ['claims', 'corpus', 'outcomes', 'pairs']
    """
    study = claims.study
    utterances = _utterances(claims)
    deeds = deeds_of(study.incidents, as_of=study.settings.as_of)
    days = cache(lambda family: deed_days(study, family))
    longest = _longest_windows(study)
    rows: list[dict[str, object]] = []
    for expectation in study.codebook.expectations:
        said = utterances.get(expectation.claim_id)
        if said is None:
            continue
        anchors = anchors_of(expectation, said, deeds, longest=longest[expectation.claim_id])
        if not anchors and expectation.anchor == "trigger":
            rows.append(_untriggered(expectation))
        matching = relevant(expectation, deeds)
        for anchor in anchors:
            judged = judge(
                expectation, anchor, matching, as_of=study.settings.as_of,
                covered=days(expectation.family), threshold=study.settings.thresholds.coverage,
            )  # fmt: skip
            rows.append(_pair(expectation, anchor, judged, threshold=study.settings.thresholds.coverage))
    pairs = pd.DataFrame(rows, columns=list(PAIR_WORDS)).astype(
        {"credit": "float64", "credit_lo": "float64", "credit_hi": "float64"}
    )
    scored = score_claims(pairs)
    scored_pairs = int((pairs["closed"] & pairs["credit"].notna()).sum()) if len(pairs) else 0
    step = Step(
        name="measure gaps",
        rows_in=len(pairs),
        rows_out=scored_pairs,
        why="open, untriggered or unassessable windows are not scored",
    )
    return Result(
        measure="gaps",
        keys=("claim_id", "period"),
        tables={
            "pairs": pairs,
            "outcomes": tabulate_outcomes(pairs, study.codebook.expectations),
            "claims": scored,
            "corpus": score_corpus(scored),
        },
        words={**PAIR_WORDS, **CLAIM_WORDS},
        params={"as_of": study.settings.as_of, "coverage_threshold": study.settings.thresholds.coverage},
        provenance=study.provenance.add(step),
        trace=lambda wanted: _trace(study, pairs, wanted),
        say=lambda wanted: say_gap(pairs, wanted, study.codebook),
        labels=labels_of(study.codebook),
    )


def _utterances(claims: Claims) -> dict[str, pd.DataFrame]:
    """Counted utterances by claim, in order of representative day and id; only of claims that have expectations."""
    wanted = sorted({expectation.claim_id for expectation in claims.study.codebook.expectations})
    rows = counted_mentions(claims, stances=None, verified=True)
    rows = rows.filter(rows.utterance & rows.claim_id.isin(wanted))
    said = claims.study.engine.collect(rows, _SAID).sort_values(["day", "statement_id"])
    return dict(iter(said.groupby("claim_id")))


def _longest_windows(study: Study) -> dict[str, int]:
    """The last day of the longest window of each claim; 0 where all its windows are quarters."""
    longest: dict[str, int] = {}
    for expectation in study.codebook.expectations:
        longest[expectation.claim_id] = max(longest.get(expectation.claim_id, 0), expectation.last or 0)
    return longest


def _untriggered(expectation: Expectation) -> dict[str, object]:
    """The row of a threat whose line was never crossed: neither empty nor kept."""
    known = {"claim_id": expectation.claim_id, "expectation_id": expectation.id, "role": expectation.role,
             "polarity": expectation.polarity, "anchor": expectation.anchor, "weight": expectation.weight}  # fmt: skip
    empty = dict.fromkeys(("period", "anchor_id", "anchor_lo", "anchor_hi", "window_lo", "window_hi"), "")
    lists = dict.fromkeys(("incidents", "partial_incidents", "contrary_incidents", "possible_incidents", "flags"), "")
    outcome = {"outcome": "not_triggered", "outcome_possible": "not_triggered", "closed": False}
    return {**known, **empty, **lists, **outcome, "coverage": float("nan")}


def _pair(expectation: Expectation, anchor: Anchor, judged: Judged, *, threshold: float) -> dict[str, object]:
    """One row: a window, what is in it, and the credit that follows."""
    quarters = periods_between(anchor.lo, anchor.hi, "quarter")
    earned = [_credit(expectation, outcome) for outcome in (judged.outcome, judged.outcome_possible)]
    known = [credit for credit in earned if credit is not None]
    assessable = judged.closed and earned[0] is not None
    every = {*judged.possible.full, *judged.possible.partial, *judged.possible.contrary}
    sure = {*judged.definite.full, *judged.definite.partial, *judged.definite.contrary}
    # Written after the window had begun (or nobody knows when), it may have been written knowing what is in it.
    exploratory = expectation.frozen_at is None or expectation.frozen_at > judged.first
    uncovered = judged.coverage < threshold
    holds = {"coverage_gap": uncovered, "exploratory": exploratory, "open_windows": not judged.closed}
    flags = [name for name, applies in holds.items() if applies]
    return {
        "claim_id": expectation.claim_id,
        "period": quarters[0].label if len(quarters) == 1 else "",
        "expectation_id": expectation.id,
        "role": expectation.role,
        "polarity": expectation.polarity,
        "anchor": expectation.anchor,
        "anchor_id": anchor.id,
        "anchor_lo": iso(anchor.lo),
        "anchor_hi": iso(anchor.hi),
        "window_lo": iso(judged.first),
        "window_hi": iso(judged.last),
        "closed": judged.closed,
        "coverage": judged.coverage if judged.known else float("nan"),
        "outcome": judged.outcome,
        "outcome_possible": judged.outcome_possible,
        "incidents": ";".join(judged.definite.full),
        "partial_incidents": ";".join(judged.definite.partial),
        "contrary_incidents": ";".join(judged.definite.contrary),
        "possible_incidents": ";".join(sorted(every - sure)),
        "credit": earned[0] if assessable else None,
        "credit_lo": min(known) if assessable else None,
        "credit_hi": max(known) if assessable else None,
        "weight": expectation.weight,
        "flags": ";".join(flags),
    }


def _credit(expectation: Expectation, outcome: str) -> float | None:
    """What an outcome counts; None where it is neither for nor against."""
    return {"fulfilled": 1.0, "partial": expectation.partial_credit, "not_observed": 0.0, "contradicted": 0.0}.get(
        outcome
    )


def _trace(study: Study, pairs: pd.DataFrame, wanted: Mapping[str, str]) -> pd.DataFrame:
    """One row per window and incident that decided it; a window that holds none stands once, without."""
    rows = pairs
    for key, value in wanted.items():
        rows = rows[rows[key] == value]
    kinds = {
        "incidents": "full",
        "partial_incidents": "partial",
        "contrary_incidents": "contrary",
        "possible_incidents": "possible",
    }
    long = [
        {**row, "match": match, "incident_id": name}
        for row in rows.drop(columns=list(kinds)).assign(place=range(len(rows))).to_dict("records")
        for match, name in _decisive(rows.iloc[row["place"]], kinds)
    ]
    texts = study.codebook["expectations"][["expectation_id", "text", "reason"]]
    shown = study.incidents[["incident_id", "date", "actor", "recipient", "action", "description", "url"]]
    traced = pd.DataFrame(long, columns=[*(name for name in rows.columns if name not in kinds), "match", "incident_id"])
    return traced.merge(texts, on="expectation_id", how="left").merge(shown, on="incident_id", how="left")


def _decisive(row: pd.Series, kinds: Mapping[str, str]) -> list[tuple[str, str]]:
    """The incidents of one window with how they match; one empty pair where there are none."""
    found = [(kind, name) for column, kind in kinds.items() for name in str(row[column]).split(";") if name]
    return found or [("", "")]
