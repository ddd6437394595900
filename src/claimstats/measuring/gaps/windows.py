"""Windows as units: the windows that a count or a gap is made of, each with its rows and its share."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from claimstats.numbering import Unit, name_rows

__all__ = ["Window", "counted", "gathered", "list_windows", "shared", "sharing"]

_TABLES = {"episode": "statements", "trigger": "incidents"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """What is asked of a window.

    Attributes
    ----------
    claim, role, expectation, period, anchor, outcome, closed, credit, weight
        As in the table ``pairs``; ``credit`` is NaN where it is not scored.
    chance
        Its base credit; NaN where there is none.
    late
        Whether the expectation was written after the window had begun.
    unit, rows
        Its name, which does not move when other rows come or go, and the rows that it rests on.
    share
        What it adds to the gap of its claim and role; NaN where it is not scored.
    """

    claim: str
    role: str
    expectation: str
    period: str
    anchor: str
    outcome: str
    closed: bool
    credit: float
    weight: float
    chance: float
    late: bool
    unit: str
    rows: str
    share: float

    @property
    def scored(self) -> bool:
        """Whether its outcome has a credit."""
        return not math.isnan(self.credit)


def list_windows(pairs: pd.DataFrame) -> list[Window]:
    """The windows of the table ``pairs``, in its order.

    Parameters
    ----------
    pairs
        Of `measure_gaps`.
    """
    found, seen = [], dict[str, int]()
    for row in pairs.to_dict("records"):
        table = _TABLES.get(row["anchor"])
        anchor = name_rows(table, [row["anchor_id"]]) if table else ""
        cells = ";".join((row["incidents"], row["partial_incidents"], row["contrary_incidents"]))
        name = f"{row['expectation_id']}@{row['anchor_id']}"
        seen[name] = again = seen.get(name, 0) + 1
        found.append(
            Window(
                claim=row["claim_id"], role=row["role"], expectation=row["expectation_id"], period=row["period"],
                anchor=row["anchor_id"], outcome=row["outcome"], closed=bool(row["closed"]), credit=row["credit"],
                weight=row["weight"], chance=row["base_credit"], late="exploratory" in row["flags"].split(";"),
                # The same anchor may open two windows of an expectation where its date is not certain.
                unit=name if again == 1 else f"{name}#{again}",
                rows=";".join(part for part in (anchor, name_rows("incidents", cells.split(";"))) if part),
                share=math.nan,
            )
        )  # fmt: skip
    return sharing(found)


def sharing(windows: Sequence[Window]) -> list[Window]:
    """The windows, each with what it adds to the gap of its claim and role among these.

    Parameters
    ----------
    windows
        All that the gap is made of, scored or not.
    """
    weights: dict[tuple[str, str], dict[str, list[float]]] = {}
    for window in windows:
        if window.scored:
            weights.setdefault((window.claim, window.role), {}).setdefault(window.anchor, []).append(window.weight)
    whole = {group: {name: math.fsum(own) for name, own in anchors.items()} for group, anchors in weights.items()}
    return [
        replace(window, share=(1 - window.credit) * window.weight / own[window.anchor] / len(own))
        if window.scored and (own := whole[window.claim, window.role])
        else window
        for window in windows
    ]


def shared(windows: Iterable[Window]) -> list[Unit]:
    """The scored windows with what each adds to the gap of all their claims: every one has one vote.

    Parameters
    ----------
    windows
        With the shares of `sharing`.
    """
    scored = [window for window in windows if window.scored]
    claims = max(len({window.claim for window in scored}), 1)
    return [(window.unit, window.share / claims, window.rows) for window in scored]


def counted(windows: Iterable[Window]) -> list[Unit]:
    """Each window once.

    Parameters
    ----------
    windows
        Those that are counted.
    """
    return [(window.unit, 1.0, window.rows) for window in windows]


def gathered(windows: Iterable[Window], by: Callable[[Window], str]) -> list[Unit]:
    """One unit per value, with the rows of all its windows, in the order of their names.

    Parameters
    ----------
    windows
        Those that are counted.
    by
        Gives the value: the anchor, or the claim.
    """
    rows: dict[str, dict[str, None]] = {}
    for window in windows:
        rows.setdefault(by(window), {}).update(dict.fromkeys(window.rows.split(";")))
    return [(name, 1.0, ";".join(row for row in own if row)) for name, own in sorted(rows.items())]
