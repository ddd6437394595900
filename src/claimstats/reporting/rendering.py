"""Render a notebook: run it, read it, and write it as a page, a PDF and an executed notebook."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

from claimstats.errors import ReportError
from claimstats.reporting.document import read_document
from claimstats.reporting.execution import execute_notebook
from claimstats.reporting.html import write_html
from claimstats.reporting.meta import ReportMeta
from claimstats.reporting.parameters import inject_parameters, read_parameters, resolve_parameters
from claimstats.reporting.pdf import write_pdf

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from claimstats.reporting.quarto import Quarto
    from claimstats.reporting.session import Session

#: Where a notebook puts the tables that go out beside the report.
TABLES = "tables"


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


@dataclass(frozen=True, kw_only=True)
class Run:
    """A notebook that has been run: with its outputs, the files it wrote, and the parameters it had."""

    notebook: NotebookNode
    tables: Mapping[str, bytes]
    parameters: Mapping[str, object]


class Workshop:
    """A kernel in a folder of its own, for one notebook or for the same one with other parameters.

    Attributes
    ----------
    keep : bool
        Whether the cells above the parameters are run once for all the notebooks that follow. They cannot depend on a
        parameter, which only exists below them.
    """

    def __init__(self) -> None:
        self.keep = False
        self._session: Session | None = None
        self._links: tuple[str, ...] = ()
        self._temporary = TemporaryDirectory(prefix="claimstats-report-")
        self._folder = Path(self._temporary.name)

    def begin(self) -> None:
        """Start the kernel, if it is not there yet; whoever knows that one is needed begins early."""
        from claimstats.reporting.session import Session

        if self._session is None:
            self._session = Session(folder=self._folder, meanwhile=_load_writers)

    def run(self, notebook: Path, *, parameters: Mapping[str, object], links: Mapping[str, Path], epoch: int) -> Run:
        """Run a notebook with values for its parameters.

        Parameters
        ----------
        notebook, parameters, epoch
            As in `render`.
        links
            What the notebook finds in the folder.
        """
        self._clear()
        _link(links, folder=self._folder)
        self._links = tuple(links)
        self.begin()
        source = read_notebook(notebook)
        declared = read_parameters(source)
        resolved = resolve_parameters(declared, parameters)
        place = inject_parameters(source, parameters)
        shared = place if self.keep and declared else 0
        assert self._session is not None
        execute_notebook(source, session=self._session, folder=self._folder, epoch=epoch, shared=shared)
        return Run(notebook=source, tables=_collect(self._folder / TABLES), parameters=resolved)

    def _clear(self) -> None:
        """Take away what the notebook before has left."""
        shutil.rmtree(self._folder / TABLES, ignore_errors=True)
        for name in self._links:
            (self._folder / name).unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._session is not None:
            self._session.close()
        self._temporary.cleanup()


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
        html = write_html(run.notebook, document=document, meta=meta)
        pdf, warnings = write_pdf(document, meta=meta, epoch=epoch, fonts=fonts)
    executed = f"{nbformat.writes(run.notebook).rstrip()}\n".encode()
    return Rendered(html, pdf, executed, run.tables, run.parameters, (*document.warnings, *warnings))


def read_notebook(path: Path) -> NotebookNode:
    """Return the notebook at ``path``, in the newest format."""
    import nbformat

    try:
        notebook: NotebookNode = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    except FileNotFoundError as error:
        raise ReportError(f"there is no notebook {path.name!r} in {path.parent}", facts={"path": path}) from error
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, UnicodeDecodeError) as error:
        raise ReportError(f"{path.name!r} is no notebook: {error}", facts={"path": path}) from error
    return notebook


def _link(links: Mapping[str, Path], *, folder: Path) -> None:
    for name, target in links.items():
        if Path(name).name != name or name in (TABLES, ".", ".."):
            raise ReportError(
                f"{name!r} cannot be a link of the report's folder: a plain name, not {TABLES!r}, is expected"
            )
        if not target.exists():
            raise ReportError(f"the report needs {name!r}, and {target} does not exist", facts={"path": target})
        (folder / name).symlink_to(target.resolve(), target_is_directory=target.is_dir())


def _collect(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _load_writers() -> None:
    """Import what the writers need while the kernel is busy: it takes as long as a report does."""
    import bs4  # noqa: F401
    import mistune  # noqa: F401
    import nbconvert.exporters.html  # noqa: F401
    import typst  # noqa: F401
