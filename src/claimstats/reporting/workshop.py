"""Where notebooks are run: a kernel, in a folder that holds what a notebook is given and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

from claimstats.errors import ReportError
from claimstats.reporting.compiling import expect_document
from claimstats.reporting.execution import execute_notebook
from claimstats.reporting.notebooks import read_notebook
from claimstats.reporting.parameters import inject_parameters, read_parameters, resolve_parameters

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from claimstats.reporting.session import Session

__all__ = ["Run", "Workshop", "open_workshop"]

#: Where a notebook puts the tables that go out beside the report.
TABLES = "tables"


def open_workshop() -> Workshop:
    """Start the kernel of reports that will follow, so that it gets ready while their study is read.

    Returns
    -------
    Workshop
        To be used in a ``with``, and handed to `write_reports`.
    """
    workshop = Workshop()
    workshop.begin()
    return workshop


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
        self._used = False
        self._session: Session | None = None
        self._links: tuple[str, ...] = ()
        self._temporary = TemporaryDirectory(prefix="claimstats-report-")
        self._folder = Path(self._temporary.name)

    def begin(self) -> None:
        """Start the kernel, if it is not there yet; whoever knows that one is needed begins early."""
        from claimstats.reporting.session import Session

        if self._session is None:
            self._session = Session(folder=self._folder, executed=_read_ahead)

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
        if self._used and not self.keep:
            # What a notebook has defined, imported or set is not for the next one to find.
            self._end()
        self.begin()
        _load_writers()
        expect_document()
        self._used = True
        source = read_notebook(notebook)
        declared = read_parameters(source)
        resolved = resolve_parameters(declared, parameters)
        place = inject_parameters(source, parameters)
        shared = place if self.keep and declared else 0
        assert self._session is not None
        execute_notebook(source, session=self._session, folder=self._folder, epoch=epoch, shared=shared)
        return Run(notebook=source, tables=_collect(self._folder / TABLES), parameters=resolved)

    def _end(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None

    def _clear(self) -> None:
        """Take away what the notebook before has left."""
        shutil.rmtree(self._folder / TABLES, ignore_errors=True)
        for name in self._links:
            (self._folder / name).unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        self._temporary.cleanup()


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
    """Import what the writers need, while the kernel starts; imported in a thread, it would slow down all that goes on then."""
    import bs4  # noqa: F401
    import mistune  # noqa: F401
    import nbconvert.exporters.html  # noqa: F401
    import typst  # noqa: F401


def _read_ahead(cell: NotebookNode) -> None:
    """Read the HTML that a cell has shown, while the kernel runs the next; the document finds it read."""
    from claimstats.reporting.markup import read_markup

    for output in cell.get("outputs", []):
        if isinstance(shown := output.get("data", {}).get("text/html"), str):
            read_markup(shown)
