"""`import`: files of other systems into a study."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from claimstats.cli.commands import Commands, add_command
from claimstats.cli.telling import hand_over, say

__all__ = ["describe_import"]


def describe_import(commands: Commands) -> None:
    """Add `import`, with a command of its own for each format.

    Parameters
    ----------
    commands
        Where it is added.
    """
    example = "claimstats import gdelt events.export.CSV.zip --into my-study"
    words = "import a file of another system into a study, each row kept, merged or refused with its reason"
    parser = add_command(commands, "import", _import, words, example, reads="")
    formats = parser.add_subparsers(dest="format", required=True, metavar="FORMAT")
    for name, (words, _) in FORMATS.items():
        _add_format(formats, name, words)


def _add_format(formats: Commands, name: str, words: str) -> argparse.ArgumentParser:
    """One format with what all formats have."""
    example = f"claimstats import {name} FILE --into my-study"
    one = add_command(formats, name, _import, words, example, reads="")
    one.add_argument("file", metavar="FILE", help="the file, as it was downloaded")
    one.add_argument("--into", metavar="STUDY", required=True, help="the study's folder; it is made if it is not there")
    again = "what the import is called in the study (default: the file's name); the same name updates it"
    one.add_argument("--name", default="", help=again)
    part = "the file is a part of the source: a row that it lacks is not taken for deleted"
    one.add_argument("--partial", action="store_true", help=part)
    return one


def _gdelt(given: argparse.Namespace) -> object:
    import claimstats as cs

    return cs.import_gdelt(given.file, into=given.into, name=given.name, partial=given.partial)


#: Every format: what it is in words, and what it calls.
FORMATS: dict[str, tuple[str, Callable[[argparse.Namespace], object]]] = {
    "gdelt": ("import a GDELT event table, 1.0 or 2.0", _gdelt),
}


def _import(given: argparse.Namespace) -> None:
    say(repr(FORMATS[given.format][1](given)))
    hand_over(given.into)
