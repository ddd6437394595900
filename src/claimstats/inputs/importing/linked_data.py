"""JSON-LD of a page or a feed: every thing of the types that are asked for, wherever it lies."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

from claimstats.inputs.importing.documents import MAX_DEPTH
from claimstats.inputs.importing.opening import open_bytes
from claimstats.inputs.importing.refusing import refuse_file

__all__ = ["Node", "as_list", "first_text", "name_of", "read_nodes", "types_of"]

Node: TypeAlias = "dict[str, Any]"


def read_nodes(
    path: Path, wanted: tuple[str, ...], *, others: Callable[[object], list[Node]] = lambda _: []
) -> Iterator[Node]:
    """Every outermost thing of the types that are asked for, in the order of the document.

    Parameters
    ----------
    path
        JSON (one thing, a list, a ``@graph``, a ``DataFeed``, an ``ItemList``), JSON lines, or a page with scripts of the type
        ``application/ld+json``.
    wanted
        Types without their address: ``ClaimReview``.
    others
        Gives the things of a document that is written in other words than schema.org's; none if it is not.

    Raises
    ------
    DataError
        If it is none of these, cut off, or deeper than anybody would write.
    """
    with open_bytes(path) as stream:
        raw = stream.read()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse_file(path, "its text is UTF-8", str(error)[:120], "save it as UTF-8") from error
    documents = _pages(text) if text.lstrip().startswith("<") else [text]
    if not documents:
        hint = "is it the page of the check itself?"
        raise refuse_file(path, "the page holds JSON-LD", "no script of the type application/ld+json", hint)
    for document in documents:
        for found in _parsed(path, document):
            yield from others(found) or _walk(path, found, wanted, depth=0)


def _pages(text: str) -> list[str]:
    """The scripts of a page that hold JSON-LD."""
    from bs4 import BeautifulSoup

    page = BeautifulSoup(text, "html.parser")
    return [
        script.get_text() for script in page.find_all("script", type="application/ld+json") if script.get_text().strip()
    ]


def _parsed(path: Path, text: str) -> list[Any]:
    """A document, or one per line."""
    try:
        return [json.loads(text)]
    except RecursionError as error:
        raise refuse_file(
            path, f"it is at most {MAX_DEPTH} deep", "a deeper one", "is it the file you meant?"
        ) from error
    except ValueError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        try:
            return [json.loads(line) for line in lines] if len(lines) > 1 else _refused(path, error)
        except ValueError:
            return _refused(path, error)


def _refused(path: Path, error: ValueError) -> list[Any]:
    hint = "download it again: it is cut off, or no JSON"
    raise refuse_file(path, "it is whole JSON", str(error).splitlines()[0][:120], hint) from error


def _walk(path: Path, found: object, wanted: tuple[str, ...], *, depth: int) -> Iterator[Node]:
    """Things within things; inside of one that is asked for nobody looks on."""
    if depth > MAX_DEPTH:
        raise refuse_file(path, f"it is at most {MAX_DEPTH} deep", "a deeper one", "is it the file you meant?")
    if isinstance(found, list):
        for one in found:
            yield from _walk(path, one, wanted, depth=depth + 1)
    elif isinstance(found, dict):
        if set(types_of(found)) & set(wanted):
            yield found
            return
        for value in found.values():
            yield from _walk(path, value, wanted, depth=depth + 1)


def types_of(node: Node) -> tuple[str, ...]:
    """What a thing is, without the address of the vocabulary.

    Parameters
    ----------
    node
        A thing.

    Examples
    --------
    >>> types_of({"@type": ["http://schema.org/ClaimReview", "Review"]})
    ('ClaimReview', 'Review')
    """
    return tuple(str(kind).rsplit("/", 1)[-1].rsplit(":", 1)[-1] for kind in as_list(node.get("@type")))


def as_list(value: object) -> list[Any]:
    """One value or several, as a list; nothing is an empty one.

    Parameters
    ----------
    value
        Of a property.
    """
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list) else [value]


def first_text(*values: object) -> str:
    """The first of some values that is text, or says its text in ``@value``; empty where none does.

    Parameters
    ----------
    values
        Of properties; of a list its first.
    """
    for value in values:
        for one in as_list(value):
            found = one.get("@value", "") if isinstance(one, dict) else one
            if isinstance(found, (str, int)) and str(found).strip():
                return " ".join(str(found).split())
    return ""


def name_of(value: object) -> str:
    """What a person, a body or a page is called: its name, or the text itself.

    Parameters
    ----------
    value
        A thing, text, or a list of them, of which the first with a name counts.
    """
    for one in as_list(value):
        found = first_text(one.get("name"), one.get("alternateName")) if isinstance(one, dict) else first_text(one)
        if found:
            return found
    return ""
