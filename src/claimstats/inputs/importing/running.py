"""An import from beginning to end: read, settle, complete, compare with the study, write."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from claimstats.errors import DataError, UsageError
from claimstats.inputs.importing.beginning import BEGUN, begin, span_of
from claimstats.inputs.importing.committing import staging
from claimstats.inputs.importing.completing import complete
from claimstats.inputs.importing.gathering import Gathering
from claimstats.inputs.importing.imported import Imported
from claimstats.inputs.importing.packed import Packed, csv_bytes, frugal_memory
from claimstats.inputs.importing.recording import changes_frame, columns_held, write_frame, write_merged, write_table
from claimstats.inputs.importing.settling import Merge, Settled, settle
from claimstats.inputs.importing.standing import RECORDS, Standing
from claimstats.inputs.importing.updating import UPDATE_COLUMNS, Update, update_table
from claimstats.provenance import hash_file
from claimstats.schema import TABLES, problems_frame
from claimstats.schema.checking import split_values

__all__ = ["Format", "run_import"]

REFUSED_COLUMNS = ("row", "column", "rule", "value", "hint")


@dataclass(frozen=True, kw_only=True)
class Format:
    """One kind of file, as an import sees it.

    Parameters
    ----------
    name, words
        What it is called in the command, and in a sentence.
    read
        Walks through the file once and pushes what it finds into the gathering.
    subjects
        The tables that a row of the file becomes a row of; all others are lists made on the way.
    merges
        The rules by which several rows of the file are one row of a study.
    stream
        What one text of the source is (``reports``, ``posts``), where its rows make a stream of their own.
    removed
        By table: keys of rows that upstream has said to be deleted; they go even where the file is a part.
    options
        What the caller chose, for the record.
    """

    name: str
    words: str
    read: Callable[[Path, Gathering], None]
    subjects: tuple[str, ...]
    merges: tuple[Merge, ...] = ()
    stream: str = ""
    removed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    options: Mapping[str, object] = field(default_factory=dict)


def run_import(form: Format, path: str | Path, *, into: str | Path, name: str = "", partial: bool = False) -> Imported:
    """Import one file into a study; either all of it is written, or nothing.

    Parameters
    ----------
    form
        The format.
    path
        The file.
    into
        The study's folder; it is made if it is not there.
    name
        What the import is called in the study, by default the file's name without its endings. The same name again is
        the same source again: its new, changed and deleted rows are told apart.
    partial
        Whether the file is only a part of the source, so that a row which it lacks is not taken for deleted.

    Raises
    ------
    DataError
        If the file cannot be read, or none of its rows can be kept.
    UsageError
        If the folder is no study.
    """
    with frugal_memory():
        return _run(form, Path(path), into=Path(into), name=name, partial=partial)


def _run(form: Format, file: Path, *, into: Path, name: str, partial: bool) -> Imported:
    """The same, step by step."""
    standing = Standing(folder=into, name=_name(name, file))
    gathering = Gathering()
    form.read(file, gathering)
    settled = settle(gathering, merges=form.merges, subjects=form.subjects)
    _check_some(form, file, gathering, settled)
    settled = _with_stream(form, settled, standing.name)
    tables = complete(settled, gathering, standing=standing.ids_from_elsewhere)
    settled = Settled(tables=tables, merged=settled.merged)
    updates = _updates(form, settled, standing, partial=partial)
    problems = [problem for update in updates.values() for problem in update.problems]
    if problems:
        raise DataError(problems_frame(problems))
    return _write(form, file, gathering, settled, updates, standing)


def _name(given: str, file: Path) -> str:
    """The import's name: a folder in the study."""
    name = given or re.sub(r"[^\w-]+", "-", file.name.split(".", 1)[0]).strip("-").lower()
    if not re.fullmatch(r"[\w][\w.-]*", name) or name == "study.toml":
        raise UsageError(f"the name of an import is made of letters, digits, - and _; {name!r} is not")
    return name


def _check_some(form: Format, file: Path, gathering: Gathering, settled: Settled) -> None:
    """Refuse a file of which nothing is left; account for each row that was read."""
    # A list alone is no study: where a format has rows with a date, one of them must be left.
    dated = [name for name in form.subjects if name in ("statements", "incidents")]
    if any(len(settled.tables.get(name, ())) for name in dated or form.subjects):
        return
    problems = [{"table": file.name, **vars(refusal)} for refusal in gathering.refused]
    nothing: dict[str, object] = {
        "table": file.name, "row": None, "column": None, "rule": "a row of it can be kept",
        "value": f"{gathering.read:,} rows", "hint": f"is it {form.words}?",
    }  # fmt: skip
    raise DataError(problems_frame([nothing, *problems]))


def _with_stream(form: Format, settled: Settled, name: str) -> Settled:
    """The same with the import as the stream of its rows: whether it is complete nobody has said."""
    dated = [table for table in form.subjects if table in ("statements", "incidents") and table in settled.tables]
    subject = dated[0] if dated else ""
    if not form.stream or not subject or settled.tables[subject].holds("stream"):
        return settled
    table = settled.tables[subject]
    row = {
        "stream_id": name,
        "name": f"{form.words} ({name})",
        "table": subject,
        "complete": "unknown",
        "unit": form.stream,
    }
    tables = {
        **settled.tables,
        subject: table.with_column("stream", pa.array([name] * len(table), pa.large_string())),
        "streams": Packed.of_frame(pd.DataFrame([row])),
    }
    return Settled(tables=tables, merged=settled.merged)


