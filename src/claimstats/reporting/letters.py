"""How much room words take once they are set: close enough to divide a line among the columns of a table."""

from __future__ import annotations

from functools import cache
from typing import Literal

__all__ = ["Weight", "measure_word"]

#: Widths of letters in Libertinus Serif as Typst measures them, in ems, rounded up into few classes.
_WIDTHS = {
    0.27: "ijl.,;:'’|· \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}",
    0.31: "fI!()",
    0.35: 'tJ/-‑"',
    0.39: "rs*[]“”",
    0.46: "acez?",
    0.50: "bgkoqvx_FS0123456789",
    0.55: "dhnpuyLP–+=<>−",
    0.60: "BERTYZ†",
    0.66: "CKUVX%",
    0.71: "ADGNOQ&",
    0.79: "Hmw—",
    0.97: "MW@",
}
#: Of letters that are not listed: Greek and Cyrillic are a little wider, and those of East Asia fill a square.
_OTHER, _SQUARE, _FIRST_SQUARE = 0.62, 1.0, 0x1100
#: Punctuation, arrows and signs, which are as narrow as letters.
_SIGNS = range(0x2000, 0x2E80)
#: Heavier letters are wider: those of a head, and those of stressed words.
_HEAVIER = {"regular": 1.0, "semibold": 1.06, "bold": 1.14}

Weight = Literal["regular", "semibold", "bold"]


@cache
def _table() -> dict[str, float]:
    return {letter: width for width, letters in _WIDTHS.items() for letter in letters}


def _guess(code: int) -> float:
    return _SQUARE if code >= _FIRST_SQUARE and code not in _SIGNS else _OTHER


def measure_word(word: str, *, weight: Weight = "regular") -> float:
    """Return how long a word is when it is set in the face of the text, in ems.

    Parameters
    ----------
    word
        One word, or several.
    weight
        Of its letters: heads of tables are semibold, stressed words are bold.
    """
    table = _table()
    length = sum(table[letter] if letter in table else _guess(ord(letter)) for letter in word)
    return length * _HEAVIER[weight]
