"""`new`, `check` and `freeze`: a study to begin with, what is in one, and what it has fixed in advance."""

from __future__ import annotations

import argparse
import shlex
import sys

from claimstats.cli.commands import Commands, add_command
from claimstats.cli.telling import hand_over, say
from claimstats.errors import DataError

__all__ = ["describe_check", "describe_freeze", "describe_new"]


def describe_new(commands: Commands) -> None:
    """Add `new`: a study to begin with.

    Parameters
    ----------
    commands
        Where it is added.
    """
    words = "make a study with two invented example rows per table, which loads and renders at once"
    new = add_command(commands, "new", _new, words, "claimstats new my-study", reads="")
    new.add_argument("folder", metavar="DIR", help="the study's folder, which is not there yet")
    new.add_argument("--title", default="", help="the headline of the report")


def _new(given: argparse.Namespace) -> None:
    import claimstats as cs

    folder = cs.new_study(given.folder, title=given.title)
    say("a study of example rows: replace them, then set `invented = false` in study.toml")
    place = shlex.quote(str(folder))
    say(f"next: claimstats check {place}; claimstats report {place} --period 2025Q1")
    hand_over(str(folder))


def describe_check(commands: Commands) -> None:
    """Add `check`: read a study and say what is in it, or all that is wrong with it.

    Parameters
    ----------
    commands
        Where it is added.
    """
    words = "read a study and say what is in it, or all that is wrong with it"
    check = add_command(commands, "check", _check, words, "claimstats check data/demo")
    check.add_argument("--to", metavar="FILE", help="write the problems, if there are any, as CSV")


def _check(given: argparse.Namespace) -> None:
    import claimstats as cs

    study = cs.load(given.study)
    say(repr(study))
    for note in study.notes:
        say(f"  note: {note}")


def describe_freeze(commands: Commands) -> None:
    """Add `freeze`: what a study has fixed in advance, with its hash.

    Parameters
    ----------
    commands
        Where it is added.
    """
    words = "write what a study has fixed in advance, with its hash, or compare it with what was fixed before"
    freeze = add_command(commands, "freeze", _freeze, words, "claimstats freeze data/demo --to frozen.json")
    freeze.add_argument("--to", metavar="FILE", help="where to write the document")
    freeze.add_argument(
        "--at", default="", metavar="TIME", help="when, to be stored beside it (the clock is not asked)"
    )
    freeze.add_argument(
        "--against", metavar="FILE", help="a frozen document: list what has changed since (exit code 3)"
    )


def _freeze(given: argparse.Namespace) -> int:
    import claimstats as cs
    from claimstats.measuring import read_frozen

    frozen = cs.freeze(cs.load(given.study), at=given.at)
    before = read_frozen(given.against) if given.against else frozen
    if given.to:
        frozen.save(given.to)
    hand_over(frozen.sha256)
    changes = before.changes(frozen)
    if changes.empty:
        say(repr(frozen) if not given.against else f"nothing has changed since {given.against}")
        return 0
    say(f"{len(changes)} changes since {given.against} (sha256 {before.sha256}):")
    changes.to_csv(sys.stderr, index=False, lineterminator="\n")
    return DataError.exit_code
