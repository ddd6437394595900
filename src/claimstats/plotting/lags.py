"""Coincidence by lag: the rate at which deeds follow words, earlier and later, beside what shifted calendars give."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pandas as pd

from claimstats.plotting.kinds import Kind, Source
from claimstats.plotting.style import ACCENT, GREY, INK, RULE, bare, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["LAGS"]

_PANEL, _GAP, _HEAD, _FOOT, _COLUMNS = 1.1, 0.6, 0.35, 0.55, 2
_SIDES = {"own": "own deeds", "other": "others' deeds"}

#: Fewer days with words than this have no panel.
FEWEST = 5


def _choose(source: Source) -> pd.DataFrame:
    """The lags of every claim and side with words enough."""
    rows = source.table("lags")
    rows = rows[rows["n"].astype("float64") >= FEWEST]
    lanes = rows["claim_id"].map(lambda name: source.labels.get(name, name)) + ", " + rows["role"].map(_SIDES)
    return rows.assign(lane=lanes.astype("str"))


def draw_lags(rows: pd.DataFrame) -> Figure:
    """A panel per claim and side: the rate at each lag as a line, the band of shifted calendars behind it.

    Parameters
    ----------
    rows
        ``lane, lag`` (days), ``rate, low, high, expected, n``.
    """
    lanes = list(dict.fromkeys(rows["lane"]))
    deep = max(-(-len(lanes) // _COLUMNS), 1)
    height = _HEAD + _FOOT + deep * _PANEL + (deep - 1) * _GAP
    with styled():
        figure = new_figure(height=height)
        for number, lane in enumerate(lanes):
            row, column = divmod(number, _COLUMNS)
            bottom = (height - _HEAD - _PANEL - row * (_PANEL + _GAP)) / height
            axes = figure.add_axes((0.05 + column * 0.49, bottom, 0.43, _PANEL / height))
            own = rows[rows["lane"] == lane]
            axes.fill_between(own["lag"], own["low"], own["high"], color=GREY, alpha=0.22, linewidth=0)
            axes.plot(own["lag"], own["expected"], color=GREY, linewidth=1, linestyle=(0, (4, 2)))
            axes.plot(own["lag"], own["rate"], color=ACCENT, linewidth=1.5)
            axes.axvline(0, color=INK, linewidth=0.6)
            axes.set_ylim(0, 1.02)
            axes.set_yticks([0, 0.5, 1])
            axes.grid(axis="y", color=RULE, linewidth=0.5)
            title = f"{textwrap.shorten(lane, 40, placeholder='…')} (n = {int(own['n'].iloc[0])})"
            axes.set_title(title, loc="left", fontsize=8, pad=4)
            bare(axes)
        figure.text(0.995, 0.01, "days from words to deeds; right of 0: deeds after words; band: 95 % of shifted calendars",
                    ha="right", va="bottom", fontsize=7.5, color=GREY)  # fmt: skip
    return figure


def _say(rows: pd.DataFrame) -> tuple[str, str]:
    """The rate at lag 0 and the highest one."""
    said = []
    for lane, own in rows.groupby("lane", sort=False):
        now, top = own[own["lag"] == 0].iloc[0], own.loc[own["rate"].astype("float64").idxmax()]
        said.append(
            f"{lane}: {now['rate']:.2f} at lag 0 (shifted calendars {now['expected']:.2f}), "
            f"highest {top['rate']:.2f} at {int(top['lag'])} days"
        )
    caption = (
        "Share of the days with words that have such a deed in the week that begins so many days later (before 0: earlier). "
        "The band is what calendars of deeds shifted to either side give, at each lag apart."
    )
    return (
        f"Coincidence of words and deeds by lag. {'; '.join(said) or 'No claim has words on five days or more'}.",
        caption,
    )


LAGS = Kind(measure="association", name="lags", choose=_choose, draw=draw_lags, say=_say)
