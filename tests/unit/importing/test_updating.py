"""A living source: new, changed and deleted rows upstream, and what the analyst has made of her study meanwhile."""

import pandas as pd
import pytest

import claimstats as cs
from claimstats.errors import DataError

HEADER = "statement_id,date,speaker,text,claims,note\n"
FIRST = ["s1,2025-01-10,ada,one,a,", "s2,2025-01-11,ada,two,,", "s3,2025-01-12,ada,three,,"]


@pytest.fixture
def bring(tmp_path, study):
    """Import rows under one name."""

    def run(rows, *, name="posts", partial=False):
        path = tmp_path / "posts.csv"
        path.write_text(HEADER + "\n".join([*rows, ""]), encoding="utf-8")
        return cs.import_table(path, into=study, name=name, partial=partial)

    return run


@pytest.fixture
def edit(study):
    """Change cells of the study by hand, as a spreadsheet would."""

    def run(identity, table="statements", key="statement_id", **cells):
        frame = pd.read_csv(study / f"{table}.csv", dtype="str", keep_default_na=False)
        for column, cell in cells.items():
            if column not in frame:
                frame[column] = ""
            frame.loc[frame[key] == identity, column] = cell
        frame.to_csv(study / f"{table}.csv", index=False)

    return run


def rows(study, *columns):
    frame = pd.read_csv(study / "statements.csv", dtype="str", keep_default_na=False)
    return frame.reindex(columns=list(columns), fill_value="").to_numpy().tolist()


def test_new_changed_and_deleted_rows_are_taken_over_and_told(bring, study):
    bring(FIRST)
    done = bring([FIRST[0], "s2,2025-01-11,ada,two corrected,,", "s4,2025-01-13,bo,four,,"])

    assert rows(study, "statement_id", "text") == [["s1", "one"], ["s2", "two corrected"], ["s4", "four"]]
    assert done.updates[["id", "what", "column", "before", "upstream"]].to_numpy().tolist() == [
        ["s2", "changed", "text", "two", "two corrected"], ["s3", "deleted", "", "", ""], ["s4", "new", "", "", ""],
        ["bo", "new", "", "", ""],
    ]  # fmt: skip
    assert (study / "imports" / "posts" / "updates.csv").is_file()


def test_a_part_of_the_source_deletes_nothing(bring, study):
    bring(FIRST)
    bring(["s4,2025-01-13,ada,four,,"], partial=True)
    assert [identity for [identity] in rows(study, "statement_id")] == ["s1", "s2", "s3", "s4"]


def test_what_was_coded_by_hand_stays_and_upstream_is_taken_beside_it(bring, edit, study):
    bring(FIRST)
    edit("s2", claims="a", note="coded by hand", my_column="mine")
    bring([FIRST[0], "s2,2025-01-11,ada,two corrected,,", FIRST[2]])

    assert rows(study, "text", "claims", "note", "my_column")[1] == ["two corrected", "a", "coded by hand", "mine"]


def test_a_cell_that_both_changed_is_a_conflict_and_stays_as_it_is_in_the_study(bring, edit, study):
    bring(FIRST)
    edit("s1", claims="a;b")
    edit("a", table="claims", key="claim_id", text="What a says.")
    pd.DataFrame({"claim_id": ["a", "b", "c"], "text": ["a", "b", "c"]}).to_csv(study / "claims.csv", index=False)
    done = bring(["s1,2025-01-10,ada,one,c,", *FIRST[1:]])

    assert rows(study, "claims")[0] == ["a;b"]
    conflict = done.updates[done.updates["what"].str.startswith("conflict")]
    assert conflict[["id", "column", "before", "upstream", "study"]].to_numpy().tolist() == [
        ["s1", "claims", "a", "c", "a;b"]
    ]
    assert cs.load(study)


def test_a_row_that_was_edited_is_not_deleted_with_upstreams(bring, edit, study):
    bring(FIRST)
    edit("s3", note="important")
    done = bring(FIRST[:2])

    assert [identity for [identity] in rows(study, "statement_id")] == ["s1", "s2", "s3"]
    assert done.updates["what"].tolist() == ["conflict: deleted upstream, kept because it was edited"]


def test_a_row_that_was_removed_by_hand_stays_out(bring, study):
    bring(FIRST)
    path = study / "statements.csv"
    path.write_text("\n".join(line for line in path.read_text().splitlines() if not line.startswith("s2")) + "\n")
    done = bring([*FIRST, "s4,2025-01-13,ada,four,,"])

    assert [identity for [identity] in rows(study, "statement_id")] == ["s1", "s3", "s4"]
    assert "statements: 1 rows that were removed by hand stay out" in done.notes


def test_two_imports_may_bring_the_same_row_and_neither_deletes_the_others(bring, study):
    bring(FIRST, name="one")
    bring(FIRST[:2], name="two")
    bring(FIRST[2:], name="one")
    assert [identity for [identity] in rows(study, "statement_id")] == ["s1", "s2", "s3"]


def test_an_id_that_means_another_row_already_is_refused_and_nothing_is_written(bring, study):
    bring(FIRST, name="one")
    before = (study / "statements.csv").read_bytes()
    with pytest.raises(DataError, match="to update an earlier import give its --name"):
        bring(["s1,2025-01-10,ada,something else,,"], name="two")
    assert ((study / "statements.csv").read_bytes(), (study / "imports" / "two").exists()) == (before, False)


def test_settings_follow_the_rows_until_they_are_edited(bring, study):
    bring(FIRST)
    bring([*FIRST, "s4,2025-03-01,ada,four,,"])
    assert "as_of = 2025-03-01" in (study / "study.toml").read_text()

    (study / "study.toml").write_text('[study]\nid = "own"\ntitle = "Own"\nstart = 2025-01-01\nas_of = 2025-02-01\n')
    done = bring([*FIRST, "s4,2025-03-02,ada,four,,"])
    assert "as_of = 2025-02-01" in (study / "study.toml").read_text()
    assert (
        done.notes[-1]
        == "some rows are dated after as_of (study.toml), and stay out of every number until it is changed there"
    )
