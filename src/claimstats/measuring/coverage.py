"""Measure coverage: which days, and how many texts, each stream has read."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from claimstats.dates import Period, day, periods_between
from claimstats.estimates.exposure import DaySet
from claimstats.measuring.covered import numbers_of_coverage
from claimstats.measuring.wording import say_coverage
from claimstats.results import Result
from claimstats.study import Study

__all__ = ["Texts", "deed_days", "measure_coverage", "stream_days"]

WORDS = {
    "stream": "How the rows were collected.",
    "key": "The speaker or action family that it is about; empty for all.",
    "period": "Calendar period.",
    "days": "Days of the period up to the cut-off and from the study's first day on.",
    "monitored_days": "Days that were read; missing where coverage is not known.",
    "share": "Monitored days / days, from 0 to 1.",
    "texts": "Texts read in the period; missing where they were not counted.",
    "status": "`known`, or `unknown`: then silence means nothing and no rate is given.",
    "flags": "What to bear in mind, separated by `;`.",
}


def measure_coverage(study: Study, *, period: str = "quarter") -> Result:
    """How many days, and texts, of each stream were monitored in each period.

    ``share = monitored days / days of the period up to the cut-off``. It does not say how carefully a day was read.

    Parameters
    ----------
    study
        With a table ``coverage``.
    period
        ``month``, ``quarter``, ``year`` or ``all``.

    Returns
    -------
    Result
        One row per stream, key and period: ``stream, key, period, days, monitored_days, share, texts, status, flags``.
    """
    coverage = study.codebook["coverage"]
    grid = periods_between(study.settings.start, study.settings.as_of, period)
    rows = []
    for stream, key in _streams_and_keys(coverage):
        # A row without a key is about everything, so it is about each key too.
        stretches = coverage[(coverage["stream"] == stream) & coverage["key"].isin(["", key])]
        known = bool((stretches["status"] == "monitored").any())
        days, texts = _days(stretches), Texts(stretches)
        rows += [
            {"stream": stream, "key": key, **_period_row(part, days, texts, known=known, study=study)} for part in grid
        ]
    frame = pd.DataFrame(rows, columns=list(WORDS))
    return Result(
        measure="coverage",
        keys=("stream", "key", "period"),
        tables={"coverage": frame},
        words=WORDS,
        params={"period": period, "as_of": study.settings.as_of},
        provenance=study.provenance,
        trace=lambda wanted: _trace(coverage, wanted),
        say=lambda wanted: say_coverage(frame, wanted),
        count=numbers_of_coverage(study, frame),
        codebook_hash=lambda: study.codebook.sha256,
    )


def _streams_and_keys(coverage: pd.DataFrame) -> list[tuple[str, str]]:
    """What to report on: each stream by its keys, and as a whole unless rows without a key only say what is missing."""
    pairs = coverage[["stream", "key", "status"]].drop_duplicates()
    keyed = set(pairs.loc[pairs["key"] != "", "stream"])
    whole = pairs[(pairs["key"] != "") | (pairs["status"] != "missing") | ~pairs["stream"].isin(keyed)]
    return sorted(set(zip(whole["stream"], whole["key"], strict=True)))


def _period_row(part: Period, days: DaySet, texts: Texts, *, known: bool, study: Study) -> dict[str, object]:
    """One stream in one period."""
    first, last = max(part.start, study.settings.start), min(part.end, study.settings.as_of)
    length = max(last - first + 1, 0)
    monitored = int(days.count(first, last)) if known else math.nan
    flags = [
        name
        for name, holds in (("coverage_gap", known and 0 < monitored < length), ("partial_period", length < part.days))
        if holds
    ]
    return {
        "period": part.label,
        "days": length,
        "monitored_days": monitored,
        "share": monitored / length if known and length else math.nan,
        "texts": texts.count(first, last),
        "status": "known" if known else "unknown",
        "flags": ";".join(sorted(flags)),
    }


def _trace(coverage: pd.DataFrame, wanted: Mapping[str, str]) -> pd.DataFrame:
    """The rows of ``coverage.csv`` behind a number."""
    rows = coverage
    for name in ("stream", "key"):
        if name in wanted:
            rows = rows[rows[name].isin([wanted[name], ""])] if name == "key" else rows[rows[name] == wanted[name]]
    if "period" in wanted and wanted["period"] != "all":
        part = Period.parse(wanted["period"])
        rows = rows[(rows["start"].map(day) <= part.end) & (rows["end"].map(day) >= part.start)]
    return rows.reset_index(drop=True)


def _days(stretches: pd.DataFrame) -> DaySet:
    """The monitored days of some rows of ``coverage.csv``, less the missing ones."""
    pairs = {
        status: list(zip(rows["start"].map(day), rows["end"].map(day), strict=True))
        for status, rows in stretches.groupby("status")
    }
    return DaySet(monitored=pairs.get("monitored", []), missing=pairs.get("missing", []))


def stream_days(study: Study, stream: str) -> DaySet | None:
    """The days on which a stream of statements was monitored; None where that is not known.

    Parameters
    ----------
    study, stream
        Rows of ``coverage.csv`` with a key (a single speaker's coverage) do not count here.
    """
    coverage = study.codebook["coverage"]
    rows = coverage[(coverage["stream"] == stream) & (coverage["key"] == "")]
    return _days(rows) if (rows["status"] == "monitored").any() else None


def deed_days(study: Study, family: str) -> DaySet | None:
    """The days on which deeds of an action family would be in the record; None where that is not known.

    Parameters
    ----------
    study, family
        Rows of ``coverage.csv`` that belong to a stream of incidents and are about this family, or about all. In a
        study without a table of streams every row of ``coverage`` counts.
    """
    coverage, streams = study.codebook["coverage"], study.codebook["streams"]
    if len(streams):
        coverage = coverage[coverage["stream"].isin(streams.loc[streams["table"] == "incidents", "stream_id"])]
    rows = coverage[coverage["key"].isin(["", family])]
    return _days(rows) if (rows["status"] == "monitored").any() else None


class Texts:
    """How many texts the monitored rows of ``coverage.csv`` count, by stretch of days.

    Parameters
    ----------
    stretches
        Rows of ``coverage.csv``.
    """

    def __init__(self, stretches: pd.DataFrame) -> None:
        rows = stretches[stretches["status"] == "monitored"]
        self._starts = rows["start"].map(day).to_numpy(dtype="int64")
        self._ends = rows["end"].map(day).to_numpy(dtype="int64")
        self._texts = rows["texts"].to_numpy(dtype="float64")

    def count(self, first: int, last: int) -> float:
        """Texts read in ``[first, last]``.

        Missing (NaN) where nothing was monitored, where a row counts no texts, or where a row reaches over an end of the
        stretch: its texts cannot be divided.
        """
        touching = (self._starts <= last) & (self._ends >= first)
        inside = touching & (self._starts >= first) & (self._ends <= last)
        if not touching.any() or not inside[touching].all():
            return math.nan
        return float(self._texts[inside].sum())
