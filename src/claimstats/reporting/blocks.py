"""What a report is made of: the neutral model that both the HTML page and the PDF are written from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Align = Literal["left", "right", "center"]


@dataclass(frozen=True)
class Text:
    """Characters, as they are."""

    value: str


@dataclass(frozen=True)
class Styled:
    """Inlines with a manner; ``raised`` is for the mark of a note, ``small`` for a unit."""

    manner: Literal["strong", "emphasis", "struck", "raised", "small"]
    children: Inlines


@dataclass(frozen=True)
class Foreign:
    """Words in another language."""

    language: str | None
    children: Inlines


@dataclass(frozen=True)
class Verbatim:
    """Characters to be read one by one."""

    value: str


@dataclass(frozen=True)
class Anchor:
    """Words that lead to an address, or to a place in the document."""

    url: str
    children: Inlines


@dataclass(frozen=True)
class Place:
    """Words that an anchor leads to; without a name where another place has taken it."""

    id: str
    children: Inlines


@dataclass(frozen=True)
class Mathematics:
    """A formula as TeX wrote it."""

    tex: str


@dataclass(frozen=True)
class Break:
    """The end of a line that the author meant."""


Inline: TypeAlias = Text | Styled | Foreign | Verbatim | Anchor | Place | Mathematics | Break
Inlines: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; level 2 is a section of the report."""

    level: int
    children: Inlines
    id: str | None = None


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, or small print."""

    children: Inlines
    note: bool = False


@dataclass(frozen=True)
class Listing:
    """A list, each item made of blocks; ``points`` marks the main points."""

    items: tuple[Blocks, ...]
    ordered: bool = False
    points: bool = False


@dataclass(frozen=True)
class DefinitionList:
    """Terms, each with what stands for it."""

    entries: tuple[tuple[Inlines, Inlines], ...]


@dataclass(frozen=True)
class TableCell:
    """One cell: a head of a column or a row where ``scope`` says so."""

    children: Inlines
    scope: Literal["col", "row", "colgroup", "rowgroup"] | None = None
    align: Align = "left"
    number: bool = False
    wide: bool = False
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True)
class DataTable:
    """A table; ``name`` is what a reader calls it ("Table 3"), given where it has a caption."""

    head: tuple[tuple[TableCell, ...], ...]
    body: tuple[tuple[TableCell, ...], ...]
    caption: Inlines = ()
    notes: tuple[Inlines, ...] = ()
    id: str | None = None
    name: str | None = None

    @property
    def width(self) -> int:
        """Return the number of columns."""
        rows = self.head + self.body
        return max((sum(cell.colspan for cell in row) for row in rows), default=0)


@dataclass(frozen=True)
class Figure:
    """A picture with its description; never without one."""

    media_type: str
    data: bytes
    alt: str
    caption: Inlines = ()
    title: Inlines = ()
    id: str | None = None
    name: str | None = None


@dataclass(frozen=True)
class Quotation:
    """Blocks in somebody else's words."""

    children: Blocks


@dataclass(frozen=True)
class Preformatted:
    """Lines that keep their spaces."""

    text: str


@dataclass(frozen=True)
class Formula:
    """A formula on a line of its own."""

    tex: str


@dataclass(frozen=True)
class Rule:
    """A thin line."""


Block: TypeAlias = (
    Heading | Paragraph | Listing | DefinitionList | DataTable | Figure | Quotation | Preformatted | Formula | Rule
)
Blocks: TypeAlias = tuple[Block, ...]


def plain_text(inlines: Inlines) -> str:
    """Return what the inlines say, without manner."""
    parts = []
    for inline in inlines:
        match inline:
            case Text(value) | Verbatim(value) | Mathematics(value):
                parts.append(value)
            case Break():
                parts.append(" ")
            case (
                Styled(children=children)
                | Foreign(children=children)
                | Anchor(children=children)
                | Place(children=children)
            ):
                parts.append(plain_text(children))
    return "".join(parts)
