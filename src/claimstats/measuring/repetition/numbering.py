"""Numbering: each count of a period by its name, with the occasions, speakers and rows that it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from claimstats.dates import Period, day
from claimstats.errors import UsageError
from claimstats.measuring.repetition import stating
from claimstats.measuring.repetition.spoken import Spoken, Units
from claimstats.measuring.repetition.together import Together, share_alike, when
from claimstats.measuring.repetition.voiced import Voiced
from claimstats.numbering import Number, Numbers, Stated, Unit, collect_numbers, state_rows

__all__ = ["numbers_of_repetition"]

#: Further tables whose numbers have names.
FURTHER = ("comparison", "concentration", "turnover", "halflife")


def numbers_of_repetition(
    voiced: Voiced, tables: Mapping[str, pd.DataFrame], labels: Mapping[str, str]
) -> Callable[[str, Sequence[str], Mapping[str, str]], Numbers]:
    """What gives every count of a period, group by group, and of all groups together where groups are claims.

    Parameters
    ----------
    voiced
        What was measured.
    tables
        Of the result.
    labels
        Printed names of ids.

    Returns
    -------
    callable
        Takes the label of a period and the further tables whose numbers are wanted too; refuses with a `UsageError` what
        is no period of the measure's own length, and a table whose numbers have no names.
    """
    spoken = Spoken(voiced)

    def number(period: str, asked: Sequence[str], only: Mapping[str, str]) -> Numbers:
        for table in asked:
            if table not in FURTHER or (table != "comparison" and list(voiced.keys) != ["claim_id"]):
                told = f"those of {', '.join(FURTHER)} have, where it was measured by claim"
                raise UsageError(f"the numbers of repetition / {table} have no names; {told}")
        part = _period(voiced, period)
        known = {key: value for key, value in only.items() if key in voiced.keys}
        named = _Named(voiced=voiced, spoken=spoken, part=part, tables=tables, labels=labels, only=known)
        return collect_numbers("repetition", (*named.main(), *(one for table in asked for one in named.further(table))))

    return number


def _period(voiced: Voiced, label: str) -> Period:
    """The period of that label, refused where repetition was measured by another length."""
    if voiced.period == "all" and label == "all":
        # Every day: a date before the study's first day counts over all time too.
        return Period(1, date.max.toordinal(), "all")
    try:
        part = Period.parse(label)
    except ValueError as error:
        raise UsageError(str(error)) from None
    if part.unit != voiced.period:
        raise UsageError(f"{part.label} is a {part.unit}, and repetition was measured by {voiced.period}")
    return part


@dataclass(frozen=True, kw_only=True, eq=False)
class _Named:
    """The numbers of one period."""

    voiced: Voiced
    spoken: Spoken
    part: Period
    tables: Mapping[str, pd.DataFrame]
    labels: Mapping[str, str]
    only: Mapping[str, str]

    def main(self) -> Iterator[Number]:
        """The counts and rates of each group, then of all claims, or of each claim and each speaker, together."""
        frame = self.voiced.frame[self.voiced.frame["period"] == self.part.label]
        for key, value in self.only.items():
            frame = frame[frame[key] == value]
        rated = self.voiced.stream is not None
        columns = {**stating.COUNTED, **(stating.RATED if rated else {}), **stating.MADE}
        yield from self._state([self._complete(row) for row in frame.to_dict("records")], columns, table="repetition")
        keys = list(self.voiced.keys)
        summed = Together(part=self.part, counted=self._counted, labels=self.labels)
        if keys == ["claim_id"] and not self.only:
            yield from summed.all_claims()
        statements = self.voiced.claims.study.statements
        if keys == ["claim_id"] and self.part.label == "all":
            yield from summed.unverified(frame["claim_id"].tolist(), statements)
        if keys == ["claim_id", "speaker"]:
            speakers = set(frame["speaker"])
            yield from summed.of_claims(set(frame["claim_id"]), speakers)
            yield from summed.of_speakers(speakers, statements)

    def further(self, table: str) -> Iterator[Number]:
        """The numbers of a further table."""
        frame = self.tables[table]
        if table == "comparison":
            yield from self._state(
                frame[frame["period"] == self.part.label].to_dict("records"), stating.COMPARED, table=table
            )
        elif table == "turnover":
            rows = frame[frame["period"] == self.part.label].to_dict("records")
            yield from self._state(rows, stating.TURNED, table=table, keys=("period",), about="", first=("turnover",))
        elif table == "concentration":
            rows = frame[frame["claim_id"] == "all"].to_dict("records")
            yield from self._state(
                rows,
                stating.CONCENTRATED,
                table=table,
                keys=("claim_id",),
                about="all claims",
                first=("concentration",),
            )
        else:
            yield from self._state(
                frame.to_dict("records"), stating.LASTING, table=table, keys=(), about="all claims", first=("halflife",)
            )

    def _state(
        self, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Stated], *, table: str,
        keys: Sequence[str] = (), about: str | None = None, first: Sequence[str] = (),
    ) -> Iterator[Number]:  # fmt: skip
        own = [*self.voiced.keys, "period"] if about is None else list(keys)

        def tell(row: Mapping[str, Any]) -> str:
            if about is None:
                return f"{self._say([str(row[key]) for key in self.voiced.keys])}, {when(self.part)}"
            return about or f"{self.part.label} against {row['before']}"

        def units(column: str, row: Mapping[str, Any]) -> Sequence[Unit]:
            return self._units(table, column, row)

        yield from state_rows(
            rows, columns, measure="repetition", table=table, keys=own, about=tell, first=first, units=units,
            period=self.part.label,
        )  # fmt: skip

    def _say(self, group: Sequence[str]) -> str:
        return ", ".join(f"“{self.labels.get(name, name)}”" for name in group)

    def _group(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(str(row[key]) for key in self.voiced.keys)

    def _complete(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row of the main table with the counts that only a report prints."""
        counts = {name: len(self._counted[name].get(self._group(row), ())) for name in ("records", "occasions_year")}
        seen = row["last_seen"]
        return {**row, **counts} | {
            "range_low": min(row["speaker_days"], row["occasions"]),
            "range_high": max(row["mentions"], row["occasions_max"], row["occasions_all"]),
            "since": max(self.voiced.as_of - day(seen), 0) if isinstance(seen, str) and seen else None,
        }

    @property
    def _rows_wanted(self) -> Mapping[str, str]:
        """Which rows are gathered: of a claim and a speaker, the claim's other speakers too."""
        return self.only if len(self.voiced.keys) == 1 else {}

    @cached_property
    def _counted(self) -> dict[str, Units]:
        return self.spoken.count(self.part, self._rows_wanted)

    @cached_property
    def _streamed(self) -> dict[str, Units]:
        return self.spoken.of_stream(self.part, self._rows_wanted)

    @cached_property
    def _before(self) -> dict[str, Units]:
        return self.spoken.of_stream(self.part.shift(-1), self._rows_wanted)

    def _units(self, table: str, column: str, row: Mapping[str, Any]) -> Sequence[Unit]:
        """The units of a cell, with what each adds to it; none where shares cannot add up."""
        if table == "turnover":
            return self._turned(column)
        if table == "concentration":
            return self._concentrated(column)
        # A rate is its count, with so much for each.
        streamed = {
            "estimate": ("stream_occasions", 30, "exposure_days"),
            "share_per_1000": ("stream_texts", 1000, "texts"),
            "stream_occasions": ("stream_occasions", 1, ""),
            "stream_texts": ("stream_texts", 1, ""),
        }
        if table == "repetition" and column in self._counted:
            return share_alike(self._counted[column].get(self._group(row), ()), 1.0)
        if table == "repetition" and column in streamed:
            name, times, by = streamed[column]
            found = self._streamed[name].get(self._group(row), ())
            return share_alike(found, times / (row[by] if by else 1)) if found else ()
        if table == "comparison" and column == "occasions_before":
            return share_alike(self._before["stream_occasions"].get(self._group(row), ()), 1.0)
        return ()

    def _turned(self, column: str) -> Sequence[Unit]:
        """The claims that came, went or stayed, with the rows of their occasions."""
        now, then = self.spoken.occasions(self.part), self.spoken.occasions(self.part.shift(-1))
        groups = {
            "new": now.keys() - then.keys(),
            "retired": then.keys() - now.keys(),
            "carried": now.keys() & then.keys(),
        }
        return [
            (group[0], 1.0, ";".join(rows for _, rows in (*now.get(group, ()), *then.get(group, ()))))
            for group in sorted(groups[column])
        ]

    def _concentrated(self, column: str) -> Sequence[Unit]:
        """Every occasion, every speaker, or the occasions of the speaker who has most."""
        every = self.spoken.every
        by_speaker = every.groupby("speaker")["unit"].nunique()
        if column == "top_share" and len(by_speaker):
            own = every[every["speaker"] == by_speaker.idxmax()]
            return share_alike(_joined(own, "unit"), 1 / float(by_speaker.sum()))
        named = {"n": "unit", "n_units": "speaker"}.get(column)
        return share_alike(_joined(every, named), 1.0) if named else ()


def _joined(rows: pd.DataFrame, column: str) -> list[tuple[str, str]]:
    """Each value of a column once, with its rows."""
    found: dict[str, list[str]] = {}
    for name, statement in zip(rows[column], rows["statement_id"], strict=True):
        found.setdefault(name, []).append(f"statements:{statement}")
    return [(name, ";".join(sorted(set(own)))) for name, own in sorted(found.items())]
