"""Numbering: days with words or deeds, those that coincide, and the test, with the rows of each day."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd

from claimstats.errors import UsageError
from claimstats.measuring.association.paired import Association, Pairing
from claimstats.numbering import COUNT, Numbers, Stated, Unit, collect_numbers, name_rows, state_rows

__all__ = ["numbers_of_association"]

_SHIFTED = "docs/methods.md: the calendar of deeds shifted by every number of days up to the reach"
STATED: Mapping[str, Stated] = {
    "n": Stated("Days with words, or with deeds, whose window is in the record", f"{COUNT}: days"),
    "coincident": Stated("Days of these that coincide", f"{COUNT}: days"),
    "estimate": Stated(
        "Share of the days that coincide",
        "coincident / n",
        ("coincident", "n"),
        "rate",
    ),
    "expected": Stated("Days that would coincide by chance", f"{_SHIFTED}: the mean", ("n",)),
    "p_greater": Stated(
        "p of so many coincidences", f"{_SHIFTED}: the share of shifts with as many or more", ("coincident", "n"), "p"
    ),
    "q": Stated(
        "q of so many coincidences", "p after Benjamini and Hochberg, over all p of association / coincidence", ("p",)
    ),
}
_ROLES = {"own": "deeds of the speaker's side", "other": "deeds of others"}
_WAYS = {"trigger": "words that a deed followed", "precursor": "deeds that words came before"}


def numbers_of_association(
    frame: pd.DataFrame, association: Association, labels: Mapping[str, str]
) -> Callable[[str, Sequence[str], Mapping[str, str]], Numbers]:
    """What gives the numbers of the main table: they are over all time, whatever the period.

    Parameters
    ----------
    frame
        The main table.
    association
        The pairings that it is made from.
    labels
        Printed names of ids.
    """
    pairings = {(pairing.claim_id, pairing.role): pairing for pairing in association.pairings}

    @lru_cache(maxsize=1)
    def days(claim: str, role: str, direction: str) -> list[tuple[str, str, str]]:
        return list(_days(pairings[claim, role], association, trigger=direction == "trigger"))

    def units(column: str, row: Mapping[str, Any]) -> Sequence[Unit]:
        if column not in ("n", "coincident"):
            return ()
        found = days(row["claim_id"], row["role"], row["direction"])
        if column == "n":
            return [(name, 1.0, own) for name, own, _ in found]
        return [(name, 1.0, f"{own};{near}") for name, own, near in found if near]

    def about(row: Mapping[str, Any]) -> str:
        claim = str(row["claim_id"])
        return f"“{labels.get(claim, claim)}”, {_ROLES[row['role']]}, {_WAYS[row['direction']]}"

    def number(period: str, asked: Sequence[str], only: Mapping[str, str]) -> Numbers:
        del period, only
        if asked:
            raise UsageError(f"the numbers of association / {asked[0]} have no names; those of its main table have")
        rows = frame[frame["estimate"].notna()].to_dict("records")
        keys = ("claim_id", "role", "direction")
        made = state_rows(rows, STATED, measure="association", table="coincidence", keys=keys, about=about, units=units)
        return collect_numbers("association", made)

    return number


def _days(pairing: Pairing, association: Association, *, trigger: bool) -> Iterator[tuple[str, str, str]]:
    """Each day with words (or deeds) whose window is in the record: its date, its rows, the rows that it coincides with."""
    said = _by_day(pairing.statements, "statement_id", "statements")
    done = _by_day(pairing.deeds, "incident_id", "incidents")
    low, high = association.lag, association.lag + association.tolerance
    end = pairing.start + pairing.span - 1
    own, others = (said, done) if trigger else (done, said)
    days = sorted(others)
    for day in sorted(own):
        if (day + high > end) if trigger else (day - high < pairing.start):
            continue
        first, last = (day + low, day + high) if trigger else (day - high, day - low)
        near = days[bisect_left(days, first) : bisect_right(days, last)]
        yield date.fromordinal(day).isoformat(), own[day], ";".join(others[other] for other in near)


def _by_day(rows: pd.DataFrame, column: str, table: str) -> dict[int, str]:
    """The rows of each day, as a unit names them."""
    found: dict[int, list[str]] = {}
    for day, name in zip(rows["day"].tolist(), rows[column].tolist(), strict=True):
        found.setdefault(int(day), []).append(name)
    return {day: name_rows(table, names) for day, names in found.items()}
