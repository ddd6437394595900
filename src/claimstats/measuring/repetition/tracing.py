"""Tracing: what counts are grouped by, and the statements behind a number."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from claimstats.dates import Period
from claimstats.study import Claims

__all__ = ["BY", "KEYS", "trace_rows"]

#: What counts can be grouped by, and the columns that it means.
BY: dict[str, tuple[str, ...]] = {
    "claim": ("claim_id",),
    "speaker": ("speaker",),
    "claim x speaker": ("claim_id", "speaker"),
    "source type": ("source_type",),
    "stance": ("stance",),
    "frame": ("frame",),
}

#: Every column that a group may be made by.
KEYS = tuple(dict.fromkeys(key for keys in BY.values() for key in keys))

#: What the engine's rows hold when a number is traced back.
_TRACED = {
    "statement_id": "text",
    "claim_id": "text",
    "speaker": "text",
    "lo": "day",
    "hi": "day",
    "occasion": "integer",
}


def trace_rows(claims: Claims, rows: object, wanted: Mapping[str, str], period: str) -> pd.DataFrame:
    """The statements behind a number: every mention of the group whose days touch the period."""
    found = rows
    for key in KEYS:
        if key in wanted:
            found = found.filter(found[key] == wanted[key])  # type: ignore[attr-defined,index]
    traced = claims.study.engine.collect(found, _TRACED)
    if period != "all" and "period" in wanted:
        part = Period.parse(wanted["period"])
        traced = traced[(traced["lo"] <= part.end) & (traced["hi"] >= part.start)]
        traced = traced.assign(definite=(traced["lo"] >= part.start) & (traced["hi"] <= part.end))
    shown = [
        "statement_id",
        "date",
        "text",
        "language",
        "paraphrase",
        "stance",
        "venue",
        "source",
        "url",
        "stream",
        "note",
    ]
    traced = traced.merge(claims.study.statements[shown], on="statement_id")
    order = traced.sort_values(["lo", "statement_id", "claim_id"]).reset_index(drop=True)
    return order.drop(columns=["lo", "hi", "occasion"])
