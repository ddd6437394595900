"""What the rules of the house are checked against: syntax trees of the source, and the files at the root."""

import ast
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "claimstats"


@dataclass(frozen=True)
class Module:
    """One module of the package: its dotted name below `claimstats`, its text, its tree."""

    name: str
    text: str
    tree: ast.Module

    @property
    def top(self) -> str:
        """The floor it stands on: `matching` for `matching.ledger`."""
        return self.name.partition(".")[0]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def modules() -> list[Module]:
    found = [read_module(path) for path in sorted(PACKAGE.rglob("*.py"))]
    assert found, f"no module below {PACKAGE.name}"
    return found


@pytest.fixture(scope="session")
def pyproject() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def read_module(path: Path) -> Module:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    name = ".".join(part for part in parts if part != "__init__") or "__init__"
    text = path.read_text(encoding="utf-8")
    return Module(name, text, ast.parse(text, filename=str(path)))
