"""The refusal of a whole file: what was found, where, what was expected, what to do."""

from __future__ import annotations

from pathlib import Path

from claimstats.errors import DataError
from claimstats.schema import problems_frame

__all__ = ["refuse_file"]


def refuse_file(
    path: Path | str, rule: str, value: object, hint: str, *, row: int | None = None, column: str | None = None
) -> DataError:
    """The error of a file that cannot be imported; nothing has been written when it is raised.

    Parameters
    ----------
    path
        The file.
    rule, value, hint
        What was expected, what was found, what to do.
    row, column
        Where, if it is known.
    """
    name = Path(path).name
    return DataError(
        problems_frame([{"table": name, "row": row, "column": column, "rule": rule, "value": value, "hint": hint}])
    )
