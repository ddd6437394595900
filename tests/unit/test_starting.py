"""A new study loads, checks and measures at once, and says that its rows are examples."""

import pandas as pd
import pytest

import claimstats as cs
from claimstats.cli import main
from claimstats.errors import UsageError
from claimstats.schema import TABLES

#: Tables that people do not write by hand.
WRITTEN_BY_COMMANDS = {"decisions", "links", "ledger"}


@pytest.fixture
def folder(tmp_path):
    return cs.new_study(tmp_path / "my study", title='A "first" study')


def test_it_loads_without_a_note(folder):
    study = cs.load(folder)

    assert (study.notes, len(study.changes), study.settings.invented) == ((), 0, True)
    assert (study.settings.id, study.settings.title) == ("my-study", 'A "first" study')


def test_each_table_has_two_rows_that_say_they_are_examples(folder):
    tables = {path.stem: pd.read_csv(path, dtype="str") for path in folder.glob("*.csv")}

    assert set(tables) == set(TABLES) - WRITTEN_BY_COMMANDS
    assert {name for name, frame in tables.items() if len(frame) < 2} == set()
    assert {
        name
        for name, frame in tables.items()
        if not frame.apply(lambda row: "example" in str(list(row)).lower(), axis=1).all()
    } == set()


def test_it_measures(folder):
    claims = cs.group_claims(cs.load(folder))
    assert cs.measure_repetition(claims, period="year").to_frame().set_index("claim_id")["occasions"].to_dict() == {
        "example_quay": 2, "example_siege": 0,
    }  # fmt: skip
    assert set(cs.measure_gaps(claims).to_frame()["outcome"]) == {"fulfilled"}


def test_a_folder_that_holds_something_is_left_alone(folder):
    before = sorted(folder.iterdir())
    with pytest.raises(UsageError, match="holds something already"):
        cs.new_study(folder)
    assert sorted(folder.iterdir()) == before


def test_the_command_makes_one_and_says_what_is_next(tmp_path, capsys):
    assert main(["new", str(tmp_path / "s")]) == 0
    told = capsys.readouterr()

    assert told.out == f"{tmp_path / 's'}\n"
    assert "set `invented = false`" in told.err
    assert main(["check", str(tmp_path / "s")]) == 0
