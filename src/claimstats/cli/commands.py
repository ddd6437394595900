"""What every command has: a name, a sentence, an example, and a study that it reads."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

__all__ = ["Commands", "add_command"]

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_command(
    commands: Commands,
    name: str,
    run: Callable[[argparse.Namespace], int | None],
    words: str,
    example: str,
    *,
    reads: str = "study",
) -> argparse.ArgumentParser:
    """Add one command and return its parser, to which its options are added.

    Parameters
    ----------
    commands
        Where all commands are.
    name, run, words, example
        What it is called, what it calls, what it does in a sentence, and how it is typed.
    reads
        ``study`` for a command whose first argument is a study's folder; empty for any other.
    """
    parser = commands.add_parser(
        name, help=words, description=f"{words[0].upper()}{words[1:]}.", epilog=f"Example: {example}"
    )
    if reads == "study":
        parser.add_argument("study", metavar="STUDY", help="the study's folder")
    parser.set_defaults(run=run)
    return parser
