"""Anchors: from which day an expectation's window is counted (episodes, triggers, periods)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from claimstats.codebook import Expectation
from claimstats.dates import periods_between
from claimstats.measuring.gaps.deeds import Deeds

__all__ = ["Anchor", "Said", "anchors_of"]


@dataclass(frozen=True, kw_only=True)
class Said:
    """The counted utterances of one claim, in order of representative day and id: their names and days."""

    ids: NDArray[np.object_]
    lo: NDArray[np.int64]
    hi: NDArray[np.int64]
    day: NDArray[np.int64]

    @classmethod
    def of(cls, rows: pd.DataFrame) -> Said:
        """From rows ``statement_id, lo, hi, day``, sorted by day and id."""
        days = {name: rows[name].to_numpy(dtype=np.int64) for name in ("lo", "hi", "day")}
        return cls(ids=rows["statement_id"].to_numpy(dtype=object), **days)

    def anchor(self, place: int) -> Anchor:
        """One of them as an anchor."""
        return Anchor(id=str(self.ids[place]), lo=int(self.lo[place]), hi=int(self.hi[place]))


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


def anchors_of(
    expectation: Expectation, said: Said, deeds: Deeds, *, longest: int, last: bool = False
) -> tuple[Anchor, ...]:
    """The anchors of one expectation.

    Parameters
    ----------
    expectation
        Its ``anchor`` says which kind.
    said
        Counted utterances of its claim.
    deeds
        From `deeds_of`.
    longest
        The last day of the longest window of the claim: later utterances open a new episode.
    last
        Whether an episode is anchored at its last utterance instead of its first.
    """
    if not len(said.ids):
        return ()
    if expectation.anchor == "trigger":
        return tuple(_triggers(expectation, int(said.hi.min()), deeds))
    if expectation.anchor == "period":
        return tuple(_quarters(said))
    return tuple(_episodes(said, longest=longest, last=last))


def _episodes(said: Said, *, longest: int, last: bool) -> Iterator[Anchor]:
    """The first utterance, and each that is more than the longest window after the previous first one."""
    opens = 0
    while opens < len(said.ids):
        ends = int(np.searchsorted(said.day, said.day[opens] + longest, side="right"))
        yield said.anchor(ends - 1 if last else opens)
        opens = ends


def _triggers(expectation: Expectation, first_said: int, deeds: Deeds) -> Iterator[Anchor]:
    """Each deed that crosses the line after it was drawn: the window starts when it is crossed."""
    crossings = deeds.select(
        deeds.between(expectation.trigger_actor, expectation.trigger_recipient) & deeds.coded(expectation.trigger_codes)
    )
    for name, lo, hi in zip(crossings.ids, crossings.lo.tolist(), crossings.hi.tolist(), strict=True):
        if lo >= first_said:
            yield Anchor(id=name, lo=lo, hi=hi)


def _quarters(said: Said) -> Iterator[Anchor]:
    """Each quarter in which the claim was voiced, as one window."""
    for quarter in periods_between(int(said.lo.min()), int(said.hi.max()), "quarter"):
        if ((said.lo >= quarter.start) & (said.hi <= quarter.end)).any():
            yield Anchor(id=quarter.label, lo=quarter.start, hi=quarter.end)
