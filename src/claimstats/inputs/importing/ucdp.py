"""UCDP's georeferenced events (GED): incidents of organised violence with the days that the source gives them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from claimstats import ontology
from claimstats.inputs.importing.events import ActorRows, coded, one_line, walk_table
from claimstats.inputs.importing.gathering import Gathering
from claimstats.inputs.importing.imported import Imported
from claimstats.inputs.importing.running import Format, run_import

__all__ = ["import_ucdp"]

_NEEDED = ("id", "type_of_violence", "side_a", "side_b", "country", "date_start", "date_end", "date_prec")


def import_ucdp(path: str | Path, *, into: str | Path, name: str = "", partial: bool = False) -> Imported:
    """Import UCDP's GED (CSV) into a study as incidents.

    The date is the stretch from ``date_start`` to ``date_end``; one day where the two are the same. Types of violence become
    CAMEO codes by the table ``types.csv``: state-based and non-state violence 190, one-sided violence 180. Sides keep
    UCDP's ids (``ucdp-65``) where the file has them.

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
        If the file is no such table, or none of its rows can be kept. Nothing is written then.
    """
    form = Format(name="ucdp", words="UCDP GED events", read=_read, subjects=("incidents",), stream="events")
    return run_import(form, path, into=into, name=name, partial=partial)


def _read(path: Path, gathering: Gathering) -> None:
    walk_table(path, gathering, _add, needed=_NEEDED, of="UCDP's georeferenced events")


def _add(record: Mapping[str, object], row: int, gathering: Gathering, actors: ActorRows, told: Counter[str]) -> None:
    """One row as an incident."""
    cells = {key: "" if value is None else str(value).strip() for key, value in record.items()}
    kind = cells["type_of_violence"].removesuffix(".0")
    code = coded(gathering, row, kind, "", scheme="ucdp", inexact=told)
    if not code:
        return
    date = _date(cells)
    if cells["date_prec"].removesuffix(".0") not in ("", "1") and "/" not in date:
        told["dated to one day, although date_prec says that the day is not certain; marked with ?"] += 1
        date = f"{date}?"
    sides = {}
    for side in ("side_a", "side_b"):
        identity = cells.get(f"{side}_new_id", "").removesuffix(".0")
        sides[side] = f"ucdp-{identity}" if identity else one_line(cells[side])
        actors.meet(sides[side], cells[side])
    if cells.get("event_clarity", "").removesuffix(".0") == "2":
        told["a summary of several events, of which the source gives no single ones (event_clarity 2)"] += 1
    dead = {name: cells.get(name, "").removesuffix(".0") for name in ("best", "low", "high")}
    where = dict.fromkeys(cells.get(name, "") for name in ("where_coordinates", "adm_1", "country"))
    gathering.add(
        "incidents",
        {
            "incident_id": cells["id"].removesuffix(".0"),
            "date": date,
            "actor": sides["side_a"],
            "recipient": sides["side_b"],
            "action": code,
            "scheme": "cameo",
            "place": ontology.country(cells["country"]) or "",
            "place_name": ", ".join(part for part in where if part),
            "description": f"{one_line(cells['side_a'])} against {one_line(cells['side_b'])}: {ontology.label(code)} ({code})"
            + (f"; {one_line(cells['where_coordinates'])}" if cells.get("where_coordinates") else ""),
            "sources": ";".join(
                sorted({part.strip() for part in cells.get("source_office", "").split(";") if part.strip()})
            ),
            "note": f"UCDP: {dead['best']} deaths ({dead['low']} to {dead['high']})" if dead["best"] else "",
        },
        row=row,
    )


def _date(cells: Mapping[str, str]) -> str:
    """From the first day to the last; the hours, always 0, go."""
    first, last = (cells[name].split(" ")[0].split("T")[0] for name in ("date_start", "date_end"))
    return first if first == last or not last else f"{first}/{last}"
