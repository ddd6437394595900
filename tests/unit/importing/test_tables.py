"""Any table by a mapping: encodings, dates, several values, ids; invented rows."""

import json

import pandas as pd
import pytest

import claimstats as cs
from claimstats.errors import DataError, UsageError

MAPPING = """
[columns]
statement_id = "no"
date = "when"
text = "said"
claims = "slug"
venue = "where"
[constants]
speaker = "ada"
"""

ROWS = "no,when,where,said,slug\n"


@pytest.fixture
def mapping(tmp_path):
    def write(text=MAPPING):
        path = tmp_path / "mapping.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def file(path, content, encoding="utf-8"):
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def statements(study, *columns):
    return pd.read_csv(study / "statements.csv", dtype="str", keep_default_na=False)[list(columns)].to_numpy().tolist()


def test_a_quote_that_holds_two_claims_is_one_statement_with_two_claims(tmp_path, study, mapping):
    rows = '7,1-20-2017,a ball,"Two things, in one.",rain\n8,1-20-2017,a ball,"Two things, in one.",crowd\n9,1-2-2017,a ball,Else.,rain\n'
    done = cs.import_table(file(tmp_path / "a.csv", ROWS + rows), into=study, mapping=mapping())

    assert (done.read, done.kept, done.merged, done.refused_rows) == (3, 2, 1, 0)
    assert statements(study, "statement_id", "date", "claims") == [
        ["9", "2017-01-02", "rain"],
        ["7", "2017-01-20", "crowd;rain"],
    ]
    claims = cs.group_claims(cs.load(study))
    assert cs.measure_repetition(claims, period="year").to_frame().set_index("claim_id")["occasions"].to_dict() == {
        "crowd": 1,
        "rain": 2,
    }


@pytest.mark.parametrize(
    ("encoding", "given"), [("utf-8", ""), ("utf-8-sig", ""), ("cp1252", ""), ("latin-1", ""), ("cp1251", "cp1251")]
)
def test_text_comes_out_whole_whatever_its_encoding(tmp_path, study, mapping, encoding, given):
    said = "Выдумано" if given else "Ein erfundenes Café"
    path = file(tmp_path / "a.csv", f"{ROWS}1,2025-01-10,here,{said},c\n", encoding)
    cs.import_table(path, into=study, mapping=mapping(), encoding=given)

    assert statements(study, "text") == [[said]]


@pytest.mark.parametrize(
    ("said", "encoding"), [("Wymyślone słowa o łące", "cp1250"), ("Uydurulmuş ağ ve dağ", "cp1254")]
)
def test_text_that_only_looks_western_is_asked_for(tmp_path, study, mapping, said, encoding):
    path = file(tmp_path / "a.csv", f"{ROWS}1,2025-01-10,here,{said},c\n", encoding)
    with pytest.raises(DataError, match="give the encoding"):
        cs.import_table(path, into=study, mapping=mapping())
    cs.import_table(path, into=study, mapping=mapping(), encoding=encoding)
    assert statements(study, "text") == [[said]]


def test_stray_bytes_in_western_text_are_read_both_ways_and_told(tmp_path, study, mapping):
    content = ROWS.encode() + "1,2025-01-10,here,caf\u00e9 ".encode() + b"\x93so\x94,c\n"
    done = cs.import_table(file(tmp_path / "a.csv", content), into=study, mapping=mapping())

    assert statements(study, "text") == [["café “so”"]]
    assert done.changes[["before", "after", "rows", "first_row"]].to_numpy().tolist() == [
        ["0x93", "“", 1, 2],
        ["0x94", "”", 1, 2],
    ]


