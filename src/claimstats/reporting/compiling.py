"""Compile a Typst document, here or in a process of its own."""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from pathlib import Path

from claimstats.errors import ReportError

__all__ = ["compile_document", "expect_document"]

#: Documents compiled in this process. Typst keeps what it has seen of each, some 60 MB, and has no way to forget.
_HERE = 3

#: What a process of its own runs when it is told which document; it writes the PDF, and says what Typst says.
_CODE = """
import json, sys
import typst
line = sys.stdin.readline()
if not line:
    sys.exit()
root, epoch = json.loads(line)
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


class _Processes:
    """How many documents were compiled, and the process that waits for the next one."""

    def __init__(self) -> None:
        self.compiled = 0
        self.waiting: subprocess.Popen[str] | None = None

    def expect(self) -> None:
        """Start the process of a document that is still being made: Python and Typst take a tenth of a second to load."""
        if self.compiled >= _HERE and self.waiting is None:
            self.waiting = self._start()

    def take(self) -> subprocess.Popen[str]:
        """The process that waits, or a new one."""
        process, self.waiting = self.waiting or self._start(), None
        return process

    def dismiss(self) -> None:
        """Let the process go that waits for nothing any more."""
        if self.waiting is not None:
            self.waiting.communicate("")
            self.waiting = None

    def _start(self) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen([sys.executable, "-I", "-c", _CODE], stdin=pipe, stdout=pipe, stderr=pipe, text=True)


_processes = _Processes()
atexit.register(_processes.dismiss)


def expect_document() -> None:
    """Get ready for `compile_document`, which is about to be called."""
    _processes.expect()


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
    _processes.compiled += 1
    if _processes.compiled > _HERE:
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
    process = _processes.take()
    answer, complaint = process.communicate(json.dumps([str(root), epoch]))
    if process.returncode:
        raise ReportError(f"the PDF cannot be typeset: the process ended with {process.returncode}: {complaint[-500:]}")
    said = json.loads(answer)
    if said["error"] is not None:
        raise _refusal(said["error"], said["hints"])
    return (root / "report.pdf").read_bytes(), tuple(said["warnings"])


def _refusal(said: str, hints: list[str]) -> ReportError:
    told = "".join(f"\nHint: {hint}" for hint in hints)
    return ReportError(f"the PDF cannot be typeset: {said}{told}", facts={"error": said})
