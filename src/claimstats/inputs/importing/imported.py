"""What an import did: rows read, kept, merged, refused, and how the study changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

__all__ = ["Imported"]

#: Reasons that the summary prints; all of them are in `refused.csv`.
_REASONS = 6


@dataclass(frozen=True, kw_only=True, repr=False)
class Imported:
    """The account of one import. ``read`` is the sum of ``kept``, ``merged`` and ``refused_rows``.

    Parameters
    ----------
    study, name, format
        The study's folder, what the import is called there (``imports/NAME``), and the format.
    read, kept, merged, refused_rows
        Rows of the file.
    refused
        What was not taken, and why: ``row, column, rule, value, hint``. A row of which a part was kept may stand there too.
    changes
        What was changed on the way: ``column, rule, before, after, rows, first_row``.
    updates
        What is other than at the last import: ``table, id, what, column, before, upstream, study``.
    tables
        Table to the number of its rows that the file brought, and how many are new, changed, deleted or in conflict.
    notes
        What else there is to know, one sentence each.
    written
        The files of the study that are other than before.
    """

    study: Path
    name: str
    format: str
    read: int
    kept: int
    merged: int
    refused_rows: int
    refused: pd.DataFrame
    changes: pd.DataFrame
    updates: pd.DataFrame
    tables: Mapping[str, Mapping[str, int]]
    notes: tuple[str, ...]
    written: tuple[str, ...]

    def __repr__(self) -> str:
        """Describe the import in a paragraph and a list."""
        head = f"{self.format} into {self.study.name} (imports/{self.name})"
        rows = f"{self.read:,} rows read, {self.kept:,} kept, {self.merged:,} merged into others, {self.refused_rows:,} refused"
        lines = [f"{head}: {rows}"]
        for table, counts in self.tables.items():
            told = [f"{counts[what]:,} {what}" for what in ("new", "changed", "deleted", "conflict") if counts[what]]
            lines.append(
                f"  {table}: {counts['rows']:,} rows; {', '.join(told) if told else 'nothing is other than before'}"
            )
        reasons = self.refused.drop_duplicates("row").groupby(["column", "rule"], sort=True).size()
        reasons = reasons.sort_values(ascending=False, kind="stable")
        for (column, rule), count in reasons.head(_REASONS).items():
            lines.append(f"  refused: {count:,} rows, {column or 'the row'}: {rule}")
        if len(reasons) > _REASONS:
            lines.append(f"  refused: for {len(reasons) - _REASONS} more reasons, see imports/{self.name}/refused.csv")
        lines += [f"  note: {note}" for note in self.notes]
        changed = int(self.changes["rows"].sum())
        if changed:
            lines.append(f"  {changed:,} cells were changed on the way: imports/{self.name}/changes.csv")
        if not self.written:
            lines.append("  nothing was written: the study holds all of it already")
        return "\n".join(lines)
