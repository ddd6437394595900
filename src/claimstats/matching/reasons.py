"""The reason for a suggestion in words: what it hangs on, what was compared, the words in common."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from claimstats.matching.known import Corpus
from claimstats.matching.ranking import Ranked
from claimstats.matching.similarity import folded_texts
from claimstats.study import Study

__all__ = ["Reasons"]

#: How many words in common are named.
NAMED = 6


class Reasons:
    """Says why a claim is suggested, and why none is.

    Parameters
    ----------
    study, corpus
        The statements, and all texts.
    any_claim
        Whether any claim is known.
    """

    def __init__(self, study: Study, corpus: Corpus, *, any_claim: bool) -> None:
        self._rows = study.statements
        self._any_claim = any_claim
        own = folded_texts(corpus.own)
        self._folded = {False: own, True: own if corpus.translated is corpus.own else folded_texts(corpus.translated)}
        self._held: dict[str, int] = {}
        for text in self._folded[True]:
            for word in set(text.split()):
                self._held[word] = self._held.get(word, 0) + 1
        self._words = lru_cache(maxsize=1 << 16)(self._read)

    def why(self, found: Ranked) -> str:
        """Why this claim is suggested.

        Parameters
        ----------
        found
            The suggestion.
        """
        if found.nearest >= len(self._rows):
            mate = "the claim's own text"
        else:
            row = self._rows.iloc[found.nearest]
            mate = f"the coded statement {row['statement_id']} of {row['date']}"
        which = "in translation" if found.translated else "as said"
        common = self._words(found.statement, found.translated) & self._words(found.nearest, found.translated)
        # The rarest words say most; equally rare ones stand in order of the alphabet.
        named = sorted(common, key=lambda word: (self._held.get(word, 0), word))[:NAMED]
        more = f" and {len(common) - len(named)} more" if len(common) > len(named) else ""
        shared = (
            f"words in common: {', '.join(named)}{more}" if named else "no whole word in common, only parts of words"
        )
        return f"nearest to {mate}, {which}; {shared}"

    def why_not(self, place: int) -> str:
        """Why no claim is suggested for this statement.

        Parameters
        ----------
        place
            Of the statement.
        """
        if not self._folded[False][place].strip():
            return "there is no word to compare"
        if not self._any_claim:
            return "no claim is known yet"
        return "no known claim has anything in common with it"

    def empty(self, places: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which statements have no word to compare.

        Parameters
        ----------
        places
            Of statements.
        """
        return np.array([not self._folded[False][place].strip() for place in places], dtype=bool)

    def _read(self, place: int, translated: bool) -> frozenset[str]:
        """The words of a text."""
        return frozenset(self._folded[translated][place].split())
