"""Incidents as PLOVER records: one line of JSON each, with the row that it is of."""

from __future__ import annotations

import json
from functools import lru_cache

from claimstats import ontology
from claimstats.dates import OPEN_END, OPEN_START, iso, parse_edtf
from claimstats.exporting.studied import study_frame
from claimstats.schema.checking import split_values
from claimstats.study import Study

__all__ = ["as_plover"]

NO_ACTOR = "incidents without an actor: PLOVER requires one"
NO_CATEGORY = "incidents of a kind that PLOVER drops (public statements and appeals), or that has no category"
OPEN = "incidents whose first day is open: PLOVER requires a date"


def as_plover(study: Study) -> tuple[dict[str, bytes], dict[str, int]]:
    """Incidents as JSON lines, and what PLOVER has no place for.

    A date that is known to a month has its first possible day as ``date`` and its last as ``enddate``; what was recorded is
    in ``claimstats``, with every other cell of the row.

    Parameters
    ----------
    study
        Any study.

    Returns
    -------
    (dict, dict)
        Content by file name; and the number of rows left out, by reason.
    """
    left_out = {NO_ACTOR: 0, NO_CATEGORY: 0, OPEN: 0}
    lines = []
    lists = _Lists(study)
    for row in study_frame(study, "incidents").to_dict("records"):
        found = parse_edtf(str(row["date"]))
        category = ontology.plover(str(row["action"]))
        if not row["actor"]:
            left_out[NO_ACTOR] += 1
        elif category is None:
            left_out[NO_CATEGORY] += 1
        elif found.lo == OPEN_START:
            left_out[OPEN] += 1
        else:
            record = _record(lists, {str(key): str(value) for key, value in row.items()}, category)
            lines.append(json.dumps(record, ensure_ascii=False))
    content = "".join(f"{line}\n" for line in lines).encode("utf-8")
    return {"plover.jsonl": content}, {why: rows for why, rows in left_out.items() if rows}


class _Lists:
    """Actors, offices and outlets, to be looked up many times."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._actors = {str(row["actor_id"]): row for row in study.codebook["actors"].to_dict("records")}
        sources = study.codebook["sources"]
        self._sources = dict(zip(sources["source_id"], sources["name"], strict=True))
        self._office = lru_cache(maxsize=65_536)(study.codebook.office)
        self._holders = frozenset(study.codebook["offices"]["actor_id"])

    def party(self, actor_id: str, lo: int, hi: int) -> dict[str, str]:
        """One actor: a code where its country is known, Wikidata's id, the office on every possible day."""
        row = self._actors.get(actor_id, {"name": actor_id, "country": "", "wikidata": ""})
        bounds = [bound for bound in (lo, hi) if bound != OPEN_END and actor_id in self._holders]
        offices = {self._office(actor_id, bound) for bound in bounds}
        party = {
            "code": str(row["country"]),
            "identifier_id": str(row["wikidata"]),
            "identifier_text": str(row["name"]),
            "office": (offices.pop() if len(offices) == 1 else None) or "",
            "claimstats_id": actor_id,
        }
        return {name: value for name, value in party.items() if value}

    def outlets(self, cell: str) -> str:
        """The printed names of outlets."""
        return "; ".join(str(self._sources.get(source, source)) for source in split_values(cell))


def _record(lists: _Lists, row: dict[str, str], category: ontology.Plover) -> dict[str, object]:
    """One incident; a field without a value is left out."""
    found = parse_edtf(row["date"])
    # A score is of a pair: without a recipient, or where the pair turns its sign, there is none.
    told = ontology.pair_goldstein(row["action"], recipient=row["recipient"]).value is not None
    score = ontology.plover_score(category.category, category.mode) if told else None
    cited = {name: text for name, text in (("url", row["url"]), ("publication", lists.outlets(row["sources"]))) if text}
    record: dict[str, object] = {
        "id": row["incident_id"],
        "date": iso(found.lo),
        "enddate": iso(found.hi) if found.lo != found.hi != OPEN_END else "",
        "actor": [lists.party(actor, found.lo, found.hi) for actor in split_values(row["actor"])],
        "recipient": [lists.party(actor, found.lo, found.hi) for actor in split_values(row["recipient"])],
        "event": [category.category],
        "mode": [category.mode] if category.mode else [],
        "context": list(category.context),
        "quad_code": ontology.plover_quad(category.category),
        "event_scale": score if score is not None else "",
        "event_loc": {key: value for key, value in (("name", row["place_name"]), ("cc3", row["place"])) if value},
        "event_text": [row["description"]],
        "cite_info": cited,
        "comment": row["note"],
        "codebook": f"plover 2.0; crosswalk {category.table}",
        "claimstats": {name: value for name, value in row.items() if value},
    }
    return {name: value for name, value in record.items() if value != "" and value != [] and value != {}}
