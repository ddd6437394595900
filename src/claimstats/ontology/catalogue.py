"""Which tables there are, where they come from, and where they contradict each other or themselves."""

from __future__ import annotations

from collections.abc import Mapping

from claimstats.ontology.files import read_rows

__all__ = ["contradictions", "tables"]


def tables() -> tuple[Mapping[str, str], ...]:
    """Give every table: ``file, name, version, what, source, terms``.

    Examples
    --------
    >>> [row["name"] for row in tables() if row["file"] == "goldstein.csv"]
    ['gdelt', 'icews', 'phoenix']
    """
    return read_rows("tables.csv")


def contradictions() -> tuple[Mapping[str, str], ...]:
    """Give every known contradiction: ``trap, table, code, here, says, there, says_instead, kept``.

    Examples
    --------
    >>> [row["code"] for row in contradictions() if row["table"] == "goldstein"]
    ['016', '022', '164', '165']
    """
    return read_rows("contradictions.csv")
