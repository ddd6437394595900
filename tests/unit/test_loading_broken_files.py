"""A broken or missing file is named, and everything that is wrong with a study is said in one error."""

import pytest

import claimstats as cs
from claimstats.errors import DataError

#: Files that are removed (None) or replaced by other bytes; table, row, column, and parts of rule, value and hint.
FILES = {
    "no study.toml": ({"study.toml": None}, ("study.toml", None, None, "the file is there", None, "settings")),
    "no claims.csv": ({"claims.csv": None}, ("claims.csv", None, None, "the file is there", None, "refers to it")),
    "no actors.csv": ({"actors.csv": None}, ("actors.csv", None, None, "the file is there", None, "refers to it")),
    "neither statements nor incidents": (
        {"statements.csv": None, "incidents.csv": None},
        ("statements.csv", None, None, "the file is there", None, "neither statements.csv nor incidents.csv"),
    ),
    "an empty table": ({"claims.csv": b""}, ("claims.csv", 1, None, "it has a header", "empty file", "first line")),
    "another encoding": (
        {"claims.csv": "claim_id,type,text\nat_war,state,Straße\nready,commitment,x\n".encode("cp1252")},
        ("claims.csv", 2, None, "it is encoded in UTF-8", "Stra", "CSV UTF-8"),
    ),
    "UTF-16": (
        {"claims.csv": "claim_id,text\n".encode("utf-16")},
        ("claims.csv", 1, None, "it is encoded in UTF-8", "UTF-16", "CSV UTF-8"),
    ),
}


def replace(folder, files):
    for name, content in files.items():
        (folder / name).unlink() if content is None else (folder / name).write_bytes(content)


@pytest.mark.parametrize(("files", "expected"), FILES.values(), ids=FILES)
def test_a_broken_file_is_named(study_folder, refused, assert_said, files, expected):
    replace(study_folder, files)
    assert_said(refused(), expected)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(DataError) as caught:
        cs.load(tmp_path / "nowhere")
    problem = caught.value.problems.iloc[0]
    assert (problem["table"], problem["rule"], problem["value"]) == ("nowhere", "it is a folder", "nothing")


#: Breakages that leave each other visible: every file but `claims.csv` can still be read.
TOGETHER = [
    (("study.toml", "title =", "titel ="), ("study.toml", None, "study.titel", "known setting", "A small", "'title'")),
    (("study.toml", "2024-06-30", "2023-06-30"), ("study.toml", None, "study.as_of", "not before", "2023-06-30", "")),
    (("statements.csv", "s3,", "s1,"), ("statements.csv", 4, "statement_id", "never repeated", "s1", "row 2")),
    (("statements.csv", "2024-01-10", "2025-02-30"), ("statements.csv", 2, "date", "EDTF", "2025-02-30", "28 days")),
    (("statements.csv", "boris", "borris"), ("statements.csv", 3, "speaker", "in actors.csv", "borris", "'boris'")),
    (("statements.csv", "denies", "denys"), ("statements.csv", 4, "stance", "one of", "denys", "'denies'")),
    (("incidents.csv", ",190,", ",999,"), ("incidents.csv", 2, "action", "known action code", "999", "")),
    (("incidents.csv", "meeting,paper", "meeting"), ("incidents.csv", 3, None, "7 cells", "6 cells", "empty cells")),
    (("expectations.csv", "0,30", "30,0"), ("expectations.csv", 2, "window_to", "not before window_from", "0", "")),
    (("families.csv", "name", "nome"), ("families.csv", 1, "name", "the column is there", None, "'nome'")),
    (("offices.csv", "anna", "ana"), ("offices.csv", 2, "actor_id", "in actors.csv", "ana", "'anna'")),
    (("coverage.csv", "deeds,war", "dees,war"), ("coverage.csv", 2, "stream", "in streams.csv", "dees", "'deeds'")),
]


def test_everything_that_is_wrong_is_said_at_once(study_folder, edit, refused, assert_said):
    replace(study_folder, {"claims.csv": b"", "sources.csv": None})
    for change, _ in TOGETHER:
        edit(*change)
    problems = refused()
    for expected in [FILES["an empty table"][1], *(expected for _, expected in TOGETHER)]:
        assert_said(problems, expected)
    assert_said(problems, ("sources.csv", None, None, "the file is there", None, "refers to it"))


@pytest.mark.parametrize("name", ["statements", "incidents"])
def test_a_study_may_lack_statements_or_incidents_and_says_so(study_folder, name):
    (study_folder / f"{name}.csv").unlink()
    assert f"{name}.csv is not there: the study has no {name}" in cs.load(study_folder).notes


def test_a_table_with_a_header_and_no_rows_is_noted(study_folder):
    header = (study_folder / "incidents.csv").read_text(encoding="utf-8").splitlines()[0]
    (study_folder / "incidents.csv").write_text(f"{header}\n", encoding="utf-8")
    assert "incidents.csv: it has a header and no rows" in cs.load(study_folder).notes
