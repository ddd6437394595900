"""The codes of a scheme: their labels, their place in its tree, and what a wrong code may have meant.

CAMEO is a tree of text: root ``19``, code ``195``, and for some a fourth digit, ``1952``. An extension of
this package hangs a name on a code after a dot, ``190.shootdown``. Codes are never numbers: as numbers,
``010`` and ``10`` are the same code.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType

from claimstats.errors import UsageError
from claimstats.ontology.files import choose, read_rows

#: The files of a scheme: its own codes first, then the extensions.
SCHEMES: Mapping[str, tuple[str, ...]] = {"cameo": ("cameo.csv", "extensions.csv")}

#: How many digits a root has.
ROOT_DIGITS = 2


def codes(scheme: str = "cameo") -> Mapping[str, str]:
    """Give every code of a scheme with its label, extensions included.

    Parameters
    ----------
    scheme
        The scheme's name; ``cameo`` is the only one.

    Examples
    --------
    >>> codes()["195"], codes()["190.shootdown"]
    ('Attack from the air', 'Shoot down an aircraft or drone')
    """
    return _read_codes(choose(SCHEMES, scheme, kind="scheme"))


def label(code: str, *, scheme: str = "cameo") -> str:
    """Say what a code means, in this package's own few words.

    Raises
    ------
    UsageError
        If the scheme has no such code; the message names the nearest ones.

    Examples
    --------
    >>> label("040")
    'Consult in a way not coded elsewhere'
    """
    return codes(scheme)[_require_known(code, scheme)]


def is_known(code: str, *, scheme: str = "cameo") -> bool:
    """Tell whether a scheme has a code.

    Examples
    --------
    >>> is_known("010"), is_known("40")
    (True, False)
    """
    return code in codes(scheme)


def root(code: str) -> str:
    """Give the two-digit root of a CAMEO code.

    Examples
    --------
    >>> root("0332.use_authorised"), root("1952"), root("20")
    ('03', '19', '20')
    """
    return _require_known(code, "cameo")[:ROOT_DIGITS]


def parent(code: str) -> str | None:
    """Give the code one step up the tree, or None for a root.

    Examples
    --------
    >>> parent("190.shootdown"), parent("1952"), parent("195"), parent("19")
    ('190', '195', '19', None)
    """
    base, dot, _ = _require_known(code, "cameo").rpartition(".")
    if dot:
        return base
    return code[:-1] if len(code) > ROOT_DIGITS else None


def nearest(code: str, scheme: str = "cameo") -> list[str]:
    """Suggest up to three codes that a wrong one may have meant, the likeliest first.

    A code that lost its leading zero to a spreadsheet comes back first, even if the rest of it is a code too.

    Examples
    --------
    >>> nearest("40")[0], nearest("10")[0], nearest("190.shotdown")[0]
    ('040', '010', '190.shootdown')
    """
    known = codes(scheme)
    text = str(code).strip().lower().removesuffix(".0")
    base = text.partition(".")[0]
    restored = [candidate for candidate in (f"0{text}", text) if candidate in known]
    siblings = [candidate for candidate in known if candidate.startswith(f"{base}.")] if base in known else []
    above = [base] if base != text and base in known else []
    found = [
        *restored,
        *get_close_matches(text, siblings),
        *above,
        *get_close_matches(text, known),
    ]
    return [candidate for candidate in dict.fromkeys(found) if candidate != code][:3]


def _require_known(code: str, scheme: str) -> str:
    """Give the code back, or refuse it with the nearest known ones."""
    if is_known(code, scheme=scheme):
        return code
    close = " or ".join(repr(candidate) for candidate in nearest(code, scheme))
    hint = f" Did you mean {close}?" if close else ""
    raise UsageError(f"The scheme {scheme!r} has no code {code!r}; codes are text, zeros included.{hint}")


@cache
def _read_codes(names: tuple[str, ...]) -> Mapping[str, str]:
    """Code to label over all files of a scheme."""
    return MappingProxyType({row["code"]: row["label"] for name in names for row in read_rows(name)})
