"""Raw tables, checked as a whole, into a study: all problems at once, and nothing half made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from claimstats.codebook import Codebook, Grouping, Settings, Thresholds, check_codebook, check_ledger, read_settings
from claimstats.dates import OPEN_END, OPEN_START
from claimstats.engine import Engine, connect
from claimstats.errors import DataError
from claimstats.normalizing import CHANGE_COLUMNS, add_days, as_text, clip_days, to_numbers
from claimstats.provenance import Input, Provenance, Step
from claimstats.schema import TABLES, check_references, check_table, nearest, problems_frame
from claimstats.study.values import Study

__all__ = ["RawTable", "build"]

Problem = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class RawTable:
    """One table as it came.

    Parameters
    ----------
    frame
        Cells of any type.
    name
        What to call it in a message.
    lines
        The line number of each row, as a spreadsheet shows it.
    input
        The file it was read from, if it was.
    """

    frame: pd.DataFrame
    name: str
    lines: pd.Series
    input: Input | None = None

    @staticmethod
    def of_frame(frame: pd.DataFrame, *, name: str) -> RawTable:
        """A frame from memory; its first row is called line 2, as if it had been saved."""
        fresh = frame.reset_index(drop=True)
        return RawTable(frame=fresh, name=name, lines=pd.Series(range(2, len(fresh) + 2), dtype="int64"))


def build(
    raw: Mapping[str, RawTable],
    *,
    settings: Mapping[str, object],
    engine: Engine | None = None,
    folder: Path | None = None,
    notes: tuple[str, ...] = (),
    problems: tuple[Problem, ...] = (),
) -> Study:
    """A study from its raw tables.

    Parameters
    ----------
    raw
        By table name; a table that is not there is empty.
    settings
        What ``study.toml`` holds.
    notes, problems
        What reading the files has found already.

    Raises
    ------
    DataError
        With every problem of every table.
    """
    known, found = read_settings(settings)
    found = [*problems, *found]
    usable = {name: table for name, table in raw.items() if _has_columns(table, name, found)}
    text: dict[str, pd.DataFrame] = {}
    changes: list[dict[str, object]] = []
    for name, schema in TABLES.items():
        table = usable.get(name) or RawTable.of_frame(pd.DataFrame(columns=list(schema.names)), name=name)
        text[name], changed = as_text(table.frame, schema, table=table.name, lines=table.lines)
        changes += changed
    lines = {name: usable[name].lines if name in usable else pd.Series(dtype="int64") for name in TABLES}
    names = {name: raw[name].name if name in raw else f"{name}.csv" for name in TABLES}
    for name in usable:
        found += check_table(text[name], TABLES[name], table=names[name], rows=lines[name])
    found += check_references(text, TABLES, given=usable, names=names, lines=lines)
    found += check_codebook(text, names=names, lines=lines)
    found += check_ledger(text, names=names, lines=lines)
    found += _circular_reprints(text["statements"], name=names["statements"], lines=lines["statements"])
    if found:
        raise DataError(problems_frame(found))
    unknown = [note for name, table in usable.items() for note in _unknown_columns(table, name)]
    return _assemble(
        text, known, usable=usable, changes=changes, notes=(*notes, *unknown), engine=engine, folder=folder
    )


def _has_columns(table: RawTable, name: str, found: list[Problem]) -> bool:
    """Whether a table has each column that it must have, once; what is wrong is added to the problems."""
    headers = [str(header) for header in table.frame.columns]
    wrong: list[Problem] = [
        {
            "table": table.name,
            "row": 1,
            "column": header,
            "rule": "each column is named once",
            "value": f"{headers.count(header)} times",
            "hint": "rename or remove one of them",
        }
        for header in dict.fromkeys(headers)
        if headers.count(header) > 1
    ]
    for column in TABLES[name].columns:
        if column.required and column.name not in headers:
            near = nearest(column.name, [header for header in headers if header not in TABLES[name].names])
            hint = f"is it the column {near[0]!r}?" if near else column.words
            wrong.append({"table": table.name, "row": 1, "column": column.name, "rule": "the column is there",
                          "value": None, "hint": hint})  # fmt: skip
    found += wrong
    return not wrong


def _unknown_columns(table: RawTable, name: str) -> list[str]:
    """A note for each column that no rule knows: it is left out, and said so."""
    notes = []
    for header in table.frame.columns:
        if header not in TABLES[name].names:
            near = nearest(str(header), TABLES[name].names)
            hint = f" (did you mean {near[0]!r}?)" if near else ""
            notes.append(f"{table.name}: the column {header!r} is not known and was left out{hint}")
    return notes


def _circular_reprints(statements: pd.DataFrame, *, name: str, lines: pd.Series) -> list[Problem]:
    """Rows that copy each other in a circle, so that none of them is the utterance."""
    copies = statements[statements["reprint_of"] != ""]
    parent = dict(zip(copies["statement_id"], copies["reprint_of"], strict=True))
    found: list[Problem] = []
    for place, child in copies["statement_id"].items():
        seen, current = {child}, parent.get(child, "")
        while current and current not in seen:
            seen.add(current)
            current = parent.get(current, "")
        if current:
            found.append({"table": name, "row": int(lines[place]), "column": "reprint_of",
                          "rule": "reprints lead back to one utterance", "value": parent[child],
                          "hint": "empty the cell of the row that was there first"})  # fmt: skip
    return found


def _assemble(
    text: Mapping[str, pd.DataFrame],
    known: dict[str, object],
    *,
    usable: Mapping[str, RawTable],
    changes: list[dict[str, object]],
    notes: tuple[str, ...],
    engine: Engine | None,
    folder: Path | None,
) -> Study:
    """The value itself, from tables that break no rule."""
    dated = {name: add_days(text[name]) for name in ("statements", "incidents")}
    settings = _settings(known, list(dated.values()))
    # A deed whose end is open may go on after the cut-off: nothing about its last day is definite.
    ends = {"statements": settings.as_of, "incidents": settings.as_of + 1}
    rows = {
        name: to_numbers(clip_days(frame, start=settings.start, end=ends[name]), TABLES[name])
        for name, frame in dated.items()
    }
    small = {name: to_numbers(text[name], TABLES[name]) for name in TABLES if name not in rows}
    if "claims" not in usable:
        small["claims"] = _claims_in_use(rows["statements"], small["claims"])
    rows["statements"] = rows["statements"].assign(root=_roots(rows["statements"]))
    steps = [
        Step(
            name=f"read {name}",
            rows_in=len(frame),
            rows_out=int((frame["lo"] <= settings.as_of).sum()),
            why="rows dated after the cut-off are kept out of every number",
        )
        for name, frame in rows.items()
    ]
    inputs = tuple(table.input for table in usable.values() if table.input)
    return Study(
        settings=settings,
        codebook=Codebook(tables=small, thresholds=settings.thresholds),
        statements=rows["statements"],
        incidents=rows["incidents"],
        changes=pd.DataFrame(changes, columns=list(CHANGE_COLUMNS)),
        notes=notes,
        provenance=Provenance(inputs=inputs, steps=tuple(steps)),
        engine=engine or connect(),
        folder=folder,
    )


def _settings(known: dict[str, object], dated: list[pd.DataFrame]) -> Settings:
    """The settings, with the first and last day on which anything is dated where the user gave none."""
    days = pd.concat([frame["lo"] for frame in dated] + [frame["hi"] for frame in dated])
    closed = days[(days != OPEN_START) & (days != OPEN_END)]
    given = {key: value for key, value in known.items() if key not in ("start", "as_of")}
    earliest = int(closed.min()) if len(closed) else 1
    start = known.get("start", min(earliest, int(known.get("as_of", earliest))))  # type: ignore[call-overload]
    as_of = known.get("as_of", max(int(closed.max()), int(start)) if len(closed) else start)  # type: ignore[call-overload]
    if isinstance(given.get("thresholds"), Mapping):
        given["thresholds"] = Thresholds(**given["thresholds"])  # type: ignore[arg-type]
    if isinstance(given.get("grouping"), Mapping):
        given["grouping"] = Grouping(**given["grouping"])  # type: ignore[arg-type]
    return Settings(start=int(start), as_of=int(as_of), **given)  # type: ignore[arg-type,call-overload]


def _claims_in_use(statements: pd.DataFrame, empty: pd.DataFrame) -> pd.DataFrame:
    """A codebook of the claims that statements name, where the user gave none."""
    named = sorted({claim.strip() for cell in statements["claims"].unique() for claim in cell.split(";")} - {""})
    rows = pd.DataFrame({"claim_id": named, "text": named, "type": "state"}, dtype="str")
    return rows.reindex(columns=empty.columns, fill_value="").astype("str")


def _roots(statements: pd.DataFrame) -> pd.Series:
    """The utterance behind each row: itself, or what it copies, however many copies lie between."""
    parent = statements["reprint_of"].to_numpy(dtype=object)
    ids = statements["statement_id"].to_numpy(dtype=object)
    copies = np.flatnonzero(parent != "")
    step = dict(zip(ids[copies], parent[copies], strict=True))
    roots = ids.copy()
    for place in copies:
        current = parent[place]
        while current in step:
            current = step[current]
        roots[place] = current
    return pd.Series(roots, index=statements.index, dtype="str")
