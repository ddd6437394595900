"""`names`: who the names in a study are."""

from __future__ import annotations

import argparse

from claimstats.cli.commands import Commands, add_command
from claimstats.cli.telling import say, write_frame

__all__ = ["describe_names"]


def describe_names(commands: Commands) -> None:
    """Add `names`: each name, whom it means and by what, or who it might be.

    Parameters
    ----------
    commands
        Where it is added.
    """
    words = "look up the names of speakers and actors in the codebook, across alphabets, and list those that are not certain"
    names = add_command(commands, "names", _names, words, "claimstats names data/demo --open")
    names.add_argument("--open", action="store_true", help="only names that are not resolved")
    names.add_argument("--to", metavar="FILE", help="where to write (default: standard output)")


def _names(given: argparse.Namespace) -> None:
    import claimstats as cs

    frame = cs.resolve_names(given.study).to_frame()
    unresolved = frame[frame["actor_id"] == ""]
    say(f"names: {len(frame):,}, of which {len(unresolved):,} are not resolved")
    write_frame(unresolved if given.open else frame, given.to)
