"""Discourse Network Analyzer exports: who agrees with which concept, statement by statement."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from claimstats.inputs.importing.dating import AmbiguousDatesError, Dating, read_dates
from claimstats.inputs.importing.gathering import Gathering
from claimstats.inputs.importing.imported import Imported
from claimstats.inputs.importing.naming import actor_of, content_id, slug
from claimstats.inputs.importing.records import read_records
from claimstats.inputs.importing.refusing import refuse_file
from claimstats.inputs.importing.running import Format, run_import

__all__ = ["import_dna"]

#: What the columns are called, in one release or another, without blanks, points and underscores.
COLUMNS = {
    "id": ("statementid", "id"),
    "date": ("time", "date", "datetime", "documentdate"),
    "person": ("person", "speaker"),
    "organization": ("organization", "organisation"),
    "concept": ("concept", "category", "claim"),
    "agreement": ("agreement", "qualifier", "agree"),
    "text": ("text", "statementtext", "selectedtext"),
    "document": ("documentid", "docid"),
    "title": ("documenttitle", "title"),
    "source": ("documentsource", "source"),
    "section": ("documentsection", "section"),
}

_STANCES = {
    "1": "asserts", "true": "asserts", "yes": "asserts", "agree": "asserts",
    "0": "denies", "false": "denies", "no": "denies", "-1": "denies", "disagree": "denies",
}  # fmt: skip


def import_dna(path: str | Path, *, into: str | Path, name: str = "", partial: bool = False) -> Imported:
    """Import a statement list of Discourse Network Analyzer into a study.

    A row is a statement of its person (or, where none is named, of its organisation); its concept is the claim; agreement is
    the stance: 1 asserts, 0 denies. A person belongs to each organisation that the file names with it.

    Parameters
    ----------
    path
        The file: the event list as CSV, or the statements as JSON or an Excel workbook.
    into, name, partial
        As in `import_gdelt`.

    Returns
    -------
    Imported
        Rows read, kept, merged, refused and why.

    Raises
    ------
    DataError
        If the file is no such table, or none of its rows can be kept. Nothing is written then.
    """
    form = Format(name="dna", words="DNA statements", read=_read, subjects=("statements",), stream="documents")
    return run_import(form, path, into=into, name=name, partial=partial)


def _read(path: Path, gathering: Gathering) -> None:
    """Walk through the statements."""
    found: dict[str, str] = {}
    belongs: dict[str, dict[str, None]] = {}
    rows: dict[str, int] = {}
    for row, record in read_records(path, gathering):
        if not found:
            found = _columns(path, record)
        cells = {name: _text(record.get(header)) for name, header in found.items()}
        person, organisation = actor_of(cells.get("person", "")), actor_of(cells.get("organization", ""))
        speaker = person or organisation
        stance = _STANCES.get(cells.get("agreement", "1").casefold())
        if not stance:
            hint = "write 1 for agreement, 0 for disagreement"
            gathering.refuse(row, column="agreement", rule="it is yes or no", value=cells["agreement"], hint=hint)
            continue
        _add(cells, speaker, stance, row, gathering)
        if speaker:
            rows.setdefault(speaker, row)
            belongs.setdefault(speaker, {}).update({organisation: None} if person and organisation != person else {})
        if organisation:
            rows.setdefault(organisation, row)
            belongs.setdefault(organisation, {})
    _add_actors(belongs, rows, gathering)


def _columns(path: Path, record: dict[str, Any]) -> dict[str, str]:
    """The file's own name of each column that it has."""
    headers = {re.sub(r"[^a-z]", "", header.casefold()): header for header in record}
    found = {
        name: headers[next(one for one in names if one in headers)]
        for name, names in COLUMNS.items()
        if any(one in headers for one in names)
    }
    missing = [name for name in ("date", "concept") if name not in found]
    if "person" not in found and "organization" not in found:
        missing.append("person or organization")
    if missing:
        hint = "is it a statement list of Discourse Network Analyzer?"
        raise refuse_file(path, f"it has the columns {', '.join(missing)}", ", ".join(record)[:200], hint, row=1)
    return found


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "1" if cell else "0"
    text = "" if cell is None else str(cell).strip()
    return text.removesuffix(".0") if re.fullmatch(r"-?\d+\.0", text) else text


def _add(cells: dict[str, str], speaker: str, stance: str, row: int, gathering: Gathering) -> None:
    """One statement, with its claim and its source."""
    concept, source = cells["concept"], actor_of(cells.get("source", ""))
    claim = slug(concept) if concept else ""
    identity = [
        cells.get(name, "") for name in ("document", "date", "person", "organization", "concept", "agreement", "text")
    ]
    gathering.add(
        "statements",
        {
            "statement_id": f"dna-{cells['id']}" if cells.get("id") else content_id("dna", *identity),
            "date": _date(cells["date"]),
            "speaker": speaker,
            "text": cells.get("text", ""),
            "paraphrase": "" if cells.get("text") else concept,
            "claims": claim,
            "stance": stance,
            "venue": cells.get("section", ""),
            "source": source,
            "note": f"document: {cells['title']}" if cells.get("title") else "",
        },
        row=row,
    )
    if claim:
        gathering.add("claims", {"claim_id": claim, "type": "state", "text": concept}, row=row)
    if source:
        gathering.add("sources", {"source_id": source, "name": source}, row=row)


def _add_actors(belongs: dict[str, dict[str, None]], rows: dict[str, int], gathering: Gathering) -> None:
    """Persons and organisations, each once: an organisation is what a person belongs to, or what speaks without one."""
    groups = {organisation for members in belongs.values() for organisation in members}
    for actor, organisations in belongs.items():
        kind = "organisation" if actor in groups or not organisations else "person"
        gathering.add(
            "actors",
            {
                "actor_id": actor,
                "name": actor,
                "kind": kind,
                "member_of": ";".join(sorted(o for o in organisations if o)),
            },
            row=rows[actor],
        )


def _date(text: str) -> str:
    """The day of a time, the day before the month where DNA does not write ISO; what is none stays, and is refused."""
    try:
        read, _ = read_dates([text], Dating(order="day first"))
    except AmbiguousDatesError:
        return text
    return read[0]
