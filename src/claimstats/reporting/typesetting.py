"""Turn blocks into the data that ``report.typ`` reads. Nothing is ever written into Typst source."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from claimstats.reporting import blocks as b
from claimstats.reporting.finishing import SECTION
from claimstats.reporting.mathematics import read_formula

Node = dict[str, Any]

#: Characters that a word of a table cell may have before it is given places to break.
_LONG_WORD = 24
_UNBROKEN = re.compile(rf"\S{{{_LONG_WORD},}}")
_BREAK_HERE = "\N{ZERO WIDTH SPACE}"

#: Estimates for the text size of table cells, in millimetres; a little generous, because turning a page
#: costs less than a column of broken words.
_CHARACTER, _GAP = 1.75, 4.2
#: What a letter takes when it is set: a width too generous here would leave columns of sentences too little.
_SET = 1.55
#: How much wider a bold letter is.
_BOLD = 1.2
_TEXT_WIDTH, _TURNED_WIDTH = 166.0, 253.0
#: A table that fits with text this much smaller is not turned: a turned page leaves half a page empty.
_SMALLEST_UPRIGHT = 0.86
#: Characters that a column of sentences can be narrowed to.
_WRAPPED = 24


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
    rows = table.head + table.body
    least = _least_widths(rows, table.width)
    needed = sum(least) * _CHARACTER + table.width * _GAP
    turned = needed * _SMALLEST_UPRIGHT > _TEXT_WIDTH
    line = _TURNED_WIDTH if turned else _TEXT_WIDTH
    scale = min(1.0, line / needed)
    return {
        "t": "table", "columns": table.width, "turned": turned,
        "widths": _share_width(table, room=line / scale - table.width * _GAP),
        "scale": scale,
        "head": [[_describe_cell(cell) for cell in row] for row in table.head],
        "body": [[_describe_cell(cell) for cell in row] for row in table.body],
        "caption": describe_inlines(table.caption), "notes": [describe_inlines(note) for note in table.notes],
        "name": table.name, "id": table.id,
    }  # fmt: skip


def _least_widths(rows: tuple[tuple[b.TableCell, ...], ...], width: int) -> list[float]:
    """Return the characters that each column cannot do without: a whole number, a few words of a sentence."""
    least = [2.0] * width
    for row in rows:
        if sum(cell.colspan for cell in row) != width:
            continue  # under a row span, or a group's name: the other rows decide
        place = 0
        for cell in row:
            if cell.colspan == 1:
                least[place] = max(least[place], _least_width(cell))
            place += cell.colspan
    return least


#: Characters up to which a cell is better not broken (a date, a name), and the shortest line of a sentence.
_SHORT, _LEAST_LINE = 18, 14


def _share_width(table: b.DataTable, *, room: float) -> list[float]:
    """Return each column's share of a full line, so that sentences get the room; nothing where all fits anyhow.

    A column of short cells has what they need to stay whole; what is left goes to the columns of sentences, by how long
    these are.
    """
    head, body = _lengths(table.head, table.width), _lengths(table.body, table.width)
    natural = [max((length for length, _ in cells), default=0) for cells in body]
    if (
        sum(max(n, max((h for h, _ in cells), default=0)) for n, cells in zip(natural, head, strict=True)) * _SET
        <= room
    ):
        return []
    # The head is set in bold, whose letters are wider: a word too long for its column would run into the next one's.
    words = [
        min(max(6, *(word * _BOLD for _, word in h), *(word for _, word in c)), _LONG_WORD)
        for h, c in zip(head, body, strict=True)
    ]
    whole = [max(word, n) if n <= _SHORT else word for word, n in zip(words, natural, strict=True)]
    needs = whole if sum(whole) * _SET <= room else words
    needs = [max(need, _LEAST_LINE) if n > _WRAPPED else need for need, n in zip(needs, natural, strict=True)]
    wishes = [
        # Between the usual cell and the longest: one long list of names among dashes would else have no room.
        max((sum(length for length, _ in cells) / max(len(cells), 1) + n) / 2 - need, 0.0) if n > _SHORT else 0.0
        for cells, need, n in zip(body, needs, natural, strict=True)
    ]
    wishes = wishes if sum(wishes) else [float(need) for need in needs]
    spare = max(room / _SET - sum(needs), 0.0)
    # A share is of the whole line, the space between columns too: without it narrow columns would pay for wide ones.
    gap = _GAP / _SET
    return [round(need + gap + spare * wish / sum(wishes), 2) for need, wish in zip(needs, wishes, strict=True)]


def _lengths(rows: tuple[tuple[b.TableCell, ...], ...], width: int) -> list[list[tuple[int, int]]]:
    """Return, by column, the length of each cell and of its longest word; rows with spans are passed over."""
    found: list[list[tuple[int, int]]] = [[] for _ in range(width)]
    for row in rows:
        if len(row) != width:
            continue
        for place, cell in enumerate(row):
            words = b.plain_text(cell.children)
            found[place].append((len(words), max((len(word) for word in words.split()), default=0)))
    return found


def _least_width(cell: b.TableCell) -> float:
    words = b.plain_text(cell.children)
    if cell.number and cell.scope is None:
        return min(len(words), _LONG_WORD)
    longest = max((len(word) for word in words.split()), default=0)
    return min(max(longest, min(len(words) / 2, _WRAPPED)), _LONG_WORD)


def _describe_cell(cell: b.TableCell) -> Node:
    node: Node = {
        "c": describe_inlines(cell.children, breakable=True),
        "a": cell.align,
        "h": cell.scope is not None,
    }
    return node | {
        "cs": cell.colspan,
        "rs": cell.rowspan,
        "group": cell.scope == "rowgroup" and cell.colspan > 1,
    }


def describe_inlines(inlines: b.Inlines, *, breakable: bool = False) -> list[Node]:
    """Return the inlines as data; ``breakable`` lets the long words of a narrow column break."""
    nodes = [_describe_inline(inline, breakable) for inline in inlines]
    for node, after in pairwise(nodes):
        if after["t"] == "small" and node["t"] == "text":
            # A unit stands on its own line; a space before it would push right-aligned words off the edge.
            node["v"] = node["v"].rstrip(" ")
    return nodes


def _describe_inline(inline: b.Inline, breakable: bool) -> Node:
    match inline:
        case b.Text(value):
            return {"t": "text", "v": _break_words(value) if breakable else value}
        case b.Verbatim(value):
            return {"t": "code", "v": _break_words(value) if breakable else value}
        case b.Break():
            return {"t": "break"}
        case b.Mathematics(tex):
            return {"t": "math", "v": tex, "m": read_formula(tex)}
        case b.Styled(manner, children):
            return {"t": manner, "c": describe_inlines(children, breakable=breakable)}
        case b.Foreign(language, children):
            return {"t": "foreign", "lang": language, "c": describe_inlines(children, breakable=breakable)}
        case b.Anchor(url, children):
            return {"t": "link", "url": url, "c": describe_inlines(children, breakable=breakable)}
        case b.Place(identifier, children):
            return {"t": "place", "id": identifier, "c": describe_inlines(children, breakable=breakable)}


def _break_words(text: str) -> str:
    """Give words too long for a column places to break: after punctuation, else every so many characters."""

    def with_breaks(match: re.Match[str]) -> str:
        word = re.sub(r"(?<=[/._\-=&?:])(?=\w)", _BREAK_HERE, match[0])
        return re.sub(rf"(\w{{{_LONG_WORD // 2}}})(?=\w{{4}})", rf"\1{_BREAK_HERE}", word)

    return _UNBROKEN.sub(with_breaks, text)
