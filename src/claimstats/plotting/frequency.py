"""Words beside deeds: a dot per claim, how often it is said across, its gap upwards."""

from __future__ import annotations

import textwrap
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from claimstats.plotting.forest import ASSESSABLE, FEWEST, SIDES
from claimstats.plotting.kinds import Kind, Source, fullest
from claimstats.plotting.style import ACCENT, GREY, OTHER, RULE, WIDTH, bare, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["FREQUENCY"]

_HEIGHT, _LEFT, _RIGHT, _HEAD, _FOOT = 4.0, 0.95, 2.55, 0.15, 0.85

#: Least distance of two names, as a share of the axis.
_APART = 0.055

#: Names that find room beside each other.
_MOST = 18


def _choose(source: Source) -> pd.DataFrame:
    """The claims whose gap is a rate and not a list, with how often they are said."""
    rows = source.table("frequency")
    shown = rows[rows["estimate"].notna() & (rows["n_units"] >= FEWEST) & (rows["assessable_share"] >= ASSESSABLE)]
    without = len(rows) - len(shown)
    shown = fullest(shown.reset_index(drop=True), "n_units", most=_MOST)
    known = len(shown) > 0 and bool((shown["rate"] > 0).all())
    return pd.DataFrame(
        {
            "lane": source.name(shown["claim_id"]) + ", " + shown["role"].map(SIDES), "own": shown["role"] == "own",
            "said": shown["rate"] if known else shown["occasions"].astype("float64"), "known": known,
            "gap": shown["estimate"], "low": shown["ci_low"], "high": shown["ci_high"], "units": shown["n_units"],
            "without": without, "left_out": shown["left_out"],
        }
    ).reset_index(drop=True)  # fmt: skip


def draw_frequency(rows: pd.DataFrame) -> Figure:
    """A dot per claim and side with the interval of its gap; names in a column, each tied to its dot.

    Parameters
    ----------
    rows
        ``lane, own, said, known, gap, low, high, units``.
    """
    with styled():
        figure = new_figure(height=_HEIGHT)
        box = (_LEFT / WIDTH, _FOOT / _HEIGHT, 1 - (_LEFT + _RIGHT) / WIDTH, 1 - (_HEAD + _FOOT) / _HEIGHT)
        axes = figure.add_axes(box)
        # A log axis has no room for a name at its edge: the limits are set from the data.
        axes.set_xscale("log")
        least, most = (rows["said"].min(), rows["said"].max()) if len(rows) else (1.0, 10.0)
        ticks = _ticks(least, most)
        axes.set_xlim(ticks[0], ticks[-1])
        axes.set_ylim(-0.04, 1.04)
        placed = spread(rows["gap"].to_numpy(dtype=float), apart=_APART)
        for row, height in zip(rows.itertuples(), placed, strict=True):
            colour = OTHER if row.own else ACCENT
            # Both sides of one claim are said equally often: they stand beside each other.
            across = row.said * (0.97 if row.own else 1.03)
            axes.plot([across, across], [row.low, row.high], color=colour, linewidth=1.2, alpha=0.45)
            axes.plot(across, row.gap, "o" if row.own else "s", color=colour, markersize=6)
            name = textwrap.shorten(row.lane, 40, placeholder="…")
            axes.annotate(
                name, (across, row.gap), xytext=(1.04, height), textcoords="axes fraction", va="center", fontsize=7.5,
                arrowprops={"arrowstyle": "-", "color": RULE, "linewidth": 0.7, "shrinkB": 4},
            )  # fmt: skip
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0: all in\nthe record", "0.25", "0.5", "0.75", "1: none"])
        axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        axes.minorticks_off()
        axes.grid(color=RULE, linewidth=0.5)
        axes.set_axisbelow(True)
        bare(axes, keep=("bottom", "left"))
        known = len(rows) > 0 and bool(rows["known"].iloc[0])
        axes.set_xlabel("occasions per 30 monitored days" if known else "occasions recorded (at least)", fontsize=8)
        axes.set_ylabel("gap", fontsize=8)
        if rows.empty:
            axes.text(0.5, 0.5, "no claim has five anchors that can be scored", transform=axes.transAxes, ha="center",
                      color=GREY, style="italic")  # fmt: skip
        note = "Round: own deeds.  Square: others' deeds.  Line: 95 % interval of the gap."
        figure.text(0.005, 0.012, note, fontsize=7.5, color=GREY, va="bottom")
    return figure


def spread(heights: np.ndarray, *, apart: float) -> np.ndarray:
    """Heights from 0 to 1 moved as little as is needed to stand some distance apart, in the order that they have."""
    placed = np.clip(heights, 0, 1).astype(float)
    order = np.argsort(placed, kind="stable")
    apart = min(apart, 1 / max(len(placed), 1))
    for before, at in pairwise(order):
        placed[at] = max(placed[at], placed[before] + apart)
    if len(order):
        placed[order[-1]] = min(placed[order[-1]], 1.0)
    for at, before in pairwise(order[::-1]):
        placed[before] = min(placed[before], placed[at] - apart)
    return placed


def _ticks(least: float, most: float) -> list[float]:
    """Round numbers across a log axis, the first below what is drawn and the last above it."""
    steps = [base * 10.0**power for power in range(-4, 8) for base in (1, 2, 5)]
    first = max(place for place, step in enumerate(steps) if step <= max(least / 1.3, steps[0]))
    last = min(place for place, step in enumerate(steps) if step >= min(most * 1.3, steps[-1]))
    chosen = steps[first : last + 1]
    return chosen if len(chosen) <= 9 else [chosen[0], *(step for step in chosen[1:-1] if _is_decade(step)), chosen[-1]]


def _is_decade(step: float) -> bool:
    """Whether it is a power of ten."""
    return bool(np.isclose(np.log10(step) % 1, 0))


def _say(rows: pd.DataFrame) -> tuple[str, str]:
    """Every dot in words."""
    known = len(rows) > 0 and bool(rows["known"].iloc[0])
    said = "; ".join(
        f"{row.lane}: {row.said:.2g} per 30 days, gap {row.gap:.2f}"
        if known
        else f"{row.lane}: {int(row.said)} occasions, gap {row.gap:.2f}"
        for row in rows.itertuples()
    )
    out, more = (int(rows[name].iloc[0]) if len(rows) else 0 for name in ("without", "left_out"))
    left_out = f" Without a dot, for want of five assessable anchors: {out}." if out else ""
    left_out += f" The {_MOST} with the most anchors; {more} more are in the tables." if more else ""
    unit = "per 30 monitored days" if known else "recorded, a lower bound"
    caption = (
        f"Across: occasions {unit}. Upwards: the gap between claim and action, with its 95 % interval. The two are "
        f"shown side by side and never made one number.{left_out}"
    )
    return f"How often each claim is said, and its gap. {said or 'No claim is scored'}.", caption


FREQUENCY = Kind(measure="gaps", name="frequency", choose=_choose, draw=draw_frequency, say=_say)
