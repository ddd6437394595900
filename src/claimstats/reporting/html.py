"""Write a report as one HTML page that asks nothing of anybody: no request, no foreign font, no script but its own.

The page is whole without its script, which only sorts and filters what is there; the page's policy runs no other.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimstats.reporting import blocks as b
from claimstats.reporting.document import Document
from claimstats.reporting.finishing import SECTION
from claimstats.reporting.meta import ReportMeta
from claimstats.reporting.page import write_blocks

if TYPE_CHECKING:
    from nbformat import NotebookNode

_HERE = Path(__file__).parent


def write_html(notebook: NotebookNode, *, document: Document, meta: ReportMeta) -> bytes:
    """Return the page: nbconvert walks the notebook, our template lays it out, our blocks fill it."""

    def write_cell(cell_id: str) -> str:
        return write_blocks(document.cells.get(cell_id, ()))

    exporter = _exporter_class()(
        extra_template_basedirs=[str(_HERE / "templates")],
        template_name="report",
        filters={"write_cell": write_cell},
        language_code=meta.language.split("-")[0].lower(),
    )
    resources: dict[str, Any] = {
        "meta": meta,
        "style": read_style(),
        "script": read_script(),
        "script_hash": hash_script(read_script()),
        "contents": [(block.id, b.plain_text(block.children)) for block in _sections(document)],
    }
    page, _ = exporter.from_notebook_node(notebook, resources)
    return f"{page.strip()}\n".encode()


@cache
def read_style() -> str:
    """Return the style sheet of every page."""
    return (_HERE / "style.css").read_text(encoding="utf-8")


@cache
def read_script() -> str:
    """Return the script of a report's page, which sorts and filters its tables; its comments stay in its file."""
    lines = (_HERE / "tables.js").read_text(encoding="utf-8").splitlines()
    return "".join(f"{line}\n" for line in lines if line and not line.lstrip().startswith("//"))


def hash_script(script: str) -> str:
    """Return what a policy calls a script by: a browser runs these very characters and no others."""
    return f"sha256-{b64encode(sha256(script.encode()).digest()).decode('ascii')}"


def _sections(document: Document) -> list[b.Heading]:
    return [block for block in document.blocks if isinstance(block, b.Heading) and block.level == SECTION]


@cache
def _exporter_class() -> Any:
    from nbconvert.exporters.html import HTMLExporter
    from nbconvert.exporters.templateexporter import TemplateExporter

    class PageExporter(HTMLExporter):  # type: ignore[misc, unused-ignore]
        """nbconvert's HTML exporter without what a page of our own blocks has no use for."""

        default_preprocessors: list[str] = []  # noqa: RUF012 - a traitlet of the parent; the outputs are read already

        def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> Any:
            # The parent parses the whole page again to look for images without alt; ours all have one.
            return TemplateExporter.from_notebook_node(self, nb, resources, **kw)

    return PageExporter
