"""A notebook that is run before all that it needs is there: it waits for it, fails as ever, and can be given up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

import claimstats as cs
from claimstats.errors import ReportError
from claimstats.reporting import publishing, write_reports
from claimstats.reporting.workshop import Run, Workshop

CELLS = (
    "made = []",
    "PARAMETERS",
    "made.append(number)\nfrom pathlib import Path\nnumber",
    "Path('previous', 'word.txt').read_text() if Path('previous').exists() else 'none'",
    "made",
)


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    cells = [
        new_code_cell("number = 0", metadata={"tags": ["parameters"]}) if cell == "PARAMETERS" else new_code_cell(cell)
        for cell in CELLS
    ]
    nbformat.write(new_notebook(cells=cells), tmp_path / "series.ipynb")
    return tmp_path / "series.ipynb"


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    with Workshop() as opened:
        opened.keep = True
        yield opened


def say(run: Run) -> list[str]:
    """What the last three cells show."""
    return [cell.outputs[0].data["text/plain"] for cell in run.notebook.cells[-3:]]


def word(tmp_path: Path, said: str) -> dict[str, Path]:
    folder = tmp_path / said
    folder.mkdir()
    (folder / "word.txt").write_text(said)
    return {"previous": folder}


def test_it_finds_what_was_not_there_when_it_began(workshop: Workshop, notebook: Path, tmp_path: Path) -> None:
    links = word(tmp_path, "one")
    first = workshop.run(notebook, parameters={"number": 1}, links={}, epoch=0)
    workshop.run_ahead(notebook, parameters={"number": 2}, links={}, epoch=0, later="previous")
    time.sleep(0.3)
    second = workshop.run(notebook, parameters={"number": 2}, links=links, epoch=0)
    workshop.run_ahead(notebook, parameters={"number": 3}, links={}, epoch=0, later="previous")
    third = workshop.run(notebook, parameters={"number": 3}, links={}, epoch=0)

    assert say(first) == ["1", "'none'", "[1]"]
    assert say(second) == ["2", "'one'", "[1, 2]"]
    assert say(third) == ["3", "'none'", "[1, 2, 3]"], "what is kept is what stands above the parameters"


def test_one_that_nobody_asks_for_is_given_up(workshop: Workshop, notebook: Path, tmp_path: Path) -> None:
    links = word(tmp_path, "two")
    workshop.run(notebook, parameters={"number": 1}, links={}, epoch=0)
    workshop.run_ahead(notebook, parameters={"number": 2}, links={}, epoch=0, later="previous")
    other = workshop.run(notebook, parameters={"number": 5}, links=links, epoch=0)

    assert say(other)[:2] == ["5", "'two'"]


def test_leaving_while_one_waits_leaves_no_kernel(notebook: Path) -> None:
    began = time.monotonic()
    with Workshop() as workshop:
        workshop.keep = True
        workshop.run(notebook, parameters={"number": 1}, links={}, epoch=0)
        workshop.run_ahead(notebook, parameters={"number": 2}, links={}, epoch=0, later="previous")
        process = workshop._session._client.km.provisioner.process  # type: ignore[union-attr]

    assert process.poll() is not None
    assert time.monotonic() - began < 30


def test_a_failure_while_one_is_written_ends_the_series_and_keeps_what_was_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, orders = cs.load("data/demo"), [{"period": f"2025Q{number}"} for number in (1, 2, 3)]
    write_forms, calls = _failing_second()
    monkeypatch.setattr("claimstats.reporting.rendering.write_forms", write_forms)

    series = write_reports(study, orders, to=tmp_path)
    first = next(series)
    with pytest.raises(ReportError, match="no paper"):
        next(series)

    assert len(calls) == 2
    assert first.is_dir()
    written = sorted(path.relative_to(tmp_path / "demo").as_posix() for path in (tmp_path / "demo").glob("*/r*"))
    assert written == ["2025Q1/r1"]
    assert not list(tmp_path.rglob(".writing-*"))


def _failing_second():
    from claimstats.reporting.rendering import write_forms

    calls = []

    def fail_second(*arguments, **named):
        calls.append(1)
        if len(calls) == 2:
            raise ReportError("the PDF cannot be typeset: no paper")
        return write_forms(*arguments, **named)

    return fail_second, calls


def test_a_cell_that_fails_in_one_that_ran_ahead_is_that_editions_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = Path("reports/quarterly.ipynb").read_text(encoding="utf-8")
    broken = nbformat.reads(text, as_version=4)
    place = next(n for n, cell in enumerate(broken.cells) if "What every section looks at" in cell.source)
    broken.cells.insert(place, new_code_cell("if period == '2025Q2':\n    1 / 0"))
    (tmp_path / "quarterly.ipynb").write_text(nbformat.writes(broken), encoding="utf-8")
    monkeypatch.setattr(publishing, "find_notebook", lambda kind: tmp_path / "quarterly.ipynb")
    monkeypatch.setattr(publishing, "own_kinds", lambda: {"quarterly": tmp_path / "quarterly.ipynb"})

    series = write_reports(cs.load("data/demo"), [{"period": "2025Q1"}, {"period": "2025Q2"}], to=tmp_path / "out")
    first = next(series)
    with pytest.raises(ReportError, match="ZeroDivisionError"):
        next(series)

    assert first == tmp_path / "out" / "demo" / "2025Q1" / "r1"
    assert (tmp_path / "out" / "demo" / "2025Q2" / "failed.ipynb").is_file()
    assert not list((tmp_path / "out" / "demo" / "2025Q2").glob("r*"))


@pytest.mark.skipif(os.name != "posix", reason="a signal of POSIX")
def test_an_interrupted_series_ends_soon_and_leaves_whole_editions_only(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "claimstats", "report", "data/demo", "--period", "all", "--to", str(tmp_path)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert running.stdout is not None
    running.stdout.readline()
    running.send_signal(signal.SIGINT)
    began = time.monotonic()
    running.communicate(timeout=60)

    assert running.returncode not in (0, None)
    assert time.monotonic() - began < 30
    editions = list((tmp_path / "demo").glob("*/r*"))
    assert editions
    assert all((edition / "manifest.json").is_file() and (edition / "report.pdf").is_file() for edition in editions)
    assert not list(tmp_path.rglob(".writing-*"))
