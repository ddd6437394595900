"""The sign of an action depends on the pair of actors: what a value may be said of, and when there is none."""

from __future__ import annotations

from dataclasses import dataclass

from claimstats.errors import UsageError
from claimstats.ontology.files import read_rows
from claimstats.ontology.prefixes import matches
from claimstats.ontology.scales import goldstein

__all__ = ["RELATIONS", "PairValue", "pair_goldstein"]

#: What one party may be to the other.
RELATIONS = ("ally", "adversary", "unknown")

#: Consultations held because of a threat: cooperation among those who consult, and no answer to whom they consult about.
_ALARM = ("022.article4", "040.article4", "030.article5")


@dataclass(frozen=True, kw_only=True)
class PairValue:
    """A Goldstein value of one actor towards another.

    Parameters
    ----------
    value
        None where the pair does not tell the sign.
    code, table
        The code whose value it is, and the table it is from.
    why
        Why it is this value, or why there is none.
    """

    value: float | None
    code: str
    table: str
    why: str


def pair_goldstein(code: str, *, recipient: str, relation: str = "unknown", table: str = "gdelt") -> PairValue:
    """Give the Goldstein value of an action of one actor towards another, or say why the pair has none.

    Troops sent to an ally are cooperation (074: 8.5), the same troops sent against an adversary are hostile (154: -7.2).
    Article 4 consultations are friendly among allies (040: 1.0) and say nothing friendly about whom they concern. So a
    value belongs to a pair, and without a recipient there is no pair.

    Parameters
    ----------
    code
        A CAMEO code or an extension, as text.
    recipient
        Towards whom; empty where nobody is recorded.
    relation
        What the recipient is to the actor: ``ally``, ``adversary`` or ``unknown``. Only a person can say.
    table
        As in `goldstein`.

    Raises
    ------
    UsageError
        If the relation, the code or the table is not known.

    Examples
    --------
    >>> pair_goldstein("154.deployment", recipient="POL", relation="ally").value
    8.5
    >>> pair_goldstein("154.deployment", recipient="RUS", relation="adversary").value
    -7.2
    >>> pair_goldstein("154.deployment", recipient="").value is None
    True
    """
    if relation not in RELATIONS:
        raise UsageError(f"there is no relation {relation!r}; known are {', '.join(RELATIONS)}")
    value = goldstein(code, table=table)
    if value is None:
        return PairValue(value=None, code=code, table=table, why="the table has no value for this code")
    if not recipient:
        return PairValue(value=None, code=code, table=table, why="no recipient is recorded: a value is of a pair")
    if code in _ALARM and relation != "ally":
        why = "it is cooperation among those who consult; towards anybody else it has no value"
        return PairValue(value=None, code=code, table=table, why=why)
    turning = next((row for row in read_rows("pairs.csv") if matches(code, [row["prefix"]])), None)
    if turning is None:
        return PairValue(value=value, code=code, table=table, why="its sign is the same for every pair")
    if relation == "unknown":
        return PairValue(
            value=None, code=code, table=table, why=f"nobody said what they are to each other. {turning['why']}"
        )
    if relation == "adversary":
        return PairValue(value=value, code=code, table=table, why=turning["why"])
    friendly = turning["towards_ally"]
    return PairValue(value=goldstein(friendly, table=table), code=friendly, table=table, why=turning["why"])
