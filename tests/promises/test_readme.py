"""The README is executed: its session, its commands, its study in five minutes, its links."""

import argparse
import io
import re
import shlex
import subprocess
import sys
from contextlib import redirect_stdout
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

import pytest

import claimstats as cs
from claimstats.cli import main
from claimstats.cli.running import DESCRIPTIONS

#: Commands that need files of other systems or several editions: pages of their own show them.
ELSEWHERE: set[str] = set()

#: Commands of other programs, which are looked up and not run.
NOT_RUN = ("make", "pip")


def test_the_python_session_prints_what_it_says(blocks, workplace):
    session = [(block, after) for block, after in pairwise([*blocks, blocks[-1]]) if block.language == "python"]
    assert session

    names: dict[str, object] = {}
    for block, after in session:
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(compile(block.text, "README.md", "exec"), names)
        if after.language == "text":
            assert tidy(printed.getvalue()) == tidy(after.text)
        else:
            assert printed.getvalue() == ""

    assert Path(names["edition"], "report.pdf").is_file()
    assert (workplace / "out" / "datapackage.json").is_file()


def tidy(text: str) -> list[str]:
    """Lines without the blanks at their ends."""
    return [line.rstrip() for line in text.strip("\n").splitlines()]


def shell_lines(blocks) -> list[str]:
    """Every line of every shell block."""
    lines = [line for block in blocks if block.language == "sh" for line in block.text.splitlines() if line.strip()]
    assert lines
    return lines


def help_of(capsys, *command: str) -> str:
    """What a command says of itself."""
    with pytest.raises(SystemExit, match=r"\A0\Z"):
        main([*command, "--help"])
    return capsys.readouterr().out


def test_every_command_and_option_exists(blocks, capsys):
    known = help_of(capsys)
    for line in shell_lines(blocks):
        program, *words = shlex.split(line)
        if program in NOT_RUN:
            continue
        assert program == "claimstats", line
        assert re.search(rf"^\s+{words[0]}\b", known, flags=re.MULTILINE), (
            f"{line}: claimstats --help has no {words[0]}"
        )
        options = help_of(capsys, words[0])
        for word in words[1:]:
            if word.startswith("--"):
                assert re.search(rf"{word}\b", options), f"{line}: claimstats {words[0]} --help has no {word}"


def test_every_make_target_exists(readme, root):
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", readme, flags=re.MULTILINE))
    assert named

    assert named - targets == set()


def test_every_claimstats_command_runs(blocks, workplace, capsys):
    write_files(blocks, workplace)
    ran = []
    for line in shell_lines(blocks):
        program, *words = shlex.split(line)
        if program == "claimstats":
            assert main(words) == 0, f"{line}\n{capsys.readouterr().err}"
            ran.append(words[0])

    assert every_command() - set(ran) == ELSEWHERE
    assert (workplace / "gaps.csv").read_text(encoding="utf-8").startswith("claim_id,")


def every_command():
    """The names of all commands: the README shows each at work."""
    commands = argparse.ArgumentParser().add_subparsers()
    for describe in DESCRIPTIONS:
        describe(commands)
    return set(commands.choices)


def test_the_command_is_installed_with_the_library():
    command = Path(sys.executable).with_name("claimstats")
    found = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)

    assert found.stdout == f"claimstats {version('claimstats')}\n"


def write_files(blocks, folder: Path) -> list[Path]:
    """The files that the README draws, below a folder."""
    written = []
    for block in blocks:
        if block.file:
            path = folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
            written.append(path)
    assert written
    return written


def test_the_study_in_five_minutes_is_a_study(blocks, workplace):
    write_files(blocks, workplace)
    study = cs.load("my-study")
    claims = cs.group_claims(study)

    assert study.notes == ()
    year = cs.measure_repetition(claims, period="year").to_frame()
    assert year[["claim_id", "period", "occasions"]].values.tolist() == [["quay", "2025", 3]]
    assert set(cs.measure_gaps(claims).to_frame()["outcome"]) == {"not_observed"}


def test_four_files_are_enough_to_count(blocks, workplace):
    for path in write_files(blocks, workplace)[4:]:
        path.unlink()
    claims = cs.group_claims(cs.load("my-study"))

    assert cs.measure_repetition(claims, period="year").to_frame()["occasions"].tolist() == [3]


def test_without_coverage_an_empty_window_cannot_be_assessed(blocks, workplace):
    write_files(blocks, workplace)
    (workplace / "my-study" / "coverage.csv").unlink()
    claims = cs.group_claims(cs.load("my-study"))

    assert set(cs.measure_gaps(claims).to_frame()["outcome"]) == {"unassessable"}


def test_the_exit_codes_are_those_of_the_errors(readme):
    listed = {int(code) for code in re.findall(r"^\| (\d) \|", readme, flags=re.MULTILINE)}
    known = {
        error.exit_code
        for error in (cs.errors.UsageError, cs.errors.DataError, cs.errors.ReportError, cs.errors.EngineError)
    }

    assert listed == {0} | known


def test_the_outcomes_say_what_the_glossary_says(readme, root):
    glossary = (root / "GLOSSARY.md").read_text(encoding="utf-8")
    rows = [line for line in readme.splitlines() if re.match(r"\| `[a-z_]+` \|", line)]

    assert len(rows) == 7
    assert [row for row in rows if row not in glossary.splitlines()] == []


@pytest.mark.parametrize("page", ["README.md", "docs/methods.md", "docs/decisions/README.md"])
def test_every_link_leads_somewhere(root, page):
    path = root / page
    targets = re.findall(r"\]\((?!https?://|#)([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    assert targets

    assert [target for target in targets if not (path.parent / target).exists()] == []
