"""Ids of what upstream gives no id: short, readable, the same for the same content."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlsplit

from claimstats.schema import TABLES

__all__ = ["actor_of", "content_id", "host_of", "own_row", "slug"]


def content_id(prefix: str, *parts: str) -> str:
    """An id made of what identifies a row.

    Parameters
    ----------
    prefix, parts
        What it begins with, and the cells.

    Examples
    --------
    >>> content_id("s", "a", "b") == content_id("s", "a", "b") != content_id("s", "ab", "")
    True
    """
    return f"{prefix}-{hashlib.sha256(chr(31).join(parts).encode('utf-8')).hexdigest()[:16]}"


def own_row(found: object, table: str) -> dict[str, str]:
    """A row of a study that this library wrote into a format of others: the columns of the table, and nothing else.

    Parameters
    ----------
    found, table
        What stands there, and the table that it is to be a row of; empty where it is no such row.

    Examples
    --------
    >>> own_row({"claim_id": "c", "@type": "x", "text": 1}, "claims"), own_row("c", "claims")
    ({'claim_id': 'c', 'text': '1'}, {})
    """
    if not isinstance(found, dict):
        return {}
    known = TABLES[table].names
    row = {name: str(found[name]) for name in known if found.get(name) not in (None, "")}
    return row if TABLES[table].key[0] in row else {}


def slug(text: str, *, words: int = 8) -> str:
    """The first words of a text, and a few signs that tell it from others that begin so.

    Parameters
    ----------
    text, words
        Any text, and how many words of it.

    Examples
    --------
    >>> slug("The quay opens in spring")[:25]
    'the-quay-opens-in-spring-'
    """
    from anyascii import anyascii

    plain = re.findall(r"[a-z0-9]+", anyascii(text).casefold())[:words]
    mark = hashlib.sha256(" ".join(text.split()).casefold().encode("utf-8")).hexdigest()[:6]
    return "-".join([*plain, mark])


def actor_of(name: str) -> str:
    """A name as an actor's id: without `;`, line breaks and double blanks.

    Parameters
    ----------
    name
        As it is written.
    """
    return " ".join(name.replace(";", ",").split()).strip(" ,")


def host_of(address: str) -> str:
    """The outlet that a web address is of, ``example.org``; empty where it is none.

    Parameters
    ----------
    address
        From http:// or https:// on.
    """
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
