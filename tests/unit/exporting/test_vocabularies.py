"""Exports in the field's own vocabularies: what is required is there, what has no place is counted, and no verdict."""

import json

import pandas as pd
import pytest

import claimstats as cs
from claimstats.exporting.studied import study_frame

#: Invented people, outlets and deeds.
STATEMENTS = """
    id | date       | speaker | claims   | stance      | reprint_of | verification | url
    s1 | 2025-02-03 | anna    | siege    | asserts     |            | verified     | https://example.org/1
    s2 | 2025-02    | anna    | siege    | asserts     |            | verified     |
    s3 | 2025-01-05 | boris   | siege    | asserts     |            | verified     |
    s4 | 2025-03-01 | anna    | siege    | denies      |            | verified     |
    s5 | 2025-01-04 | boris   | siege    | asserts     | s3         | verified     |
    s6 | 2025-04-01 | anna    | talks    | asserts     |            | unverified   |
    s7 | 2025-04-02 | anna    | talks    | asserts     |            | verified     |
    s8 | 2025-04-02 | anna    |          | asserts     |            | verified     |
    s9 | 2025-05-01?| anna    | talks    | asserts     |            | verified     |
    s10| 2025-05-02 | anna    | siege;talks | conditional |         | verified     |
"""

INCIDENTS = """
    id | date       | actor | recipient | action
    i1 | 2025-02-03 | XNM   | XSF       | 166
    i2 | 2025-02    | XNM   | XSF       | 190.shootdown
    i3 | 2025-02-04 |       | XSF       | 180
    i4 | 2025-02-05 | XNM   | XSF       | 010
    i5 | 2025-02-06 | XNM   |           | 154.deployment
    i6 | ../2025-02 | XNM   | XSF       | 112
    i7 | 2025-02-07/.. | XNM;anna | XSF | 040.article4
"""


def drawn(table):
    head, *rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return pd.DataFrame(rows, columns=head)


@pytest.fixture(scope="module")
def study():
    statements = (
        drawn(STATEMENTS).rename(columns={"id": "statement_id"}).assign(text="words", source="paper", language="en")
    )
    incidents = (
        drawn(INCIDENTS).rename(columns={"id": "incident_id"}).assign(description="a deed", url="https://example.org/i")
    )
    claims = pd.DataFrame(
        {"claim_id": ["siege", "talks", "silent"], "text": ["It is a siege.", "We talk.", "Nobody says it."]}
    )
    actors = pd.DataFrame(
        {
            "actor_id": ["anna", "boris", "XNM", "XSF"],
            "name": ["Anna Example", "Boris Example", "Northmark", "Southfen"],
            "kind": ["person", "", "state", "state"],
            "country": ["XNM", "", "XNM", "XSF"],
            "wikidata": ["Q1", "", "", ""],
        }
    )
    offices = pd.DataFrame({"actor_id": ["anna"], "office": ["Speaker of the Sea"], "start": ["2020-01-01"]})
    sources = pd.DataFrame({"source_id": ["paper"], "name": ["The Paper"]})
    return cs.Study.from_frames(
        statements=statements, incidents=incidents, claims=claims, actors=actors, offices=offices, sources=sources
    )


@pytest.fixture(scope="module")
def reviews(study, tmp_path_factory):
    folder = tmp_path_factory.mktemp("claimreview")
    cs.export_study(study, to=folder, format="claimreview")
    document = json.loads((folder / "claimreview.jsonld").read_text())
    return folder, document, {review["identifier"]: review for review in document["@graph"]}


def left_out(folder):
    return {
        one["why"].split(":")[0]: one["rows"]
        for one in json.loads((folder / "provenance.json").read_text())["left_out"]
    }


def test_a_different_claim_is_a_review_and_another_claimant_a_claim_of_it(reviews):
    _, document, by_claim = reviews
    assert document["@context"][0] == "https://schema.org"
    assert {review["@type"] for review in document["@graph"]} == {"ClaimReview"}
    assert list(by_claim) == ["siege", "talks", "silent"]
    assert [claim["author"]["name"] for claim in by_claim["siege"]["itemReviewed"]] == ["Anna Example", "Boris Example"]
    assert "itemReviewed" not in by_claim["silent"]


def test_the_same_claim_by_the_same_claimant_has_several_appearances(reviews):
    _, _, by_claim = reviews
    appeared = {
        (review["identifier"], claim["author"]["identifier"]): [one["identifier"] for one in claim["appearance"]]
        for review in by_claim.values()
        for claim in review.get("itemReviewed", [])
    }
    assert appeared == {
        ("siege", "anna"): ["s2", "s1"],
        ("siege", "boris"): ["s5", "s3"],
        ("talks", "anna"): ["s7", "s9"],
    }


def test_the_first_appearance_is_told_where_dates_tell_it_and_is_no_copy(reviews):
    _, _, by_claim = reviews
    first = {
        (review["identifier"], claim["author"]["identifier"]): claim.get("firstAppearance", {}).get("identifier")
        for review in by_claim.values()
        for claim in review.get("itemReviewed", [])
    }
    assert first == {("siege", "anna"): None, ("siege", "boris"): "s3", ("talks", "anna"): "s7"}


