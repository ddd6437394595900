"""Rank known claims by how much a statement is like what each is known by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimstats.matching.comparing import Comparison
from claimstats.matching.known import Known
from claimstats.matching.similarity import Progress

__all__ = ["POWER", "Ranked", "rank_claims", "score_claims"]

#: A claim's score is the norm, of this power, of how near its wordings are: the nearest decides, several near ones say more
#: than one.
POWER = 5

#: Decimals of a score: what is finer depends on the order of sums.
_DECIMALS = 9


@dataclass(frozen=True, kw_only=True, eq=False)
class Ranked:
    """One suggestion: a statement, its rank, the claim, the score, and the known wording that it is nearest to."""

    statement: int
    rank: int
    claim: int
    score: float
    nearest: int
    translated: bool


def rank_claims(
    comparison: Comparison,
    wanted: NDArray[np.int64],
    *,
    number: int,
    progress: Progress = iter,
) -> list[Ranked]:
    """The best claims of each statement, best first; none of those that it is not like at all.

    A statement is not compared with itself. Of equal scores the id of the claim decides.

    Parameters
    ----------
    comparison
        The texts, and what claims are known by.
    wanted
        Places of statements.
    number
        How many claims at most.
    progress
        Goes through the blocks of statements.
    """
    known = comparison.known
    if not len(known.places):
        return []
    found: list[Ranked] = []
    for part in progress(list(comparison.blocks(wanted))):
        compared = comparison.compare(part)
        scores = score_claims(compared.near, known)
        for row, (place, own) in enumerate(zip(part, scores, strict=True)):
            for rank, claim in enumerate(_best(own, number), 1):
                inside = known.of_claim(int(claim))
                nearest = inside.start + int(np.argmax(compared.near[row, inside].round(_DECIMALS)))
                found.append(
                    Ranked(
                        statement=int(place),
                        rank=rank,
                        claim=int(claim),
                        score=float(own[claim]),
                        nearest=int(known.places[nearest]),
                        translated=bool(compared.translated[row, nearest]),
                    )
                )
    return found


def score_claims(near: NDArray[np.float64], known: Known) -> NDArray[np.float64]:
    """The score of each claim for each statement.

    Parameters
    ----------
    near
        One row per statement, one column per known wording.
    known
        What claims are known by.
    """
    squared = near * near
    summed: NDArray[np.float64] = np.add.reduceat(squared * squared * near, known.starts, axis=1)
    return np.asarray((summed ** (1.0 / POWER)).round(_DECIMALS), dtype=np.float64)


def _best(scores: NDArray[np.float64], number: int) -> NDArray[np.int64]:
    """The places of the highest scores above 0, highest first, in order of place where they are equal."""
    least = np.partition(scores, -number)[-number] if number < len(scores) else 0.0
    places = np.flatnonzero((scores >= least) & (scores > 0))
    return places[np.argsort(-scores[places], kind="stable")][:number]
