"""The specification curve: the gap under every choice of settings, in order, the codebook's own marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from claimstats.plotting.kinds import Kind, Source
from claimstats.plotting.style import ACCENT, GREY, INK, OTHER, RULE, WIDTH, bare, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["SPECIFICATIONS"]

_PANEL, _GAP, _HEAD, _FOOT = 1.5, 0.55, 0.35, 0.5
_SIDES = {"own": "Own deeds", "other": "Others' deeds"}


def _choose(source: Source) -> pd.DataFrame:
    """The scored specifications of each role, smallest gap first."""
    rows = source.table("specifications")
    scored = rows[rows["estimate"].notna()].sort_values(["role", "estimate"], kind="stable")
    return scored.assign(place=scored.groupby("role").cumcount())[["role", "estimate", "frozen", "place"]]


def draw_curve(rows: pd.DataFrame) -> Figure:
    """A panel per role: a curve from the smallest gap to the largest, a dot on the frozen specification.

    Parameters
    ----------
    rows
        ``role, estimate, frozen, place``.
    """
    roles = [role for role in _SIDES if (rows["role"] == role).any()]
    height = _HEAD + _FOOT + max(len(roles), 1) * _PANEL + max(len(roles) - 1, 0) * _GAP
    with styled():
        figure = new_figure(height=height)
        for number, role in enumerate(roles):
            bottom = (height - _HEAD - _PANEL - number * (_PANEL + _GAP)) / height
            axes = figure.add_axes((0.5 / WIDTH, bottom, 1 - 0.7 / WIDTH, _PANEL / height))
            own = rows[rows["role"] == role]
            colour = OTHER if role == "own" else ACCENT
            axes.step(own["place"], own["estimate"], color=colour, linewidth=1.4, where="mid")
            frozen = own[own["frozen"]]
            axes.plot(
                frozen["place"], frozen["estimate"], "o", markerfacecolor="white", markeredgecolor=INK, markersize=7
            )
            for at, gap in zip(frozen["place"], frozen["estimate"], strict=True):
                right = at > len(own) / 2
                axes.annotate(
                    f"as frozen: {gap:.2f}", (at, gap), textcoords="offset points", xytext=(-9 if right else 9, -12),
                    ha="right" if right else "left", fontsize=8,
                )  # fmt: skip
            axes.set_ylim(-0.12, 1.04)
            axes.set_yticks([0, 0.5, 1])
            axes.set_xlim(-0.01 * len(own), 1.01 * len(own))
            axes.grid(axis="y", color=RULE, linewidth=0.5)
            axes.tick_params(axis="x", labelcolor=GREY)
            axes.set_title(f"{_SIDES[role]}: gap under {len(own):,} specifications", loc="left", fontsize=8.5, pad=4)
            bare(axes)
        figure.text(
            0.995,
            0.01,
            "specifications, from the smallest gap to the largest",
            ha="right",
            va="bottom",
            fontsize=7.5,
            color=GREY,
        )
    return figure


def _say(rows: pd.DataFrame) -> tuple[str, str]:
    """Range and frozen value in words."""
    said = []
    for role, own in rows.groupby("role", sort=True):
        gaps, frozen = own["estimate"], own.loc[own["frozen"], "estimate"]
        value = f"{frozen.iloc[0]:.2f} as frozen" if len(frozen) else "not scored as frozen"
        said.append(
            f"{_SIDES[str(role)]}: {value}, {gaps.min():.2f} to {gaps.max():.2f} over {len(own):,}, median {np.median(gaps):.2f}"
        )
    caption = (
        "Every combination of window, first day, weights, credit of a part, anchor, sources, dates and threshold of "
        "coverage that can be scored. No test goes across them: the curve shows how much the answer hangs on choices."
    )
    return f"Specification curves of the gap. {'; '.join(said) or 'Nothing is scored'}.", caption


SPECIFICATIONS = Kind(measure="gaps", name="specifications", choose=_choose, draw=draw_curve, say=_say)
