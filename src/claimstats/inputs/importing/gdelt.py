"""GDELT 1.0 and 2.0 event tables: incidents with both actors, several reports of one incident as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from claimstats import ontology
from claimstats.inputs.importing.actors import NamedActors
from claimstats.inputs.importing.cells import hosts, joined, looked_up, plain_text, tallied
from claimstats.inputs.importing.columnar import read_columns
from claimstats.inputs.importing.gathering import Gathering
from claimstats.inputs.importing.gdelt_layout import find_layout
from claimstats.inputs.importing.imported import Imported
from claimstats.inputs.importing.running import Format, run_import
from claimstats.inputs.importing.settling import Merge

__all__ = ["import_gdelt"]

#: Several reports of one deed are one incident; their rows are kept in `merged_incidents.csv`.
ONE_INCIDENT = Merge(
    table="incidents",
    on=("date", "actor", "recipient", "action", "place", "place_name"),
    join=("sources",),
    rule="same day, actor, recipient, action code and place",
)


def import_gdelt(path: str | Path, *, into: str | Path, name: str = "", partial: bool = False) -> Imported:
    """Import a GDELT event table, 1.0 or 2.0, into a study as incidents.

    The file may be the published one (tabs, no header, zipped) or an excerpt with a header, separated by commas. A header
    that is one name short is repaired, and told. Reports with the same day, actors, code and place become one incident.
    GDELT's Goldstein values and quad classes are not taken over: they are compared with this library's tables, and what
    differs is counted.

    Parameters
    ----------
    path
        The file: CSV or TSV, plain, gzip or zip.
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
    form = Format(
        name="gdelt",
        words="GDELT events",
        read=_read,
        subjects=("incidents",),
        merges=(ONE_INCIDENT,),
        stream="reports",
    )
    return run_import(form, path, into=into, name=name, partial=partial)


def _read(path: Path, gathering: Gathering) -> None:
    """Walk through the file, block by block."""
    layout = find_layout(path, gathering)
    actors = NamedActors()
    disagreements: Counter[str] = Counter()
    for cells, rows in read_columns(path, layout, gathering):
        _add_block(cells, rows, gathering, actors, disagreements)
    actors.add_to(gathering)
    gathering.derived["incidents"] = {"description": partial(_description, names=actors.printed())}
    for words, count in sorted(disagreements.items()):
        gathering.note(f"{count:,} rows: {words}")


def _add_block(
    cells: dict[str, pa.Array],
    rows: NDArray[np.int64],
    gathering: Gathering,
    actors: NamedActors,
    disagreements: Counter[str],
) -> None:
    """One stretch of rows as incidents."""
    code = _codes(cells, rows, gathering)
    place = cells["ActionGeo_FullName"]
    actor, recipient = cells["Actor1Code"], cells["Actor2Code"]
    url = cells["SOURCEURL"]
    gathering.add_many(
        "incidents",
        {
            "incident_id": cells["GLOBALEVENTID"],
            "date": looked_up(cells["SQLDATE"], _day),
            "actor": actor,
            "recipient": recipient,
            "action": code,
            "scheme": "cameo",
            "place": looked_up(
                cells["ActionGeo_CountryCode"], lambda text: ontology.country(text, system="fips") or ""
            ),
            "place_name": place,
            "sources": hosts(url),
            "url": url,
            "note": _note(cells),
        },
        rows=rows,
    )
    for number in ("1", "2"):
        actors.count(cells[f"Actor{number}Code"], cells[f"Actor{number}Name"], cells[f"Actor{number}CountryCode"])
    _compare(cells, code, disagreements)


def _description(cells: Mapping[str, pa.DictionaryArray], *, names: Mapping[str, str]) -> pa.Array:
    """What happened in one sentence, from the codes: GDELT has no other words for it."""
    actor = looked_up(cells["actor"], lambda text: names.get(text, "an actor that is not named"))
    # Codes of rows that were refused are still among the texts.
    deed = looked_up(
        cells["action"], lambda text: f"{ontology.label(text)} ({text})" if ontology.is_known(text) else ""
    )
    towards = looked_up(cells["recipient"], lambda text: f"; towards {names[text]}" if text else "")
    where = looked_up(cells["place_name"], lambda text: f"; {text}" if text else "")
    return joined(actor, ": ", deed, towards, where)


def _codes(cells: dict[str, pa.Array], rows: NDArray[np.int64], gathering: Gathering) -> pa.Array:
    """Action codes, with the leading zero that a spreadsheet took: a root of one digit says that one is missing."""
    code, root = plain_text(cells["EventCode"]), plain_text(cells["EventRootCode"])
    lost = pc.and_(pc.match_substring_regex(root, r"^[1-9]$"), pc.equal(pc.utf8_slice_codeunits(code, 0, 1), root))
    if not pc.any(lost).as_py():
        return code
    mask = lost.to_numpy(zero_copy_only=False)
    rule = "the leading zero was lost: the root code has one digit"
    for text, count in sorted(tallied(code.filter(lost)).items()):
        first = int(rows[mask & pc.equal(code, text).to_numpy(zero_copy_only=False)].min())
        gathering.change(column="action", rule=rule, before=text, after=f"0{text}", row=first, rows=count)
    return pc.if_else(lost, joined("0", code), code)


def _day(text: str) -> str:
    """20250131 as 2025-01-31; anything else stays as it is, and is refused where dates are checked."""
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 and text.isdigit() else text


def _note(cells: dict[str, pa.Array]) -> pa.Array:
    """How much was written about it, which GDELT counts."""
    lead = looked_up(cells["IsRootEvent"], lambda text: ", not in the lead of its text" if text == "0" else "")
    return joined(
        "GDELT: ", cells["NumMentions"], " mentions, ", cells["NumSources"], " sources, ", cells["NumArticles"],
        " articles", lead,
    )  # fmt: skip


def _compare(cells: dict[str, pa.Array], code: pa.Array, disagreements: Counter[str]) -> None:
    """Count where the file's Goldstein value or quad class is not the one of this library's tables."""
    pairs = joined(code, plain_text(cells["GoldsteinScale"]), plain_text(cells["QuadClass"]), by="\x1f")
    for pair, count in tallied(pairs).items():
        action, value, quad = pair.split("\x1f")
        ours = ontology.goldstein(action)
        if value and (ours is None or not _equal(value, ours)):
            disagreements["the file's Goldstein value is not the one of the table `gdelt`; neither is taken over"] += (
                count
            )
        for convention in ("documented", "gdelt_rows"):
            if quad and quad != str(ontology.quad_class(action, convention=convention)):
                words = f"the file's quad class is not the one of the convention `{convention}`; it is not taken over"
                disagreements[words] += count


def _equal(text: str, value: float) -> bool:
    try:
        return abs(float(text) - value) < 1e-6
    except ValueError:
        return False
