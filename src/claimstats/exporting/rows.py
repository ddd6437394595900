"""Write the rows behind a report as CSV, beside the tables of the results."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from claimstats.schema import safe_csv

__all__ = ["write_rows"]


def write_rows(frame: pd.DataFrame, to: str | Path) -> Path:
    r"""Write a frame as one CSV file: UTF-8, a comma, text that a spreadsheet would take for a formula made safe.

    Parameters
    ----------
    frame
        The rows.
    to
        The file; its folder is made if it is not there.

    Returns
    -------
    pathlib.Path
        The file.

    Examples
    --------
    >>> import tempfile
    >>> write_rows(pd.DataFrame({"text": ["=1+1"]}), Path(tempfile.mkdtemp(), "rows.csv")).read_text()
    "text\n'=1+1\n"
    """
    path = Path(to)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(safe_csv(frame))
    return path
