"""Small frames into figures: the only package that draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimstats.plotting.dispatching import draw, illustrate

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Figure

__all__ = ["draw", "illustrate"]
