"""Gaps against chance: a dot and its interval per claim, an open dot where chance alone would put it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from claimstats.plotting.kinds import SHOWN_LANES, Kind, Source, fullest
from claimstats.plotting.style import ACCENT, GREY, INK, OTHER, RULE, WIDTH, bare, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["ASSESSABLE", "CHANCE", "FEWEST", "SIDES"]

_ROW, _HEAD, _FOOT, _LEFT, _RIGHT = 0.28, 0.12, 0.78, 2.9, 1.35
SIDES = {"own": "own deeds", "other": "others' deeds"}

#: Fewer anchors, or less of the closed weight assessable, and a gap is text and no dot.
FEWEST, ASSESSABLE = 5, 0.8


def _choose(source: Source) -> pd.DataFrame:
    """Claims and corpus with their gap, its interval and chance; why a row is text."""
    claims, corpus = source.table("claims").reset_index(drop=True), source.table("corpus")
    claims = fullest(claims, "n_units", most=SHOWN_LANES)
    left_out = int(claims["left_out"].iloc[0]) if len(claims) else 0
    rows = pd.concat([claims, corpus[corpus["n_units"] > 1]], ignore_index=True)
    whole = rows["claim_id"] == "all"
    names = rows["claim_id"].map(lambda name: "All claims" if name == "all" else source.labels.get(name, name))
    text = np.select(
        [
            rows["estimate"].isna(),
            ~whole & (rows["n_units"] < FEWEST),
            ~whole & (rows["assessable_share"] < ASSESSABLE),
        ],
        ["not scored", "fewer than 5 anchors", "too little is covered"],
        "",
    )
    unit = np.where(whole, "claims", "anchors")
    return pd.DataFrame(
        {
            "lane": names + ", " + rows["role"].map(SIDES), "own": rows["role"] == "own", "whole": whole,
            "gap": rows["estimate"], "low": rows["ci_low"], "high": rows["ci_high"], "chance": rows["base_rate"],
            "n": rows["n"], "units": rows["n_units"], "unit": unit, "text": text,
            "left_out": left_out,
        }
    )  # fmt: skip


def draw_forest(rows: pd.DataFrame) -> Figure:
    """One row per claim and side: filled dot and line for the gap and its interval, open diamond for chance.

    Parameters
    ----------
    rows
        ``lane, own, whole, gap, low, high, chance, n, units, unit, text``.
    """
    height = _HEAD + _FOOT + _ROW * max(len(rows), 1)
    with styled():
        figure = new_figure(height=height)
        box = (_LEFT / WIDTH, _FOOT / height, 1 - (_LEFT + _RIGHT) / WIDTH, 1 - (_HEAD + _FOOT) / height)
        axes = figure.add_axes(box)
        for place, row in enumerate(rows.itertuples()):
            if row.text:
                axes.text(0.01, place, row.text, va="center", fontsize=8, color=GREY, style="italic")
            else:
                colour = OTHER if row.own else ACCENT
                axes.plot([row.low, row.high], [place, place], color=colour, linewidth=2.2 if row.whole else 1.4)
                if not np.isnan(row.chance):
                    axes.plot(row.chance, place, "D", markerfacecolor="white", markeredgecolor=INK, markersize=8)
                axes.plot(row.gap, place, "o" if row.own else "s", color=colour, markersize=5)
            units = row.unit if row.units != 1 else row.unit.removesuffix("s")
            axes.text(1.06, place, f"{row.units} {units}, n = {row.n}", va="center", fontsize=7.5, color=GREY)
        axes.set_yticks(range(len(rows)), [textwrap.shorten(lane, 46, placeholder="…") for lane in rows["lane"]])
        axes.set_ylim(max(len(rows), 1) - 0.4, -0.6)
        axes.set_xlim(-0.02, 1.02)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0: all in\nthe record", "0.25", "0.5", "0.75", "1: none"])
        axes.grid(axis="x", color=RULE, linewidth=0.5)
        axes.set_axisbelow(True)
        bare(axes)
        figure.text(
            0.005, 0.012, "Round: own deeds.  Square: others' deeds.  Line: 95 % interval.  Open diamond: by chance alone.",
            fontsize=7.5, color=GREY, va="bottom",
        )  # fmt: skip
    return figure


def _say(rows: pd.DataFrame) -> tuple[str, str]:
    """Every dot in words."""
    said = []
    for row in rows.itertuples():
        chance = "" if np.isnan(row.chance) else f", by chance {row.chance:.2f}"
        said.append(
            f"{row.lane}: {row.text}"
            if row.text
            else f"{row.lane}: gap {row.gap:.2f} ({row.low:.2f} to {row.high:.2f}){chance}"
        )
    caption = (
        "Gap between claim and action: 0 if every expected deed is in the record, 1 if none is. Where the open diamond "
        "stands on the dot, the deeds came no more often than on any other day. Claims with fewer than five anchors, and "
        "those whose windows the record covers too little, have no dot."
    )
    if len(rows) and rows["left_out"].iloc[0]:
        caption += f" The {SHOWN_LANES} with the most anchors; {rows['left_out'].iloc[0]} more are in the tables."
    return (
        f"Gaps with 95 % intervals beside the gap that chance would give. {'; '.join(said) or 'No claim is scored'}.",
        caption,
    )


CHANCE = Kind(measure="gaps", name="chance", choose=_choose, draw=draw_forest, say=_say)
