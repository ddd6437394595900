"""Decisions on suggestions, and groupings that are recorded: what is written, what is told, what can be undone.

All statements are invented.
"""

from pathlib import Path

import pandas as pd
import pytest

import claimstats as cs
from claimstats.cli import main
from claimstats.errors import DataError, UsageError

SETTINGS = '[study]\nid = "t"\ntitle = "Invented"\nstart = 2025-01-01\nas_of = 2025-12-31\ninvented = true\n'
STATEMENTS = """statement_id,date,speaker,text,claims
s1,2025-01-02,ada,The port is open,port
s2,2025-02-03,ada,The port stays open,
s3,2025-03-04,ben,Our port is open to all,
s4,2025-03-05,ben,Grain is cheap,
s5,2025-03-06,cy,Grain is very cheap,
"""
ACTORS = "actor_id,name\nada,Ada\nben,Ben\ncy,Cy\n"
CLAIMS = "claim_id,type,text,note\nport,state,The port is open.,\nsea,state,The sea is closed.,\n"


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "study"
    place.mkdir()
    tables = {"study.toml": SETTINGS, "statements.csv": STATEMENTS, "claims.csv": CLAIMS, "actors.csv": ACTORS}
    for name, text in tables.items():
        (place / name).write_text(text)
    return place


def sheet(*rows):
    columns = ["statement_id", "rank", "claim_id", "score", "accept", "claim", "new_claim"]
    return pd.DataFrame(rows, columns=columns)


ADA = sheet(
    ("s2", 1, "port", 0.8, "yes", "", ""),
    ("s2", 2, "sea", 0.1, "", "", ""),
    ("s3", 1, "port", 0.7, "", "none", ""),
    ("s4", 1, "sea", 0.2, "no", "", "Grain is cheap."),
    ("s5", 1, "sea", 0.2, "", "", ""),
)


def counted(folder, **more):
    claims = cs.group_claims(cs.load(folder), **more)
    frame = cs.measure_repetition(claims, period="all").to_frame()
    return {name: int(number) for name, number in zip(frame["claim_id"], frame["occasions"], strict=True) if number}


def decide(folder, rows=ADA, coder="ada", on="2026-01-15"):
    return cs.record_decisions(cs.load(folder), rows, coder=coder, on=on)


def test_decisions_are_kept_with_coder_and_date_and_count(folder):
    found = decide(folder)
    assert (folder / "decisions.csv").read_text().splitlines() == [
        "decision_id,batch,statement_id,claims,coder,date,suggested,score",
        "d1,b1,s2,port,ada,2026-01-15,port,0.8",
        "d2,b1,s3,,ada,2026-01-15,port,0.7",
        "d3,b1,s4,grain_is_cheap,ada,2026-01-15,sea,0.2",
    ]
    assert (folder / "claims.csv").read_text() == (
        "claim_id,type,text,note,registered_on\nport,state,The port is open.,,\nsea,state,The sea is closed.,,\n"
        "grain_is_cheap,,Grain is cheap.,,2026-01-15\n"
    )
    assert counted(folder) == {"port": 2, "grain_is_cheap": 1}
    assert found.sentence == (
        "3 decisions by ada recorded as batch b1: 2 name a claim, 1 name none; 0 stand already, 1 statements have none. "
        "New claims: grain_is_cheap."
    )
    assert counted_in(found.study) == counted(folder)


def counted_in(study):
    frame = cs.measure_repetition(cs.group_claims(study), period="all").to_frame()
    return {name: int(number) for name, number in zip(frame["claim_id"], frame["occasions"], strict=True) if number}


