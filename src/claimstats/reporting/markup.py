"""Read a cell's HTML output into blocks.

Only what is known here passes: scripts, styles, frames and event handlers have no way in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from claimstats.presenting.inline import LINK_TARGET
from claimstats.reporting import blocks as b
from claimstats.reporting.markdown import decode_image
from claimstats.reporting.markup_tables import read_table

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag
    from bs4.element import PageElement

#: What these hold is no text of the document.
DROPPED = frozenset(
    [
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "template",
        "noscript",
        "svg",
        "math",
        "canvas",
        "audio",
        "video",
        "link",
        "meta",
        "head",
        "title",
        "form",
        "input",
        "button",
        "select",
        "textarea",
    ]
)
_MANNERS = {"strong": "strong", "b": "strong", "em": "emphasis", "i": "emphasis", "cite": "emphasis",
            "del": "struck", "s": "struck", "sup": "raised", "small": "small"}  # fmt: skip
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "nav",
        "ul",
        "ol",
        "li",
        "dl",
        "table",
        "figure",
        "blockquote",
        "pre",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "details",
        "summary",
        "center",
    ]
)
_SPACE = re.compile(r"[ \t\r\n\f]+")


@lru_cache(maxsize=128)
def read_markup(html: str) -> tuple[b.Blocks, tuple[str, ...]]:
    """Return the blocks of an HTML fragment, and the names of the elements that were left out.

    The latest are kept: an output is read while the kernel still runs, and found again when the document is made.
    """
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    dropped = sorted({tag.name for tag in soup.find_all(list(DROPPED)) if tag.name != "style"})
    return _read_children(soup), tuple(dropped)


def _read_children(parent: Tag | BeautifulSoup) -> b.Blocks:
    """Return the children as blocks; loose inlines between them gather into paragraphs."""
    from bs4 import Tag

    blocks: list[b.Block] = []
    loose: list[PageElement] = []
    for child in parent.children:
        if isinstance(child, Tag) and child.name in _BLOCKS:
            blocks += _gather(loose)
            loose = []
            blocks += _read_block(child)
        else:
            loose.append(child)
    return (*blocks, *_gather(loose))


def _gather(loose: Iterable[PageElement]) -> b.Blocks:
    inlines = trim(read_inlines(loose))
    return (b.Paragraph(inlines),) if inlines else ()


def _read_block(tag: Tag) -> b.Blocks:
    match tag.name:
        case "p":
            inlines = trim(read_inlines(tag.children))
            return (b.Paragraph(inlines, note="note" in classes(tag)),) if inlines else ()
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6" as name:
            return (b.Heading(int(name[1]), trim(read_inlines(tag.children)), id=identifier(tag)),)
        case "ul" | "ol" as name:
            items = tuple(_read_children(item) for item in tag.find_all("li", recursive=False))
            return (b.Listing(items, ordered=name == "ol", points="points" in classes(tag)),)
        case "dl":
            return (_read_definitions(tag),)
        case "table":
            return (read_table(tag, read_inlines),)
        case "figure":
            return _read_figure(tag)
        case "blockquote":
            return (b.Quotation(_read_children(tag)),)
        case "pre":
            return (b.Preformatted(tag.get_text().strip("\n")),)
        case "hr":
            return (b.Rule(),)
        case "div" if "claimstats-table" in classes(tag):
            return _read_own_table(tag)
    return _read_children(tag)


def _read_own_table(tag: Tag) -> b.Blocks:
    """Return a table of ``claimstats.presenting``, its notes and its anchor with it."""
    table = tag.find("table")
    if table is None:
        return _read_children(tag)
    notes = tuple(trim(read_inlines(note.children)) for note in tag.find_all("p", class_="note", recursive=False))
    return (read_table(table, read_inlines, notes=notes, anchor=identifier(tag)),)


def _read_figure(tag: Tag) -> b.Blocks:
    image = tag.find("img")
    data = decode_image(str(image.get("src", ""))) if image is not None else None
    alt = str(image.get("alt", "")).strip() if image is not None else ""
    if data is None:
        return _read_children(tag)
    caption, title = tag.find("figcaption"), tag.find("p", class_="title")
    return (
        b.Figure(
            *data,
            alt=alt,
            caption=trim(read_inlines(caption.children)) if caption else (),
            title=trim(read_inlines(title.children)) if title else (),
            id=identifier(tag),
        ),
    )


def _read_definitions(tag: Tag) -> b.DefinitionList:
    entries: list[tuple[b.Inlines, b.Inlines]] = []
    for child in tag.find_all(["dt", "dd"]):
        words = trim(read_inlines(child.children))
        if child.name == "dt" or not entries:
            entries.append((words, ()))
        else:
            term, value = entries[-1]
            entries[-1] = (term, (*value, b.Break(), *words) if value else words)
    return b.DefinitionList(tuple(entries))


def read_inlines(nodes: Iterable[PageElement]) -> b.Inlines:
    """Return nodes as inlines, white space collapsed as a browser would."""
    from bs4.element import NavigableString, PreformattedString, Tag

    inlines: list[b.Inline] = []
    for node in nodes:
        if isinstance(node, Tag):
            inlines += _read_inline(node)
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            inlines.append(b.Text(_SPACE.sub(" ", str(node))))
    return tuple(inlines)


def _read_inline(tag: Tag) -> b.Inlines:
    if tag.name in DROPPED:
        return ()
    if tag.name == "br":
        return (b.Break(),)
    if tag.name in ("code", "kbd", "samp"):
        return (b.Verbatim(tag.get_text()),)
    if tag.name == "img":
        return (b.Text(str(tag.get("alt", ""))),)
    children = read_inlines(tag.children)
    url = str(tag.get("href", ""))
    if tag.name == "a" and LINK_TARGET.match(url):
        return (b.Anchor(url, children),)
    if tag.name == "span" and (name := identifier(tag)):
        return (b.Place(name, children),)
    if tag.name in _MANNERS:
        return (b.Styled(_MANNERS[tag.name], children),)  # type: ignore[arg-type]
    if "unit" in classes(tag):
        return (b.Styled("small", children),)
    language = str(tag.get("lang", "")) or None
    if tag.name in ("bdi", "bdo") or language:
        return (b.Foreign(language, children),)
    return children


def classes(tag: Tag) -> frozenset[str]:
    """Return the class names of a tag."""
    value = tag.get("class")
    return frozenset(value if isinstance(value, list) else str(value or "").split())


def identifier(tag: Tag) -> str | None:
    """Return the ``id`` of a tag where it is a name that a link can point to."""
    value = str(tag.get("id", ""))
    return value if re.fullmatch(r"[A-Za-z][\w.:-]*", value) else None


def trim(inlines: b.Inlines) -> b.Inlines:
    """Return the inlines without white space at their ends."""
    kept = [inline for inline in inlines if not (isinstance(inline, b.Text) and not inline.value)]
    while kept and isinstance(kept[0], b.Text) and not kept[0].value.strip(" \n"):
        kept.pop(0)
    while kept and isinstance(kept[-1], b.Text) and not kept[-1].value.strip(" \n"):
        kept.pop()
    if kept and isinstance(kept[0], b.Text):
        kept[0] = b.Text(kept[0].value.lstrip(" \n"))
    if kept and isinstance(kept[-1], b.Text):
        kept[-1] = b.Text(kept[-1].value.rstrip(" \n"))
    return tuple(kept)
