"""Deeds: the incidents of a record as columns, and which of them an expectation asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from claimstats import ontology
from claimstats.codebook import Expectation
from claimstats.schema.checking import split_values

__all__ = ["KINDS", "Dated", "Deeds", "deeds_of", "relevant"]

#: What the code of a deed makes of it: what was expected, part of it, or its contrary.
KINDS = ("full", "partial", "contrary")

Mask = NDArray[np.bool_]
Days = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Dated:
    """Some deeds in order of their first day.

    Attributes
    ----------
    ids
        Names of the incidents.
    lo, hi
        Their first and last possible days.
    """

    ids: NDArray[np.object_]
    lo: Days
    hi: Days
    #: The last day that any deed so far may have: it grows, so it can be searched.
    latest: Days = field(init=False)

    def __post_init__(self) -> None:
        """Prepare the searchable column."""
        object.__setattr__(self, "latest", np.maximum.accumulate(self.hi) if len(self.hi) else self.hi)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.ids)

    def count_within(self, earliest: Days, latest: Days) -> Days:
        """How many `within` would name, for many stretches of days at once."""
        lo, longer = self._of_one_day, self._longer
        found = np.maximum(lo.searchsorted(latest, side="right") - lo.searchsorted(earliest), 0)
        for first, last in longer:
            found += (first >= earliest) & (last <= latest)
        return found

    def count_touching(self, earliest: Days, latest: Days) -> Days:
        """How many `touching` would name, for many stretches of days at once."""
        lo, longer = self._of_one_day, self._longer
        found = np.maximum(lo.searchsorted(latest, side="right") - lo.searchsorted(earliest), 0)
        for first, last in longer:
            found += (first <= latest) & (last >= earliest)
        return found

    @cached_property
    def _of_one_day(self) -> Days:
        """The days of those that have one, in order: of these a search tells how many lie in a stretch."""
        return self.lo[self.lo == self.hi]

    @cached_property
    def _longer(self) -> list[tuple[int, int]]:
        """First and last day of the others."""
        longer = self.lo != self.hi
        return list(zip(self.lo[longer].tolist(), self.hi[longer].tolist(), strict=True))

    def within(self, earliest: int, latest: int) -> tuple[str, ...]:
        """Those that lie in the days with all of their own days."""
        begins, ends = self.lo.searchsorted(earliest), self.lo.searchsorted(latest, side="right")
        if ends <= begins:
            return ()
        return tuple(self.ids[begins:ends][self.hi[begins:ends] <= latest])

    def touching(self, earliest: int, latest: int) -> tuple[str, ...]:
        """Those that lie in the days with some of their own days."""
        begins, ends = self.latest.searchsorted(earliest), self.lo.searchsorted(latest, side="right")
        if ends <= begins:
            return ()
        return tuple(self.ids[begins:ends][self.hi[begins:ends] >= earliest])


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of texts as numbers: each distinct text is looked at once, however many rows have it."""

    values: tuple[str, ...]
    rows: NDArray[np.intp]

    @classmethod
    def of(cls, texts: pd.Series) -> Column:
        """The distinct texts, and which of them each row has."""
        rows, values = pd.factorize(texts.astype("object"))
        return cls(values=tuple(map(str, values)), rows=rows)

    def where(self, holds: Callable[[str], bool]) -> Mask:
        """The rows whose text fits."""
        return np.fromiter((holds(value) for value in self.values), dtype=bool, count=len(self.values))[self.rows]


class Deeds:
    """The record as columns, in order of first day, last day and id.

    Parameters
    ----------
    incidents
        Rows ``incident_id, lo, hi, actor, recipient, action``.
    """

    def __init__(self, incidents: pd.DataFrame) -> None:
        rows = incidents.sort_values(["lo", "hi", "incident_id"])
        self._all = Dated(
            ids=rows["incident_id"].to_numpy(dtype=object),
            lo=rows["lo"].to_numpy(dtype=np.int64),
            hi=rows["hi"].to_numpy(dtype=np.int64),
        )
        self._columns = {name: Column.of(rows[name]) for name in ("actor", "recipient", "action")}
        self._codes: dict[tuple[str, ...], Mask] = {}
        self._sides: dict[tuple[tuple[str, ...], tuple[str, ...]], Mask] = {}

    def __len__(self) -> int:
        """How many there are."""
        return len(self._all)

    def between(self, actor: tuple[str, ...], recipient: tuple[str, ...]) -> Mask:
        """The deeds of one side towards the other."""
        if (actor, recipient) not in self._sides:
            does = self._columns["actor"].where(lambda value: matches_party(tuple(split_values(value)), actor))
            meets = self._columns["recipient"].where(lambda value: matches_party(tuple(split_values(value)), recipient))
            self._sides[actor, recipient] = does & meets
        return self._sides[actor, recipient]

    def coded(self, codes: tuple[str, ...]) -> Mask:
        """The deeds whose action has one of the codes, or one below them."""
        if codes not in self._codes:
            self._codes[codes] = self._columns["action"].where(lambda value: ontology.matches(value, codes))
        return self._codes[codes]

    def select(self, kept: Mask) -> Dated:
        """Some of the deeds, still in order."""
        return Dated(ids=self._all.ids[kept], lo=self._all.lo[kept], hi=self._all.hi[kept])


def deeds_of(incidents: pd.DataFrame, *, as_of: int) -> Deeds:
    """The verified incidents up to the cut-off; unverified ones decide nothing.

    Parameters
    ----------
    incidents
        Of a study.
    as_of
        The cut-off; an incident that may lie before it is kept.
    """
    return Deeds(incidents[(incidents["verification"] == "verified") & (incidents["lo"] <= as_of)])


def matches_party(values: tuple[str, ...], prefixes: tuple[str, ...]) -> bool:
    """Whether any value begins with any prefix, or is it where the prefix ends in ``=``.

    No prefix matches anybody, nobody in particular included; an actor that is not established matches nothing else.
    """
    return not prefixes or any(
        value == prefix[:-1] if prefix.endswith("=") else value.startswith(prefix)
        for value in values
        for prefix in prefixes
    )


def relevant(expectation: Expectation, deeds: Deeds) -> dict[str, Dated]:
    """The deeds whose parties and code match, whenever they were: by ``full``, ``partial`` and ``contrary`` code.

    A deed that matches in full is not counted in part as well.
    """
    sided = deeds.between(expectation.actor, expectation.recipient)
    full = sided & deeds.coded(expectation.codes)
    masks = (
        full,
        sided & deeds.coded(expectation.partial_codes) & ~full,
        sided & deeds.coded(expectation.contra_codes),
    )
    return {kind: deeds.select(mask) for kind, mask in zip(KINDS, masks, strict=True)}
