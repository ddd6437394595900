"""Anchors: from which day an expectation's window is counted (episodes, triggers, periods)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from claimstats import ontology
from claimstats.codebook import Expectation
from claimstats.dates import periods_between
from claimstats.schema.checking import split_values

__all__ = ["Anchor", "Deed", "anchors_of", "deeds_of", "matches_party"]


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


@dataclass(frozen=True, kw_only=True)
class Deed:
    """An incident as matching needs it."""

    id: str
    lo: int
    hi: int
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    action: str


def deeds_of(incidents: pd.DataFrame, *, as_of: int) -> tuple[Deed, ...]:
    """The verified incidents up to the cut-off, in order of date and id; unverified ones decide nothing.

    Parameters
    ----------
    incidents
        Of a study.
    as_of
        The cut-off; an incident that may lie before it is kept.
    """
    kept = incidents[(incidents["verification"] == "verified") & (incidents["lo"] <= as_of)]
    rows = kept.sort_values(["lo", "hi", "incident_id"])[["incident_id", "lo", "hi", "actor", "recipient", "action"]]
    return tuple(
        Deed(
            id=name,
            lo=int(lo),
            hi=int(hi),
            actor=tuple(split_values(actor)),
            recipient=tuple(split_values(to)),
            action=code,
        )
        for name, lo, hi, actor, to, code in rows.itertuples(index=False)
    )


def matches_party(values: tuple[str, ...], prefixes: tuple[str, ...]) -> bool:
    """Whether any value begins with any prefix, or is it where the prefix ends in ``=``.

    No prefix matches anybody, nobody in particular included; an actor that is not established matches nothing else.
    """
    return not prefixes or any(
        value == prefix[:-1] if prefix.endswith("=") else value.startswith(prefix)
        for value in values
        for prefix in prefixes
    )


def anchors_of(
    expectation: Expectation, said: pd.DataFrame, deeds: tuple[Deed, ...], *, longest: int
) -> tuple[Anchor, ...]:
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


def _triggers(expectation: Expectation, first_said: int, deeds: tuple[Deed, ...]) -> Iterator[Anchor]:
    """Each deed that crosses the line after it was drawn: the window starts when it is crossed."""
    for deed in deeds:
        if (
            deed.lo >= first_said
            and ontology.matches(deed.action, expectation.trigger_codes)
            and matches_party(deed.actor, expectation.trigger_actor)
            and matches_party(deed.recipient, expectation.trigger_recipient)
        ):
            yield Anchor(id=deed.id, lo=deed.lo, hi=deed.hi)


def _quarters(said: pd.DataFrame) -> Iterator[Anchor]:
    """Each quarter in which the claim was voiced, as one window."""
    for quarter in periods_between(int(said["lo"].min()), int(said["hi"].max()), "quarter"):
        if ((said["lo"] >= quarter.start) & (said["hi"] <= quarter.end)).any():
            yield Anchor(id=quarter.label, lo=quarter.start, hi=quarter.end)
