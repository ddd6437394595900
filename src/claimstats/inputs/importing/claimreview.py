"""ClaimReview (schema.org), single pages and feeds: claims, who made them, and where they appeared; no rating."""

from __future__ import annotations

import re
from pathlib import Path

from claimstats.inputs.importing.dating import AmbiguousDatesError, Dating, read_dates
from claimstats.inputs.importing.fact_check_tools import as_reviews
from claimstats.inputs.importing.gathering import Gathering
from claimstats.inputs.importing.imported import Imported
from claimstats.inputs.importing.linked_data import Node, as_list, first_text, name_of, read_nodes, types_of
from claimstats.inputs.importing.naming import actor_of, content_id, host_of, own_row, slug
from claimstats.inputs.importing.refusing import refuse_file
from claimstats.inputs.importing.running import Format, run_import
from claimstats.inputs.importing.settling import Merge

__all__ = ["import_claimreview"]

#: Several reviews of one appearance are one statement; each review is named in the kept rows.
ONE_APPEARANCE = Merge(
    table="statements",
    on=("date", "speaker", "claims", "text", "paraphrase", "url"),
    rule="same claim, claimant, day and page",
)

#: Words of this library that an export wrote beside those of schema.org.
OWN = "claimstats:"

#: Who made a claim that a review gives no author of.
UNNAMED = "not-named"

_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_ITEM = re.compile(r"(?:https?://www\.wikidata\.org/(?:wiki|entity)/)(Q[1-9]\d*)")


def import_claimreview(path: str | Path, *, into: str | Path, name: str = "", partial: bool = False) -> Imported:
    """Import ClaimReview markup into a study: a page, a feed, or what `export_study` wrote.

    Each appearance of a claim is a statement of its claimant; `firstAppearance` has the claim's date. An appearance without a
    date was made between the claim's date and the review's. A review without appearances is one statement. Ratings are not
    taken over: they judge, and a study records; which review it was stands in `second_url` and `note`.

    Parameters
    ----------
    path
        JSON-LD: one review, a list, a ``@graph``, a ``DataFeed``, JSON lines; or a page that holds it. Also what Google's Fact
        Check Tools answer (``claims``) and write (``claimReviewMarkups``).
    into, name, partial
        As in `import_gdelt`.

    Returns
    -------
    Imported
        Reviews read, kept, merged, refused and why.

    Raises
    ------
    DataError
        If the file holds no ClaimReview, or none can be kept. Nothing is written then.
    """
    form = Format(
        name="claimreview",
        words="ClaimReview markup",
        read=_read,
        subjects=("statements", "claims"),
        merges=(ONE_APPEARANCE,),
        stream="claims",
    )
    return run_import(form, path, into=into, name=name, partial=partial)


def _read(path: Path, gathering: Gathering) -> None:
    """Walk through the reviews; each is a row."""
    rated = row = 0
    for row, review in enumerate(read_nodes(path, ("ClaimReview", "Claim"), others=as_reviews), start=1):
        gathering.count()
        rated += bool(review.get("reviewRating"))
        _add_review(review, row, gathering)
    if not row:
        raise refuse_file(path, "it holds ClaimReview", "no thing of this type", "is it the page of the check itself?")
    if rated:
        gathering.note(f"{rated:,} ratings were not taken over: they judge, and a study records")


def _add_review(review: Node, row: int, gathering: Gathering) -> None:
    """One review: its claim, and each claimant's appearances."""
    is_claim = "Claim" in types_of(review)
    items = [review] if is_claim else [one for one in as_list(review.get("itemReviewed")) if isinstance(one, dict)]
    inner = next((one for one in items), {})
    words = first_text(review.get("claimReviewed"), inner.get("text"), inner.get("description"), inner.get("name"))
    own = own_row(review.get(f"{OWN}claim"), "claims")
    if not words:
        hint = "give claimReviewed, or the claim's text"
        gathering.refuse(row, column="claimReviewed", rule="it says which claim is reviewed", value="", hint=hint)
        return
    claim = {"claim_id": slug(words), "type": "state", "text": words} | own
    gathering.add("claims", claim, row=row)
    for item in items or ([] if own else [{}]):
        _add_claimant(item, review, claim["claim_id"], words, row, gathering)


