"""Read a Markdown cell into blocks. Raw HTML in it is text, like everything else that comes from outside."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Mapping, Sequence
from functools import cache
from html import unescape
from typing import Any

from claimstats.presenting.inline import LINK_TARGET
from claimstats.reporting import blocks as b

_DATA_IMAGE = re.compile(r"data:(image/(?:png|jpeg|svg\+xml));base64,([A-Za-z0-9+/=\s]+)\Z")

Token = Mapping[str, Any]


def read_markdown(source: str) -> b.Blocks:
    """Return the blocks of a Markdown source."""
    return _read_blocks(_parser()(source))


def decode_image(url: str) -> tuple[str, bytes] | None:
    """Return media type and bytes of an image that is carried in its own address, or nothing."""
    match = _DATA_IMAGE.match(url)
    if match is None:
        return None
    try:
        return match[1], b64decode(match[2])
    except Base64Error:
        return None


@cache
def _parser() -> Any:
    import mistune

    return mistune.create_markdown(renderer=None, plugins=["table", "math", "strikethrough"])


def _read_blocks(tokens: Sequence[Token]) -> b.Blocks:
    return tuple(block for token in tokens for block in _read_block(token))


def _read_block(token: Token) -> b.Blocks:
    children = token.get("children", ())
    match token["type"]:
        case "heading":
            return (b.Heading(token["attrs"]["level"], _read_inlines(children)),)
        case "paragraph" | "block_text":
            return _read_paragraph(children)
        case "block_code":
            return (b.Preformatted(token["raw"].rstrip("\n")),)
        case "block_html":
            return (b.Paragraph((b.Text(token["raw"].strip()),)),)
        case "block_quote":
            return (b.Quotation(_read_blocks(children)),)
        case "block_math":
            return (b.Formula(token["raw"].strip()),)
        case "thematic_break":
            return (b.Rule(),)
        case "list":
            items = tuple(_read_blocks(item["children"]) for item in children)
            return (b.Listing(items, ordered=bool(token["attrs"].get("ordered"))),)
        case "table":
            return (_read_table(children),)
    return ()


def _read_paragraph(tokens: Sequence[Token]) -> b.Blocks:
    """Return a paragraph; one that is only an image carried in the text becomes a figure."""
    if len(tokens) == 1 and tokens[0]["type"] == "image":
        alt = b.plain_text(_read_inlines(tokens[0].get("children", ()))).strip()
        image = decode_image(tokens[0]["attrs"]["url"])
        if image is not None and alt:
            caption = tokens[0]["attrs"].get("title")
            return (b.Figure(*image, alt=alt, caption=(b.Text(caption),) if caption else ()),)
    return (b.Paragraph(_read_inlines(tokens)),)


def _read_table(parts: Sequence[Token]) -> b.DataTable:
    head: list[tuple[b.TableCell, ...]] = []
    body: list[tuple[b.TableCell, ...]] = []
    for part in parts:
        if part["type"] == "table_head":
            head.append(tuple(_read_cell(cell, scope="col") for cell in part["children"]))
        else:
            body.extend(tuple(_read_cell(cell, scope=None) for cell in row["children"]) for row in part["children"])
    return b.DataTable(tuple(head), tuple(body))


def _read_cell(token: Token, *, scope: Any) -> b.TableCell:
    inlines = _read_inlines(token["children"])
    return b.TableCell(inlines, scope=scope if inlines else None, align=token["attrs"].get("align") or "left")


def _read_inlines(tokens: Sequence[Token]) -> b.Inlines:
    return tuple(inline for token in tokens for inline in _read_inline(token))


def _read_inline(token: Token) -> b.Inlines:
    children = token.get("children", ())
    match token["type"]:
        case "text":
            return (b.Text(unescape(token["raw"])),)
        case "inline_html":
            return (b.Text(token["raw"]),)
        case "softbreak":
            return (b.Text(" "),)
        case "linebreak":
            return (b.Break(),)
        case "strong" | "emphasis" as manner:
            return (b.Styled(manner, _read_inlines(children)),)
        case "strikethrough":
            return (b.Styled("struck", _read_inlines(children)),)
        case "codespan":
            return (b.Verbatim(unescape(token["raw"])),)
        case "inline_math":
            return (b.Mathematics(token["raw"]),)
        case "link" if LINK_TARGET.match(token["attrs"]["url"]):
            return (b.Anchor(token["attrs"]["url"], _read_inlines(children)),)
    return _read_inlines(children) or ((b.Text(token["raw"]),) if "raw" in token else ())
