"""Only `engine` names an engine, opens a connection, or runs a query."""

import ast

import pytest

RUNNING = frozenset({"execute", "to_pandas", "to_pyarrow", "cache", "sql"})
CONNECTING = frozenset({"duckdb", "pyspark", "connect", "set_backend", "get_backend", "options"})


def test_only_the_engine_runs_a_query(modules):
    looked_at = [module for module in modules if module.top != "engine"]
    assert looked_at

    offenders = [
        f"claimstats.{module.name}:{line} calls .{verb}()"
        for module in looked_at
        for line, verb in running_calls(module.tree)
    ]

    assert offenders == []


def test_only_the_engine_opens_a_connection(modules):
    looked_at = [module for module in modules if module.top != "engine"]
    assert looked_at

    offenders = [
        f"claimstats.{module.name}:{line} names {what}"
        for module in looked_at
        for line, what in connecting_names(module.tree)
    ]

    assert offenders == []


@pytest.mark.parametrize("verb", sorted(RUNNING))
def test_a_query_run_elsewhere_is_seen(verb):
    assert running_calls(ast.parse(f"counts = table.group_by('claim').agg(n=1).{verb}()")) == [(1, verb)]


def test_running_a_notebook_is_not_running_a_query():
    assert running_calls(ast.parse("import nbclient\nclient.execute()\nclient.sql()")) == [(3, "sql")]


def test_remembering_a_function_is_not_keeping_a_table():
    assert running_calls(ast.parse("import functools\nlook_up = functools.cache(read)")) == []


@pytest.mark.parametrize(
    "source",
    [
        "import ibis\nibis.duckdb.connect()",
        "import ibis\nibis.connect('duckdb://')",
        "\nfrom ibis import duckdb",
        "\nimport ibis.backends.duckdb",
        "\nfrom ibis.backends.pyspark import Backend",
    ],
)
def test_a_connection_opened_elsewhere_is_seen(source):
    assert [line for line, _ in connecting_names(ast.parse(source))] == [2]


def running_calls(tree: ast.Module) -> list[tuple[int, str]]:
    """Return line and verb of every call that would run a query."""
    allowed = {"execute"} if "nbclient" in imported_packages(tree) else set()
    return [
        (node.lineno, node.func.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in RUNNING - allowed
        and ast.unparse(node.func.value) != "functools"
    ]


def connecting_names(tree: ast.Module) -> list[tuple[int, str]]:
    """Return line and name of everything in Ibis that leads to a connection."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "ibis" and node.attr in CONNECTING:
            found.append((node.lineno, f"ibis.{node.attr}"))
        elif isinstance(node, ast.ImportFrom) and node.module == "ibis":
            found += [(node.lineno, f"ibis.{alias.name}") for alias in node.names if alias.name in CONNECTING]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ibis.backends"):
            found.append((node.lineno, node.module))
        elif isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names if alias.name.startswith("ibis.backends")]
    return found


def imported_packages(tree: ast.Module) -> set[str]:
    """Return the first part of everything that the module imports, wherever it does so."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return names