def _add_claimant(item: Node, review: Node, claim: str, words: str, row: int, gathering: Gathering) -> None:
    """One claim by one claimant: a statement per appearance."""
    speaker = _actor(item.get("author"), row, gathering)
    if len(as_list(item.get("author"))) > 1:
        also = ", ".join(filter(None, (name_of(one) for one in as_list(item.get("author"))[1:])))
        gathering.change(column="speaker", rule="the first of several authors", before=also, after=speaker, row=row)
    said = _day(first_text(item.get("datePublished"), item.get("dateCreated")))
    checked = _day(first_text(review.get("datePublished"), review.get("dateCreated")))
    first = _pages(item.get("firstAppearance"))
    others = [page for page in _pages(item.get("appearance")) if page not in first]
    pages = [(page, True) for page in first] + [(page, not first and len(others) == 1) for page in others]
    if not pages:
        pages = [({"url": first_text(item.get("sameAs"))} if _is_address(first_text(item.get("sameAs"))) else {}, True)]
    seen: set[str] = set()
    for page, dated in pages:
        cells = own_row(page.get(f"{OWN}statement"), "statements")
        if cells:
            # What this library wrote is taken as it was; the import gives the stream.
            cells.pop("stream", None)
            if cells["statement_id"] in seen:
                continue
            seen.add(cells["statement_id"])
            _add_source(page.get(f"{OWN}source"), cells.get("source", ""), row, gathering)
            gathering.add("statements", cells, row=row)
        else:
            own_day = _day(first_text(page.get("datePublished"), page.get("dateCreated")))
            date = own_day or (said if dated else "") or _between(said, checked)
            _add_statement(page, review, claim, words, speaker, date, row, gathering)


def _add_statement(
    page: Node, review: Node, claim: str, words: str, speaker: str, date: str, row: int, gathering: Gathering
) -> None:
    """One appearance as a statement."""
    if not date:
        hint = "give datePublished of the claim, of its appearance or of the review"
        gathering.refuse(row, column="datePublished", rule="the claim, or the review, has a date", value="", hint=hint)
        return
    url = first_text(page.get("url"), page.get("@id"), page.get("contentUrl"))
    url = url if _is_address(url) else ""
    outlet = actor_of(name_of(page.get("publisher"))) or host_of(url)
    _add_source({}, outlet, row, gathering)
    reviewer, checked_at = name_of(review.get("author")), first_text(review.get("url"))
    text = first_text(page.get("text"))
    gathering.add(
        "statements",
        {
            "statement_id": content_id("claimreview", claim, speaker, date, url, checked_at, reviewer, text, outlet),
            "date": date,
            "speaker": speaker,
            "text": text,
            "paraphrase": "" if text else words,
            "language": first_text(page.get("inLanguage")) if text else "",
            "claims": claim,
            "source": outlet,
            "url": url,
            "second_url": checked_at if _is_address(checked_at) else "",
            "archived_url": first_text(page.get("archivedAt")),
            "note": f"reviewed by {reviewer}" if reviewer else "",
        },
        row=row,
    )


def _actor(author: object, row: int, gathering: Gathering) -> str:
    """The claimant, added to the actors."""
    for one in as_list(author):
        own = own_row(one.get(f"{OWN}actor"), "actors") if isinstance(one, dict) else {}
        if own:
            gathering.add("actors", own, row=row)
            return own["actor_id"]
    actor = actor_of(name_of(author))
    if not actor:
        gathering.change(column="speaker", rule="the review names no claimant", before="", after=UNNAMED, row=row)
        gathering.add("actors", {"actor_id": UNNAMED, "name": "Not named by the review", "kind": "unnamed"}, row=row)
        return UNNAMED
    person = next((one for one in as_list(author) if isinstance(one, dict)), {})
    kinds = {"Person": "person", "Organization": "organisation", "NewsMediaOrganization": "organisation"}
    kind = next((kinds[name] for name in types_of(person) if name in kinds), "")
    items = [match[1] for same in as_list(person.get("sameAs")) if (match := _ITEM.match(str(same)))]
    wikidata = items[0] if items else ""
    gathering.add("actors", {"actor_id": actor, "name": actor, "kind": kind, "wikidata": wikidata}, row=row)
    return actor


def _add_source(own: object, outlet: str, row: int, gathering: Gathering) -> None:
    """The outlet, as an export described it, or by its name."""
    described = own_row(own, "sources")
    if described:
        gathering.add("sources", described, row=row)
    elif outlet:
        gathering.add("sources", {"source_id": outlet, "name": outlet}, row=row)


def _pages(value: object) -> list[Node]:
    """Appearances: things, or addresses alone."""
    return [one if isinstance(one, dict) else {"url": str(one)} for one in as_list(value)]


def _day(text: str) -> str:
    """The day of a date or time, as far as it is written."""
    match = _DAY.match(text)
    if match or not text:
        return match[0] if match else ""
    try:
        read, _ = read_dates([text], Dating())
    except AmbiguousDatesError:
        return ""
    return read[0] if read[0] != text else ""


def _between(said: str, checked: str) -> str:
    """After the claim was made and before it was checked: an interval, not a guess."""
    if said and checked:
        return f"{said}/{checked}" if said < checked else said
    return f"{said}/.." if said else f"../{checked}" if checked else ""


def _is_address(text: str) -> bool:
    return bool(re.fullmatch(r"https?://[^\s/]+\.?[^\s]*", text))
