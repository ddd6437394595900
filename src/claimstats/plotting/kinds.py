"""What a kind of figure is: how its data are chosen, drawn, and put into words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from claimstats.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["SHOWN_LANES", "Kind", "Source", "Tables", "fullest"]

Tables = Mapping[str, pd.DataFrame]

#: Lanes that a figure holds: one page.
SHOWN_LANES = 30


@dataclass(frozen=True, kw_only=True)
class Source:
    """What a figure is drawn from: the tables of a result, printed names by id, the last period (None for all)."""

    tables: Tables
    labels: Mapping[str, str]
    until: str | None

    def table(self, name: str) -> pd.DataFrame:
        """A table of the result, refused where it has none of that name."""
        if name not in self.tables:
            raise UsageError(
                f"this figure is drawn from the table {name!r}, and the result has {', '.join(self.tables)}"
            )
        return self.tables[name]

    def name(self, ids: pd.Series) -> pd.Series:
        """The printed names of ids."""
        return ids.map(lambda name: self.labels.get(name, name)).astype("str")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One way to draw one measure.

    Attributes
    ----------
    measure, name
        What is drawn, and the name of the way.
    choose
        The rows to draw.
    draw
        The figure of these rows.
    say
        Their alternative text and caption.
    """

    measure: str
    name: str
    choose: Callable[[Source], pd.DataFrame]
    draw: Callable[[pd.DataFrame], Figure]
    say: Callable[[pd.DataFrame], tuple[str, str]]


def fullest(rows: pd.DataFrame, by: str, *, most: int) -> pd.DataFrame:
    """The rows that have the most, in their own order, with ``left_out``: how many are not among them.

    Parameters
    ----------
    rows, by
        What could be drawn, and the column that decides; of equal rows the first stay.
    most
        How many a figure holds.
    """
    kept = rows.sort_values(by, ascending=False, kind="stable").index[:most]
    return rows[rows.index.isin(kept)].assign(left_out=len(rows) - len(kept))
