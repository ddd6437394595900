"""What every claim is known by: its own text, and what was said in the statements that a person coded with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from claimstats.matching.attaching import words_said
from claimstats.study import Study

__all__ = ["Corpus", "Known", "known_wordings", "read_corpus"]


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
    """

    own: list[str]
    translated: list[str]
    language: NDArray[np.int64]
    day: NDArray[np.float64]


def read_corpus(study: Study) -> Corpus:
    """All texts of a study.

    Parameters
    ----------
    study
        Its statements and its claims.
    """
    rows, claims = study.statements, study.codebook.claims
    said, named = words_said(study), claims["text"].tolist()
    own = [*said["text"], *named]
    translated = [*said["translation"], *named] if "translation" in said else own
    codes = np.r_[pd.factorize(rows["language"].where(rows["language"] != ""), sort=True)[0] + 1, np.zeros(len(named))]
    return Corpus(
        own=own,
        translated=translated,
        language=codes.astype(np.int64),
        day=np.r_[rows["lo"].to_numpy(dtype=float), np.full(len(named), np.nan)],
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
