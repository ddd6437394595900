"""The tables of the real study: every row has its address, and none of our own words judges anybody."""

import csv
import re
from pathlib import Path

import pytest

import claimstats as cs

FOLDER = Path(__file__).parents[2] / "data" / "kremlin-nato"

VERDICTS = re.compile(
    r"\b(lie|lies|lied|lying|liars?|true|truth|truly|truthful|untrue|false|falsely|falsehoods?|propaganda|disinformation|"
    r"misinformation|fake|hoax|dishonest|deceiv\w*|deceit\w*|manipulat\w*|hypocri\w*|bluff\w*|empty threats?)\b",
    re.IGNORECASE,
)

#: Columns that we have worded; statements and their paraphrases are the speakers' matter.
OWN_WORDS = {
    "claims": ("text", "label", "rule", "note"),
    "expectations": ("text", "reason"),
    "incidents": ("label",),
    "families": ("name", "note"),
    "streams": ("name", "selection", "note"),
    "coverage": ("reason",),
}


def rows(name):
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", ["statements", "incidents"])
def test_every_row_has_an_address(name):
    assert [row for row in rows(name) if not row["url"]] == []


@pytest.mark.parametrize("name", ["statements", "incidents"])
def test_the_address_of_every_verified_row_is_a_web_page(name):
    verified = [row for row in rows(name) if row["verification"] == "verified"]
    assert len(verified) > 80
    assert [row["url"] for row in verified if not row["url"].startswith("http")] == []


def test_a_quotation_is_short_and_names_its_language():
    quoted = [row for row in rows("statements") if row["text"] and row["stream"] == "episode_search"]
    assert [row["statement_id"] for row in quoted if len(row["text"].split()) > 12] == []
    assert [row["statement_id"] for row in quoted if not row["language"]] == []


def test_every_statement_of_the_search_has_a_paraphrase_or_a_quotation_and_a_source():
    assert [row["statement_id"] for row in rows("statements") if not (row["text"] or row["paraphrase"])] == []
    assert [row["statement_id"] for row in rows("statements") if not row["source"]] == []


@pytest.mark.parametrize(("name", "columns"), OWN_WORDS.items())
def test_no_word_of_ours_is_a_verdict(name, columns):
    found = [
        (number, column, VERDICTS.findall(row[column]))
        for number, row in enumerate(rows(name), start=2)
        for column in columns
        if VERDICTS.search(row[column])
    ]
    assert found == []


def test_no_column_is_a_verdict():
    claims = cs.group_claims(cs.load(FOLDER))
    results = (cs.measure_coverage(claims.study), cs.measure_repetition(claims), cs.measure_gaps(claims))
    names = {name for result in results for table in result.tables for name in result.to_frame(table).columns}
    names |= {name for path in FOLDER.glob("*.csv") for name in rows(path.stem)[0]}
    assert [name for name in names if VERDICTS.search(name.replace("_", " "))] == []
    words = [text for result in results for text in result.words.values() if VERDICTS.search(text)]
    assert words == []


def test_the_study_is_large_enough_and_says_that_it_is_exploratory():
    verified = {
        name: [row for row in rows(name) if row["verification"] == "verified"] for name in ("statements", "incidents")
    }
    searched = [row for row in verified["statements"] if row["stream"] == "episode_search" and row["claims"]]
    assert (len(searched), len(verified["incidents"])) == (134, 93)
    assert (len(rows("claims")), len(rows("expectations"))) == (19, 24)
    assert {row["type"] for row in rows("claims")} >= {"state", "threat", "commitment"}
    assert {row["anchor"] for row in rows("expectations")} == {"episode", "trigger", "period"}
    assert {(row["role"], row["polarity"]) for row in rows("expectations")} >= {("own", "absent"), ("other", "present")}
    assert all(row["reason"] and row["frozen_at"] for row in rows("expectations"))


def test_its_tables_break_no_rule_and_are_tidy():
    study = cs.load(FOLDER)
    assert len(study.changes) == 0
    assert study.notes == ()
