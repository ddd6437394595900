"""ACLED exports: incidents with their time precision, and the feed of deleted rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from claimstats import ontology
from claimstats.inputs.importing.dating import Dating, read_dates
from claimstats.inputs.importing.events import ActorRows, coded, one_line, require_columns
from claimstats.inputs.importing.gathering import Gathering
from claimstats.inputs.importing.imported import Imported
from claimstats.inputs.importing.records import read_records
from claimstats.inputs.importing.running import Format, run_import

__all__ = ["import_acled"]

_NEEDED = ("event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1", "actor2", "country", "notes")


def import_acled(
    path: str | Path, *, into: str | Path, name: str = "", partial: bool = False, deleted: str | Path | None = None
) -> Imported:
    """Import an ACLED export (CSV, or JSON of its API) into a study as incidents.

    An event that is known to the week (time precision 2) may have happened within six days of its date; one that is known to
    the month (3) in its month. Types become CAMEO codes by the table ``types.csv``; a type without a code is refused.
    ACLED says that actor 1 and actor 2 imply no direction, and so the recipient of a battle is only the other side.

    Parameters
    ----------
    path
        The export.
    into
        The study's folder; it is made if it is not there.
    name
        What the import is called in the study; by default the file's name without its endings.
    partial
        Whether the file is only a part of what was imported under that name before, as a weekly update is.
    deleted
        The feed of deleted events, with a column ``event_id_cnty``: these rows are left out, and counted as refused.

    Returns
    -------
    Imported
        Rows read, kept, merged, refused and why.

    Raises
    ------
    DataError
        If the file is no such export, or none of its rows can be kept. Nothing is written then.
    """
    gone = _deleted(Path(deleted)) if deleted else frozenset()
    form = Format(
        name="acled", words="ACLED events", read=lambda file, gathering: _read(file, gathering, gone),
        subjects=("incidents",), stream="events", removed={"incidents": gone},
        options={"deleted": len(gone)} if deleted else {},
    )  # fmt: skip
    return run_import(form, path, into=into, name=name, partial=partial)


def _deleted(path: Path) -> frozenset[str]:
    """The ids of the feed of deleted rows."""
    found = set()
    for _, record in _records(path, Gathering()):
        require_columns(path, record, ("event_id_cnty",), of="ACLED's feed of deleted events")
        found.add(str(record["event_id_cnty"]).strip())
    return frozenset(found)


def _records(path: Path, gathering: Gathering) -> Iterable[tuple[int, Mapping[str, object]]]:
    """The rows of a CSV file, or of what the API answers: a list, or a list under ``data``."""
    is_json = path.name.lower().endswith((".json", ".json.gz"))
    place = "data" if is_json and not _is_list(path) else ""
    return read_records(path, gathering, records=place)


def _is_list(path: Path) -> bool:
    """Whether a JSON document is a list by itself."""
    from claimstats.inputs.importing.opening import open_bytes

    with open_bytes(path) as stream:
        return stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")


def _read(path: Path, gathering: Gathering, gone: frozenset[str]) -> None:
    """Walk through the export twice: which row of each event is the newest, and then those rows."""
    newest: dict[str, tuple[int, int]] = {}
    for row, record in _records(path, Gathering()):
        identity, stamp = _text(record, "event_id_cnty"), _stamp(record)
        if identity and stamp >= newest.get(identity, (-1, 0))[0]:
            newest[identity] = (stamp, row)
    actors, inexact = ActorRows(), Counter[str]()
    seen = False
    for row, record in _records(path, gathering):
        if not seen:
            require_columns(path, record, _NEEDED, of="an ACLED export")
            seen = True
        identity = _text(record, "event_id_cnty")
        if identity in gone:
            rule, hint = "it is not in the feed of deleted events", "ACLED has deleted it"
            gathering.refuse(row, column="incident_id", rule=rule, value=identity, hint=hint)
        elif identity and _stamp(record) < newest[identity][0]:
            rule, hint = "it is the newest version of its event", "another row of the same event has a later timestamp"
            gathering.refuse(row, column="incident_id", rule=rule, value=identity, hint=hint)
        else:
            _add(record, row, gathering, actors, inexact)
    actors.add_to(gathering)
    for words, count in sorted(inexact.items()):
        gathering.note(f"{count:,} rows: {words}")
    gathering.note("ACLED's actor 1 and actor 2 imply no direction: the recipient is the other side of the incident")


def _text(record: Mapping[str, object], name: str) -> str:
    value = record.get(name)
    return "" if value is None else str(value).strip()


def _stamp(record: Mapping[str, object]) -> int:
    """When ACLED last touched the row; 0 where the export does not say."""
    text = _text(record, "timestamp")
    return int(text) if text.isdigit() else 0


def _add(
    record: Mapping[str, object], row: int, gathering: Gathering, actors: ActorRows, inexact: Counter[str]
) -> None:
    """One row as an incident."""
    kind, sub = _text(record, "event_type"), _text(record, "sub_event_type")
    code = coded(gathering, row, kind, sub, scheme="acled", inexact=inexact)
    if not code:
        return
    sides = [one_line(_text(record, name)) for name in ("actor1", "actor2")]
    for side in sides:
        actors.meet(side, side)
    country = _text(record, "iso3") or _text(record, "iso")
    place = ontology.country(country, system="numeric" if country.isdigit() else "alpha3")
    where = [_text(record, name) for name in ("location", "admin1", "country")]
    notes, dead = _text(record, "notes"), _text(record, "fatalities")
    gathering.add(
        "incidents",
        {
            "incident_id": _text(record, "event_id_cnty"),
            "date": _date(_text(record, "event_date"), _text(record, "time_precision"), inexact),
            "actor": sides[0],
            "recipient": sides[1],
            "action": code,
            "scheme": "cameo",
            "place": place or ontology.country(_text(record, "country")) or "",
            "place_name": ", ".join(dict.fromkeys(part for part in where if part)),
            "description": notes or f"{kind}: {sub}",
            "sources": ";".join(
                dict.fromkeys(part.strip() for part in _text(record, "source").split(";") if part.strip())
            ),
            "note": f"ACLED: {kind}, {sub}" + (f", {dead} fatalities" if dead else ""),
        },
        row=row,
    )


def _date(text: str, precision: str, wide: Counter[str]) -> str:
    """The day, or the days on which it may have happened."""
    day = _days(text)
    if precision not in ("2", "3"):
        return day
    try:
        about = date.fromisoformat(day)
    except ValueError:
        return day
    if precision == "3":
        wide["known to the month only"] += 1
        return day[:7]
    wide["known to the week only: six days before and after its date"] += 1
    return f"{(about - timedelta(days=6)).isoformat()}/{(about + timedelta(days=6)).isoformat()}"


@lru_cache(maxsize=65_536)
def _days(text: str) -> str:
    """A date as ACLED writes it, `2024-01-15` or `15 January 2024`, as EDTF."""
    return read_dates([text], Dating(order="day first"))[0][0]
