"""The files that say what is installed agree with each other, and name no place to install it from."""

import re

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ]+)(?: ; (?P<marker>.+?))? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_names_versions_markers_and_hashes(root, lock):
    lines = (root / lock).read_text(encoding="utf-8").splitlines()
    assert len(lines) > 100

    assert [line for line in lines if not PIN.match(line) and not HASH.match(line)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(root, lock):
    lines = (root / lock).read_text(encoding="utf-8").splitlines()
    followers = [(line, after) for line, after in zip(lines, [*lines[1:], ""], strict=True) if PIN.match(line)]
    assert followers

    assert [line for line, after in followers if not HASH.match(after)] == []


def test_both_locks_have_the_same_versions(root):
    report, everything = (read_pins(root / lock) for lock in LOCKS)
    assert report

    assert {name: pins for name, pins in report.items() if everything.get(name) != pins} == {}


def test_the_report_lock_holds_every_dependency(root, pyproject):
    wanted = [*pyproject["project"]["dependencies"], *pyproject["dependency-groups"]["build"]]

    assert unmet(wanted, read_pins(root / "requirements.lock")) == []


def test_the_other_lock_holds_every_extra(root, pyproject):
    extras = pyproject["project"]["optional-dependencies"]
    wanted = [spec for name in ("test", "bench", "dev") for spec in extras[name] if not spec.startswith("claimstats[")]

    assert unmet(wanted, read_pins(root / "requirements-dev.lock")) == []


def test_the_report_lock_holds_no_test_tool(root):
    assert {"pytest", "ruff", "mypy", "playwright"} & read_pins(root / "requirements.lock").keys() == set()


def test_the_conda_environment_agrees_with_pyproject(root, pyproject):
    environment = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))
    conda = {
        requirement.name: requirement
        for requirement in map(Requirement, [one for one in environment["dependencies"] if isinstance(one, str)])
    }
    (pip,) = [one["pip"] for one in environment["dependencies"] if isinstance(one, dict)]

    assert environment["name"] == pyproject["project"]["name"]
    assert conda.keys() == {"python", "pip"}
    assert conda["python"].specifier == SpecifierSet(pyproject["project"]["requires-python"])
    assert pip == ["-e .[dev]"]
    assert "dev" in pyproject["project"]["optional-dependencies"]


def read_pins(path) -> dict[str, set[tuple[str, str | None]]]:
    """Return, for each name in a lock, its versions with their markers."""
    pins: dict[str, set[tuple[str, str | None]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if pin := PIN.match(line):
            pins.setdefault(pin["name"], set()).add((pin["version"], pin["marker"]))
    return pins


def unmet(specs: list[str], pins: dict[str, set[tuple[str, str | None]]]) -> list[str]:
    """Return the requirements that no pin, or a pin of another version, answers."""
    assert specs
    return [
        spec
        for spec in specs
        if not (versions := pins.get(canonicalize_name(Requirement(spec).name)))
        or not all(Requirement(spec).specifier.contains(version) for version, _ in versions)
    ]
