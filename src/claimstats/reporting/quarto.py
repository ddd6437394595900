"""Render with Quarto, for those who have it: our executed notebook in, its HTML and PDF out, looked at before believed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from claimstats.errors import ReportError, UsageError

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from claimstats.reporting.document import Document
    from claimstats.reporting.meta import ReportMeta

__all__ = ["Quarto", "find_quarto", "write_with_quarto"]

#: Names the program where it is not on PATH.
VARIABLE = "CLAIMSTATS_QUARTO"
OLDEST = (1, 5)
SECONDS = 600
_COMMON = ("--no-execute", "-M", "embed-resources:true", "-M", "html-math-method:mathml", "-M", "echo:false")
#: What each form needs beside that: its name for Quarto, the end of its file, its options.
_FORMS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "html": ("html", ()),
    "pdf": ("typst", ("-M", "pdf-standard:a-2b")),
}
_SOURCE = re.compile(
    rb"<(?:script|link|img|iframe|source)\b[^>]*?\b(?:src|href)\s*=\s*[\"']?\s*(?:https?:)?//[^\"'>\s]*", re.IGNORECASE
)
_ROW = re.compile(rb"<tr[\s>]", re.IGNORECASE)


@dataclass(frozen=True)
class Quarto:
    """A Quarto that can be used.

    Parameters
    ----------
    program
        Where it is.
    version
        What it says of itself, as it goes into the manifest.
    """

    program: Path
    version: str


def find_quarto() -> Quarto:
    """The Quarto on PATH, or the one that ``CLAIMSTATS_QUARTO`` names.

    Raises
    ------
    UsageError
        If there is none, it does not say its version, or it is older than 1.5.
    """
    named = os.environ.get(VARIABLE)
    found = shutil.which(named or "quarto")
    if found is None:
        where = f"{VARIABLE} names {named!r}, which is no program" if named else "there is no `quarto` on PATH"
        raise UsageError(
            f"{where}. Hint: conda-forge has it (`conda install -c conda-forge quarto`); without it, leave --engine out"
        )
    said = _run([found, "--version"], cwd=Path.cwd())
    lines = said.stdout.strip().splitlines()
    match = re.fullmatch(r"v?(\d+)\.(\d+)(?:\.\d+)*\S*", lines[-1].strip()) if lines else None
    if said.returncode or match is None:
        raise UsageError(
            f"{found} --version does not say a version: {(said.stdout + said.stderr).strip()[:200] or 'nothing'}"
        )
    if (int(match[1]), int(match[2])) < OLDEST:
        raise UsageError(f"{found} is Quarto {match[0]}; {OLDEST[0]}.{OLDEST[1]} or newer is needed")
    return Quarto(Path(found), match[0])


def write_with_quarto(
    notebook: NotebookNode, *, document: Document, meta: ReportMeta, quarto: Quarto
) -> tuple[bytes, bytes]:
    """Return the page and the PDF that Quarto makes of an executed notebook.

    Parameters
    ----------
    notebook
        Executed; it is copied, never changed.
    document
        What it says.
    meta
        What the report says of itself.
    quarto
        From `find_quarto`.

    Raises
    ------
    ReportError
        If Quarto fails, or says that it did not and its output shows that it did.
    """
    made = {}
    for form in _FORMS:
        with TemporaryDirectory(prefix="claimstats-quarto-") as temporary:
            made[form] = _render(
                notebook, form=form, document=document, meta=meta, quarto=quarto, folder=Path(temporary)
            )
    return made["html"], made["pdf"]


def _render(
    notebook: NotebookNode, *, form: str, document: Document, meta: ReportMeta, quarto: Quarto, folder: Path
) -> bytes:
    import nbformat

    from claimstats.reporting.quarto_copy import copy_for_quarto

    media: dict[str, bytes] = {}
    copy = copy_for_quarto(notebook, document=document, meta=meta, media=media if form == "pdf" else None)
    source = nbformat.writes(copy)
    (folder / "report.ipynb").write_text(source, encoding="utf-8")
    for name, data in media.items():
        (folder / name).write_bytes(data)
    name, options = _FORMS[form]
    output = f"report.{form}"
    call = [str(quarto.program), "render", "report.ipynb", "--to", name, *_COMMON, "-M", f"lang:{meta.language}", *options,
            "--quiet", "--output", output]  # fmt: skip
    done = _run(call, cwd=folder)
    if done.returncode:
        raise ReportError(
            f"Quarto {quarto.version} ended with {done.returncode} while it made {output}: {_tail(done)}",
            facts={"engine": "quarto", "returncode": done.returncode},
        )
    made = folder / output
    if not made.is_file() or not made.stat().st_size:
        raise ReportError(f"Quarto {quarto.version} says that it made {output}, and there is none: {_tail(done)}")
    data = made.read_bytes()
    problem = _refuse_page(data, rows=source.count("<tr>")) if form == "html" else _refuse_pdf(data)
    if problem:
        raise ReportError(f"Quarto {quarto.version} made a {output} that {problem}", facts={"engine": "quarto"})
    return data


def _refuse_page(data: bytes, *, rows: int) -> str:
    """What is wrong with a page that Quarto holds to be right; nothing if nothing is."""
    outside = _SOURCE.search(data)
    if outside:
        return f"asks for something from elsewhere: {outside[0][:160].decode('utf-8', 'replace')}"
    found = len(_ROW.findall(data))
    if found != rows:
        return f"has {found} table rows where the notebook has {rows}"
    return ""


def _refuse_pdf(data: bytes) -> str:
    return "" if data.startswith(b"%PDF-") and b"%%EOF" in data[-1024:] else "is no whole PDF"


def _run(call: list[str], *, cwd: Path) -> subprocess.CompletedProcess[str]:
    # Nothing is run by Quarto; should it look for a Python, it finds this one.
    environment = {**os.environ, "QUARTO_PYTHON": sys.executable, "TZ": "UTC"}
    try:
        return subprocess.run(
            call,
            cwd=cwd,
            env=environment,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ReportError(f"Quarto did not end within {SECONDS} seconds: {' '.join(call[1:4])}") from error
    except OSError as error:
        raise UsageError(f"{call[0]} cannot be run: {error.strerror or error}") from error


def _tail(done: subprocess.CompletedProcess[str]) -> str:
    said = (done.stderr.strip() or done.stdout.strip()).splitlines()
    return " / ".join(line.strip() for line in said[-6:]) or "it says nothing"
