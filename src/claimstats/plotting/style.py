"""One style for every figure: the palette, the type sizes, and the way into SVG."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["ACCENT", "GREY", "INK", "OTHER", "PALE", "RULE", "bare", "by_rows", "new_figure", "to_svg"]

# Okabe and Ito's palette, which readers with any colour vision tell apart; in grey the shapes still differ.
ACCENT = "#b3420a"  # vermillion, darkened to 4.5:1 on white
OTHER = "#0a5a9c"  # blue
INK = "#1f2328"
GREY = "#6b7177"
RULE = "#d4d7da"
PALE = "#f2eee9"

#: Width of every figure, in inches: the text column of the page, so that type is never scaled up.
WIDTH = 7.2

_RC: Any = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9.0,
    "axes.edgecolor": RULE,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.6,
    "text.color": INK,
    "xtick.color": GREY,
    "ytick.color": INK,
    "xtick.major.size": 3.0,
    "ytick.major.size": 0.0,
    "xtick.labelsize": 8.0,
    "ytick.labelsize": 8.5,
    "svg.fonttype": "path",
    "svg.hashsalt": "claimstats",
    "hatch.linewidth": 0.6,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}


def new_figure(*, height: float, width: float = WIDTH) -> Figure:
    """An empty figure in the one style, without any global state.

    Parameters
    ----------
    height, width
        In inches.
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with mpl.rc_context(_RC):
        figure = Figure(figsize=(width, height))
        FigureCanvasSVG(figure)
    return figure


def styled() -> Any:
    """A context in which whatever is drawn has the one style."""
    import matplotlib as mpl

    return mpl.rc_context(_RC)


def bare(axes: Axes, *, keep: tuple[str, ...] = ("bottom",)) -> None:
    """Take away the box around a figure, but for the sides named."""
    for side, spine in axes.spines.items():
        spine.set_visible(side in keep)
    axes.tick_params(axis="y", length=0)


def by_rows(keys: list[Any], *, columns: int) -> list[Any]:
    """The keys of a legend so that they are read line by line; Matplotlib fills one column after the other.

    Parameters
    ----------
    keys
        In the order in which they are to be read.
    columns
        How many stand in a line.
    """
    return [key for column in range(columns) for key in keys[column::columns]]


def to_svg(figure: Figure) -> str:
    """The figure as SVG with outlines for letters: the same bytes on every run."""
    buffer = io.BytesIO()
    with styled():
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue().decode("utf-8")
