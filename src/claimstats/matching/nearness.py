"""How near a statement is to what claims are known by: words and runs of letters, by their rarity; meaning on request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from claimstats.matching.grams import count_runs, count_words
from claimstats.matching.similarity import Embedder, folded_texts, unit_vectors

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["NEARNESS", "Mixture", "Nearness"]

#: The most that a claim's own text can be near to what does not say the same.
_ALMOST = 0.999

#: Texts that are counted at a time.
_BLOCK = 4096


@dataclass(frozen=True, kw_only=True)
class Mixture:
    """How nearness is mixed. Statements are compared by cosine; a claim's own text, which is short, with less regard to length.

    Attributes
    ----------
    letters
        Weight of runs of letters; words have the rest.
    meaning
        With an embedder, the weight of its cosine; letters and words share the rest.
    saturation, length
        Of words in a claim's own text (Okapi's k1 and b): how much a second time adds, and how much length takes away.
    pivot
        Of runs of letters in it: the share of its own length by which it is divided; the mean length has the rest.
    everywhere
        Rarity of what is in all texts; that of what is in one text is the logarithm of their number higher.
    """

    letters: float
    meaning: float
    saturation: float
    length: float
    pivot: float
    everywhere: float


#: Chosen on the 800 tweets of CheckThat! 2020 for training and the first half of the Toronto Star statements of 2017, and
#: frozen (decision 0021).
NEARNESS = Mixture(letters=0.6, meaning=0.3, saturation=0.9, length=0.4, pivot=0.75, everywhere=0.1)


class Nearness:
    """Texts ready to be compared with known wordings.

    Rarity is learnt from all texts together, so that nearness depends on what else is said.

    Parameters
    ----------
    texts
        Any script; an empty text is near nothing.
    known
        Places of the texts to compare with.
    own
        Which of those are a claim's own text.
    embedder
        Any callable from a list of texts to an array with a row for each.
    mixture
        How it is mixed.
    """

    def __init__(
        self,
        texts: Sequence[str],
        known: NDArray[np.int64],
        own: NDArray[np.bool_],
        *,
        embedder: Embedder | None = None,
        mixture: Mixture = NEARNESS,
    ) -> None:
        self._texts, self._own, self._mixture, self._embedder = texts, own, mixture, embedder
        said = [texts[place] for place in known]
        self._word_rarity, self._run_rarity = (
            _rarity(texts, count, mixture.everywhere) for count in (count_words, count_runs)
        )
        words, runs = count_words(said), count_runs(said)
        self._words = _unit(_log(words), self._word_rarity).T.tocsr()
        self._short_words = _saturated(words[own], self._word_rarity, mixture).T.tocsr()
        self._runs = _pivoted(_log(runs), self._run_rarity, own, mixture.pivot).T.tocsr()
        self._meaning = None if embedder is None else unit_vectors(embedder(said), len(said))
        self._same: dict[str, list[int]] = {}
        for place, text in enumerate(folded_texts(said)):
            if own[place] and text.strip():
                self._same.setdefault(text.strip(), []).append(place)

    def rows(self, wanted: NDArray[np.int64]) -> NDArray[np.float64]:
        """The nearness of some texts to every known wording, from 0 to 1: a row for each.

        Parameters
        ----------
        wanted
            Places of texts.
        """
        said, mixture = [self._texts[place] for place in wanted], self._mixture
        words, runs = count_words(said), count_runs(said)
        near = (_unit(_log(words), self._word_rarity) @ self._words).toarray()
        near[:, self._own] = (
            _unit(words.astype(bool).astype(np.float64), self._word_rarity) @ self._short_words
        ).toarray()
        near *= 1.0 - mixture.letters
        near += mixture.letters * (_unit(_log(runs), self._run_rarity) @ self._runs).toarray()
        if self._meaning is not None and self._embedder is not None:
            meant = unit_vectors(self._embedder(said), len(said)) @ self._meaning.T
            near = (1.0 - mixture.meaning) * near + mixture.meaning * np.clip(meant, 0.0, 1.0)
        near = np.clip(near, 0.0, np.where(self._own, _ALMOST, 1.0))
        for row, text in enumerate(folded_texts(said)):
            near[row, self._same.get(text.strip(), [])] = 1.0
        return np.asarray(near, dtype=np.float64)


def _rarity(
    texts: Sequence[str], count: Callable[[Sequence[str]], csr_array], everywhere: float
) -> NDArray[np.float64]:
    """The rarity of each word or run."""
    held: NDArray[np.float64] = np.zeros(0)
    for begin in range(0, len(texts), _BLOCK):
        part = count(texts[begin : begin + _BLOCK])
        found = np.bincount(part.indices, minlength=part.shape[1]).astype(np.float64)
        held = found if not len(held) else held + found
    return np.log((1.0 + len(texts)) / (1.0 + held)) + everywhere


def _log(counts: csr_array) -> csr_array:
    """Counts on a scale on which a second time adds less."""
    counts = counts.copy()
    counts.data = 1.0 + np.log(counts.data)
    return counts


def _unit(counts: csr_array, rarity: NDArray[np.float64]) -> csr_array:
    """Rows weighed by rarity, of length 1."""
    weighed = _weighed(counts, rarity)
    return _divided(weighed, _lengths(weighed))


def _saturated(counts: csr_array, rarity: NDArray[np.float64], mixture: Mixture) -> csr_array:
    """Rows of Okapi's weights, divided by their mean length."""
    counts = counts.copy()
    sizes = np.asarray(counts.sum(axis=1)).ravel()
    slack = mixture.saturation * (1.0 - mixture.length + mixture.length * sizes / max(_mean(sizes), 1.0))
    counts.data = counts.data * (mixture.saturation + 1.0) / (counts.data + np.repeat(slack, np.diff(counts.indptr)))
    weighed = _weighed(counts, rarity)
    return _divided(weighed, np.full(weighed.shape[0], _mean(_lengths(weighed))))


def _pivoted(counts: csr_array, rarity: NDArray[np.float64], own: NDArray[np.bool_], pivot: float) -> csr_array:
    """Rows of length 1; those of claims' own texts divided in part by their mean length."""
    weighed = _weighed(counts, rarity)
    lengths = _lengths(weighed)
    return _divided(weighed, np.where(own, (1.0 - pivot) * _mean(lengths[own]) + pivot * lengths, lengths))


def _weighed(counts: csr_array, rarity: NDArray[np.float64]) -> csr_array:
    """Every count times the rarity of what is counted."""
    counts = counts.copy()
    counts.data = counts.data * rarity[counts.indices]
    return counts


def _lengths(rows: csr_array) -> NDArray[np.float64]:
    """The length of each row."""
    return np.sqrt(np.bincount(np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr)), rows.data**2, rows.shape[0]))


def _divided(rows: csr_array, by: NDArray[np.float64]) -> csr_array:
    """Every row divided by a number; by 1 where that is 0."""
    rows = rows.copy()
    rows.data = rows.data / np.repeat(np.where(by > 0, by, 1.0), np.diff(rows.indptr))
    return rows


def _mean(lengths: NDArray[np.float64]) -> float:
    """The mean of what is not 0; 1 where all is."""
    filled = lengths[lengths > 0]
    return float(filled.mean()) if len(filled) else 1.0
