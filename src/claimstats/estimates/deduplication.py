"""Records close in time taken as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

__all__ = ["drop_within"]


def drop_within(
    days: Sequence[float], *, window_days: float, rule: Literal["anchor", "chain"] = "anchor"
) -> tuple[float, ...]:
    """The days that remain once later records near an earlier one are dropped, in order.

    ``anchor`` drops a record with ``t - t_kept <= window_days``; a dropped record does not extend the window.
    ``chain`` measures from the record before, kept or not, and so merges any stretch without a longer pause.
    It does not say that the dropped records repeat the kept one: only that they are near it.

    Parameters
    ----------
    days
        Days of the records, in any order.
    window_days
        How many days after a record the others are dropped; 0 drops those of the same day.
    rule
        ``anchor`` or ``chain``.

    Examples
    --------
    >>> drop_within([0, 1, 2, 3, 7], window_days=1), drop_within([0, 1, 2, 3, 7], window_days=1, rule="chain")
    ((0, 2, 7), (0, 7))
    """
    if window_days < 0:
        raise ValueError(f"a window is 0 days or more, not {window_days}")
    if rule not in ("anchor", "chain"):
        raise ValueError(f"the rule is anchor or chain, not {rule!r}")
    kept: list[float] = []
    reference = float("-inf")
    for day in sorted(days):
        is_near = day - reference <= window_days
        if not is_near:
            kept.append(day)
        if not is_near or rule == "chain":
            reference = day
    return tuple(kept)
