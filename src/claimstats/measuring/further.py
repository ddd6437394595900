"""Further tables: what a result offers beside its main table, made when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

import pandas as pd

__all__ = ["Further", "offer", "words_of"]

Source = TypeVar("Source")


@dataclass(frozen=True, kw_only=True)
class Further(Generic[Source]):
    """One table: its name, what its columns mean, and how it is made.

    Attributes
    ----------
    name
        What `Result.to_frame` calls it.
    words
        What each of its columns means, with its unit.
    make
        Makes it from what the measure has at hand.
    """

    name: str
    words: Mapping[str, str]
    make: Callable[[Source], pd.DataFrame]


def offer(tables: Iterable[Further[Source]], source: Source) -> dict[str, Callable[[], pd.DataFrame]]:
    """The tables by name, not made yet."""
    return {table.name: partial(table.make, source) for table in tables}


def words_of(tables: Iterable[Further[Source]]) -> dict[str, str]:
    """What the columns of the tables mean, by ``table.column``: the same name may mean another thing elsewhere."""
    return {f"{table.name}.{column}": words for table in tables for column, words in table.words.items()}
