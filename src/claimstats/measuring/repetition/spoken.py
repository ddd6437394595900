"""What is counted of a period: occasions, speakers and rows as units, group by group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

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
        rows, keys = _wanted(self._rows, only), self._keys
        inside = (rows["lo"] >= part.start) & (rows["hi"] <= part.end)
        said = rows[rows["utterance"]]
        first, last = self._reach(said)
        whole = said[(first >= part.start) & (last <= part.end)]
        months = MONTHS[self._voiced.period]
        number = months_of(first.to_numpy()) // months
        single = number == months_of(last.to_numpy()) // months
        now = months_of(pd.Series([part.start]).to_numpy())[0] // months
        earlier = single & (number < now)
        return {
            "occasions": _gather(whole, keys, "unit"),
            "speakers": _gather(whole, keys, "speaker"),
            "speaker_days": _gather(rows[inside & rows["utterance"]], keys, "day_of_speaker"),
            "mentions": _gather(rows[inside], keys, "row"),
            "records": _gather(rows[(rows["lo"] <= part.end) & (rows["hi"] >= part.start)], keys, "row"),
            "occasions_max": _gather(said[(first <= part.end) & (last >= part.start)], keys, "unit"),
            "occasions_before": _gather(said[earlier], keys, "unit"),
            "occasions_year": _gather(said[earlier & (number >= now - YEAR)], keys, "unit"),
        }

    def of_stream(self, part: Period, only: Mapping[str, str]) -> dict[str, Units]:
        """The occasions and texts of the stream that makes the rate, on its monitored days.

        Parameters
        ----------
        part, only
            As in `count`.
        """
        rows, keys = _wanted(self._monitored, only), self._keys
        said = rows[rows["utterance"]]
        first, last = self._reach(said)
        inside = (rows["lo"] >= part.start) & (rows["hi"] <= part.end)
        # A claim is voiced by a statement once: where groups are of one claim, mentions are texts.
        return {
            "stream_occasions": _gather(said[(first >= part.start) & (last <= part.end)], keys, "unit"),
            "stream_texts": _gather(rows[inside], keys, "row" if "claim_id" in keys else "statement_id"),
        }

    @cached_property
    def every(self) -> pd.DataFrame:
        """All utterances, with ``unit``: claim, speaker and occasion."""
        said = self._rows[self._rows["utterance"]]
        return said.assign(unit=said["claim_id"] + "/" + said["unit"]) if "claim_id" in self._keys else said

    def _reach(self, said: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
        """First and last day of the occasion that each row belongs to."""
        occasions = said.groupby(list(dict.fromkeys([*self._keys, "claim_id", "speaker", "occasion"])))
        return occasions["lo"].transform("min"), occasions["hi"].transform("max")

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
    def _monitored(self) -> pd.DataFrame:
        rows, days = self._rows, self._voiced.days
        if days is None:
            return rows.iloc[:0]
        day = rows["day"].to_numpy(dtype=np.int64)
        return rows[(rows["stream"] == self._voiced.stream).to_numpy() & (days.count(day, day) == 1)]


def _wanted(rows: pd.DataFrame, only: Mapping[str, str]) -> pd.DataFrame:
    for column, value in only.items():
        rows = rows[rows[column] == value]
    return rows


def _gather(rows: pd.DataFrame, keys: Sequence[str], unit: str) -> Units:
    """Each unit once, with its rows, by group; both in order."""
    found: dict[tuple[str, ...], list[str]] = {}
    for *named, statement in zip(*(rows[name] for name in (*keys, unit)), rows["statement_id"], strict=True):
        found.setdefault(tuple(named), []).append(statement)
    gathered: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for (*group, name), own in sorted(found.items()):
        gathered.setdefault(tuple(group), []).append((name, name_rows("statements", own)))
    return gathered
