"""Read the tables of this package, each file once."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TypeVar

from claimstats.errors import UsageError

Table = TypeVar("Table")


@cache
def read_rows(name: str) -> tuple[Mapping[str, str], ...]:
    """Read one CSV file of the package; every cell stays text, so that ``010`` is not ``10``.

    Parameters
    ----------
    name
        The file's name, such as ``cameo.csv``.
    """
    lines = files("claimstats.ontology").joinpath(name).read_text(encoding="utf-8").splitlines()
    return tuple(MappingProxyType(row) for row in csv.DictReader(lines, strict=True))


def choose(tables: Mapping[str, Table], name: str, *, kind: str) -> Table:
    """Take one of several named tables, or refuse with the names that exist.

    Parameters
    ----------
    tables
        The tables by name.
    name
        The one that is asked for.
    kind
        What a table is called in the message: "scheme", "Goldstein table" ...
    """
    if name in tables:
        return tables[name]
    close = get_close_matches(str(name), tables, n=1)
    hint = f" Did you mean {close[0]!r}?" if close else ""
    raise UsageError(f"There is no {kind} {name!r}; there is: {', '.join(tables)}.{hint}")