def test_an_appearance_says_where_and_in_which_language(reviews):
    _, _, by_claim = reviews
    found = by_claim["siege"]["itemReviewed"][0]["appearance"][1]
    assert {name: found[name] for name in ("@type", "url", "inLanguage", "datePublished", "text")} == {
        "@type": "CreativeWork", "url": "https://example.org/1", "inLanguage": "en", "datePublished": "2025-02-03", "text": "words",
    }  # fmt: skip
    assert found["publisher"]["name"] == "The Paper"
    uncertain = by_claim["talks"]["itemReviewed"][0]["appearance"][1]
    assert "datePublished" not in uncertain
    assert uncertain["claimstats:statement"]["date"] == "2025-05-01?"
    assert by_claim["siege"]["itemReviewed"][0]["author"]["sameAs"] == "https://www.wikidata.org/wiki/Q1"


def test_no_rating_and_no_verdict_is_written(reviews):
    folder, _, _ = reviews
    text = (folder / "claimreview.jsonld").read_text().lower()
    assert [word for word in ("rating", "alternatename", "verdict", "false", "true") if word in text] == []


def test_what_has_no_place_in_schema_org_is_counted(reviews):
    folder, _, _ = reviews
    assert left_out(folder) == {
        "statements that voice no claim of the codebook": 1,
        "links of statements that deny a claim or make it conditional": 3,
        "links of unverified statements": 1,
        "incidents": 7,
    }


@pytest.fixture(scope="module")
def records(study, tmp_path_factory):
    folder = tmp_path_factory.mktemp("plover")
    cs.export_study(study, to=folder, format="plover")
    lines = (folder / "plover.jsonl").read_text().splitlines()
    return folder, {record["id"]: record for record in map(json.loads, lines)}


def test_each_record_has_what_plover_requires(records):
    _, by_id = records
    assert list(by_id) == ["i1", "i2", "i5", "i7"]
    for record in by_id.values():
        assert {"id", "date", "actor", "event"} <= record.keys()
        assert record["actor"]
        assert record["event"]


PLOVER = """
    id | date       | enddate    | event    | mode         | quad | scale
    i1 | 2025-02-03 |            | SANCTION | expel        | 4    | -5.5
    i2 | 2025-02-01 | 2025-02-28 | ASSAULT  |              | 4    | -9.0
    i5 | 2025-02-06 |            | MOBILIZE | troops       | 4    | none
    i7 | 2025-02-07 |            | CONSULT  | multilateral | 1    | none
"""


@pytest.mark.parametrize("row", drawn(PLOVER).to_dict("records"), ids=lambda row: row["id"])
def test_a_record(records, row):
    record = records[1][row["id"]]
    assert (record["date"], record.get("enddate", "")) == (row["date"], row["enddate"])
    assert (record["event"], record.get("mode", [])) == ([row["event"]], [row["mode"]] if row["mode"] else [])
    assert record["quad_code"] == int(row["quad"])
    assert str(record.get("event_scale", "none")) == row["scale"]


def test_an_actor_has_a_code_an_identifier_and_the_office_at_the_date(records):
    both = records[1]["i7"]["actor"]
    assert both[0] == {"code": "XNM", "identifier_text": "Northmark", "claimstats_id": "XNM"}
    assert records[1]["i1"]["recipient"] == [{"code": "XSF", "identifier_text": "Southfen", "claimstats_id": "XSF"}]
    assert both[1] == {
        "code": "XNM", "identifier_id": "Q1", "identifier_text": "Anna Example", "office": "Speaker of the Sea", "claimstats_id": "anna",
    }  # fmt: skip


def test_a_record_holds_the_whole_row(study, records):
    rows = study_frame(study, "incidents").set_index("incident_id", drop=False)
    for name, record in records[1].items():
        assert record["claimstats"] == {key: cell for key, cell in rows.loc[name].items() if cell}


def test_what_plover_requires_and_a_row_lacks_is_counted(records):
    assert left_out(records[0]) == {
        "incidents without an actor": 1,
        "incidents of a kind that PLOVER drops (public statements and appeals), or that has no category": 1,
        "incidents whose first day is open": 1,
        "statements": 10,
    }


def test_a_croissant_names_every_file_column_key_and_reference(study, tmp_path):
    cs.export_study(study, to=tmp_path, format="croissant")
    described = json.loads((tmp_path / "croissant.json").read_text())
    assert described["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    assert all((tmp_path / file["contentUrl"]).is_file() for file in described["distribution"])
    for records in described["recordSet"]:
        header = (tmp_path / f"{records['name']}.csv").read_text().splitlines()[0].split(",")
        assert [field["source"]["extract"]["column"] for field in records["field"]] == header
    ids = {field["@id"] for records in described["recordSet"] for field in records["field"]}
    referred = {
        field["references"]["field"]["@id"]
        for records in described["recordSet"]
        for field in records["field"]
        if "references" in field
    }
    assert {"actors/actor_id", "sources/source_id"} <= referred <= ids


@pytest.mark.parametrize("kind", ["claimreview", "plover", "croissant"])
def test_the_same_bytes_again(study, kind, tmp_path):
    written = cs.export_study(study, to=tmp_path / "a", format=kind)
    cs.export_study(study, to=tmp_path / "b", format=kind)
    assert [path.read_bytes() for path in written] == [(tmp_path / "b" / path.name).read_bytes() for path in written]
