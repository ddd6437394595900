"""Outcomes: what the record says of one expectation in one window (method, section 3.3)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from claimstats import ontology
from claimstats.codebook import Expectation
from claimstats.estimates.exposure import DaySet
from claimstats.measuring.anchors import Anchor, Deed, matches_party

__all__ = ["Judged", "Matches", "judge", "outcome_of", "relevant"]


@dataclass(frozen=True, kw_only=True)
class Matches:
    """Incidents that match an expectation in one window, by what their code makes of it."""

    full: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    contrary: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One expectation at one anchor.

    Attributes
    ----------
    first, last
        Days of the widest window.
    closed
        Whether its last day is not after the cut-off: only then is it scored, whatever the outcome.
    coverage
        Monitored share of the window up to the cut-off; 0 where coverage is not known.
    known
        Whether coverage of the action family is known at all.
    outcome, outcome_possible
        When only definite matches count, and when possible ones do too.
    definite, possible
        The incidents.
    """

    first: int
    last: int
    closed: bool
    coverage: float
    known: bool
    outcome: str
    outcome_possible: str
    definite: Matches
    possible: Matches


def relevant(expectation: Expectation, deeds: tuple[Deed, ...]) -> dict[str, tuple[Deed, ...]]:
    """The deeds whose parties and code match, whenever they were: by ``full``, ``partial`` and ``contrary`` code.

    A deed that matches in full is not counted in part as well.
    """
    sided = [
        deed
        for deed in deeds
        if matches_party(deed.actor, expectation.actor) and matches_party(deed.recipient, expectation.recipient)
    ]
    full = [deed for deed in sided if ontology.matches(deed.action, expectation.codes)]
    rest = [deed for deed in sided if deed not in full]
    part = [
        deed for deed in rest if expectation.partial_codes and ontology.matches(deed.action, expectation.partial_codes)
    ]
    contra = [
        deed for deed in sided if expectation.contra_codes and ontology.matches(deed.action, expectation.contra_codes)
    ]
    return {"full": tuple(full), "partial": tuple(part), "contrary": tuple(contra)}


def judge(
    expectation: Expectation,
    anchor: Anchor,
    deeds: dict[str, tuple[Deed, ...]],
    *,
    as_of: int,
    covered: DaySet | None,
    threshold: float,
) -> Judged:
    """What the record says of one expectation at one anchor.

    Parameters
    ----------
    expectation, anchor
        The pair.
    deeds
        From `relevant`.
    as_of
        The cut-off.
    covered
        The days on which such a deed would be in the record; None where that is not known.
    threshold
        Share of the window that must be covered for its silence to mean anything.
    """
    if expectation.anchor == "period":
        # The quarter is the window: its first day is the anchor's first, its last the anchor's last.
        starts, ends = (anchor.lo, anchor.lo), (anchor.hi, anchor.hi)
    else:
        last = expectation.last or 0
        starts = (anchor.lo + expectation.first, anchor.hi + expectation.first)
        ends = (anchor.lo + last, anchor.hi + last)
    closed = ends[1] <= as_of
    share = covered.share(starts[0], min(ends[1], as_of)) if covered is not None else 0.0
    coverage = 0.0 if math.isnan(share) else share
    definite = _within(deeds, earliest=starts[1], latest=min(ends[0], as_of), wholly=True)
    possible = _within(deeds, earliest=starts[0], latest=min(ends[1], as_of), wholly=False)
    enough = coverage >= threshold
    return Judged(
        first=starts[0],
        last=ends[1],
        closed=closed,
        coverage=coverage,
        known=covered is not None,
        outcome=outcome_of(expectation, definite, closed=closed, enough=enough),
        outcome_possible=outcome_of(expectation, possible, closed=closed, enough=enough),
        definite=definite,
        possible=possible,
    )


def _within(deeds: dict[str, tuple[Deed, ...]], *, earliest: int, latest: int, wholly: bool) -> Matches:
    """The deeds that lie in the days: for all of their own days, or for some."""

    def inside(deed: Deed) -> bool:
        if wholly:
            return deed.lo >= earliest and deed.hi <= latest
        return deed.hi >= earliest and deed.lo <= latest

    return Matches(**{kind: tuple(deed.id for deed in some if inside(deed)) for kind, some in deeds.items()})


def outcome_of(expectation: Expectation, matches: Matches, *, closed: bool, enough: bool) -> str:
    """The outcome: the first condition of the method's table that holds.

    Parameters
    ----------
    expectation, matches
        The pair's polarity and ``k_min``, and its incidents.
    closed
        Whether the window is over.
    enough
        Whether enough of it was covered.
    """
    fulfils = len(matches.full) >= expectation.k_min
    if expectation.polarity == "absent":
        if fulfils:
            return "contradicted"
        if not closed:
            return "pending"
        return "fulfilled" if enough else "unassessable"
    if fulfils:
        return "fulfilled"
    if matches.contrary:
        return "contradicted"
    if not closed:
        return "pending"
    if matches.full or matches.partial:
        return "partial"
    return "not_observed" if enough else "unassessable"
