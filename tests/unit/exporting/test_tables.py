"""What other tools find in an export: valid packages, typed columns, words for each, and no formula."""

import json
import warnings
import zipfile
from datetime import date

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

import claimstats as cs
from claimstats.errors import UsageError

FORMULA = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(scope="module")
def claims():
    return cs.group_claims(cs.load("data/demo"))


@pytest.fixture(scope="module")
def results(claims):
    return [cs.measure_coverage(claims.study), cs.measure_repetition(claims), cs.measure_gaps(claims)]


@pytest.fixture(scope="module")
def hostile():
    """Invented words that begin as a formula does."""
    statements = pd.DataFrame(
        {
            "statement_id": ["s1", "s2"],
            "date": ["2025-09", "2025-09-15?"],
            "speaker": "anna",
            "text": ["=HYPERLINK(1)", "'quoted'"],
            "note": ["-1", "+1"],
        }
    )
    return cs.Study.from_frames(
        statements=statements,
        actors=pd.DataFrame({"actor_id": ["anna"], "name": ["@Anna"]}),
        settings={"id": "Hostile_1"},
    )


def problems(folder):
    """What the Frictionless library finds wrong, its own warnings aside."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import validate

        report = validate(str(folder / "datapackage.json"))
    assert report.tasks
    return report.flatten(["type", "note", "fieldName", "rowNumber"])


def test_results_are_a_valid_data_package(results, tmp_path):
    cs.export(results[0], to=tmp_path / "further")
    assert problems(tmp_path / "further") == []
    cs.export(results, to=tmp_path, further=False)
    assert problems(tmp_path) == []


@pytest.mark.parametrize("folder", ["data/demo", "data/kremlin-nato"])
def test_a_study_is_a_valid_data_package(folder, tmp_path):
    cs.export_study(cs.load(folder), to=tmp_path)
    assert problems(tmp_path) == []


def test_the_data_package_finds_a_reference_and_a_date_that_somebody_broke(claims, tmp_path):
    cs.export_study(claims.study, to=tmp_path)
    path, description = tmp_path / "statements.csv", tmp_path / "datapackage.json"
    path.write_text(
        path.read_text().replace(",alba,", ",nobody,", 1).replace("2024-01-15,2024-01-15", "soon,2024-01-15", 1)
    )
    package = json.loads(description.read_text())
    for resource in package["resources"]:
        del resource["bytes"], resource["hash"]
    description.write_text(json.dumps(package))
    assert {problem[0] for problem in problems(tmp_path)} == {"foreign-key", "constraint-error"}


def test_the_data_package_of_a_study_says_types_keys_references_and_what_is_missing(claims, tmp_path):
    cs.export_study(claims, to=tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text())
    by_name = {resource["name"]: resource["schema"] for resource in package["resources"]}
    fields = {field["name"]: field for field in by_name["statements"]["fields"]}

    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert by_name["statements"]["primaryKey"] == ["statement_id"]
    assert {"fields": ["speaker"], "reference": {"resource": "actors", "fields": ["actor_id"]}} in by_name[
        "statements"
    ]["foreignKeys"]
    assert {"fields": ["reprint_of"], "reference": {"resource": "", "fields": ["statement_id"]}} in by_name[
        "statements"
    ]["foreignKeys"]
    assert [fields[name]["type"] for name in ("date", "date_lower", "date_upper", "claims", "probability")] == [
        "string", "date", "date", "list", "number",
    ]  # fmt: skip
    assert "pattern" in fields["date"]["constraints"]
    assert fields["stance"]["categories"] == ["asserts", "denies", "conditional"]
    labels = {one["label"] for field in fields.values() for one in field["missingValues"]}
    assert {label.split(":")[0] for label in labels} >= {"not recorded", "not applicable"}
    assert fields["claims"]["missingValues"][0]["label"].startswith("not coded")
    assert all(field["description"] for schema in by_name.values() for field in schema["fields"])
    assert {field["name"] for field in by_name["claim-links"]["fields"]} >= {"statement_id", "claim_id", "method"}


def test_a_month_has_its_first_and_last_day_beside_it_and_is_not_completed(hostile, tmp_path):
    cs.export_study(hostile, to=tmp_path)
    rows = cs.read_tables(tmp_path)["statements"]
    assert rows[["date", "date_lower", "date_upper"]].to_numpy().tolist() == [
        ["2025-09", "2025-09-01", "2025-09-30"],
        ["2025-09-15?", "2025-09-15", "2025-09-15"],
    ]


def test_no_cell_starts_a_formula(hostile, results, tmp_path):
    cs.export_study(hostile, to=tmp_path)
    cs.export_study(hostile, to=tmp_path, format="excel")
    text = pd.read_csv(tmp_path / "statements.csv", dtype="str", keep_default_na=False)
    assert text["text"].tolist() == ["'=HYPERLINK(1)", "''quoted'"]
    assert not text.map(lambda cell: cell.startswith(FORMULA)).any(axis=None)
    book = openpyxl.load_workbook(tmp_path / "study.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    begins = [cell for cell in cells if str(cell.value).startswith(FORMULA)]
    assert len(begins) == 4
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in begins)


def test_a_workbook_has_a_codebook_and_no_clock(results, tmp_path):
    cs.export(results, to=tmp_path, formats=["excel"], further=False)
    book = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    assert book.sheetnames[:2] == ["about", "codebook"]
    rows = list(book["codebook"].iter_rows(min_row=2, values_only=True))
    assert {row[0] for row in rows} == set(book.sheetnames[2:])
    assert {row[1] for row in rows} >= {"coverage", "repetition", "gaps"}
    assert all(row[4] for row in rows)
    with zipfile.ZipFile(tmp_path / "tables.xlsx") as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_the_codebook_sheet_says_what_a_cell_may_hold(claims, tmp_path):
    cs.export_study(claims.study, to=tmp_path, format="excel")
    head, *rows = openpyxl.load_workbook(tmp_path / "study.xlsx")["codebook"].iter_rows(values_only=True)
    said = {(row[1], row[2]): dict(zip(head, row, strict=True)) for row in rows}
    assert said["statements", "stance"]["allowed"] == "asserts; denies; conditional"
    assert said["statements", "speaker"]["refers_to"] == "actors.actor_id"
    assert said["offices", "end"]["missing_means"] == "not applicable: it lasts"


def test_the_columns_of_a_parquet_file_carry_their_words(results, tmp_path):
    cs.export(results[0], to=tmp_path, formats=["parquet"], further=False)
    schema = pq.read_schema(tmp_path / "coverage.parquet")
    assert all(field.metadata[b"description"] for field in schema)


TOO_LARGE = [
    ("x" * 32_768, "holds 32,768 characters; a cell of Excel holds 32,767"),
    ("\uffff", "no workbook can hold"),
]


@pytest.mark.parametrize(("words", "message"), TOO_LARGE)
def test_what_a_sheet_cannot_hold_is_refused_and_nothing_is_written(words, message, tmp_path):
    statements = pd.DataFrame({"statement_id": ["s1"], "date": ["2025"], "speaker": ["a"], "text": [words]})
    with pytest.raises(UsageError, match=message):
        cs.export_study(cs.Study.from_frames(statements=statements), to=tmp_path / "out", format="excel")
    assert not (tmp_path / "out").exists()


def test_a_format_that_is_not_there_is_refused_with_those_that_are(results, hostile, tmp_path):
    with pytest.raises(UsageError, match=r"no format 'exel'; known are csv, parquet, excel; did you mean 'excel'"):
        cs.export(results, to=tmp_path, formats=["exel"])
    with pytest.raises(UsageError, match=r"no format 'parket'.*did you mean 'parquet'"):
        cs.export_study(hostile, to=tmp_path, format="parket")
    with pytest.raises(UsageError, match="no format to write"):
        cs.export(results, to=tmp_path, formats=[])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_exported_tables_is_refused(tmp_path):
    with pytest.raises(UsageError, match="holds no exported tables"):
        cs.read_tables(tmp_path)


def test_sheets_of_long_names_are_told_apart(tmp_path):
    from claimstats.exporting.workbooks import _sheet_names

    names = ["association_within_speaker_and_season", "association_within_speaker_and_seasons", "codebook"]
    found = _sheet_names(names)
    assert all(len(name) <= 31 for name in found.values())
    assert len(set(found.values())) == 3
    assert "codebook" not in found.values()


def test_somebody_elses_data_package_does_not_change_how_a_study_is_read(tmp_path):
    """Only the mark of an export makes an apostrophe one that was put there."""
    study = cs.Study.from_frames(
        statements=pd.DataFrame({"statement_id": ["s1"], "date": ["2025"], "speaker": ["a"], "text": ["'=x"]}),
        actors=pd.DataFrame({"actor_id": ["a"], "name": ["A"]}),
    )
    study.save(tmp_path)
    for content in ("{}", "no json", "[]"):
        (tmp_path / "datapackage.json").write_text(content)
        assert cs.load(tmp_path).statements["text"].tolist() == ["'=x"]


@pytest.mark.parametrize(
    ("folder", "kind"), [("data/kremlin-nato", "csv"), ("data/demo", "parquet"), ("data/kremlin-nato", "excel")]
)
def test_a_whole_study_with_its_claims_reads_back_as_it_was(folder, kind, tmp_path):
    study = cs.load(folder)
    cs.export_study(cs.group_claims(study), to=tmp_path, format=kind)
    if kind == "excel":
        tables = cs.read_tables(tmp_path / "study.xlsx")
        tables.pop("claim_links")
        span = {"start": date.fromordinal(study.settings.start), "as_of": date.fromordinal(study.settings.as_of)}
        found = cs.Study.from_frames(**tables, settings=span)
    else:
        found = cs.load(tmp_path)
        assert found.settings == study.settings
        assert [note for note in found.notes if "claim_links" not in note] == list(study.notes)
    pd.testing.assert_frame_equal(found.statements, study.statements)
    pd.testing.assert_frame_equal(found.incidents, study.incidents)
    for name, table in study.codebook.tables.items():
        pd.testing.assert_frame_equal(found.codebook[name], table)
