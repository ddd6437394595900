"""Compile a Typst document, here or in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import count
from pathlib import Path

from claimstats.errors import ReportError

__all__ = ["compile_document"]

#: Documents compiled in this process. Typst keeps what it has seen of each, some 60 MB, and has no way to forget.
_HERE = 3
_numbers = count(1)

#: What a process of its own runs; it writes the PDF, and says what Typst says.
_CODE = """
import json, sys
import typst
root, epoch = sys.argv[1], int(sys.argv[2])
fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[root + "/fonts"])
said = {"error": None, "hints": [], "warnings": []}
try:
    pdf, warnings = typst.compile_with_warnings(
        root + "/report.typ", root=root, format="pdf", font_paths=fonts, timestamp=epoch, pdf_standards=["a-2a", "ua-1"]
    )
    said["warnings"] = [str(warning.message) for warning in warnings]
    open(root + "/report.pdf", "wb").write(pdf)
except typst.TypstError as error:
    said["error"] = str(getattr(error, "message", error))
    said["hints"] = [str(hint) for hint in getattr(error, "hints", None) or []]
print(json.dumps(said))
"""


def compile_document(root: Path, *, epoch: int) -> tuple[bytes, tuple[str, ...]]:
    """The PDF of ``report.typ`` in a folder, and what Typst warns of.

    Parameters
    ----------
    root
        With ``report.typ``, ``doc.json`` and ``fonts``.
    epoch
        The date of the PDF.

    Raises
    ------
    ReportError
        Where Typst refuses the document; the message is Typst's.
    """
    if next(_numbers) > _HERE:
        return _compile_elsewhere(root, epoch)
    import typst

    own = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(root / "fonts")])
    try:
        pdf, warnings = typst.compile_with_warnings(
            str(root / "report.typ"),
            root=str(root),
            format="pdf",
            font_paths=own,
            timestamp=epoch,
            pdf_standards=["a-2a", "ua-1"],
        )
    except typst.TypstError as error:
        said = str(getattr(error, "message", error))
        raise _refusal(said, [str(hint) for hint in getattr(error, "hints", None) or []]) from error
    return pdf, tuple(str(warning.message) for warning in warnings)


def _compile_elsewhere(root: Path, epoch: int) -> tuple[bytes, tuple[str, ...]]:
    call = [sys.executable, "-I", "-c", _CODE, str(root), str(epoch)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ReportError(f"the PDF cannot be typeset: the process ended with {done.returncode}: {done.stderr[-500:]}")
    said = json.loads(done.stdout)
    if said["error"] is not None:
        raise _refusal(said["error"], said["hints"])
    return (root / "report.pdf").read_bytes(), tuple(said["warnings"])


def _refusal(said: str, hints: list[str]) -> ReportError:
    told = "".join(f"\nHint: {hint}" for hint in hints)
    return ReportError(f"the PDF cannot be typeset: {said}{told}", facts={"error": said})
