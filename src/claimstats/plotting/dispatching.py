"""Which figure shows which result, and the words that go with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from claimstats.errors import UsageError
from claimstats.plotting.heatmap import draw_heatmap
from claimstats.plotting.outcomes import draw_outcomes
from claimstats.plotting.shares import draw_shares
from claimstats.plotting.style import to_svg
from claimstats.plotting.timeline import draw_timeline
from claimstats.presenting import Picture, Pieces

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw", "draw_heatmap", "draw_outcomes", "draw_shares", "draw_timeline", "picture"]


def draw(measure: str, tables: Mapping[str, pd.DataFrame]) -> Figure:
    """The figure of a result: a heat map of counts, bars of outcomes, or days monitored.

    Parameters
    ----------
    measure
        ``repetition``, ``gaps`` or ``coverage``.
    tables
        The result's own.

    Raises
    ------
    UsageError
        If nothing draws that measure.
    """
    if measure == "repetition":
        frame = tables["repetition"]
        keys = [name for name in ("claim_id", "speaker") if name in frame]
        lanes = frame[keys].agg(", ".join, axis=1) if len(keys) > 1 else frame[keys[0]]
        said = frame.assign(lane=lanes, monitored=frame["exposure_days"] > 0)
        ever = said.groupby("lane")["occasions"].transform("sum") > 0
        recent = said["period"].isin(list(said["period"].unique())[-12:])
        return draw_heatmap(said[ever & recent])
    if measure == "gaps":
        return draw_outcomes(tables["outcomes"].assign(lane=tables["outcomes"]["expectation_id"]))
    if measure == "coverage":
        frame = tables["coverage"]
        lanes = frame["stream"] + frame["key"].map(lambda key: f", {key}" if key else "")
        days = frame["monitored_days"].fillna(0)
        recent = frame["period"].isin(list(frame["period"].unique())[-12:])
        return draw_heatmap(frame.assign(lane=lanes, occasions=days, monitored=days > 0)[recent])
    raise UsageError(f"there is no figure for {measure!r}")


def picture(figure: Figure, *, title: str, alt: str, caption: Pieces, anchor: str | None = None) -> Picture:
    """A figure with its words, for a report.

    Parameters
    ----------
    figure
        Any matplotlib figure.
    title
        The finding, in one sentence.
    alt
        What a reader who does not see it needs to know.
    caption
        What is drawn, and how to read it.
    anchor
        What a link can point to.
    """
    return Picture(svg=to_svg(figure), alt=alt, caption=caption, title=title, anchor=anchor)
