"""Pieces of a sentence: words, links, emphasis, quotations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeAlias

#: What may become a link. Anything else (``javascript:``, ``file:``, ``data:``) stays plain text.
LINK_TARGET = re.compile(r"(?:https?://[^\s<>\"]+|#[\w.:-]+)\Z", re.IGNORECASE)
#: A name that a link can point to.
ANCHOR = re.compile(r"[A-Za-z][\w.:-]*\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")


def pieces_html(pieces: Pieces) -> str:
    """Return the pieces as escaped HTML."""
    if isinstance(pieces, str):
        return escape_text(pieces)
    if isinstance(pieces, Link | Target | Strong | Emphasis | Quote | Code):
        return pieces.html()
    return "".join(pieces_html(piece) for piece in pieces)


def pieces_text(pieces: Pieces) -> str:
    """Return the pieces as plain text."""
    if isinstance(pieces, str):
        return pieces
    if isinstance(pieces, Link | Target | Strong | Emphasis | Code):
        return pieces_text(pieces.text)
    if isinstance(pieces, Quote):
        return f"“{pieces.text}”"
    return "".join(pieces_text(piece) for piece in pieces)


def escape_text(text: str) -> str:
    """Escape for HTML; a dollar sign too, because a viewer may typeset what stands between two of them."""
    return escape(text).replace("$", "&#36;")


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere.

    Parameters
    ----------
    text
        What the reader sees.
    url
        An ``http``, ``https`` or ``#fragment`` address. Any other address is left out and the words stay.
    """

    text: Pieces
    url: str | None

    def html(self) -> str:
        """Return an anchor, or the bare words where the address is no address."""
        words = pieces_html(self.text)
        if self.url is None or not LINK_TARGET.match(self.url):
            return words
        return f'<a href="{escape_text(self.url)}">{words}</a>'


@dataclass(frozen=True)
class Target:
    """Words that a ``Link(..., "#name")`` leads to.

    Parameters
    ----------
    text
        What the reader sees.
    anchor
        The name: a letter first, then letters, digits and ``. _ : -``.
    """

    text: Pieces
    anchor: str

    def __post_init__(self) -> None:
        if not ANCHOR.match(self.anchor):
            raise ValueError(f"{self.anchor!r} is no anchor: a letter first, then letters, digits and . _ : -")

    def html(self) -> str:
        """Return the words in a ``span`` of that name."""
        return f'<span id="{self.anchor}">{pieces_html(self.text)}</span>'


@dataclass(frozen=True)
class Strong:
    """Words of weight: the number that a sentence is about."""

    text: Pieces

    def html(self) -> str:
        """Return the words in ``strong``."""
        return f"<strong>{pieces_html(self.text)}</strong>"


@dataclass(frozen=True)
class Emphasis:
    """Words set off from their neighbours: a title, a foreign term."""

    text: Pieces

    def html(self) -> str:
        """Return the words in ``em``."""
        return f"<em>{pieces_html(self.text)}</em>"


@dataclass(frozen=True)
class Code:
    """Characters to be read as they are: a hash, a column name, a command."""

    text: str

    def html(self) -> str:
        """Return the characters in ``code``."""
        return f"<code>{escape_text(self.text)}</code>"


@dataclass(frozen=True)
class Quote:
    """Somebody's words, in quotation marks and in their own language.

    Parameters
    ----------
    text
        The words as they were said or written.
    language
        BCP 47 tag of the words, such as ``"ru"``; it decides direction and the voice of a screen reader.
    """

    text: str
    language: str | None = None

    def html(self) -> str:
        """Return the words in quotation marks, isolated so that their direction does not leak."""
        lang = f' lang="{self.language}"' if self.language and _LANGUAGE.match(self.language) else ""
        return f"“<bdi{lang}>{escape_text(self.text)}</bdi>”"


Pieces: TypeAlias = str | Link | Target | Strong | Emphasis | Quote | Code | Sequence["Pieces"]
