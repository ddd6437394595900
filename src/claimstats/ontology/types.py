"""The CAMEO code of a type of another code list: a table of decisions, each marked as exact or not."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from claimstats.ontology.files import choose, read_rows

__all__ = ["cameo_code"]


def cameo_code(kind: str, mode: str = "", *, scheme: str) -> tuple[str, bool] | None:
    """Give the CAMEO code that stands for a type, and whether it means the same.

    Where the table has no row for the mode, that of the type alone is given, and is not exact.

    Parameters
    ----------
    kind, mode
        The type and its mode or sub-type, in any case.
    scheme
        ``acled`` (event and sub-event type), ``ucdp`` (type of violence) or ``plover`` (event and mode).

    Returns
    -------
    (str, bool) or None
        None if CAMEO has no code for it in this table: no code is not a code of nothing.

    Examples
    --------
    >>> cameo_code("Battles", "Armed clash", scheme="acled"), cameo_code("ACCUSE", "investigate", scheme="plover")
    (('190', True), ('090', True))
    >>> cameo_code("Strategic developments", "Other", scheme="acled") is None
    True
    """
    table = choose(_read(), scheme, kind="table of types")
    kind, mode = kind.strip().casefold(), mode.strip().casefold()
    if (kind, mode) in table:
        return table[kind, mode]
    general = table.get((kind, ""))
    return (general[0], False) if general else None


@cache
def _read() -> Mapping[str, Mapping[tuple[str, str], tuple[str, bool]]]:
    """Scheme to type and mode to code."""
    schemes: dict[str, dict[tuple[str, str], tuple[str, bool]]] = {}
    for row in read_rows("types.csv"):
        key = (row["type"].casefold(), row["mode"].casefold())
        schemes.setdefault(row["scheme"], {})[key] = (row["code"], row["exact"] == "yes")
    return MappingProxyType(schemes)
