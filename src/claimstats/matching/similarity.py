"""How similar two texts are: their words, their letters and the rare words that they share, as one number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = [
    "BLOCK", "RECIPE", "Embedder", "Likeness", "Progress", "Recipe", "folded_texts", "unit_vectors",
]  # fmt: skip

Embedder = Callable[[list[str]], Any]

#: Goes through blocks of texts and shows how far it has come, as ``tqdm`` does.
Progress = Callable[[Iterable[NDArray[np.int64]]], Iterable[NDArray[np.int64]]]

#: Texts compared with all others at a time.
BLOCK = 512


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How the signals are mixed; frozen with the threshold that belongs to it.

    Attributes
    ----------
    words, letters, shared
        Weights of: cosine of words and pairs of words; cosine of runs of 2 to 4 letters; rare words shared, of those
        that the poorer text has. They sum to 1.
    damping
        Added to the rarity of the poorer text, so that two words in common do not make a short text a copy.
    meaning
        With an embedder, the weight of its cosine; the other three share the rest.
    """

    words: float
    letters: float
    shared: float
    damping: float
    meaning: float


#: Chosen once on the statements of one politician in 2017, and frozen.
RECIPE = Recipe(words=0.3, letters=0.3, shared=0.4, damping=10.0, meaning=0.3)


class Likeness:
    """Texts ready to be compared with each other.

    Rarity is learnt from all of them together, so that a text's likeness to another depends on what else is there.

    Parameters
    ----------
    texts
        Any script; an empty text is like nothing.
    recipe
        How the signals are mixed.
    embedder
        Any callable from a list of texts to an array with a row for each.
    """

    def __init__(self, texts: Sequence[str], *, recipe: Recipe = RECIPE, embedder: Embedder | None = None) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.recipe = recipe
        folded = folded_texts(texts)
        self._size = len(folded)
        self._words = _fit(TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), token_pattern=r"\S+"), folded)
        self._letters = _fit(TfidfVectorizer(sublinear_tf=True, ngram_range=(2, 4), analyzer="char_wb"), folded)
        rarity = TfidfVectorizer(binary=True, norm=None, use_idf=True, token_pattern=r"\S+")
        self._rare = _fit(rarity, folded)
        self._held = self._rare.copy()
        self._held.data[:] = 1.0
        self._mass = np.asarray(self._rare.sum(axis=1)).ravel()
        self._meaning = None if embedder is None else unit_vectors(embedder(list(texts)), self._size)

    def __len__(self) -> int:
        """How many texts there are."""
        return self._size

    def rows(self, wanted: NDArray[np.int64], others: NDArray[np.int64] | None = None) -> NDArray[np.float64]:
        """The likeness of some texts to others (by default to all), from 0 to 1.

        Parameters
        ----------
        wanted, others
            Places of texts.
        """
        others = np.arange(self._size) if others is None else others
        recipe = self.recipe
        rest = 1.0 if self._meaning is None else 1.0 - recipe.meaning
        mixed = recipe.words * (self._words[wanted] @ self._words[others].T).toarray()
        mixed += recipe.letters * (self._letters[wanted] @ self._letters[others].T).toarray()
        common = (self._rare[wanted] @ self._held[others].T).toarray()
        poorer = np.minimum.outer(self._mass[wanted], self._mass[others]) + recipe.damping
        mixed += recipe.shared * common / poorer
        if self._meaning is not None:
            mixed = rest * mixed + recipe.meaning * np.clip(self._meaning[wanted] @ self._meaning[others].T, 0.0, 1.0)
        return mixed

    def pairs(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float64]:
        """The likeness of texts to one other each, from 0 to 1.

        Parameters
        ----------
        left, right
            Places of texts, as many of the one as of the other.
        """
        recipe = self.recipe
        rest = 1.0 if self._meaning is None else 1.0 - recipe.meaning
        mixed = recipe.words * _products(self._words, self._words, left, right)
        mixed += recipe.letters * _products(self._letters, self._letters, left, right)
        poorer = np.minimum(self._mass[left], self._mass[right]) + recipe.damping
        mixed += recipe.shared * _products(self._rare, self._held, left, right) / poorer
        if self._meaning is not None:
            cosine = np.einsum("ij,ij->i", self._meaning[left], self._meaning[right])
            mixed = rest * mixed + recipe.meaning * np.clip(cosine, 0.0, 1.0)
        return mixed

    def blocks(
        self, wanted: NDArray[np.int64], others: NDArray[np.int64] | None = None
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float64]]]:
        """The same, some hundred texts at a time, so that memory does not grow with the square of their number."""
        for begin in range(0, len(wanted), BLOCK):
            part = wanted[begin : begin + BLOCK]
            yield part, self.rows(part, others)


def folded_texts(texts: Sequence[str]) -> list[str]:
    """Texts in lower case, words between single spaces.

    Parameters
    ----------
    texts
        Any script.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    from claimstats.matching.words import fold

    plain = fold(pa.array([text or "" for text in texts], pa.string()))
    return pc.replace_substring_regex(pc.utf8_lower(plain), r"[^\p{L}\p{M}\p{N}]+", " ").to_pylist()


def _fit(vectorizer: Any, folded: list[str]) -> csr_array:
    """The vectors of texts; none of them where no text has a word."""
    from scipy.sparse import csr_array

    if not any(text.strip() for text in folded):
        return csr_array((len(folded), 1))
    return csr_array(vectorizer.fit_transform(folded))


def _products(
    one: csr_array, other: csr_array, left: NDArray[np.int64], right: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The product of a row of the one and a row of the other, for each pair."""
    return np.asarray(one[left].multiply(other[right]).sum(axis=1)).ravel()


def unit_vectors(given: Any, size: int) -> NDArray[np.float64]:
    """What an embedder gave as vectors of length 1, refused where it is not one per text.

    Parameters
    ----------
    given, size
        What it gave, and how many texts it was given.
    """
    vectors = np.asarray(given, dtype=float)
    if vectors.ndim != 2 or len(vectors) != size:
        raise ValueError(f"an embedder gives a row of numbers per text: {size} of them, not {vectors.shape}")
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
