"""The numbers of reports on a claim and on a speaker are explained and compared as those of a quarter are."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

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


def test_editions_of_two_studies_have_nothing_to_compare(founding: Path, invented: Path) -> None:
    with pytest.raises(UsageError, match=r"of the study 'kremlin-nato', .* of 'demo'"):
        cs.compare(founding, invented)


def test_what_changed_can_be_exported_as_any_result(invented: Path, tmp_path: Path) -> None:
    found = cs.compare(invented, invented)
    names = {path.name for path in cs.export(found, to=tmp_path)}
    assert {"changes.csv", "changes_moved.csv", "changes_changes.csv", "datapackage.json"} <= names
