"""`report`, `compare`, `explain` and `verify`: editions written, compared, traced and checked."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from claimstats.cli.commands import Commands, add_command
from claimstats.cli.telling import hand_over, say, with_progress
from claimstats.errors import ReportError, UsageError

if TYPE_CHECKING:
    from claimstats.study import Study

__all__ = ["describe_compare", "describe_explain", "describe_report", "describe_verify"]


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
    engine = "what writes the page and the PDF: claimstats (default), or quarto where it is installed"
    report.add_argument("--engine", default="claimstats", help=engine)
    font = f"a font file for further scripts; {several}"
    report.add_argument("--font", action="append", default=[], metavar="FILE", help=font)


def _report(given: argparse.Namespace) -> None:
    from claimstats.reporting import open_workshop, read_settings

    settings = read_settings(given.kind, given.set)
    # The kernel gets ready while what reads a study is loaded, and the study read.
    with open_workshop() as workshop:
        import claimstats as cs
        from claimstats.reporting import write_reports

        study = cs.load(given.study)
        orders = [{"period": label, **settings} for label in _periods(study, given.period)] or [settings]
        editions = write_reports(
            study, orders, to=given.to, kind=given.kind, fonts=given.font, engine=given.engine, workshop=workshop
        )
        with _loaded_for_good():
            for edition in with_progress(editions, words="report", total=len(orders)):
                say(f"{study.settings.id} {edition.parent.name} ({edition.name})")
                for name in ("report.html", "report.pdf"):
                    hand_over(str(Path(edition, name)))


@contextmanager
def _loaded_for_good() -> Iterator[None]:
    """What is loaded stays: to look through it for rubbish again and again takes a twentieth of a series of reports."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


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


def describe_compare(commands: Commands) -> None:
    """Add `compare`: what changed from one edition to another.

    Parameters
    ----------
    commands
        Where it is added.
    """
    words = "say what changed from one edition to another: rows, numbers, and which rows moved which number"
    example = "claimstats compare demo/2025Q2 demo/2025Q3 --table moved"
    compare = add_command(commands, "compare", _compare, words, example, reads="")
    which = "the folder of an edition or of a period, or STUDY/PERIOD below DIR"
    compare.add_argument("before", metavar="BEFORE", help=f"the earlier one: {which}")
    compare.add_argument("after", metavar="AFTER", help="the later one")
    tables = ("numbers", "moved", "changes", "summary")
    compare.add_argument("--table", choices=tables, default="numbers", help="which table (default: numbers)")
    _add_place(compare)


def _compare(given: argparse.Namespace) -> None:
    import claimstats as cs

    found = cs.compare(_find(given.before, given.editions), _find(given.after, given.editions))
    say(f"{found.params['before']} to {found.params['after']}: {found.sentence()}")
    found.to_frame(given.table).to_csv(sys.stdout, index=False, lineterminator="\n")


def describe_explain(commands: Commands) -> None:
    """Add `explain`: what a number of an edition is made of.

    Parameters
    ----------
    commands
        Where it is added.
    """
    words = "say what a number of an edition is made of: its rows, their words and sources, the formula, the files"
    example = "claimstats explain demo/2025Q3 repetition-threats-2025Q3-occasions"
    explain = add_command(commands, "explain", _explain, words, example, reads="")
    which = "its folder, or that of a period, or STUDY/PERIOD below DIR"
    explain.add_argument("edition", metavar="EDITION", help=which)
    explain.add_argument(
        "number", metavar="NUMBER", help="the number, as the report links it and tables/numbers.csv lists it"
    )
    _add_place(explain)


def _explain(given: argparse.Namespace) -> None:
    import claimstats as cs

    found = cs.explain(_find(given.edition, given.editions), given.number)
    say(repr(found))
    found.to_frame().to_csv(sys.stdout, index=False, lineterminator="\n")


def _add_place(parser: argparse.ArgumentParser) -> None:
    place = "reports/editions"
    parser.add_argument(
        "--editions", metavar="DIR", default=place, help=f"the folder of all editions (default: {place})"
    )


def _find(name: str, editions: str) -> Path:
    """An edition by its folder, or by study and period below the folder of all."""
    return Path(name) if Path(name).exists() else Path(editions, name)


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
    which = "its folder, or that of a period for the newest revision, or STUDY/PERIOD below DIR"
    verify.add_argument("edition", metavar="EDITION", help=which)
    again = "make the report again from what the edition keeps, and compare the bytes"
    verify.add_argument("--rebuild", action="store_true", help=again)
    verify.add_argument("--sha256", default="", metavar="HASH", help="the hash of the manifest as it was published")
    font = "a font file that the report was made with; may be given several times"
    verify.add_argument("--font", action="append", default=[], metavar="FILE", help=font)
    _add_place(verify)


def _verify(given: argparse.Namespace) -> int:
    import claimstats as cs

    found = cs.verify(
        _find(given.edition, given.editions), rebuild=given.rebuild, sha256=given.sha256, fonts=given.font
    )
    say(repr(found))
    hand_over(f"{found.sha256}  manifest.json")
    return 0 if found.ok else ReportError.exit_code
