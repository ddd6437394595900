"""Typeset a report as a tagged PDF: PDF/A-2a to keep, PDF/UA-1 to be read by everybody."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from claimstats.errors import ReportError
from claimstats.reporting.compiling import compile_document
from claimstats.reporting.document import Document
from claimstats.reporting.meta import ReportMeta
from claimstats.reporting.typesetting import describe_blocks

_HERE = Path(__file__).parent
#: Typst brings the first; matplotlib brings the others, for the scripts that the first lacks.
_FAMILIES = ["Libertinus Serif", "DejaVu Sans"]
_BUNDLED = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf", "DejaVuSans-BoldOblique.ttf")
#: Draws a box that names the script, for characters that no font has.
_LAST_RESORT = "LastResortHE-Regular.ttf"
#: Text of a table smaller than this part of its usual size is not read on paper.
_READABLE = 0.62
#: What Typst says of a character that no font has.
_MISSING = "could not be displayed"


def write_pdf(
    document: Document, *, meta: ReportMeta, epoch: int, fonts: Sequence[Path] = ()
) -> tuple[bytes, tuple[str, ...]]:
    """Return the PDF, and a sentence for everything that is not as it should be.

    Parameters
    ----------
    document
        What the report says.
    meta
        What it says of itself.
    epoch
        The date of the PDF.
    fonts
        Font files for scripts beyond Latin, Greek, Cyrillic and Arabic. Without them a Chinese word shows as
        boxes that name its script; its text can still be searched and copied.

    Raises
    ------
    ReportError
        Where Typst refuses the document; the message is Typst's.
    """
    with TemporaryDirectory(prefix="claimstats-pdf-") as folder:
        root = Path(folder)
        shutil.copyfile(_HERE / "report.typ", root / "report.typ")
        bundled = _find_bundled_fonts()
        _copy_fonts([*(bundled / name for name in _BUNDLED), *fonts], to=root / "fonts")
        description = _describe(document, meta, epoch, media_folder=root)
        try:
            pdf, warnings = _typeset(root, description, epoch)
        except ReportError as error:
            if _MISSING not in str(error):
                raise
            # The last resort comes only now: Typst would take it for every missing character, and say nothing.
            _copy_fonts([bundled / _LAST_RESORT], to=root / "fonts")
            pdf, warnings = _typeset(root, description, epoch)
            warnings = (f"boxes stand for characters that no font has: {error}", *warnings)
        return pdf, (*_name_tiny_tables(description), *warnings)


def _name_tiny_tables(description: Mapping[str, Any]) -> list[str]:
    """Say which tables are so wide that nobody reads them on paper."""
    tables = [block for block in description["blocks"] if block["t"] == "table" and block["scale"] < _READABLE]
    return [
        f"{table['name'] or 'a table'} has {table['columns']} columns; in the PDF its text is shrunk to"
        f" {table['scale']:.0%}: leave columns out"
        for table in tables
    ]


def bundled_fonts() -> tuple[Path, ...]:
    """Return the font files that every PDF may use; those that Typst brings have its version."""
    folder = _find_bundled_fonts()
    return tuple(folder / name for name in (*_BUNDLED, _LAST_RESORT))


def _find_bundled_fonts() -> Path:
    """Return the folder of the fonts that matplotlib brings along, without importing it."""
    spec = find_spec("matplotlib")
    if spec is None or spec.origin is None:
        raise ReportError("the PDF takes its fonts from matplotlib, which is not installed")
    return Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"


def _copy_fonts(fonts: Sequence[Path], *, to: Path) -> None:
    """Put the fonts into one folder: Typst takes folders only."""
    to.mkdir(exist_ok=True)
    for font in fonts:
        shutil.copyfile(font, to / font.name)


def _describe(document: Document, meta: ReportMeta, epoch: int, *, media_folder: Path) -> dict[str, Any]:
    media: dict[str, bytes] = {}
    blocks = describe_blocks(document.blocks, media=media)
    for name, data in media.items():
        (media_folder / name).write_bytes(data)
    date = dt.datetime.fromtimestamp(epoch, dt.UTC)
    return {
        "title": meta.title, "subtitle": meta.subtitle, "line": list(meta.line), "cite": meta.cite,
        "footer": meta.footer, "running": [part for part in (meta.title, meta.period, meta.about, meta.edition) if part],
        "language": meta.language, "fonts": _FAMILIES, "date": [date.year, date.month, date.day], "blocks": blocks,
        "contents": sum(block["t"] == "heading" and block["level"] == 1 for block in blocks),
    }  # fmt: skip


def _typeset(root: Path, description: dict[str, Any], epoch: int) -> tuple[bytes, tuple[str, ...]]:
    (root / "doc.json").write_text(json.dumps(description, ensure_ascii=False), encoding="utf-8")
    return compile_document(root, epoch=epoch)
