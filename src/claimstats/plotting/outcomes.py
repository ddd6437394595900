"""Bars of outcomes: of the windows of each claim, how many ended how."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pandas as pd

from claimstats.plotting.style import GREY, INK, OTHER, RULE, WIDTH, bare, by_rows, new_figure, styled
from claimstats.presenting.records import OUTCOMES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["FACES", "OUTCOME_NAMES", "draw_outcomes"]

#: Vermillion between the two blues and the brown in lightness: printed in grey, no two faces are alike.
_MISSED = "#dc7633"
#: Face, hatch and ink of each outcome.
FACES = {
    "fulfilled": (OTHER, "", "white"),
    "partial": ("#a5c6e0", "", INK),
    "contradicted": ("#3d2c20", "", "white"),
    "not_observed": (_MISSED, "", INK),
    "unassessable": ("white", "////", INK),
    "pending": ("#e6e8ea", "", INK),
    "not_triggered": ("white", "....", INK),
}
#: The outcomes as a reader meets them in the tables too, in the order of the bars.
OUTCOME_NAMES = {outcome: OUTCOMES[outcome] for outcome in FACES}
_ROW, _HEAD, _FOOT, _LEFT = 0.28, 0.1, 0.95, 2.75
#: Keys of the legend in one line.
_KEYS = 4


def draw_outcomes(counts: pd.DataFrame) -> Figure:
    """One stacked bar per lane, a segment per outcome, the count in it.

    Parameters
    ----------
    counts
        ``lane`` and one column per outcome.
    """
    from matplotlib.ticker import MaxNLocator

    height = _HEAD + _FOOT + _ROW * max(len(counts), 1)
    with styled():
        figure = new_figure(height=height)
        axes = figure.add_axes((_LEFT / WIDTH, _FOOT / height, 1 - _LEFT / WIDTH - 0.02, 1 - (_HEAD + _FOOT) / height))
        starts = pd.Series(0, index=counts.index)
        places = list(range(len(counts)))
        for outcome, (face, hatch, ink) in FACES.items():
            sizes = counts[outcome]
            there = sizes > 0
            if there.any():
                edge = INK if hatch else "white"
                rows = [place for place, shown in zip(places, there, strict=True) if shown]
                axes.barh(rows, sizes[there], left=starts[there], height=0.68, color=face, hatch=hatch, edgecolor=edge,
                          linewidth=0.6, label=OUTCOME_NAMES[outcome])  # fmt: skip
            for place, start, size in zip(places, starts, sizes, strict=True):
                if size:
                    box = {"facecolor": face, "edgecolor": "none", "pad": 1.0} if hatch else None
                    axes.text(
                        start + size / 2, place, str(size), ha="center", va="center", fontsize=8.5, color=ink, bbox=box
                    )
            starts = starts + sizes
        for place, size in zip(places, starts, strict=True):
            if not size:
                axes.text(0.1, place, "no window", va="center", fontsize=7.5, color=GREY, style="italic")
        axes.set_yticks(places, [textwrap.shorten(lane, 44, placeholder="…") for lane in counts["lane"]])
        # The room of every lane, of one without a bar too.
        axes.set_ylim(max(len(counts), 1) - 0.5, -0.5)
        bare(axes)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_xlabel("windows", fontsize=8.5, color=GREY)
        axes.grid(axis="x", color=RULE, linewidth=0.5, zorder=0)
        axes.set_axisbelow(True)
        keys = by_rows(axes.get_legend_handles_labels()[0], columns=_KEYS)
        if keys:
            figure.legend(handles=keys, loc="lower left", ncol=_KEYS, frameon=False, fontsize=8, columnspacing=1.2,
                          borderaxespad=0.2)  # fmt: skip
    return figure
