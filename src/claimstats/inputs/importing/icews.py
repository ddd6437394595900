"""ICEWS event tables: incidents with source and target, their codes' zeros put back where they were lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from claimstats import ontology
from claimstats.inputs.importing.events import ActorRows, one_line, walk_table
from claimstats.inputs.importing.gathering import Gathering
from claimstats.inputs.importing.imported import Imported
from claimstats.inputs.importing.running import Format, run_import

__all__ = ["import_icews"]

_NEEDED = ("Event ID", "Event Date", "Source Name", "Event Text", "CAMEO Code", "Intensity", "Target Name", "Country")

#: The shortest code of ICEWS: it has no roots, and so a code of two digits has lost a zero.
_DIGITS = 3


def import_icews(path: str | Path, *, into: str | Path, name: str = "", partial: bool = False) -> Imported:
    """Import an ICEWS event table (tab-separated) into a study as incidents.

    ICEWS has no codes of two digits: such a code has lost its leading zero to a program that took it for a number. It is put
    back, and told. Intensities are compared with the table ``icews`` and not taken over. Actors are known by name.

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
    form = Format(name="icews", words="ICEWS events", read=_read, subjects=("incidents",), stream="events")
    return run_import(form, path, into=into, name=name, partial=partial)


def _read(path: Path, gathering: Gathering) -> None:
    walk_table(path, gathering, _add, needed=_NEEDED, of="a table of ICEWS events")


def _add(record: Mapping[str, object], row: int, gathering: Gathering, actors: ActorRows, told: Counter[str]) -> None:
    """One row as an incident."""
    cells = {key: "" if value is None else str(value).strip() for key, value in record.items()}
    code = _code(cells["CAMEO Code"], row, gathering)
    _compare(code, cells["Intensity"], told)
    for name, country in (("Source Name", "Source Country"), ("Target Name", "Target Country")):
        actors.meet(one_line(cells[name]), cells[name], country=ontology.country(cells.get(country, "")) or "")
    where = dict.fromkeys(cells.get(name, "") for name in ("City", "District", "Province", "Country"))
    story = cells.get("Story ID", "")
    gathering.add(
        "incidents",
        {
            "incident_id": cells["Event ID"],
            "date": cells["Event Date"][:10],
            "actor": one_line(cells["Source Name"]),
            "recipient": one_line(cells["Target Name"]),
            "action": code,
            "scheme": "cameo",
            "place": ontology.country(cells["Country"]) or "",
            "place_name": ", ".join(part for part in where if part),
            "description": f"{cells['Source Name'] or 'somebody'}: {cells['Event Text']} ({code}); towards "
            f"{cells['Target Name'] or 'nobody named'}",
            "sources": one_line(cells.get("Publisher", "")),
            "note": f"ICEWS: story {story}" if story else "",
        },
        row=row,
    )


def _code(text: str, row: int, gathering: Gathering) -> str:
    """The code with the zero that was lost; a code that is in the list as it is stays."""
    restored = f"0{text}"
    if ontology.is_known(restored) and (len(text) < _DIGITS or not ontology.is_known(text)):
        rule = "the leading zero was lost: ICEWS has no such code without it"
        gathering.change(column="action", rule=rule, before=text, after=restored, row=row)
        return restored
    return text


def _compare(code: str, intensity: str, told: Counter[str]) -> None:
    """Count where the file's intensity is not the one of this library's table."""
    try:
        theirs = float(intensity)
    except ValueError:
        return
    ours = ontology.goldstein(code, table="icews")
    if ours is None or abs(theirs - ours) > 1e-6:
        told["the file's intensity is not the one of the table `icews`; it is not taken over"] += 1
