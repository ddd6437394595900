"""Words above, deeds below, on one time axis: a lane per claim, a lane per family of deeds."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pandas as pd

from claimstats.dates import Period, periods_between
from claimstats.plotting.style import ACCENT, GREY, INK, OTHER, PALE, RULE, WIDTH, bare, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["CROWDED", "draw_timeline"]

#: Inches per lane, and for head and foot.
_LANE, _HEAD, _FOOT, _LEFT = 0.4, 0.5, 0.78, 1.62

#: Share of the drawing that the year before gets; the period gets the rest.
_BEFORE = 0.36

#: Marks of one lane and panel that can be told apart.
CROWDED = 60

_SIDES = {"own": (ACCENT, "s"), "other": (OTHER, "^"), "unknown": (GREY, "D")}


def draw_timeline(words: pd.DataFrame, deeds: pd.DataFrame, *, period: Period, before: int = 4) -> Figure:
    """A timeline in two panels: the periods before, narrow, and the period itself, wide and labelled.

    Parameters
    ----------
    words
        One row per occasion: ``lane, lo, hi, stance, label``.
    deeds
        One row per incident: ``lane, lo, hi, side, label``; side is ``own``, ``other`` or ``unknown``.
    period
        What the picture is about.
    before
        How many periods of the same length come before it.
    """
    first = period.shift(-before)
    lanes = [("words", lane) for lane in words["lane"].unique()] + [("deeds", lane) for lane in deeds["lane"].unique()]
    height = _HEAD + _FOOT + _LANE * (len(lanes) + 0.6)
    with styled():
        figure = new_figure(height=height)
        left, right = _LEFT / WIDTH, 0.995
        middle = left + (right - left) * _BEFORE
        bottom, top = _FOOT / height, 1 - _HEAD / height
        earlier = figure.add_axes((left, bottom, middle - left - 0.012, top - bottom))
        current = figure.add_axes((middle, bottom, right - middle, top - bottom))
        places = _places(lanes)
        for axes, start, end in ((earlier, first.start, period.start - 1), (current, period.start, period.end)):
            _frame(axes, start=start, end=end, places=places, lanes=lanes)
            _marks(axes, words, deeds, places, start=start, end=end)
        current.set_facecolor(PALE)
        _lane_names(earlier, places, lanes)
        _ticks(earlier, first.start, period.start - 1, unit=period.unit)
        _ticks(current, period.start, period.end, unit="month")
        for axes, text in ((earlier, f"The {before} {period.unit}s before"), (current, period.label)):
            axes.set_title(text, loc="left", fontsize=9, fontweight="bold", color=INK, pad=6)
        _labels(current, words, deeds, places, period=period)
        _legend(figure, deeds)
    return figure


def _places(lanes: list[tuple[str, str]]) -> dict[tuple[str, str], float]:
    """The height of each lane, words from the top, a gap between words and deeds."""
    places, height = {}, 0.0
    for number, lane in enumerate(lanes):
        if number and lane[0] == "deeds" and lanes[number - 1][0] == "words":
            height -= 0.6
        places[lane] = height
        height -= 1.0
    return places


def _frame(
    axes: Axes, *, start: int, end: int, places: dict[tuple[str, str], float], lanes: list[tuple[str, str]]
) -> None:
    """The panel: its days, its lanes as thin rules, a heavier rule between words and deeds."""
    axes.set_xlim(start - 0.5, end + 0.5)
    axes.set_ylim(min(places.values(), default=0) - 0.5, 0.62)
    bare(axes)
    for place in places.values():
        axes.axhline(place, color=RULE, linewidth=0.6, zorder=1)
    last_word = [places[lane] for lane in lanes if lane[0] == "words"]
    if last_word and len(last_word) < len(lanes):
        axes.axhline(last_word[-1] - 0.72, color=INK, linewidth=1.0, zorder=1)
    axes.set_yticks([])


def _marks(
    axes: Axes, words: pd.DataFrame, deeds: pd.DataFrame, places: dict[tuple[str, str], float], *, start: int, end: int
) -> None:
    """A mark per occasion and per incident; a bar where the date is an interval."""
    for (lane, stance), rows in words.groupby(["lane", "stance"], sort=False):
        fill = "white" if stance == "conditional" else INK
        _row_of_marks(axes, rows, places["words", lane], colour=INK, fill=fill, shape="o", start=start, end=end)
    for (lane, side), rows in deeds.groupby(["lane", "side"], sort=False):
        colour, shape = _SIDES[side]
        fill = "white" if side == "unknown" else colour
        _row_of_marks(axes, rows, places["deeds", lane], colour=colour, fill=fill, shape=shape, start=start, end=end)


def _row_of_marks(
    axes: Axes, rows: pd.DataFrame, place: float, *, colour: str, fill: str, shape: str, start: int, end: int
) -> None:
    """The marks of one lane; where there are too many to tell apart, one stands for all of the days that it covers."""
    shown = rows[(rows["hi"] >= start) & (rows["lo"] <= end)]
    if len(shown) > CROWDED:
        width = max((end - start + 1) // CROWDED, 1)
        middle = ((shown["lo"] + shown["hi"]) // 2).clip(start, end)
        days = sorted({start + (int(day) - start) // width * width + width // 2 for day in middle})
        spans: list[tuple[int, int]] = []
    else:
        days = [int(day) for day in shown.loc[shown["hi"] == shown["lo"], "lo"]]
        long = shown[shown["hi"] > shown["lo"]]
        spans = [(int(lo), int(hi)) for lo, hi in zip(long["lo"], long["hi"], strict=True)]
    for lo, hi in spans:
        ends = [max(lo, start) - 0.4, min(hi, end) + 0.4]
        axes.plot(ends, [place, place], color=colour, linewidth=4, solid_capstyle="butt", alpha=0.55, zorder=3)
    if days:
        axes.plot(days, [place] * len(days), linestyle="", marker=shape, markersize=6, markerfacecolor=fill,
                  markeredgecolor=colour, markeredgewidth=1.2, zorder=4, clip_on=False)  # fmt: skip


def _lane_names(axes: Axes, places: dict[tuple[str, str], float], lanes: list[tuple[str, str]]) -> None:
    """The lanes' names, left of the first panel, with what the two halves are."""
    for lane in lanes:
        text = "\n".join(textwrap.wrap(lane[1], 24)[:2])
        axes.text(
            -0.04,
            places[lane],
            text,
            transform=axes.get_yaxis_transform(),
            ha="right",
            va="center",
            fontsize=8.2,
            linespacing=1.05,
        )


