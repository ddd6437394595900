"""Shares and rates over time, with their intervals: one small panel per claim."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pandas as pd

from claimstats.dates.days import MONTH_NAMES
from claimstats.plotting.style import ACCENT, GREY, RULE, bare, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw_panels"]

_PANEL, _GAP, _HEAD, _FOOT, _COLUMNS = 0.92, 0.5, 0.34, 0.48, 3

#: Labels that have room below a panel.
_TICKS = 6


def draw_panels(panels: pd.DataFrame, *, note: str) -> Figure:
    """A number per period and claim, a line for its 95 % interval.

    Parameters
    ----------
    panels
        ``lane, period, value, low, high, whole``; ``whole`` where all days of the period were monitored.
    note
        What the numbers are; it stands below.
    """
    lanes, periods = list(panels["lane"].unique()), list(panels["period"].unique())
    rows = max(-(-len(lanes) // _COLUMNS), 1)
    height = _HEAD + _FOOT + rows * _PANEL + (rows - 1) * _GAP
    whole = panels[panels["whole"]] if panels["whole"].any() else panels
    top = float(whole["high"].max(skipna=True) or 1.0) * 1.1
    with styled():
        figure = new_figure(height=height)
        width = 0.955 / _COLUMNS
        for number, lane in enumerate(lanes):
            row, column = divmod(number, _COLUMNS)
            bottom = (height - _HEAD - _PANEL - row * (_PANEL + _GAP)) / height
            axes = figure.add_axes((0.045 + column * width, bottom, width - 0.035, _PANEL / height))
            own = panels[panels["lane"] == lane].set_index("period").reindex(periods).reset_index(drop=True)
            axes.vlines(own.index, own["low"], own["high"], color=ACCENT, linewidth=1.6)
            for full, face in ((True, ACCENT), (False, "white")):
                some = own[own["whole"] == full]
                axes.plot(some.index, some["value"], "o", color=ACCENT, markerfacecolor=face, markersize=4.5)
            axes.set_ylim(0, top)
            axes.set_xlim(-0.5, len(periods) - 0.5)
            last = row == rows - 1 or number + _COLUMNS >= len(lanes)
            shown = _shown(periods)
            axes.set_xticks(shown, [_name(periods[at], first=at == shown[0]) if last else "" for at in shown])
            axes.grid(axis="y", color=RULE, linewidth=0.5)
            axes.tick_params(axis="y", labelsize=7.5, labelcolor=GREY)
            axes.set_title(textwrap.shorten(lane, 30, placeholder="…"), loc="left", fontsize=8.5, pad=4)
            bare(axes)
        figure.text(
            0.995,
            0.005,
            note,
            ha="right",
            va="bottom",
            fontsize=7.5,
            color=GREY,
        )
    return figure


def _shown(periods: list[str]) -> list[int]:
    """The periods with a name below a panel: the first of each quarter of a year, so that January is among them."""
    months = all(len(period) == 7 and period[4] == "-" for period in periods)
    for step in (1, 3, 6, 12) if months else ():
        shown = [at for at, period in enumerate(periods) if (int(period[5:7]) - 1) % step == 0]
        if 0 < len(shown) <= _TICKS:
            return shown
    return list(range(0, len(periods), max(-(-len(periods) // _TICKS), 1)))


def _name(period: str, *, first: bool) -> str:
    """2025-04 as Apr, with its year below where that begins or is not said yet: room is short under a small panel."""
    if len(period) != 7 or period[4] != "-":
        return period
    month = MONTH_NAMES[int(period[5:7]) - 1][:3]
    return f"{month}\n{period[:4]}" if first or period.endswith("-01") else month
