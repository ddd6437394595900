"""Compare statements with known wordings: within a language as said, across languages in translation, nearer if of late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimstats.matching.known import Corpus, Known
from claimstats.matching.nearness import Nearness
from claimstats.matching.similarity import Embedder

__all__ = ["DAYS", "RECENT", "Compared", "Comparison"]

#: What was said of late is said again: a wording of the same day weighs so much more, and less so as days pass.
RECENT, DAYS = 0.3, 30.0

#: Numbers held at a time, and statements at most.
_HELD, _BLOCK = 1 << 22, 2048


@dataclass(frozen=True, kw_only=True, eq=False)
class Compared:
    """Some statements beside every known wording: nearness with the weight of days, and whether it is of translations."""

    near: NDArray[np.float64]
    translated: NDArray[np.bool_]


class Comparison:
    """All statements of a study, ready to be compared with what its claims are known by.

    Parameters
    ----------
    corpus, known
        All texts, and the wordings.
    embedder
        As in `Nearness`.
    """

    def __init__(self, corpus: Corpus, known: Known, *, embedder: Embedder | None = None) -> None:
        self.corpus, self.known = corpus, known
        self._others, self._column = np.unique(known.places, return_inverse=True)
        spaces = [corpus.own] if corpus.translated is corpus.own else [corpus.own, corpus.translated]
        own = np.isnan(corpus.day[self._others])
        self._spaces = [Nearness(texts, self._others, own, embedder=embedder) for texts in spaces]

    def blocks(self, wanted: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
        """Some statements at a time, so that what is held does not grow with their number.

        Parameters
        ----------
        wanted
            Places of statements.
        """
        size = max(1, min(_BLOCK, _HELD // max(len(self.known.places), 1)))
        for begin in range(0, len(wanted), size):
            yield wanted[begin : begin + size]

    def compare(self, wanted: NDArray[np.int64]) -> Compared:
        """How near some statements are to every known wording; no statement to itself.

        Parameters
        ----------
        wanted
            Places of statements.
        """
        near, translated = self._in_words(wanted)
        apart = np.abs(self.corpus.day[wanted][:, None] - self.corpus.day[self._others][None, :])
        near *= 1.0 + RECENT * np.nan_to_num(np.exp(-apart / DAYS))
        near[wanted[:, None] == self._others[None, :]] = 0.0
        return Compared(near=near[:, self._column], translated=translated[:, self._column])

    def _in_words(self, wanted: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Nearness, and whether it is that of translations; where a language is not known, of whichever says more."""
        near = self._spaces[0].rows(wanted)
        if len(self._spaces) == 1:
            return near, np.zeros(near.shape, dtype=bool)
        across = self._spaces[1].rows(wanted)
        mine, theirs = self.corpus.language[wanted][:, None], self.corpus.language[self._others][None, :]
        unknown = (mine == 0) | (theirs == 0)
        used = np.where(unknown, across > near, mine != theirs)
        return np.where(used, across, near), used
