"""Shares and rates over time, with their intervals: one small panel per claim."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pandas as pd

from claimstats.plotting.style import ACCENT, GREY, RULE, bare, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw_panels"]

_PANEL, _GAP, _HEAD, _FOOT, _COLUMNS = 0.92, 0.5, 0.34, 0.36, 3

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
            shown = range(0, len(periods), max(-(-len(periods) // _TICKS), 1))
            axes.set_xticks(shown, [_month(periods[at]) if last else "" for at in shown])
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


def _month(period: str) -> str:
    """2025-11 as 11/25: room is short under a small panel."""
    return f"{period[5:7]}/{period[2:4]}" if len(period) == 7 else period
