"""Scatter: occasions per whole monitored week, and how far they stray from a Poisson law (method, section 2.5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from claimstats.estimates.exposure import DaySet
from claimstats.study import Claims

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["FEWEST_WEEKS", "OVERDISPERSED", "index_of", "scatter_of_periods", "weekly_counts", "whole_weeks"]

#: Fewer weeks say nothing about scatter; above this index a Poisson interval is too narrow.
FEWEST_WEEKS, OVERDISPERSED = 8, 1.5


class Grouped(Protocol):
    """What weekly counts are made for: claims on an engine, and the columns to group by."""

    @property
    def claims(self) -> Claims: ...

    @property
    def keys(self) -> tuple[str, ...]: ...


def whole_weeks(days: DaySet | None, start: int, as_of: int) -> NDArray[np.int64]:
    """The numbers of the weeks, Monday to Sunday, that were monitored on every day; a week begins on ``7 number + 1``.

    Parameters
    ----------
    days
        The monitored days, or None.
    start, as_of
        The study's first day, and its cut-off.
    """
    numbers = np.arange((start - 1) // 7, (as_of - 1) // 7 + 1, dtype=np.int64)
    first = numbers * 7 + 1
    if days is None:
        return numbers[:0]
    whole = (days.count(first, first + 6) == 7) & (first >= start) & (first + 6 <= as_of)
    return numbers[whole]


def weekly_counts(rows: ir.Table | None, grouped: Grouped, *, texts: bool = False) -> pd.DataFrame:
    """Occasions (or texts) per group and week, weeks without one left out; those that reach over two weeks are in none.

    Parameters
    ----------
    rows
        Mentions of the monitored stream; None gives no rows.
    grouped
        The keys, and the engine.
    texts
        Count distinct statements instead of occasions.

    Returns
    -------
    pandas.DataFrame
        ``*keys, week, count``.
    """
    keys = list(grouped.keys)
    schema = {**dict.fromkeys(keys, "text"), "week": "integer", "count": "integer"}
    if rows is None:
        return pd.DataFrame(
            {name: pd.Series(dtype="str" if kind == "text" else "int64") for name, kind in schema.items()}
        )
    identity = list(dict.fromkeys([*keys, *(["statement_id"] if texts else ["claim_id", "speaker", "occasion"])]))
    said = rows if texts else rows.filter(rows.utterance)
    found = said.group_by(identity).aggregate(lo=said.lo.min(), hi=said.hi.max())
    found = found.mutate(week=((found.lo - 1) // 7).cast("int64"), last=((found.hi - 1) // 7).cast("int64"))
    found = found.filter(found.week == found["last"])
    counted = found.group_by([*keys, "week"]).aggregate(count=found.count())
    return grouped.claims.study.engine.collect(counted, schema).sort_values([*keys, "week"], ignore_index=True)


def index_of(total: NDArray[np.float64], squares: NDArray[np.float64], weeks: NDArray[np.int64]) -> NDArray[np.float64]:
    """The index of dispersion from sums: ``(sum x² - (sum x)²/m) / mean / (m - 1)``; missing below 8 weeks and at 0.

    Parameters
    ----------
    total, squares
        Sums of the weekly counts and of their squares.
    weeks
        How many weeks, those without an occasion included.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = squares - total**2 / weeks
        index = spread / (total / weeks) / (weeks - 1)
    return np.where((weeks >= FEWEST_WEEKS) & (total > 0), index, np.nan)


def scatter_of_periods(
    counts: pd.DataFrame, grid: pd.DataFrame, weeks: NDArray[np.int64], *, keys: Sequence[str]
) -> pd.DataFrame:
    """The index of dispersion of each group in each period, over the whole monitored weeks that are wholly in it.

    Parameters
    ----------
    counts
        From `weekly_counts`.
    grid
        One row per period: ``number, start, end``.
    weeks
        From `whole_weeks`.
    keys
        Columns that groups are made by.

    Returns
    -------
    pandas.DataFrame
        ``*keys, number, index, total, squares, weeks`` of the groups and periods that have an occasion in such a week.
    """
    # Without a group there is no period either, and so no week that lies in one.
    weeks = weeks if len(grid) else weeks[:0]
    first = weeks * 7 + 1
    periods = grid.sort_values("start")
    place = np.searchsorted(periods["start"].to_numpy(), first, side="right") - 1
    inside = (place >= 0) & (first + 6 <= periods["end"].to_numpy()[np.maximum(place, 0)])
    of_week = pd.DataFrame({"week": weeks[inside], "number": periods["number"].to_numpy()[place[inside]]})
    sizes = of_week.groupby("number").size()
    joined = counts.merge(of_week, on="week")
    joined["square"] = joined["count"] ** 2
    sums = joined.groupby([*keys, "number"], as_index=False)[["count", "square"]].sum()
    sums = sums.rename(columns={"count": "total", "square": "squares"})
    sums["weeks"] = sums["number"].map(sizes).astype("int64")
    sums["index"] = index_of(sums["total"].to_numpy(float), sums["squares"].to_numpy(float), sums["weeks"].to_numpy())
    return sums
