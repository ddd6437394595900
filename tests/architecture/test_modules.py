"""One purpose per module, said in its first line; nothing too long; no drawer for odds and ends."""

import ast

NO_PURPOSE = frozenset({"common", "helper", "helpers", "misc", "util", "utils"})
LONGEST_MODULE = 300
LONGEST_FUNCTION = 60


def test_no_module_is_a_drawer(modules):
    assert [module.name for module in modules if NO_PURPOSE & set(module.name.split("."))] == []


def test_every_module_says_its_purpose_in_its_first_line(modules):
    assert [module.name for module in modules if module.text.strip() and not ast.get_docstring(module.tree)] == []


def test_no_module_is_too_long(modules):
    lengths = {f"claimstats.{module.name}": module.text.count("\n") for module in modules}

    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_function_is_too_long(modules):
    lengths = {
        f"claimstats.{module.name}.{function.name}": function_length(function)
        for module in modules
        for function in ast.walk(module.tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert lengths, "no function was looked at"

    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_a_docstring_does_not_make_a_function_long():
    source = 'def mean(a):\n    """Mean.\n\n    Longer.\n    """\n    return sum(a) / len(a)\n'

    assert function_length(ast.parse(source).body[0]) == 2


def function_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function from `def` to its end, its docstring not counted."""
    length = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function) is not None:
        docstring = function.body[0]
        length -= docstring.end_lineno - docstring.lineno + 1
    return length
