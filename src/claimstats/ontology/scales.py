"""How cooperative or hostile an action is: Goldstein values and quad classes, from tables with a name.

Projects use different tables under the same two words. None of them is the right one, so a number is only
comparable with numbers from the same table, and the table's name belongs beside the number.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from claimstats.ontology.files import choose, read_rows
from claimstats.ontology.scheme import is_known, parent, root

#: How many digits a code has whose value a longer one inherits; a root's value is its own.
INHERITED_DIGITS = 3


def goldstein(code: str, *, table: str = "gdelt") -> float | None:
    """Give the Goldstein value of a CAMEO code, from -10 (hostile) to 10 (cooperative).

    An extension has the value of the code it extends; a four-digit code that the table does not list has
    that of its first three digits. A root's value is not handed down: 13 is -6.0, and 130 is -4.4.

    The value ranks kinds of action, not actions: a riot of ten and one of ten thousand have the same. Words
    can rank above deeds: threatening force (138) is -7.0, breaking diplomatic relations (161) is -4.0.

    Parameters
    ----------
    code
        A CAMEO code or an extension, as text.
    table
        ``gdelt``, ``icews`` or ``phoenix``.

    Returns
    -------
    float or None
        None if the code is unknown or the table has no value for it: no value is not zero.

    References
    ----------
    Goldstein 1992, Journal of Conflict Resolution 36:369, https://doi.org/10.1177/0022002792036002007.

    Examples
    --------
    >>> goldstein("138"), goldstein("161"), goldstein("190.shootdown")
    (-7.0, -4.0, -10.0)
    >>> goldstein("163"), goldstein("163", table="phoenix")
    (-8.0, -6.5)
    """
    values = choose(_read_goldstein(), table, kind="Goldstein table")
    step: str | None = code if is_known(code) else None
    while step is not None and step not in values:
        step = parent(step) if len(step) > INHERITED_DIGITS else None
    return None if step is None else values[step]


def quad_class(code: str, *, convention: str = "documented") -> int | None:
    """Give the quad class of a CAMEO code: cooperation or conflict, in words or in deeds.

    1 is cooperation in words, 2 in deeds; 3 is conflict in words, 4 in deeds.

    The class is the root's. Conventions disagree over investigations (09), protests (14) and reduced
    relations (16), and ``phoenix`` has a class 0, neutral, for statements (01) and appeals (02).

    Parameters
    ----------
    code
        A CAMEO code or an extension, as text.
    convention
        ``documented``, ``gdelt_rows`` (what GDELT's published rows carry) or ``phoenix``.

    Returns
    -------
    int or None
        None if the code is unknown or the convention has no class for its root.

    Examples
    --------
    >>> quad_class("141"), quad_class("141", convention="gdelt_rows")
    (4, 3)
    """
    classes = choose(_read_quad_classes(), convention, kind="quad class convention")
    return classes.get(root(code)) if is_known(code) else None


@cache
def _read_goldstein() -> Mapping[str, Mapping[str, float]]:
    """Table to code to value."""
    tables: dict[str, dict[str, float]] = {}
    for row in read_rows("goldstein.csv"):
        tables.setdefault(row["table"], {})[row["code"]] = float(row["value"])
    return MappingProxyType(tables)


@cache
def _read_quad_classes() -> Mapping[str, Mapping[str, int]]:
    """Convention to root to class."""
    conventions: dict[str, dict[str, int]] = {}
    for row in read_rows("quadclass.csv"):
        conventions.setdefault(row["convention"], {})[row["root"]] = int(row["quad"])
    return MappingProxyType(conventions)
