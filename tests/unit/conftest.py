"""A small study on disk, to be loaded as it is or broken first."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import claimstats as cs
from claimstats.errors import DataError

SMALL_STUDY = {
    "study.toml": """
        [study]
        id = "small"
        title = "A small study"
        start = 2024-01-01
        as_of = 2024-06-30
    """,
    "statements.csv": """
        statement_id,date,speaker,text,claims,stance,source,stream
        s1,2024-01-10,anna,words,at_war,asserts,paper,search
        s2,2024-02,boris,words,at_war;ready,asserts,paper,search
        s3,2024-03-01,anna,words,ready,denies,paper,search
    """,
    "incidents.csv": """
        incident_id,date,actor,recipient,action,description,sources
        i1,2024-01-20,RUS,NATO,190,a deed,paper
        i2,2024-02-20,NATO,RUS,040.article4,a meeting,paper
    """,
    "claims.csv": """
        claim_id,type,text
        at_war,state,They are at war.
        ready,commitment,We are ready.
    """,
    "expectations.csv": """
        expectation_id,claim_id,actor,recipient,codes,window_from,window_to,weight,family
        e1,at_war,RUS,NATO,19,0,30,1,war
    """,
    "actors.csv": """
        actor_id,name
        anna,Anna
        boris,Boris
        RUS,Russia
        NATO,NATO
    """,
    "offices.csv": """
        actor_id,office,start,end
        anna,Minister,2024-01-01,2024-02-29
    """,
    "sources.csv": """
        source_id,name,type
        paper,The Paper,independent
    """,
    "families.csv": """
        family_id,name,codes
        war,War,19
    """,
    "streams.csv": """
        stream_id,name,table
        search,A search,statements
        deeds,Deeds,incidents
    """,
    "coverage.csv": """
        stream,key,start,end,status
        deeds,war,2024-01-01,2024-06-30,monitored
    """,
}


@pytest.fixture
def study_folder(tmp_path: Path) -> Path:
    """The folder of a study that breaks no rule."""
    folder = tmp_path / "small"
    folder.mkdir()
    for name, text in SMALL_STUDY.items():
        lines = [line.strip() for line in text.strip().splitlines()]
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    return folder


@pytest.fixture
def edit(study_folder: Path) -> Callable[[str, str, str], None]:
    """Replaces a text in a file of the study, once; it must be there."""

    def replace(name: str, before: str, after: str) -> None:
        path = study_folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(before) >= 1, f"{name} does not hold {before!r}"
        path.write_text(text.replace(before, after, 1), encoding="utf-8", newline="")

    return replace


@pytest.fixture
def refused(study_folder: Path) -> Callable[[], list[dict[str, Any]]]:
    """Loads the study, which must be refused with nothing written, and gives the problems."""

    def load() -> list[dict[str, Any]]:
        before = {path.name: path.stat().st_mtime_ns for path in study_folder.iterdir()}
        with pytest.raises(DataError) as caught:
            cs.load(study_folder)
        assert {path.name: path.stat().st_mtime_ns for path in study_folder.iterdir()} == before
        problems = caught.value.problems
        assert list(problems.columns) == ["table", "row", "column", "rule", "value", "hint"]
        assert caught.value.exit_code == 3
        assert str(caught.value).startswith(f"{len(problems)} problem")
        return problems.astype(object).where(problems.notna(), None).to_dict("records")

    return load


@pytest.fixture
def assert_said() -> Callable[[list[dict[str, Any]], tuple[Any, ...]], None]:
    """One of the problems is the expected one: names and rows exactly, sentences in part."""

    def check(problems: list[dict[str, Any]], expected: tuple[Any, ...]) -> None:
        table, row, column, rule, value, hint = expected
        near = [problem for problem in problems if (problem["table"], problem["row"]) == (table, row)]
        assert any(
            problem["column"] == column
            and rule in problem["rule"]
            and (problem["value"] == value or (value is not None and value in str(problem["value"])))
            and hint in problem["hint"]
            for problem in near
        ), f"{expected} is not among {near or problems}"

    return check
