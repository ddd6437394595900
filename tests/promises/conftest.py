"""What the README and the docs promise is executed: their blocks, taken from the files as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

_BLOCK = re.compile(
    r"^(?:`(?P<file>[\w./-]+)`\n\n)?```(?P<language>\w+)\n(?P<text>.*?)^```$", flags=re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Block:
    """One fenced block, and the file that it is said to be."""

    language: str
    text: str
    file: str | None


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).parents[2]


@pytest.fixture(scope="session")
def readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def blocks(readme: str) -> list[Block]:
    found = [
        Block(language=match["language"], text=match["text"], file=match["file"]) for match in _BLOCK.finditer(readme)
    ]
    assert found, "the README has no blocks: the pattern is wrong"
    return found


@pytest.fixture
def workplace(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that holds the studies, as a reader's would; what is written there goes away."""
    (tmp_path / "data").symlink_to(root / "data", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path
