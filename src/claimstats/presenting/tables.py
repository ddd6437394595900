"""A table as a reader wants it: one number of decimals down a column, and a reason for every gap."""

from __future__ import annotations

import datetime as dt
import numbers
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from claimstats.presenting.blocks import anchor_attribute
from claimstats.presenting.cells import (
    EN_DASH,
    THIN_SPACE,
    Missing,
    is_missing,
    is_pieces,
    known_digits,
    say_date,
    say_number,
)
from claimstats.presenting.inline import Pieces, escape_text, pieces_html, pieces_text

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["text", "number", "date"]
Align = Literal["left", "right", "center"]

#: Rows of a table that has a file of all its rows: some eight pages.
MOST_ROWS = 200

#: Words from this length on wrap, and the column says so, so that a phone gives it room.
_LONG = 60


@dataclass(frozen=True)
class TableColumn:
    """One column: where its cells come from and how they are said.

    Parameters
    ----------
    key
        Key of the cells in the rows.
    label
        What the head says, in sentence case.
    unit
        Said under the label, smaller: ``"per 1,000"``, ``"days"``.
    align
        ``left``, ``right`` or ``center``; by default numbers stand right and all else left.
    kind
        ``text``, ``number`` or ``date``.
    digits
        Decimals of a number column; by default as many as its values need, at most two.
    width
        ``"wide"`` keeps room for sentences, ``"narrow"`` refuses it; by default the content decides.
    """

    key: str
    label: str
    unit: str | None = None
    align: Align | None = None
    kind: Kind = "text"
    digits: int | None = None
    width: Literal["wide", "narrow"] | None = None


@dataclass(frozen=True, repr=False, kw_only=True)
class Table:
    """Rows under a caption that says what is counted.

    Parameters
    ----------
    columns
        The columns, in reading order.
    rows
        One mapping per row, from column key to cell. A cell is ``None`` or NaN (an en dash), a ``Missing``
        (an en dash, and its reason under the table), a number, a date, or pieces of a sentence.
    caption
        What is counted, of what, when. It stands above the table.
    notes
        Sentences under the table.
    row_header
        Key of the column that names the row.
    group
        Key (not necessarily a column) whose value, when it changes, opens a group with a line of its own.
    anchor
        A name that ``Link(..., "#name")`` can point to.
    file
        A file beside the report that holds all the rows. A table with one is cut where it grows too long to be read,
        and says so.
    most
        Rows shown of a table that has a ``file``.
    of
        How many rows the file has, where only those that are shown were made.
    """

    columns: Sequence[TableColumn]
    rows: Sequence[Mapping[str, object]]
    caption: Pieces
    notes: Sequence[Pieces] = ()
    row_header: str | None = None
    group: str | None = None
    anchor: str | None = None
    file: str | None = None
    most: int = MOST_ROWS
    of: int | None = None

    def __post_init__(self) -> None:
        keys = [column.key for column in self.columns]
        if len(set(keys)) != len(keys):
            raise ValueError(f"two columns share a key: {keys}")
        if self.row_header is not None and self.row_header not in keys:
            raise ValueError(f"row_header {self.row_header!r} is no column; the columns are {keys}")
        anchor_attribute(self.anchor)
        total = len(self.rows) if self.of is None else self.of
        if self.file is not None and total > self.most:
            every = f"{total:,}".replace(",", THIN_SPACE)
            told = f"The first {self.most} of {every} rows; {self.file}, beside this report, has all of them."
            object.__setattr__(self, "notes", (told, *self.notes))
            object.__setattr__(self, "rows", self.rows[: self.most])

    @classmethod
    def from_frame(
        cls,
        frame: pd.DataFrame,
        *,
        caption: Pieces,
        columns: Sequence[TableColumn] | None = None,
        notes: Sequence[Pieces] = (),
        row_header: str | None = None,
        group: str | None = None,
        anchor: str | None = None,
    ) -> Table:
        """Return a table of a frame's rows; without ``columns`` all of them are shown, labelled by name."""
        chosen = columns if columns is not None else [_guess_column(frame, str(name)) for name in frame.columns]
        named = frame.rename(columns=str).astype(object)
        rows = [dict(zip(named.columns, row, strict=True)) for row in named.to_numpy().tolist()]
        return cls(
            columns=chosen,
            rows=rows,
            caption=caption,
            notes=notes,
            row_header=row_header,
            group=group,
            anchor=anchor,
        )

    def _repr_html_(self) -> str:
        marks = _reason_marks(self)
        settled = [_settle_column(column, [row.get(column.key) for row in self.rows]) for column in self.columns]
        body = "".join(_body_html(self, settled, marks))
        head = "".join(_head_html(column) for column in settled)
        reasons = [f'<p class="note"><sup>{mark}</sup> {escape_text(reason)}</p>' for reason, mark in marks.items()]
        notes = [f'<p class="note">{pieces_html(note)}</p>' for note in self.notes]
        return (
            f'<div class="claimstats-table"{anchor_attribute(self.anchor)}><table>'
            f"<caption>{pieces_html(self.caption)}</caption><thead><tr>{head}</tr></thead>{body}</table>"
            f"{''.join(reasons + notes)}</div>"
        )

    def __repr__(self) -> str:
        settled = [_settle_column(column, [row.get(column.key) for row in self.rows]) for column in self.columns]
        lines = [pieces_text(self.caption), " | ".join(column.label for column in settled)]
        lines += [" | ".join(_cell_text(row.get(column.key), column) for column in settled) for row in self.rows]
        return "\n".join(lines + [pieces_text(note) for note in self.notes])


