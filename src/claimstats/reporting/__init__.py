"""From a notebook to a report: one HTML page and one PDF, the same bytes every time."""

from __future__ import annotations

from claimstats.reporting.editions import choose_revision, newest_revision, write_edition
from claimstats.reporting.manifest import InputFile, Origin
from claimstats.reporting.meta import ReportMeta
from claimstats.reporting.publishing import report
from claimstats.reporting.rendering import Rendered, render
from claimstats.reporting.verifying import verify_edition

__all__ = [
    "InputFile",
    "Origin",
    "Rendered",
    "ReportMeta",
    "choose_revision",
    "newest_revision",
    "render",
    "report",
    "verify_edition",
    "write_edition",
]
