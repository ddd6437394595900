"""Invented statements with known claims, seeded: what grouping by wording is measured on.

A claim is a sentence of words drawn by Zipf's law. It is said in exact copies, in other case and marks, with one to three
words changed, with 20 to 40 % of its words changed, and with its clauses the other way round. Half of the claims of the
hard recipe have siblings: other claims that share half of their words.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

__all__ = ["EASY", "HARD", "Recipe", "invent"]

VOCABULARY = 60_000


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How often a claim is said in which way, and how many claims have siblings."""

    name: str
    exact: float
    dressed: float
    light: float
    heavy: float
    rotated: float
    siblings: float


EASY = Recipe(name="easy", exact=0.35, dressed=0.2, light=0.35, heavy=0.0, rotated=0.1, siblings=0.1)
HARD = Recipe(name="hard", exact=0.15, dressed=0.15, light=0.25, heavy=0.3, rotated=0.15, siblings=0.5)


def invent(number: int, *, recipe: Recipe, seed: int) -> tuple[pa.Array, NDArray[np.int64]]:
    """So many statements in random order, and the claim of each."""
    rng = np.random.default_rng(seed)
    words = np.array([spell(rng) for _ in range(VOCABULARY)])
    weights = 1 / np.arange(20, VOCABULARY + 20) ** 0.9
    reach = np.cumsum(weights / weights.sum())
    sizes = []
    while sum(sizes) < number:
        sizes.extend(np.minimum(rng.zipf(1.6, 1000), 400).tolist())
    sizes = sizes[: int(np.searchsorted(np.cumsum(sizes), number)) + 1]
    draw = Drawer(rng, reach)
    texts, claims = [], []
    before: list[int] = []
    for claim, size in enumerate(sizes):
        sentence = draw(int(rng.integers(9, 26)))
        if before and rng.random() < recipe.siblings:
            half = len(before) // 2
            kept = sorted(rng.choice(len(before), half, replace=False))
            sentence = [before[place] for place in kept] + draw(len(before) - half)
            rng.shuffle(sentence)
        before = sentence
        texts += [say(rng, draw, words, sentence, recipe) for _ in range(size)]
        claims += [claim] * size
    order = rng.permutation(len(texts))[:number]
    return pa.array([texts[place] for place in order], pa.string()), np.array(claims)[order]


def spell(rng: np.random.Generator) -> str:
    """A word of two to four syllables."""
    return "".join(
        rng.choice(list("bdfghklmnprstvz")) + rng.choice(list("aeiou")) for _ in range(int(rng.integers(2, 5)))
    )


class Drawer:
    """Draws words by Zipf's law, many at a time."""

    def __init__(self, rng: np.random.Generator, reach: NDArray[np.float64]) -> None:
        self.rng, self.reach = rng, reach
        self.stock: list[int] = []

    def __call__(self, number: int) -> list[int]:
        """So many words, as numbers."""
        if len(self.stock) < number:
            self.stock = np.searchsorted(self.reach, self.rng.random(100_000)).tolist()
        drawn, self.stock = self.stock[:number], self.stock[number:]
        return drawn


def say(rng: np.random.Generator, draw: Drawer, words: NDArray[np.str_], sentence: list[int], recipe: Recipe) -> str:
    """One way of saying a sentence."""
    way = rng.random()
    said = list(sentence)
    edges = np.cumsum([recipe.exact, recipe.dressed, recipe.light, recipe.heavy, recipe.rotated])
    if edges[1] <= way < edges[2]:
        said = change(rng, draw, said, int(rng.integers(1, 4)))
    elif edges[2] <= way < edges[3]:
        said = change(rng, draw, said, round(len(said) * float(rng.uniform(0.2, 0.4))))
    elif way >= edges[3]:
        cut = int(rng.integers(2, max(len(said) - 2, 3)))
        said = said[cut:] + said[:cut]
    text = " ".join(words[said])
    if edges[0] <= way < edges[1]:
        text = text.capitalize().replace(" ", ", ", 1) + str(rng.choice([".", "!", "...", "?"]))
    return text


def change(rng: np.random.Generator, draw: Drawer, sentence: list[int], number: int) -> list[int]:
    """The sentence with so many words replaced, left out or added."""
    said = list(sentence)
    for _ in range(number):
        what, place = rng.integers(0, 4), int(rng.integers(0, len(said)))
        if what < 2:
            said[place] = draw(1)[0]
        elif what == 2 and len(said) > 4:
            said.pop(place)
        else:
            said.insert(place, draw(1)[0])
    return said
