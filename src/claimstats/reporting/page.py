"""Write blocks as HTML. Every character of the data is escaped here, once."""

from __future__ import annotations

from base64 import b64encode
from html import escape

from claimstats.reporting import blocks as b
from claimstats.reporting.columns import is_day
from claimstats.reporting.mathematics import write_mathml

#: Characters from which a cell asks for room.
_PHRASE = 14
_MANNERS = {"strong": "strong", "emphasis": "em", "struck": "del", "raised": "sup"}


def write_blocks(blocks: b.Blocks) -> str:
    """Return the blocks as HTML."""
    return "\n".join(_write_block(block) for block in blocks)


def write_inlines(inlines: b.Inlines) -> str:
    """Return the inlines as HTML."""
    return "".join(_write_inline(inline) for inline in inlines)


def _write_block(block: b.Block) -> str:
    match block:
        case b.Heading(level, children, identifier):
            return f'<h{level} id="{escape(identifier or "")}">{write_inlines(children)}</h{level}>'
        case b.Paragraph(children, note):
            opening = '<p class="note">' if note else "<p>"
            return f"{opening}{write_inlines(children)}</p>"
        case b.Listing():
            return _write_listing(block)
        case b.DefinitionList(entries):
            rows = "\n".join(
                f"<dt>{write_inlines(term)}</dt><dd>{write_inlines(value)}</dd>" for term, value in entries
            )
            return f"<dl>\n{rows}\n</dl>"
        case b.DataTable():
            return _write_table(block)
        case b.Figure():
            return _write_figure(block)
        case b.Quotation(children):
            return f"<blockquote>\n{write_blocks(children)}\n</blockquote>"
        case b.Preformatted(text):
            return f'<pre tabindex="0">{escape(text)}</pre>'
        case b.Formula(tex):
            return f'<div class="formula" tabindex="0">{write_mathml(tex, block=True)}</div>'
        case b.Rule():
            return "<hr>"


def _write_listing(block: b.Listing) -> str:
    name = "ol" if block.ordered else "ul"
    items = "\n".join(f"<li>{_write_item(item)}</li>" for item in block.items)
    kind = ' class="points"' if block.points else ""
    return f"<{name}{kind}>\n{items}\n</{name}>"


def _write_item(item: b.Blocks) -> str:
    """Return an item; a lone paragraph needs no ``p`` of its own."""
    if len(item) == 1 and isinstance(item[0], b.Paragraph):
        return write_inlines(item[0].children)
    return write_blocks(item)


def _write_table(table: b.DataTable) -> str:
    """Return the table in a region that scrolls sideways and can be reached and named without a mouse."""
    identifier = escape(table.id or "")
    label = f'aria-labelledby="{identifier}-caption"' if table.caption else f'aria-label="{identifier}"'
    name = f'<span class="name">{escape(table.name)}</span> ' if table.name else ""
    caption = (
        f'<caption id="{identifier}-caption">{name}{write_inlines(table.caption)}</caption>\n' if table.caption else ""
    )
    head = "".join(_write_row(row) for row in table.head)
    head = f"<thead>{head}</thead>" if head else ""
    body = "\n".join(_write_row(row) for row in table.body)
    notes = "".join(f'\n<p class="note">{write_inlines(note)}</p>' for note in table.notes)
    return (
        f'<div class="table" id="{identifier}">\n<div class="scroll" role="region" tabindex="0" {label}>\n'
        f"<table>\n{caption}{head}\n<tbody>\n{body}\n</tbody>\n</table>\n</div>{notes}\n</div>"
    )


def _write_row(row: tuple[b.TableCell, ...]) -> str:
    return "<tr>" + "".join(_write_cell(cell) for cell in row) + "</tr>"


def _write_cell(cell: b.TableCell) -> str:
    plain = b.plain_text(cell.children)
    names: list[str] = [cell.align] if cell.align != "left" else []
    names += (
        ["number"]
        if cell.number
        else ["day"]
        if is_day(plain)
        else ["wide"]
        if cell.wide
        else ["phrase"]
        if _is_phrase(cell)
        else []
    )
    listed = " ".join(names)
    attributes = f' class="{listed}"' if names else ""
    attributes += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    attributes += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    if cell.scope is None:
        return f"<td{attributes}>{write_inlines(cell.children)}</td>"
    return f'<th scope="{cell.scope}"{attributes}>{write_inlines(cell.children)}</th>'


def _is_phrase(cell: b.TableCell) -> bool:
    """Say whether a cell holds a few words, which a narrow column would set one above the other."""
    enough = 2 * _PHRASE if cell.scope == "col" else _PHRASE
    return cell.colspan == 1 and len(b.plain_text(cell.children)) > enough


def _write_figure(figure: b.Figure) -> str:
    source = f"data:{figure.media_type};base64,{b64encode(figure.data).decode('ascii')}"
    title = f'<p class="title">{write_inlines(figure.title)}</p>\n' if figure.title else ""
    name = f'<span class="name">{escape(figure.name)}</span> ' if figure.name else ""
    caption = f"\n<figcaption>{name}{write_inlines(figure.caption)}</figcaption>" if figure.caption else ""
    identifier = escape(figure.id or "")
    # On a phone a picture keeps a size at which it can be read, and scrolls like a table.
    image = (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(figure.name or figure.id or "")}">'
        f'<img src="{source}" alt="{escape(figure.alt)}"></div>'
    )
    return f'<figure id="{identifier}">\n{title}{image}{caption}\n</figure>'


def _write_inline(inline: b.Inline) -> str:
    match inline:
        case b.Text(value):
            return escape(value)
        case b.Verbatim(value):
            return f"<code>{escape(value)}</code>"
        case b.Break():
            return "<br>"
        case b.Mathematics(tex):
            return write_mathml(tex, block=False)
        case b.Styled("small", children):
            return f'<span class="unit">{write_inlines(children)}</span>'
        case b.Styled(manner, children):
            return f"<{_MANNERS[manner]}>{write_inlines(children)}</{_MANNERS[manner]}>"
        case b.Foreign(language, children):
            lang = f' lang="{escape(language)}"' if language else ""
            return f"<bdi{lang}>{write_inlines(children)}</bdi>"
        case b.Anchor(url, children):
            return f'<a href="{escape(url)}">{write_inlines(children)}</a>'
        case b.Place(identifier, children):
            return f'<span id="{escape(identifier)}">{write_inlines(children)}</span>'
