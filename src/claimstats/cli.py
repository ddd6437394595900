"""The command: parse, call one public function, print."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from claimstats.errors import ClaimstatsError, DataError, UsageError

if TYPE_CHECKING:
    from claimstats.results import Result
    from claimstats.study import Study

__all__ = ["main"]

Item = TypeVar("Item")
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

EPILOGUE = "Exit codes: 0 done, 1 unexpected, 2 usage, 3 data, 4 report, 5 engine."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    Parameters
    ----------
    arguments
        Without the program's name; by default those of the shell.
    """
    parser = _parser()
    given = parser.parse_args(arguments)
    try:
        run: Callable[[argparse.Namespace], int | None] = given.run
        return run(given) or 0
    except ClaimstatsError as error:
        _say(f"claimstats {given.command}: {error}")
        if isinstance(error, DataError) and getattr(given, "to", None) and given.command == "check":
            error.problems.to_csv(given.to, index=False)
            _say(f"\nAll of them: {given.to}")
        return error.exit_code
    except BrokenPipeError:
        # The reader of the pipe has seen enough; that is no failure of ours.
        sys.stderr.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    """Every command with its options and an example."""
    parser = argparse.ArgumentParser(
        prog="claimstats",
        description="Measure how often a claim is repeated, and the gap between claim and action.",
        epilog=EPILOGUE,
    )
    parser.add_argument("--version", action="version", version=f"claimstats {version('claimstats')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for describe in (_describe_check, _describe_measure, _describe_export, _describe_freeze, _describe_report):
        describe(commands)
    return parser


def _describe_check(commands: Commands) -> None:
    words = "read a study and say what is in it, or all that is wrong with it"
    check = _command(commands, "check", _check, words, "claimstats check data/demo")
    check.add_argument("--to", metavar="FILE", help="write the problems, if there are any, as CSV")


def _describe_measure(commands: Commands) -> None:
    example = "claimstats measure data/demo repetition --period year"
    measure = _command(commands, "measure", _measure, "measure one thing and write it as CSV", example)
    measure.add_argument(
        "what", choices=("repetition", "gaps", "coverage", "agreement", "association"), help="what to measure"
    )
    measure.add_argument(
        "--by",
        default="claim",
        help="repetition: claim, speaker, 'claim x speaker', 'source type', stance or frame (default: claim)",
    )
    measure.add_argument("--period", default="quarter", help="month, quarter, year or all (default: quarter)")
    measure.add_argument("--stream", help="repetition: the stream that makes the rate")
    measure.add_argument("--table", help="which table of the result (default: the main one)")
    measure.add_argument("--to", metavar="FILE", help="where to write (default: standard output)")


def _describe_export(commands: Commands) -> None:
    words = "write every measure as CSV with a data package"
    export = _command(commands, "export", _export, words, "claimstats export data/demo --to out")
    export.add_argument("--to", metavar="DIR", required=True, help="the folder to write to")


def _describe_freeze(commands: Commands) -> None:
    words = "write what a study has fixed in advance, with its hash, or compare it with what was fixed before"
    freeze = _command(commands, "freeze", _freeze, words, "claimstats freeze data/demo --to frozen.json")
    freeze.add_argument("--to", metavar="FILE", help="where to write the document")
    freeze.add_argument(
        "--at", default="", metavar="TIME", help="when, to be stored beside it (the clock is not asked)"
    )
    freeze.add_argument(
        "--against", metavar="FILE", help="a frozen document: list what has changed since (exit code 3)"
    )


def _describe_report(commands: Commands) -> None:
    words = "write the edition of a period: HTML, PDF, notebook, tables"
    report = _command(commands, "report", _report, words, "claimstats report data/demo --period 2025Q3")
    several = "may be given several times"
    report.add_argument("--period", action="append", required=True, help=f"2025Q3, 2025-09 or 2025; {several}")
    place = "reports/editions"
    report.add_argument("--to", metavar="DIR", default=place, help=f"the folder of all editions (default: {place})")
    kind = "a report of this library, or the path of a notebook (default: quarterly)"
    report.add_argument("--kind", default="quarterly", help=kind)
    font = f"a font file for further scripts; {several}"
    report.add_argument("--font", action="append", default=[], metavar="FILE", help=font)


def _command(
    commands: Commands,
    name: str,
    run: Callable[[argparse.Namespace], int | None],
    words: str,
    example: str,
) -> argparse.ArgumentParser:
    """One command that reads a study."""
    parser = commands.add_parser(
        name, help=words, description=f"{words[0].upper()}{words[1:]}.", epilog=f"Example: {example}"
    )
    parser.add_argument("study", metavar="STUDY", help="the study's folder")
    parser.set_defaults(run=run)
    return parser


def _check(given: argparse.Namespace) -> None:
    import claimstats as cs

    study = cs.load(given.study)
    _say(repr(study))
    for note in study.notes:
        _say(f"  note: {note}")


def _measure(given: argparse.Namespace) -> None:
    import claimstats as cs

    study = cs.load(given.study)
    if given.what == "coverage":
        result = cs.measure_coverage(study, period=given.period)
    elif given.what == "agreement":
        result = cs.measure_agreement(study)
    elif given.what == "association":
        result = cs.measure_association(cs.group_claims(study), stream=given.stream)
    elif given.what == "gaps":
        result = cs.measure_gaps(cs.group_claims(study))
    else:
        result = cs.measure_repetition(cs.group_claims(study), by=given.by, period=given.period, stream=given.stream)
    frame = result.to_frame(given.table)
    _say(f"{given.what}: {len(frame):,} rows; other tables: {', '.join(result.tables)}")
    if given.to:
        frame.to_csv(given.to, index=False, lineterminator="\n")
    else:
        frame.to_csv(sys.stdout, index=False, lineterminator="\n")


def _export(given: argparse.Namespace) -> None:
    import claimstats as cs

    study = cs.load(given.study)
    for path in cs.export(_every_measure(study), to=given.to):
        _print(str(path))


def _every_measure(study: Study) -> list[Result]:
    """Coverage, repetition by claim and by speaker, gaps, association, and agreement where rows were coded twice."""
    import claimstats as cs

    claims = cs.group_claims(study)
    by = [cs.measure_repetition(claims, by=group) for group in ("claim", "speaker")]
    agreement = [cs.measure_agreement(study)] if len(study.codebook["codings"]) else []
    return [cs.measure_coverage(study), *by, cs.measure_gaps(claims), cs.measure_association(claims), *agreement]


def _freeze(given: argparse.Namespace) -> int:
    import claimstats as cs
    from claimstats.measuring import read_frozen

    frozen = cs.freeze(cs.load(given.study), at=given.at)
    before = read_frozen(given.against) if given.against else frozen
    if given.to:
        frozen.save(given.to)
    _print(frozen.sha256)
    changes = before.changes(frozen)
    if changes.empty:
        _say(repr(frozen) if not given.against else f"nothing has changed since {given.against}")
        return 0
    _say(f"{len(changes)} changes since {given.against} (sha256 {before.sha256}):")
    changes.to_csv(sys.stderr, index=False, lineterminator="\n")
    return DataError.exit_code


def _report(given: argparse.Namespace) -> None:
    import claimstats as cs

    study = cs.load(given.study)
    for label in given.period:
        _known_period(label)
    for label in _with_progress(given.period, words="report"):
        edition = cs.report(study, period=label, to=given.to, kind=given.kind, fonts=given.font)
        _say(f"{study.settings.id} {label} ({edition.name})")
        for name in ("report.html", "report.pdf"):
            _print(str(Path(edition, name)))


def _known_period(label: str) -> None:
    """Refuse a period before the first of several is rendered."""
    from claimstats.dates import Period

    try:
        Period.parse(label)
    except ValueError as error:
        raise UsageError(str(error)) from None


def _with_progress(items: Iterable[Item], *, words: str) -> Iterable[Item]:
    """The items, with a bar on a terminal once they have taken a second."""
    from tqdm import tqdm

    return tqdm(list(items), desc=words, delay=1, disable=not sys.stderr.isatty(), leave=False, file=sys.stderr)


def _say(text: str) -> None:
    """For the person at the terminal."""
    print(text, file=sys.stderr)


def _print(text: str) -> None:
    """For the next program."""
    print(text)


if __name__ == "__main__":
    sys.exit(main())