@pytest.mark.parametrize(
    ("written", "order", "year", "read"),
    [
        ("1-20-2017", "", None, "2017-01-20"),
        ("20.01.2017", "", None, "2017-01-20"),
        ("03.10.2017", "day first", None, "2017-10-03"),
        ("03/10/2017", "month first", None, "2017-03-10"),
        ("05/05/2017", "", None, "2017-05-05"),
        ("26 May 2015", "", None, "2015-05-26"),
        ("on Wednesday, October 30th, 2019", "", None, "2019-10-30"),
        (" Sep 26", "", 2018, "2018-09-26"),
        ("May 2015", "", None, "2015-05"),
        ("2015", "", None, "2015"),
        ("2015-5", "", None, "2015-05"),
        ("2015/5/7", "", None, "2015-05-07"),
        ("20150507", "", None, "2015-05-07"),
        ("2015-05-07T23:30:00Z", "", None, "2015-05-07"),
        ("2015-05-07?", "", None, "2015-05-07?"),
        ("2015-05/2015-06", "", None, "2015-05/2015-06"),
    ],
)
def test_dates_as_people_write_them_become_edtf(tmp_path, study, mapping, written, order, year, read):
    path = file(tmp_path / "a.csv", f'{ROWS}1,"{written}",here,words,c\n')
    cs.import_table(path, into=study, mapping=mapping(), dates=order, year=year)

    assert statements(study, "date") == [[read]]


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (["03/10/2017"], "3 October 2017 or 10 March 2017"),
        (["13/10/2017", "10/13/2017"], "day and month in the same order"),
        (["Sep 26"], "give the year"),
    ],
)
def test_what_is_ambiguous_is_asked(tmp_path, study, mapping, dates, words):
    rows = "".join(f"{number},{date},here,words,c\n" for number, date in enumerate(dates))
    with pytest.raises(DataError, match=words):
        cs.import_table(file(tmp_path / "a.csv", ROWS + rows), into=study, mapping=mapping())
    assert not study.exists()


@pytest.mark.parametrize("written", ["1/20/17", "soon", "31.02.2017", "Tuesday, October 30th, 2019", "12 Foo 2019"])
def test_what_is_no_date_is_refused_with_its_row(tmp_path, study, mapping, written):
    path = file(tmp_path / "a.csv", f'{ROWS}1,"{written}",here,words,c\n2,2025-01-10,here,words,c\n')
    done = cs.import_table(path, into=study, mapping=mapping())

    assert done.refused[["row", "column", "value"]].to_numpy().tolist() == [[2, "date", written]]


def test_rows_without_an_id_get_one_from_what_they_say(tmp_path, study, mapping):
    own = mapping('[columns]\ndate = "d"\ntext = "t"\n[constants]\nspeaker = "ada"\n')
    records = [{"d": "2025-01-10", "t": "one 🌇\n two"}, {"d": "2025-01-11", "t": "two"}]
    for number, order in enumerate((records, records[::-1], [records[0], *records])):
        cs.import_table(
            file(tmp_path / f"{number}.json", json.dumps(order)), into=tmp_path / str(number), mapping=own, name="posts"
        )

    first, second, third = ((tmp_path / str(number) / "statements.csv").read_bytes() for number in range(3))
    assert first == second == third
    assert statements(tmp_path / "0", "text") == [["one 🌇\n two"], ["two"]]


def test_documents_are_walked_by_paths_and_patterns(tmp_path, study, mapping):
    own = mapping(
        '[import]\ntable = "actors"\nrecords = "people"\n[columns]\nactor_id = "id.own"\nwikidata = "id.wikidata"\n'
        'name = ["name.official", "{name.first} {name.last}"]\naliases = ["name.nick", "{name.nick} {name.last}", "other.*.name"]\n'
    )
    content = (
        "people:\n- id: {own: '010', wikidata: Q99999998}\n  name: {first: Ada, last: Alba, nick: Addie}\n"
        "  other: [{name: A. Alba}, {name: Adda}]\n- id: {own: no}\n  name: {official: Bo Corvin}\n"
    )
    cs.import_table(file(tmp_path / "a.yaml", content), into=study, mapping=own)

    actors = pd.read_csv(study / "actors.csv", dtype="str", keep_default_na=False)
    assert actors[["actor_id", "name", "aliases", "wikidata"]].to_numpy().tolist() == [
        ["010", "Ada Alba", "Addie;Addie Alba;A. Alba;Adda", "Q99999998"], ["no", "Bo Corvin", "", ""],
    ]  # fmt: skip
    assert cs.load(study).settings.title == "Imported from a.yaml"


def test_a_semicolon_that_parts_nothing_becomes_a_comma_and_is_told(tmp_path, study, mapping):
    done = cs.import_table(
        file(tmp_path / "a.csv", f"{ROWS}1,2025-01-10,here,words,one; not two\n"), into=study, mapping=mapping()
    )

    assert statements(study, "claims") == [["one, not two"]]
    assert done.notes[0].startswith("1 cells of claims hold `;`")