def test_the_same_sheet_again_changes_no_byte(folder):
    decide(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    again = decide(folder)
    assert again.sentence == "No new decision (3 stand already, 1 statements have none)."
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_rows_are_added_behind_what_stands_to_the_byte(folder):
    (folder / "claims.csv").write_bytes(b"claim_id;text;registered_on\r\nport;The port is open.;\r\nsea;The sea; \r\n")
    decide(folder)
    assert (folder / "claims.csv").read_bytes() == (
        b"claim_id;text;registered_on\r\nport;The port is open.;\r\nsea;The sea; \r\ngrain_is_cheap;Grain is cheap.;2026-01-15\r\n"
    )


def test_a_decision_can_be_undone_and_stays_on_record(folder):
    decide(folder)
    cs.undo_decisions(cs.load(folder), "d1", on="2026-01-16")
    assert counted(folder) == {"port": 1, "grain_is_cheap": 1}
    cs.undo_decisions(cs.load(folder), "b1", on="2026-01-17")
    assert counted(folder) == {"port": 1}
    kept = pd.read_csv(folder / "decisions.csv", dtype=str)
    assert kept["undone_on"].tolist() == ["2026-01-16", "2026-01-17", "2026-01-17"]
    with pytest.raises(UsageError, match="no standing decision or batch is 'd1'"):
        cs.undo_decisions(cs.load(folder), "d1", on="2026-01-18")


def test_what_two_coders_see_differently_is_listed_and_not_counted(folder):
    decide(folder)
    decide(folder, sheet(("s2", 1, "port", 0.8, "yes", "sea", ""), ("s3", 1, "port", 0.7, "yes", "", "")), coder="ben")
    assert counted(folder) == {"port": 2, "grain_is_cheap": 1}
    listed = cs.measure_agreement(cs.load(folder), draws=0).to_frame("disagreements")
    assert listed[["row_id", "values"]].to_numpy().tolist() == [
        ["s2", "ada: port | ben: port;sea"],
        ["s3", "ada: none | ben: port"],
    ]
    alphas = cs.measure_agreement(cs.load(folder), draws=0).to_frame().set_index("category")
    assert alphas.loc["any", "n_units"] == 2


def test_a_later_decision_of_the_same_coder_stands(folder):
    decide(folder)
    decide(folder, sheet(("s3", 1, "port", 0.7, "yes", "", "")), on="2026-02-01")
    assert counted(folder)["port"] == 3


PROBLEMS = [
    (("s9", 1, "port", 0.8, "yes", "", ""), "statement_id", "it is a statement of the study"),
    (("s2", 1, "port", 0.8, "perhaps", "", ""), "accept", "it is yes, no or empty"),
    (("s2", 1, "pert", 0.8, "yes", "", ""), "claim_id", "it is a claim of the codebook"),
    (("s2", 1, "port", 0.8, "", "see", ""), "claim", "it is a claim of the codebook"),
    (("s2", 1, "port", 0.8, "yes", "none", ""), "claim", "`none` stands alone"),
]


def test_everything_that_cannot_be_understood_is_told_at_once_and_nothing_is_written(folder):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(DataError) as error:
        decide(folder, sheet(*(row for row, *_ in PROBLEMS), ("s4", 1, "sea", 0.2, "yes", "", "")))
    told = error.value.problems
    assert set(zip(told["column"], told["rule"], strict=True)) >= {(column, rule) for _, column, rule in PROBLEMS}
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_ledger_says_what_became_of_each_claim(folder):
    record = lambda match, edition: cs.record_grouping(cs.group_claims(cs.load(folder), match=match), edition=edition)  # noqa: E731
    first = record("likeness", "2025Q1")
    assert first.ledger["action"].unique().tolist() == ["birth"]
    before = (folder / "links.csv").read_bytes(), (folder / "ledger.csv").read_bytes()
    assert record("likeness", "2025Q2").sentences == ["Nothing has changed since the grouping was last recorded."]
    assert ((folder / "links.csv").read_bytes(), (folder / "ledger.csv").read_bytes()) == before
    assert counted(folder, match="recorded") == counted(folder, match="likeness")
    decide(folder, sheet(("s4", 1, "", 0, "", "", "Grain is cheap."), ("s5", 1, "", 0, "", "", "Grain is cheap.")))
    second = record("likeness", "2025Q3")
    told = second.ledger.set_index("claim_id")["action"].to_dict()
    assert told["grain_is_cheap"] == "birth"
    assert told["proposed-s4"] == "merge"
    assert (
        "proposed-s4 was merged into another: more than half of its statements are now under grain_is_cheap."
        in second.sentences
    )
    assert set(cs.load(folder).codebook["ledger"]["edition"]) == {"2025Q1", "2025Q3"}


def test_a_quarter_more_renames_no_proposed_claim(folder):
    claims = cs.group_claims(cs.load(folder), match="likeness")
    cs.record_grouping(claims, edition="2025Q1")
    # An earlier statement of the same kind would now give the group its name.
    more = "s0,2025-01-01,cy,Grain is so cheap,\ns6,2025-04-01,cy,The sea is stormy,\n"
    (folder / "statements.csv").write_text(STATEMENTS + more)
    later = cs.group_claims(cs.load(folder), match="likeness")
    old, new = (set(found.links["claim_id"]) for found in (claims, later))
    assert old <= new
    assert later.links.set_index("statement_id")["claim_id"].to_dict()["s0"] in old


def test_an_id_that_has_ended_is_not_used_again(folder):
    cs.record_grouping(cs.group_claims(cs.load(folder)), edition="2025Q1")
    (folder / "claims.csv").write_text("claim_id,type,text\nport,state,The port is open.\n")
    ended = cs.record_grouping(cs.group_claims(cs.load(folder)), edition="2025Q2")
    assert ended.ledger[["claim_id", "action"]].to_numpy().tolist() == [["sea", "retirement"]]
    (folder / "claims.csv").write_text(CLAIMS)
    with pytest.raises(DataError, match="an id that has ended is not used again"):
        cs.load(folder)


def test_nothing_recorded_cannot_be_read(folder):
    with pytest.raises(UsageError, match="no grouping of this study was recorded"):
        cs.group_claims(cs.load(folder), match="recorded")


def test_the_command_says_what_moved(folder, capsys, tmp_path):
    edited = tmp_path / "edited.csv"
    ADA.to_csv(edited, index=False)
    assert main(["group", str(folder), "--edition", "2025Q1"]) == 0
    capsys.readouterr()
    done = main(["group", str(folder), "--decisions", str(edited), "--coder", "ada", "--on", "2026-01-15",
                 "--edition", "2025Q2"])  # fmt: skip
    out, err = capsys.readouterr()
    assert done == 0
    for line in (
        "3 decisions by ada recorded as batch b1",
        "Links: 2 added, 0 removed.",
        "grain_is_cheap began: statements that were under no claim that goes on.",
        "grain_is_cheap: 0 occasions before, 1 now (+1).",
        "port: 1 occasions before, 2 now (+1).",
        "Recorded for 2025Q2: links.csv, ledger.csv.",
    ):
        assert line in err
    assert out.splitlines()[0] == "statement_id,claim_id,method,score,hangs_on,compared"
    assert "s2,port,decided,,," in out.splitlines()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--decisions", "x.csv"], "decisions need the day on which they were made"),
        (["--decisions", "x.csv", "--on", "2026-01-15"], "decisions need the name of who made them"),
        (["--undo", "d1"], "decisions need the day on which they were made"),
        (["--decisions", "x.csv", "--on", "2026-01-15", "--coder", "ada"], "there is no file x.csv"),
        (["--edition", ";"], "an edition needs a name"),
    ],
)
def test_what_the_command_cannot_do_it_says(folder, capsys, options, said):
    assert main(["group", str(folder), *options]) == UsageError.exit_code
    assert said in capsys.readouterr().err
    assert not Path(folder, "ledger.csv").exists()


def test_a_recorded_study_saves_and_loads_as_the_same(folder, tmp_path):
    decide(folder)
    cs.record_grouping(cs.group_claims(cs.load(folder), match="wording"), edition="2025Q1")
    study = cs.load(folder)
    study.save(tmp_path / "copy")
    copy = cs.load(tmp_path / "copy")
    for table in ("decisions", "links", "ledger"):
        pd.testing.assert_frame_equal(study.codebook[table], copy.codebook[table])
