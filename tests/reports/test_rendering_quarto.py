"""Quarto as an engine: a fake one that fails in every way seen, and the real one where there is one."""

from __future__ import annotations

import json
import re
import shutil
import stat
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup

from claimstats.errors import ReportError, UsageError
from claimstats.reporting import blocks as b
from claimstats.reporting.document import Document, read_document
from claimstats.reporting.meta import ReportMeta
from claimstats.reporting.quarto import Quarto, find_quarto, write_with_quarto
from claimstats.reporting.quarto_copy import copy_for_quarto
from claimstats.reporting.rendering import Rendered

ROOT = Path(__file__).parents[2]
REAL = shutil.which("quarto")

#: Writes down how it was called, and then does what Quarto does, or what it does wrong.
_FAKE = """#!{python} -I
import json, os, pathlib, sys

arguments, manner = sys.argv[1:], {manner!r}
if arguments == ["--version"]:
    print({version!r})
    sys.exit(0)
log = pathlib.Path({log!r})
calls = json.loads(log.read_text()) if log.exists() else []
notebook = pathlib.Path(arguments[1])
cells = json.loads(notebook.read_text())["cells"]
words = ["".join(cell["source"]) for cell in cells]
calls.append({{"arguments": arguments, "kinds": [cell["cell_type"] for cell in cells], "folder": os.getcwd(),
              "files": sorted(os.listdir()), "words": words}})
log.write_text(json.dumps(calls))
output = pathlib.Path(arguments[arguments.index("--output") + 1])
page = "<html><body>" + "".join(words) + "</body></html>"
pdf = b"%PDF-1.7 fake" + b" " * 900 + b"%%EOF"
if manner == "a failing cell":
    sys.exit("ERROR: the cell raised ZeroDivisionError")
if manner == "nothing written":
    sys.exit(0)
if manner == "rewrites its input":
    notebook.write_text("gone")
if manner == "not embedded":
    print("WARNING: could not fetch", file=sys.stderr)
    page += '<script src="https://cdn.example.org/require.min.js"></script>'
if manner == "lost rows":
    page = page.replace("<tr>", "", 1)
if output.suffix == ".html":
    output.write_text(page)
else:
    output.write_bytes(b"%PDF-1.7 half" if manner == "half a PDF" else pdf)
"""


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Quarto]:
    def make(manner: str = "", version: str = "1.10.12") -> Quarto:
        program = tmp_path / "quarto"
        log = tmp_path / "calls.json"
        program.write_text(_FAKE.format(python=sys.executable, manner=manner, version=version, log=str(log)))
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("CLAIMSTATS_QUARTO", str(program))
        return find_quarto()

    return make


def _write(sample: Rendered, meta: ReportMeta, quarto: Quarto) -> tuple[bytes, bytes]:
    notebook = nbformat.reads(sample.notebook.decode(), as_version=4)
    return write_with_quarto(notebook, document=read_document(notebook), meta=meta, quarto=quarto)


def _calls(tmp_path: Path) -> list[dict[str, Any]]:
    return json.loads((tmp_path / "calls.json").read_text())


def test_it_is_called_without_running_anything_on_a_copy(
    fake: Callable[..., Quarto], sample: Rendered, meta: ReportMeta, tmp_path: Path
) -> None:
    html, pdf = _write(sample, meta, fake("rewrites its input"))
    page, paper = _calls(tmp_path)
    common = [
        "--no-execute",
        "-M",
        "embed-resources:true",
        "-M",
        "html-math-method:mathml",
        "-M",
        "echo:false",
        "-M",
        "lang:en",
    ]
    assert page["arguments"] == [
        "render",
        "report.ipynb",
        "--to",
        "html",
        *common,
        "--quiet",
        "--output",
        "report.html",
    ]
    assert paper["arguments"] == [
        "render", "report.ipynb", "--to", "typst", *common, "-M", "pdf-standard:a-2b", "--quiet", "--output", "report.pdf",
    ]  # fmt: skip
    assert page["folder"] != paper["folder"]
    assert not Path(page["folder"]).exists()
    assert set(page["kinds"]) == {"raw", "markdown"}
    assert html.startswith(b"<html>")
    assert pdf.startswith(b"%PDF-")


def test_what_cells_gave_is_raw_html_for_the_page_and_markdown_with_pictures_for_the_pdf(
    fake: Callable[..., Quarto], sample: Rendered, meta: ReportMeta, tmp_path: Path
) -> None:
    _write(sample, meta, fake())
    page, paper = _calls(tmp_path)
    ours = BeautifulSoup(sample.html, "html.parser")
    words = "\n".join(page["words"])
    assert words.count("<tr>") == len(ours.find("main").find_all("tr"))
    assert "{=html}" in words
    assert json.loads(page["words"][0].splitlines()[1].removeprefix("title: ")) == meta.title
    assert [name for name in paper["files"] if name.startswith("picture-")]
    assert any(re.search(r"!\[.*\]\(picture-000\.\w+\)\{fig-alt=", text) for text in paper["words"])
    assert any(meta.footer.replace(".", "\\.") in text for text in paper["words"])


