"""The files at the root say the same as each other, and nothing of the machine they were written on."""

import re
import subprocess

import pytest
import yaml

# A path from the root of somebody's machine. An address such as https://example.org/home/ann/ is none.
MACHINE_PATH = re.compile(rb"(?<![\w.~:/\-%?=&])/(?:work|home|Users|root|builds)/[\w.]")


def test_the_citation_agrees_with_pyproject(root, pyproject):
    citation = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    project = pyproject["project"]

    assert citation["cff-version"] == "1.2.0"
    assert citation["title"] == project["name"]
    assert str(citation["version"]) == project["version"]
    assert citation["license"] == project["license"]
    assert citation["abstract"] == project["description"]
    assert citation["keywords"] == project["keywords"]
    assert citation["authors"] == project["authors"]


def test_the_licence_is_whole(root, pyproject):
    text = (root / "LICENSE").read_text(encoding="utf-8")

    assert pyproject["project"]["license"] == "Apache-2.0"
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_changelog_has_its_headings(root):
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")

    assert "## [Unreleased]" in text
    assert "### Numbers" in text


def test_commits_and_machines_pass_the_same_gate(root):
    hooks = yaml.safe_load((root / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    entries = [hook["entry"] for repo in hooks["repos"] for hook in repo["hooks"]]

    assert entries == ["make check"]
    assert "make check test" in (root / ".ci" / "run").read_text(encoding="utf-8")


def test_no_tracked_file_names_a_path_of_a_machine(root):
    files = tracked_files(root)
    assert files

    naming = [
        f"{path.relative_to(root)}: {found.group().decode()}"
        for path in files
        if (found := MACHINE_PATH.search(path.read_bytes()))
    ]

    assert naming == []


@pytest.mark.parametrize("text", ["see " + "/wo" + "rk/main/x.py", '"' + "/ho" + "me/ann/study" + '"'])
def test_a_path_of_a_machine_is_seen(text):
    assert MACHINE_PATH.search(text.encode())


@pytest.mark.parametrize("text", ["https://example.org/work/ten", "docs/work/plan.md", "/usr/bin/env bash"])
def test_an_address_is_no_path_of_a_machine(text):
    assert not MACHINE_PATH.search(text.encode())


def tracked_files(root) -> list:
    """Return what git tracks and is still there."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "-C", str(root), "ls-files", "-z"], capture_output=True, check=True
    )
    paths = [root / name for name in listing.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]
