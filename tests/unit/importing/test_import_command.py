"""`claimstats import`: what it prints, what it hands over, how it exits."""

import pytest

from claimstats.cli import main

ROWS = "date,speaker,text\n2025-01-10,ada,An invented sentence.\n31.02.2025,ada,A day that is none.\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "said.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_it_says_what_was_read_kept_and_refused_and_hands_over_the_study(file, study, capsys):
    assert main(["import", "table", str(file), "--into", str(study)]) == 0
    told = capsys.readouterr()

    assert told.out == f"{study}\n"
    assert told.err.splitlines()[0] == (
        "table into study (imports/said): 2 rows read, 1 kept, 0 merged into others, 1 refused"
    )
    assert "  refused: 1 rows, date: it is an EDTF date" in told.err.splitlines()
    assert "named by id alone" in told.err


def test_a_second_time_it_says_that_nothing_was_written(file, study, capsys):
    main(["import", "table", str(file), "--into", str(study)])
    capsys.readouterr()
    assert main(["import", "table", str(file), "--into", str(study)]) == 0

    assert capsys.readouterr().err.splitlines()[-1] == "  nothing was written: the study holds all of it already"


def test_a_draft_goes_to_standard_output_or_to_a_file(file, tmp_path, capsys):
    assert main(["import", "table", str(file), "--propose"]) == 0
    printed = capsys.readouterr().out
    assert main(["import", "table", str(file), "--propose", "--to", str(tmp_path / "said.toml")]) == 0

    assert (tmp_path / "said.toml").read_text(encoding="utf-8") == printed
    assert 'speaker = "speaker"' in printed


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["table", "FILE"], 2, "give --into STUDY"),
        (["table", "FILE", "--into", "STUDY", "--dates", "american"], 2, "`day first` or `month first`"),
        (["table", "FILE", "--into", "STUDY", "--mapping", "nowhere.toml"], 2, "there is no mapping"),
        (["table", "nowhere.csv", "--into", "STUDY"], 3, "the file is there"),
        (["gdelt", "FILE", "--into", "STUDY"], 3, "a row has 57, 58, 61 cells"),
    ],
)
def test_it_exits_by_whose_mistake_it_is(file, study, capsys, options, code, words):
    given = [{"FILE": str(file), "STUDY": str(study)}.get(option, option) for option in options]

    assert main(["import", *given]) == code
    assert words in capsys.readouterr().err
    assert not study.exists()
