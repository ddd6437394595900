"""`import`: files of other systems into a study."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from claimstats.cli.commands import Commands, add_command
from claimstats.cli.telling import hand_over, say
from claimstats.errors import UsageError

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
        one = _add_format(formats, name, words)
        if name == "acled":
            one.add_argument("--deleted", metavar="FILE", help="ACLED's feed of deleted events: these rows go")
    _add_table_options(_add_format(formats, "table", "import any table or document, by a mapping"))


def _add_format(formats: Commands, name: str, words: str) -> argparse.ArgumentParser:
    """One format with what all formats have."""
    example = f"claimstats import {name} FILE --into my-study"
    one = add_command(formats, name, _import, words, example, reads="")
    one.add_argument("file", metavar="FILE", help="the file, as it was downloaded")
    one.add_argument(
        "--into", metavar="STUDY", required=name != "table", help="the study's folder; it is made if it is not there"
    )
    again = "what the import is called in the study (default: the file's name); the same name updates it"
    one.add_argument("--name", default="", help=again)
    part = "the file is a part of the source: a row that it lacks is not taken for deleted"
    one.add_argument("--partial", action="store_true", help=part)
    return one


def _add_table_options(table: argparse.ArgumentParser) -> None:
    """What only a table of one's own needs."""
    table.add_argument("--mapping", metavar="FILE", help="TOML: which column is what (docs/importing.md)")
    draft = "draft a mapping from the file's columns, to standard output or to the file after --to; nothing is imported"
    table.add_argument("--propose", action="store_true", help=draft)
    table.add_argument("--table", default="statements", help="with --propose: the table that a row becomes a row of")
    table.add_argument("--to", metavar="FILE", help="with --propose: where to write the draft")
    table.add_argument("--encoding", default="", help="such as cp1251, if the file does not say itself what it is")
    table.add_argument("--separator", default="", help="what separates the cells of a row")
    table.add_argument("--sheet", default="", help="the sheet of a workbook (default: the first)")
    table.add_argument("--records", default="", help="where the list is in a document, such as data.items")
    table.add_argument("--dates", default="", metavar="ORDER", help="'day first' or 'month first'")
    table.add_argument("--year", type=int, help="the year of dates that have none")


def _gdelt(given: argparse.Namespace) -> object:
    import claimstats as cs

    return cs.import_gdelt(given.file, into=given.into, name=given.name, partial=given.partial)


def _acled(given: argparse.Namespace) -> object:
    import claimstats as cs

    return cs.import_acled(given.file, into=given.into, name=given.name, partial=given.partial, deleted=given.deleted)


def _icews(given: argparse.Namespace) -> object:
    import claimstats as cs

    return cs.import_icews(given.file, into=given.into, name=given.name, partial=given.partial)


def _plover(given: argparse.Namespace) -> object:
    import claimstats as cs

    return cs.import_plover(given.file, into=given.into, name=given.name, partial=given.partial)


def _ucdp(given: argparse.Namespace) -> object:
    import claimstats as cs

    return cs.import_ucdp(given.file, into=given.into, name=given.name, partial=given.partial)


def _claimreview(given: argparse.Namespace) -> object:
    import claimstats as cs

    return cs.import_claimreview(given.file, into=given.into, name=given.name, partial=given.partial)


def _euvsdisinfo(given: argparse.Namespace) -> object:
    import claimstats as cs

    return cs.import_euvsdisinfo(given.file, into=given.into, name=given.name, partial=given.partial)


def _ties(given: argparse.Namespace) -> object:
    import claimstats as cs

    return cs.import_ties(given.file, into=given.into, name=given.name, partial=given.partial)


def _dna(given: argparse.Namespace) -> object:
    import claimstats as cs

    return cs.import_dna(given.file, into=given.into, name=given.name, partial=given.partial)


def _table(given: argparse.Namespace) -> object:
    import claimstats as cs

    return cs.import_table(
        given.file, into=given.into, mapping=given.mapping, name=given.name, partial=given.partial,
        encoding=given.encoding, separator=given.separator, sheet=given.sheet, records=given.records, dates=given.dates,
        year=given.year,
    )  # fmt: skip


def _propose(given: argparse.Namespace) -> None:
    """Draft a mapping and hand it over."""
    import claimstats as cs

    draft = cs.propose_mapping(
        given.file, table=given.table, encoding=given.encoding, separator=given.separator, sheet=given.sheet,
        records=given.records,
    )  # fmt: skip
    if given.to:
        Path(given.to).write_text(draft, encoding="utf-8")
        say(f"a draft, to be read and corrected: {given.to}")
    else:
        hand_over(draft.removesuffix("\n"))


#: Every format but the table of one's own: what it is in words, and what it calls.
FORMATS: dict[str, tuple[str, Callable[[argparse.Namespace], object]]] = {
    "gdelt": ("import a GDELT event table, 1.0 or 2.0", _gdelt),
    "acled": ("import an ACLED export", _acled),
    "ucdp": ("import UCDP's georeferenced events (GED)", _ucdp),
    "icews": ("import an ICEWS event table", _icews),
    "plover": ("import PLOVER events: JSON lines, or POLECAT's table", _plover),
    "claimreview": ("import ClaimReview markup, a page or a feed, without its ratings", _claimreview),
    "euvsdisinfo": ("import a table of cases of EUvsDisinfo, without its rebuttals", _euvsdisinfo),
    "ties": ("import threats and impositions of sanctions (TIES)", _ties),
    "dna": ("import statements of Discourse Network Analyzer", _dna),
}


def _import(given: argparse.Namespace) -> None:
    if given.format == "table" and given.propose:
        _propose(given)
        return
    if not given.into:
        raise UsageError("give --into STUDY, or --propose")
    run = _table if given.format == "table" else FORMATS[given.format][1]
    say(repr(run(given)))
    hand_over(given.into)
