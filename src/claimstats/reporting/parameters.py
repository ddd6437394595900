"""Read a notebook's parameters, check those given, and put them after the cell that declares them."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from claimstats.errors import ReportError

if TYPE_CHECKING:
    from nbformat import NotebookNode

_KINDS: dict[str, type] = {
    "str": str, "int": int, "float": float, "bool": bool, "list": list, "tuple": tuple, "dict": dict,
    "None": type(None),
}  # fmt: skip


@dataclass(frozen=True)
class Parameter:
    """A name that the ``parameters`` cell assigns, its default, and the types that may take its place."""

    name: str
    default: object
    accepts: tuple[type, ...]

    @property
    def wanted(self) -> str:
        """Return the accepted types in words."""
        return " or ".join("None" if kind is type(None) else kind.__name__ for kind in self.accepts) or "any literal"


def read_parameters(notebook: NotebookNode) -> tuple[Parameter, ...]:
    """Return what the cell tagged ``parameters`` declares; nothing where there is no such cell.

    Raises
    ------
    ReportError
        Where two cells carry the tag, or a default is no literal.
    """
    places = _parameter_cells(notebook)
    if not places:
        return ()
    if len(places) > 1:
        raise ReportError(f"{len(places)} cells are tagged `parameters` (cells {places}); one is expected")
    source = notebook.cells[places[0] - 1].source
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise ReportError(
            f"cell {places[0]} (parameters) is no Python: {error.msg}", facts={"cell": places[0]}
        ) from error
    found = [_read_assignment(statement, places[0]) for statement in statements]
    return tuple(parameter for parameter in found if parameter is not None)


def resolve_parameters(declared: Sequence[Parameter], given: Mapping[str, object]) -> dict[str, object]:
    """Return every declared parameter with the value it will have.

    Raises
    ------
    ReportError
        Naming every unknown name and wrong type at once, before a kernel starts.
    """
    known = {parameter.name: parameter for parameter in declared}
    problems = [_describe_unknown(name, known) for name in given if name not in known]
    problems += [_describe_type(known[name], value) for name, value in given.items() if not _fits(known, name, value)]
    if problems:
        listing = [f"  {parameter.name}: {parameter.wanted} = {parameter.default!r}" for parameter in declared]
        exists = (
            "\n".join(["It has:", *listing])
            if listing
            else "It declares no parameters (no cell is tagged `parameters`)."
        )
        raise ReportError("\n".join(["the notebook cannot take these parameters:", *problems, exists]),
                          facts={"given": dict(given), "declared": list(known)})  # fmt: skip
    return {name: given.get(name, parameter.default) for name, parameter in known.items()}


def inject_parameters(notebook: NotebookNode, given: Mapping[str, object]) -> int:
    """Put a cell with the given values after the one that declares them; return how many cells stand above both."""
    from nbformat.v4 import new_code_cell

    places = _parameter_cells(notebook)
    if given:
        lines = [f"{name} = {given[name]!r}" for name in sorted(given)]
        cell = new_code_cell("\n".join(lines), metadata={"tags": ["injected-parameters"]})
        notebook.cells.insert(places[0], cell)
    return places[0] - 1 if places else 0


def _parameter_cells(notebook: NotebookNode) -> list[int]:
    """Return the numbers, from 1, of the cells tagged ``parameters``."""
    return [
        number
        for number, cell in enumerate(notebook.cells, start=1)
        if cell.cell_type == "code" and "parameters" in cell.metadata.get("tags", [])
    ]


def _read_assignment(statement: ast.stmt, cell: int) -> Parameter | None:
    annotation: ast.expr | None = None
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target: ast.expr = statement.targets[0]
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        target, annotation = statement.target, statement.annotation
    else:
        return None
    if not isinstance(target, ast.Name) or statement.value is None:
        return None
    try:
        default: object = ast.literal_eval(statement.value)
    except ValueError as error:
        written = ast.unparse(statement.value)
        found = f"cell {cell}: the default of parameter {target.id!r} is no literal: {written}"
        hint = "Hint: write a string, number, list or None; compute from it in the next cell."
        raise ReportError(f"{found}\n{hint}", facts={"cell": cell, "parameter": target.id}) from error
    return Parameter(target.id, default, _accepted(annotation, default))


def _accepted(annotation: ast.expr | None, default: object) -> tuple[type, ...]:
    """Return the types named by the annotation, else the default's own; nothing means any literal."""
    if annotation is not None:
        names = [part.split("[")[0].strip() for part in ast.unparse(annotation).split("|")]
        return tuple(_KINDS[name] for name in names) if all(name in _KINDS for name in names) else ()
    return () if default is None else (type(default),)


def _fits(known: Mapping[str, Parameter], name: str, value: object) -> bool:
    if name not in known:
        return True  # told as unknown already
    if not _is_literal(value):
        return False
    accepts = known[name].accepts
    return not accepts or type(value) in accepts or (type(value) is int and float in accepts)


def _is_literal(value: object) -> bool:
    """Say whether the value, written down, can be read back: what the injected cell relies on."""
    try:
        return bool(ast.literal_eval(repr(value)) == value)
    except (ValueError, SyntaxError):
        return False


def _describe_unknown(name: str, known: Mapping[str, Parameter]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"  {name!r} is unknown" + (f"; did you mean {near[0]!r}?" if near else "")


def _describe_type(parameter: Parameter, value: object) -> str:
    return f"  {parameter.name!r} should be {parameter.wanted}, not {type(value).__name__}: {value!r}"
