"""From a notebook to a report: one HTML page and one PDF, the same bytes every time.

The pieces are imported from their modules; what draws, runs and typesets is loaded when a report is asked for.
"""

from typing import TYPE_CHECKING

from claimstats.deferring import defer

if TYPE_CHECKING:
    from claimstats.reporting.comparing import compare
    from claimstats.reporting.explaining import Explanation, explain
    from claimstats.reporting.notebooks import read_settings
    from claimstats.reporting.publishing import report, write_reports
    from claimstats.reporting.verifying import Verification, verify
    from claimstats.reporting.workshop import open_workshop

__all__ = [
    "Explanation",
    "Verification",
    "compare",
    "explain",
    "open_workshop",
    "read_settings",
    "report",
    "verify",
    "write_reports",
]

#: Where each name lives: a kernel can be started before anything that reads a study is loaded.
_HOMES = {
    "claimstats.reporting.comparing": ("compare",),
    "claimstats.reporting.explaining": ("Explanation", "explain"),
    "claimstats.reporting.notebooks": ("read_settings",),
    "claimstats.reporting.publishing": ("report", "write_reports"),
    "claimstats.reporting.verifying": ("Verification", "verify"),
    "claimstats.reporting.workshop": ("open_workshop",),
}

__getattr__, __dir__ = defer(__name__, _HOMES)
