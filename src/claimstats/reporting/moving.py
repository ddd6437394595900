"""Which numbers moved between two editions, and which rows moved each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from claimstats.numbering import UNIT_COLUMNS
from claimstats.reporting.sides import Side, read_settings

NUMBER_WORDS = {
    "number": "The number, by its name in the later edition; of one that is gone, in the earlier.",
    "was_number": "Its name in the earlier edition, where that was another period's.",
    "words": "What it is the number of.",
    "headline": "Whether a reader quotes it: `yes` or `no`.",
    "before": "Its value in the earlier edition; missing where it is new.",
    "after": "Its value in the later edition; missing where it is gone.",
    "difference": "After less before; a number that is new or gone counts as 0 there.",
    "units": "How many units came, went, or have another share.",
    "why": "What moved it, in words.",
}
MOVED_WORDS = {
    "unit": "What is counted: an occasion, a speaker, a window.",
    "before": "Its share of the number in the earlier edition; 0 where it was not counted.",
    "after": "Its share in the later edition.",
    "difference": "After less before; those of a number's units add up to the number's.",
    "rows": "The rows that it rests on, in either edition.",
    "why": "What moved it: rows that changed, the cut-off, another period, or the codebook.",
}

#: Shares closer than this are the same: they are sums of fractions.
SAME = 1e-9
#: So many reasons are spelled out.
_TOLD = 6


@dataclass(frozen=True)
class Moved:
    """The numbers that differ, and the units that moved each."""

    numbers: pd.DataFrame
    units: pd.DataFrame


def diff_numbers(before: Side, after: Side, changes: pd.DataFrame) -> Moved:
    """Return every number whose value or units differ, and which units and rows made the difference.

    A number is matched by its name, so that what an earlier quarter is now said to be stands beside what it was said to be;
    what is left is matched by its slot: this quarter's count beside the last quarter's.

    Parameters
    ----------
    before, after
        The two editions.
    changes
        What changed in the rows, from `claimstats.reporting.differing.diff_studies`.
    """
    why = _Reasons(before, after, changes)
    olds, news = _by_number(before.units), _by_number(after.units)
    numbers, units = [], []
    pairs = list(_match(before.numbers, after.numbers))
    two_periods = any(was and now and was["number"] != now["number"] for was, now in pairs)
    for was, now in pairs:
        old = olds.get(str(was["number"]), {}) if was else {}
        new = news.get(str(now["number"]), {}) if now else {}
        shown = now or was or {}
        other_period = two_periods and shown["slot"] != shown["number"]
        moved = list(_move(old, new, why, other_period=other_period))
        first, last = (float(row["value"]) if row else math.nan for row in (was, now))
        if not moved and (_close(first, last) or (math.isnan(first) and math.isnan(last))):
            continue
        name = str(shown["number"])
        units += [(name, *unit) for unit in moved]
        numbers.append(
            {
                "number": name,
                "was_number": str(was["number"]) if was and was["number"] != name else "",
                "words": shown["words"],
                "headline": shown["headline"],
                "before": first,
                "after": last,
                "difference": _zero(last) - _zero(first),
                "units": len(moved),
                "why": _say_rows(moved) if other_period and moved else why.of_number(moved),
            }
        )
    frame = pd.DataFrame(numbers, columns=list(NUMBER_WORDS))
    return Moved(
        numbers=frame.sort_values("headline", ascending=False, kind="stable", ignore_index=True),
        units=pd.DataFrame(units, columns=["number", *MOVED_WORDS]),
    )


Row = Mapping[str, Any] | None


def _match(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[tuple[Row, Row]]:
    """Pairs of numbers: of one name, else of one slot; the rest have no partner."""
    olds = {str(row["number"]): row for row in before.to_dict("records")}
    news = {str(row["number"]): row for row in after.to_dict("records")}
    left = {str(row["slot"]): name for name, row in olds.items() if name not in news and row["slot"] != name}
    for name, row in news.items():
        partner = name if name in olds else left.pop(str(row["slot"]), None)
        yield olds.pop(partner, None) if partner is not None else None, row
    for row in olds.values():
        yield row, None


def _by_number(units: pd.DataFrame) -> dict[str, dict[str, tuple[float, str]]]:
    """The share and the rows of each unit, by number."""
    found: dict[str, dict[str, tuple[float, str]]] = {}
    for number, unit, share, rows in zip(*(units[name].tolist() for name in UNIT_COLUMNS), strict=True):
        found.setdefault(number, {})[unit] = (share, rows)
    return found


def _move(
    old: Mapping[str, tuple[float, str]], new: Mapping[str, tuple[float, str]], why: _Reasons, *, other_period: bool
) -> Iterator[tuple[str, float, float, float, str, str]]:
    for unit in sorted(old.keys() | new.keys()):
        (was, rows_then), (now, rows_now) = old.get(unit, (0.0, "")), new.get(unit, (0.0, ""))
        if _close(was, now) and (unit in old) == (unit in new):
            continue
        rows = ";".join(dict.fromkeys(row for row in f"{rows_now};{rows_then}".split(";") if row))
        yield unit, was, now, now - was, rows, why.of_unit(unit, rows, other_period=other_period)


def _say_rows(moved: list[tuple[str, float, float, float, str, str]]) -> str:
    """Which rows count in the one period and which in the other."""
    sides = {"now": [unit for unit in moved if unit[3] > 0], "before": [unit for unit in moved if unit[3] < 0]}
    told = []
    for when, units in sides.items():
        rows = sorted({row.partition(":")[2] for unit in units for row in unit[4].split(";") if row})
        if rows:
            rest = len(rows) - _TOLD
            told.append(f"{when}: {', '.join(rows[:_TOLD])}" + (f" and {rest} more" if rest > 0 else ""))
    return "; ".join(told) or "other rows, of the same weight"


class _Reasons:
    """Why a unit moved: the rows that changed, else what else changed between the two."""

    def __init__(self, before: Side, after: Side, changes: pd.DataFrame) -> None:
        self.rows: dict[str, str] = {}
        for row in changes.itertuples():
            if row.target in ("row", "cell") and row.note != "codebook":
                name = f"{str(row.file).partition('.')[0]}:{str(row.identifier).partition('#')[0]}"
                # A row that is coded anew and corrected too was coded anew.
                self.rows[name] = "recoded" if "recoded" in (self.rows.get(name), row.note) else str(row.note)
        then, now = (read_settings(side.study).get("study.as_of", "") for side in (before, after))
        coded = sorted(set(changes.loc[changes["note"] == "codebook", "file"]) - {"study.toml"})
        # A window that is no longer open is known by the deed that closed it, which stands in another number.
        every = pd.concat([before.units, after.units], ignore_index=True)
        touches = [bool(self.rows.keys() & set(str(rows).split(";"))) for rows in every["rows"]]
        touched = every[pd.Series(touches, index=every.index, dtype="bool")]
        self.elsewhere = touched.groupby("unit")["rows"].agg(
            lambda rows: ";".join(dict.fromkeys(";".join(rows).split(";")))
        )
        self.otherwise = (
            f"the cut-off moved from {then} to {now}" if then != now
            else f"the codebook changed ({', '.join(coded)})" if coded
            else "no row of its own changed: it follows from those that did" if self.rows
            else "neither rows nor codebook changed: the method did"
        )  # fmt: skip

    def of_unit(self, unit: str, rows: str, *, other_period: bool) -> str:
        """The rows that changed: those that it rests on here, else those that it rests on in any number."""
        found = self._changed(rows) or self._changed(str(self.elsewhere.get(unit, "")))
        return "; ".join(found) or ("another period" if other_period else self.otherwise)

    def _changed(self, rows: str) -> list[str]:
        return [f"{row} {self.rows[row]}" for row in rows.split(";") if row in self.rows]

    def of_number(self, moved: list[tuple[str, float, float, float, str, str]]) -> str:
        reasons = list(dict.fromkeys(reason for unit in moved for reason in unit[5].split("; ")))
        if not reasons:
            return self.otherwise
        rest = len(reasons) - _TOLD
        return "; ".join(reasons[:_TOLD]) + (f"; and {rest} more" if rest > 0 else "")


def _zero(value: float) -> float:
    return 0.0 if math.isnan(value) else value


def _close(first: float, second: float) -> bool:
    # A ratio may be infinite in both.
    return bool(first == second or abs(first - second) <= SAME)
