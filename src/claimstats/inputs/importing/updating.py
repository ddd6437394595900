"""Rows from upstream, set against what was brought before and what the analyst has made of it since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from claimstats.inputs.importing.standing import Standing
from claimstats.schema import TABLES, TableSchema

__all__ = ["UPDATE_COLUMNS", "Update", "update_table"]

UPDATE_COLUMNS = ("table", "id", "what", "column", "before", "upstream", "study")

Problem = dict[str, object]


@dataclass
class Update:
    """What one table becomes, and how it came about.

    Parameters
    ----------
    frame
        The table as it will stand; None where nothing changes in it.
    entries
        Rows of ``table, id, what, column, before, upstream, study``.
    problems
        Rows whose id the study has already, from elsewhere.
    notes
        What the analyst's hand has decided.
    counts
        Rows ``new``, ``changed``, ``deleted``, in ``conflict``.
    """

    frame: pd.DataFrame | None = None
    entries: list[tuple[str, ...]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("new", "changed", "deleted", "conflict"), 0))


def update_table(
    name: str,
    theirs: pd.DataFrame,
    *,
    standing: Standing,
    subject: bool,
    partial: bool,
    needed: Iterable[str],
    removed: frozenset[str] = frozenset(),
) -> Update:
    """One table after an import into a study that has it already.

    Upstream's cell is taken where the analyst has not touched hers; hers is kept where she has, and where both changed
    it is a conflict that is told. A row that she removed stays out. A row that upstream removed goes, unless she touched
    it, or another import brought it too.

    Parameters
    ----------
    name, theirs
        The table, and its rows from upstream with every column of the schema.
    standing
        The study as it stands.
    subject
        Whether the table is what the file is about; a list (actors, sources) is only added to.
    partial
        Whether the file is a part of the source: rows that it lacks are then not taken for deleted.
    removed
        Keys of rows that upstream has said to be deleted.
    needed
        Keys that other rows refer to: they stay, or come back.
    """
    schema = TABLES[name]
    held = standing.table(name)
    hers = held if held is not None else pd.DataFrame(columns=list(schema.names), dtype="str")
    brought = standing.brought(name)
    update = Update()
    base = _by_key(brought if brought is not None else theirs.iloc[:0], schema)
    mine, new = _by_key(hers, schema), _by_key(theirs, schema)
    needed = frozenset(needed)
    fresh = new.index.difference(base.index, sort=False)
    met = fresh.intersection(mine.index, sort=False)
    added = list(fresh.difference(met, sort=False))
    if subject:
        _meet(update, name, new.loc[met], mine.loc[met])
    gone_by_hand = base.index.intersection(new.index, sort=False).difference(mine.index, sort=False)
    back = [key for key in gone_by_hand if key in needed and not subject]
    if len(gone_by_hand) - len(back):
        update.notes.append(f"{name}: {len(gone_by_hand) - len(back):,} rows that were removed by hand stay out")
    changed = _changes(update, name, base, mine, new)
    gone = base.index.difference(new.index, sort=False).intersection(mine.index, sort=False)
    if partial:
        gone = gone.intersection(pd.Index(sorted(removed), dtype="str"), sort=False)
    dropped = _deletions(update, name, base, mine, gone, standing, needed)
    if brought is not None:
        update.entries += [(name, key.replace("\x1f", " + "), "new", "", "", "", "") for key in added]
    update.counts["new"] = len(added) + len(back)
    update.counts["deleted"] = len(dropped)
    if added or back or changed or dropped:
        update.frame = _applied(hers, new.loc[[*added, *back]], changed, dropped, schema)
    return update


def _by_key(frame: pd.DataFrame, schema: TableSchema) -> pd.DataFrame:
    """The schema's columns with the key as index; rows without a key are named by all their cells."""
    known = frame.reindex(columns=list(schema.names), fill_value="").fillna("").astype("str")
    keys = list(schema.key or schema.names)
    joined = known[keys[0]].str.strip()
    for key in keys[1:]:
        joined = joined + "\x1f" + known[key].str.strip()
    known.index = pd.Index(joined, dtype="str")
    return known[~known.index.duplicated()]


