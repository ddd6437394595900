"""The page on importing: its commands and options exist, its mapping is a mapping, its files are those that are written."""

import re
import shlex

import pytest

import claimstats as cs
from claimstats.cli import main
from claimstats.inputs.importing import read_mapping


@pytest.fixture(scope="module")
def page(root):
    return (root / "docs" / "importing.md").read_text(encoding="utf-8")


def blocks(page, language):
    found = re.findall(rf"^```{language}\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)
    assert found
    return found


def test_its_commands_and_options_exist(page, capsys):
    lines = [line for block in blocks(page, "sh") for line in block.splitlines()]
    lines += re.findall(r"`(claimstats import [^`]+)`", page)
    for line in lines:
        words = shlex.split(line)
        with pytest.raises(SystemExit, match=r"\A0\Z"):
            main([*words[1:3], "--help"])
        told = capsys.readouterr().out
        for option in [word for word in words if word.startswith("--")]:
            assert option in told, line


def test_its_options_in_the_text_exist(page, capsys):
    told = ""
    for name in ("table", "acled"):
        with pytest.raises(SystemExit):
            main(["import", name, "--help"])
        told += capsys.readouterr().out
    named = set(re.findall(r"`(--[a-z]+)", page))
    assert named

    assert {option for option in named if option not in told} == set()


def test_its_mapping_reads_and_imports(page, tmp_path):
    mapping = tmp_path / "claims.toml"
    mapping.write_text(blocks(page, "toml")[0], encoding="utf-8")
    (tmp_path / "a.json").write_text(
        '[{"number": 1, "date": "3-4-2019", "quote": "", "headline": "Invented.", "place": "Hall", "city": "Town",'
        ' "slug": "a, b", "links": ["https://example.org/1"]}]',
        encoding="utf-8",
    )
    assert read_mapping(mapping).table == "statements"
    cs.import_table(tmp_path / "a.json", into=tmp_path / "study", mapping=mapping)

    found = cs.load(tmp_path / "study").statements.iloc[0]
    assert found[["date", "text", "venue", "claims", "url"]].tolist() == [
        "2019-03-04", "Invented.", "Hall, Town", "a;b", "https://example.org/1",
    ]  # fmt: skip


def test_its_files_are_those_that_an_import_leaves(page, tmp_path):
    (tmp_path / "a.csv").write_text(
        "date,speaker,text\n2025-01-10,ada,Invented.\n2025-01-10,ada,Invented.\n", encoding="utf-8"
    )
    cs.import_table(tmp_path / "a.csv", into=tmp_path / "study")
    written = {path.name for path in (tmp_path / "study" / "imports" / "a").iterdir()}

    named = set(re.findall(r"^\| `([\w.]+)`", page, flags=re.MULTILINE))
    assert {name for name in written if name.replace("statements", "incidents") not in named} - {
        "streams.csv",
        "actors.csv",
    } == set()
