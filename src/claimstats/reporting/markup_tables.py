"""Read an HTML table: ours, a pandas frame's, a Styler's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from claimstats.reporting import blocks as b

if TYPE_CHECKING:
    from bs4 import Tag
    from bs4.element import PageElement

ReadInlines = Callable[["Iterable[PageElement]"], b.Inlines]

_NUMBER = re.compile(r"[-+−–(]?[\d.,]{1,3}[\d\s.,]{0,30}[)%]?(?:e[+-]?\d+)?\Z", re.IGNORECASE)
_NOTHING = frozenset(["", "nan", "NaN", "<NA>", "NaT", "None", "–"])
#: Text at least this long wraps.
_LONG = 32


def read_table(
    tag: Tag, read_inlines: ReadInlines, *, notes: tuple[b.Inlines, ...] = (), anchor: str | None = None
) -> b.DataTable:
    """Return the table in a ``table`` element."""
    rows = [row for row in tag.find_all("tr") if row.find_parent("table") is tag]
    head = [_read_row(row, read_inlines, head=True) for row in rows if row.find_parent("thead") is not None]
    body = [_read_row(row, read_inlines, head=False) for row in rows if row.find_parent("thead") is None]
    if not any("claimstats-table" in str(parent.get("class", "")) for parent in tag.parents):
        head = _merge_pandas_head(head)
        head, body = _align_by_content(head, body)
    caption = tag.find("caption", recursive=False)
    words = read_inlines(caption.children) if caption else ()
    return b.DataTable(tuple(head), tuple(body), caption=words, notes=notes, id=anchor)


def _read_row(row: Tag, read_inlines: ReadInlines, *, head: bool) -> tuple[b.TableCell, ...]:
    return tuple(_read_cell(cell, read_inlines, head=head) for cell in row.find_all(["td", "th"], recursive=False))


def _read_cell(cell: Tag, read_inlines: ReadInlines, *, head: bool) -> b.TableCell:
    names = str(cell.get("class", "")) if isinstance(cell.get("class"), str) else " ".join(cell.get("class") or [])
    known = names.split()
    align: b.Align = "right" if "right" in known else "center" if "center" in known else "left"
    children = read_inlines(cell.children)
    return b.TableCell(
        children,
        scope=_read_scope(cell, head=head) if b.plain_text(children).strip() else None,
        align=align,
        number="number" in known,
        wide="wide" in known,
        colspan=_read_span(cell, "colspan"),
        rowspan=_read_span(cell, "rowspan"),
    )


def _read_scope(cell: Tag, *, head: bool) -> Literal["col", "row", "colgroup", "rowgroup"] | None:
    if cell.name != "th":
        return None
    given: Any = cell.get("scope")
    if given in ("col", "row", "colgroup", "rowgroup"):
        return given
    if head:
        return "colgroup" if _read_span(cell, "colspan") > 1 else "col"
    return "rowgroup" if _read_span(cell, "rowspan") > 1 else "row"


def _read_span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    return min(max(int(value), 1), 1000) if value.isascii() and value.isdigit() else 1


def _merge_pandas_head(head: list[tuple[b.TableCell, ...]]) -> list[tuple[b.TableCell, ...]]:
    """Make one row of the two that pandas writes when the index has a name."""
    if len(head) != 2 or len(head[0]) != len(head[1]):
        return head
    pairs = list(zip(*head, strict=True))
    if any((upper.scope is None) == (lower.scope is None) for upper, lower in pairs if upper.scope or lower.scope):
        return head
    return [tuple(upper if upper.scope else lower for upper, lower in pairs)]


def _align_by_content(
    head: list[tuple[b.TableCell, ...]], body: list[tuple[b.TableCell, ...]]
) -> tuple[list[tuple[b.TableCell, ...]], list[tuple[b.TableCell, ...]]]:
    """Set numbers right. Columns count from the last, where row heads that span rows cannot shift them."""
    width = max((len(row) for row in body), default=0)
    numeric: set[int] = set()
    wide: set[int] = set()
    for place in range(1, width + 1):
        words = [b.plain_text(row[-place].children).strip() for row in body if len(row) >= place]
        said = [word for word in words if word not in _NOTHING]
        if said and all(_NUMBER.match(word) for word in said):
            numeric.add(place)
        if any(len(word) >= _LONG for word in words):
            wide.add(place)

    def settle(row: tuple[b.TableCell, ...]) -> tuple[b.TableCell, ...]:
        return tuple(_settle(cell, len(row) - place, numeric, wide) for place, cell in enumerate(row))

    return [settle(row) for row in head], [settle(row) for row in body]


def _settle(cell: b.TableCell, place: int, numeric: set[int], wide: set[int]) -> b.TableCell:
    if cell.colspan > 1:
        return replace(cell, align="center")
    if cell.scope == "row" or place not in numeric:
        return replace(cell, wide=place in wide)
    return replace(cell, align="right", number=True)
