"""Which codes an expectation accepts: prefixes of codes, and exact codes."""

from __future__ import annotations

from collections.abc import Sequence

from claimstats.errors import UsageError

#: Ends a prefix that stands for itself alone.
EXACT = "="


def matches(code: str, prefixes: Sequence[str]) -> bool:
    """Tell whether a code matches at least one prefix.

    ``19`` matches ``190``, ``195`` and ``190.shootdown``; ``190=`` matches ``190`` alone. No prefix
    matches nothing.

    Parameters
    ----------
    code
        An action code, as text.
    prefixes
        The prefixes, as text; the end ``=`` marks an exact code.

    Raises
    ------
    UsageError
        If a code or prefix is not text, if a prefix is empty (it would match every code), or if the prefixes
        are one text instead of a sequence of texts.

    Examples
    --------
    >>> matches("190.shootdown", ["16", "19"]), matches("190.shootdown", ["190="]), matches("100", ["010"])
    (True, False, False)
    """
    if isinstance(prefixes, str):
        raise UsageError(f"Prefixes are a sequence of texts, found {prefixes!r}. Did you mean [{prefixes!r}]?")
    wanted = [_require_text(prefix, what="prefix") for prefix in prefixes]
    found = _require_text(code, what="code")
    return any(_matches_one(found, prefix) for prefix in wanted)


def _matches_one(code: str, prefix: str) -> bool:
    """One code against one prefix."""
    return code == prefix.removesuffix(EXACT) if prefix.endswith(EXACT) else code.startswith(prefix)


def _require_text(value: object, *, what: str) -> str:
    """Give the text back; refuse a number, which has lost its leading zero, and a prefix that is empty."""
    if not isinstance(value, str):
        raise UsageError(f"A {what} is text, found {value!r}: as numbers, '010' and '10' are the same code.")
    if what == "prefix" and not value.removesuffix(EXACT):
        raise UsageError(f"An empty prefix would match every code, found {value!r}.")
    return value
