"""GDELT event tables, whole, excerpted and damaged: invented rows."""

import gzip
import zipfile

import pandas as pd
import pyarrow as pa
import pytest

import claimstats as cs
from claimstats.errors import DataError


def incidents(study) -> pd.DataFrame:
    return pd.read_csv(study / "incidents.csv", dtype="str", keep_default_na=False)


def test_a_published_table_becomes_incidents_with_both_actors(gdelt, tmp_path, study):
    done = cs.import_gdelt(gdelt.write_raw(tmp_path / "events.export.csv", [gdelt.row()]), into=study)

    assert (done.read, done.kept, done.merged, done.refused_rows) == (1, 1, 0, 0)
    found = cs.load(study).incidents.iloc[0]
    assert (found["incident_id"], found["date"], found["actor"], found["recipient"]) == (
        "101",
        "2025-01-10",
        "XNM",
        "XHL",
    )
    assert (found["action"], found["place"], found["sources"]) == ("010", "GEO", "north-post.example.org")
    assert cs.load(study).codebook.name("XHL") == "HARBOUR LEAGUE"


def test_codes_are_text(gdelt, tmp_path, study):
    rows = [gdelt.row(), gdelt.row(GLOBALEVENTID="102", EventCode="10", EventRootCode="10")]
    cs.import_gdelt(gdelt.write_raw(tmp_path / "events.csv", rows), into=study)

    assert incidents(study)["action"].tolist() == ["010", "10"]


def test_a_zero_that_a_spreadsheet_took_is_put_back_and_told(gdelt, tmp_path, study):
    done = cs.import_gdelt(
        gdelt.write_raw(tmp_path / "events.csv", [gdelt.row(EventCode="42", EventRootCode="4")]), into=study
    )

    assert incidents(study)["action"].tolist() == ["042"]
    assert done.changes[["column", "before", "after", "rows"]].to_numpy().tolist() == [["action", "42", "042", 1]]


def test_a_header_that_is_one_name_short_is_repaired_and_told(gdelt, tmp_path, study):
    rows = [gdelt.row(), gdelt.row(GLOBALEVENTID="102", SQLDATE="20250111")]
    done = cs.import_gdelt(gdelt.write_excerpt(tmp_path / "shifted.csv", rows, numbered=True), into=study)

    assert incidents(study)["incident_id"].tolist() == ["101", "102"]
    assert done.notes[0].startswith("the header has 58 names over 59 cells: the first cell of each row is a row number")


def test_the_same_rows_in_any_dress_are_the_same_incidents(gdelt, tmp_path):
    rows = [gdelt.row(), gdelt.row(GLOBALEVENTID="102", SQLDATE="20250111", Actor1Code="", Actor1Name="")]
    raw = gdelt.write_raw(tmp_path / "a.csv", rows)
    with zipfile.ZipFile(tmp_path / "a.export.CSV.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(raw, "a.export.CSV")
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(raw.read_bytes()))
    files = [raw, tmp_path / "a.export.CSV.zip", tmp_path / "a.csv.gz", gdelt.write_excerpt(tmp_path / "b.csv", rows),
             gdelt.write_excerpt(tmp_path / "c.csv", rows[::-1], numbered=True)]  # fmt: skip

    for number, file in enumerate(files):
        cs.import_gdelt(file, into=tmp_path / str(number), name="same")

    assert len({(tmp_path / str(number) / "incidents.csv").read_bytes() for number in range(len(files))}) == 1


def test_reports_of_one_incident_are_one_incident_and_stay_on_file(gdelt, tmp_path, study):
    rows = [
        gdelt.row(),
        gdelt.row(GLOBALEVENTID="99", SOURCEURL="https://copy-desk.example.org/b"),
        gdelt.row(GLOBALEVENTID="103", EventCode="190"),
    ]
    done = cs.import_gdelt(gdelt.write_raw(tmp_path / "events.csv", rows), into=study)

    assert (done.read, done.kept, done.merged) == (3, 2, 1)
    assert incidents(study)["incident_id"].tolist() == ["99", "103"]
    assert incidents(study)["sources"].tolist()[0] == "copy-desk.example.org;north-post.example.org"
    merged = pd.read_csv(study / "imports" / "events" / "merged_incidents.csv", dtype="str")
    assert merged[["merged_into", "incident_id", "rule"]].to_numpy().tolist() == [
        ["99", "101", "same day, actor, recipient, action code and place"]
    ]


