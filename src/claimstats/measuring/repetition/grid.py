"""Groups by periods: where in the main table each count belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from claimstats.dates import months_of, periods_between
from claimstats.measuring.repetition.counting import MONTHS

__all__ = ["Grid", "periods_of"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Grid:
    """Every group in every period, silent ones included; the periods of a group stand together, in order.

    A count finds its place by arithmetic, not by a join: at ten thousand claims and forty quarters that is what the table
    costs.

    Attributes
    ----------
    keys
        The columns that groups are made by.
    groups : pandas.DataFrame
        One row per group, ``*keys``, in order and none twice.
    periods : pandas.DataFrame
        ``period, start, end, number``, in order; the numbers follow each other.
    """

    keys: tuple[str, ...]
    groups: pd.DataFrame
    periods: pd.DataFrame

    @property
    def shape(self) -> tuple[int, int]:
        """How many groups and periods there are."""
        return len(self.groups), len(self.periods)

    def columns(self) -> dict[str, pd.Series]:
        """One value per group and period: ``*keys, period, start, end, number``."""
        return {key: self.of_groups(self.groups[key]) for key in self.keys} | {
            name: self.of_periods(self.periods[name]) for name in ("period", "start", "end", "number")
        }

    def of_groups(self, values: pd.Series) -> pd.Series:
        """One value per group, in each of its periods."""
        return values.take(np.repeat(np.arange(len(self.groups)), len(self.periods))).reset_index(drop=True)

    def of_periods(self, values: pd.Series) -> pd.Series:
        """One value per period, in each group."""
        return values.take(np.tile(np.arange(len(self.periods)), len(self.groups))).reset_index(drop=True)

    def lay(self, counts: pd.DataFrame) -> dict[str, NDArray[np.int64]]:
        """Counts in their places, 0 where there is none.

        Parameters
        ----------
        counts
            ``*keys, number`` and any columns of integers; every group is one of the grid's.

        Raises
        ------
        ValueError
            If a group is not.
        """
        place = self._places(counts) * len(self.periods) + counts["number"].to_numpy() - self.periods["number"].iloc[0]
        laid = {}
        for name in counts.columns.difference([*self.keys, "number"], sort=False):
            laid[name] = np.zeros(len(self.groups) * len(self.periods), dtype=np.int64)
            laid[name][place] = counts[name].to_numpy()
        return laid

    def at_groups(self, rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
        """Columns of a table of groups, one row per group of the grid; missing where the table has no such group.

        Parameters
        ----------
        rows
            ``*keys`` and the columns, at most one row per group.
        """
        return self.groups.merge(rows[[*self.keys, *columns]], on=list(self.keys), how="left")[list(columns)]

    def _places(self, rows: pd.DataFrame) -> NDArray[np.int64]:
        """The place among the groups of each row's group."""
        wanted, own = np.zeros(len(rows), dtype=np.int64), np.zeros(len(self.groups), dtype=np.int64)
        for key in self.keys:
            values = pd.Index(self.groups[key].unique())
            numbers = values.get_indexer(rows[key].cat.categories)[rows[key].cat.codes]
            wanted = np.where(numbers < 0, -1, wanted * len(values) + numbers)
            own = own * len(values) + values.get_indexer(self.groups[key])
        # Groups of one key are numbered as they stand; those of several are looked up among the pairs that occur.
        found = wanted if len(self.keys) == 1 else pd.Index(own).get_indexer(wanted)
        if (found < 0).any():
            raise ValueError("a count belongs to a group that is not in the grid")
        return found


def periods_of(first: int, last: int, *, unit: str, earliest: float) -> pd.DataFrame:
    """The periods that have a day in ``[first, last]``, as `Grid` needs them.

    Parameters
    ----------
    first, last
        Days.
    unit
        A key of `MONTHS`.
    earliest
        The number of the first period in which anything is recorded: a copy may be dated before what it copies. Missing
        where nothing is.
    """
    parts = list(periods_between(first, last, unit))
    number = int(months_of(parts[0].start)) // MONTHS[unit]
    while number > earliest:
        parts.insert(0, parts[0].shift(-1))
        number -= 1
    return pd.DataFrame(
        {
            "period": pd.Series([part.label for part in parts], dtype="str"),
            "start": [part.start for part in parts],
            "end": [part.end for part in parts],
            "number": np.arange(number, number + len(parts)),
        }
    )
