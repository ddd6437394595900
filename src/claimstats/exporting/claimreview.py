"""Claims as schema.org has them: who says what, where it appeared, where it appeared first; and no rating."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from claimstats.exporting.studied import study_frame
from claimstats.exporting.writing import json_bytes
from claimstats.study import Claims, Study

__all__ = ["as_claimreview"]

Row = Mapping[str, str]
Lists = Mapping[str, Mapping[str, Row]]

#: What stands beside the cells of a statement here.
BESIDE = ("claim_id", "lo", "hi")

#: The lists whose rows are looked up, and their keys.
KEYS = {"actors": "actor_id", "sources": "source_id"}

#: The words that schema.org lacks stand under this prefix.
CONTEXT = ["https://schema.org", {"claimstats": "urn:claimstats:"}]

UNCODED = "statements that voice no claim of the codebook"
OTHER_STANCE = (
    "links of statements that deny a claim or make it conditional: schema.org has appearances of a claim only"
)
UNVERIFIED = "links of unverified statements"
INCIDENTS = "incidents: schema.org's Claim has no place for deeds"

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def as_claimreview(given: Study | Claims) -> tuple[dict[str, bytes], dict[str, int]]:
    """One ``ClaimReview`` per claim, with a ``Claim`` per claimant and an appearance per statement.

    The same claim by the same claimant has several appearances; by another claimant it is a further ``itemReviewed``; a
    different claim is a ``ClaimReview`` of its own (schemaorg/schemaorg #1828). No rating is written: nothing here is one.

    Parameters
    ----------
    given
        A study, of which the coded links are taken, or claims, with theirs.

    Returns
    -------
    (dict, dict)
        Content by file name; and what was left out, by reason.
    """
    study = given.study if isinstance(given, Claims) else given
    statements = study_frame(study, "statements")
    links = given.links[["statement_id", "claim_id"]] if isinstance(given, Claims) else _coded(statements)
    joined = links.merge(statements, on="statement_id", how="inner").merge(
        study.statements[["statement_id", "lo", "hi"]], on="statement_id"
    )
    asserted = joined[joined["stance"] == "asserts"]
    verified = asserted[asserted["verification"] == "verified"]
    left_out = {
        UNCODED: int((~statements["statement_id"].isin(links["statement_id"])).sum()),
        OTHER_STANCE: len(joined) - len(asserted),
        UNVERIFIED: len(asserted) - len(verified),
        INCIDENTS: len(study.incidents),
    }
    lists = {name: {row[key]: row for row in _rows(study.codebook[name])} for name, key in KEYS.items()}
    said: dict[str, dict[str, list[Row]]] = {}
    ordered = verified.sort_values(["claim_id", "speaker", "lo", "hi", "statement_id"])
    for row in _rows(ordered):
        said.setdefault(row["claim_id"], {}).setdefault(row["speaker"], []).append(row)
    claims = _rows(study_frame(study, "claims"))
    reviews = [_review(lists, claim, said.get(claim["claim_id"], {})) for claim in claims]
    content = json_bytes({"@context": CONTEXT, "@graph": reviews})
    return {"claimreview.jsonld": content}, {why: rows for why, rows in left_out.items() if rows}


def _coded(statements: pd.DataFrame) -> pd.DataFrame:
    """Which statement voices which claim, as coded."""
    named = statements[["statement_id", "claims"]].assign(claim_id=statements["claims"].str.split(";"))
    exploded = named.explode("claim_id")
    exploded["claim_id"] = exploded["claim_id"].str.strip()
    return exploded.loc[exploded["claim_id"] != "", ["statement_id", "claim_id"]].drop_duplicates()


def _rows(frame: pd.DataFrame) -> list[dict[str, str]]:
    return [
        {str(name): "" if pd.isna(cell) else str(cell) for name, cell in row.items()}
        for row in frame.to_dict("records")
    ]


def _review(lists: Lists, claim: Row, said: Mapping[str, list[Row]]) -> dict[str, object]:
    """One claim of the codebook, by claimant."""
    reviewed = [_claim(lists, claim, speaker, rows) for speaker, rows in said.items()]
    return _filled(
        {
            "@type": "ClaimReview",
            "identifier": claim["claim_id"],
            "name": claim["label"],
            "claimReviewed": claim["text"],
            "itemReviewed": reviewed,
            "claimstats:claim": _filled(claim),
        }
    )


def _claim(lists: Lists, claim: Row, speaker: str, said: list[Row]) -> dict[str, object]:
    """One claim by one claimant: where it appeared, in order, and where first, if the dates can tell."""
    utterances = [row for row in said if not row["reprint_of"]]
    appearances = {row["statement_id"]: _appearance(lists, row) for row in said}
    first = ""
    if utterances and all(int(utterances[0]["hi"]) <= int(row["lo"]) for row in utterances[1:]):
        first = utterances[0]["statement_id"]
    return _filled(
        {
            "@type": "Claim",
            "text": claim["text"],
            "author": _actor(lists, speaker),
            "datePublished": str(appearances.get(first, {}).get("datePublished", "")),
            "firstAppearance": appearances.get(first, {}),
            "appearance": list(appearances.values()),
        }
    )


def _appearance(lists: Lists, row: Row) -> dict[str, object]:
    """One statement as a work in which the claim appeared; a date that schema.org cannot hold stands in the row alone."""
    outlet = lists["sources"].get(row["source"])
    name = outlet["name"] if outlet else row["source"]
    return _filled(
        {
            "@type": "CreativeWork",
            "identifier": row["statement_id"],
            "text": row["text"],
            "abstract": row["paraphrase"],
            "inLanguage": row["language"],
            "datePublished": row["date"] if _DATE.fullmatch(row["date"]) else "",
            "url": row["url"],
            "archivedAt": row["archived_url"],
            "publisher": _filled({"@type": "Organization", "identifier": row["source"], "name": name}) if name else {},
            "claimstats:statement": _filled({key: value for key, value in row.items() if key not in BESIDE}),
            "claimstats:source": _filled(outlet) if outlet else {},
        }
    )


def _actor(lists: Lists, actor_id: str) -> dict[str, object]:
    """A claimant."""
    known = lists["actors"].get(actor_id)
    row = known or {"actor_id": actor_id, "name": actor_id, "kind": "", "wikidata": ""}
    kind = (
        "Person"
        if row["kind"] == "person"
        else "Organization"
        if row["kind"] in ("body", "organisation", "state")
        else "Thing"
    )
    return _filled(
        {
            "@type": kind,
            "identifier": actor_id,
            "name": row["name"],
            "sameAs": f"https://www.wikidata.org/wiki/{row['wikidata']}" if row["wikidata"] else "",
            "claimstats:actor": _filled(row) if known else {},
        }
    )


def _filled(properties: Mapping[str, object]) -> dict[str, object]:
    """Without the properties that have no value."""
    return {name: value for name, value in properties.items() if value not in ("", [], {})}
