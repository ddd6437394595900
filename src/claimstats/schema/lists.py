"""The lists of the codebook: what every column of the small tables means."""

from __future__ import annotations

from claimstats.schema.columns import Column, Kind, TableSchema

__all__ = [
    "ACTORS", "CLAIMS", "CLAIM_TYPES", "CODINGS", "COVERAGE", "EXPECTATIONS", "FAMILIES", "FRAMES", "OFFICES",
    "OUTCOMES", "SOURCES", "SOURCE_TYPES", "STREAMS",
]  # fmt: skip

CLAIM_TYPES = ("state", "commitment", "threat", "restraint", "prediction")
OUTCOMES = ("fulfilled", "partial", "contradicted", "not_observed", "pending", "unassessable", "not_triggered")
SOURCE_TYPES = ("official", "state_run", "publicly_funded", "independent", "private", "reprint", "unassessed", "other")

CLAIMS = TableSchema(
    name="claims",
    words="One row is one claim of the codebook.",
    key=("claim_id",),
    columns=(
        Column(name="claim_id", kind=Kind.ID, required=True, words="Names the claim for good."),
        Column(name="type", choices=CLAIM_TYPES, default="state", words="What kind of claim it is."),
        Column(name="text", required=True, words="What is asserted, in one sentence."),
        Column(name="label", words="At most five words, for tables and pictures."),
        Column(name="rule", words="What counts as voicing it, and what does not."),
        Column(name="registered_on", kind=Kind.DATE, words="When it entered the codebook."),
        Column(
            name="reliability",
            choices=("", "coded_once", "reliable", "tentative", "unreliable"),
            words="What a second coding says of it.",
        ),
        Column(name="note", words="Anything a reader must know."),
    ),
)

EXPECTATIONS = TableSchema(
    name="expectations",
    words="One row is one deed that a claim leads one to find, or not to find, within a window.",
    key=("expectation_id",),
    columns=(
        Column(name="expectation_id", kind=Kind.ID, required=True, words="Names the expectation for good."),
        Column(name="claim_id", kind=Kind.ID, required=True, refers_to="claims", words="The claim that implies it."),
        Column(name="text", words="The expectation in words, for a reader."),
        Column(name="reason", words="Why the claim implies it."),
        Column(
            name="role",
            choices=("own", "other"),
            default="own",
            words="Deeds of the speaker's side, or of the party spoken about.",
        ),
        Column(
            name="polarity",
            choices=("present", "absent"),
            default="present",
            words="Whether the deed is expected or expected not to be.",
        ),
        Column(name="actor", kind=Kind.ID, many=True, words="Who would act: prefixes of actor ids; empty for anybody."),
        Column(
            name="recipient", kind=Kind.ID, many=True, words="Towards whom: prefixes of actor ids; empty for anybody."
        ),
        Column(
            name="codes", kind=Kind.CODE, many=True, required=True, words="Prefixes of action codes that fulfil it."
        ),
        Column(
            name="partial_codes", kind=Kind.CODE, many=True, words="Prefixes of action codes that fulfil it in part."
        ),
        Column(name="contra_codes", kind=Kind.CODE, many=True, words="Prefixes of action codes that contradict it."),
        Column(
            name="anchor",
            choices=("episode", "trigger", "period"),
            default="episode",
            words="What its window is counted from.",
        ),
        Column(name="trigger_actor", kind=Kind.ID, many=True, words="Who crosses the red line: prefixes."),
        Column(name="trigger_recipient", kind=Kind.ID, many=True, words="Towards whom the line is crossed: prefixes."),
        Column(name="trigger_codes", kind=Kind.CODE, many=True, words="Prefixes of action codes that cross it."),
        Column(
            name="window_from",
            kind=Kind.INTEGER,
            default="",
            words="First day of the window, in days after the anchor.",
        ),
        Column(
            name="window_to", kind=Kind.INTEGER, default="", words="Last day of the window, in days after the anchor."
        ),
        Column(name="k_min", kind=Kind.INTEGER, default="1", low=1, words="How many such deeds fulfil it."),
        Column(name="weight", kind=Kind.NUMBER, default="1", low=1e-9, words="Weight within its claim, above 0."),
        Column(name="partial_credit", kind=Kind.NUMBER, default="", low=0, high=1, words="Credit of a deed in part."),
        Column(name="p_if_true", kind=Kind.NUMBER, low=0, high=1, words="Probability of the deed if the claim holds."),
        Column(
            name="family",
            kind=Kind.ID,
            refers_to="families",
            words="Action family whose coverage decides what silence means.",
        ),
        Column(name="frozen_at", kind=Kind.DATE, words="When it was written down."),
    ),
)