@pytest.mark.parametrize(
    ("manner", "told"),
    [
        ("a failing cell", "ended with 1 .* ZeroDivisionError"),
        ("nothing written", "says that it made report.html, and there is none"),
        ("not embedded", "asks for something from elsewhere: <script src=.*cdn.example.org"),
        ("lost rows", r"has \d+ table rows where the notebook has \d+"),
        ("half a PDF", "a report.pdf that is no whole PDF"),
    ],
)
def test_it_is_not_believed(
    fake: Callable[..., Quarto], sample: Rendered, meta: ReportMeta, manner: str, told: str
) -> None:
    with pytest.raises(ReportError, match=told):
        _write(sample, meta, fake(manner))


@pytest.mark.parametrize("version", ["1.5.0", "1.10.12", "99.9.9", "v1.7.3"])
def test_a_version_that_will_do_is_taken_as_it_is(fake: Callable[..., Quarto], version: str) -> None:
    assert fake(version=version).version == version


@pytest.mark.parametrize(
    ("version", "told"),
    [("1.4.557", "1.5 or newer is needed"), ("", "does not say a version"), ("quarto", "does not say")],
)
def test_a_version_that_will_not_do_is_refused(fake: Callable[..., Quarto], version: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        fake(version=version)


def test_where_there_is_none_it_says_how_to_get_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLAIMSTATS_QUARTO", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match=r"no `quarto` on PATH.*conda-forge"):
        find_quarto()
    monkeypatch.setenv("CLAIMSTATS_QUARTO", str(tmp_path / "nowhere"))
    with pytest.raises(UsageError, match="which is no program"):
        find_quarto()


def test_the_manifest_names_the_engine_and_the_edition_is_another(fake: Callable[..., Quarto], tmp_path: Path) -> None:
    import claimstats as cs

    quarto = fake()
    path = tmp_path / "own.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("## Words\n\nSome.")]), path)
    study = cs.load(ROOT / "data" / "demo")
    ours = cs.report(study, kind=path, to=tmp_path / "out")
    theirs = cs.report(study, kind=path, to=tmp_path / "out", engine="quarto")
    assert (ours.name, theirs.name) == ("r1", "r2")
    manifest = json.loads((theirs / "manifest.json").read_text())
    assert manifest["environment"]["engine"] == f"quarto {quarto.version}"
    assert json.loads((ours / "manifest.json").read_text())["environment"]["engine"] == "claimstats"
    assert cs.report(study, kind=path, to=tmp_path / "out", engine="quarto") == theirs
    with pytest.raises(UsageError, match="no engine"):
        cs.report(study, kind=path, to=tmp_path / "out", engine="latex")


def test_hostile_words_stay_words_in_markdown(hostile: Rendered, meta: ReportMeta) -> None:
    notebook = nbformat.reads(hostile.notebook.decode(), as_version=4)
    copied = copy_for_quarto(notebook, document=read_document(notebook), meta=meta, media={})
    assert all(cell.cell_type == "markdown" for cell in copied.cells[1:])
    words = "\n".join(cell.source for cell in copied.cells[1:])
    fenced = re.sub(r"(`{3,})(\{=html\})?\n.*?\n\1", "", words, flags=re.DOTALL)
    plain = re.sub(r"(`+) .*? \1", "", fenced)
    assert "<script" not in plain.replace("\\<script", "")


@pytest.mark.parametrize("text", ["{{< include /etc/passwd >}}", "```\n{{< meta x >}}", "$x$ <script>", "# *a* [b](c)"])
def test_nothing_that_quarto_would_act_on_is_left_in_words_code_or_formulas(meta: ReportMeta, text: str) -> None:
    inlines = (b.Text(text), b.Verbatim(text), b.Mathematics(text))
    document = Document({"c1": (b.Paragraph(inlines), b.Preformatted(text), b.Formula(text))}, ())
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", id="c1")])
    hostile = replace(meta, title=text)
    for media in (None, {}):
        copied = copy_for_quarto(notebook, document=document, meta=hostile, media=media)
        words = "\n".join(cell.source for cell in copied.cells)
        assert "{{<" not in words
        assert copied.cells[0].source.count("\n") == 3


@pytest.mark.skipif(REAL is None, reason="Quarto is not installed")
def test_the_real_one_makes_a_page_and_a_pdf(sample: Rendered, meta: ReportMeta) -> None:
    html, pdf = _write(sample, meta, find_quarto())
    assert b"http-equiv" in html or b"<html" in html
    assert pdf.startswith(b"%PDF-")


def test_the_example_project_runs_and_its_settings_can_be_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import yaml

    folder = ROOT / "docs" / "quarto-example"
    settings = yaml.safe_load((folder / "_quarto.yml").read_text(encoding="utf-8"))
    page = (folder / "index.qmd").read_text(encoding="utf-8")
    assert yaml.safe_load(page.split("---\n")[1])["title"]
    assert settings["project"]["pre-render"].startswith("claimstats report ../../data/demo")
    monkeypatch.chdir(folder)
    names: dict[str, object] = {}
    for code in re.findall(r"```\{python\}\n(.*?)```", page, flags=re.DOTALL):
        exec(compile(code, "index.qmd", "exec"), names)
    said = capsys.readouterr().out
    assert "was recorded on at least" in said or "was recorded on" in said
    assert "expectations of" in said
