"""`export`: the measures of a study, or its own tables, in the formats of other tools."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from claimstats.cli.commands import Commands, add_command
from claimstats.cli.telling import hand_over, say
from claimstats.errors import UsageError

if TYPE_CHECKING:
    from claimstats.results import Result
    from claimstats.study import Study

__all__ = ["describe_export"]

#: Formats in which results can be written; every other is of a study's own rows.
OF_RESULTS = ("csv", "parquet", "excel")


def describe_export(commands: Commands) -> None:
    """Add `export`: every measure, or the study itself, as files.

    Parameters
    ----------
    commands
        Where it is added.
    """
    words = "write every measure as CSV with a data package, or the study in a format of other tools"
    export = add_command(commands, "export", _export, words, "claimstats export data/demo --to out --format excel")
    export.add_argument("--to", metavar="DIR", required=True, help="the folder to write to")
    formats = (
        f"{', '.join(OF_RESULTS)}; or, of the study's own rows only, claimreview, plover, croissant (default: csv)"
    )
    export.add_argument("--format", default="csv", help=formats)
    export.add_argument(
        "--of",
        choices=("measures", "study"),
        help="what is written: every measure, or the study's own tables (default: measures, where the format holds them)",
    )


def _export(given: argparse.Namespace) -> None:
    import claimstats as cs
    from claimstats.exporting import FORMATS, STUDY_FORMATS, choose_format

    choose_format(given.format, STUDY_FORMATS)
    tabular = given.format in FORMATS
    if given.of == "measures" and not tabular:
        raise UsageError(f"{given.format} holds a study's own rows, and no measures; leave out --of measures")
    study = cs.load(given.study)
    measures = tabular and given.of != "study"
    if measures:
        written = cs.export(_every_measure(study), to=given.to, formats=[given.format])
    else:
        written = cs.export_study(cs.group_claims(study), to=given.to, format=given.format)
    for path in written:
        hand_over(str(path))
    told = "" if tabular else "; what the format has no place for is counted in provenance.json"
    say(f"{len(written)} files{told}")


def _every_measure(study: Study) -> list[Result]:
    """Coverage, repetition by claim and by speaker, gaps, association, and agreement where rows were coded twice."""
    import claimstats as cs

    claims = cs.group_claims(study)
    by = [cs.measure_repetition(claims, by=group) for group in ("claim", "speaker")]
    agreement = [cs.measure_agreement(study)] if len(study.codebook["codings"]) else []
    return [cs.measure_coverage(study), *by, cs.measure_gaps(claims), cs.measure_association(claims), *agreement]
