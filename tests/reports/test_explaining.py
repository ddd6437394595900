"""The numbers of reports on a claim and on a speaker are explained and compared as those of a quarter are."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import claimstats as cs
from claimstats.errors import UsageError

KINDS = {"claim": ("claim_id", "category"), "speaker": ("speaker",)}


def numbers_of(edition: Path) -> list[dict[str, str]]:
    with (edition / "tables" / "numbers.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("kind", KINDS)
def test_the_numbers_of_another_kind_are_of_what_it_is_about(editions: Mapping[str, Path], kind: str) -> None:
    rows = numbers_of(editions[kind])
    about = editions[kind].parent.name.removeprefix(f"{kind}-")
    # Of what it is about, or what such a number is made of.
    made = {name for row in rows for name in row["inputs"].split(";")}
    own = [row for row in rows if {f"{key}={about}" for key in KINDS[kind]} & set(row["keys"].split(";"))]
    assert len(own) > 10
    assert {row["number"] for row in rows} - {row["number"] for row in own} <= made


@pytest.mark.parametrize("kind", KINDS)
def test_a_number_of_another_kind_is_the_sum_of_its_rows_shares(editions: Mapping[str, Path], kind: str) -> None:
    counted = [row for row in numbers_of(editions[kind]) if row["column"] == "occasions" and float(row["value"])]
    assert counted
    for row in counted:
        found = cs.explain(editions[kind], row["number"])
        assert found.to_frame().drop_duplicates("unit")["share"].sum() == float(row["value"])
        assert set(found.to_frame()["table"]) == {"statements"}


@pytest.mark.parametrize("kind", ["quarterly", "claim", "speaker", "method"])
def test_every_link_of_a_page_arrives_and_every_number_on_it_is_one_of_the_csv(
    editions: Mapping[str, Path], kind: str
) -> None:
    page = BeautifulSoup((editions[kind] / "report.html").read_text(encoding="utf-8"), "html.parser")
    anchors = {tag["id"] for tag in page.find_all(id=True)}
    targets = [link["href"][1:] for link in page.find_all("a", href=True) if link["href"].startswith("#")]
    assert set(targets) <= anchors
    names = {row["number"] for row in numbers_of(editions[kind])}
    assert len(names & set(targets)) > 25
    # What looks like a number's name is one.
    measures = ("repetition-", "gaps-", "agreement-", "coverage-", "grouping-", "association-")
    assert {name for name in targets if name.startswith(measures)} <= names


@pytest.mark.parametrize("kind", ["quarterly", "claim", "speaker", "method"])
def test_a_number_of_every_sort_is_explained(editions: Mapping[str, Path], kind: str) -> None:
    rows = numbers_of(editions[kind])
    sorts = {(row["measure"], row["table"], row["column"], bool(row["inputs"])): row for row in rows if row["value"]}
    assert len(sorts) > 15
    for row in sorts.values():
        found = cs.explain(editions[kind], row["number"])
        told = repr(found)
        assert row["formula"] in told
        made = [number for number in row["inputs"].split(";") if number]
        assert {number["number"] for number in found.made_of} >= set(made)
        assert all(f"made of {number} = " in told for number in made)
        own = found.to_frame().query("number == @row['number']").drop_duplicates("unit")
        if len(own):
            assert own["share"].sum() == pytest.approx(float(row["value"]), abs=1e-9)
            assert found.to_frame()["number"].nunique() == 1


def test_the_ends_of_an_interval_are_explained_by_the_rows_of_what_they_are_made_of(invented: Path) -> None:
    found = cs.explain(invented, "gaps-all-own-gap_low")
    assert [number["number"] for number in found.made_of] == ["gaps-all-own-gap", "gaps-all-own-n_units"]
    assert set(found.to_frame()["number"]) == {"gaps-all-own-gap", "gaps-all-own-n_units"}
    assert "rows of gaps-all-own-gap:" in repr(found)


def test_editions_of_two_studies_have_nothing_to_compare(founding: Path, invented: Path) -> None:
    with pytest.raises(UsageError, match=r"of the study 'kremlin-nato', .* of 'demo'"):
        cs.compare(founding, invented)


def test_what_changed_can_be_exported_as_any_result(invented: Path, tmp_path: Path) -> None:
    found = cs.compare(invented, invented)
    names = {path.name for path in cs.export(found, to=tmp_path)}
    assert {"changes.csv", "changes_moved.csv", "changes_changes.csv", "datapackage.json"} <= names
