"""EUvsDisinfo tables of cases: statements of outlets, by the claim in the case's title; the rebuttal is not taken over."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from claimstats.inputs.importing.dating import AmbiguousDatesError, Dating, read_dates
from claimstats.inputs.importing.gathering import Gathering
from claimstats.inputs.importing.imported import Imported
from claimstats.inputs.importing.naming import actor_of, content_id, host_of, slug
from claimstats.inputs.importing.records import read_records
from claimstats.inputs.importing.refusing import refuse_file
from claimstats.inputs.importing.running import Format, run_import

__all__ = ["LANGUAGES", "import_euvsdisinfo"]

#: What the columns are called, in one release or another.
COLUMNS = {
    "date": ("date", "publication date", "date of publication", "published", "published date"),
    "outlet": ("outlet", "outlets", "outlet s", "publisher", "organisation", "media"),
    "language": ("language", "languages", "language target audience", "article language"),
    "url": ("source", "url", "link", "article", "article url", "publication media"),
    "title": ("title", "disinformation", "claim"),
    "summary": ("summary", "summary of the disinformation"),
    "issue": ("issue", "issue number"),
    "origin": ("origin", "country", "countries", "countries regions discussed"),
    "reporter": ("reported by", "reporter"),
    "keywords": ("keywords", "tags"),
    "disproof": ("disproof", "response", "disinformation review"),
}

LANGUAGES = {
    "arabic": "ar", "armenian": "hy", "azerbaijani": "az", "belarusian": "be", "bosnian": "bs", "bulgarian": "bg",
    "croatian": "hr", "czech": "cs", "danish": "da", "dutch": "nl", "english": "en", "estonian": "et", "finnish": "fi",
    "french": "fr", "georgian": "ka", "german": "de", "greek": "el", "hungarian": "hu", "italian": "it", "latvian": "lv",
    "lithuanian": "lt", "macedonian": "mk", "moldavian": "ro", "moldovan": "ro", "montenegrin": "cnr", "norwegian": "no",
    "persian": "fa", "polish": "pl", "portuguese": "pt", "romanian": "ro", "russian": "ru", "serbian": "sr", "slovak": "sk",
    "slovenian": "sl", "spanish": "es", "swedish": "sv", "turkish": "tr", "ukrainian": "uk",
}  # fmt: skip


def import_euvsdisinfo(path: str | Path, *, into: str | Path, name: str = "", partial: bool = False) -> Imported:
    """Import a table of cases of EUvsDisinfo into a study as statements.

    A row is a statement of its outlet, paraphrased by the case's summary; its claim is the case's title, so that a title that
    returns is the same claim. Dates are DD.MM.YYYY or ISO. Equal rows are one. The rebuttal (`disproof`) judges and is left
    out, and so is said.

    Parameters
    ----------
    path
        The file: CSV, separated by ``;`` or another sign, or JSON.
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
    form = Format(name="euvsdisinfo", words="EUvsDisinfo cases", read=_read, subjects=("statements",), stream="cases")
    return run_import(form, path, into=into, name=name, partial=partial)


def _read(path: Path, gathering: Gathering) -> None:
    """Walk through the cases."""
    found: dict[str, str] = {}
    told: set[str] = set()
    for row, record in read_records(path, gathering):
        if not found:
            found = _columns(path, record)
        cells = {name: _text(record.get(header, "")) for name, header in found.items()}
        _add(cells, row, gathering)
        told |= {name for name, cell in cells.items() if cell}
    if "disproof" in told:
        gathering.note("the column of rebuttals was not taken over: it judges, and a study records")


def _columns(path: Path, record: dict[str, Any]) -> dict[str, str]:
    """The file's own name of each column that it has."""
    headers = {" ".join(re.findall(r"[a-z]+", header.casefold())): header for header in record}
    found = {
        name: headers[next(one for one in names if one in headers)]
        for name, names in COLUMNS.items()
        if any(one in headers for one in names)
    }
    missing = [name for name in ("date", "outlet", "title") if name not in found]
    if missing:
        hint = "is it a table of EUvsDisinfo cases?"
        raise refuse_file(path, f"it has the columns {', '.join(missing)}", ", ".join(record)[:200], hint, row=1)
    return found


def _text(cell: object) -> str:
    parts = cell if isinstance(cell, list) else [cell]
    return "; ".join(" ".join(str(part).split()) for part in parts if part is not None)


def _add(cells: dict[str, str], row: int, gathering: Gathering) -> None:
    """One case as a statement, its outlet, its claim."""
    speaker, title = actor_of(cells["outlet"]), cells["title"]
    claim = slug(title) if title else ""
    language = _language(cells.get("language", ""), row, gathering)
    outlet = host_of(cells.get("url", ""))
    whole = [cells.get(name, "") for name in COLUMNS if name != "disproof"]
    notes = (
        ("EUvsDisinfo, issue", "issue"),
        ("about", "origin"),
        ("reported by", "reporter"),
        ("keywords:", "keywords"),
    )
    gathering.add(
        "statements",
        {
            "statement_id": content_id("euvsdisinfo", *whole),
            "date": _date(cells["date"]),
            "speaker": speaker,
            "paraphrase": cells.get("summary", "") or title,
            "language": language,
            "claims": claim,
            "source": outlet,
            "url": cells.get("url", ""),
            "note": "; ".join(f"{words} {cells[name]}" for words, name in notes if cells.get(name)),
        },
        row=row,
    )
    if speaker:
        gathering.add("actors", {"actor_id": speaker, "name": speaker, "kind": "organisation"}, row=row)
    if claim:
        gathering.add("claims", {"claim_id": claim, "type": "state", "text": title}, row=row)
    if outlet:
        gathering.add("sources", {"source_id": outlet, "name": outlet}, row=row)


def _date(text: str) -> str:
    """A date, the day before the month; what is none stays as it is, and is refused."""
    try:
        read, _ = read_dates([text], Dating(order="day first"))
    except AmbiguousDatesError:
        return text
    return read[0]


def _language(name: str, row: int, gathering: Gathering) -> str:
    """The BCP-47 tag of a language's English name; a country that stands in its place is no language."""
    if not name or re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", name):
        return name
    tags = {LANGUAGES.get(part.strip().casefold(), "") for part in re.split(r"[,;/]", name)}
    if len(tags) == 1 and "" not in tags:
        return tags.pop()
    gathering.change(column="language", rule="it is one language by its English name", before=name, after="", row=row)
    return ""
