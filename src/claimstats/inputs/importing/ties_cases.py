"""One case of TIES: who threatened whom, when, and whether it was imposed; read from one row of the file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from claimstats.dates import parse_edtf
from claimstats.inputs.importing.gathering import Gathering

__all__ = ["Case", "plain", "read_case"]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One case: who, against whom, when, and whether it was threatened and imposed."""

    row: int
    id: str
    senders: tuple[str, ...]
    target: str
    start: str
    end: str
    imposed_on: str
    threat: bool
    imposed: bool
    note: str
    kinds: str


def read_case(cells: dict[str, str], row: int, gathering: Gathering) -> Case | None:
    """One row as a case; refused, and None, where nothing dated can be made of it.

    Parameters
    ----------
    cells
        Plain text by column.
    row, gathering
        The row, and where it is refused or its changes are told.
    """
    for name in ("threat", "imposition"):
        if cells[name] not in ("0", "1"):
            gathering.refuse(row, column=name, rule="it is 0 or 1", value=cells[name], hint="correct the cell")
            return None
    threat, imposed = cells["threat"] == "1", cells["imposition"] == "1"
    if not threat and not imposed:
        hint = "nothing was said and nothing done: there is no row to make of it"
        gathering.refuse(row, column="threat", rule="it was threatened or imposed", value="0 and 0", hint=hint)
        return None
    notes = []
    dates = {}
    for part, prefix in (("start", "start"), ("end", "end"), ("imposed", "sancimpositionstart")):
        dates[part], prose = _date(cells, prefix, row, gathering)
        notes += [f"{part}: {text}" for text in prose]
    named = [cells.get(name, "") for name in ("sender1", "sender2", "sender3", "sender4", "sender5")]
    senders = tuple(code for cell in named for code in _codes(cell))
    if not senders and cells.get("institutionid"):
        senders = tuple(f"institution {number}" for number in cells["institutionid"].split())
    if not senders:
        senders = (cells["primarysender"],) if cells.get("primarysender") else ("unknown sender",)
    if not dates["start"] and (threat or not dates["imposed"]):
        gathering.refuse(
            row, column="startyear", rule="it is a year", value=cells["startyear"], hint="correct the cell"
        )
        return None
    if imposed and not dates["imposed"]:
        dates["imposed"] = f"{dates['start']}/{dates['end'] or '..'}"
        gathering.change(
            column="date", rule="no date of imposition: within the case", before="", after=dates["imposed"], row=row
        )
    if not imposed and dates["imposed"]:
        notes.append(f"not imposed, and yet a date of imposition: {dates['imposed']}")
    kept = ("issue1", "issue2", "issue3", "sanctiontypethreat", "sanctiontype", "sanctionidentity", "finaloutcome")
    notes += [f"{name} {', '.join(cells[name].split())}" for name in kept if cells.get(name)]
    return Case(
        row=row, id=cells["caseid"], senders=senders, target=cells["targetstate"] or "unknown target",
        start=dates["start"], end=dates["end"], imposed_on=dates["imposed"], threat=threat, imposed=imposed,
        note="; ".join(notes), kinds=", ".join(cells.get("sanctiontype", "").split()),
    )  # fmt: skip


def _codes(cell: str) -> list[str]:
    """The codes of a cell: ``1 5`` holds two, prose is one."""
    parts = [part.removesuffix(".0") for part in re.split(r"[\s,;]+", cell) if part]
    return parts if all(part.isdigit() for part in parts) else [cell]


def _date(cells: dict[str, str], prefix: str, row: int, gathering: Gathering) -> tuple[str, list[str]]:
    """A date as far as it is known, and the prose in its cells."""
    year, month, day = (cells.get(f"{prefix}{part}", "") for part in ("year", "month", "day"))
    prose = [text for text in (year, month, day) if text and not text.isdigit()]
    if prose:
        match = re.match(r"\d{4}", year)
        # A year with a remark beside it is a year: the remark says that month and day are not those of the deed.
        found = match[0] if match and not year.isdigit() else _joined(year, month, "")
        gathering.change(column="date", rule="prose in a date", before="; ".join(prose), after=found, row=row)
        return found, prose
    return _joined(year, month, day), []


def _joined(year: str, month: str, day: str) -> str:
    """Year, month and day as EDTF: nothing is made up."""
    if not re.fullmatch(r"\d{4}", year):
        return ""
    if not (month.isdigit() and 1 <= int(month) <= 12):
        return year
    written = f"{year}-{int(month):02d}"
    exact = f"{written}-{int(day):02d}" if day.isdigit() and int(day) else ""
    try:
        parse_edtf(exact)
    except ValueError:
        return written
    return exact


def plain(cell: Any) -> str:
    """A cell as text: 12.0 is 12.

    Parameters
    ----------
    cell
        Of any type.
    """
    text = " ".join(str(cell).split()) if cell is not None else ""
    return text.removesuffix(".0") if re.fullmatch(r"-?\d+\.0", text) else text
