"""Files that no import may swallow: each is refused in plain words, and nothing is written."""

import gzip
import json
import zipfile

import openpyxl
import pandas as pd
import pytest

import claimstats as cs
from claimstats.errors import DataError, UsageError

HEADER = "date,speaker,text\n"
ROW = "2025-01-10,ada,An invented sentence.\n"


def write(path, content):
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def truncated_gzip():
    return gzip.compress((HEADER + ROW * 2000).encode(), mtime=0)[:-20]


def bomb():
    return gzip.compress((HEADER + ROW).encode() + b" " * 30_000_000, mtime=0)


FILES = {
    "cut off in a row": ("a.csv", HEADER + ROW + "2025-01-11,a", "it looks cut off"),
    "cut off in quotation marks": ("a.csv", HEADER + ROW + '2025-01-11,ada,"An inv', "quotation marks are balanced"),
    "cut off in its packing": ("a.csv.gz", truncated_gzip, "it is whole"),
    "a bomb": ("a.csv.gz", bomb, "at most 200 times its size"),
    "ten thousand columns": ("a.csv", ",".join(f"c{number}" for number in range(10_000)) + "\n", "at most 1,000 columns"),
    "doubled names": ("a.csv", "date,speaker,text,text\n2025-01-10,ada,a,b\n", "each column is named once"),
    "a null byte": ("a.csv", HEADER + ROW + "2025-01-11,ada,a\0b\n", "a null byte"),
    "UTF-16": ("a.csv", (HEADER + ROW).encode("utf-16"), "it is not UTF-16"),
    "another alphabet in another encoding": ("a.csv", (HEADER + "2025-01-10,ada,Выдуманные слова о погоде и море\n" * 9).encode("cp1251"), "give the encoding"),
    "deep JSON": ("a.json", '[{"date":"2025-01-10","speaker":"ada","text":' + "[" * 100_000 + "]" * 100_000 + "}]", "at most 50 deep"),
    "deep JSON lines": ("a.jsonl", '{"text":' + "[" * 100_000 + "]" * 100_000 + "}\n", "at most 50 deep"),
    "JSON with NaN": ("a.json", '[{"date":"2025-01-10","speaker":"ada","text":"a","probability":NaN}]', "it is whole JSON"),
    "JSON lines with an infinity": ("a.jsonl", '{"date":"2025-01-10","speaker":"ada","text":"a","probability":-Infinity}\n', "its numbers are finite"),
    "JSON cut off": ("a.json", '[{"date":"2025-01-10","speaker":"ada","text":"a"},{"date":"20', "it is whole JSON"),
    "JSON lines cut off": ("a.jsonl", '{"date":"2025-01-10","speaker":"ada","text":"a"}\n{"date":"20', "its last line is whole"),
    "deep YAML": ("a.yaml", "a: " + "[" * 100_000 + "]" * 100_000 + "\n", "at most 50 deep"),
    "YAML that unpacks": ("a.yaml", "a: &a [1]\nb: *a\n", "it has no aliases"),
    "numbers that are none": ("a.csv", "date,speaker,text,probability\n2025-01-10,ada,a,NaN\n2025-01-10,ada,b,inf\n", "it is a finite number"),
    "an empty file": ("a.csv", "", "an empty file"),
    "no workbook": ("a.xlsx", b"PK\x03\x04 nothing", "it is whole"),
    "no Parquet": ("a.parquet", b"PAR1 nothing", "it is a Parquet file"),
    "an old workbook": ("a.xls", b"\xd0\xcf\x11\xe0", "save it as .xlsx"),
}  # fmt: skip


@pytest.mark.parametrize("kind", FILES)
def test_it_is_refused_and_nothing_is_written(tmp_path, study, kind):
    name, content, words = FILES[kind]
    path = write(tmp_path / name, content() if callable(content) else content)

    with pytest.raises(DataError, match=words):
        cs.import_table(path, into=study)
    assert sorted(found.name for found in tmp_path.iterdir()) == [name]


@pytest.mark.parametrize("kind", FILES)
def test_a_study_that_is_there_stays_as_it_was(tmp_path, study, kind):
    cs.import_table(write(tmp_path / "good.csv", HEADER + ROW), into=study)
    before = {found: found.read_bytes() for found in sorted(study.rglob("*")) if found.is_file()}
    name, content, _ = FILES[kind]

    with pytest.raises(DataError):
        cs.import_table(write(tmp_path / name, content() if callable(content) else content), into=study, name="good")
    assert {found: found.read_bytes() for found in sorted(study.rglob("*")) if found.is_file()} == before


def test_a_zip_that_unpacks_too_far_is_refused_before_it_is_unpacked(tmp_path, study):
    path = tmp_path / "a.csv.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b" " * 30_000_000)

    with pytest.raises(DataError, match="at most 200 times its size"):
        cs.import_table(path, into=study)


