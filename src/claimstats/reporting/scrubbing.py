"""Take out of an executed notebook what differs from run to run: addresses, processes, folders, timing."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: What goes, by a word without which it cannot be there (pictures are long, and most hold none of it), and what comes.
_TAKEN_OUT = (
    ("\x1b[", re.compile(r"\x1b\[[0-9;]*[A-Za-z]"), ""),
    ("0x", re.compile(r"\b0x[0-9a-fA-F]{6,16}\b"), "0x…"),
    ("/ipykernel_", re.compile(r"(?:/[^\s:'\"]*)?/ipykernel_\d+/\d+\.py"), "<cell>"),
    ("/claimstats-kernel-", re.compile(r"/[^\s:'\"]*/claimstats-kernel-\w+"), "<private>"),
)
_KEPT_METADATA = ("kernelspec", "language_info")


def scrub_notebook(notebook: NotebookNode, *, folder: Path) -> None:
    """Scrub the notebook in place; ``folder`` is where its kernel ran, and becomes ``.``."""
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for key in [key for key in notebook.metadata if key not in _KEPT_METADATA]:
        del notebook.metadata[key]
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"c{number:04d}"
        for key in ("execution", "papermill", "ExecuteTime", "collapsed", "trusted", "jupyter"):
            cell.metadata.pop(key, None)
        if cell.cell_type == "code":
            _scrub_outputs(cell, _replacements(folder))


def scrub_text(text: str, *, folder: Path) -> str:
    """Return the text without addresses, process numbers, colours and folders of this machine."""
    return _scrub(text, _replacements(folder))


def _replacements(folder: Path) -> list[tuple[str, str]]:
    """Return what stands for each folder of this machine, the deepest first."""
    known = {str(folder): ".", str(folder.resolve()): ".", str(Path(__file__).parents[1]): "<claimstats>"}
    # Only as deep as no sentence reaches: "/usr" alone may stand in somebody's words.
    known |= {f"{prefix}/lib/python": "<python>/lib/python" for prefix in (sys.prefix, sys.base_prefix)}
    return sorted(known.items(), key=lambda pair: -len(pair[0]))


def _scrub_outputs(cell: NotebookNode, replacements: list[tuple[str, str]]) -> None:
    """Scrub the outputs; one stream of each name, stderr last: how they interleave is a matter of luck."""
    streams: dict[str, NotebookNode] = {}
    others: list[NotebookNode] = []
    for output in cell.outputs:
        if output.output_type != "stream":
            others.append(output)
        elif output.name in streams:
            streams[output.name].text += output.text
        else:
            streams[output.name] = output
            if output.name != "stderr":
                others.append(output)
    cell.outputs = [*others, *(stream for name, stream in streams.items() if name == "stderr")]
    for output in cell.outputs:
        _scrub_output(output, replacements)


def _scrub_output(output: NotebookNode, replacements: list[tuple[str, str]]) -> None:
    if output.output_type == "stream":
        output.text = _scrub(output.text, replacements)
    elif output.output_type == "error":
        output.traceback = [_scrub(line, replacements) for line in output.traceback]
        output.evalue = _scrub(output.evalue, replacements)
    else:
        output.metadata = dict(sorted(output.metadata.items()))
        for media_type, data in sorted(output.data.items()):
            if media_type.startswith("text/"):
                output.data[media_type] = _scrub(_joined(data), replacements)


def _scrub(text: str, replacements: list[tuple[str, str]]) -> str:
    for sign, pattern, word in _TAKEN_OUT:
        if sign in text:
            text = pattern.sub(word, text)
    for path, word in replacements:
        text = text.replace(path, word)
    return text


def _joined(data: Any) -> str:
    return data if isinstance(data, str) else "".join(data)
