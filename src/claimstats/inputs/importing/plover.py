"""POLECAT and other PLOVER data, JSON lines or POLECAT's own tab-separated tables: incidents with actors and recipients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from claimstats import ontology
from claimstats.inputs.importing.events import ActorRows, coded, one_line
from claimstats.inputs.importing.gathering import Gathering
from claimstats.inputs.importing.imported import Imported
from claimstats.inputs.importing.naming import own_row
from claimstats.inputs.importing.records import read_records
from claimstats.inputs.importing.refusing import refuse_file
from claimstats.inputs.importing.running import Format, run_import

__all__ = ["import_plover"]

#: Fields that a PLOVER record must have.
_NEEDED = ("id", "date", "event")


def import_plover(path: str | Path, *, into: str | Path, name: str = "", partial: bool = False) -> Imported:
    """Import PLOVER events into a study as incidents: JSON lines, or a tab-separated table of POLECAT.

    Events and modes become CAMEO codes by the table ``types.csv``; what does not mean quite the same is counted. Of
    several events in one record the first is taken. PLOVER's scores and quad codes are not taken over. Wikidata ids of
    actors are kept.

    Parameters
    ----------
    path
        The file; gzip and zip are unpacked.
    into
        The study's folder; it is made if it is not there.
    name
        What the import is called in the study; by default the file's name without its endings.
    partial
        Whether the file is only a part of what was imported under that name before.

    Returns
    -------
    Imported
        Rows read, kept, merged, refused and why.

    Raises
    ------
    DataError
        If the file holds no such records, or none of them can be kept. Nothing is written then.
    """
    form = Format(name="plover", words="PLOVER events", read=_read, subjects=("incidents",), stream="events")
    return run_import(form, path, into=into, name=name, partial=partial)


def _read(path: Path, gathering: Gathering) -> None:
    """Walk through the file, record by record."""
    actors, told = ActorRows(), Counter[str]()
    seen = is_table = False
    for row, record in read_records(path, gathering):
        if not seen:
            is_table = "Event Type" in record
            if not is_table and any(name not in record for name in _NEEDED):
                has = ", ".join(list(record)[:20])
                raise refuse_file(
                    path, f"a record has {', '.join(_NEEDED)}", has, "is it PLOVER's JSON, or POLECAT's table?"
                )
            seen = True
        _add(_from_table(record) if is_table else record, row, gathering, actors, told)
    actors.add_to(gathering)
    for words, count in sorted(told.items()):
        gathering.note(f"{count:,} rows: {words}")


def _from_table(record: Mapping[str, str]) -> dict[str, Any]:
    """A row of POLECAT's table as a record of PLOVER."""

    def actor(side: str) -> list[dict[str, str]]:
        name = record.get(f"{side} Name", "") or record.get(f"{side} Name Raw", "")
        country = ontology.country(record.get(f"{side} Country", "").split(";")[0])
        sector = record.get(f"Primary {side} Sector", "")
        found = {
            "actor_text": "" if name == "None" else name,
            "code": country or "",
            "sector": "" if sector == "None" else sector,
        }
        return [found] if found["actor_text"] or found["code"] else []

    places = [record.get(name, "") for name in ("City", "Province", "Country")]
    return {
        "id": record["Event ID"], "date": record["Event Date"], "event": [record["Event Type"]],
        "mode": [mode for mode in [record.get("Event Mode", "")] if mode and mode != "None"],
        "actor": actor("Actor"), "recipient": actor("Recipient"),
        "event_loc": {"country": ontology.country(record.get("Country", "")) or "",
                      "text": ", ".join(dict.fromkeys(place for place in places if place and place != "None"))},
        "event_text": [record.get("Headline", "")], "link": "", "cite_info": {"publication": record.get("Source", "")},
    }  # fmt: skip


def _add(record: Mapping[str, Any], row: int, gathering: Gathering, actors: ActorRows, told: Counter[str]) -> None:
    """One record as an incident."""
    own = own_row(record.get("claimstats"), "incidents")
    if own:
        # What this library wrote is taken as it was; the import gives the stream.
        own.pop("stream", None)
        gathering.add("incidents", own, row=row)
        for side in ("actor", "recipient"):
            _actors(record.get(side), actors)
        return
    events, modes = _list(record.get("event")), _list(record.get("mode"))
    if len(events) > 1:
        told["several events in one record; the first was taken"] += 1
    kind, mode = (events or [""])[0], (modes or [""])[0]
    code = coded(gathering, row, kind, mode.replace("_", "-"), scheme="plover", inexact=told)
    if not code:
        return
    sides = {side: _actors(record.get(side), actors) for side in ("actor", "recipient")}
    place = record.get("event_loc") if isinstance(record.get("event_loc"), Mapping) else {}
    assert isinstance(place, Mapping)
    country = str(place.get("country") or place.get("cc3") or place.get("code") or "")
    cite = record.get("cite_info") if isinstance(record.get("cite_info"), Mapping) else {}
    assert isinstance(cite, Mapping)
    words = "; ".join(_list(record.get("event_text"))) or f"{kind}{f', {mode}' if mode else ''}"
    first, last = str(record["date"])[:10], str(record.get("enddate") or "")[:10]
    gathering.add(
        "incidents",
        {
            "incident_id": str(record["id"]),
            "date": f"{first}/{last}" if last and last != first else first,
            "actor": sides["actor"],
            "recipient": sides["recipient"],
            "action": code,
            "scheme": "cameo",
            "place": ontology.country(country, system="alpha3") or ontology.country(country) or "",
            "place_name": str(place.get("text") or place.get("name") or ""),
            "description": words,
            "sources": one_line(str(cite.get("publication") or "")),
            "url": str(record.get("link") or cite.get("url") or ""),
            "note": ", ".join(["PLOVER: " + kind, *modes, *_list(record.get("context"))]),
        },
        row=row,
    )


def _list(value: object) -> list[str]:
    """A field of one or several texts as several."""
    if value is None or value == "":
        return []
    return [str(part) for part in value if part] if isinstance(value, list) else [str(value)]


def _actors(value: object, actors: ActorRows) -> str:
    """The ids of a field of actors: country and sector as codes are written, or else the name."""
    ids = []
    for entity in value if isinstance(value, list) else [value] if value else []:
        if not isinstance(entity, Mapping):
            identity, name, wikidata, country = one_line(str(entity)), str(entity), "", str(entity)[:3]
        else:
            country, sector = str(entity.get("code") or ""), str(entity.get("sector") or "")
            name = str(
                entity.get("actor_text")
                or entity.get("identifier_text")
                or entity.get("text")
                or entity.get("name")
                or ""
            )
            identity = str(entity.get("claimstats_id") or "") or (f"{country}{sector}" if country else one_line(name))
            wikidata = str(entity.get("identifier_id") or "")
        actors.meet(
            identity, name or identity, wikidata=wikidata, country=ontology.country(country, system="alpha3") or ""
        )
        ids.append(identity)
    return ";".join(dict.fromkeys(identity for identity in ids if identity))
