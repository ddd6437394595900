"""From a notebook to a report: one HTML page and one PDF, the same bytes every time."""

from __future__ import annotations

from claimstats.reporting.meta import ReportMeta
from claimstats.reporting.rendering import Rendered, render

__all__ = ["Rendered", "ReportMeta", "render"]
