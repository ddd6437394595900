"""Voices: who said it, as shares of the occasions."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pandas as pd

from claimstats.errors import UsageError
from claimstats.plotting.kinds import Kind, Source
from claimstats.plotting.style import GREY, INK, OTHER, RULE, WIDTH, bare, new_figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["SPEAKERS"]

_ROW, _HEAD, _FOOT, _LEFT = 0.27, 0.12, 0.5, 2.4

#: Speakers with a bar of their own; the others share one.
SHOWN = 15


def _choose(source: Source) -> pd.DataFrame:
    """Occasions per speaker up to the period named, most first; those beyond the first have one row together."""
    frame = source.table("repetition")
    if "speaker" not in frame:
        raise UsageError("this figure shows speakers; measure repetition by='speaker' or by='claim x speaker'")
    shown = frame if source.until is None else frame[frame["period"] <= source.until]
    counts = shown.groupby("speaker")["occasions"].sum().rename_axis("speaker").reset_index()
    counts = counts[counts["occasions"] > 0].sort_values(["occasions", "speaker"], ascending=[False, True])
    names = source.name(counts["speaker"])
    rows = pd.DataFrame({"lane": names, "occasions": counts["occasions"]})
    if len(rows) > SHOWN:
        rest = rows.iloc[SHOWN:]
        rows = pd.concat(
            [rows.iloc[:SHOWN], pd.DataFrame({"lane": [f"{len(rest)} others"], "occasions": [rest["occasions"].sum()]})]
        )
    total = rows["occasions"].sum()
    return rows.assign(share=rows["occasions"] / total if total else float("nan")).reset_index(drop=True)


def draw_voices(rows: pd.DataFrame) -> Figure:
    """A bar per speaker, the share and the number of occasions at its end.

    Parameters
    ----------
    rows
        ``lane, occasions, share``.
    """
    height = _HEAD + _FOOT + _ROW * max(len(rows), 1)
    with styled():
        figure = new_figure(height=height)
        axes = figure.add_axes((_LEFT / WIDTH, _FOOT / height, 1 - (_LEFT + 1.0) / WIDTH, 1 - (_HEAD + _FOOT) / height))
        axes.barh(range(len(rows)), rows["share"], height=0.62, color=OTHER)
        for place, row in enumerate(rows.itertuples()):
            axes.text(row.share, place, f"  {row.share:.0%} ({row.occasions:,})", va="center", fontsize=8, color=INK)
        axes.set_yticks(range(len(rows)), [textwrap.shorten(lane, 34, placeholder="…") for lane in rows["lane"]])
        axes.set_ylim(max(len(rows), 1) - 0.4, -0.6)
        axes.set_xlim(0, max(float(rows["share"].max()) if len(rows) else 1.0, 0.05) * 1.02)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        axes.grid(axis="x", color=RULE, linewidth=0.5)
        axes.set_axisbelow(True)
        axes.set_xlabel("share of the occasions recorded", fontsize=8.5, color=GREY)
        bare(axes)
    return figure


def _say(rows: pd.DataFrame) -> tuple[str, str]:
    """Every bar in words."""
    said = "; ".join(f"{row.lane} {row.occasions:,} ({row.share:.0%})" for row in rows.itertuples())
    caption = (
        f"Share of the {int(rows['occasions'].sum()):,} occasions recorded, by speaker. Whose words are collected more often is "
        "recorded more often."
    )
    return f"Bars of occasions by speaker. {said or 'None is recorded'}.", caption


SPEAKERS = Kind(measure="repetition", name="speakers", choose=_choose, draw=draw_voices, say=_say)
