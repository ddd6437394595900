"""One rendered sample for all tests of the reports: a render takes seconds, so it is made once."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pytest

import claimstats as cs
from claimstats.reporting.meta import ReportMeta
from claimstats.reporting.rendering import Rendered, render

NOTEBOOKS = Path(__file__).parent / "notebooks"
ROOT = Path(__file__).parents[2]
EPOCH = 1_759_276_800
#: One edition of the demo study per kind.
ASKED: dict[str, dict[str, str]] = {
    "quarterly": {"period": "2025Q4"}, "claim": {"claim": "siege"}, "speaker": {"speaker": "alba"}, "method": {},
}  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium without a window; where there is none, its tests are skipped."""
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("needs Chromium (Debian: apt-get install chromium)")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=flags)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def meta() -> ReportMeta:
    return ReportMeta(
        title="Words and deeds <of a study>",
        subtitle="Measures statements against a record; makes no judgement of truth or intent.",
        study_id="sample",
        period="2025Q3",
        edition="r1",
        cite="The claimstats developers (2025). Words and deeds.",
        footer="Made with claimstats.",
    )


@pytest.fixture(scope="session")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("study")
    (folder / "notes.txt").write_text("a note\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def sample(meta: ReportMeta, study: Path) -> Rendered:
    """Every block, with one parameter given."""
    return render(
        NOTEBOOKS / "every_block.ipynb",
        parameters={"rows": 70},
        workdir_links={"study": study},
        meta=meta,
        epoch=EPOCH,
    )


@pytest.fixture(scope="session")
def hostile(meta: ReportMeta) -> Rendered:
    """Text from outside that would like to be more than text."""
    return render(NOTEBOOKS / "hostile.ipynb", parameters={}, workdir_links={}, meta=meta, epoch=EPOCH)


@pytest.fixture(scope="session")
def founding(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition of 2025Q3 of the founding study, as the command writes it."""
    return write_report(ROOT / "data" / "kremlin-nato", period="2025Q3", to=tmp_path_factory.mktemp("editions"))


@pytest.fixture(scope="session")
def invented(editions: Mapping[str, Path]) -> Path:
    """An edition of the demo study, whose last windows are still open."""
    return editions["quarterly"]


@pytest.fixture(scope="session")
def asked() -> dict[str, dict[str, str]]:
    """What the editions of the demo study were asked to be about."""
    return ASKED


@pytest.fixture(scope="session")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One edition of the demo study of every kind; the quarterly one follows that of the quarter before."""
    to = tmp_path_factory.mktemp("editions")
    study = cs.load(ROOT / "data" / "demo")
    cs.report(study, parameters={"period": "2025Q3"}, to=to)
    return {kind: cs.report(study, kind=kind, parameters=asked, to=to) for kind, asked in ASKED.items()}


def write_report(
    study: Path,
    *,
    to: Path,
    period: str,
    environment: Mapping[str, str] | None = None,
) -> Path:
    """Run the command in a process of its own and return the edition's folder."""
    command = [sys.executable, "-m", "claimstats.cli", "report", str(study), "--period", period, "--to", str(to)]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=to, env={**os.environ, **(environment or {})}, check=False
    )
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.splitlines()[0]).parent


@pytest.fixture
def hostile_environment(tmp_path: Path) -> dict[str, str]:
    """Another home, whose settings break every kernel and every figure that reads them; another zone and locale."""
    home = tmp_path / "home"
    kernel = home / "jupyter" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text('{"argv": ["/bin/false"], "display_name": "Python 3", "language": "python"}')
    for profile in (home / ".ipython" / "profile_default", home / ".jupyter"):
        profile.mkdir(parents=True)
        (profile / "ipython_kernel_config.py").write_text("raise SystemExit(3)\n")
    (home / "matplotlib").mkdir()
    (home / "matplotlib" / "matplotlibrc").write_text("lines.linewidth: 9\nfont.size: 30\n")
    return os.environ | {
        "HOME": str(home), "JUPYTER_PATH": str(home / "jupyter"), "LC_ALL": "C", "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": str(home / "matplotlib"), "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT / "src"), "TZ": "Asia/Tokyo",
    }  # fmt: skip


@pytest.fixture(scope="session")
def write() -> Callable[..., Path]:
    return write_report


@pytest.fixture(scope="session")
def read_words() -> Callable[[bytes], str]:
    return read_pdf_words


@pytest.fixture(scope="session")
def read_pages() -> Callable[[bytes], list[str]]:
    return read_pdf_pages


@pytest.fixture
def notebooks() -> Path:
    return NOTEBOOKS


@pytest.fixture(scope="session")
def sample_words(sample: Rendered) -> str:
    return read_pdf_words(sample.pdf)


@pytest.fixture(scope="session")
def hostile_words(hostile: Rendered) -> str:
    return read_pdf_words(hostile.pdf)


def read_pdf_words(data: bytes) -> str:
    """The text of a PDF without spaces, read through the fonts' own maps to Unicode."""
    return "".join(read_pdf_pages(data))


def read_pdf_pages(data: bytes) -> list[str]:
    """The same, page by page."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [_read_page(page) for page in pdf.pages]


def _read_page(page: pikepdf.Page) -> str:
    fonts = {name: _read_map(font) for name, font in page.Resources.get("/Font", {}).items()}
    words, current = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            current = fonts[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            strings = operands[0] if str(operator) == "TJ" else operands
            for string in strings:
                if isinstance(string, pikepdf.String):
                    codes = bytes(string)
                    words += [current.get(codes[n : n + 2], "") for n in range(0, len(codes), 2)]
    return re.sub(r"\s", "", "".join(words))


def _read_map(font: pikepdf.Object) -> dict[bytes, str]:
    source = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>\s*\n", source)
    return {bytes.fromhex(code): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}
