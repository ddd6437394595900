"""What a study tells of itself: its contents, what was tidied, what was noticed, where it came from."""

import hashlib

import pandas as pd
import pytest

import claimstats as cs


def test_it_shows_what_is_in_it_and_what_is_covered(study_folder):
    shown = repr(cs.load(study_folder))
    for part in (
        "'small': A small study",
        "1 January 2024 to 30 June 2024 (cut-off)",
        "3 statements (0 unverified), 2 incidents",
        "2 claims, 1 expectations",
        "covered: deeds, 2024-01-01 to 2024-06-30",
    ):
        assert part in shown


def test_without_coverage_it_says_that_counts_are_lower_bounds(study_folder):
    (study_folder / "coverage.csv").unlink()
    assert "counts are lower bounds" in repr(cs.load(study_folder))


def test_every_cell_that_was_tidied_is_in_a_table(study_folder, edit):
    edit("statements.csv", "at_war,asserts", "at_war, Asserts ")
    edit("statements.csv", "2024-02,", " 2024-02 ,")
    edit("actors.csv", "Anna", "Cafe\u0301")
    changes = cs.load(study_folder).changes
    assert changes[["table", "row", "column", "rule", "before", "after"]].to_numpy().tolist() == [
        ["statements.csv", 3, "date", "white space and Unicode form tidied", " 2024-02 ", "2024-02"],
        ["statements.csv", 2, "stance", "lower-cased", " Asserts ", "asserts"],
        ["actors.csv", 2, "name", "white space and Unicode form tidied", "Cafe\u0301", "Caf\u00e9"],
    ]


def test_what_was_noticed_is_in_the_notes(study_folder, edit):
    edit("statements.csv", "stream\n", "stream,venu\n")
    for row in ("at_war,asserts,paper,search", "at_war;ready,asserts,paper,search", "ready,denies,paper,search"):
        edit("statements.csv", row, f"{row},hall")
    (study_folder / "sorces.csv").write_text("a\n", encoding="utf-8")
    notes = "\n".join(cs.load(study_folder).notes)
    assert "statements.csv: the column 'venu' is not known and was left out (did you mean 'venue'?)" in notes
    assert "sorces.csv: no table of a study has this name; left alone" in notes


def test_every_file_is_named_with_its_hash_size_and_rows(study_folder):
    inputs = cs.load(study_folder).provenance.inputs_frame().set_index("path")
    assert sorted(inputs.index) == sorted(path.name for path in study_folder.iterdir())
    for path in study_folder.iterdir():
        assert inputs.loc[path.name, "sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert inputs.loc[path.name, "bytes"] == path.stat().st_size
    assert inputs.loc["statements.csv", "rows"] == 3


def test_rows_in_and_out_of_each_step_are_kept_with_their_reason(study_folder, edit):
    edit("study.toml", "2024-06-30", "2024-02-29")
    claims = cs.group_claims(cs.load(study_folder))
    steps = cs.measure_repetition(claims).provenance.steps_frame()
    assert steps[["step", "rows_in", "rows_out"]].to_numpy().tolist() == [
        ["read statements", 3, 2],
        ["read incidents", 2, 2],
        ["group claims", 3, 2],
        ["measure repetition", 3, 3],
    ]
    assert steps["why"].str.len().min() > 0


def test_a_study_of_parquet_files_is_the_same_study(study_folder):
    from_text = cs.load(study_folder)
    for name in ("statements", "incidents"):
        path = study_folder / f"{name}.csv"
        pd.read_csv(path, dtype="str").to_parquet(path.with_suffix(".parquet"))
        path.unlink()
    from_parquet = cs.load(study_folder)
    pd.testing.assert_frame_equal(from_text.statements, from_parquet.statements)
    pd.testing.assert_frame_equal(from_text.incidents, from_parquet.incidents)


def test_a_table_that_is_there_twice_is_refused(study_folder):
    pd.DataFrame({"source_id": ["paper"], "name": ["x"]}).to_parquet(study_folder / "sources.parquet")
    with pytest.raises(cs.errors.DataError, match=r"both \.csv and \.parquet"):
        cs.load(study_folder)


def test_copies_that_lead_in_a_circle_are_refused(study_folder, edit):
    edit("statements.csv", "stream\n", "reprint_of\n")
    edit("statements.csv", "at_war,asserts,paper,search", "at_war,asserts,paper,s2")
    edit("statements.csv", "ready,asserts,paper,search", "ready,asserts,paper,s1")
    edit("statements.csv", "denies,paper,search", "denies,paper,")
    with pytest.raises(cs.errors.DataError) as caught:
        cs.load(study_folder)
    assert caught.value.problems["rule"].tolist() == ["reprints lead back to one utterance"] * 2


def test_nothing_in_it_is_changed_in_place(study_folder):
    study = cs.load(study_folder)
    with pytest.raises(AttributeError):
        study.notes = ()
    claims = cs.group_claims(study)
    assert len(study.provenance.steps) == 2
    assert len(claims.study.provenance.steps) == 3
