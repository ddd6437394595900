"""What was voiced: the source of every further table of repetition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from claimstats.estimates.exposure import DaySet
from claimstats.measuring.coverage import stream_days
from claimstats.measuring.repetition.counting import counted_mentions
from claimstats.measuring.repetition.rates import on_monitored_days
from claimstats.study import Claims

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["Voiced", "groups_of"]

_OCCASION = {"claim_id": "text", "speaker": "text", "occasion": "integer", "lo": "day", "hi": "day", "day": "day"}


@dataclass(frozen=True, kw_only=True, eq=False)
class Voiced:
    """Which claims were voiced when and by whom, as `measure_repetition` was asked to count them.

    Attributes
    ----------
    claims
        From `group_claims`.
    keys
        The columns that groups are made by.
    period
        ``month``, ``quarter``, ``year`` or ``all``.
    stream
        The stream of known coverage that rates are made from, or None.
    stances
        Those that count; None for the rule by claim type.
    level
        Confidence level of intervals.
    thresholds
        Occasions that count as often, by the name of each threshold.
    weights
        Weight of an occasion by the type of its source; 1 for a type that is not there.
    frame
        The main table, with ``start``, ``end`` (days) and ``number`` of each period.
    """

    claims: Claims
    keys: tuple[str, ...]
    period: str
    stream: str | None
    stances: tuple[str, ...] | None
    level: float
    thresholds: Mapping[str, int]
    weights: Mapping[str, float]
    frame: pd.DataFrame

    @property
    def as_of(self) -> int:
        """The cut-off."""
        return self.claims.study.settings.as_of

    @property
    def start(self) -> int:
        """The study's first day."""
        return self.claims.study.settings.start

    @cached_property
    def days(self) -> DaySet | None:
        """The monitored days of the stream; None without one."""
        return stream_days(self.claims.study, self.stream) if self.stream else None

    @cached_property
    def rows(self) -> ir.Table:
        """The mentions that count, whatever their stream, on the engine."""
        return counted_mentions(self.claims, stances=self.stances, verified=True, keys=self.keys)

    @cached_property
    def monitored_rows(self) -> ir.Table | None:
        """The mentions of the stream on its monitored days, on the engine; None without a stream."""
        if self.stream is None:
            return None
        rows = counted_mentions(self.claims, stances=self.stances, verified=True, stream=self.stream, keys=self.keys)
        return on_monitored_days(rows, self.claims.study, self.stream)

    @cached_property
    def occasions(self) -> pd.DataFrame:
        """Every occasion: ``claim_id, speaker, occasion, lo, hi, day``, in order of day."""
        return self._occasions(self.rows)

    @cached_property
    def monitored(self) -> pd.DataFrame:
        """The occasions of the stream on its monitored days: those that rates and tests rest on; none without one."""
        if self.monitored_rows is None:
            return self.occasions.iloc[:0]
        return self._occasions(self.monitored_rows)

    def _occasions(self, rows: ir.Table) -> pd.DataFrame:
        """One row per claim, speaker and occasion, as the counts have it."""
        said = rows.filter(rows.utterance)
        identity = list(dict.fromkeys([*self.keys, "claim_id", "speaker", "occasion"]))
        found = said.group_by(identity).aggregate(lo=said.lo.min(), hi=said.hi.max())
        found = found.mutate(day=lambda row: row.lo + (row.hi - row.lo) // 2)
        types = dict.fromkeys(identity, "text") | _OCCASION
        frame = self.claims.study.engine.collect(found, types)
        return frame.sort_values(["day", *identity], kind="stable").reset_index(drop=True)


def groups_of(voiced: Voiced, rows: pd.DataFrame) -> Sequence[tuple[tuple[str, ...], pd.DataFrame]]:
    """The rows of each group of the main table, by the values of its keys; groups without rows included."""
    keys = list(voiced.keys)
    found = {key if isinstance(key, tuple) else (key,): own for key, own in rows.groupby(keys, sort=False)}
    every = voiced.frame[keys].drop_duplicates().itertuples(index=False)
    return [(tuple(key), found.get(tuple(key), rows.iloc[:0])) for key in every]
