"""Pairs: each expectation at each of its anchors, with what the record says and what chance would (method, section 3.3)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from claimstats.codebook import Expectation
from claimstats.dates import iso, periods_between
from claimstats.estimates.exposure import DaySet
from claimstats.measuring.coverage import deed_days
from claimstats.measuring.gaps.anchors import Anchor, Said, anchors_of
from claimstats.measuring.gaps.chance import BASE_WORDS, Chance, chance_of
from claimstats.measuring.gaps.deeds import Deeds, deeds_of, relevant
from claimstats.measuring.gaps.outcomes import Judged, judge
from claimstats.measuring.repetition.counting import counted_mentions
from claimstats.study import Claims

__all__ = ["PAIR_WORDS", "Pairs", "Record", "judge_pairs", "longest_windows", "pair_up", "record_of"]

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
    "base_credit": BASE_WORDS["base_credit"],
    "base_credit_local": BASE_WORDS["base_credit_local"],
    "weight": "Weight of the expectation within its claim.",
    "flags": "What to bear in mind, separated by `;`.",
}

_SAID = {"statement_id": "text", "claim_id": "text", "lo": "day", "hi": "day", "day": "day"}

_NUMBERS = ("coverage", "credit", "credit_lo", "credit_hi", "base_credit", "base_credit_local")


@dataclass(frozen=True, kw_only=True)
class Record:
    """What was said and done, as pairs are made from it.

    Attributes
    ----------
    utterances
        Counted utterances by claim, in order of representative day and id.
    deeds
        The verified incidents up to the cut-off.
    days
        By action family: the days on which such a deed would be in the record; None where that is not known.
    start, as_of
        The study's first day, and its cut-off.
    threshold
        Share of a window that must be covered for its silence to mean anything.
    """

    utterances: dict[str, Said]
    deeds: Deeds
    days: dict[str, DaySet | None]
    start: int
    as_of: int
    threshold: float


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """One row per expectation and anchor, and the chance of each expectation by its id."""

    frame: pd.DataFrame
    chances: dict[str, Chance]

    @cached_property
    def scored(self) -> pd.DataFrame:
        """The pairs that have a credit."""
        return self.frame[self.frame["credit"].notna()]


def record_of(claims: Claims) -> Record:
    """The record of a study: only utterances of claims that have expectations.

    Parameters
    ----------
    claims
        From `group_claims`.
    """
    study = claims.study
    wanted = sorted({expectation.claim_id for expectation in study.codebook.expectations})
    rows = counted_mentions(claims, stances=None, verified=True)
    rows = rows.filter(rows.utterance & rows.claim_id.isin(wanted))
    said = study.engine.collect(rows, _SAID).sort_values(["day", "statement_id"])
    return Record(
        utterances={str(claim): Said.of(own) for claim, own in said.groupby("claim_id")},
        deeds=deeds_of(study.incidents, as_of=study.settings.as_of),
        days={family: deed_days(study, family) for family in {row.family for row in study.codebook.expectations}},
        start=study.settings.start,
        as_of=study.settings.as_of,
        threshold=study.settings.thresholds.coverage,
    )


def pair_up(record: Record, expectations: Sequence[Expectation]) -> Pairs:
    """Judge every expectation at every anchor of its claim.

    Parameters
    ----------
    record
        From `record_of`.
    expectations
        Of the codebook; those of a claim that was never voiced make no pair.
    """
    chances = {
        row.id: chance_of(
            row, relevant(row, record.deeds), start=record.start, as_of=record.as_of,
            covered=record.days[row.family], threshold=record.threshold,
        )
        for row in expectations
    }  # fmt: skip
    rows = [
        _untriggered(expectation)
        if found is None
        else _pair(expectation, *found, chances[expectation.id], threshold=record.threshold)
        for expectation, found in judge_pairs(record, expectations)
    ]
    frame = pd.DataFrame(rows, columns=list(PAIR_WORDS)).astype(dict.fromkeys(_NUMBERS, "float64"))
    return Pairs(frame=frame, chances=chances)


def judge_pairs(
    record: Record, expectations: Sequence[Expectation]
) -> Iterator[tuple[Expectation, tuple[Anchor, Judged] | None]]:
    """Every expectation at every anchor with what the record says; None where its line was never crossed.

    Parameters
    ----------
    record, expectations
        As in `pair_up`.
    """
    longest = longest_windows(expectations)
    for expectation in expectations:
        said = record.utterances.get(expectation.claim_id)
        if said is None:
            continue
        matching, covered = relevant(expectation, record.deeds), record.days[expectation.family]
        anchors = anchors_of(expectation, said, record.deeds, longest=longest[expectation.claim_id])
        if not anchors and expectation.anchor == "trigger":
            yield expectation, None
        for anchor in anchors:
            judged = judge(
                expectation, anchor, matching, as_of=record.as_of, covered=covered, threshold=record.threshold
            )
            yield expectation, (anchor, judged)


def longest_windows(expectations: Sequence[Expectation]) -> dict[str, int]:
    """The last day of the longest window of each claim; 0 where all its windows are quarters.

    Parameters
    ----------
    expectations
        Of the codebook, or as a specification varies them.
    """
    longest: dict[str, int] = {}
    for expectation in expectations:
        longest[expectation.claim_id] = max(longest.get(expectation.claim_id, 0), expectation.last or 0)
    return longest


def _untriggered(expectation: Expectation) -> dict[str, object]:
    """The row of a threat whose line was never crossed: neither empty nor kept."""
    known = {"claim_id": expectation.claim_id, "expectation_id": expectation.id, "role": expectation.role,
             "polarity": expectation.polarity, "anchor": expectation.anchor, "weight": expectation.weight}  # fmt: skip
    empty = dict.fromkeys(("period", "anchor_id", "anchor_lo", "anchor_hi", "window_lo", "window_hi"), "")
    lists = dict.fromkeys(("incidents", "partial_incidents", "contrary_incidents", "possible_incidents", "flags"), "")
    outcome = {"outcome": "not_triggered", "outcome_possible": "not_triggered", "closed": False}
    return {
        **known,
        **empty,
        **lists,
        **outcome,
        **dict.fromkeys(("coverage", "base_credit", "base_credit_local"), math.nan),
    }


def _pair(
    expectation: Expectation, anchor: Anchor, judged: Judged, chance: Chance, *, threshold: float
) -> dict[str, object]:
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
        "coverage": judged.coverage if judged.known else math.nan,
        "outcome": judged.outcome,
        "outcome_possible": judged.outcome_possible,
        "incidents": ";".join(judged.definite.full),
        "partial_incidents": ";".join(judged.definite.partial),
        "contrary_incidents": ";".join(judged.definite.contrary),
        "possible_incidents": ";".join(sorted(every - sure)),
        "credit": earned[0] if assessable else None,
        "credit_lo": min(known) if assessable else None,
        "credit_hi": max(known) if assessable else None,
        "base_credit": chance.rate,
        "base_credit_local": chance.near(anchor),
        "weight": expectation.weight,
        "flags": ";".join(flags),
    }


def _credit(expectation: Expectation, outcome: str) -> float | None:
    """What an outcome counts; None where it is neither for nor against."""
    return {"fulfilled": 1.0, "partial": expectation.partial_credit, "not_observed": 0.0, "contradicted": 0.0}.get(
        outcome
    )
