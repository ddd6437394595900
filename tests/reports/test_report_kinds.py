"""Every kind of report: where it lives, what it takes, what it refuses, and that it passes no verdict."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

import claimstats as cs
from claimstats.errors import ReportError, UsageError
from claimstats.reporting import read_settings, write_reports
from claimstats.reporting.kinds import name_part
from claimstats.reporting.parameters import Parameter

ROOT = Path(__file__).parents[2]
KINDS = ["quarterly", "claim", "speaker", "method"]
VERDICTS = r"\b(lie|lies|lied|liars?|lying|untrue|falsehoods?|proves?|propaganda|guilty|dishonest\w*)\b"


@pytest.fixture(scope="module")
def demo() -> cs.Study:
    return cs.load(ROOT / "data" / "demo")


def _page(edition: Path) -> BeautifulSoup:
    return BeautifulSoup((edition / "report.html").read_text(encoding="utf-8"), "html.parser")


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_renders_without_a_warning(editions: Mapping[str, Path], kind: str) -> None:
    manifest = json.loads((editions[kind] / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["warnings"] == []
    assert manifest["kind"] == kind
    notebook = nbformat.read(editions[kind] / "report.ipynb", as_version=4)
    streams = [
        output for cell in notebook.cells for output in cell.get("outputs", []) if output.output_type == "stream"
    ]
    assert streams == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_passes_no_verdict_and_says_that_its_data_are_invented(
    editions: Mapping[str, Path], kind: str, read_pages: Callable[[bytes], list[str]]
) -> None:
    words = _page(editions[kind]).get_text(" ")
    assert re.findall(VERDICTS, words, flags=re.IGNORECASE) == []
    assert "Invented data." in words
    for page in read_pages((editions[kind] / "report.pdf").read_bytes()):
        assert "invented" in page.casefold()


def test_editions_lie_under_what_they_are_about(editions: Mapping[str, Path]) -> None:
    places = {kind: "/".join(edition.parts[-3:]) for kind, edition in editions.items()}
    assert places == {
        "quarterly": "demo/2025Q4/r1", "claim": "demo/claim-siege/r1", "speaker": "demo/speaker-alba/r1",
        "method": "demo/method/r1",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "parameters", "told"),
    [
        ("quarterly", {}, "needs a period"),
        ("quarterly", {"period": "2019Q1"}, "has no day of the study"),
        ("quarterly", {"period": "2025Q9"}, "is no period"),
        ("claim", {}, "this report needs a claim: --set claim=ID"),
        ("claim", {"claim": "seige"}, "Did you mean 'siege'?"),
        ("speaker", {"speaker": "albo"}, "Did you mean 'alba'?"),
        ("clam", {}, "did you mean 'claim'?"),
    ],
)
def test_what_the_study_does_not_have_is_refused_before_a_kernel_starts(
    demo: cs.Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, parameters: dict[str, str], told: str
) -> None:
    monkeypatch.setattr("claimstats.reporting.session.Session.__init__", _no_kernel)
    with pytest.raises(UsageError, match=re.escape(told)):
        cs.report(demo, kind=kind, parameters=parameters, to=tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("parameters", "told"),
    [({"claim": 3}, "'claim' should be str, not int: 3"), ({"clam": "siege"}, "did you mean 'claim'?")],
)
def test_a_wrong_name_or_type_is_refused_before_a_kernel_starts(
    demo: cs.Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parameters: dict[str, object], told: str
) -> None:
    monkeypatch.setattr("claimstats.reporting.session.Session.__init__", _no_kernel)
    with pytest.raises(ReportError, match=re.escape(told)):
        cs.report(demo, kind="claim", parameters=parameters, to=tmp_path)


def _no_kernel(*_: object, **__: object) -> None:
    raise AssertionError("a kernel was started")


def test_what_is_typed_becomes_the_type_that_is_wanted(tmp_path: Path) -> None:
    path = _notebook(tmp_path, 'name = "x"\ncount = 3\nshare = 0.5\nwhole = False\nyears = [1]')
    typed = ["name=007", "count=7", "share=2", "whole=yes", "years=[2024, 2025]"]
    wanted = {"name": "007", "count": 7, "share": 2, "whole": True, "years": [2024, 2025]}
    assert read_settings(path, typed) == wanted


@pytest.mark.parametrize("typed", [["claim"], ["=siege"], ["claim=a", "claim=b"]])
def test_what_sets_nothing_or_twice_is_refused(typed: list[str]) -> None:
    with pytest.raises(UsageError, match="set"):
        read_settings("claim", typed)


def test_a_notebook_of_ones_own_in_any_folder_is_a_kind(demo: cs.Study, tmp_path: Path) -> None:
    path = _notebook(tmp_path / "mine", "year = 2025", "import claimstats as cs\nlen(cs.load('study').statements)")
    edition = cs.report(demo, kind=path, parameters={"year": 2024}, to=tmp_path / "out")
    assert edition == tmp_path / "out" / "demo" / "own-2024" / "r1"
    assert "Own: year 2024" in _page(edition).get_text(" ")


def test_a_failing_cell_is_named_and_the_notebook_kept_with_the_cell_marked(demo: cs.Study, tmp_path: Path) -> None:
    good, bad = _notebook(tmp_path / "good", "y = 1", "1 + 1"), _notebook(tmp_path / "bad", "y = 1", "1 + 1", "1 / 0")
    kept = tmp_path / "out" / "demo" / "own-1" / "failed.ipynb"
    with pytest.raises(
        ReportError, match=f"(?s)cell 4 of the notebook failed: ZeroDivisionError.*{re.escape(str(kept))}"
    ) as told:
        cs.report(demo, kind=bad, to=tmp_path / "out")
    assert told.value.facts["path"] == kept
    notebook = nbformat.read(kept, as_version=4)
    nbformat.validate(notebook)
    marked = [cell for cell in notebook.cells if "claimstats-failed" in cell.metadata.get("tags", [])]
    assert [cell.cell_type for cell in marked] == ["markdown", "code"]
    assert marked[1].source == "1 / 0"
    assert marked[1].outputs[0].output_type == "error"
    assert notebook.cells[2].outputs[0].data["text/plain"] == "2"
    assert str(tmp_path) not in kept.read_text(encoding="utf-8")
    assert not list(kept.parent.glob("r*"))
    cs.report(demo, kind=good, to=tmp_path / "out")
    assert not kept.exists()


def test_values_that_look_alike_in_a_folder_name_do_not_share_a_folder() -> None:
    declared = [Parameter("topic", "", (str,))]
    names = [name_part("own", declared, {"topic": topic}) for topic in ("war & peace", "war / peace", "война", "../..")]
    assert len(set(names)) == 4
    assert all(re.fullmatch(r"[A-Za-z][\w.+-]*", name) for name in names)


def test_editions_of_a_series_have_the_bytes_that_each_has_alone(
    demo: cs.Study, editions: Mapping[str, Path], tmp_path: Path
) -> None:
    alone = editions["quarterly"]
    # The edition before is an input of both.
    shutil.copytree(alone.parents[1] / "2025Q3", tmp_path / "demo" / "2025Q3")
    series = list(write_reports(demo, [{"period": "2025-10"}, {"period": "2025Q4"}], to=tmp_path))
    assert [edition.parent.name for edition in series] == ["2025-10", "2025Q4"]
    names = sorted(path.relative_to(alone) for path in alone.rglob("*") if path.is_file() and path.name != "run.json")
    assert names == sorted(
        path.relative_to(series[1]) for path in series[1].rglob("*") if path.is_file() and path.name != "run.json"
    )
    assert [str(name) for name in names if (alone / name).read_bytes() != (series[1] / name).read_bytes()] == []


def test_a_notebook_of_ones_own_leaves_nothing_to_the_next_of_a_series(demo: cs.Study, tmp_path: Path) -> None:
    path = _notebook(tmp_path / "mine", "year = 2025", "math.seen = getattr(math, 'seen', 0) + year\nmath.seen")
    series = write_reports(demo, [{"year": 2024}, {"year": 2025}], kind=path, to=tmp_path / "out")
    shown = [nbformat.read(edition / "report.ipynb", as_version=4).cells[-1].outputs for edition in series]
    assert [outputs[0].data["text/plain"] for outputs in shown] == ["2024", "2025"]


def _notebook(folder: Path, parameters: str, *cells: str) -> Path:
    from nbformat.v4 import new_code_cell, new_notebook

    folder.mkdir(exist_ok=True)
    first = new_code_cell(parameters, metadata={"tags": ["parameters"]})
    notebook = new_notebook(cells=[new_code_cell("import math"), first, *(new_code_cell(cell) for cell in cells)])
    nbformat.write(notebook, folder / "own.ipynb")
    return folder / "own.ipynb"