def _meet(update: Update, name: str, new: pd.DataFrame, mine: pd.DataFrame) -> None:
    """Rows whose id the study has from elsewhere: equal ones are the same row, of whatever stream; others are a problem."""
    new, mine = (frame.drop(columns="stream", errors="ignore") for frame in (new, mine))
    differs = ((new != mine) & (new != "")).any(axis=1)
    for key in new.index[differs]:
        column = next(name for name in new.columns if new.loc[key, name] not in ("", mine.loc[key, name]))
        hint = f"the study has {mine.loc[key, column]!r} there; to update an earlier import give its --name"
        update.problems.append(
            {"table": name, "row": None, "column": column, "rule": f"the id {key!r} is free, or its row is the same",
             "value": new.loc[key, column], "hint": hint}
        )  # fmt: skip
    same = int((~differs).sum())
    if same:
        update.notes.append(f"{name}: {same:,} rows were in the study already, and are the same")


def _changes(
    update: Update, name: str, base: pd.DataFrame, mine: pd.DataFrame, new: pd.DataFrame
) -> dict[str, pd.Series]:
    """The cells that take upstream's text, by column; conflicts are noted."""
    common = _moved(base, new).intersection(mine.index, sort=False)
    before, after, now = base.loc[common], new.loc[common], mine.loc[common]
    taken: dict[str, pd.Series] = {}
    touched, quarrels = pd.Series(False, index=common), pd.Series(False, index=common)
    for column in before.columns:
        moved = before[column] != after[column]
        own = now[column].str.strip() != before[column]
        take, quarrel = moved & ~own, moved & own & (now[column].str.strip() != after[column])
        if take.any():
            taken[column] = after.loc[take, column]
        cells = pd.DataFrame({"before": before[column], "after": after[column], "now": now[column]})
        for what, mask in (("changed", take), ("conflict: kept as it is in the study", quarrel)):
            told = cells[mask].itertuples(name=None)
            update.entries += [(name, key.replace("\x1f", " + "), what, column, *texts) for key, *texts in told]
        touched |= take
        quarrels |= quarrel
    update.counts["changed"] = int(touched.sum())
    update.counts["conflict"] += int(quarrels.sum())
    return taken


def _moved(base: pd.DataFrame, new: pd.DataFrame) -> pd.Index:
    """The keys of rows that are not as they were brought; of a million there are usually few."""
    places = new.index.get_indexer(base.index)
    both = np.flatnonzero(places >= 0)
    moved = np.zeros(len(both), dtype=bool)
    for column in base.columns:
        before, after = base[column].iloc[both], new[column].iloc[places[both]]
        moved |= _differ(before, after)
    return base.index[both[moved]]


def _differ(before: pd.Series, after: pd.Series) -> NDArray[np.bool_]:
    """Whether texts differ, place by place, without a Python object per cell."""
    first, second = (pa.array(cells, pa.large_string()) for cells in (before, after))
    return pc.not_equal(first, second).to_numpy(zero_copy_only=False)


def _deletions(
    update: Update,
    name: str,
    base: pd.DataFrame,
    mine: pd.DataFrame,
    gone: pd.Index,
    standing: Standing,
    needed: frozenset[str],
) -> list[str]:
    """The keys of rows that upstream no longer has and nobody holds on to."""
    if not len(gone):
        return []
    others = standing.brought_by_others(name) if TABLES[name].key else frozenset()
    untouched = (mine.loc[gone].apply(lambda cells: cells.str.strip()) == base.loc[gone]).all(axis=1)
    dropped = []
    for key in gone:
        if key in others or key in needed:
            continue
        what = "deleted" if untouched[key] else "conflict: deleted upstream, kept because it was edited"
        update.entries.append((name, key.replace("\x1f", " + "), what, "", "", "", ""))
        if untouched[key]:
            dropped.append(key)
        else:
            update.counts["conflict"] += 1
    return dropped


def _applied(
    hers: pd.DataFrame,
    added: pd.DataFrame,
    changed: dict[str, pd.Series],
    dropped: list[str],
    schema: TableSchema,
) -> pd.DataFrame:
    """Her table, in her order and with all her columns, and the new rows below."""
    after = hers.fillna("").astype("str")
    keys = list(schema.key or schema.names)
    for column in schema.names:
        filled = column in changed or (added[column] != "").any()
        if column not in after.columns and (filled or column in keys or schema[column].required):
            after[column] = ""
    joined = after.reindex(columns=keys, fill_value="")
    index = joined[keys[0]].str.strip()
    for key in keys[1:]:
        index = index + "\x1f" + joined[key].str.strip()
    after.index = pd.Index(index, dtype="str")
    for column, cells in changed.items():
        after.loc[cells.index, column] = cells
    after = after[~after.index.isin(dropped)]
    further = added.reindex(columns=after.columns, fill_value="")
    return pd.concat([after, further], ignore_index=True).astype("str")
