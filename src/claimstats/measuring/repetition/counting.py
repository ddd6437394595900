"""Count mentions, utterances, occasions and speaker-days per group and period, on the engine.

Everything that touches all statements happens here; what leaves is one row per group and period.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from claimstats.study import Claims

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from claimstats.engine import Engine

__all__ = ["MONTHS", "Counts", "count_definite", "count_occasions", "counted_mentions"]

#: How many months one period has; all time is one period.
MONTHS = {"month": 1, "quarter": 3, "year": 12, "all": 10**6}

#: What identifies one occasion.
_OCCASION = ("claim_id", "speaker", "occasion")


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What was counted, by group (the ``keys``) and by the number of the period.

    Attributes
    ----------
    definite : pandas.DataFrame
        ``*keys, number, mentions, utterances, texts, occasions, speakers, speaker_days``; only what lies in the period
        wholly. ``texts`` are distinct statements: one that voices two claims is one text.
    straddling : pandas.DataFrame
        One row per occasion whose date reaches over a boundary: ``*keys, lo, hi, number, last``.
    totals : pandas.DataFrame
        ``*keys, occasions, first_seen, last_seen, first_number``, over all time; ``first_number`` is the period of the
        first occasion, missing where that straddles.
    """

    definite: pd.DataFrame
    straddling: pd.DataFrame
    totals: pd.DataFrame


def counted_mentions(
    claims: Claims,
    *,
    stances: Sequence[str] | None,
    verified: bool,
    stream: str | None = None,
    keys: Sequence[str] = (),
) -> ir.Table:
    """The mentions that count.

    Parameters
    ----------
    claims
        What was grouped.
    stances
        Those that count; by default ``asserts``, and ``conditional`` too for threats, whose natural form it is.
    verified
        Whether unverified rows stay out.
    stream
        Only this stream's rows.
    keys
        Columns to group by: with ``frame``, a mention stands once for each of its frames.
    """
    rows = claims.mentions
    if "frame" in keys:
        # Once for each frame; a mention without one belongs to the group that says so.
        rows = rows.mutate(frame=rows.frames.split(";").unnest())
        rows = rows.mutate(frame=rows.frame.strip()).distinct()
    if stances is not None:
        rows = rows.filter(rows.stance.isin(list(stances)))
    else:
        codebook = claims.study.codebook.claims
        threats = list(codebook.loc[codebook["type"] == "threat", "claim_id"])
        asserted = rows.stance == "asserts"
        rows = rows.filter(
            asserted | ((rows.stance == "conditional") & rows.claim_id.isin(threats)) if threats else asserted
        )
    if verified:
        rows = rows.filter(rows.verified)
    if stream is not None:
        rows = rows.filter(rows.stream == stream)
    return rows


def count_occasions(claims: Claims, rows: ir.Table, *, keys: Sequence[str], period: str) -> Counts:
    """Every counting rule at once.

    Parameters
    ----------
    claims
        For its engine.
    rows
        Mentions that count.
    keys
        Columns to group by.
    period
        A key of `MONTHS`.
    """
    engine = claims.study.engine
    rows, occasions = _numbered(claims, rows, keys=keys, period=period)
    text = dict.fromkeys(keys, "text")
    straddling = engine.collect(
        occasions.filter(occasions.number < occasions["last"]),
        {**text, "lo": "day", "hi": "day", "number": "integer", "last": "integer"},
    )
    counts = Counts(
        definite=_definite(engine, rows, occasions, keys),
        straddling=straddling.sort_values([*keys, "lo", "hi"]).reset_index(drop=True),
        totals=_totals(engine, occasions, keys),
    )
    engine.release(occasions)
    return counts


def count_definite(claims: Claims, rows: ir.Table, *, keys: Sequence[str], period: str) -> pd.DataFrame:
    """Only what lies in one period wholly: the first table of `Counts`.

    Parameters
    ----------
    claims, rows, keys, period
        As in `count_occasions`.
    """
    rows, occasions = _numbered(claims, rows, keys=keys, period=period)
    definite = _definite(claims.study.engine, rows, occasions, keys)
    claims.study.engine.release(occasions)
    return definite


