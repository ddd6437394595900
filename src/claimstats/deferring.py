"""Let a package name what its modules give, and import each module when something of it is first asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

__all__ = ["defer"]


def defer(package: str, homes: Mapping[str, Sequence[str]]) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """What a package calls ``__getattr__`` and ``__dir__`` (PEP 562), so that to import it costs next to nothing.

    Parameters
    ----------
    package
        Its name.
    homes
        Names that it gives, by the module that has them.

    Returns
    -------
    tuple of callables
        A name's value, imported at its first use and kept; and all names.

    Examples
    --------
    >>> get, names = defer("claimstats.dates", {"claimstats.dates.days": ["iso"]})
    >>> get("iso")(738000)
    '2021-07-29'
    """
    home = {name: module for module, names in homes.items() for name in names}

    def get(name: str) -> object:
        if name not in home:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(home[name]), name)
        setattr(sys.modules[package], name, value)
        return value

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *home})

    return get, names