def test_values_of_the_file_that_differ_from_our_tables_are_counted_and_not_taken(gdelt, tmp_path, study):
    rows = [
        gdelt.row(EventCode="141", EventRootCode="14", QuadClass="3", GoldsteinScale="-6.5"),
        gdelt.row(GLOBALEVENTID="2", GoldsteinScale="3.4"),
    ]
    done = cs.import_gdelt(gdelt.write_raw(tmp_path / "events.csv", rows), into=study)

    assert [note for note in done.notes if "file's" in note] == [
        "1 rows: the file's Goldstein value is not the one of the table `gdelt`; neither is taken over",
        "1 rows: the file's quad class is not the one of the convention `documented`; it is not taken over",
    ]


@pytest.mark.parametrize(
    ("cells", "column", "rule"),
    [
        ({"EventCode": "999"}, "action", "it is a known action code"),
        ({"SQLDATE": "20250231"}, "date", "it is an EDTF date"),
        ({"GLOBALEVENTID": ""}, "incident_id", "it is filled"),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused_with_its_reason(gdelt, tmp_path, study, cells, column, rule):
    done = cs.import_gdelt(
        gdelt.write_raw(tmp_path / "events.csv", [gdelt.row(), gdelt.row(GLOBALEVENTID="2") | cells]), into=study
    )

    assert (done.kept, done.refused_rows) == (1, 1)
    assert done.refused[["row", "column", "rule"]].to_numpy().tolist() == [[2, column, rule]]


def test_an_address_that_is_none_is_emptied_and_told(gdelt, tmp_path, study):
    done = cs.import_gdelt(gdelt.write_raw(tmp_path / "events.csv", [gdelt.row(SOURCEURL="Harbour Radio")]), into=study)

    assert (incidents(study)["sources"].tolist(), "url" in incidents(study)) == (["Harbour Radio"], False)
    assert done.changes[["column", "before", "after"]].to_numpy().tolist() == [["url", "Harbour Radio", ""]]


def test_a_row_with_a_cell_too_few_is_refused_and_a_last_one_says_that_the_file_is_cut_off(gdelt, tmp_path, study):
    path = gdelt.write_raw(
        tmp_path / "events.csv", [gdelt.row(), gdelt.row(GLOBALEVENTID="2"), gdelt.row(GLOBALEVENTID="3")]
    )
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], lines[1].replace("\t", " ", 1), lines[2], ""]), encoding="utf-8")
    done = cs.import_gdelt(path, into=study)
    assert done.refused[["row", "rule"]].to_numpy().tolist() == [[2, "it has 58 cells"]]

    path.write_text("\n".join([lines[0], lines[1][:60]]), encoding="utf-8")
    with pytest.raises(DataError, match="its last row has 58 cells"):
        cs.import_gdelt(path, into=study.with_name("other"))
    assert not study.with_name("other").exists()


@pytest.mark.parametrize("damage", ["other columns", "no dates", "a doubled name", "nothing but a header"])
def test_a_table_that_is_not_gdelts_is_refused_and_nothing_is_written(gdelt, tmp_path, study, damage):
    path = tmp_path / "events.csv"
    if damage == "other columns":
        path.write_text("a\tb\tc\n1\t2\t3\n", encoding="utf-8")
    elif damage == "no dates":
        gdelt.write_raw(path, [gdelt.row(SQLDATE="yesterday")])
    elif damage == "a doubled name":
        text = gdelt.write_excerpt(path, [gdelt.row()]).read_text(encoding="utf-8")
        path.write_text(text.replace('"MonthYear"', '"SQLDATE"', 1), encoding="utf-8")
    else:
        path.write_text(",".join(gdelt.names) + "\n", encoding="utf-8")

    with pytest.raises(DataError):
        cs.import_gdelt(path, into=study)
    assert not study.exists()


def test_packing_many_texts_keeps_each_row(monkeypatch):
    from claimstats.inputs.importing import gathering

    texts = [["a", "b", "a"], ["c", "b"], [], ["é🌇", "a"]]
    packed = [[gathering.pack(pa.array(part, pa.large_string())) for part in texts] for _ in range(2)]
    few = gathering._unify(packed[0])
    monkeypatch.setattr(gathering, "_MANY_BYTES", 0)
    many = gathering._unify(packed[1])

    assert many.to_pylist() == few.to_pylist() == [text for part in texts for text in part]
    assert sorted(many.dictionary.to_pylist()) == sorted(set(many.to_pylist()))
