"""Numbering: days monitored and texts read, of each stream and what it is keyed by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from claimstats.errors import UsageError
from claimstats.numbering import Number, Numbers, Stated, collect_numbers, state_rows
from claimstats.study import Study

__all__ = ["numbers_of_coverage"]

_READ = "number of days that study/coverage.csv says were read, "
_SPANS = "the rows of study/coverage.csv of this stream and key"
#: Of one period.
IN_PERIOD: Mapping[str, Stated] = {
    "days": Stated("Days up to the cut-off", "days of the period, from the study's first day up to the cut-off"),
    "monitored_days": Stated("Monitored days", f"{_READ}in the period", (), "monitored"),
    "share": Stated("Share of the days that were monitored", "monitored_days / days", ("monitored", "days")),
    "texts": Stated("Texts read", f"sum of texts of {_SPANS} in the period"),
}
#: Over the periods with a monitored day.
TOGETHER: Mapping[str, Stated] = {
    "monitored_days": Stated("Monitored days", f"{_READ}over the periods that have one", (), "monitored"),
    "percent": Stated(
        "Percent of the days of these periods that were monitored",
        "sum of monitored_days / sum of days x 100",
        ("monitored",),
    ),
    "least": Stated(
        "Percent of the days that were monitored in the thinnest of these periods",
        "least of monitored_days / days x 100",
        ("monitored",),
    ),
    "texts": Stated("Texts read", f"sum of texts of {_SPANS}"),
}
#: Of a stream of the study.
OF_STREAM: Mapping[str, Stated] = {
    "rows": Stated(
        "Rows of the stream", "number of rows of study/statements.csv, or study/incidents.csv, whose stream it is"
    ),
    "read": Stated("Texts read", "sum of texts of the monitored rows of study/coverage.csv of this stream"),
    "families": Stated(
        "Families of deeds whose coverage is known",
        "number of keys of the monitored rows of study/coverage.csv of this stream",
    ),
}


def numbers_of_coverage(
    study: Study, frame: pd.DataFrame
) -> Callable[[str, Sequence[str], Mapping[str, str]], Numbers]:
    """What gives the numbers of one period, of all periods together, and of each stream.

    Parameters
    ----------
    study
        With its streams and coverage.
    frame
        The main table.
    """
    names = dict(zip(study.codebook["streams"]["stream_id"], study.codebook["streams"]["name"], strict=True))

    def about(row: Mapping[str, Any]) -> str:
        key = f", {row['key']}" if row.get("key") else ""
        return f"“{names.get(str(row['stream']), row['stream'])}”{key}" + (
            f", {row['period']}" if "period" in row else ""
        )

    def state(
        rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Stated], keys: tuple[str, ...], period: str = ""
    ) -> Iterator[Number]:
        yield from state_rows(
            rows, columns, measure="coverage", table="coverage", keys=keys, about=about, period=period
        )

    def number(period: str, asked: Sequence[str], only: Mapping[str, str]) -> Numbers:
        del only
        if asked:
            raise UsageError(f"the numbers of coverage / {asked[0]} have no names; those of its main table have")
        now = frame[(frame["period"] == period) & (frame["status"] == "known")].to_dict("records")
        made = (
            *state(now, IN_PERIOD, ("stream", "key", "period"), period),
            *state(_together(frame), TOGETHER, ("stream", "key")),
            *state(_streams(study), OF_STREAM, ("stream",)),
            *_study(study),
        )
        return collect_numbers("coverage", made)

    return number


def _together(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Each stream and key over the periods in which it has a monitored day."""
    monitored = frame[frame["monitored_days"].fillna(0) > 0]
    return [
        {
            "stream": stream,
            "key": key,
            "monitored_days": own["monitored_days"].sum(),
            "percent": 100 * own["monitored_days"].sum() / own["days"].sum(),
            "least": 100 * own["share"].min(),
            "texts": own["texts"].sum() if own["texts"].notna().all() else None,
        }
        for (stream, key), own in monitored.groupby(["stream", "key"], sort=False)
    ]


def _study(study: Study) -> Iterator[Number]:
    """How much the study holds: rows, those that are unverified, and the entries of its codebook."""
    for table, held in (("statements", study.statements), ("incidents", study.incidents)):
        row = {"table": table, "rows": len(held), "unverified": int((held["verification"] == "unverified").sum())}
        columns = {
            "rows": Stated("Rows of the study", f"number of rows of study/{table}.csv"),
            "unverified": Stated(
                "Rows that are unverified",
                f"number of rows of study/{table}.csv whose verification is unverified",
                ("rows",),
            ),
        }
        yield from state_rows(
            [row], columns, measure="coverage", table="study", keys=("table",), about=lambda row: row["table"]
        )
    codebook = study.codebook
    monitored = set(codebook["coverage"].query("status == 'monitored'")["stream"])
    expectations = codebook["expectations"]
    listed = {
        "streams": ("Streams", "number of rows of study/streams.csv", len(codebook["streams"])),
        "known": (
            "Streams some of whose monitored days are known",
            "those streams that study/coverage.csv says were monitored",
            len(monitored & set(codebook["streams"]["stream_id"])),
        ),
        "claims": ("Claims", "number of rows of study/claims.csv", len(codebook.claims)),
        "expectations": ("Expectations", "number of rows of study/expectations.csv", len(expectations)),
        "dated": (
            "Expectations that say when they were written down",
            "number of rows of study/expectations.csv with frozen_at",
            int((expectations["frozen_at"] != "").sum()),
        ),
    }
    for name, (words, formula, value) in listed.items():
        yield Number(
            name=("codebook", name),
            value=value,
            words=f"{words}: the codebook",
            table="study",
            keys={},
            column=name,
            formula=formula,
        )


def _streams(study: Study) -> list[dict[str, Any]]:
    """Each stream with its rows, and what was read of it."""
    coverage = study.codebook["coverage"]
    rows = []
    for stream in study.codebook["streams"].to_dict("records"):
        name = stream["stream_id"]
        held = study.statements if stream["table"] == "statements" else study.incidents
        read = coverage[(coverage["stream"] == name) & (coverage["status"] == "monitored")]
        families = read.loc[read["key"] != "", "key"].nunique()
        rows.append(
            {
                "stream": name,
                "rows": int((held["stream"] == name).sum()),
                "families": families or None,
                "read": read["texts"].sum() if len(read) and read["texts"].notna().all() else None,
            }
        )
    return rows
