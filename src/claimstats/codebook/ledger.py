"""The ledger replayed: which claims live, which have ended, and rows that cannot follow the ones before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from claimstats.schema.checking import split_values

__all__ = ["Standing", "check_ledger", "replay"]

Problem = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where the ledger has led.

    Attributes
    ----------
    living
        The claims that go on, with what each asserted when it was last written down.
    ended
        The claims that do not, with the edition in which each ended.
    """

    living: Mapping[str, str]
    ended: Mapping[str, str]

    @property
    def used(self) -> frozenset[str]:
        """Every id that was ever published."""
        return frozenset(self.living) | frozenset(self.ended)


def replay(ledger: pd.DataFrame) -> Standing:
    """Follow the rows in order: what stands under ``from`` goes, what stands under ``into`` lives.

    Parameters
    ----------
    ledger
        A study's table of that name.
    """
    living: dict[str, str] = {}
    ended: dict[str, str] = {}
    for row in ledger.to_dict("records"):
        before, after = split_values(row["from"]), split_values(row["into"])
        for name in before:
            if name not in after:
                ended[name] = str(row["edition"])
                living.pop(name, None)
        for name in after:
            living[name] = str(row["text"]) if name == row["claim_id"] else living.get(name, "")
    return Standing(living=living, ended=ended)


def check_ledger(
    tables: Mapping[str, pd.DataFrame], *, names: Mapping[str, str], lines: Mapping[str, pd.Series]
) -> list[Problem]:
    """Rows of the ledger that cannot follow those before them, and claims that use an id that has ended.

    Parameters
    ----------
    tables
        Normalised text, by name.
    names, lines
        What to call each table in a message, and the line number of each of its rows.
    """
    found: list[Problem] = []

    def add(table: str, place: object, column: str, rule: str, value: str, hint: str) -> None:
        line = int(lines[table][place])
        found.append({"table": names[table], "row": line, "column": column, "rule": rule, "value": value, "hint": hint})

    living: set[str] = set()
    ended: set[str] = set()
    for place, row in tables["ledger"].iterrows():
        before, after = split_values(row["from"]), split_values(row["into"])
        for name in _not_in(before, living):
            add("ledger", place, "from", "the claim lives when the row is written", name, "put the rows in their order")
        for name in after:
            if name in ended:
                add("ledger", place, "into", "an id that has ended is not used again", name, "give the claim a new id")
        living = (living - set(before)) | set(after)
        ended |= set(before) - set(after)
    for place, name in tables["claims"]["claim_id"].items():
        if name in ended:
            hint = f"{names['ledger']} says that it has ended: give the claim a new id"
            add("claims", place, "claim_id", "an id that has ended is not used again", name, hint)
    return found


def _not_in(names: Iterable[str], known: set[str]) -> list[str]:
    return [name for name in names if name not in known]