def _guess_column(frame: pd.DataFrame, name: str) -> TableColumn:
    values = [value for value in frame[name].astype(object).tolist() if not is_missing(value)]
    kind: Kind = "text"
    if values and all(isinstance(value, numbers.Real) and not isinstance(value, bool) for value in values):
        kind = "number"
    elif values and all(isinstance(value, dt.date) for value in values):
        kind = "date"
    return TableColumn(name, name.replace("_", " ").capitalize(), kind=kind)


def _settle_column(column: TableColumn, cells: list[object]) -> TableColumn:
    """Fill in what the content decides: decimals, alignment, room."""
    digits = known_digits(cells) if column.kind == "number" and column.digits is None else column.digits
    align = column.align or ("right" if column.kind == "number" else "left")
    longest = max((len(_cell_text(cell, column)) for cell in cells), default=0) if column.kind == "text" else 0
    return replace(column, digits=digits, align=align, width=column.width or ("wide" if longest >= _LONG else "narrow"))


def _reason_marks(table: Table) -> dict[str, str]:
    """Give every distinct reason a letter, in the order a reader meets them."""
    reasons: dict[str, str] = {}
    for row in table.rows:
        for column in table.columns:
            cell = row.get(column.key)
            if isinstance(cell, Missing) and cell.reason not in reasons:
                reasons[cell.reason] = _letter(len(reasons))
    return reasons


def _letter(place: int) -> str:
    letter = chr(ord("a") + place % 26)
    return letter if place < 26 else _letter(place // 26 - 1) + letter


def _head_html(column: TableColumn) -> str:
    unit = f' <span class="unit">{escape_text(column.unit)}</span>' if column.unit else ""
    return f'<th scope="col" class="{_classes(column)}">{escape_text(column.label)}{unit}</th>'


def _body_html(table: Table, columns: list[TableColumn], marks: Mapping[str, str]) -> list[str]:
    """Return one ``tbody`` for the whole table, or one per group under the group's name."""
    parts: list[str] = []
    current: object = None
    for place, row in enumerate(table.rows):
        group = row.get(table.group) if table.group else None
        if place == 0 or (table.group and group != current):
            parts.append("</tbody><tbody>" if parts else "<tbody>")
            if table.group:
                words = _cell_html(group, TableColumn(table.group, ""), marks)
                parts.append(f'<tr><th scope="rowgroup" colspan="{len(columns)}">{words}</th></tr>')
            current = group
        parts.append(
            "<tr>" + "".join(_td_html(table, column, row.get(column.key), marks) for column in columns) + "</tr>"
        )
    return [*parts, "</tbody>"] if parts else ["<tbody></tbody>"]


def _td_html(table: Table, column: TableColumn, cell: object, marks: Mapping[str, str]) -> str:
    words = _cell_html(cell, column, marks)
    if column.key == table.row_header:
        return f'<th scope="row" class="{_classes(column)}">{words}</th>'
    return f'<td class="{_classes(column)}">{words}</td>'


def _classes(column: TableColumn) -> str:
    return f"{column.kind} {column.align}" + (" wide" if column.width == "wide" else "")


def _cell_html(cell: object, column: TableColumn, marks: Mapping[str, str]) -> str:
    if isinstance(cell, Missing):
        return f"{EN_DASH}<sup>{marks.get(cell.reason, '')}</sup>"
    if is_pieces(cell):
        return pieces_html(cell)  # type: ignore[arg-type]
    return escape_text(_cell_text(cell, column))


def _cell_text(cell: object, column: TableColumn) -> str:
    if isinstance(cell, Missing) or is_missing(cell):
        return EN_DASH
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, numbers.Real):
        return say_number(cell, digits=known_digits([cell]) if column.digits is None else column.digits)
    if isinstance(cell, dt.date):
        return say_date(cell)
    if is_pieces(cell):
        return pieces_text(cell)  # type: ignore[arg-type]
    return str(cell)
