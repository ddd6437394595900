"""Turn blocks into the data that ``report.typ`` reads. Nothing is ever written into Typst source."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

from claimstats.reporting import blocks as b
from claimstats.reporting.columns import LONG_WORD, measure_columns, tie_days
from claimstats.reporting.finishing import SECTION
from claimstats.reporting.mathematics import read_formula

Node = dict[str, Any]

_UNBROKEN = re.compile(rf"\S{{{LONG_WORD},}}")
_BREAK_HERE = "\N{ZERO WIDTH SPACE}"

#: A table of more rows leads to no other place of the PDF: Typst sets a table that does so twice, once to learn where its links
#: arrive, and the appendices are half of a report. What leads to its rows still does, and in the page every link is there.
MOST_LINKED_ROWS = 60


def describe_blocks(blocks: b.Blocks, *, media: dict[str, bytes]) -> list[Node]:
    """Return the blocks as data; the bytes of pictures go into ``media`` under the names used."""
    nodes: list[Node] = []
    for block in blocks:
        node = _describe_block(block, media)
        if node["t"] == "table":
            node["lead"] = _take_headings(nodes) if node["turned"] else []
        nodes.append(node)
    return nodes


def _take_headings(nodes: list[Node]) -> list[Node]:
    """Take the headings off the end: they go with the table to its turned page."""
    lead: list[Node] = []
    while nodes and nodes[-1]["t"] == "heading":
        lead.insert(0, nodes.pop())
    return lead


def _describe_block(block: b.Block, media: dict[str, bytes]) -> Node:
    match block:
        case b.Heading(level, children, identifier):
            return {
                "t": "heading",
                "level": level - SECTION + 1,
                "c": describe_inlines(children),
                "id": identifier,
            }
        case b.Paragraph(children, note):
            return {"t": "note" if note else "paragraph", "c": describe_inlines(children)}
        case b.Listing(items, ordered, points):
            kind = "points" if points else "numbered" if ordered else "list"
            return {"t": kind, "items": [describe_blocks(item, media=media) for item in items]}
        case b.DefinitionList(entries):
            return {
                "t": "definitions",
                "entries": [[describe_inlines(part) for part in entry] for entry in entries],
            }
        case b.DataTable():
            return _describe_table(block)
        case b.Figure():
            return _describe_figure(block, media)
        case b.Quotation(children):
            return {"t": "quotation", "c": describe_blocks(children, media=media)}
        case b.Preformatted(text):
            return {"t": "preformatted", "v": text}
        case b.Formula(tex):
            return {"t": "formula", "v": tex, "m": read_formula(tex)}
        case b.Rule():
            return {"t": "rule"}


def _describe_figure(figure: b.Figure, media: dict[str, bytes]) -> Node:
    name = f"picture-{len(media):03}.{figure.media_type.removeprefix('image/').removesuffix('+xml')}"
    media[name] = figure.data
    return {
        "t": "figure", "file": name, "alt": figure.alt, "caption": describe_inlines(figure.caption),
        "title": describe_inlines(figure.title), "name": figure.name, "id": figure.id,
    }  # fmt: skip


def _describe_table(table: b.DataTable) -> Node:
    columns = measure_columns(table)
    inside = len(table.body) <= MOST_LINKED_ROWS
    head = [[_without_links(cell) for cell in row] for row in table.head]
    body = [
        [
            _without_links(cell) if _is_group(cell) else cell if inside else _without_links(cell, outside=True)
            for cell in row
        ]
        for row in table.body
    ]
    return {
        "t": "table", "columns": table.width, "turned": columns.turned,
        "widths": list(columns.widths),
        "scale": columns.scale,
        "head": [[_describe_cell(cell, tied=False) for cell in row] for row in head],
        "body": [[_describe_cell(cell, tied=columns.tied) for cell in row] for row in body],
        "caption": describe_inlines(table.caption), "notes": [describe_inlines(note) for note in table.notes],
        "name": table.name, "id": table.id,
    }  # fmt: skip


def _is_group(cell: b.TableCell) -> bool:
    return cell.scope == "rowgroup" and cell.colspan > 1


def _without_links(cell: b.TableCell, *, outside: bool = False) -> b.TableCell:
    """The cell without links: a head comes again on the next page, and what comes again may lead nowhere in PDF/UA.

    With ``outside`` what leads out of the report stays.
    """
    return replace(cell, children=_unlink(cell.children, outside=outside))


def _unlink(inlines: b.Inlines, *, outside: bool) -> b.Inlines:
    plain: list[b.Inline] = []
    for inline in inlines:
        match inline:
            case b.Anchor(url, children) if url.startswith("#") or not outside:
                plain += _unlink(children, outside=outside)
            case b.Styled() | b.Foreign() | b.Place() | b.Anchor():
                plain.append(replace(inline, children=_unlink(inline.children, outside=outside)))
            case _:
                plain.append(inline)
    return tuple(plain)


def _describe_cell(cell: b.TableCell, *, tied: bool) -> Node:
    node: Node = {
        "c": describe_inlines(cell.children, breakable=True, tied=tied),
        "a": cell.align,
        "h": cell.scope is not None,
    }
    return node | {
        "cs": cell.colspan,
        "rs": cell.rowspan,
        "group": _is_group(cell),
    }


def describe_inlines(inlines: b.Inlines, *, breakable: bool = False, tied: bool = False) -> list[Node]:
    """Return the inlines as data.

    ``breakable`` lets the long words of a narrow column break; ``tied`` keeps each day in words on one line.
    """
    nodes = [_describe_inline(inline, breakable, tied) for inline in inlines]
    for node, after in pairwise(nodes):
        if after["t"] == "small" and node["t"] == "text":
            # A unit stands on its own line; a space before it would push right-aligned words off the edge.
            node["v"] = node["v"].rstrip(" ")
    return nodes


def _describe_inline(inline: b.Inline, breakable: bool, tied: bool) -> Node:
    match inline:
        case b.Text(value):
            words = _break_words(value) if breakable else value
            return {"t": "text", "v": tie_days(words) if tied else words}
        case b.Verbatim(value):
            return {"t": "code", "v": _break_words(value) if breakable else value}
        case b.Break():
            return {"t": "break"}
        case b.Mathematics(tex):
            return {"t": "math", "v": tex, "m": read_formula(tex)}
        case b.Styled(manner, children):
            return {"t": manner, "c": describe_inlines(children, breakable=breakable, tied=tied)}
        case b.Foreign(language, children):
            return {"t": "foreign", "lang": language, "c": describe_inlines(children, breakable=breakable, tied=tied)}
        case b.Anchor(url, children):
            return {"t": "link", "url": url, "c": describe_inlines(children, breakable=breakable, tied=tied)}
        case b.Place(identifier, children):
            return {"t": "place", "id": identifier, "c": describe_inlines(children, breakable=breakable, tied=tied)}


def _break_words(text: str) -> str:
    """Give words too long for a column places to break: after punctuation, else every so many characters."""

    def with_breaks(match: re.Match[str]) -> str:
        word = re.sub(r"(?<=[/._\-=&?:])(?=\w)", _BREAK_HERE, match[0])
        return re.sub(rf"(\w{{{LONG_WORD // 2}}})(?=\w{{4}})", rf"\1{_BREAK_HERE}", word)

    return _UNBROKEN.sub(with_breaks, text)
