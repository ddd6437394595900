"""Count mentions, utterances, occasions and speaker-days per group and period, on the engine.

Everything that touches all statements happens here; what leaves is one row per group and period.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from claimstats.dates import months_of
from claimstats.study import Claims

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from claimstats.engine import Engine

__all__ = ["MONTHS", "Counts", "count_definite", "count_occasions", "counted_mentions"]

#: How many months one period has; all time is one period.
MONTHS = {"month": 1, "quarter": 3, "year": 12, "all": 10**6}

#: What identifies one occasion.
_OCCASION = ("claim_id", "speaker", "occasion")

#: The counting rules, by the table that answers them.
_RULES = {
    "rows": ("mentions", "utterances", "texts"),
    "occasions": ("occasions", "speakers"),
    "days": ("speaker_days",),
}

#: More than any day has as its number, so that two days stand side by side in one integer.
_DAYS = 4 * 10**6


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What was counted, by group (the ``keys``) and by the number of the period.

    Attributes
    ----------
    definite : dict of str to pandas.DataFrame
        Only what lies in the period wholly: ``rows`` (``*keys, number, mentions, utterances, texts``), ``occasions``
        (``occasions, speakers``) and ``days`` (``speaker_days``), a row where there is any. ``texts`` are distinct
        statements, if they were asked for: one that voices two claims is one text.
    straddling : pandas.DataFrame
        One row per occasion whose date reaches over a boundary: ``*keys, lo, hi, number, last``.
    totals : pandas.DataFrame
        ``*keys, occasions, first_seen, last_seen, first_number``, over all time; ``first_number`` is the period of the
        first occasion, missing where that straddles.
    """

    definite: dict[str, pd.DataFrame]
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
    rows, occasions = _numbered(rows, keys=keys, period=period)
    asked = _definite(rows, occasions, keys, texts=False) | {
        "straddling": _straddling(occasions, keys),
        "totals": _totals(occasions, keys),
    }
    found = _ask(claims.study.engine, asked, keys)
    text = dict.fromkeys(keys, "str")
    straddling = found["straddling"].rename(columns={"first": "lo", "second": "hi", "third": "last"}).astype(text)
    return Counts(
        definite=_named(found),
        straddling=straddling.sort_values([*keys, "lo", "hi"], ignore_index=True),
        totals=_read_totals(found["totals"].astype(text), keys, MONTHS[period]),
    )


def count_definite(claims: Claims, rows: ir.Table, *, keys: Sequence[str], period: str) -> dict[str, pd.DataFrame]:
    """Only what lies in one period wholly: ``definite`` of `Counts`, and the distinct texts.

    Parameters
    ----------
    claims, rows, keys, period
        As in `count_occasions`.
    """
    rows, occasions = _numbered(rows, keys=keys, period=period)
    found = _ask(claims.study.engine, _definite(rows, occasions, keys, texts=True), keys)
    return _named(found)


def _numbered(rows: ir.Table, *, keys: Sequence[str], period: str) -> tuple[ir.Table, ir.Table]:
    """The mentions with the numbers of the periods they touch, and the occasions that they make up."""
    months = MONTHS[period]
    rows = rows.mutate(number=(rows.lo_month // months).cast("int32"), last=(rows.hi_month // months).cast("int32"))
    said = rows.filter(rows.utterance)
    identity = list(dict.fromkeys([*keys, *_OCCASION]))
    occasions = said.group_by(identity).aggregate(
        lo=said.lo.min(), hi=said.hi.max(), number=said.number.min(), last=said["last"].max()
    )
    return rows, occasions


def _ask(engine: Engine, asked: Mapping[str, ir.Table], keys: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Several small tables of the columns ``*keys, number, first, second, third`` in one question: each costs a plan."""
    import ibis

    named = [table.mutate(table=ibis.literal(place)) for place, table in enumerate(asked.values())]
    types = dict.fromkeys(keys, "code") | dict.fromkeys(("table", "number", "first", "second", "third"), "integer")
    parts = [
        table.select(*keys, *(table[name].cast("int64").name(name) for name in list(types)[len(keys) :]))
        for table in named
    ]
    answer = engine.collect(ibis.union(*parts), types)
    return {name: answer[answer["table"] == place].drop(columns="table") for place, name in enumerate(asked)}


def _definite(rows: ir.Table, occasions: ir.Table, keys: Sequence[str], *, texts: bool) -> dict[str, ir.Table]:
    """What lies in one period wholly, by counting rule."""
    import ibis

    group = [*keys, "number"]
    inside = rows.filter(rows.number == rows["last"])
    whole = occasions.filter(occasions.number == occasions["last"])
    # Grouping twice is how an engine counts distinct values fastest.
    whole = whole.group_by(list(dict.fromkeys([*group, "speaker"]))).aggregate(by_speaker=whole.count())
    days = inside.filter(inside.utterance).select(*dict.fromkeys([*group, "claim_id", "speaker", "day"])).distinct()
    # A claim is voiced by a statement once: where groups are of one claim, mentions are texts.
    distinct = inside.statement_id.nunique() if texts and "claim_id" not in keys else inside.count()
    none = ibis.literal(0)
    return {
        "rows": inside.group_by(group).aggregate(
            first=inside.count(), second=inside.utterance.cast("int64").sum(), third=distinct
        ),
        "occasions": whole.group_by(group).aggregate(first=whole.by_speaker.sum(), second=whole.count(), third=none),
        "days": days.group_by(group).aggregate(first=days.count(), second=none, third=none),
    }


def _named(found: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The answers to `_definite` with the names of the counts."""
    columns = ("first", "second", "third")
    return {
        table: found[table]
        .drop(columns=list(columns[len(names) :]))
        .rename(columns=dict(zip(columns, names, strict=False)))
        for table, names in _RULES.items()
    }


def _straddling(occasions: ir.Table, keys: Sequence[str]) -> ir.Table:
    """The occasions whose date reaches over a boundary."""
    over = occasions.filter(occasions.number < occasions["last"])
    return over.select(*keys, "number", first=over.lo, second=over.hi, third=over["last"])


def _totals(occasions: ir.Table, keys: Sequence[str]) -> ir.Table:
    """Over all time: how many occasions, the last day, and what tells the first occasion.

    The first occasion is that of the earliest representative day; of several, the one with the earliest first day, then
    last day. All three stand in one integer, whose minimum the engine finds without a join.
    """
    import ibis

    middle = (occasions.lo + (occasions.hi - occasions.lo) // 2).cast("int64")
    odd = (occasions.hi - occasions.lo) % 2
    return occasions.group_by(list(keys)).aggregate(
        number=ibis.literal(0),
        first=occasions.count(),
        second=occasions.hi.max(),
        third=((middle * _DAYS + occasions.lo) * 2 + odd).min(),
    )


def _read_totals(totals: pd.DataFrame, keys: Sequence[str], months: int) -> pd.DataFrame:
    """The answer to `_totals`, with the first day and the period of the first occasion."""
    totals = totals.rename(columns={"first": "occasions", "second": "last_seen"}).sort_values(
        [*keys], ignore_index=True
    )
    earliest = totals.pop("third").to_numpy(dtype=np.int64)
    first = earliest // 2 % _DAYS
    end = 2 * (earliest // 2 // _DAYS) - first + earliest % 2
    number = months_of(first) // months
    first_number = np.where(number == months_of(end) // months, number, np.nan)
    return totals.drop(columns="number").assign(first_seen=first, first_number=first_number)
