"""One file: what a spreadsheet adds is read and noted, what is broken is named by its line."""

import pandas as pd
import pytest

from claimstats.inputs.reading import MAX_CELL, read_csv, read_parquet


@pytest.fixture
def read(tmp_path):
    def write_and_read(content):
        path = tmp_path / "claims.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return read_csv(path)

    return write_and_read


PLAIN = "claim_id,text\nc,Straße und Мир\nd,\n"
TIDIED = [
    ("as it should be", PLAIN, []),
    ("byte order mark", b"\xef\xbb\xbf" + PLAIN.encode(), ["byte order mark"]),
    ("CRLF", PLAIN.replace("\n", "\r\n"), ["CRLF"]),
    ("semicolons", PLAIN.replace(",", ";"), ["separated by semicolons"]),
    ("tabs", PLAIN.replace(",", "\t"), ["separated by tabs"]),
    (
        "all that a spreadsheet does",
        b"\xef\xbb\xbf" + PLAIN.replace(",", ";").replace("\n", "\r\n").encode(),
        ["byte order mark", "CRLF", "semicolons"],
    ),
    ("no line end at the end", PLAIN.rstrip("\n"), []),
    ("empty lines", PLAIN.replace("\nd", "\n\n,\nd") + "\n\n", []),
    ("spaces in the header", PLAIN.replace("claim_id,text", " claim_id , text "), []),
]


@pytest.mark.parametrize(("what", "content", "notes"), TIDIED, ids=[row[0] for row in TIDIED])
def test_what_a_spreadsheet_adds_is_read_and_noted(read, what, content, notes):
    found = read(content)
    assert found.problems == ()
    assert found.table.frame.to_dict("list") == {"claim_id": ["c", "d"], "text": ["Straße und Мир", ""]}
    assert [any(word in note for note in found.notes) for word in notes] == [True] * len(notes)
    assert len(found.notes) == len(notes)


REFUSED = [
    # what, bytes, line, column, rule, value
    ("another encoding", "claim_id,text\nc,ok\nd,Straße\n".encode("cp1252"), 3, None, "encoded in UTF-8", "Stra"),
    ("UTF-16", PLAIN.encode("utf-16"), 1, None, "encoded in UTF-8", "UTF-16"),
    ("a null byte", b"claim_id,text\nc,a\x00b\n", 2, None, "it is text", "null byte"),
    ("nothing", b"", 1, None, "it has a header", "empty file"),
    ("nothing but white space", b"\n \n\n", 1, None, "it has a header", "empty file"),
    ("a cell too many", b"claim_id,text\nc,a,b\n", 2, None, "it has 2 cells", "3 cells, the first is 'c'"),
    ("a cell too few", b"claim_id,text\nc,a\nd\n", 3, None, "it has 2 cells", "1 cells, the first is 'd'"),
    ("a column without a name", b"claim_id,,text\nc,a,b\n", 1, None, "each column has a name", "column 2"),
    ("a cell of 10 MB", b"claim_id,text\nc," + b"x" * 10_000_000 + b"\n", 2, "text", "1,000,000", "10,000,000"),
    ("an open quotation mark", b'claim_id,text\nc,"a\nd,b\n', 2, None, "quotation marks are balanced", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "content", "line", "column", "rule", "value"), REFUSED, ids=[row[0] for row in REFUSED]
)
def test_what_is_broken_is_named(read, what, content, line, column, rule, value):
    (problem,) = read(content).problems
    assert (problem["table"], problem["row"], problem["column"]) == ("claims.csv", line, column)
    assert rule in problem["rule"]
    assert value in problem["value"]
    assert problem["hint"]


def test_every_broken_row_is_named_not_only_the_first(read):
    problems = read("claim_id,text\nc\nd,a\ne,a,b\nf,a\ng\n").problems
    assert [problem["row"] for problem in problems] == [2, 4, 6]


def test_a_column_named_twice_is_left_for_the_check_of_the_whole_study(read):
    found = read("claim_id,text,text\nc,a,b\n")
    assert list(found.table.frame.columns) == ["claim_id", "text", "text"]


def test_a_header_without_rows_is_a_table_without_rows(read):
    found = read("claim_id,text\n")
    assert (len(found.table.frame), found.problems) == (0, ())
    assert found.notes == ("claims.csv: it has a header and no rows",)


def test_lines_are_those_a_spreadsheet_shows_though_cells_have_several(read):
    found = read('claim_id,text\nc,"one\ntwo\nthree"\n\nd,"a ""word"", quoted"\ne,x\n')
    assert list(found.table.lines) == [2, 6, 7]
    assert list(found.table.frame["text"]) == ["one\ntwo\nthree", 'a "word", quoted', "x"]


def test_the_longest_cell_that_is_allowed_is_read(read):
    assert read("claim_id,text\nc," + "x" * MAX_CELL + "\n").problems == ()


def test_cells_are_text_whatever_they_look_like(read):
    found = read("code,flag,none\n010,TRUE,NA\n1e5,null,NaN\n")
    assert found.table.frame.to_dict("list") == {
        "code": ["010", "1e5"],
        "flag": ["TRUE", "null"],
        "none": ["NA", "NaN"],
    }


def test_the_separator_is_that_of_the_header_not_of_the_cells(read):
    found = read("claim_id,text\nc,a;b;c;d;e\n")
    assert list(found.table.frame["text"]) == ["a;b;c;d;e"]


def test_old_line_ends_are_read(read):
    assert list(read("claim_id,text\rc,a\rd,b\r").table.frame["claim_id"]) == ["c", "d"]


def test_a_parquet_file_is_read_and_what_is_none_is_named(tmp_path):
    good, bad = tmp_path / "claims.parquet", tmp_path / "sources.parquet"
    pd.DataFrame({"claim_id": ["c"], "text": ["a"]}).to_parquet(good)
    bad.write_bytes(b"claim_id,text\n")
    assert list(read_parquet(good).table.frame["claim_id"]) == ["c"]
    (problem,) = read_parquet(bad).problems
    assert problem["rule"] == "it is a Parquet file"