ACTORS = TableSchema(
    name="actors",
    words="One row is one person, body, state or organisation.",
    key=("actor_id",),
    columns=(
        Column(name="actor_id", kind=Kind.ID, required=True, words="Names the actor for good."),
        Column(name="name", required=True, words="The name that is printed."),
        Column(name="aliases", many=True, words="Other spellings."),
        Column(
            name="kind", choices=("", "person", "body", "unnamed", "state", "organisation"), words="What sort of actor."
        ),
        Column(name="member_of", kind=Kind.ID, many=True, refers_to="actors", words="The actors that it belongs to."),
        Column(name="country", kind=Kind.COUNTRY, words="Its country."),
        Column(name="wikidata", kind=Kind.WIKIDATA, words="Wikidata QID."),
        Column(name="note", words="Anything a reader must know."),
    ),
)

OFFICES = TableSchema(
    name="offices",
    words="One row is one office of one actor, with the days on which the record attests it.",
    columns=(
        Column(name="actor_id", kind=Kind.ID, required=True, refers_to="actors", words="Who held it."),
        Column(name="office", required=True, words="The office."),
        Column(name="start", kind=Kind.DATE, required=True, words="First day attested."),
        Column(name="end", kind=Kind.DATE, words="Last day attested; empty while it lasts."),
        Column(name="url", kind=Kind.URL, words="Where it was read."),
        Column(name="note", words="Anything a reader must know."),
    ),
)

SOURCES = TableSchema(
    name="sources",
    words="One row is one outlet.",
    key=("source_id",),
    columns=(
        Column(name="source_id", kind=Kind.ID, required=True, words="Names the outlet for good."),
        Column(name="name", required=True, words="The name that is printed."),
        Column(name="type", choices=("", *SOURCE_TYPES), words="Who stands behind it."),
        Column(
            name="independence_group", kind=Kind.ID, words="Outlets of one group are not independent of each other."
        ),
        Column(name="state_controlled", kind=Kind.YES_NO, default="no", words="Whether a state controls it."),
        Column(name="note", words="Anything a reader must know."),
    ),
)

FRAMES = TableSchema(
    name="frames",
    words="One row is one rhetorical function that a statement can serve.",
    key=("frame_id",),
    columns=(
        Column(name="frame_id", kind=Kind.ID, required=True, words="Names the frame for good."),
        Column(name="name", required=True, words="The name that is printed."),
        Column(name="rule", words="What counts as serving it."),
    ),
)

FAMILIES = TableSchema(
    name="families",
    words="One row is one family of actions, the unit in which incident coverage is given.",
    key=("family_id",),
    columns=(
        Column(name="family_id", kind=Kind.ID, required=True, words="Names the family for good."),
        Column(name="name", required=True, words="The name that is printed."),
        Column(name="codes", kind=Kind.CODE, many=True, required=True, words="Prefixes of its action codes."),
        Column(
            name="actor", kind=Kind.ID, many=True, words="Whose actions: prefixes of actor ids; empty for anybody's."
        ),
        Column(name="note", words="Anything a reader must know."),
    ),
)

STREAMS = TableSchema(
    name="streams",
    words="One row is one way in which rows were collected.",
    key=("stream_id",),
    columns=(
        Column(name="stream_id", kind=Kind.ID, required=True, words="Names the stream for good."),
        Column(name="name", required=True, words="The name that is printed."),
        Column(name="table", choices=("statements", "incidents"), default="statements", words="Which rows it brought."),
        Column(name="selection", words="The rule by which rows were chosen."),
        Column(
            name="complete",
            choices=("yes", "no", "unknown"),
            default="unknown",
            words="Whether all that fits the rule is in.",
        ),
        Column(name="unit", default="texts", words="What a monitored text is: headlines, transcripts, posts."),
        Column(name="note", words="Anything a reader must know."),
    ),
)

COVERAGE = TableSchema(
    name="coverage",
    words="One row is one monitored or missing stretch of one stream.",
    columns=(
        Column(name="stream", kind=Kind.ID, required=True, refers_to="streams", words="The stream."),
        Column(name="key", kind=Kind.ID, words="A speaker, or an action family, that it is about; empty for all."),
        Column(name="start", kind=Kind.DATE, required=True, words="First day."),
        Column(name="end", kind=Kind.DATE, required=True, words="Last day."),
        Column(
            name="status",
            choices=("monitored", "missing", "unknown"),
            default="monitored",
            words="Whether these days were read.",
        ),
        Column(name="texts", kind=Kind.INTEGER, low=0, words="How many texts were read in these days."),
        Column(name="reason", words="Why one may say so."),
    ),
)

CODINGS = TableSchema(
    name="codings",
    words="One row is one coder's decision on one row.",
    columns=(
        Column(name="table", choices=("statements", "incidents"), default="statements", words="The table coded."),
        Column(name="row_id", kind=Kind.ID, required=True, words="The row coded."),
        Column(name="variable", kind=Kind.ID, required=True, words="What was decided: claims, stance ..."),
        Column(name="coder", kind=Kind.ID, required=True, words="Who decided."),
        Column(name="value", words="What was decided; several values separated by `;`."),
        Column(name="date", kind=Kind.DATE, words="When."),
    ),
)
