"""Where notebooks are run: a kernel, in a folder that holds what a notebook is given and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

from claimstats.errors import ReportError
from claimstats.reporting.compiling import expect_document
from claimstats.reporting.execution import execute_notebook
from claimstats.reporting.later import Later
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
        self._ahead: _Ahead | None = None
        # One thread talks to the kernel, so that another can write one report while the next is run.
        self._talking = ThreadPoolExecutor(max_workers=1)
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
        job = _Job(notebook=notebook, parameters=dict(parameters), epoch=epoch)
        ahead, self._ahead = self._ahead, None
        if ahead is not None and ahead.job == job:
            _link({name: place for name, place in links.items() if name not in ahead.links}, folder=self._folder)
            ahead.later.settle()
            return ahead.run.result()
        if ahead is not None:
            ahead.give_up()
        self._make_ready()
        return self._talking.submit(self._run, job, links).result()

    def run_ahead(
        self, notebook: Path, *, parameters: Mapping[str, object], links: Mapping[str, Path], epoch: int, later: str
    ) -> None:
        """Begin with the notebook that `run` will be asked for next, though not all that it needs is there.

        Parameters
        ----------
        notebook, parameters, epoch
            As in `run`.
        links
            What the notebook finds in the folder already.
        later
            The name of what `run` will be given beside: cells that contain it wait.
        """
        job = _Job(notebook=notebook, parameters=dict(parameters), epoch=epoch)
        self._make_ready()
        awaited = Later(later)
        run = self._talking.submit(self._run, job, links, awaited)
        self._ahead = _Ahead(job=job, links=tuple(links), later=awaited, run=run)

    def _make_ready(self) -> None:
        if self._used and not self.keep:
            # What a notebook has defined, imported or set is not for the next one to find.
            self._end()
        self.begin()
        _load_writers()
        expect_document()
        self._used = True

    def _run(self, job: _Job, links: Mapping[str, Path], later: Later | None = None) -> Run:
        """In the thread that talks to the kernel."""
        self._clear()
        _link(links, folder=self._folder)
        source = read_notebook(job.notebook)
        declared = read_parameters(source)
        resolved = resolve_parameters(declared, job.parameters)
        place = inject_parameters(source, job.parameters)
        shared = place if self.keep and declared else 0
        assert self._session is not None
        execute_notebook(
            source, session=self._session, folder=self._folder, epoch=job.epoch, shared=shared, later=later
        )
        return Run(notebook=source, tables=_collect(self._folder / TABLES), parameters=resolved)

    def _clear(self) -> None:
        """Take away what the notebook before has left."""
        for left in self._folder.iterdir():
            if left.is_symlink():
                left.unlink()
        shutil.rmtree(self._folder / TABLES, ignore_errors=True)

    def _end(self) -> None:
        if self._ahead is not None:
            self._ahead.later.abandon()
        if self._session is not None:
            self._session.kill()
        if self._ahead is not None:
            self._ahead.give_up()
            self._ahead = None
        if self._session is not None:
            self._talking.submit(self._session.close).result()
            self._session = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        self._talking.submit(_close_loop).result()
        self._talking.shutdown()
        self._temporary.cleanup()


@dataclass(frozen=True, kw_only=True)
class _Job:
    """What is run: two that are equal have the same outputs, if they find the same."""

    notebook: Path
    parameters: Mapping[str, object]
    epoch: int


@dataclass(frozen=True, kw_only=True)
class _Ahead:
    """A notebook that is run before it is asked for."""

    job: _Job
    links: tuple[str, ...]
    later: Later
    run: Future[Run]

    def give_up(self) -> None:
        """Let it end; what it says then is for nobody."""
        self.later.abandon()
        wait([self.run])


def _close_loop() -> None:
    """Jupyter opens an event loop in each thread that it is used in, and leaves it open."""
    from jupyter_core.utils import ensure_event_loop

    ensure_event_loop().close()


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
