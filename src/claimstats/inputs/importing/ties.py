"""TIES (Threat and Imposition of Sanctions): threats as statements with an expectation each, impositions as incidents."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from claimstats import ontology
from claimstats.dates import iso, parse_edtf
from claimstats.inputs.importing.gathering import Gathering
from claimstats.inputs.importing.imported import Imported
from claimstats.inputs.importing.records import read_records
from claimstats.inputs.importing.refusing import refuse_file
from claimstats.inputs.importing.running import Format, run_import
from claimstats.inputs.importing.ties_cases import Case, plain, read_case

__all__ = ["import_ties"]

#: What a file must have to be one of TIES.
NEEDED = ("caseid", "startyear", "targetstate", "threat", "imposition")

#: An imposed sanction, whatever its kind: embargo, boycott, sanctions.
SANCTION = "163"

THREATS, SANCTIONS, FAMILY = "ties-threats", "ties-sanctions", "sanctions"


def import_ties(path: str | Path, *, into: str | Path, name: str = "", partial: bool = False) -> Imported:
    """Import a file of TIES into a study: what was threatened, and whether it was imposed.

    A threat becomes a statement of the first sender, a claim of the type `threat`, and an expectation that the senders impose
    sanctions (163) within the case; an imposition becomes an incident. Each case's target is an actor of its own, so that
    sanctions of another case do not count. Cells that hold several codes (``1 5``) are taken apart in notes; no code of TIES is
    interpreted but `threat` and `imposition`. A date without a month stays a year; prose in a date's cell is kept as a note.

    Parameters
    ----------
    path
        The file, as it was published: CSV.
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
    form = Format(name="ties", words="TIES cases", read=_read, subjects=("statements", "incidents"))
    return run_import(form, path, into=into, name=name, partial=partial)


def _read(path: Path, gathering: Gathering) -> None:
    """All cases first: how far the record reaches is known at the end."""
    cases = []
    for row, record in read_records(path, gathering):
        cells = {str(name).strip().casefold(): plain(cell) for name, cell in record.items()}
        missing = [name for name in NEEDED if name not in cells]
        if missing:
            hint = "is it a file of TIES?"
            raise refuse_file(path, f"it has the columns {', '.join(missing)}", ", ".join(record)[:200], hint, row=1)
        case = read_case(cells, row, gathering)
        if case:
            cases.append(case)
    if not cases:
        return
    days = [day for case in cases for day in _days(case)]
    for case in cases:
        # Imposed on an unknown day of a case without an end: before the record ends.
        known = case.imposed_on.replace("/..", f"/{iso(max(days))}")
        _add(replace(case, imposed_on=known), gathering, last=max(days))
    _add_coverage(gathering, cases[0].row, first=min(days), last=max(days))


def _days(case: Case) -> list[int]:
    """First and last day of everything dated that becomes a row."""
    written = [case.start] if case.threat else []
    written += [case.imposed_on] if case.imposed else []
    found = [parse_edtf(text.removesuffix("/..")) for text in written]
    return [day for interval in found for day in (interval.lo, interval.hi)]


def _add(case: Case, gathering: Gathering, *, last: int) -> None:
    """Statement, claim and expectation of a threat; the incident of an imposition; the actors of both."""
    senders = [_actor(code, case.row, gathering) for code in case.senders]
    target = _actor(case.target, case.row, gathering)
    whom = f"case-{case.id}"
    against = f"{_name(case.target)} in case {case.id}"
    gathering.add("actors", {"actor_id": whom, "name": against, "member_of": target}, row=case.row)
    if case.threat:
        _add_threat(case, gathering, senders=senders, whom=whom, last=last)
    if case.imposed:
        gathering.add(
            "incidents",
            {
                "incident_id": f"imposition-{case.id}",
                "date": case.imposed_on,
                "actor": ";".join(dict.fromkeys(senders)),
                "recipient": f"{target};{whom}",
                "action": SANCTION,
                "scheme": "cameo",
                "description": f"{_names(case)} imposed sanctions on {_name(case.target)}"
                + (f" (kinds {case.kinds} of TIES)." if case.kinds else "."),
                "stream": SANCTIONS,
                "note": case.note,
            },
            row=case.row,
        )


def _add_threat(case: Case, gathering: Gathering, *, senders: list[str], whom: str, last: int) -> None:
    """What was threatened, and what it leads one to expect: that it comes within the case."""
    claim = f"threat-{case.id}"
    words = f"{_names(case)} threatened {_name(case.target)} with sanctions."
    begun = parse_edtf(case.start) if case.start else None
    ends = [parse_edtf(text) for text in (case.end, case.imposed_on if case.imposed else "") if text]
    until = max((end.hi for end in ends), default=last)
    imposed = parse_edtf(case.imposed_on) if case.imposed else None
    # Whatever day of its month the threat was made on, the window holds what the case itself calls its imposition.
    window_from = min(0, imposed.lo - begun.hi) if begun and imposed else 0
    window_to = max(0, min(until, last) - begun.hi, imposed.hi - begun.lo if imposed else 0) if begun else 0
    gathering.add(
        "statements",
        {
            "statement_id": f"threat-{case.id}",
            "date": case.start,
            "speaker": senders[0],
            "paraphrase": words,
            "claims": claim,
            "stance": "asserts",
            "stream": THREATS,
            "note": case.note,
        },
        row=case.row,
    )
    text = f"{_names(case)} will impose sanctions on {_name(case.target)} (case {case.id})."
    gathering.add("claims", {"claim_id": claim, "type": "threat", "text": text}, row=case.row)
    gathering.add(
        "expectations",
        {
            "expectation_id": f"imposed-{case.id}",
            "claim_id": claim,
            "text": "Sanctions are imposed within the case.",
            "actor": ";".join(dict.fromkeys(senders)),
            "recipient": whom,
            "codes": SANCTION,
            "window_from": str(window_from),
            "window_to": str(window_to),
            "family": FAMILY,
        },
        row=case.row,
    )


def _actor(code: str, row: int, gathering: Gathering) -> str:
    """A state or institution by its number, added to the actors."""
    state = ontology.cow_state(code)
    actor = f"COW{code}" if state else code.replace(";", ",")
    gathering.add(
        "actors",
        {
            "actor_id": actor,
            "name": _name(code),
            "kind": "state" if state else "",
            "country": state.alpha3 if state else "",
        },
        row=row,
    )
    return actor


def _name(code: str) -> str:
    state = ontology.cow_state(code)
    return state.name if state else f"actor {code}" if code.isdigit() else code


def _names(case: Case) -> str:
    return ", ".join(dict.fromkeys(_name(code) for code in case.senders))


def _add_coverage(gathering: Gathering, row: int, *, first: int, last: int) -> None:
    """TIES says of every case whether sanctions were imposed: its silence means something."""
    rows = (
        (THREATS, "Threats in TIES", "statements", "unknown"),
        (SANCTIONS, "Impositions in TIES", "incidents", "yes"),
    )
    for stream, words, table, complete in rows:
        gathering.add(
            "streams",
            {
                "stream_id": stream, "name": words, "table": table, "complete": complete, "unit": "cases",
                "selection": "cases of the Threat and Imposition of Sanctions data",
            },
            row=row,
        )  # fmt: skip
    gathering.add("families", {"family_id": FAMILY, "name": "Sanctions imposed", "codes": SANCTION}, row=row)
    gathering.add(
        "coverage",
        {
            "stream": SANCTIONS, "key": FAMILY, "start": iso(first), "end": iso(last), "status": "monitored",
            "reason": "TIES says of every case whether sanctions were imposed",
        },
        row=row,
    )  # fmt: skip
