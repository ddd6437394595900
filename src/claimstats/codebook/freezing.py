"""The fingerprint of what was fixed in advance: canonical JSON and its SHA-256."""

from __future__ import annotations

import hashlib
from typing import Any

__all__ = ["canonical_json", "frozen_hash"]


def frozen_hash(document: Any) -> str:
    """The SHA-256 of a document's canonical JSON, 64 hexadecimal digits: equal for equal content, however written.

    It proves that nothing was changed, not when it was written: publish it to prove the date.

    Parameters
    ----------
    document
        Dictionaries, lists, text, whole numbers, true, false and null; other numbers as text.

    References
    ----------
    RFC 8785, doi:10.17487/RFC8785; FIPS 180-4.

    Examples
    --------
    >>> frozen_hash({})[:16]
    '44136fa355b3678a'
    """
    return hashlib.sha256(canonical_json(document)).hexdigest()


def canonical_json(document: Any) -> bytes:
    """The one way to write a document as JSON (RFC 8785): keys sorted, no spaces, UTF-8.

    Parameters
    ----------
    document
        Dictionaries, lists, text, whole numbers, true, false and null.

    Raises
    ------
    ValueError
        If it holds anything else: a float, which is written differently elsewhere, a date, a whole number beyond 2^53.

    Examples
    --------
    >>> canonical_json({"b": ["0.5", 1], "a": None})
    b'{"a":null,"b":["0.5",1]}'
    """
    import rfc8785

    refuse_floats(document, "the document")
    try:
        return rfc8785.dumps(document)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as problem:
        raise ValueError(f"no canonical JSON: {problem}") from problem


def refuse_floats(document: Any, where: str) -> None:
    """Refuse a float anywhere in a document, and say where it is."""
    match document:
        case float():
            raise ValueError(f"{where} holds {document!r}: write numbers as text or as whole numbers")
        case dict():
            for key, value in document.items():
                refuse_floats(value, f"{key!r}")
        case list() | tuple():
            for value in document:
                refuse_floats(value, where)
