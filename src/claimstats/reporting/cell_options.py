"""Read what a cell states in its first lines: ``#| fig-alt:`` and ``#| fig-cap:``, as Quarto writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPTION = re.compile(r"#\|\s?([a-z][a-z0-9-]*):\s*(.*)\Z")
_CONTINUED = re.compile(r"#\|\s+(.*)\Z")


@dataclass(frozen=True)
class CellOptions:
    """Descriptions and captions of a cell's figures, in the order in which they are drawn."""

    alts: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()


def read_cell_options(source: str) -> CellOptions:
    """Return the options of a cell.

    A value stands on the line of its key, or on the lines below it, indented (``|`` and ``>`` both fold), or
    as a list of ``- `` items, one per figure.
    """
    values: dict[str, list[str]] = {}
    key: str | None = None
    for line in source.splitlines():
        if not line.startswith("#|"):
            break
        if match := _OPTION.match(line):
            key, first = match[1], match[2].strip()
            values[key] = [] if first in ("", "|", ">", "|-", ">-") else [_unquoted(first)]
        elif key is not None and (match := _CONTINUED.match(line)):
            _continue(values[key], match[1].strip())
    return CellOptions(alts=tuple(values.get("fig-alt", ())), captions=tuple(values.get("fig-cap", ())))


def _continue(items: list[str], text: str) -> None:
    if text.startswith("- "):
        items.append(_unquoted(text[2:].strip()))
    elif items:
        items[-1] = f"{items[-1]} {text}".strip()
    else:
        items.append(text)


def _unquoted(text: str) -> str:
    """Return the characters between quotation marks, where a value has them."""
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return text[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    if len(text) >= 2 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    return text
