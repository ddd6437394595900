"""What holds for every test: UTC, no silent skips, one Hypothesis profile for machines and one for people."""

import os
import time
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, Phase, settings

os.environ["TZ"] = "UTC"
if hasattr(time, "tzset"):
    time.tzset()

#: Reasons for which a test may be skipped everywhere: no package registry has the program that it needs.
ALLOWED_SKIPS = ("Quarto is not installed",)

REQUIRE_ALL = os.environ.get("CLAIMSTATS_REQUIRE_ALL") == "1"

# Explaining a failure traces every line that the engine runs: minutes where shrinking takes seconds.
_PHASES = [Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink]
settings.register_profile("dev", deadline=None, phases=_PHASES)
settings.register_profile(
    "ci", deadline=None, derandomize=True, print_blob=True, suppress_health_check=[HealthCheck.too_slow], phases=_PHASES
)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skipped test cannot look like a passed one where everything is required."""
    report = yield
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail") and not _is_allowed(report):
        fail_for_skipping(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a module that skips itself while it is collected."""
    report = yield
    if REQUIRE_ALL and report.skipped:
        fail_for_skipping(report)
    return report


def _is_allowed(report: pytest.TestReport) -> bool:
    """Whether what is missing is no part of what a machine must have."""
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return any(allowed in reason for allowed in ALLOWED_SKIPS)


def fail_for_skipping(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure that names its reason."""
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    report.outcome = "failed"
    report.longrepr = f"{report.nodeid} was skipped, and CLAIMSTATS_REQUIRE_ALL=1 forbids it: {reason}"
