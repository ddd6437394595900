"""`report`: editions written."""

from __future__ import annotations

import argparse
from pathlib import Path

from claimstats.cli.commands import Commands, add_command
from claimstats.cli.telling import hand_over, say, with_progress
from claimstats.errors import UsageError

__all__ = ["describe_report"]


def describe_report(commands: Commands) -> None:
    """Add `report`: the editions of one or more periods.

    Parameters
    ----------
    commands
        Where it is added.
    """
    words = "write the edition of a period: HTML, PDF, notebook, tables"
    report = add_command(commands, "report", _report, words, "claimstats report data/demo --period 2025Q3")
    several = "may be given several times"
    report.add_argument("--period", action="append", required=True, help=f"2025Q3, 2025-09 or 2025; {several}")
    place = "reports/editions"
    report.add_argument("--to", metavar="DIR", default=place, help=f"the folder of all editions (default: {place})")
    kind = "a report of this library, or the path of a notebook (default: quarterly)"
    report.add_argument("--kind", default="quarterly", help=kind)
    font = f"a font file for further scripts; {several}"
    report.add_argument("--font", action="append", default=[], metavar="FILE", help=font)


def _report(given: argparse.Namespace) -> None:
    import claimstats as cs

    study = cs.load(given.study)
    for label in given.period:
        _known_period(label)
    for label in with_progress(given.period, words="report"):
        edition = cs.report(study, period=label, to=given.to, kind=given.kind, fonts=given.font)
        say(f"{study.settings.id} {label} ({edition.name})")
        for name in ("report.html", "report.pdf"):
            hand_over(str(Path(edition, name)))


def _known_period(label: str) -> None:
    """Refuse a period before the first of several is rendered."""
    from claimstats.dates import Period

    try:
        Period.parse(label)
    except ValueError as error:
        raise UsageError(str(error)) from None
