"""Run a notebook so that the same notebook gives the same bytes, whatever the machine around it is set to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from claimstats.errors import ReportError
from claimstats.reporting.scrubbing import scrub_notebook, scrub_text

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from claimstats.reporting.later import Later
    from claimstats.reporting.session import Session


def execute_notebook(
    notebook: NotebookNode, *, session: Session, folder: Path, epoch: int, shared: int = 0, later: Later | None = None
) -> None:
    """Run every cell of the notebook, and leave its outputs in it, scrubbed.

    Parameters
    ----------
    notebook
        The notebook; changed in place.
    session
        The kernel.
    folder
        Where the kernel runs.
    epoch, shared, later
        As in `Session.run`.

    Raises
    ------
    ReportError
        Where a cell fails, hangs, or the kernel dies. Its facts carry ``cell``, ``source``, ``error`` and the
        executed ``notebook`` up to there.
    """
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"c{number:04d}"
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    try:
        session.run(notebook, epoch=epoch, shared=shared, later=later)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        scrub_notebook(notebook, folder=folder)
        raise _describe_failure(notebook, error, folder=folder) from error
    scrub_notebook(notebook, folder=folder)


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
