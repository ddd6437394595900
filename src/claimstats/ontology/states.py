"""States by their number in the Correlates of War project."""

from __future__ import annotations

from dataclasses import dataclass

from claimstats.ontology.files import read_rows

__all__ = ["State", "cow_state"]


@dataclass(frozen=True, kw_only=True)
class State:
    """A state: its code in ISO 3166-1 or, of a state that is no more, in ISO 3166-3; and its name."""

    alpha3: str
    name: str


def cow_state(number: str) -> State | None:
    """The state that has a number in the Correlates of War project; None where the table has none.

    Parameters
    ----------
    number
        As text: ``710``.

    Examples
    --------
    >>> cow_state("710"), cow_state("1000")
    (State(alpha3='CHN', name='China'), None)
    """
    found = next((row for row in read_rows("cow.csv") if row["code"] == number.strip()), None)
    return State(alpha3=found["alpha3"], name=found["name"]) if found else None
