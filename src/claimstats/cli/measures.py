"""`measure`: one table of one measure."""

from __future__ import annotations

import argparse

from claimstats.cli.commands import Commands, add_command
from claimstats.cli.telling import say, write_frame

__all__ = ["describe_measure"]


def describe_measure(commands: Commands) -> None:
    """Add `measure`: one measure as CSV.

    Parameters
    ----------
    commands
        Where it is added.
    """
    example = "claimstats measure data/demo repetition --period year"
    measure = add_command(commands, "measure", _measure, "measure one thing and write it as CSV", example)
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
    say(f"{given.what}: {len(frame):,} rows; other tables: {', '.join(result.tables)}")
    write_frame(frame, given.to)
