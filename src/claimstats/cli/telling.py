"""What the command says: to the person at the terminal, and to the next program."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["hand_over", "say", "with_progress", "write_frame"]

Item = TypeVar("Item")


def say(text: str) -> None:
    """Tell the person at the terminal.

    Parameters
    ----------
    text
        Whole lines.
    """
    print(text, file=sys.stderr)


def hand_over(text: str) -> None:
    """Give the next program a line, at once: it may wait for it while more is made.

    Parameters
    ----------
    text
        One line.
    """
    print(text, flush=True)


def with_progress(items: Iterable[Item], *, words: str, total: int | None = None) -> Iterable[Item]:
    """Give the items, with a bar on a terminal once they have taken a second.

    Parameters
    ----------
    items
        What is worked through.
    words
        What the bar says.
    total
        How many items there are, where they cannot say so themselves.
    """
    from tqdm import tqdm

    return tqdm(items, desc=words, total=total, delay=1, disable=not sys.stderr.isatty(), leave=False, file=sys.stderr)


def write_frame(frame: pd.DataFrame, to: str | None) -> None:
    """Give the next program a table as CSV, or write it to a file; no cell of it is a formula to a spreadsheet.

    Parameters
    ----------
    frame
        The table.
    to
        The file; None for standard output.
    """
    from claimstats.schema import safe_csv

    content = safe_csv(frame)
    if to:
        Path(to).write_bytes(content)
    else:
        sys.stdout.write(content.decode("utf-8"))
