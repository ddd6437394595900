"""What can go wrong, whose mistake it is, and the exit code that says so to a shell.

One root, branches by *whose* mistake it is. Each error carries its facts as attributes, so that a caller
needs not read the message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ClaimstatsError", "DataError", "EngineError", "ReportError", "UsageError"]

#: Problem rows that a message prints; all of them are in ``DataError.problems``.
PRINTED_PROBLEMS = 40


class ClaimstatsError(Exception):
    """Anything that claimstats refuses; catch this to catch them all.

    Attributes
    ----------
    exit_code : int
        What the command exits with: 2 usage, 3 data, 4 report, 5 engine.
    """

    exit_code = 1


class UsageError(ClaimstatsError):
    """The call is wrong: an unknown option, period, measure or name."""

    exit_code = 2


class DataError(ClaimstatsError):
    """The study's tables break their rules. Nothing was written.

    Attributes
    ----------
    problems : pandas.DataFrame
        One row per problem: ``table, row, column, rule, value, hint``. ``row`` is the line of the file as a
        spreadsheet numbers it (the header is 1), or missing where the problem is the table's as a whole.
    """

    exit_code = 3

    def __init__(self, problems: pd.DataFrame) -> None:
        self.problems = problems
        super().__init__(_describe(problems))


class ReportError(ClaimstatsError):
    """A report could not be rendered: a failing cell, an unknown parameter, a figure without words.

    Attributes
    ----------
    facts : dict of str to object
        What is known of the failure: ``cell``, ``source``, ``error``, ``notebook`` ... as it applies.
    """

    exit_code = 4

    def __init__(self, message: str, *, facts: dict[str, object] | None = None) -> None:
        self.facts = facts or {}
        super().__init__(message)


class EngineError(ClaimstatsError):
    """The engine refused: an answer larger than the limit that was stated, a table that does not exist."""

    exit_code = 5


def _describe(problems: pd.DataFrame) -> str:
    """Every problem as a line of one aligned table, the first forty printed, the rest counted."""
    shown = problems.head(PRINTED_PROBLEMS).astype(object).where(problems.head(PRINTED_PROBLEMS).notna(), "")
    cells = [list(shown.columns), *([_shorten(str(value)) for value in row] for row in shown.to_numpy())]
    widths = [max(len(row[column]) for row in cells) for column in range(len(shown.columns))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    tables = problems["table"].nunique()
    count = len(problems)
    head = f"{count} problem{'s' if count != 1 else ''} in {tables} table{'s' if tables != 1 else ''}; nothing was written."
    rest = count - len(shown)
    tail = (
        [f"... and {rest} more: see `problems` of this error, or `claimstats check STUDY --to problems.csv`."]
        if rest
        else []
    )
    return "\n".join([head, "", *lines, *tail])


def _shorten(text: str, *, width: int = 90) -> str:
    """One printable line of at most ``width`` characters."""
    flat = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
    return flat if len(flat) <= width else flat[: width - 1] + "…"
