"""Which commit a folder was at: told where git knows it, and nothing where it does not."""

import subprocess
from pathlib import Path

import pytest

from claimstats.reporting.checkouts import describe_checkout, describe_checkouts


def git(place: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", "-C", str(place), *identity, *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with one commit, two folders, and one that it ignores."""
    for name in ("study", "other", "ignored"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.csv").write_text("x\n")
    (tmp_path / ".gitignore").write_text("ignored/\n")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "one")
    return tmp_path


def test_a_clean_folder_is_at_its_commit(checkout: Path) -> None:
    assert describe_checkout(checkout / "study") == {"commit": git(checkout, "rev-parse", "HEAD"), "dirty": False}


@pytest.mark.parametrize("change", ["changed", "new", "gone"])
def test_a_change_in_the_folder_is_told_and_one_elsewhere_is_not(checkout: Path, change: str) -> None:
    if change == "gone":
        (checkout / "study" / "a.csv").unlink()
    else:
        (checkout / "study" / ("a.csv" if change == "changed" else "b.csv")).write_text("y\n")

    found = describe_checkouts(study=checkout / "study", other=checkout / "other")

    assert [place["dirty"] for place in found.values()] == [True, False]


def test_another_git_directory_in_the_environment_misleads_nobody(
    checkout: Path, tmp_path_factory, monkeypatch
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    git(elsewhere, "init", "--quiet")
    monkeypatch.setenv("GIT_DIR", str(elsewhere / ".git"))

    found = describe_checkout(checkout / "study")

    monkeypatch.delenv("GIT_DIR")
    assert found == {"commit": git(checkout, "rev-parse", "HEAD"), "dirty": False}


def test_what_git_does_not_keep_has_no_commit(checkout: Path, tmp_path_factory, monkeypatch) -> None:
    empty = tmp_path_factory.mktemp("empty")

    assert describe_checkout(empty) is None
    assert describe_checkout(None) is None
    assert describe_checkout(checkout / "absent") is None
    assert describe_checkout(checkout / "ignored") is None
    git(empty, "init", "--quiet")
    assert describe_checkout(empty) is None, "a repository without a commit"
    monkeypatch.setenv("PATH", str(empty))
    assert describe_checkout(checkout / "study") is None, "without git"
