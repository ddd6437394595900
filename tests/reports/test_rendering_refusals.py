"""What a report refuses, and what the refusal says."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

import claimstats as cs
from claimstats.errors import ReportError
from claimstats.reporting.document import read_document
from claimstats.reporting.meta import ReportMeta
from claimstats.reporting.parameters import read_parameters, resolve_parameters
from claimstats.reporting.rendering import render


def declare(source: str) -> nbformat.NotebookNode:
    return new_notebook(cells=[new_code_cell(source, metadata={"tags": ["parameters"]})])


DECLARED = read_parameters(
    declare(
        'quarter = "2025Q3"\nthreshold: float = 0.8\nactor: str | None = None\nrows = 60\nlimit = None\nflag = False'
    )
)


@pytest.mark.parametrize(
    "given",
    [{}, {"quarter": "2025Q4"}, {"threshold": 1}, {"threshold": 0.5}, {"actor": None}, {"actor": "A"},
     {"limit": 3}, {"limit": ["a", 1]}, {"flag": True}],
)  # fmt: skip
def test_fitting_parameters_are_taken(given: dict[str, object]) -> None:
    resolved = resolve_parameters(DECLARED, given)
    assert list(resolved) == ["quarter", "threshold", "actor", "rows", "limit", "flag"]
    assert (
        resolved
        == {"quarter": "2025Q3", "threshold": 0.8, "actor": None, "rows": 60, "limit": None, "flag": False} | given
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"quater": "2025Q3"}, "'quater' is unknown; did you mean 'quarter'?"),
        ({"rows": "60"}, "'rows' should be int, not str: '60'"),
        ({"rows": True}, "'rows' should be int, not bool: True"),
        ({"actor": 3}, "'actor' should be str or None, not int: 3"),
        ({"threshold": float("nan")}, "'threshold' should be float"),
        ({"limit": Path("x")}, "'limit' should be any literal"),
    ],
)
def test_an_unknown_name_or_wrong_type_is_told_with_what_exists(given: dict[str, object], words: str) -> None:
    with pytest.raises(ReportError) as caught:
        resolve_parameters(DECLARED, given)
    assert words in str(caught.value)
    assert "  threshold: float = 0.8" in str(caught.value)
    assert caught.value.exit_code == 4


def test_a_notebook_without_parameters_says_so() -> None:
    with pytest.raises(ReportError, match="It declares no parameters"):
        resolve_parameters((), {"quarter": "2025Q3"})


def test_a_default_that_is_no_literal_is_refused() -> None:
    with pytest.raises(ReportError, match=r"the default of parameter 'day' is no literal: date\(2025, 1, 1\)"):
        read_parameters(declare("day = date(2025, 1, 1)"))


def test_two_parameter_cells_are_refused() -> None:
    notebook = new_notebook(cells=[*declare("a = 1").cells, *declare("b = 1").cells])
    with pytest.raises(ReportError, match="2 cells are tagged `parameters`"):
        read_parameters(notebook)


def test_a_failing_cell_is_named_shown_and_kept(notebooks: Path, meta: ReportMeta) -> None:
    with pytest.raises(ReportError) as caught:
        render(notebooks / "failing.ipynb", parameters={}, workdir_links={}, meta=meta, epoch=0)
    assert str(caught.value) == (
        'cell 4 of the notebook failed: KeyError: \'missing\'\n    values = {"a": 1}\n    values["missing"]'
    )
    facts = caught.value.facts
    assert (facts["cell"], facts["error"], facts["value"]) == (4, "KeyError", "'missing'")
    executed = facts["notebook"]
    assert executed.cells[1].outputs[0].text == "before 2025Q3\n"
    assert executed.cells[3].outputs[0].output_type == "error"
    assert executed.cells[4].outputs == []


def test_a_figure_without_words_names_its_cell_and_the_cure(notebooks: Path, meta: ReportMeta) -> None:
    with pytest.raises(ReportError, match=r"cell 1 draws a figure without words(.|\n)*#\| fig-alt:"):
        render(notebooks / "without_words.ipynb", parameters={}, workdir_links={}, meta=meta, epoch=0)


def test_several_figures_of_a_cell_take_their_words_in_turn() -> None:
    picture = {"output_type": "display_data", "data": {"image/png": "aGVsbG8="}, "metadata": {}}
    source = '#| fig-alt:\n#|   - "first: a line"\n#|   - second\n#|     goes on\n#| fig-cap: one\n1'
    cell = new_code_cell(source, outputs=[nbformat.from_dict(picture)] * 2)
    first, second = read_document(new_notebook(cells=[cell])).blocks
    assert (first.alt, first.name, second.alt, second.name) == (
        "first: a line",
        "Figure 1",
        "second goes on",
        None,
    )


@pytest.mark.parametrize(
    ("links", "words"),
    [({"a/b": Path()}, "'a/b' cannot be a link"), ({"tables": Path()}, "'tables' cannot be a link"),
     ({"study": Path("nowhere")}, "needs 'study', and nowhere does not exist")],
)  # fmt: skip
def test_a_link_that_cannot_be_is_refused(
    links: dict[str, Path], words: str, notebooks: Path, meta: ReportMeta
) -> None:
    with pytest.raises(ReportError, match=words):
        render(notebooks / "failing.ipynb", parameters={}, workdir_links=links, meta=meta, epoch=0)


def test_what_is_no_notebook_is_refused(tmp_path: Path, meta: ReportMeta) -> None:
    (tmp_path / "x.ipynb").write_text("no json")
    for name, words in (("x.ipynb", "is no notebook"), ("y.ipynb", "there is no notebook")):
        with pytest.raises(ReportError, match=words):
            render(tmp_path / name, parameters={}, workdir_links={}, meta=meta, epoch=0)


def test_a_kernel_that_does_not_start_is_said_at_once_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    place = [sys.executable, "-c", "raise SystemExit(3)", "-f", "{connection_file}"]
    monkeypatch.setattr("claimstats.reporting.starting.COMMAND", place)

    with pytest.raises(ReportError, match=r"died before it answered\. Hint: does .*ipykernel_launcher --version"):
        cs.report(cs.load("data/demo"), period="2025Q3", to=tmp_path)

    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".lock") == []
    assert "AssertionError" not in capfd.readouterr().err
