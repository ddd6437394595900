"""Run the command: what was typed, one function of the library, an exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version

from claimstats.cli.commands import Commands
from claimstats.cli.editions import describe_compare, describe_explain, describe_report, describe_verify
from claimstats.cli.exports import describe_export
from claimstats.cli.grouping import describe_group
from claimstats.cli.imports import describe_import
from claimstats.cli.measures import describe_measure
from claimstats.cli.names import describe_names
from claimstats.cli.studies import describe_check, describe_freeze, describe_new
from claimstats.cli.suggesting import describe_suggest
from claimstats.cli.telling import say
from claimstats.errors import ClaimstatsError, DataError

__all__ = ["main"]

#: Every command, in the order of a study's life.
DESCRIPTIONS: tuple[Callable[[Commands], None], ...] = (
    describe_new,
    describe_check,
    describe_names,
    describe_import,
    describe_suggest,
    describe_group,
    describe_measure,
    describe_export,
    describe_freeze,
    describe_report,
    describe_compare,
    describe_explain,
    describe_verify,
)

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
        say(f"claimstats {given.command}: {error}")
        if isinstance(error, DataError) and getattr(given, "to", None) and given.command == "check":
            error.problems.to_csv(given.to, index=False)
            say(f"\nAll of them: {given.to}")
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
    for describe in DESCRIPTIONS:
        describe(commands)
    return parser
