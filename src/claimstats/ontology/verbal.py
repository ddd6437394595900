"""What words of probability stand for: declared tables, by name, never a guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from claimstats.ontology.files import choose, read_rows

__all__ = ["VerbalProbability", "verbal_probability"]


@dataclass(frozen=True, kw_only=True)
class VerbalProbability:
    """The band of a phrase, and its middle, each from 0 to 1."""

    low: float
    middle: float
    high: float


def verbal_probability(words: str, *, scale: str = "icd203") -> VerbalProbability:
    """The band of probabilities that a phrase stands for on a declared scale.

    Score with the middle, and with both ends to see how far the answer moves. A speaker who has not declared the scale
    may mean something else: this reads words by a table, and not minds.

    Parameters
    ----------
    words
        A phrase of the scale, in any case.
    scale
        ``icd203``.

    Raises
    ------
    UsageError
        If the scale, or the phrase, is not known.

    References
    ----------
    ICD 203 (ODNI 2015).

    Examples
    --------
    >>> verbal_probability("very likely")
    VerbalProbability(low=0.8, middle=0.875, high=0.95)
    """
    bands = choose(_read_scales(), scale, kind="verbal scale")
    low, high = choose(bands, words.strip().lower(), kind=f"phrase of {scale}")
    return VerbalProbability(low=low, middle=round((low + high) / 2, 6), high=high)


@cache
def _read_scales() -> Mapping[str, Mapping[str, tuple[float, float]]]:
    """Scale to phrase to band."""
    scales: dict[str, dict[str, tuple[float, float]]] = {}
    for row in read_rows("verbal.csv"):
        scales.setdefault(row["scale"], {})[row["words"]] = float(row["low"]), float(row["high"])
    return MappingProxyType(scales)
