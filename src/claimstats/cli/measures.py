"""`measure` and `export`: one table, or all of them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from claimstats.cli.commands import Commands, add_command
from claimstats.cli.telling import hand_over, say, write_frame

if TYPE_CHECKING:
    from claimstats.results import Result
    from claimstats.study import Study

__all__ = ["describe_export", "describe_measure"]


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


def describe_export(commands: Commands) -> None:
    """Add `export`: every measure as CSV with a data package.

    Parameters
    ----------
    commands
        Where it is added.
    """
    words = "write every measure as CSV with a data package"
    export = add_command(commands, "export", _export, words, "claimstats export data/demo --to out")
    export.add_argument("--to", metavar="DIR", required=True, help="the folder to write to")


def _export(given: argparse.Namespace) -> None:
    import claimstats as cs

    study = cs.load(given.study)
    for path in cs.export(_every_measure(study), to=given.to):
        hand_over(str(path))


def _every_measure(study: Study) -> list[Result]:
    """Coverage, repetition by claim and by speaker, gaps, association, and agreement where rows were coded twice."""
    import claimstats as cs

    claims = cs.group_claims(study)
    by = [cs.measure_repetition(claims, by=group) for group in ("claim", "speaker")]
    agreement = [cs.measure_agreement(study)] if len(study.codebook["codings"]) else []
    return [cs.measure_coverage(study), *by, cs.measure_gaps(claims), cs.measure_association(claims), *agreement]
