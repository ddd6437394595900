"""Notebooks of reports: where they are, what they hold, and values for their parameters as they are typed."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from claimstats.errors import ReportError, UsageError
from claimstats.reporting.parameters import Parameter, read_parameters

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["find_notebook", "own_kinds", "read_notebook", "read_settings", "read_values"]


def own_kinds() -> dict[str, Path]:
    """The notebooks of this library, by kind."""
    here = Path(__file__)
    # In a wheel the notebooks lie beside this file; in a checkout in the folder `reports`.
    places = [here.parent / "notebooks", *(parent / "reports" for parent in here.parents[3:4])]
    found = [path for place in places if place.is_dir() for path in sorted(place.glob("*.ipynb"))]
    return {path.stem: path for path in reversed(found)}


def find_notebook(kind: str | Path) -> Path:
    """The notebook of a kind of report: one of this library's by name, or any by its path.

    Parameters
    ----------
    kind
        ``quarterly``, ``claim``, ``speaker``, ``method``, or a path that ends in ``.ipynb``.

    Raises
    ------
    UsageError
        If there is none.
    """
    if str(kind).endswith(".ipynb"):
        if not Path(kind).is_file():
            raise UsageError(f"there is no notebook {kind}")
        return Path(kind)
    known = own_kinds()
    if str(kind) not in known:
        from claimstats.schema import nearest

        near = nearest(str(kind), known)
        hint = f" Hint: did you mean {near[0]!r}?" if near else ""
        listed = ", ".join(sorted(known)) or "none"
        raise UsageError(
            f"there is no report {str(kind)!r}; there are {listed}, and any path that ends in .ipynb.{hint}"
        )
    return known[str(kind)]


def read_settings(kind: str | Path, settings: Sequence[str]) -> dict[str, object]:
    """Parameters as they are typed, ``name=value``, as values of the types that the notebook's parameters take.

    Parameters
    ----------
    kind
        As in `find_notebook`.
    settings
        What was typed.

    Raises
    ------
    UsageError
        If one has no name, or a name is given twice.

    Examples
    --------
    >>> read_settings("claim", ["claim=siege"])
    {'claim': 'siege'}
    """
    path = find_notebook(kind)
    if not settings:
        return {}
    texts: dict[str, str] = {}
    for setting in settings:
        name, found, text = setting.partition("=")
        if not found or not name.strip():
            raise UsageError(f"{setting!r} sets nothing; write the name of a parameter and its value: claim=siege")
        if name.strip() in texts:
            raise UsageError(f"{name.strip()!r} is set twice")
        texts[name.strip()] = text
    return read_values(read_parameters(read_notebook(path)), texts)


def read_values(declared: Sequence[Parameter], texts: Mapping[str, str]) -> dict[str, object]:
    """What was typed, as values of the types that the parameters take; what cannot be read stays text and is refused later.

    Parameters
    ----------
    declared
        The notebook's parameters.
    texts
        What was typed, by name.
    """
    accepts = {parameter.name: parameter.accepts for parameter in declared}
    return {name: _read_value(text, accepts.get(name, (str,))) for name, text in texts.items()}


def _read_value(text: str, accepts: tuple[type, ...]) -> object:
    if str in accepts:
        return text
    if bool in accepts and text.casefold() in ("yes", "no", "true", "false"):
        return text.casefold() in ("yes", "true")
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text


def read_notebook(path: Path) -> NotebookNode:
    """Return the notebook at ``path``, in the newest format."""
    import nbformat

    try:
        notebook: NotebookNode = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    except FileNotFoundError as error:
        raise ReportError(f"there is no notebook {path.name!r} in {path.parent}", facts={"path": path}) from error
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, UnicodeDecodeError) as error:
        raise ReportError(f"{path.name!r} is no notebook: {error}", facts={"path": path}) from error
    return notebook
