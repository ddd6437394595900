"""Render a notebook: run it, read it, and write it as a page, a PDF and an executed notebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from claimstats.reporting.document import read_document
from claimstats.reporting.html import write_html
from claimstats.reporting.meta import ReportMeta
from claimstats.reporting.notebooks import read_notebook
from claimstats.reporting.parameters import read_parameters, resolve_parameters
from claimstats.reporting.pdf import write_pdf
from claimstats.reporting.workshop import Run, Workshop

if TYPE_CHECKING:
    from claimstats.reporting.quarto import Quarto


@dataclass(frozen=True)
class Rendered:
    """A report in all its forms, as bytes that are the same every time.

    Attributes
    ----------
    html, pdf, notebook
        The page, the PDF, the executed notebook.
    tables
        Every file that the notebook wrote under ``./tables/``, by its path below it.
    parameters
        Every parameter with the value it had, defaults included.
    warnings
        One sentence for everything that was left out, or is not as it should be.
    """

    html: bytes
    pdf: bytes
    notebook: bytes
    tables: Mapping[str, bytes]
    parameters: Mapping[str, object]
    warnings: tuple[str, ...]


def render(
    notebook: Path,
    *,
    parameters: Mapping[str, object],
    workdir_links: Mapping[str, Path],
    meta: ReportMeta,
    epoch: int,
    fonts: Sequence[Path] = (),
    quarto: Quarto | None = None,
) -> Rendered:
    """Run a notebook and return it as a report.

    Parameters
    ----------
    notebook
        An ``.ipynb`` file. It is read, never written.
    parameters
        Values for names that its ``parameters`` cell declares.
    workdir_links
        What the notebook finds in the folder it runs in: a name, and the file or folder it leads to. The
        folder is new and empty otherwise, so that no path of this machine reaches the report.
    meta
        What the report says of itself.
    epoch
        Seconds since 1970 that stand for "now" in the report.
    fonts
        Font files for scripts beyond Latin, Greek, Cyrillic and Arabic.
    quarto
        The Quarto that writes the page and the PDF; by default both are written here.

    Raises
    ------
    ReportError
        For an unknown parameter, a failing cell, a figure without words, a document that cannot be typeset.
    """
    # Before a kernel starts: a wrong name should cost no time.
    resolve_parameters(read_parameters(read_notebook(notebook)), parameters)
    with Workshop() as workshop:
        run = workshop.run(notebook, parameters=parameters, links=workdir_links, epoch=epoch)
    return write_forms(run, meta=meta, epoch=epoch, fonts=fonts, quarto=quarto)


def write_forms(
    run: Run, *, meta: ReportMeta, epoch: int, fonts: Sequence[Path] = (), quarto: Quarto | None = None
) -> Rendered:
    """Return a notebook that has been run as a report in all its forms.

    Parameters
    ----------
    run
        From `Workshop.run`.
    meta, epoch, fonts, quarto
        As in `render`.
    """
    import nbformat

    from claimstats.reporting.quarto import write_with_quarto

    document = read_document(run.notebook)
    warnings: tuple[str, ...] = ()
    if quarto is not None:
        html, pdf = write_with_quarto(run.notebook, document=document, meta=meta, quarto=quarto)
    else:
        with ThreadPoolExecutor(max_workers=1) as beside:
            # Typst is another process, or another language: it does not keep Python waiting.
            typeset = beside.submit(write_pdf, document, meta=meta, epoch=epoch, fonts=fonts)
            html = write_html(run.notebook, document=document, meta=meta)
            pdf, warnings = typeset.result()
    executed = f"{nbformat.writes(run.notebook).rstrip()}\n".encode()
    return Rendered(html, pdf, executed, run.tables, run.parameters, (*document.warnings, *warnings))
