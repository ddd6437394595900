"""Decisions, links and ledger: how statements came to be grouped, and what became of each claim."""

from __future__ import annotations

from claimstats.schema.columns import Column, Kind, TableSchema

__all__ = ["DECISIONS", "LEDGER", "LEDGER_ACTIONS", "LINKS", "LINK_METHODS"]

#: Who or what made a link.
LINK_METHODS = ("coded", "decided", "wording", "likeness")

#: What can happen to a claim.
LEDGER_ACTIONS = ("birth", "merge", "split", "retirement")

DECISIONS = TableSchema(
    name="decisions",
    words="One row is one person's decision on which claims a statement voices, after a suggestion.",
    key=("decision_id",),
    columns=(
        Column(name="decision_id", kind=Kind.ID, required=True, words="Names the decision for good."),
        Column(name="batch", kind=Kind.ID, required=True, words="The decisions that were read in at one time."),
        Column(name="statement_id", kind=Kind.ID, required=True, words="The statement decided on."),
        Column(name="claims", kind=Kind.ID, many=True, words="The claims it voices; empty: none of the codebook."),
        Column(name="coder", kind=Kind.ID, required=True, words="Who decided."),
        Column(name="date", kind=Kind.DATE, required=True, words="When."),
        Column(name="suggested", kind=Kind.ID, words="The claim that was suggested first, if any was."),
        Column(name="score", kind=Kind.NUMBER, low=0, words="The score of that suggestion."),
        Column(name="undone_on", kind=Kind.DATE, words="When it was taken back; empty while it stands."),
        Column(name="note", words="Anything a reader must know."),
    ),
)

LINKS = TableSchema(
    name="links",
    words="One row is one statement under one claim, as the grouping was last recorded.",
    key=("statement_id", "claim_id"),
    columns=(
        Column(name="statement_id", kind=Kind.ID, required=True, words="The statement."),
        Column(name="claim_id", kind=Kind.ID, required=True, words="The claim."),
        Column(name="method", choices=LINK_METHODS, default="coded", words="Who or what made the link."),
        Column(name="score", kind=Kind.NUMBER, low=0, words="How near, from 0 to 1, where a machine made it."),
        Column(name="hangs_on", kind=Kind.ID, words="The statement that the link hangs on, where a machine made it."),
        Column(name="compared", words="What was compared: `text` or `translation`."),
    ),
)

LEDGER = TableSchema(
    name="ledger",
    words="One row is one thing that happened to a claim; a claim id that has ended is never used again.",
    columns=(
        Column(name="claim_id", kind=Kind.ID, required=True, words="The claim that it happened to."),
        Column(name="action", choices=LEDGER_ACTIONS, required=True, words="What happened."),
        Column(name="from", kind=Kind.ID, many=True, words="The claims before; empty for a birth."),
        Column(name="into", kind=Kind.ID, many=True, words="The claims after; empty for a retirement."),
        Column(name="edition", kind=Kind.ID, required=True, words="The edition for which the grouping was recorded."),
        Column(name="text", words="What the claim asserted then."),
        Column(name="reason", required=True, words="Why."),
    ),
)
