"""From a notebook to a report: one HTML page and one PDF, the same bytes every time.

The pieces are imported from their modules; what draws, runs and typesets is loaded when a report is asked for.
"""

from claimstats.reporting.comparing import compare
from claimstats.reporting.explaining import Explanation, explain
from claimstats.reporting.kinds import read_settings
from claimstats.reporting.publishing import open_workshop, report, write_reports
from claimstats.reporting.verifying import Verification, verify

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
