"""`group`: decisions read back, statements grouped, and what became of each claim."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING

from claimstats.cli.commands import Commands, add_command
from claimstats.cli.telling import say, with_progress, write_frame
from claimstats.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from claimstats.study import Claims, Study

__all__ = ["describe_group"]


def describe_group(commands: Commands) -> None:
    """Add `group`: read decisions back, group the statements, and keep what became of each claim.

    Parameters
    ----------
    commands
        Where it is added.
    """
    words = "read decisions back, group the statements into claims, and keep a ledger of what became of each claim"
    example = "claimstats group data/demo --decisions suggestions.csv --coder ada --on 2026-01-15 --edition 2025Q4"
    group = add_command(commands, "group", _group, words, example)
    group.add_argument("--decisions", metavar="FILE", help="edited suggestions, as `claimstats suggest` wrote them")
    group.add_argument("--coder", metavar="NAME", help="who decided")
    group.add_argument("--on", metavar="DAY", help="when: 2026-01-15 (the clock is not asked)")
    group.add_argument(
        "--undo", metavar="ID", action="append", default=[], help="take a decision or a whole batch back, by its id"
    )
    methods = "how far statements are linked that nobody coded (default: as study.toml says, else coded)"
    group.add_argument("--match", choices=("coded", "wording", "likeness"), help=methods)
    group.add_argument("--threshold", type=int, metavar="PERCENT", help="words in common that make one wording")
    group.add_argument("--edition", metavar="LABEL", help="record the grouping in links.csv and ledger.csv under it")
    group.add_argument("--reason", default="", help="what a reader of the ledger should know besides")
    group.add_argument("--to", metavar="FILE", help="where to write the links (default: standard output)")


def _group(given: argparse.Namespace) -> None:
    import claimstats as cs

    study = cs.load(given.study)
    before = _last_grouping(study, given)
    if (given.decisions or given.undo) and not given.on:
        raise UsageError("decisions need the day on which they were made. Hint: --on 2026-01-15")
    if given.undo:
        study = cs.undo_decisions(study, *given.undo, on=given.on)
        say(f"Taken back: {', '.join(given.undo)}.")
    if given.decisions:
        if not given.coder:
            raise UsageError("decisions need the name of who made them. Hint: --coder NAME")
        decided = cs.record_decisions(study, given.decisions, coder=given.coder, on=given.on)
        study = decided.study
        say(decided.sentence)
    claims = _grouped(study, given)
    say(repr(claims))
    recorded = cs.record_grouping(
        claims, edition=given.edition or "unrecorded", reason=given.reason, write=bool(given.edition)
    )
    for sentence in recorded.sentences:
        say(sentence)
    for sentence in _moved(_headline(before), _headline(claims)):
        say(sentence)
    _tell_disagreements(study)
    if recorded.written:
        say(f"Recorded for {given.edition}: {', '.join(recorded.written)}.")
    elif not given.edition:
        say("Nothing was recorded. Hint: --edition LABEL keeps this grouping.")
    write_frame(claims.links, given.to)


def _last_grouping(study: Study, given: argparse.Namespace) -> Claims:
    """The grouping as it was last recorded; where none was, as it stands before the decisions."""
    import claimstats as cs

    return cs.group_claims(study, match="recorded") if len(study.codebook["links"]) else _grouped(study, given)


def _grouped(study: Study, given: argparse.Namespace) -> Claims:
    import claimstats as cs

    progress = partial(with_progress, words="group")
    return cs.group_claims(study, match=given.match, threshold=given.threshold, progress=progress)


def _headline(claims: Claims) -> pd.Series:
    """Occasions of each claim over the whole study."""
    import claimstats as cs

    frame = cs.measure_repetition(claims, period="all").to_frame()
    return frame.set_index("claim_id")["occasions"]


def _moved(before: pd.Series, now: pd.Series) -> list[str]:
    """How much each headline count moved, one sentence each."""
    names = sorted({*before.index, *now.index})
    counts = [(name, int(before.get(name, 0)), int(now.get(name, 0))) for name in names]
    return [
        f"{name}: {old:,} occasions before, {new:,} now ({new - old:+,})." for name, old, new in counts if old != new
    ]


def _tell_disagreements(study: Study) -> None:
    """Say what coders see differently: it is in no count."""
    import claimstats as cs

    listed = cs.measure_agreement(study, draws=0).to_frame("disagreements")
    listed = listed[(listed["table"] == "statements") & (listed["variable"] == "claims")]
    if len(listed):
        say(
            f"{len(listed):,} statements on which coders differ (`claimstats measure STUDY agreement --table disagreements`)."
        )
