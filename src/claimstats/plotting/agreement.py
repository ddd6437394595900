"""Agreement: alpha per decision with its interval, beside the two bounds that it is read by."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from claimstats.plotting.kinds import Kind, Source
from claimstats.plotting.style import GREY, INK, OTHER, PALE, RULE, WIDTH, bare, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["ALPHA"]

_ROW, _HEAD, _FOOT, _LEFT, _RIGHT = 0.3, 0.3, 0.45, 2.9, 1.0

#: Krippendorff's bounds: from the second on a coding is called reliable, from the first tentative.
BOUNDS = (0.667, 0.8)


def _choose(source: Source) -> pd.DataFrame:
    """The decisions that were made twice; why one has no alpha."""
    rows = source.table("agreement")
    many = rows.groupby(["table", "variable"]).ngroups > 1
    name = rows["category"].map({"any": "Any claim", "all": "All values"}).fillna(source.name(rows["category"]))
    # The table is said where there are two: in front of every row it would only take the names' room.
    table = rows["table"] + ", " if len(set(rows["table"])) > 1 else ""
    lane = table + rows["variable"] + ": " + name if many else name
    return pd.DataFrame(
        {
            "lane": lane.astype("str"), "alpha": rows["estimate"], "low": rows["ci_low"], "high": rows["ci_high"],
            "n": rows["n_units"], "text": rows["reason"],
        }
    ).reset_index(drop=True)  # fmt: skip


def draw_alpha(rows: pd.DataFrame) -> Figure:
    """One row per decision: a dot and its interval; grey, where a coding is not reliable.

    Parameters
    ----------
    rows
        ``lane, alpha, low, high, n, text``.
    """
    height = _HEAD + _FOOT + _ROW * max(len(rows), 1)
    least = min([0.0, *rows["low"].dropna(), *rows["alpha"].dropna()]) - 0.04
    with styled():
        figure = new_figure(height=height)
        axes = figure.add_axes(
            (_LEFT / WIDTH, _FOOT / height, 1 - (_LEFT + _RIGHT) / WIDTH, 1 - (_HEAD + _FOOT) / height)
        )
        axes.axvspan(least, BOUNDS[0], color=PALE, linewidth=0)
        for bound in BOUNDS:
            axes.axvline(bound, color=GREY, linewidth=0.8, linestyle=(0, (4, 3)))
            axes.text(bound, -0.7, f"{bound:g}", fontsize=7, color=GREY, ha="center", va="bottom")
        for place, row in enumerate(rows.itertuples()):
            if row.text:
                axes.text(least + 0.02, place, row.text, va="center", fontsize=7.5, color=GREY, style="italic")
            else:
                colour = OTHER if row.alpha >= BOUNDS[0] else INK
                axes.plot([row.low, row.high], [place, place], color=colour, linewidth=1.4)
                axes.plot(row.alpha, place, "o", color=colour, markersize=5)
            axes.text(1.05, place, f"n = {row.n}", va="center", fontsize=7.5, color=GREY)
        axes.set_yticks(range(len(rows)), [textwrap.shorten(lane, 44, placeholder="…") for lane in rows["lane"]])
        axes.set_ylim(max(len(rows), 1) - 0.4, -0.6)
        axes.set_xlim(least, 1.02)
        axes.set_xticks([tick for tick in (-1, -0.5, 0, 0.5, 1) if tick >= least])
        axes.grid(axis="x", color=RULE, linewidth=0.5)
        axes.set_axisbelow(True)
        bare(axes)
        note = "Krippendorff's alpha; lines: 95 % interval; shaded: not reliable."
        figure.text(0.005, 0.012, note, fontsize=7.5, color=GREY, va="bottom")
    return figure


def _say(rows: pd.DataFrame) -> tuple[str, str]:
    """Every dot in words."""
    said = "; ".join(
        f"{row.lane}: {row.text}"
        if row.text
        else f"{row.lane}: {row.alpha:.2f}" + ("" if np.isnan(row.low) else f" ({row.low:.2f} to {row.high:.2f})")
        for row in rows.itertuples()
    )
    caption = (
        "Krippendorff's alpha of two codings with its 95 % interval: 1 if the coders always agree, 0 if no more than by "
        f"chance. From {BOUNDS[1]:g} a coding is called reliable, from {BOUNDS[0]:g} tentative."
    )
    return f"Agreement between coders. {said or 'Nothing was coded twice'}.", caption


ALPHA = Kind(measure="agreement", name="alpha", choose=_choose, draw=draw_alpha, say=_say)
