"""Divide a line of the PDF among the columns of a table, and decide which table goes on a turned page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from claimstats.dates.days import MONTH_NAMES
from claimstats.reporting import blocks as b
from claimstats.reporting.letters import Weight, measure_word

__all__ = ["LONG_WORD", "Columns", "is_day", "measure_columns", "tie_days"]

#: Characters that a word of a table cell may have before it is given places to break.
LONG_WORD = 24

#: Estimates for the text size of table cells, in millimetres; a little generous, because turning a page
#: costs less than a column of broken words.
_CHARACTER, _GAP = 1.75, 4.2
#: What a letter takes when it is set: a width too generous here would leave columns of sentences too little.
_SET = 1.55
#: The text size of table cells, in characters of that width; a letter of code, in the same.
_EM, _CODE = 3.04 / _SET, 1.0
_TEXT_WIDTH, _TURNED_WIDTH = 166.0, 253.0
#: A table that fits with text this much smaller is not turned: a turned page leaves half a page empty.
_SMALLEST_UPRIGHT = 0.86
#: Characters that a column of sentences can be narrowed to.
_WRAPPED = 24
#: Characters up to which a cell is better not broken (a date, a name), and the shortest line of a sentence.
_SHORT, _LEAST_LINE = 18, 14
#: The least room of a column; a head up to the second stands on one line, a longer one on three at most, with the third
#: to spare for lines that do not fill.
_LEAST, _SHORT_HEAD, _UNFILLED = 4.0, 8.0, 1.5

_DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTH_NAMES)}) (\d{{4}})\b")
_TIED = "\\1\N{NO-BREAK SPACE}\\2\N{NO-BREAK SPACE}\\3"
#: Where a line may end: not at the spaces that hold a number or a day together.
_SPACES = re.compile("[ \\t\\n]+")


@dataclass(frozen=True)
class Columns:
    """How a table is set.

    Attributes
    ----------
    turned
        Whether it needs a page on its side.
    scale
        How much smaller than other tables its text is; at most 1.
    widths
        Each column's share of the line; none where all fits anyhow.
    tied
        Whether each day in words ("15 September 2025") has the room to stand on one line.
    """

    turned: bool
    scale: float
    widths: tuple[float, ...]
    tied: bool


@dataclass(frozen=True)
class _Cell:
    """The characters of a cell's longest line, the room of this and of its longest word; how many lines, and their room."""

    length: int
    line: float
    word: float
    lines: int
    whole: float


def is_day(text: str) -> bool:
    """Say whether the text is one day in words and nothing else."""
    return _DAY.fullmatch(text) is not None


def tie_days(text: str) -> str:
    """Return the text with no end of a line inside of a day: ``15 September 2025``."""
    return _DAY.sub(_TIED, text)


def measure_columns(table: b.DataTable) -> Columns:
    """Return how a table is set, from the words in its cells.

    Parameters
    ----------
    table
        The table.
    """
    least = _least_widths(table.head + table.body, table.width)
    needed = sum(least) * _CHARACTER + table.width * _GAP
    turned = needed * _SMALLEST_UPRIGHT > _TEXT_WIDTH
    line = _TURNED_WIDTH if turned else _TEXT_WIDTH
    scale = min(1.0, line / needed)
    room = (line / scale - table.width * _GAP) / _SET
    for tied in (True, False):
        head = _measure_cells(table.head, table.width, weight="semibold", tied=False)
        body = _measure_cells(table.body, table.width, weight="regular", tied=tied)
        if sum(_longest(cells) for cells in zip(head, body, strict=True)) <= room:
            return Columns(turned, scale, (), tied)
        needs, wishes = _ask(head, body, room=room)
        if sum(needs) <= room:
            break
    spare = max(room - sum(needs), 0.0)
    # A share is of the whole line, the space between columns too: without it narrow columns would pay for wide ones.
    gap = _GAP / _SET
    widths = [round(need + gap + spare * wish / sum(wishes), 2) for need, wish in zip(needs, wishes, strict=True)]
    return Columns(turned, scale, tuple(widths), tied)


def _longest(cells: tuple[list[_Cell], list[_Cell]]) -> int:
    return max((cell.length for part in cells for cell in part), default=0)


