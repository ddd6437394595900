"""Keep what a failing cell leaves: the notebook up to there, the cell marked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from claimstats.errors import ReportError

__all__ = ["keep_failed"]

#: The tag of the cell that failed, and what stands above it.
TAG = "claimstats-failed"


def keep_failed(error: ReportError, *, to: Path) -> ReportError:
    """Write the notebook of a failed run, and return the error with the place in its words.

    Parameters
    ----------
    error
        With the ``notebook`` and the number of the ``cell``, from 1, among its facts; any other is returned as it is.
    to
        Where the notebook goes; its folder is made if it is not there.
    """
    import nbformat
    from nbformat.v4 import new_markdown_cell

    notebook: Any = error.facts.get("notebook")
    number = error.facts.get("cell")
    if notebook is None or not isinstance(number, int):
        return error
    cell = notebook.cells[number - 1]
    cell.metadata["tags"] = sorted({*cell.metadata.get("tags", []), TAG})
    words = f"**The cell below failed: {error.facts.get('error')}.** The cells after it were not run."
    notebook.cells.insert(number - 1, new_markdown_cell(words, id="failed", metadata={"tags": [TAG]}))
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(f"{nbformat.writes(notebook).rstrip()}\n", encoding="utf-8")
    told = f"{error}\nThe notebook up to there, the cell marked: {to}"
    return ReportError(told, facts={**error.facts, "path": to})
