"""What is counted of a period: occasions, speakers and rows as units, group by group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from claimstats.dates import Period, months_of
from claimstats.measuring.repetition.counting import MONTHS
from claimstats.measuring.repetition.voiced import Voiced
from claimstats.numbering import name_rows

__all__ = ["YEAR", "Spoken", "Units"]

#: How many periods of the same length the report looks back.
YEAR = 4

_ROWS = {
    "statement_id": "text", "claim_id": "text", "speaker": "text", "lo": "day", "hi": "day", "day": "day",
    "occasion": "integer", "utterance": "flag",
}  # fmt: skip

#: The units of a count by group: a unit and the rows that it rests on.
Units = Mapping[tuple[str, ...], Sequence[tuple[str, str]]]


class Spoken:
    """The rows that count, each with the occasion that it belongs to; collected once for all periods.

    Parameters
    ----------
    voiced
        What was measured.
    """

    def __init__(self, voiced: Voiced) -> None:
        self._voiced = voiced
        self._keys = list(voiced.keys)

    def count(self, part: Period, only: Mapping[str, str]) -> dict[str, Units]:
        """The units of each count of a period.

        Parameters
        ----------
        part
            The period.
        only
            Columns of the keys, and the values that are wanted.
        """
        rows, wanted = self._rows, _wanted(self._rows, only)
        lo, hi = (rows[name].to_numpy() for name in ("lo", "hi"))
        first, last = self._ends
        said = wanted & rows["utterance"].to_numpy(dtype=bool)
        inside = wanted & (lo >= part.start) & (hi <= part.end)
        number, end = self._numbers
        now = months_of(np.array([part.start]))[0] // MONTHS[self._voiced.period]
        earlier = said & (number == end) & (number < now)
        return {
            "occasions": self._gather(said & (first >= part.start) & (last <= part.end), "unit"),
            "speakers": self._gather(said & (first >= part.start) & (last <= part.end), "speaker"),
            "speaker_days": self._gather(inside & said, "day_of_speaker"),
            "mentions": self._gather(inside, "row"),
            "records": self._gather(wanted & (lo <= part.end) & (hi >= part.start), "row"),
            "occasions_max": self._gather(said & (first <= part.end) & (last >= part.start), "unit"),
            "occasions_before": self._gather(earlier, "unit"),
            "occasions_year": self._gather(earlier & (number >= now - YEAR), "unit"),
        }

    def occasions(self, part: Period) -> Units:
        """The occasions of a period alone.

        Parameters
        ----------
        part
            The period.
        """
        first, last = self._ends
        said = self._rows["utterance"].to_numpy(dtype=bool)
        return self._gather(said & (first >= part.start) & (last <= part.end), "unit")

    def of_stream(self, part: Period, only: Mapping[str, str]) -> dict[str, Units]:
        """The occasions and texts of the stream that makes the rate, on its monitored days.

        Parameters
        ----------
        part, only
            As in `count`.
        """
        rows, read = self._rows, _wanted(self._rows, only) & self._monitored
        said = read & rows["utterance"].to_numpy(dtype=bool)
        first, last = self._streamed_ends
        inside = (rows["lo"].to_numpy() >= part.start) & (rows["hi"].to_numpy() <= part.end)
        # A claim is voiced by a statement once: where groups are of one claim, mentions are texts.
        text = "row" if "claim_id" in self._keys else "statement_id"
        return {
            "stream_occasions": self._gather(said & (first >= part.start) & (last <= part.end), "unit"),
            "stream_texts": self._gather(read & inside, text),
        }

    @cached_property
    def every(self) -> pd.DataFrame:
        """All utterances, with ``unit``: claim, speaker and occasion."""
        said = self._rows[self._rows["utterance"]]
        return said.assign(unit=said["claim_id"] + "/" + said["unit"]) if "claim_id" in self._keys else said

    def _reach(self, counted: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """First and last day of the occasion that each of these rows belongs to; 0 of the others."""
        said = self._rows[counted]
        occasions = said.groupby(list(dict.fromkeys([*self._keys, "claim_id", "speaker", "occasion"])))
        ends = np.zeros((2, len(counted)), dtype=np.int64)
        ends[:, counted] = occasions["lo"].transform("min"), occasions["hi"].transform("max")
        return ends[0], ends[1]

    @cached_property
    def _ends(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return self._reach(self._rows["utterance"].to_numpy(dtype=bool))

    @cached_property
    def _streamed_ends(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return self._reach(self._monitored & self._rows["utterance"].to_numpy(dtype=bool))

    @cached_property
    def _numbers(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Numbers of the periods in which the occasion of each utterance begins and ends."""
        first, last = (np.maximum(days, 1) for days in self._ends)
        return months_of(first) // MONTHS[self._voiced.period], months_of(last) // MONTHS[self._voiced.period]

    def _gather(self, counted: NDArray[np.bool_], unit: str) -> Units:
        """Each unit of these rows once, with its rows, by group; both in order."""
        columns = [self._lists[name] for name in (*self._keys, unit, "statement_id")]
        found: dict[tuple[str, ...], list[str]] = {}
        for place in np.flatnonzero(counted).tolist():
            *named, statement = (column[place] for column in columns)
            found.setdefault(tuple(named), []).append(statement)
        gathered: dict[tuple[str, ...], list[tuple[str, str]]] = {}
        for (*group, name), own in sorted(found.items()):
            gathered.setdefault(tuple(group), []).append((name, name_rows("statements", own)))
        return gathered

    @cached_property
    def _lists(self) -> dict[str, list[str]]:
        names = {*self._keys, "unit", "speaker", "row", "day_of_speaker", "statement_id"}
        return {name: self._rows[name].tolist() for name in names}

    @cached_property
    def _rows(self) -> pd.DataFrame:
        """The rows with the names of their units, which do not move when other rows come or go."""
        voiced, keys = self._voiced, self._keys
        types = dict.fromkeys(keys, "text") | _ROWS
        # Rows after the period too: an occasion that is named may have some, and then reaches over the end.
        rows = voiced.claims.study.engine.collect(voiced.rows, types)
        given = voiced.claims.study.statements.set_index("statement_id")[["occasion", "venue", "stream"]]
        told = given.reindex(rows["statement_id"])
        begins, days = ([date.fromordinal(int(day)).isoformat() for day in rows[name]] for name in ("lo", "day"))
        parts = [
            f"{speaker}/{occasion or (f'{day}/{place}' if place and lo == hi else name)}"
            for speaker, occasion, day, place, lo, hi, name in zip(
                rows["speaker"], told["occasion"].to_numpy(), begins, told["venue"].to_numpy(), rows["lo"], rows["hi"],
                rows["statement_id"], strict=True,
            )
        ]  # fmt: skip
        own = pd.Series(parts, index=rows.index, dtype="str")
        # A copy belongs to the occasion of the utterance that it leads back to, whose number it carries.
        same = rows.assign(unit=own).sort_values("utterance", ascending=False, kind="stable")
        first = same.groupby(["claim_id", "speaker", "occasion"])["unit"].transform("first").reindex(rows.index)
        named = rows.assign(
            unit=first, row=rows["statement_id"], stream=told["stream"].to_numpy(),
            day_of_speaker=rows["speaker"] + "/" + pd.Series(days, index=rows.index, dtype="str"),
        )  # fmt: skip
        if "claim_id" in keys:
            return named
        # A unit's name has the claim before it, where groups are not of one claim.
        return named.assign(
            **{name: named["claim_id"] + "/" + named[name] for name in ("unit", "row", "day_of_speaker")}
        )

    @cached_property
    def _monitored(self) -> NDArray[np.bool_]:
        """Which rows are of the stream that makes the rate, on its monitored days."""
        rows, days = self._rows, self._voiced.days
        if days is None:
            return np.zeros(len(rows), dtype=bool)
        day = rows["day"].to_numpy(dtype=np.int64)
        return (rows["stream"] == self._voiced.stream).to_numpy(dtype=bool) & (days.count(day, day) == 1)


def _wanted(rows: pd.DataFrame, only: Mapping[str, str]) -> NDArray[np.bool_]:
    wanted = np.ones(len(rows), dtype=bool)
    for column, value in only.items():
        wanted &= (rows[column] == value).to_numpy(dtype=bool)
    return wanted
