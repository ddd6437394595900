"""Anchors: from which day an expectation's window is counted (episodes, triggers, periods)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from claimstats.codebook import Expectation
from claimstats.dates import periods_between
from claimstats.measuring.gaps.deeds import Deeds

__all__ = ["Anchor", "anchors_of"]


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """What a window is counted from.

    Parameters
    ----------
    id
        A statement, an incident, or a quarter.
    lo, hi
        Its days; a window of days ``a`` to ``b`` runs from ``lo + a`` to ``hi + b``.
    """

    id: str
    lo: int
    hi: int


def anchors_of(expectation: Expectation, said: pd.DataFrame, deeds: Deeds, *, longest: int) -> tuple[Anchor, ...]:
    """The anchors of one expectation.

    Parameters
    ----------
    expectation
        Its ``anchor`` says which kind.
    said
        Counted utterances of its claim: ``statement_id, lo, hi, day``, sorted by (day, statement_id).
    deeds
        From `deeds_of`.
    longest
        The last day of the longest window of the claim: later utterances open a new episode.
    """
    if said.empty:
        return ()
    if expectation.anchor == "trigger":
        return tuple(_triggers(expectation, int(said["hi"].min()), deeds))
    if expectation.anchor == "period":
        return tuple(_quarters(said))
    return tuple(_episodes(said, longest=longest))


def _episodes(said: pd.DataFrame, *, longest: int) -> Iterator[Anchor]:
    """The first utterance, and each that lies more than the longest window after the previous anchor."""
    previous: int | None = None
    for name, lo, hi, day in said[["statement_id", "lo", "hi", "day"]].itertuples(index=False):
        if previous is None or day > previous + longest:
            previous = int(day)
            yield Anchor(id=name, lo=int(lo), hi=int(hi))


def _triggers(expectation: Expectation, first_said: int, deeds: Deeds) -> Iterator[Anchor]:
    """Each deed that crosses the line after it was drawn: the window starts when it is crossed."""
    crossings = deeds.select(
        deeds.between(expectation.trigger_actor, expectation.trigger_recipient) & deeds.coded(expectation.trigger_codes)
    )
    for name, lo, hi in zip(crossings.ids, crossings.lo.tolist(), crossings.hi.tolist(), strict=True):
        if lo >= first_said:
            yield Anchor(id=name, lo=lo, hi=hi)


def _quarters(said: pd.DataFrame) -> Iterator[Anchor]:
    """Each quarter in which the claim was voiced, as one window."""
    for quarter in periods_between(int(said["lo"].min()), int(said["hi"].max()), "quarter"):
        if ((said["lo"] >= quarter.start) & (said["hi"] <= quarter.end)).any():
            yield Anchor(id=quarter.label, lo=quarter.start, hi=quarter.end)
