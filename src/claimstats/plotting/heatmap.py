"""How often, by claim and period: a table of numbers whose shade carries the size."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from claimstats.plotting.style import GREY, INK, RULE, WIDTH, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw_heatmap"]

_ROW, _HEAD, _FOOT, _LEFT = 0.3, 0.36, 0.42, 1.95


def draw_heatmap(counts: pd.DataFrame) -> Figure:
    """Occasions per lane and period, the number printed in each cell that has one.

    Parameters
    ----------
    counts
        ``lane, period, occasions, monitored``; cells that nothing monitored are hatched.
    """
    lanes, periods = list(counts["lane"].unique()), list(counts["period"].unique())
    grid = counts.pivot_table(index="lane", columns="period", values="occasions", aggfunc="sum").reindex(
        index=lanes, columns=periods
    )
    watched = counts.pivot_table(index="lane", columns="period", values="monitored", aggfunc="max").reindex(
        index=lanes, columns=periods
    )
    height = _HEAD + _FOOT + _ROW * max(len(lanes), 1)
    with styled():
        figure = new_figure(height=height)
        axes = figure.add_axes((_LEFT / WIDTH, _FOOT / height, 1 - _LEFT / WIDTH - 0.005, 1 - (_HEAD + _FOOT) / height))
        values = np.nan_to_num(grid.to_numpy(dtype="float64"))
        top = max(values.max(initial=1.0), 1.0)
        for row, column in np.ndindex(values.shape):
            _cell(axes, row, column, count=int(values[row, column]), top=top, watched=bool(watched.iloc[row, column]))
        axes.set_xlim(0, max(len(periods), 1))
        axes.set_ylim(max(len(lanes), 1), 0)
        axes.set_yticks(np.arange(len(lanes)) + 0.5, [textwrap.shorten(lane, 28, placeholder="…") for lane in lanes])
        axes.xaxis.tick_top()
        axes.set_xticks(np.arange(len(periods)) + 0.5, [_name(period) for period in periods])
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        _legend(figure, watched=bool(watched.to_numpy().all()))
    return figure


def _cell(axes: object, row: int, column: int, *, count: int, top: float, watched: bool) -> None:
    """One cell: a shade that grows with the root of the count, and the count."""
    from matplotlib.colors import to_rgb
    from matplotlib.patches import Rectangle

    strength = (count / top) ** 0.5 if count else 0.0
    dark = np.array(to_rgb("#8a3307"))
    colour = tuple(1 - strength * (1 - dark))
    # Only an empty cell needs the hatching: there it keeps "nothing recorded" from reading as "nothing said".
    hatch = None if watched or count else "////"
    axes.add_patch(Rectangle((column, row), 1, 1, facecolor=colour, edgecolor=RULE, linewidth=0.6, hatch=hatch))  # type: ignore[attr-defined]
    if count:
        ink = "white" if strength > 0.62 else INK
        axes.text(column + 0.5, row + 0.52, str(count), ha="center", va="center", fontsize=8.5, color=ink)  # type: ignore[attr-defined]


def _name(period: str) -> str:
    """2025Q3 as Q3 over 2025, 2025-09 as 09 over 2025; anything else as it is."""
    if "Q" in period:
        return f"Q{period[-1]}\n{period[:4]}"
    return f"{period[5:]}\n{period[:4]}" if "-" in period else period


def _legend(figure: Figure, *, watched: bool) -> None:
    """What hatching means, where there is any."""
    from matplotlib.patches import Rectangle

    if watched:
        return
    key = Rectangle((0, 0), 1, 1, facecolor="white", edgecolor=GREY, hatch="////", linewidth=0.6)
    figure.legend(
        [key],
        ["not monitored, none recorded"],
        loc="lower left",
        frameon=False,
        fontsize=8,
        borderaxespad=0.2,
    )
