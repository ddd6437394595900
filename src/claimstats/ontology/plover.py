"""PLOVER: the category, mode and context of a CAMEO code, and how cooperative or hostile a category is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from claimstats.ontology.files import choose, read_rows
from claimstats.ontology.scheme import is_known, parent

__all__ = ["Plover", "plover", "plover_modes", "plover_quad", "plover_score"]

#: What the quad table of the manual says where its sections and its summary say otherwise.
_QUAD_TABLE = {"SANCTION": 3}


@dataclass(frozen=True, kw_only=True)
class Plover:
    """What was done, how, and in which connection; and the table that says so."""

    category: str
    mode: str
    context: tuple[str, ...]
    table: str


def plover(code: str, *, table: str = "2021") -> Plover | None:
    """Give the PLOVER category of a CAMEO code, with mode and context where the crosswalk has them.

    A code that the crosswalk does not list takes what its parent has. The root 08 has none: it is two categories. An
    extension takes the assignment of this project, where there is one.

    Parameters
    ----------
    code
        A CAMEO code or an extension, as text.
    table
        ``2021``: CAMEO2PLOVER of 17 September 2021.

    Returns
    -------
    Plover or None
        None if the code is unknown, or PLOVER drops it: public statements (01) and appeals (02).

    Examples
    --------
    >>> plover("166").category, plover("166").mode, plover("010")
    ('SANCTION', 'expel', None)
    >>> plover("040.article4")
    Plover(category='CONSULT', mode='multilateral', context=('military',), table='claimstats')
    """
    published, own = choose(_read_crosswalk(), table, kind="crosswalk"), _read_crosswalk()["claimstats"]
    step: str | None = code if is_known(code) else None
    while step is not None:
        found = own.get(step) or published.get(step)
        if found:
            return found
        step = parent(step)
    return None


def plover_score(category: str, mode: str = "", *, table: str = "2.0") -> float | None:
    """Give the score of a PLOVER category, or of one of its modes, from -10 (hostile) to 10 (cooperative).

    A mode without a score of its own has that of its category.

    Parameters
    ----------
    category, mode
        As PLOVER writes them: ``SANCTION``, ``expel``.
    table
        ``2.0`` or ``0.7``: the drafts differ in every number.

    Returns
    -------
    float or None
        None where the table prints none that can be used: the score of ACCUSE in draft 2.0 has lost its sign.

    Raises
    ------
    UsageError
        If the table, or the category, is not known.

    Examples
    --------
    >>> plover_score("SANCTION", "expel"), plover_score("SANCTION"), plover_score("SANCTION", table="0.7")
    (-5.5, -6.0, -5.2)
    """
    scores = choose(_read_scores(), table, kind="PLOVER table")
    own = choose(scores, category, kind=f"category of PLOVER {table}")
    return own.get(mode) if own.get(mode) is not None else own[""]


def plover_modes(category: str, *, table: str = "2.0") -> tuple[str, ...]:
    """Give the modes of a category that a table lists.

    Parameters
    ----------
    category, table
        As in `plover_score`; table ``2.0`` here lists the modes that have a score, ``0.7`` all of its own.

    Examples
    --------
    >>> plover_modes("SANCTION")
    ('expel', 'withdraw', 'discontinue', 'convict')
    """
    scores = choose(_read_scores(), table, kind="PLOVER table")
    return tuple(mode for mode in choose(scores, category, kind=f"category of PLOVER {table}") if mode)


def plover_quad(category: str, *, convention: str = "summary", table: str = "2.0") -> int:
    """Give the quad class of a PLOVER category, 1 to 4 as in `quad_class`.

    Parameters
    ----------
    category, table
        As in `plover_score`.
    convention
        ``summary`` (the sections and the summary table: SANCTION is conflict in deeds) or ``quad_table`` (the manual's
        table of quad categories: it is conflict in words).

    Examples
    --------
    >>> plover_quad("SANCTION"), plover_quad("SANCTION", convention="quad_table")
    (4, 3)
    """
    corrections = choose({"summary": {}, "quad_table": _QUAD_TABLE}, convention, kind="quad class convention")
    quads = choose(_read_quads(), table, kind="PLOVER table")
    return corrections.get(category, choose(quads, category, kind=f"category of PLOVER {table}"))


@cache
def _read_crosswalk() -> Mapping[str, Mapping[str, Plover]]:
    """Table to code to assignment."""
    tables: dict[str, dict[str, Plover]] = {}
    for row in read_rows("crosswalk.csv"):
        context = tuple(part for part in row["context"].split(";") if part)
        tables.setdefault(row["table"], {})[row["code"]] = Plover(
            category=row["category"], mode=row["mode"], context=context, table=row["table"]
        )
    return MappingProxyType(tables)


@cache
def _read_scores() -> Mapping[str, Mapping[str, Mapping[str, float | None]]]:
    """Table to category to mode to score; the category itself is the mode ``""``."""
    tables: dict[str, dict[str, dict[str, float | None]]] = {}
    for row in read_rows("plover.csv"):
        modes = tables.setdefault(row["table"], {}).setdefault(row["category"], {})
        modes[row["mode"]] = float(row["score"]) if row["score"] else None
    return MappingProxyType(tables)


@cache
def _read_quads() -> Mapping[str, Mapping[str, int]]:
    """Table to category to class."""
    tables: dict[str, dict[str, int]] = {}
    for row in read_rows("plover.csv"):
        tables.setdefault(row["table"], {})[row["category"]] = int(row["quad"])
    return MappingProxyType(tables)