def _numbered(claims: Claims, rows: ir.Table, *, keys: Sequence[str], period: str) -> tuple[ir.Table, ir.Table]:
    """The mentions with the numbers of the periods they touch, and the occasions that they make up."""
    months = MONTHS[period]
    rows = rows.mutate(number=rows.lo_month // months, last=rows.hi_month // months)
    said = rows.filter(rows.utterance)
    identity = list(dict.fromkeys([*keys, *_OCCASION]))
    occasions = claims.study.engine.keep(
        said.group_by(identity)
        .aggregate(lo=said.lo.min(), hi=said.hi.max(), number=said.number.min(), last=said["last"].max())
        .mutate(day=lambda row: row.lo + (row.hi - row.lo) // 2)
    )
    return rows, occasions


def _definite(engine: Engine, rows: ir.Table, occasions: ir.Table, keys: Sequence[str]) -> pd.DataFrame:
    """What lies in one period wholly, by period: three counts as one long answer, then side by side."""
    import ibis

    group = [*keys, "number"]
    inside = rows.filter(rows.number == rows["last"])
    whole = occasions.filter(occasions.number == occasions["last"])
    days = inside.filter(inside.utterance).select(*dict.fromkeys([*group, "claim_id", "speaker", "day"])).distinct()
    none = ibis.literal(0).cast("int64")
    counted = [
        inside.group_by(group).aggregate(
            rule=ibis.literal(0),
            first=inside.count(),
            second=inside.utterance.cast("int64").sum(),
            third=inside.statement_id.nunique(),
        ),
        whole.group_by(group).aggregate(
            rule=ibis.literal(1), first=whole.count(), second=whole.speaker.nunique(), third=none
        ),
        days.group_by(group).aggregate(rule=ibis.literal(2), first=days.count(), second=none, third=none),
    ]
    values = dict.fromkeys(("rule", "first", "second", "third"), "integer")
    long = engine.collect(ibis.union(*counted), {**dict.fromkeys(keys, "text"), "number": "integer", **values})
    names = (("mentions", "utterances", "texts"), ("occasions", "speakers"), ("speaker_days",))
    joined = long[group].drop_duplicates()
    for rule, columns in enumerate(names):
        own = long[long["rule"] == rule].rename(columns=dict(zip(("first", "second", "third"), columns, strict=False)))
        joined = joined.merge(own[[*group, *columns]], on=group, how="left")
    numbers = [column for columns in names for column in columns]
    joined[numbers] = joined[numbers].fillna(0).astype("int64")
    return joined.sort_values(group).reset_index(drop=True)


def _totals(engine: Engine, occasions: ir.Table, keys: Sequence[str]) -> pd.DataFrame:
    """Over all time: how many occasions, the first and the last day, and the period of the first occasion."""
    text = dict.fromkeys(keys, "text")
    total = occasions.group_by(list(keys)).aggregate(
        occasions=occasions.count(), first_day=occasions.day.min(), last_seen=occasions.hi.max()
    )
    first = occasions.join(total.select(*keys, "first_day"), list(keys)).filter(lambda row: row.day == row.first_day)
    schema = {**text, "occasion": "text", "speaker": "text", "lo": "day", "number": "integer", "last": "integer"}
    earliest = engine.collect(first, schema).sort_values([*keys, "occasion", "speaker"], kind="stable")
    earliest = earliest.drop_duplicates(list(keys))
    earliest["first_number"] = earliest["number"].where(earliest["number"] == earliest["last"]).astype("float64")
    totals = engine.collect(total, {**text, "occasions": "integer", "last_seen": "day"})
    earliest = earliest.rename(columns={"lo": "first_seen"})[[*keys, "first_seen", "first_number"]]
    return totals.merge(earliest, on=list(keys)).sort_values(list(keys)).reset_index(drop=True)
