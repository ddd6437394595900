"""Read an executed notebook into a document: the blocks that a reader sees, named, numbered and linked."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from claimstats.errors import ReportError
from claimstats.reporting import blocks as b
from claimstats.reporting.cell_options import CellOptions, read_cell_options
from claimstats.reporting.finishing import finish
from claimstats.reporting.markdown import read_markdown
from claimstats.reporting.markup import read_markup

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: The first of these that says something is shown.
_PREFERRED = (
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "text/latex",
    "text/plain",
)
#: What a bare expression leaves behind when the cell was written for its figure.
_ECHOES = ("<Figure ", "<Axes", "[<", "Text(", "[Text(", "<matplotlib")


@dataclass(frozen=True)
class Document:
    """What a report says, cell by cell, and what could not be said.

    Attributes
    ----------
    cells
        Blocks by cell id, in the order of the notebook.
    warnings
        One sentence for everything that was left out, naming the cell.
    """

    cells: Mapping[str, b.Blocks]
    warnings: tuple[str, ...]

    @property
    def blocks(self) -> b.Blocks:
        """Return all blocks in reading order."""
        return tuple(block for blocks in self.cells.values() for block in blocks)


def read_document(notebook: NotebookNode) -> Document:
    """Return the document that an executed notebook holds.

    Raises
    ------
    ReportError
        Where a figure has no words for those who do not see it.
    """
    warnings: list[str] = []
    cells: dict[str, b.Blocks] = {}
    for number, cell in enumerate(notebook.cells, start=1):
        if "remove-cell" not in cell.metadata.get("tags", []):
            cells[cell.id] = _read_cell(cell, number, warnings)
    return Document(finish(cells, warnings), tuple(warnings))


def _read_cell(cell: NotebookNode, number: int, warnings: list[str]) -> b.Blocks:
    if cell.cell_type == "markdown":
        return read_markdown(cell.source)
    if cell.cell_type != "code" or "remove-output" in cell.metadata.get("tags", []):
        return ()
    options = read_cell_options(cell.source)
    read = _OutputReader(number, options, warnings)
    return tuple(block for output in cell.outputs for block in read.blocks(output))


class _OutputReader:
    """Reads the outputs of one cell; counts its figures, because each takes the cell's next description."""

    def __init__(self, number: int, options: CellOptions, warnings: list[str]) -> None:
        self.number, self.options, self.warnings = number, options, warnings
        self.figures = 0

    def blocks(self, output: NotebookNode) -> b.Blocks:
        if output.output_type == "error":
            return (b.Preformatted("\n".join(output.traceback)),)
        if output.output_type == "stream":
            return self._read_stream(output)
        for media_type in _PREFERRED:
            if media_type in output.data:
                blocks = self._read_data(media_type, _joined(output.data[media_type]))
                if blocks is not None:
                    return blocks
        self._warn(f"shows nothing that a page can carry ({', '.join(sorted(output.data)) or 'no data'})")
        return ()

    def _read_stream(self, output: NotebookNode) -> b.Blocks:
        text = _joined(output.text).rstrip("\n")
        if output.name == "stderr":
            self._warn(f"wrote to stderr: {text.strip().splitlines()[-1][:200] if text.strip() else ''}")
            return ()
        return (b.Preformatted(text),) if text else ()

    def _read_data(self, media_type: str, data: str) -> b.Blocks | None:
        """Return blocks, or nothing where the next media type should be asked."""
        match media_type:
            case "text/html":
                blocks, dropped = read_markup(data)
                if dropped:
                    self._warn(f"left out of its HTML: {', '.join(dropped)}")
                return tuple(self._with_words(block) for block in blocks) or None
            case "text/markdown":
                return read_markdown(data)
            case "image/svg+xml":
                return (self._with_words(b.Figure(media_type, data.encode("utf-8"), alt="")),)
            case "image/png" | "image/jpeg":
                return (self._with_words(b.Figure(media_type, b64decode(data), alt="")),)
            case "text/latex":
                return (b.Formula(data.strip().strip("$").replace(r"\displaystyle", "").strip()),)
        return () if data.startswith(_ECHOES) else (b.Preformatted(data),)

    def _with_words(self, block: b.Block) -> b.Block:
        """Give a figure the cell's description and caption; refuse one that has no description at all."""
        if not isinstance(block, b.Figure):
            return block
        place, self.figures = self.figures, self.figures + 1
        alt = block.alt or _at(self.options.alts, place)
        if not alt:
            raise ReportError(
                f"cell {self.number} draws a figure without words for readers who do not see it.\n"
                "Hint: write `#| fig-alt: what the figure shows` as the cell's first line (one `- ` line per"
                " figure where the cell draws several), or show a claimstats.presenting.Picture, whose alt"
                " comes from the data.",
                facts={"cell": self.number, "figure": place + 1},
            )
        caption = block.caption or ((b.Text(found),) if (found := _at(self.options.captions, place)) else ())
        return b.Figure(block.media_type, block.data, alt=alt, caption=caption, title=block.title, id=block.id)

    def _warn(self, sentence: str) -> None:
        self.warnings.append(f"cell {self.number} {sentence}")


def _at(words: Sequence[str], place: int) -> str:
    return words[place] if place < len(words) else ""


def _joined(data: Any) -> str:
    return data if isinstance(data, str) else "".join(data)
