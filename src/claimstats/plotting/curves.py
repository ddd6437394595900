"""Step curves: how long claims are said, and how soon deeds come, with bands and numbers at risk."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from claimstats.plotting.kinds import Kind, Source
from claimstats.plotting.style import ACCENT, GREY, INK, OTHER, RULE, WIDTH, bare, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["INCIDENCE", "SURVIVAL"]

_HEIGHT, _PANEL, _GAP, _HEAD, _FOOT, _COLUMNS = 2.7, 1.15, 0.6, 0.35, 0.55, 2


def _survival(source: Source) -> pd.DataFrame:
    """The steps of the survival curve, from 1 at day 0."""
    steps = source.table("survival")
    return steps[["time", "survival", "ci_low", "ci_high", "at_risk"]].reset_index(drop=True)


def draw_survival(steps: pd.DataFrame) -> Figure:
    """A curve that falls with each claim that ends, its band, the half-life, and how many are still watched.

    Parameters
    ----------
    steps
        ``time`` (days), ``survival, ci_low, ci_high, at_risk``.
    """
    with styled():
        figure = new_figure(height=_HEIGHT)
        axes = figure.add_axes((0.75 / WIDTH, 0.7 / _HEIGHT, 1 - 0.95 / WIDTH, 1 - 0.85 / _HEIGHT))
        times = np.concatenate([[0.0], steps["time"]])
        shares = np.concatenate([[1.0], steps["survival"]])
        low, high = (np.concatenate([[1.0], steps[name]]) for name in ("ci_low", "ci_high"))
        axes.fill_between(times, low, high, step="post", color=OTHER, alpha=0.14, linewidth=0)
        axes.step(times, shares, where="post", color=OTHER, linewidth=1.8)
        half = steps.loc[steps["survival"] <= 0.5, "time"]
        if len(half):
            axes.plot([0, half.iloc[0]], [0.5, 0.5], color=INK, linewidth=0.8, linestyle=(0, (4, 3)))
            axes.annotate(
                f"half by day {half.iloc[0]:,.0f}",
                (half.iloc[0], 0.5),
                textcoords="offset points",
                xytext=(6, 5),
                fontsize=8,
            )
        axes.set_ylim(0, 1.04)
        axes.set_xlim(0, max(float(times.max()), 1.0) * 1.03)
        axes.set_yticks([0, 0.5, 1], ["0", "half", "all"])
        axes.grid(axis="y", color=RULE, linewidth=0.5)
        axes.set_xlabel("days since the first occasion", fontsize=8.5, color=GREY, labelpad=16)
        _at_risk(axes, steps)
        bare(axes)
    return figure


def _at_risk(axes: Axes, steps: pd.DataFrame) -> None:
    """How many are still watched, below the ticks of the axis."""
    low, high = axes.get_xlim()
    for tick in [tick for tick in axes.get_xticks() if low <= tick <= high]:
        later = steps.loc[steps["time"] >= tick, "at_risk"]
        watched = int(later.iloc[0]) if len(later) else 0
        axes.annotate(f"{watched}", (tick, 0), xycoords=("data", "axes fraction"), textcoords="offset points",
                      xytext=(0, -23), ha="center", fontsize=7.5, color=GREY, annotation_clip=False)  # fmt: skip
    axes.annotate("watched", (0, 0), xycoords="axes fraction", textcoords="offset points", xytext=(-8, -23), ha="right",
                  fontsize=7.5, color=GREY, annotation_clip=False)  # fmt: skip


def _say_survival(steps: pd.DataFrame) -> tuple[str, str]:
    """Half-life, and where the curve ends."""
    half = steps.loc[steps["survival"] <= 0.5, "time"]
    number = int(steps["at_risk"].iloc[0]) if len(steps) else 0
    middle = f"half have ended by day {half.iloc[0]:,.0f}" if len(half) else "fewer than half have ended"
    end = f"; {steps['survival'].iloc[-1]:.0%} are left at day {steps['time'].iloc[-1]:,.0f}" if len(steps) else ""
    caption = (
        "Share of claims still said so many days after their first occasion; a claim has ended when a long silence follows. "
        "Band: 95 % interval. Below the axis: claims still watched. A silence may be one of the record."
    )
    said = f"{number} claims, {middle}{end}" if number else "No claim can be watched for long enough"
    return f"Survival curve of claims. {said}.", caption


def _incidence(source: Source) -> pd.DataFrame:
    """The steps of both causes, by claim and side."""
    steps = source.table("time_to_action")
    sides = {"own": "own deeds", "other": "others' deeds"}
    lanes = steps["claim_id"].map(lambda name: source.labels.get(name, name)) + ", " + steps["role"].map(sides)
    return steps.assign(lane=lanes.astype("str"))


def draw_incidence(steps: pd.DataFrame) -> Figure:
    """A panel per claim and side: deeds as a full line with its band, contrary deeds as a broken one.

    Parameters
    ----------
    steps
        ``lane, time, cause, incidence, ci_low, ci_high, n``.
    """
    lanes = list(dict.fromkeys(steps["lane"]))
    rows = max(-(-len(lanes) // _COLUMNS), 1)
    height = _HEAD + _FOOT + rows * _PANEL + (rows - 1) * _GAP
    end = max(float(steps["time"].max()) if len(steps) else 0.0, 1.0) * 1.05
    with styled():
        figure = new_figure(height=height)
        for number, lane in enumerate(lanes):
            row, column = divmod(number, _COLUMNS)
            bottom = (height - _HEAD - _PANEL - row * (_PANEL + _GAP)) / height
            axes = figure.add_axes((0.05 + column * 0.49, bottom, 0.43, _PANEL / height))
            for cause, colour, line in (("deed", OTHER, "-"), ("contrary deed", ACCENT, (0, (4, 2)))):
                own = steps[(steps["lane"] == lane) & (steps["cause"] == cause)]
                if own.empty:
                    continue
                times = np.concatenate([[0.0], own["time"], [end]])
                values, low, high = (
                    np.concatenate([[0.0], own[name], own[name].iloc[-1:]])
                    for name in ("incidence", "ci_low", "ci_high")
                )
                axes.fill_between(times, low, high, step="post", color=colour, alpha=0.12, linewidth=0)
                axes.step(times, values, where="post", color=colour, linewidth=1.5, linestyle=line)
            pairs = int(steps.loc[steps["lane"] == lane, "n"].iloc[0])
            axes.set_title(
                f"{textwrap.shorten(lane, 40, placeholder='…')} (n = {pairs})", loc="left", fontsize=8, pad=4
            )
            axes.set_ylim(0, 1.02)
            axes.set_xlim(0, end)
            axes.set_yticks([0, 0.5, 1])
            axes.grid(axis="y", color=RULE, linewidth=0.5)
            bare(axes)
        figure.text(0.995, 0.01, "days since the anchor; full line: the deed; broken line: a contrary deed; band: 95 % interval",
                    ha="right", va="bottom", fontsize=7.5, color=GREY)  # fmt: skip
    return figure


def _say_incidence(steps: pd.DataFrame) -> tuple[str, str]:
    """Where each curve ends."""
    last = steps.groupby(["lane", "cause"], sort=False).tail(1)
    said = "; ".join(
        f"{row.lane}: {row.cause} {row.incidence:.2f} by day {row.time:,.0f} (n = {row.n})" for row in last.itertuples()
    )
    caption = (
        "Share of expectations met, and contradicted, so many days after their anchor (Aalen-Johansen). Windows that are "
        "still open count as long as they were watched."
    )
    return f"Cumulative incidence of deeds. {said or 'No window can be watched'}.", caption


SURVIVAL = Kind(
    measure="repetition", name="survival", choose=_survival, draw=draw_survival, say=_say_survival
)  # fmt: skip
INCIDENCE = Kind(
    measure="association", name="incidence", choose=_incidence, draw=draw_incidence,
    say=_say_incidence,
)  # fmt: skip
