"""Blocks of a page that carry sentences: paragraphs, main points, notes, headings, definitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimstats.presenting.inline import ANCHOR, Pieces, pieces_html, pieces_text


def anchor_attribute(anchor: str | None) -> str:
    """Return `` id="..."`` for a usable anchor, refuse an unusable one, return nothing for none."""
    if anchor is None:
        return ""
    if not ANCHOR.match(anchor):
        raise ValueError(f"{anchor!r} is no anchor: a letter first, then letters, digits and . _ : -")
    return f' id="{anchor}"'


@dataclass(frozen=True, init=False, repr=False)
class Paragraph:
    """A paragraph made of pieces: ``Paragraph("Said on ", Strong("3"), " days.")``."""

    pieces: tuple[Pieces, ...]

    def __init__(self, *pieces: Pieces) -> None:
        object.__setattr__(self, "pieces", pieces)

    def _repr_html_(self) -> str:
        return f"<p>{pieces_html(self.pieces)}</p>"

    def __repr__(self) -> str:
        return pieces_text(self.pieces)


@dataclass(frozen=True, init=False, repr=False)
class Note:
    """Small print: a caveat, a source, a way of counting."""

    pieces: tuple[Pieces, ...]

    def __init__(self, *pieces: Pieces) -> None:
        object.__setattr__(self, "pieces", pieces)

    def _repr_html_(self) -> str:
        return f'<p class="note">{pieces_html(self.pieces)}</p>'

    def __repr__(self) -> str:
        return pieces_text(self.pieces)


@dataclass(frozen=True, repr=False)
class Points:
    """The main points: one sentence or two each, made from the numbers."""

    points: Sequence[Pieces]

    def _repr_html_(self) -> str:
        return '<ul class="points">' + "".join(f"<li>{pieces_html(point)}</li>" for point in self.points) + "</ul>"

    def __repr__(self) -> str:
        return "\n".join(f"- {pieces_text(point)}" for point in self.points)


@dataclass(frozen=True, init=False, repr=False)
class Heading:
    """A heading whose words come from the data; a fixed heading belongs in a Markdown cell.

    Parameters
    ----------
    level
        2 for a section, 3 and 4 below it. Level 1 is the report's title, which the renderer writes.
    pieces
        The words.
    anchor
        A name that ``Link(..., "#name")`` can point to.
    """

    level: int
    pieces: tuple[Pieces, ...]
    anchor: str | None

    def __init__(self, level: int, *pieces: Pieces, anchor: str | None = None) -> None:
        if level not in (2, 3, 4):
            raise ValueError(f"a heading has level 2, 3 or 4, not {level!r}")
        anchor_attribute(anchor)
        object.__setattr__(self, "level", level)
        object.__setattr__(self, "pieces", pieces)
        object.__setattr__(self, "anchor", anchor)

    def _repr_html_(self) -> str:
        return f"<h{self.level}{anchor_attribute(self.anchor)}>{pieces_html(self.pieces)}</h{self.level}>"

    def __repr__(self) -> str:
        return pieces_text(self.pieces)


@dataclass(frozen=True, repr=False)
class Definitions:
    """Terms and what stands for each: provenance, a glossary, the settings of a run."""

    entries: Sequence[tuple[Pieces, Pieces]]

    def _repr_html_(self) -> str:
        rows = (f"<dt>{pieces_html(term)}</dt><dd>{pieces_html(value)}</dd>" for term, value in self.entries)
        return "<dl>" + "".join(rows) + "</dl>"

    def __repr__(self) -> str:
        return "\n".join(f"{pieces_text(term)}: {pieces_text(value)}" for term, value in self.entries)
