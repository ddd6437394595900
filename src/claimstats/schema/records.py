"""Statements and incidents: what every column of the two main tables means."""

from __future__ import annotations

from claimstats.schema.columns import Column, Kind, TableSchema

__all__ = ["INCIDENTS", "STANCES", "STATEMENTS"]

STANCES = ("asserts", "denies", "conditional")

STATEMENTS = TableSchema(
    name="statements",
    words="One row is one dated record of somebody's words.",
    key=("statement_id",),
    needs_one_of=(("text", "paraphrase"),),
    columns=(
        Column(name="statement_id", kind=Kind.ID, required=True, words="Names the row for good."),
        Column(name="date", kind=Kind.EDTF, required=True, words="When it was said (speaker's civil day)."),
        Column(name="speaker", kind=Kind.ID, required=True, refers_to="actors", words="Who spoke."),
        Column(name="text", words="The words as recorded, whole or as a short quotation, in `language`."),
        Column(name="language", kind=Kind.LANGUAGE, words="Language of `text`."),
        Column(
            name="translated_from", kind=Kind.LANGUAGE, words="Language of the utterance, if `text` is a translation."
        ),
        Column(name="translation", words="`text` in the study's language, where it is in another."),
        Column(name="paraphrase", words="What was said, in the coder's own words."),
        Column(
            name="claims",
            kind=Kind.ID,
            many=True,
            refers_to="claims",
            words="Claims of the codebook it voices; may be empty.",
        ),
        Column(
            name="stance", choices=STANCES, default="asserts", words="Whether it asserts, denies or conditions them."
        ),
        Column(name="frames", kind=Kind.ID, many=True, refers_to="frames", words="Rhetorical functions it serves."),
        Column(name="venue", words="Where it was said: a briefing, a forum, a post."),
        Column(name="occasion", kind=Kind.ID, words="Names the occasion; equal names are one occasion."),
        Column(name="source", kind=Kind.ID, refers_to="sources", words="The outlet that carries it."),
        Column(name="url", kind=Kind.URL, words="Where it was read."),
        Column(name="second_url", kind=Kind.URL, words="A second page on the same statement."),
        Column(name="archived_url", kind=Kind.URL, words="An archived copy."),
        Column(name="reprint_of", kind=Kind.ID, refers_to="statements", words="The statement that this row copies."),
        Column(name="stream", kind=Kind.ID, refers_to="streams", words="How the row was collected."),
        Column(name="probability", kind=Kind.NUMBER, low=0, high=1, words="Probability stated by the speaker."),
        Column(
            name="verification",
            choices=("verified", "unverified"),
            default="verified",
            words="Unverified rows stay out of headline counts.",
        ),
        Column(name="note", words="Anything a reader must know."),
    ),
)

INCIDENTS = TableSchema(
    name="incidents",
    words="One row is one recorded action.",
    key=("incident_id",),
    columns=(
        Column(name="incident_id", kind=Kind.ID, required=True, words="Names the row for good."),
        Column(name="date", kind=Kind.EDTF, required=True, words="When it happened."),
        Column(
            name="actor", kind=Kind.ID, many=True, refers_to="actors", words="Who acted; empty where not established."
        ),
        Column(
            name="recipient",
            kind=Kind.ID,
            many=True,
            refers_to="actors",
            words="Towards whom; empty where nobody in particular.",
        ),
        Column(name="action", kind=Kind.CODE, required=True, words="Action code of `scheme`."),
        Column(
            name="scheme", choices=("cameo",), default="cameo", words="The code list; extensions are `parent.name`."
        ),
        Column(name="place", kind=Kind.COUNTRY, words="The country where it happened."),
        Column(name="place_name", words="The place in words."),
        Column(name="description", required=True, words="What happened, in the coder's own words."),
        Column(name="label", words="At most six words, for a picture."),
        Column(name="sources", kind=Kind.ID, many=True, refers_to="sources", words="The outlets that report it."),
        Column(name="url", kind=Kind.URL, words="Where it was read."),
        Column(name="second_url", kind=Kind.URL, words="A second page on the same incident."),
        Column(name="stream", kind=Kind.ID, refers_to="streams", words="How the row was collected."),
        Column(
            name="verification",
            choices=("verified", "unverified"),
            default="verified",
            words="Unverified rows decide no outcome.",
        ),
        Column(name="contested", kind=Kind.YES_NO, default="no", words="Whether a party disputes it."),
        Column(name="note", words="Anything a reader must know."),
    ),
)
