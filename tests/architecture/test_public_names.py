"""What `import claimstats` gives, and what it costs."""

import ast
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

HEAVY = ("duckdb", "ibis", "jupyter_client", "matplotlib", "nbconvert", "pandas", "scipy")


def test_no_public_name_hides_a_module():
    claimstats = importlib.import_module("claimstats")
    modules = {module.name for module in pkgutil.iter_modules(claimstats.__path__)}
    assert modules
    assert claimstats.__all__

    hiding = [
        name for name in claimstats.__all__ if name in modules and not isinstance(getattr(claimstats, name), ModuleType)
    ]

    assert hiding == []


def test_every_public_name_is_there():
    claimstats = importlib.import_module("claimstats")

    assert [name for name in claimstats.__all__ if not hasattr(claimstats, name)] == []
    assert len(claimstats.__all__) == len(set(claimstats.__all__))


@pytest.mark.parametrize("package", ["claimstats", "claimstats.reporting"])
def test_type_checkers_and_programs_are_told_the_same_homes(package: str) -> None:
    source = Path(str(importlib.import_module(package).__file__)).read_text(encoding="utf-8")
    checked = [node for node in ast.parse(source).body if isinstance(node, ast.If)]
    told = {
        alias.name: node.module
        for block in checked
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }

    homes = {name: module for module, names in importlib.import_module(package)._HOMES.items() for name in names}

    assert told == homes
    assert set(homes) <= set(importlib.import_module(package).__all__)


def test_a_name_that_is_not_there_is_refused_as_any_module_does() -> None:
    with pytest.raises(AttributeError, match="module 'claimstats' has no attribute 'measure_lies'"):
        importlib.import_module("claimstats").measure_lies  # noqa: B018


def test_help_and_completion_see_every_public_name() -> None:
    program = "import claimstats; print(*(name for name in claimstats.__all__ if name not in dir(claimstats)))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert run.stdout.split() == []


def test_importing_claimstats_loads_nothing_heavy():
    program = f"import sys, claimstats; print('loaded', *(name for name in {HEAVY!r} if name in sys.modules))"

    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert run.stdout.split() == ["loaded"]
