"""Rank known claims by how much a statement is like what each is known by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimstats.matching.known import Corpus, Known
from claimstats.matching.similarity import Progress, Recipe

__all__ = ["DAYS", "POWER", "RECENT", "SUGGESTING", "Ranked", "Weighed", "rank_claims", "score_claims", "weigh"]

#: How likeness is mixed for suggestions; frozen, as the three numbers below are (decision 0021).
SUGGESTING = Recipe(words=0.35, letters=0.5, shared=0.15, damping=10.0, meaning=0.4)

#: A claim's score is the norm of its likenesses, of this power: the nearest wording decides, several near ones say more than one.
POWER = 5

#: What was said of late is said again: a wording of the same day weighs so much more, and less so as days pass.
RECENT, DAYS = 0.3, 20.0

#: Decimals of a score: what is finer depends on the order of sums.
_DECIMALS = 9


@dataclass(frozen=True, kw_only=True, eq=False)
class Weighed:
    """Some statements beside every known wording: likeness with the weight of days, and whether of translations."""

    alike: NDArray[np.float64]
    translated: NDArray[np.bool_]


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
    corpus: Corpus,
    known: Known,
    wanted: NDArray[np.int64],
    *,
    number: int,
    progress: Progress = iter,
) -> list[Ranked]:
    """The best claims of each statement, best first; none of those that it is not like at all.

    A statement is not compared with itself. Of equal scores the id of the claim decides.

    Parameters
    ----------
    corpus, known
        The texts, and what claims are known by.
    wanted
        Places of statements.
    number
        How many claims at most.
    progress
        Goes through the blocks of statements.
    """
    if not len(known.places):
        return []
    found: list[Ranked] = []
    for part in progress(list(corpus.blocks(wanted, known.places))):
        weighed = weigh(corpus, known, part)
        scores = score_claims(weighed.alike, known)
        for row, (place, own) in enumerate(zip(part, scores, strict=True)):
            for rank, claim in enumerate(_best(own, number), 1):
                inside = known.of_claim(int(claim))
                nearest = inside.start + int(np.argmax(weighed.alike[row, inside].round(_DECIMALS)))
                found.append(
                    Ranked(
                        statement=int(place),
                        rank=rank,
                        claim=int(claim),
                        score=float(own[claim]),
                        nearest=int(known.places[nearest]),
                        translated=bool(weighed.translated[row, nearest]),
                    )
                )
    return found


def weigh(corpus: Corpus, known: Known, wanted: NDArray[np.int64]) -> Weighed:
    """The likeness of some statements to every known wording, more for what was said on days near theirs.

    Parameters
    ----------
    corpus, known, wanted
        As in `rank_claims`.
    """
    others, column = np.unique(known.places, return_inverse=True)
    alike, translated = corpus.compare(wanted, others)
    apart = np.abs(corpus.day[wanted][:, None] - corpus.day[others][None, :])
    alike = np.clip(alike, 0.0, None) * (1.0 + RECENT * np.nan_to_num(np.exp(-apart / DAYS)))
    alike[wanted[:, None] == others[None, :]] = 0.0
    return Weighed(alike=alike[:, column], translated=translated[:, column])


def score_claims(alike: NDArray[np.float64], known: Known) -> NDArray[np.float64]:
    """The score of each claim for each statement.

    Parameters
    ----------
    alike
        One row per statement, one column per known wording.
    known
        What claims are known by.
    """
    squared = alike * alike
    summed: NDArray[np.float64] = np.add.reduceat(squared * squared * alike, known.starts, axis=1)
    return np.asarray((summed ** (1.0 / POWER)).round(_DECIMALS), dtype=np.float64)


def _best(scores: NDArray[np.float64], number: int) -> NDArray[np.int64]:
    """The places of the highest scores above 0, highest first, in order of place where they are equal."""
    least = np.partition(scores, -number)[-number] if number < len(scores) else 0.0
    places = np.flatnonzero((scores >= least) & (scores > 0))
    return places[np.argsort(-scores[places], kind="stable")][:number]
