"""Records of JSON, JSON lines and YAML, read as a stream where the format allows it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, NoReturn

import numpy as np

from claimstats.inputs.importing.gathering import Gathering
from claimstats.inputs.importing.opening import open_bytes
from claimstats.inputs.importing.refusing import refuse_file

__all__ = ["read_json", "read_json_lines", "read_yaml"]

#: How deep lists and records may lie in each other.
MAX_DEPTH = 50

#: Bytes that one text of a JSON document may have.
_LONGEST_TEXT = 4_000_000

_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', flags=re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))

Record = tuple[int, dict[str, Any]]


def read_json(path: Path, gathering: Gathering, *, records: str = "") -> Iterator[Record]:
    """Each record of a JSON document, numbered from 1.

    Parameters
    ----------
    path, gathering
        The file, and where its records are counted.
    records
        Where their list is: ``data.items``; by default the document itself, a list or one record.
    """
    import ijson

    with open_bytes(path) as stream:
        first = stream.peek(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]  # type: ignore[attr-defined]
        if stream.peek(3)[:3] == b"\xef\xbb\xbf":  # type: ignore[attr-defined]
            stream.read(3)
        place = f"{records}.item" if records else "item" if first == b"[" else ""
        number = 0
        try:
            watched = _ShallowJson(stream, path)
            for number, found in enumerate(ijson.items(watched, place, use_float=False), start=1):
                yield from _record(path, found, number, gathering)
        except (ijson.JSONError, UnicodeDecodeError) as error:
            what = str(error).splitlines()[0][:120]
            hint = "download it again: it is cut off, or no JSON (NaN is none)"
            raise refuse_file(path, "it is whole JSON", what, hint, row=number + 1) from error
        if not number:
            raise refuse_file(path, "it holds records", "none", "say where their list is: records = 'data.items'")


class _ShallowJson:
    """A stream of JSON that is refused before a parser has to follow it too deep."""

    def __init__(self, inner: IO[bytes], path: Path) -> None:
        self._inner, self._path = inner, path
        self._depth, self._open_string = 0, b""

    def read(self, size: int = -1) -> bytes:
        """Read on, and look how deep lists and records lie in each other; what stands in a text does not count."""
        chunk = self._inner.read(size)
        bare = _STRING.sub(b"", self._open_string + chunk)
        quote = bare.find(b'"')
        self._open_string, bare = (bare[quote:], bare[:quote]) if quote >= 0 else (b"", bare)
        if len(self._open_string) > _LONGEST_TEXT:
            hint = "is a quotation mark missing?"
            raise refuse_file(self._path, f"a text has at most {_LONGEST_TEXT:,} bytes", "a longer one", hint)
        steps = np.frombuffer(bare.translate(None, _NO_BRACKETS), dtype=np.uint8)
        depths = self._depth + np.cumsum(np.where((steps == ord("[")) | (steps == ord("{")), 1, -1))
        if len(depths):
            self._depth = int(depths[-1])
            if depths.max() > MAX_DEPTH:
                raise _too_deep(self._path, None)
        return chunk


def read_json_lines(path: Path, gathering: Gathering) -> Iterator[Record]:
    """Each record of a file with one JSON object per line, numbered by its line.

    Parameters
    ----------
    path, gathering
        The file, and where its records are counted.
    """
    broken: tuple[int, str] | None = None
    with open_bytes(path) as stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            if broken:
                hint = "correct the line, or leave it out"
                gathering.refuse(broken[0], rule="it is a JSON object", value=broken[1], hint=hint)
                broken = None
            try:
                found = json.loads(line, parse_constant=_no_number)
            except _NoNumberError as error:
                hint = "write null, or leave it out"
                raise refuse_file(path, "its numbers are finite", str(error), hint, row=number) from error
            except RecursionError as error:
                raise _too_deep(path, number) from error
            except ValueError:
                gathering.count()
                broken = (number, line[:80].decode("utf-8", "replace").strip())
                continue
            yield from _record(path, found, number, gathering)
    if broken:
        raise refuse_file(
            path, "its last line is whole", broken[1], "download it again: it looks cut off", row=broken[0]
        )


def read_yaml(path: Path, gathering: Gathering, *, records: str = "") -> Iterator[Record]:
    """Each record of a YAML document, every cell as the text that stands there: 010 stays 010, no stays no.

    Parameters
    ----------
    path, gathering
        The file, and where its records are counted.
    records
        Where their list is; by default the document itself.
    """
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    with open_bytes(path) as stream:
        content = stream.read()
    try:
        _look_ahead(path, yaml.parse(content, Loader=loader))
        document = yaml.load(content, Loader=loader)
    except (yaml.YAMLError, RecursionError) as error:
        # LibYAML from 0.2.6 on looks further ahead than its events and refuses depth itself.
        if "nesting depth" in str(error):
            raise _too_deep(path, None) from error
        what = str(error).splitlines()[0][:120] or "it is too deep"
        raise refuse_file(path, "it is YAML", what, "is it cut off?") from error
    for step in records.split(".") if records else []:
        document = document.get(step) if isinstance(document, dict) else None
    if not isinstance(document, list) or not document:
        hint = "say where the list of records is: records = 'promises'"
        raise refuse_file(path, "it holds a list of records", type(document).__name__, hint)
    for number, found in enumerate(document, start=1):
        yield from _record(path, found, number, gathering)


def _look_ahead(path: Path, events: Iterable[Any]) -> None:
    """Refuse what would bring down whoever builds it: depth, and aliases, of which a few lines unpack to gigabytes."""
    depth = 0
    for event in events:
        kind = type(event).__name__
        if kind == "AliasEvent":
            hint = "write the value out where it is used"
            raise refuse_file(path, "it has no aliases", f"*{event.anchor}", hint, row=event.start_mark.line + 1)
        depth += kind.endswith(("SequenceStartEvent", "MappingStartEvent")) - kind.endswith(
            ("SequenceEndEvent", "MappingEndEvent")
        )
        if depth > MAX_DEPTH:
            raise _too_deep(path, event.start_mark.line + 1)


class _NoNumberError(Exception):
    """NaN or an infinity, which JSON does not have."""


def _no_number(text: str) -> NoReturn:
    raise _NoNumberError(text)


def _record(path: Path, found: object, number: int, gathering: Gathering) -> Iterator[Record]:
    """A record, counted; anything else is refused."""
    if _depth(found) > MAX_DEPTH:
        raise _too_deep(path, number)
    gathering.count()
    if isinstance(found, dict):
        yield number, found
    else:
        hint = "each item of the list is { ... }"
        gathering.refuse(number, rule="it is a record", value=str(found)[:80], hint=hint)


def _depth(found: object) -> int:
    """How deep lists and records lie in each other, as far as matters."""
    level, depth = [found], 0
    while level and depth <= MAX_DEPTH:
        level = [part for value in level if isinstance(value, (dict, list)) and value
                 for part in (value.values() if isinstance(value, dict) else value)]  # fmt: skip
        depth += 1
    return depth


def _too_deep(path: Path, number: int | None) -> Exception:
    hint = "is it the file you meant?"
    return refuse_file(path, f"its records are at most {MAX_DEPTH} deep", "a deeper one", hint, row=number)