def _ask(head: list[list[_Cell]], body: list[list[_Cell]], *, room: float) -> tuple[list[float], list[float]]:
    """Return what each column needs, and how it would divide what is left.

    A column of short cells has what they need to stay whole; what is left goes to the columns of sentences, by how long
    these are.
    """
    natural = [max((cell.length for cell in cells), default=0) for cells in body]
    words = [
        min(max(_LEAST, *(cell.word for cell in h), *(cell.word for cell in c)), LONG_WORD)
        for h, c in zip(head, body, strict=True)
    ]
    whole = [
        max([word, *(cell.line for cell in c)]) if n <= _SHORT else word
        for word, n, c in zip(words, natural, body, strict=True)
    ]
    needs = whole if sum(whole) <= room else words
    needs = [max(need, _LEAST_LINE) if n > _WRAPPED else need for need, n in zip(needs, natural, strict=True)]
    heads = [max(need, *map(_shorten_head, h), _LEAST) for need, h in zip(needs, head, strict=True)]
    needs = heads if sum(heads) <= room else needs
    wishes = [
        # Between the usual cell and the longest: one long list of names among dashes would else have no room.
        max((sum(cell.length for cell in c) / max(len(c), 1) + n) / 2 - need, 0.0) if n > _SHORT else 0.0
        for c, need, n in zip(body, needs, natural, strict=True)
    ]
    return needs, wishes if sum(wishes) else needs


def _shorten_head(cell: _Cell) -> float:
    """Return the room in which a head takes three lines at most, four with its unit, or one where it is short."""
    return cell.line if cell.whole <= _SHORT_HEAD else max(cell.word, cell.whole / (cell.lines + 2) + _UNFILLED)


def _least_widths(rows: Sequence[tuple[b.TableCell, ...]], width: int) -> list[float]:
    """Return the characters that each column cannot do without: a whole number, a few words of a sentence."""
    least = [2.0] * width
    for row in rows:
        if sum(cell.colspan for cell in row) != width:
            continue  # under a row span, or a group's name: the other rows decide
        place = 0
        for cell in row:
            if cell.colspan == 1:
                least[place] = max(least[place], _least_width(cell))
            place += cell.colspan
    return least


def _least_width(cell: b.TableCell) -> float:
    measured = _measure(cell, weight="regular" if cell.scope is None else "semibold", tied=False)
    if cell.number and cell.scope is None:
        return min(measured.line, LONG_WORD)
    return min(max(measured.word, min(measured.length / 2, _WRAPPED)), LONG_WORD)


def _measure_cells(
    rows: tuple[tuple[b.TableCell, ...], ...], width: int, *, weight: Weight, tied: bool
) -> list[list[_Cell]]:
    """Return the cells of each column, measured; rows with spans are passed over."""
    found: list[list[_Cell]] = [[] for _ in range(width)]
    for row in rows:
        if len(row) != width:
            continue
        for place, cell in enumerate(row):
            found[place].append(_measure(cell, weight=weight, tied=tied))
    return found


def _measure(cell: b.TableCell, *, weight: Weight, tied: bool) -> _Cell:
    code = _holds(cell.children, _is_code)
    strong: Weight = "bold" if _holds(cell.children, _is_strong) else weight

    def width(words: str) -> float:
        return len(words) * _CODE if code else measure_word(words, weight=strong) * _EM

    lines = [tie_days(line) if tied else line for line in _read_lines(cell.children)]
    return _Cell(
        length=max(map(len, lines)),
        line=max(map(width, lines)),
        word=max(width(word) for line in lines for word in _SPACES.split(line)),
        lines=sum(map(bool, lines)),
        whole=sum(map(width, lines)),
    )


def _read_lines(inlines: b.Inlines) -> list[str]:
    """Return the lines that a cell is made of: a unit stands below the words of its head."""
    lines = [""]
    for inline in inlines:
        match inline:
            case b.Styled("small", children):
                lines += [b.plain_text(children), ""]
            case b.Break():
                lines.append("")
            case _:
                lines[-1] += b.plain_text((inline,))
    return [line.strip(" ") for line in lines]


def _holds(inlines: b.Inlines, wanted: Callable[[b.Inline], bool]) -> bool:
    return any(wanted(inline) or _holds(getattr(inline, "children", ()), wanted) for inline in inlines)


def _is_code(inline: b.Inline) -> bool:
    return isinstance(inline, b.Verbatim)


def _is_strong(inline: b.Inline) -> bool:
    return isinstance(inline, b.Styled) and inline.manner == "strong"
