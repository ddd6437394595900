"""The files of an import in a study: rows as they were brought, refusals, changes, merged rows, and the tables themselves."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from claimstats.inputs.importing.committing import Staged
from claimstats.inputs.importing.gathering import Gathering
from claimstats.inputs.importing.packed import Packed, csv_bytes
from claimstats.inputs.importing.standing import Standing
from claimstats.inputs.importing.updating import Update
from claimstats.schema import TABLES

__all__ = ["CHANGED_COLUMNS", "changes_frame", "columns_held", "write_frame", "write_merged", "write_table"]

CHANGED_COLUMNS = ("column", "rule", "before", "after", "rows", "first_row")


def write_table(staged: Staged, record: str, name: str, table: Packed, update: Update, standing: Standing) -> None:
    """The rows as they were brought, for the next time; and the study's table, if it is other than before."""
    names = columns_held(table, name)
    staged.write(f"{record}/{name}.csv", csv_bytes(table, names))
    held = standing.path(name)
    if held is None and update.frame is None:
        if len(table) and not (standing.record / f"{name}.csv").is_file():
            staged.copy(f"{name}.csv", f"{record}/{name}.csv")
    elif update.frame is not None and held is not None and held.suffix == ".parquet":
        path = staged.write(held.name, [])
        update.frame.to_parquet(path, index=False)
    elif update.frame is not None:
        whole = Packed.of_frame(update.frame)
        staged.write(f"{name}.csv", csv_bytes(whole, tuple(str(column) for column in update.frame.columns)))


def columns_held(table: Packed, name: str) -> tuple[str, ...]:
    """The columns that hold anything, and those that must be there, in the order of the schema.

    Parameters
    ----------
    table, name
        Rows, and which table of the schema they are of.
    """
    return tuple(column.name for column in TABLES[name].columns if column.required or table.holds(column.name))


def write_frame(staged: Staged, name: str, frame: pd.DataFrame) -> None:
    """A small table as CSV.

    Parameters
    ----------
    staged, name, frame
        Where, under which name, and what.
    """
    text = Packed.of_frame(frame.astype("str"))
    staged.write(name, csv_bytes(text, tuple(str(column) for column in frame.columns)))


def write_merged(staged: Staged, path: str, table: Packed, rules: Mapping[str, str], name: str) -> None:
    """The rows that went into others, with the rule by which they did."""
    into = table.values("merged_into")
    key = TABLES[name].key[0] if TABLES[name].key else ""
    frame = table.frame(("merged_into", *columns_held(table, name)))
    frame["merged_into"] = into.where(into != "", frame[key] if key else "")
    rule = pd.Series(rules.get(name, ""), index=frame.index).where(into != "", "equal rows")
    frame.insert(1, "rule", rule)
    frame.insert(2, "row", table.rows)
    order = frame.sort_values([column for column in frame.columns if column != "row"], kind="stable")
    write_frame(staged, path, order)


def changes_frame(gathering: Gathering) -> pd.DataFrame:
    """Every kind of change with the number of its rows, in one order."""
    rows = sorted(
        (kind.column, kind.rule, kind.before, kind.after, count, first)
        for kind, (count, first) in gathering.changes.items()
    )
    return pd.DataFrame(rows, columns=list(CHANGED_COLUMNS))
