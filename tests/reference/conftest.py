"""The entries of the file of reference values, and how near a computed number must come."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

FILE = Path(os.environ.get("CLAIMSTATS_REFERENCE_VALUES", Path(__file__).with_name("values.json")))


class Near:
    """Compares a number, or numbers in lists and dictionaries, by the entry's own tolerance."""

    def __init__(self, tolerance: dict[str, float]) -> None:
        self.absolute, self.relative = tolerance.get("abs", 0.0), tolerance.get("rel", 0.0)

    def __call__(self, found: Any, expected: Any) -> None:
        if isinstance(expected, dict):
            assert set(found) == set(expected)
            for key, value in expected.items():
                self(found[key], value)
        elif isinstance(expected, list):
            assert len(found) == len(expected)
            for one, other in zip(found, expected, strict=True):
                self(one, other)
        elif isinstance(expected, (int, float)) and not isinstance(expected, bool):
            assert abs(found - expected) <= self.absolute + self.relative * abs(expected) + 1e-12
        else:
            assert found == expected


def read_entries() -> list[dict[str, Any]]:
    """Every entry of the file."""
    return json.loads(FILE.read_text(encoding="utf-8"))["entries"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test per entry whose measure the module has a check for (its ``BUILT``)."""
    if "entry" in metafunc.fixturenames:
        entries = [entry for entry in read_entries() if entry["measure"] in metafunc.module.BUILT]
        metafunc.parametrize("entry", entries, ids=[entry["id"] for entry in entries])


@pytest.fixture
def entries() -> list[dict[str, Any]]:
    return read_entries()


@pytest.fixture
def near(entry: dict[str, Any]) -> Near:
    return Near(entry["tolerance"])