def _updates(form: Format, settled: Settled, standing: Standing, *, partial: bool) -> dict[str, Update]:
    """What becomes of each table of the study; subjects first, so that the lists know what refers to them."""
    names = sorted(settled.tables, key=lambda name: (name not in form.subjects, list(TABLES).index(name)))
    updates: dict[str, Update] = {}
    for name in names:
        theirs = settled.tables[name]
        if standing.path(name) is None and not (standing.record / f"{name}.csv").is_file():
            counts = {"new": len(theirs), "changed": 0, "deleted": 0, "conflict": 0}
            updates[name] = Update(counts=counts)
        elif standing.has_brought(name, csv_bytes(theirs, columns_held(theirs, name))):
            updates[name] = Update()
        else:
            needed = _needed(name, settled, updates, standing)
            updates[name] = update_table(
                name, theirs.frame(TABLES[name].names), standing=standing, subject=name in form.subjects,
                partial=partial or name not in form.subjects, needed=needed,
                removed=form.removed.get(name, frozenset()),
            )  # fmt: skip
    return updates


def _needed(name: str, settled: Settled, updates: Mapping[str, Update], standing: Standing) -> set[str]:
    """The keys of a list that rows of the study refer to."""
    needed: set[str] = set()
    for table, schema in TABLES.items():
        for column in (column for column in schema.columns if column.refers_to == name and table != name):
            changed = updates[table].frame if table in updates else None
            frame = changed if changed is not None else standing.table(table)
            cells = set(frame[column.name]) if frame is not None and column.name in frame else set()
            if table in settled.tables:
                cells.update(settled.tables[table].texts(column.name))
            needed |= {part for cell in cells for part in (split_values(cell) if column.many else [cell])}
    return needed - {""}


def _write(
    form: Format, file: Path, gathering: Gathering, settled: Settled, updates: Mapping[str, Update], standing: Standing
) -> Imported:
    """Every file of the study that is other than before, and the account."""
    record = f"{RECORDS}/{standing.name}"
    refused = pd.DataFrame([vars(refusal) for refusal in gathering.refused], columns=list(REFUSED_COLUMNS))
    refused = refused.sort_values(["row", "column", "rule"], kind="stable").drop_duplicates().reset_index(drop=True)
    kept, merged, lost = _counted(form, gathering, settled, refused)
    changes = changes_frame(gathering)
    notes = list(gathering.notes)
    entries = [entry for update in updates.values() for entry in update.entries]
    dated = [settled.tables[name] for name in ("statements", "incidents") if name in settled.tables]
    dates = {date for table in dated for date in table.texts("date") if date}
    settings, told = begin(standing, title=f"Imported from {file.name}", span=span_of(dates))
    account = {
        "format": form.name, "name": standing.name, "file": file.name, "sha256": hash_file(file),
        "bytes": file.stat().st_size, "options": dict(form.options),
        "rows": {"read": gathering.read, "kept": kept, "merged": merged, "refused": lost},
        "tables": {name: len(table) for name, table in settled.tables.items()}, "notes": notes,
    }  # fmt: skip
    rules = {merge.table: merge.rule for merge in form.merges}
    with staging(standing.folder) as staged:
        for name, table in settled.tables.items():
            write_table(staged, record, name, table, updates[name], standing)
        if not any(standing.path(name) or name in settled.tables for name in ("statements", "incidents")):
            required = (column.name for column in TABLES["statements"].columns if column.required)
            staged.write("statements.csv", [",".join((*required, "text")).encode() + b"\n"])
        if settings:
            staged.write("study.toml", [settings.encode()])
            staged.write(BEGUN, [settings.encode()])
        write_frame(staged, f"{record}/refused.csv", refused)
        write_frame(staged, f"{record}/changes.csv", changes)
        if entries:
            write_frame(staged, f"{record}/updates.csv", pd.DataFrame(entries, columns=list(UPDATE_COLUMNS)))
        for name, table in settled.merged.items():
            write_merged(staged, f"{record}/merged_{name}.csv", table, rules, name)
        document = json.dumps(account, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        staged.write(f"{record}/import.json", [document.encode()])
        for old in sorted(standing.record.glob("*.csv")) if standing.record.is_dir() else ():
            if old.stem.removeprefix("merged_") in TABLES and old.stem not in {
                *settled.tables,
                *(f"merged_{name}" for name in settled.merged),
            }:
                staged.remove(f"{record}/{old.name}")
        written = staged.commit()
    notes += [note for update in updates.values() for note in update.notes] + told
    return Imported(
        study=standing.folder, name=standing.name, format=form.name, read=gathering.read, kept=kept, merged=merged,
        refused_rows=lost, refused=refused, changes=changes, updates=pd.DataFrame(entries, columns=list(UPDATE_COLUMNS)),
        tables={name: {"rows": len(settled.tables[name]), **updates[name].counts} for name in settled.tables},
        notes=tuple(notes), written=written,
    )  # fmt: skip


def _counted(form: Format, gathering: Gathering, settled: Settled, refused: pd.DataFrame) -> tuple[int, int, int]:
    """How many rows of the file were kept, merged into others, refused: each is one of the three."""
    subjects = [settled.tables[name].rows for name in form.subjects if name in settled.tables]
    others = [table.rows for table in settled.merged.values()]
    left_out = refused["row"].to_numpy(dtype=np.int64)
    last = max((int(rows.max()) for rows in (*subjects, *others, left_out) if len(rows)), default=0)
    fate = np.zeros(last + 1, dtype=np.int8)
    for number, groups in ((3, [left_out]), (2, others), (1, subjects)):
        for rows in groups:
            fate[rows] = number
    kept, merged, lost = (int((fate == number).sum()) for number in (1, 2, 3))
    counted = kept + merged + lost
    if gathering.read != counted:
        raise ValueError(f"{form.name}: {gathering.read} rows were read, {counted} are accounted for")
    return kept, merged, lost