def test_a_table_without_a_header_is_read_by_the_names_of_the_mapping(tmp_path, study, mapping):
    own = mapping(
        '[import]\nheader = ["line", "who", "words", "mark"]\nquotes = false\n'
        '[columns]\nstatement_id = "line"\nspeaker = "who"\ntext = "words"\n[constants]\ndate = "2016-01-17"\n'
    )
    done = cs.import_table(
        file(tmp_path / "a.tsv", '1\tADA\t"Good evening.\t0\n2\tBO\tNo "quotes" here.\t0\n'), into=study, mapping=own
    )

    assert (done.read, statements(study, "statement_id", "text")) == (
        2,
        [["1", '"Good evening.'], ["2", 'No "quotes" here.']],
    )


def test_values_are_mapped_and_cells_of_several_values_are_parted(tmp_path, study, mapping):
    own = mapping(MAPPING + 'stance = "asserts"\n[several]\nclaims = ","\n[values.claims]\n"B" = "b"\n')
    cs.import_table(file(tmp_path / "a.csv", f'{ROWS}1,2025-01-10,here,words,"a, B"\n'), into=study, mapping=own)

    assert statements(study, "claims", "stance") == [["a;b", "asserts"]]


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx", "parquet", "json", "jsonl"])
def test_the_same_rows_in_any_kind_of_file_are_the_same_statements(tmp_path, study, ending):
    rows = pd.DataFrame(
        {
            "date": ["2025-01-10", "2025-01-11"],
            "speaker": ["ada", "bo"],
            "text": ["a, b", 'c "d"'],
            "claims": ["x;y", ""],
        }
    )
    path = tmp_path / f"a.{ending}"
    write = {
        "csv": lambda: rows.to_csv(path, index=False), "tsv": lambda: rows.to_csv(path, index=False, sep="\t"),
        "xlsx": lambda: rows.to_excel(path, index=False), "parquet": lambda: rows.to_parquet(path),
        "json": lambda: rows.to_json(path, orient="records"), "jsonl": lambda: rows.to_json(path, orient="records", lines=True),
    }  # fmt: skip
    write[ending]()
    cs.import_table(path, into=study)

    assert statements(study, "date", "speaker", "text", "claims") == [
        ["2025-01-10", "ada", "a, b", "x;y"], ["2025-01-11", "bo", 'c "d"', ""],
    ]  # fmt: skip


def test_a_draft_names_what_is_there_and_what_is_missing(tmp_path):
    draft = cs.propose_mapping(file(tmp_path / "a.csv", "number,date,claim,slug,repeat\n1,1-20-2017,words,rain,Yes\n"))

    assert 'claims = "slug"  # such as rain\n' in draft
    assert '# ? = "repeat"  # such as Yes\n' in draft
    assert '# speaker = ""  # Who spoke.\n' in draft


def test_a_mapping_is_refused_with_all_that_is_wrong_with_it(tmp_path, study, mapping):
    wrong = mapping('[colums]\na = "b"\n[columns]\ndat = "when"\n[dates]\norder = "american"\n')
    with pytest.raises(DataError) as caught:
        cs.import_table(file(tmp_path / "a.csv", ROWS), into=study, mapping=wrong)

    assert sorted(caught.value.problems["column"]) == [
        "columns", "columns.dat", "columns.date", "columns.speaker", "colums", "dates.order",
    ]  # fmt: skip


def test_a_file_without_the_columns_of_the_mapping_says_which_it_has(tmp_path, study, mapping):
    with pytest.raises(DataError, match="no slug, when"):
        cs.import_table(file(tmp_path / "a.csv", "no,said,where\n1,words,here\n"), into=study, mapping=mapping())


def test_a_folder_that_is_no_study_is_left_alone(tmp_path, mapping):
    file(tmp_path / "a.csv", f"{ROWS}1,2025-01-10,here,words,c\n")
    with pytest.raises(UsageError, match="it holds files"):
        cs.import_table(tmp_path / "a.csv", into=tmp_path, mapping=mapping())