def workbook(path, *, formula="", merged="", stored=True):
    """A workbook as openpyxl writes it: a formula has no stored result."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["date", "speaker", "text"])
    sheet.append(["2025-01-10", "ada", "An invented sentence."])
    sheet.append(["2025-01-11", "ada", formula or "Another invented sentence."])
    if merged:
        sheet.merge_cells(merged)
    book.save(path)
    return path


def test_a_formula_without_a_stored_result_is_refused_with_its_place(tmp_path, study):
    done = cs.import_table(workbook(tmp_path / "a.xlsx", formula='="a"&"b"'), into=study)

    assert (done.kept, done.refused_rows) == (1, 1)
    assert done.refused[["row", "rule", "value"]].to_numpy().tolist() == [[3, "each formula has a stored result", "C3"]]


def test_merged_cells_are_named(tmp_path, study):
    done = cs.import_table(workbook(tmp_path / "a.xlsx", merged="B2:B3"), into=study)

    assert "merged cells hold their value in the first of them only: B2:B3" in done.notes
    assert done.refused[["row", "column"]].to_numpy().tolist() == [[3, "speaker"]]


def test_a_failure_while_files_are_put_in_place_puts_all_back(tmp_path, study, monkeypatch):
    cs.import_table(write(tmp_path / "good.csv", HEADER + ROW), into=study)
    before = {found: found.read_bytes() for found in sorted(study.rglob("*")) if found.is_file()}
    from claimstats.inputs.importing import committing

    exchange, calls = committing.Staged._exchange, []

    def fail_at_the_third(self, name):
        calls.append(name)
        if len(calls) == 3:
            raise OSError("the disk is full")
        exchange(self, name)

    monkeypatch.setattr(committing.Staged, "_exchange", fail_at_the_third)
    with pytest.raises(OSError, match="the disk is full"):
        cs.import_table(write(tmp_path / "good.csv", HEADER + ROW + ROW.replace("10", "11")), into=study)

    assert len(calls) == 3
    assert {found: found.read_bytes() for found in sorted(study.rglob("*")) if found.is_file()} == before
    assert sorted(found.name for found in tmp_path.iterdir()) == ["good.csv", "study"]


def test_a_line_that_is_no_json_is_refused_alone(tmp_path, study):
    good = json.dumps({"date": "2025-01-10", "speaker": "ada", "text": "a"})
    done = cs.import_table(
        write(tmp_path / "a.jsonl", f"{good}\nnot json\n[1]\n{good.replace('10', '11')}\n"), into=study
    )

    assert done.refused[["row", "rule"]].to_numpy().tolist() == [[2, "it is a JSON object"], [3, "it is a record"]]


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda raw: gzip.compress(raw * 400, mtime=0)[:-30], "it is whole"),
        (lambda raw: gzip.compress(raw + b" " * 40_000_000, mtime=0), "at most 200 times its size"),
        (lambda raw: raw + raw.replace(b"NORTHMARK", b"NORTH\0MARK"), "a null byte"),
        (lambda raw: b"\t".join([b"1"] * 10_000) + b"\n", "at most 1,000 columns"),
        (lambda raw: b"\xff\xfe" + raw, "it is not UTF-16"),
        (lambda raw: raw + raw[:80], "its last row has 58 cells"),
    ],
)
def test_a_damaged_event_table_is_refused_and_nothing_is_written(gdelt, tmp_path, study, damage, words):
    raw = gdelt.write_raw(tmp_path / "a.csv", [gdelt.row()]).read_bytes()
    with pytest.raises(DataError, match=words):
        cs.import_gdelt(write(tmp_path / "a.csv", damage(raw)), into=study)
    assert not study.exists()


def test_an_event_table_with_stray_bytes_is_read_and_told(gdelt, tmp_path, study):
    raw = gdelt.write_raw(tmp_path / "a.csv", [gdelt.row(ActionGeo_FullName="Caf\u00e9 Café, Georgia")]).read_bytes()
    done = cs.import_gdelt(write(tmp_path / "a.csv", raw.replace("Café,".encode(), b"Caf\xe9,")), into=study)

    assert cs.load(study).incidents["place_name"].tolist() == ["Café Café, Georgia"]
    assert done.changes[["before", "after", "rows"]].to_numpy().tolist() == [["0xe9", "é", 1]]


def test_an_export_is_no_study_to_import_into(tmp_path, study):
    cs.import_table(write(tmp_path / "a.csv", HEADER + ROW), into=study)
    cs.export_study(cs.load(study), to=tmp_path / "out")
    with pytest.raises(UsageError, match="is an export"):
        cs.import_table(tmp_path / "a.csv", into=tmp_path / "out")


def test_a_table_in_parquet_stays_in_parquet(tmp_path, study):
    cs.import_table(write(tmp_path / "a.csv", HEADER + ROW), into=study)
    frame = pd.read_csv(study / "statements.csv", dtype="str")
    (study / "statements.csv").unlink()
    frame.to_parquet(study / "statements.parquet", index=False)
    cs.import_table(write(tmp_path / "a.csv", HEADER + ROW + ROW.replace("10", "11")), into=study)

    assert not (study / "statements.csv").exists()
    assert cs.load(study).statements["date"].tolist() == ["2025-01-10", "2025-01-11"]


def test_a_formula_counts_with_its_stored_result_and_is_told(tmp_path, study):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        for place, name in enumerate(("date", "speaker", "text")):
            sheet.write_string(0, place, name)
        sheet.write_string(1, 0, "2025-01-10")
        sheet.write_string(1, 1, "ada")
        sheet.write_formula(1, 2, '="an "&"invented"', None, "an invented")
    done = cs.import_table(tmp_path / "a.xlsx", into=study)

    assert cs.load(study).statements["text"].tolist() == ["an invented"]
    assert done.changes[["column", "before", "after"]].to_numpy().tolist() == [
        ["text", '="an "&"invented"', "an invented"]
    ]
