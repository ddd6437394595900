"""Finish a document: no heading level skipped, tables and figures numbered, ids unique, links that arrive."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace

from claimstats.reporting import blocks as b

#: Level of a section; the level above it is the report's title.
SECTION = 2


def finish(cells: Mapping[str, b.Blocks], warnings: list[str]) -> dict[str, b.Blocks]:
    """Return the cells' blocks, finished; what could not be linked is told in ``warnings``."""
    finishing = _Finishing()
    numbered = {
        name: tuple(map(finishing.name_block, finishing.without_title(blocks))) for name, blocks in cells.items()
    }
    placed = {name: tuple(_map_block(block, finishing.place) for block in own) for name, own in numbered.items()}
    lost: dict[str, None] = {}

    def settle(found: b.Anchor | b.Place) -> b.Inlines:
        if isinstance(found, b.Place) or not found.url.startswith("#") or found.url[1:] in finishing.ids:
            return (found,)
        lost[found.url] = None
        return found.children

    settled = {name: tuple(_map_block(block, settle) for block in own) for name, own in placed.items()}
    warnings += [f"nothing in the report is called {url}; its link is plain text" for url in lost]
    return settled


class _Finishing:
    """What has been met so far, in reading order."""

    def __init__(self) -> None:
        self.ids: set[str] = {"main", "contents", "colophon"}
        self.level = SECTION - 1
        self.counts = {"Table": 0, "Figure": 0}
        self.started = False

    def without_title(self, blocks: b.Blocks) -> b.Blocks:
        """Drop the notebook's own title, if its first block is one: the report's stands in its place."""
        if self.started or not blocks:
            return blocks
        self.started = True
        first = blocks[0]
        return blocks[1:] if isinstance(first, b.Heading) and first.level == 1 else blocks

    def name_block(self, block: b.Block) -> b.Block:
        match block:
            case b.Heading():
                self.level = max(SECTION, min(block.level, self.level + 1))
                return replace(block, level=self.level, id=self._claim(block.id or _slug(b.plain_text(block.children))))
            case b.DataTable():
                name = self._number("Table") if block.caption else None
                identifier = block.id or (_slug(name) if name else "table")
                return replace(block, name=name, id=self._claim(identifier))
            case b.Figure():
                name = self._number("Figure") if block.caption else None
                return replace(block, name=name, id=self._claim(block.id or (_slug(name) if name else "figure")))
            case b.Quotation():
                return replace(block, children=tuple(map(self.name_block, block.children)))
            case b.Listing():
                return replace(block, items=tuple(tuple(map(self.name_block, item)) for item in block.items))
        return block

    def place(self, found: b.Anchor | b.Place) -> b.Inlines:
        """Keep a place whose name nothing else has taken; of another its words stay."""
        if isinstance(found, b.Anchor):
            return (found,)
        if found.id in self.ids:
            return found.children
        self.ids.add(found.id)
        return (found,)

    def _number(self, kind: str) -> str:
        self.counts[kind] += 1
        return f"{kind} {self.counts[kind]}"

    def _claim(self, wanted: str) -> str:
        identifier, count = wanted, 1
        while identifier in self.ids:
            count += 1
            identifier = f"{wanted}-{count}"
        self.ids.add(identifier)
        return identifier


def _slug(words: str) -> str:
    """Return an id for words in any script; one that starts with a letter whatever the words."""
    plain = unicodedata.normalize("NFC", words).casefold()
    slug = re.sub(r"[^\w]+", "-", plain).strip("-_")[:60].rstrip("-")
    return slug if re.match(r"[a-z]", slug) else f"s-{slug}" if slug else "section"


Settle = Callable[[b.Anchor | b.Place], b.Inlines]


def _map_block(block: b.Block, settle: Settle) -> b.Block:
    """Return the block with each of its links and places settled."""
    match block:
        case b.Heading() | b.Paragraph():
            return replace(block, children=_map_inlines(block.children, settle))
        case b.Figure():
            return replace(block, caption=_map_inlines(block.caption, settle), title=_map_inlines(block.title, settle))
        case b.Quotation():
            return replace(block, children=tuple(_map_block(child, settle) for child in block.children))
        case b.Listing():
            return replace(
                block, items=tuple(tuple(_map_block(child, settle) for child in item) for item in block.items)
            )
        case b.DefinitionList():
            entries = tuple((_map_inlines(term, settle), _map_inlines(value, settle)) for term, value in block.entries)
            return replace(block, entries=entries)
        case b.DataTable():
            return replace(
                block,
                head=_map_rows(block.head, settle),
                body=_map_rows(block.body, settle),
                caption=_map_inlines(block.caption, settle),
                notes=tuple(_map_inlines(note, settle) for note in block.notes),
            )
    return block


def _map_rows(rows: tuple[tuple[b.TableCell, ...], ...], settle: Settle) -> tuple[tuple[b.TableCell, ...], ...]:
    return tuple(tuple(replace(cell, children=_map_inlines(cell.children, settle)) for cell in row) for row in rows)


def _map_inlines(inlines: b.Inlines, settle: Settle) -> b.Inlines:
    settled: list[b.Inline] = []
    for inline in inlines:
        match inline:
            case b.Anchor() | b.Place():
                settled += settle(replace(inline, children=_map_inlines(inline.children, settle)))
            case b.Styled() | b.Foreign():
                settled.append(replace(inline, children=_map_inlines(inline.children, settle)))
            case _:
                settled.append(inline)
    return tuple(settled)
