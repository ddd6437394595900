"""Outcomes: what the record says of one expectation in one window (method, section 3.3)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from claimstats.codebook import Expectation
from claimstats.estimates.exposure import DaySet
from claimstats.measuring.gaps.anchors import Anchor
from claimstats.measuring.gaps.deeds import Dated

__all__ = ["Judged", "Matches", "judge", "outcome_of", "span_of"]


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


def judge(
    expectation: Expectation,
    anchor: Anchor,
    deeds: Mapping[str, Dated],
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
    starts, ends = span_of(expectation, anchor)
    closed = ends[1] <= as_of
    share = covered.share(starts[0], min(ends[1], as_of)) if covered is not None else 0.0
    coverage = 0.0 if math.isnan(share) else share
    sure, wide = (starts[1], min(ends[0], as_of)), (starts[0], min(ends[1], as_of))
    definite = Matches(**{kind: some.within(*sure) for kind, some in deeds.items()})
    possible = Matches(**{kind: some.touching(*wide) for kind, some in deeds.items()})
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


def span_of(expectation: Expectation, anchor: Anchor) -> tuple[tuple[int, int], tuple[int, int]]:
    """The first days and the last days that the window may have: each the earlier and the later one.

    Parameters
    ----------
    expectation, anchor
        The pair. The window of a quarter is the quarter itself.
    """
    if expectation.anchor == "period":
        return (anchor.lo, anchor.lo), (anchor.hi, anchor.hi)
    last = expectation.last or 0
    return (anchor.lo + expectation.first, anchor.hi + expectation.first), (anchor.lo + last, anchor.hi + last)


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
