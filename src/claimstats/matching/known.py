"""What every claim is known by: its own text, and what was said in the statements that a person coded with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from claimstats.matching.attaching import words_said
from claimstats.matching.similarity import Embedder, Likeness, Recipe
from claimstats.study import Study

__all__ = ["Corpus", "Known", "known_wordings", "read_corpus"]

#: Numbers held at a time, per table of a block of texts by known wordings.
_HELD = 1 << 22


@dataclass(frozen=True, kw_only=True, eq=False)
class Known:
    """The known wordings, claim by claim; of one claim its own text first, then statements, earliest first.

    Attributes
    ----------
    claims : list of str
        The ids of claims, in order; all of them have a wording.
    starts : numpy.ndarray
        Where the wordings of each claim begin.
    places : numpy.ndarray
        The place of each wording in the corpus.
    """

    claims: list[str]
    starts: NDArray[np.int64]
    places: NDArray[np.int64]

    @property
    def claim(self) -> NDArray[np.int64]:
        """The claim of each wording, as its place in ``claims``."""
        return np.repeat(np.arange(len(self.claims)), np.diff(np.r_[self.starts, len(self.places)]))

    def of_claim(self, claim: int) -> slice:
        """Where the wordings of one claim are."""
        end = self.starts[claim + 1] if claim + 1 < len(self.claims) else len(self.places)
        return slice(int(self.starts[claim]), int(end))


@dataclass(frozen=True, kw_only=True, eq=False)
class Corpus:
    """Every text of a study that can be compared: its statements, in their order, then its claims' own texts.

    Attributes
    ----------
    own, translated : list of str
        The texts, and the same in the study's language; the second is the first where nothing is translated.
    language : numpy.ndarray
        A number per language; 0 where it is not known, as it is not for a claim's own text.
    day : numpy.ndarray
        The first day on which it may have been said; missing for a claim's own text.
    likeness : tuple of Likeness
        Of the texts, and of their translations where there are any.
    """

    own: list[str]
    translated: list[str]
    language: NDArray[np.int64]
    day: NDArray[np.float64]
    likeness: tuple[Likeness, ...]

    def compare(
        self, wanted: NDArray[np.int64], others: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """The likeness of some texts to others, and whether it is that of their translations.

        Within a language the texts are compared, across languages the translations; where a language is not known,
        whichever says more.

        Parameters
        ----------
        wanted, others
            Places of texts.
        """
        alike = self.likeness[0].rows(wanted, others)
        if len(self.likeness) == 1:
            return alike, np.zeros(alike.shape, dtype=bool)
        across = self.likeness[1].rows(wanted, others)
        mine, theirs = self.language[wanted][:, None], self.language[others][None, :]
        unknown = (mine == 0) | (theirs == 0)
        used = np.where(unknown, across > alike, mine != theirs)
        return np.where(used, across, alike), used

    def blocks(self, wanted: NDArray[np.int64], others: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
        """Some texts at a time, so that what is held does not grow with their number."""
        size = max(1, _HELD // max(len(others), 1))
        for begin in range(0, len(wanted), size):
            yield wanted[begin : begin + size]


def read_corpus(study: Study, *, recipe: Recipe, embedder: Embedder | None = None) -> Corpus:
    """All texts of a study, ready to be compared.

    Parameters
    ----------
    study
        Its statements and its claims.
    recipe, embedder
        As in `Likeness`.
    """
    rows, claims = study.statements, study.codebook.claims
    said, named = words_said(study), claims["text"].tolist()
    own = [*said["text"], *named]
    translated = [*said["translation"], *named] if "translation" in said else own
    codes = np.r_[pd.factorize(rows["language"].where(rows["language"] != ""), sort=True)[0] + 1, np.zeros(len(named))]
    spaces = [own] if translated is own else [own, translated]
    return Corpus(
        own=own,
        translated=translated,
        language=codes.astype(np.int64),
        day=np.r_[rows["lo"].to_numpy(dtype=float), np.full(len(named), np.nan)],
        likeness=tuple(Likeness(texts, recipe=recipe, embedder=embedder) for texts in spaces),
    )


def known_wordings(study: Study, corpus: Corpus) -> Known:
    """What each claim is known by, in an order that the order of rows does not decide.

    A copy says nothing of its own beside what it copies; a statement after the cut-off is not known yet.

    Parameters
    ----------
    study, corpus
        Its statements, and all its texts.
    """
    rows, claims = study.statements, study.codebook.claims
    held = rows.assign(place=np.arange(len(rows)))
    held = held[(held["claims"] != "") & (held["lo"] <= study.settings.as_of)]
    held = held.assign(claim_id=held["claims"].str.split(";")).explode("claim_id")
    held = held.assign(claim_id=held["claim_id"].str.strip(), copied=held["reprint_of"] != "")
    held = held.sort_values(["copied", "lo", "statement_id"]).drop_duplicates(["claim_id", "root"])
    own = pd.DataFrame({"claim_id": claims["claim_id"], "place": len(rows) + np.arange(len(claims)), "lo": -np.inf})
    every = pd.concat([own.assign(statement_id=""), held[["claim_id", "place", "lo", "statement_id"]]])
    filled = np.array([bool(text.strip()) for text in corpus.own], dtype=bool)
    every = every[filled[every["place"].to_numpy(dtype=int)] & (every["claim_id"] != "")]
    every = every.sort_values(["claim_id", "lo", "statement_id"])
    names, starts = np.unique(every["claim_id"].to_numpy(dtype=object).astype(str), return_index=True)
    return Known(claims=names.tolist(), starts=starts, places=every["place"].to_numpy(dtype=np.int64))
