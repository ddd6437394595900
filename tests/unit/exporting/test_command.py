"""The command `export`: each format, what it is of, and what it refuses."""

import pytest

from claimstats.cli import main

WRITTEN = {
    ("--format", "csv", "--of", "study"): {"statements.csv", "study.toml", "datapackage.json"},
    ("--format", "parquet", "--of", "study"): {"statements.parquet", "study.toml", "datapackage.json"},
    ("--format", "excel", "--of", "study"): {"study.xlsx"},
    ("--format", "claimreview"): {"claimreview.jsonld"},
    ("--format", "plover"): {"plover.jsonl"},
    ("--format", "croissant"): {"croissant.json", "statements.csv"},
}


@pytest.mark.parametrize("words", WRITTEN, ids=lambda words: words[1])
def test_a_study_is_written_in_each_format(words, study_folder, tmp_path, capsys):
    assert main(["export", str(study_folder), "--to", str(tmp_path / "out"), *words]) == 0
    handed = capsys.readouterr().out.split()
    assert {path.rsplit("/", 1)[1] for path in handed} == {path.name for path in (tmp_path / "out").iterdir()}
    assert WRITTEN[words] | {"provenance.json"} <= {path.name for path in (tmp_path / "out").iterdir()}


REFUSED = [
    (["--format", "exel"], "did you mean 'excel'"),
    (["--format", "plover", "--of", "measures"], "plover holds a study's own rows, and no measures"),
]


@pytest.mark.parametrize(("words", "message"), REFUSED)
def test_what_cannot_be_written_is_refused_before_anything_is(words, message, study_folder, tmp_path, capsys):
    assert main(["export", str(study_folder), "--to", str(tmp_path / "out"), *words]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_table_in_the_shell_starts_no_formula(study_folder, edit, capsys):
    edit("actors.csv", "anna,Anna", "anna,Anna\n=cmd,Formula")
    edit("statements.csv", "s1,2024-01-10,anna", "s1,2024-01-10,=cmd")
    assert main(["names", str(study_folder)]) == 0
    assert ",'=cmd," in capsys.readouterr().out
