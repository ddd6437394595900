"""What `import claimstats` gives, and what it costs."""

import importlib
import pkgutil
import subprocess
import sys
from types import ModuleType

HEAVY = ("duckdb", "ibis", "matplotlib", "nbconvert", "scipy")


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


def test_importing_claimstats_loads_nothing_heavy():
    program = f"import sys, claimstats; print('loaded', *(name for name in {HEAVY!r} if name in sys.modules))"

    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert run.stdout.split() == ["loaded"]
