"""Copy an executed notebook for Quarto: what cells gave becomes Markdown, so that nothing is run and nothing fetched."""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING

from claimstats.reporting import blocks as b
from claimstats.reporting.page import write_blocks

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from claimstats.reporting.document import Document
    from claimstats.reporting.meta import ReportMeta

__all__ = ["copy_for_quarto"]

_PUNCTUATION = re.compile(r"([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])")
_MARKS = {"strong": "**", "emphasis": "*", "struck": "~~", "raised": "^"}


def copy_for_quarto(
    notebook: NotebookNode, *, document: Document, meta: ReportMeta, media: dict[str, bytes] | None
) -> NotebookNode:
    """The notebook as Quarto takes it: a title, and a Markdown cell for every cell that says something.

    Parameters
    ----------
    notebook
        Executed; left as it is.
    document
        What it says, by cell.
    meta
        What the report says of itself.
    media
        None for a page: what cells gave goes into it as raw HTML. Otherwise words and pictures become Markdown, and the
        pictures' bytes go in here by the name that the Markdown uses; tables stay HTML, which Quarto reads.
    """
    from nbformat.v4 import new_markdown_cell, new_raw_cell

    under = " · ".join(part for part in (meta.subtitle, *meta.line) if part)
    said = {"title": _defuse(meta.title), "subtitle": _defuse(under)}
    # JSON is YAML: no title can break out of its quotes.
    head = "\n".join(
        ["---", *(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in said.items()), "---"]
    )
    cells = [new_raw_cell(head, id="head")]
    for cell in notebook.cells:
        blocks = document.cells.get(cell.id, ())
        if blocks:
            words = (
                _raw(write_blocks(blocks)) if media is None else "\n\n".join(_write(block, media) for block in blocks)
            )
            cells.append(new_markdown_cell(words, id=cell.id))
    foot = [b.Paragraph((b.Text(line),)) for line in (meta.cite and f"How to cite: {meta.cite}", meta.footer) if line]
    cells.append(new_markdown_cell("\n\n".join(_write(block, {}) for block in foot), id="foot"))
    copied = copy.deepcopy(notebook)
    copied.cells = cells
    return copied


def _raw(html: str) -> str:
    """HTML that Quarto hands on as it is, in a fence longer than any inside."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", html)), default=0))
    return f"{fence}{{=html}}\n{html}\n{fence}"


def _write(block: b.Block, media: dict[str, bytes]) -> str:
    match block:
        case b.Heading(level, children):
            return f"{'#' * level} {_inlines(children)}"
        case b.Paragraph(children):
            return _inlines(children)
        case b.Listing(items, ordered):
            mark = "1." if ordered else "-"
            return "\n".join(f"{mark} {_indent(_all(item, media), len(mark) + 1)}" for item in items)
        case b.DefinitionList(entries):
            return "\n".join(f"- **{_inlines(term)}**: {_inlines(value)}" for term, value in entries)
        case b.DataTable():
            return _raw(write_blocks((block,)))
        case b.Figure():
            name = f"picture-{len(media):03}.{block.media_type.removeprefix('image/').removesuffix('+xml')}"
            media[name] = block.data
            title = f"**{_inlines(block.title)}**\n\n" if block.title else ""
            alt = block.alt.replace("\\", "\\\\").replace('"', '\\"')
            return f'{title}![{_inlines(block.caption)}]({name}){{fig-alt="{alt}"}}'
        case b.Quotation(children):
            return "\n".join(f"> {line}" for line in _all(children, media).splitlines())
        case b.Preformatted(text):
            fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
            return f"{fence}\n{_defuse(text)}\n{fence}"
        case b.Formula(tex):
            return _formula(tex, mark="$$")
        case b.Rule():
            return "---"


def _formula(tex: str, *, mark: str) -> str:
    """A formula between its marks; one that could end them is shown as it was written."""
    return _verbatim(tex) if re.search(r"[$<`]|\{\{|\n\s*\n", tex) else f"{mark}{tex}{mark}"


def _verbatim(text: str) -> str:
    fence = "`" * (1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    return f"{fence} {_defuse(text)} {fence}"


def _defuse(text: str) -> str:
    """Quarto looks for shortcodes, which can read files, in code and titles too; a space of no width keeps them words."""
    return text.replace("{{<", "{{\N{ZERO WIDTH SPACE}<").replace("{{{", "{\N{ZERO WIDTH SPACE}{{")


def _all(blocks: b.Blocks, media: dict[str, bytes]) -> str:
    return "\n\n".join(_write(block, media) for block in blocks)


def _indent(text: str, width: int) -> str:
    return text.replace("\n", "\n" + " " * width)


def _inlines(inlines: b.Inlines) -> str:
    return "".join(_inline(inline) for inline in inlines)


def _inline(inline: b.Inline) -> str:
    match inline:
        case b.Text(value):
            return _PUNCTUATION.sub(r"\\\1", value.replace("\n", " "))
        case b.Verbatim(value):
            return _verbatim(value)
        case b.Break():
            return "\\\n"
        case b.Mathematics(tex):
            return _formula(tex, mark="$")
        case b.Styled("small", children):
            return f" ({_inlines(children)})"
        case b.Styled(manner, children):
            return f"{_MARKS[manner]}{_inlines(children)}{_MARKS[manner]}"
        case b.Foreign(language, children):
            return f"[{_inlines(children)}]{{lang={language}}}" if language else _inlines(children)
        case b.Place(_, children):
            return _inlines(children)
        case b.Anchor(url, children):
            # What an inner link leads to is a table, which Quarto gives another name.
            return _inlines(children) if url.startswith("#") else f"[{_inlines(children)}](<{url}>)"