def _ticks(axes: Axes, start: int, end: int, *, unit: str) -> None:
    """A tick at the start of each period, its name in the middle of it."""
    parts = periods_between(start, end, unit)
    axes.set_xticks([part.start for part in parts])
    axes.set_xticklabels([])
    for part in parts:
        name = part.label if unit != "month" else _month_name(part)
        middle = (max(part.start, start) + min(part.end, end)) / 2
        text = f"Q{part.label[-1]}\n{part.label[:4]}" if unit == "quarter" else name
        axes.text(
            middle,
            -0.02,
            text,
            transform=axes.get_xaxis_transform(),
            ha="center",
            va="top",
            fontsize=8,
            color=GREY,
            linespacing=1.1,
        )


def _month_name(part: Period) -> str:
    return part.words.split()[0]


def _labels(
    axes: Axes, words: pd.DataFrame, deeds: pd.DataFrame, places: dict[tuple[str, str], float], *, period: Period
) -> None:
    """Names beside the marks of the period, where they have room: a label never covers another."""
    days_per_letter = period.days / 70
    for kind, rows in (("words", words), ("deeds", deeds)):
        inside = rows[(rows["lo"] >= period.start) & (rows["hi"] <= period.end) & (rows["label"] != "")]
        for lane, own in inside.sort_values(["lo", "label"]).groupby("lane", sort=False):
            free = float("-inf")
            for row in own.drop_duplicates(["lo", "label"]).itertuples():
                middle = (row.lo + row.hi) / 2
                width = len(row.label) * days_per_letter
                begin = min(max(middle - width / 2, period.start), period.end - width)
                # At an edge a name is held by that edge: its width is an estimate, and it would else run out of the picture.
                side = "left" if begin == period.start else "right" if begin == period.end - width else "center"
                held = {"left": begin, "right": period.end + 0.5, "center": begin + width / 2}[side]
                if begin < free or width > period.days:
                    continue
                axes.text(
                    held,
                    places[kind, lane] + 0.24,
                    row.label,
                    ha=side,
                    va="bottom",
                    fontsize=7.2,
                    color=INK,
                    zorder=5,
                )
                free = begin + width + days_per_letter


def _legend(figure: Figure, deeds: pd.DataFrame) -> None:
    """What the shapes mean, in one line at the foot."""
    from matplotlib.lines import Line2D

    def key(shape: str, colour: str, fill: str, text: str) -> Line2D:
        return Line2D(
            [], [], marker=shape, linestyle="", markersize=6, markerfacecolor=fill, markeredgecolor=colour, label=text
        )

    keys = [key("o", INK, INK, "asserted"), key("o", INK, "white", "conditional")]
    names = {"own": "deed of the speaker's side", "other": "deed of others", "unknown": "actor not established"}
    keys += [
        key(shape, colour, "white" if side == "unknown" else colour, names[side])
        for side, (colour, shape) in _SIDES.items()
        if (deeds["side"] == side).any()
    ]
    figure.legend(
        handles=keys,
        loc="lower left",
        bbox_to_anchor=(0.0, 0.0),
        ncol=5,
        frameon=False,
        fontsize=8,
        handletextpad=0.2,
        columnspacing=1.2,
        borderaxespad=0.2,
    )
