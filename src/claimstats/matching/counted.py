"""Numbering: statements by who decided on them, and what each threshold would attach."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from claimstats.errors import UsageError
from claimstats.numbering import COUNT, Numbers, Stated, Unit, collect_numbers, state_rows

__all__ = ["numbers_of_grouping"]

_UP_TO = "of study/statements.csv up to the cut-off, by what they were decided by"
WAYS: Mapping[str, Stated] = {
    "statements": Stated("Statements", f"number of rows {_UP_TO}"),
    "links": Stated("Links of statements to claims", f"number of links of rows {_UP_TO}"),
}
LEVELS: Mapping[str, Stated] = {
    "attached": Stated("Uncoded statements that would be attached", f"{COUNT}: statements"),
    "difference": Stated(
        "Beside this study's threshold", "attached - attached at this study's threshold", ("attached",)
    ),
}


def numbers_of_grouping(
    tables: Mapping[str, pd.DataFrame], tried: pd.DataFrame
) -> Callable[[str, Sequence[str], Mapping[str, str]], Numbers]:
    """What gives the numbers of the main table and of the thresholds, whatever the period.

    Parameters
    ----------
    tables
        Of `measure_grouping`.
    tried
        The links that the loosest threshold would make, with their scores.
    """

    def units(column: str, row: Mapping[str, Any]) -> Sequence[Unit]:
        if column != "attached":
            return ()
        near = tried.loc[100 * tried["score"] >= row["threshold"], "statement_id"]
        return [(name, 1.0, f"statements:{name}") for name in sorted(set(near))]

    def number(period: str, asked: Sequence[str], only: Mapping[str, str]) -> Numbers:
        del period, only
        if asked:
            raise UsageError(
                f"the numbers of grouping / {asked[0]} have no names; those of its main table and thresholds have"
            )
        ways, levels = (tables[name].to_dict("records") for name in ("grouping", "thresholds"))
        made = (
            *state_rows(ways, WAYS, measure="grouping", table="grouping", keys=("made_by",), about=lambda row: str(row["words"])),
            *state_rows(
                levels, LEVELS, measure="grouping", table="thresholds", keys=("threshold",),
                about=lambda row: f"{row['threshold']} % of words in common", units=units,
            ),
        )  # fmt: skip
        return collect_numbers("grouping", made)

    return number
