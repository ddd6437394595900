"""`report` and `verify`: editions written and checked."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from claimstats.cli.commands import Commands, add_command
from claimstats.cli.telling import hand_over, say, with_progress
from claimstats.errors import ReportError, UsageError

if TYPE_CHECKING:
    from claimstats.study import Study

__all__ = ["describe_report", "describe_verify"]


def describe_report(commands: Commands) -> None:
    """Add `report`: editions of one kind.

    Parameters
    ----------
    commands
        Where it is added.
    """
    words = "write an edition: HTML, PDF, notebook, tables"
    example = "claimstats report data/demo --kind claim --set claim=siege"
    report = add_command(commands, "report", _report, words, example)
    several = "may be given several times"
    report.add_argument(
        "--period",
        action="append",
        default=[],
        help=f"for a report about a period: 2025Q3, 2025-09 or 2025, or `all`: every quarter of the study; {several}",
    )
    place = "reports/editions"
    report.add_argument("--to", metavar="DIR", default=place, help=f"the folder of all editions (default: {place})")
    kind = "quarterly, claim, speaker, method, or the path of a notebook (default: quarterly)"
    report.add_argument("--kind", default="quarterly", help=kind)
    value = f"a value for a parameter of the notebook, by its name; {several}"
    report.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help=value)
    font = f"a font file for further scripts; {several}"
    report.add_argument("--font", action="append", default=[], metavar="FILE", help=font)


def _report(given: argparse.Namespace) -> None:
    import claimstats as cs
    from claimstats.reporting import read_settings, write_reports

    settings = read_settings(given.kind, given.set)
    study = cs.load(given.study)
    orders = [{"period": label, **settings} for label in _periods(study, given.period)] or [settings]
    editions = write_reports(study, orders, to=given.to, kind=given.kind, fonts=given.font)
    for edition in with_progress(editions, words="report", total=len(orders)):
        say(f"{study.settings.id} {edition.parent.name} ({edition.name})")
        for name in ("report.html", "report.pdf"):
            hand_over(str(Path(edition, name)))


def _periods(study: Study, labels: list[str]) -> list[str]:
    """The periods asked for, each once; a wrong one is refused before the first of several is rendered.

    Quarters come in order of time, because each says what changed since the one before.
    """
    from claimstats.dates import Period, periods_between

    found: list[Period] = []
    for label in labels:
        try:
            quarters = periods_between(study.settings.start, study.settings.as_of, "quarter")
            found += quarters if label == "all" else [Period.parse(label)]
        except ValueError as error:
            raise UsageError(str(error)) from None
    return [part.label for part in sorted(set(found))]


def describe_verify(commands: Commands) -> None:
    """Add `verify`: an edition checked against its manifest.

    Parameters
    ----------
    commands
        Where it is added.
    """
    words = "hash every file of an edition again and name each that differs (exit code 4)"
    example = "claimstats verify reports/editions/demo/2025Q3/r1 --rebuild"
    verify = add_command(commands, "verify", _verify, words, example, reads="")
    verify.add_argument("edition", metavar="EDITION", help="its folder, or that of a period for the newest revision")
    again = "make the report again from what the edition keeps, and compare the bytes"
    verify.add_argument("--rebuild", action="store_true", help=again)
    verify.add_argument("--sha256", default="", metavar="HASH", help="the hash of the manifest as it was published")
    font = "a font file that the report was made with; may be given several times"
    verify.add_argument("--font", action="append", default=[], metavar="FILE", help=font)


def _verify(given: argparse.Namespace) -> int:
    import claimstats as cs

    found = cs.verify(given.edition, rebuild=given.rebuild, sha256=given.sha256, fonts=given.font)
    say(repr(found))
    hand_over(f"{found.sha256}  manifest.json")
    return 0 if found.ok else ReportError.exit_code
