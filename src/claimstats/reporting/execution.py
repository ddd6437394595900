"""Run a notebook so that the same notebook gives the same bytes, whatever the machine around it is set to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from claimstats.errors import ReportError
from claimstats.reporting.kernel import COMMAND, prepare_kernel
from claimstats.reporting.scrubbing import scrub_notebook, scrub_text

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: A cell that runs longer has hung.
CELL_SECONDS = 600


def execute_notebook(
    notebook: NotebookNode, *, folder: Path, epoch: int, meanwhile: Callable[[], None] | None = None
) -> None:
    """Run every cell of the notebook in ``folder``, and leave its outputs in it, scrubbed.

    Parameters
    ----------
    notebook
        The notebook; changed in place.
    folder
        Where the kernel runs: what the notebook reads and writes by relative path.
    epoch
        The time that programs which honour ``SOURCE_DATE_EPOCH`` take for now.
    meanwhile
        Called once, in a thread, as soon as the kernel has started: work that need not wait for it.

    Raises
    ------
    ReportError
        Where a cell fails, hangs, or the kernel dies. Its facts carry ``cell``, ``source``, ``error`` and the
        executed ``notebook`` up to there.
    """
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"c{number:04d}"
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    with TemporaryDirectory(prefix="claimstats-kernel-") as private:
        environment = prepare_kernel(Path(private), epoch=epoch)
        _run(notebook, folder=folder, environment=environment, meanwhile=meanwhile)
    scrub_notebook(notebook, folder=folder)


def _run(
    notebook: NotebookNode, *, folder: Path, environment: dict[str, str], meanwhile: Callable[[], None] | None
) -> None:
    from subprocess import DEVNULL
    from threading import Thread

    from jupyter_client.manager import AsyncKernelManager
    from jupyter_core.utils import run_sync
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    # Begun once the kernel answers: imports in a thread deadlock while this one still imports jupyter_client.
    thread = Thread(target=meanwhile) if meanwhile is not None else None
    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=_own_kernel())
    client = NotebookClient(
        notebook,
        km=manager,
        timeout=CELL_SECONDS,
        record_timing=False,
        shutdown_kernel="immediate",
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
        on_notebook_start=(lambda **_: thread.start()) if thread is not None else None,
    )
    try:
        # What a kernel says of itself is no part of a report; what a cell says comes through its messages.
        client.execute(cleanup_kc=True, env=environment, stdout=DEVNULL, stderr=DEVNULL)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        scrub_notebook(notebook, folder=folder)
        raise _describe_failure(notebook, error, folder=folder) from error
    finally:
        # nbclient leaves a manager alone that it was given.
        if manager.has_kernel:
            run_sync(manager.shutdown_kernel)(now=True)
        if thread is not None and thread.ident is not None:
            thread.join()


def _own_kernel() -> Any:
    """Return a kernel finder that finds this Python only: a look-up by name can hit a foreign ``python3``."""
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

    class OwnKernel(KernelSpecManager):  # type: ignore[misc, unused-ignore]
        """Knows one kernel."""

        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:  # noqa: ARG002 - every name is this one
            return KernelSpec(argv=COMMAND, display_name="Python 3", language="python")

    return OwnKernel()


def _describe_failure(notebook: NotebookNode, error: Exception, *, folder: Path) -> ReportError:
    """Return the error that says which cell failed, where in it, and how."""
    number, cell = _failed_cell(notebook)
    name = getattr(error, "ename", None) or type(error).__name__
    value = scrub_text(str(getattr(error, "evalue", "") or error), folder=folder).strip()
    excerpt = "\n".join(f"    {line}" for line in cell.source.strip().splitlines()[:12])
    return ReportError(
        f"cell {number} of the notebook failed: {name}: {value}\n{excerpt}",
        facts={"cell": number, "source": cell.source, "error": name, "value": value, "notebook": notebook},
    )


def _failed_cell(notebook: NotebookNode) -> tuple[int, NotebookNode]:
    """Return the cell with an error, else the last that was begun: a dead kernel leaves no error behind."""
    code = [(number, cell) for number, cell in enumerate(notebook.cells, start=1) if cell.cell_type == "code"]
    failed = [pair for pair in code if any(output.output_type == "error" for output in pair[1].outputs)]
    begun = [pair for pair in code if pair[1].execution_count is not None]
    waiting = [pair for pair in code if pair[1].execution_count is None and pair[1].source.strip()]
    return (failed or waiting or begun or code)[0]
