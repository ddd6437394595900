"""`suggest`: known claims for statements that nobody has coded, in a table to decide on."""

from __future__ import annotations

import argparse
import codecs
import sys
from functools import partial
from pathlib import Path

from claimstats.cli.commands import Commands, add_command
from claimstats.cli.telling import hand_over, say, with_progress

__all__ = ["describe_suggest"]


def describe_suggest(commands: Commands) -> None:
    """Add `suggest`: a ranked list of claims for each uncoded statement.

    Parameters
    ----------
    commands
        Where it is added.
    """
    words = "suggest known claims for statements that nobody has coded, as CSV to decide on"
    suggest = add_command(commands, "suggest", _suggest, words, "claimstats suggest data/demo --to suggestions.csv")
    suggest.add_argument("--to", metavar="FILE", help="where to write (default: standard output)")
    suggest.add_argument("--number", type=int, default=5, help="claims for each statement, at most (default: 5)")
    suggest.add_argument("--coded", action="store_true", help="for coded statements too, each as if it were not coded")


def _suggest(given: argparse.Namespace) -> None:
    import claimstats as cs
    from claimstats.schema import safe_csv

    progress = partial(with_progress, words="suggest")
    found = cs.suggest_claims(cs.load(given.study), number=given.number, coded=given.coded, progress=progress)
    frame, learnt = found.to_frame(), found.to_frame("familiarity").iloc[0]
    say(f"suggest: {frame['statement_id'].nunique():,} statements, {int(frame['rank'].count()):,} suggestions")
    if learnt["tried"]:
        shares = f"{learnt['hit_1']:.0%} first, {learnt['hit_5']:.0%} among five"
        say(f"  on {learnt['tried']:,} coded statements, by date, the right claim would have come: {shares}")
    if learnt["reason"]:
        say(f"  no probability of a known claim: {learnt['reason']}")
    content = safe_csv(frame)
    if given.to:
        # The mark before the text tells a spreadsheet that it is UTF-8.
        Path(given.to).write_bytes(codecs.BOM_UTF8 + content)
        hand_over(given.to)
    else:
        sys.stdout.write(content.decode("utf-8"))
