"""Words and windows over all the days of a study: a mark per occasion above, a bar per window below."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from claimstats.dates import Period, periods_between
from claimstats.plotting.outcomes import FACES
from claimstats.plotting.style import GREY, INK, RULE, WIDTH, bare, by_rows, new_figure, styled
from claimstats.presenting.records import OUTCOMES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["draw_life"]

#: Inches per lane, for the head, the foot, and the names on the left.
_LANE, _HEAD, _FOOT, _LEFT = 0.42, 0.1, 0.85, 2.1

#: Marks of one lane rise to at most so many rows; beyond that a number stands for the rest.
_STACKED = 4

#: Above so many occasions in a lane nearly every column would have a number.
_NUMBERED = 300

#: Longest stretch, in days, at which the axis counts quarters and not years.
_QUARTERS = 1100


def draw_life(words: pd.DataFrame, windows: pd.DataFrame, *, start: int, end: int) -> Figure:
    """A lane per claim or speaker with a mark per occasion, and a lane per expectation with its windows.

    Parameters
    ----------
    words
        One row per occasion: ``lane, lo, hi, stance``.
    windows
        One row per window: ``lane, lo, hi, outcome``.
    start, end
        First and last day of the axis.
    """
    lanes = [("words", lane) for lane in words["lane"].unique()]
    lanes += [("windows", lane) for lane in windows["lane"].unique()]
    height = _HEAD + _FOOT + _LANE * (len(lanes) + 0.5)
    last = max(end, int(windows["hi"].max()) if len(windows) else end)
    with styled():
        figure = new_figure(height=height)
        left = _LEFT / WIDTH
        axes = figure.add_axes((left, _FOOT / height, 0.98 - left, 1 - (_HEAD + _FOOT) / height))
        places = _places(lanes)
        # Room for half a mark on either side: one on the first day would be cut in two.
        edge = max((last - start) / 100, 1)
        axes.set_xlim(start - edge, last + edge)
        axes.set_ylim(min(places.values(), default=0) - 0.55, 0.75)
        bare(axes)
        for (kind, lane), place in places.items():
            axes.axhline(place - 0.3, color=RULE, linewidth=0.6, zorder=1)
            axes.text(-0.015, place, _name_lane(lane, kind), transform=axes.get_yaxis_transform(), linespacing=1.1,
                      ha="right", va="center", fontsize=8.5 if kind == "words" else 7.6, color=INK)  # fmt: skip
        for lane, rows in words.groupby("lane", sort=False):
            _stack(axes, rows, places["words", str(lane)], days=last - start)
        for row in windows.itertuples():
            face, hatch, _ = FACES[row.outcome]
            # A window of a few days would be no wider than a hair.
            width = max(row.hi - row.lo + 1, (last - start) / 160)
            axes.barh(places["windows", row.lane], width, left=row.lo, height=0.34, color=face, hatch=hatch,
                      edgecolor=INK if hatch else "white", linewidth=0.6, zorder=3)  # fmt: skip
        axes.axvline(end, color=GREY, linewidth=0.8, linestyle=(0, (2, 2)), zorder=2)
        _ticks(axes, start, last)
        _legend(figure, words, windows)
    return figure


def _name_lane(lane: str, kind: str) -> str:
    """A name on at most two lines, an expectation, which is a sentence, on three smaller ones; cut where it is longer."""
    width, lines = (30, 2) if kind == "words" else (34, 3)
    return "\n".join(textwrap.wrap(lane, width, max_lines=lines, placeholder=" …"))


def _places(lanes: list[tuple[str, str]]) -> dict[tuple[str, str], float]:
    """The height of each lane, words first, a gap before the windows."""
    heights = [-number - (0.5 if kind == "windows" else 0.0) for number, (kind, _) in enumerate(lanes)]
    return dict(zip(lanes, heights, strict=True))


def _stack(axes: Axes, rows: pd.DataFrame, place: float, *, days: int) -> None:
    """The occasions of a lane; those too close to stand side by side are stacked."""
    step = max(days / 75, 1)
    inside = rows.assign(column=np.floor((rows["lo"] + rows["hi"]) / 2 / step))
    marks: dict[str, tuple[list[float], list[float]]] = {"white": ([], []), INK: ([], [])}
    for column, own in inside.groupby("column"):
        middle = float((column + 0.5) * step)
        crowded = len(own) > _STACKED
        for number, stance in enumerate(own["stance"].iloc[: _STACKED - 1 if crowded else _STACKED]):
            across, up = marks["white" if stance == "conditional" else INK]
            across.append(middle)
            up.append(place - 0.2 + 0.17 * number)
        if crowded and len(inside) <= _NUMBERED:
            axes.text(middle, place + 0.34, f"{len(own)}", ha="center", va="bottom", fontsize=6.5, color=INK)
    for fill, (across, up) in marks.items():
        if across:
            axes.plot(across, up, linestyle="", marker="o", markersize=4.2, markeredgewidth=1.0, markerfacecolor=fill,
                      markeredgecolor=INK, zorder=4)  # fmt: skip


def _ticks(axes: Axes, start: int, end: int) -> None:
    """Years, or quarters where there are few of them, at their first day."""
    unit = "quarter" if end - start <= _QUARTERS else "year"
    shown = [period for period in periods_between(start, end, unit) if period.start >= start - 1]
    axes.set_xticks([period.start for period in shown], [_name(period) for period in shown])
    axes.set_yticks([])


def _name(period: Period) -> str:
    """2025 for a year; Q2 for a quarter, with its year in the first."""
    if period.unit != "quarter":
        return period.label
    return f"Q{period.label[-1]}\n{period.label[:4]}" if period.label.endswith("1") else f"Q{period.label[-1]}"


def _legend(figure: Figure, words: pd.DataFrame, windows: pd.DataFrame) -> None:
    """What the marks and bars mean, those that are there."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    keys: list[Line2D | Patch] = []
    for stance, text in (("asserts", "asserted"), ("conditional", "conditional")):
        if (words["stance"] == stance).any():
            fill = INK if stance == "asserts" else "white"
            keys.append(Line2D([], [], marker="o", linestyle="", markersize=4.5, markerfacecolor=fill,
                               markeredgecolor=INK, label=text))  # fmt: skip
    for outcome, (face, hatch, _) in FACES.items():
        if (windows["outcome"] == outcome).any():
            keys.append(Patch(facecolor=face, hatch=hatch, edgecolor=INK if hatch else "white", linewidth=0.6,
                              label=OUTCOMES[outcome]))  # fmt: skip
    figure.legend(handles=by_rows(keys, columns=4), loc="lower left", bbox_to_anchor=(0.0, 0.0), ncol=4,
                  frameon=False, fontsize=8, handletextpad=0.4, columnspacing=1.2, borderaxespad=0.2)  # fmt: skip
