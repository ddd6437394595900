"""Text that CSV is in danger of losing: what a spreadsheet would take for a formula, and carriage returns."""

from __future__ import annotations

import csv

import pandas as pd

__all__ = ["ESCAPED", "plain_text", "quoting", "safe_csv", "safe_text"]

#: Says in a data package that `safe_text` was at work, and `plain_text` gives the text back.
ESCAPED = "claimstats:formulas"

#: Characters with which a spreadsheet begins a formula; the apostrophe is what we put before them.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def safe_text(cell: object) -> object:
    """Text that a spreadsheet would take for a formula, with an apostrophe before it; anything else as it is.

    Parameters
    ----------
    cell
        Of any type.

    Examples
    --------
    >>> safe_text("=1+1"), safe_text("words"), safe_text(-1.5)
    ("'=1+1", 'words', -1.5)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def plain_text(cell: object) -> object:
    """What `safe_text` was given.

    An apostrophe goes only where `safe_text` would have put it, so that ``'tis`` keeps its own.

    Parameters
    ----------
    cell
        Of any type.

    Examples
    --------
    >>> plain_text("'=1+1"), plain_text("'tis"), plain_text(-1.5)
    ('=1+1', "'tis", -1.5)
    """
    return cell[1:] if isinstance(cell, str) and cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def quoting(frame: pd.DataFrame) -> int:
    """How cells are quoted so that all of them read back: as few as may be, or all where one holds a carriage return.

    Python quotes a cell for the line end that it writes, and so not for a carriage return; a reader then takes it for the
    end of the row.

    Parameters
    ----------
    frame
        What is about to be written.
    """
    text = frame.select_dtypes(exclude=["number", "bool"])
    held = any(text[name].astype("str").str.contains("\r", regex=False).any() for name in text.columns)
    return csv.QUOTE_ALL if held else csv.QUOTE_MINIMAL


def safe_csv(frame: pd.DataFrame) -> bytes:
    """A table as UTF-8 with LF, empty cells where something is missing, numbers in full, and no text that is a formula.

    Parameters
    ----------
    frame
        The table.
    """
    text = frame.select_dtypes(exclude=["number", "bool"]).columns
    safe = frame.assign(**{name: frame[name].map(safe_text) for name in text})
    return safe.to_csv(index=False, lineterminator="\n", quoting=quoting(safe)).encode("utf-8")
