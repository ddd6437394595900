"""The probability that a statement voices a known claim at all, learnt from what was coded before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from claimstats.matching.comparing import Comparison
from claimstats.matching.ranking import score_claims
from claimstats.study import Study
from claimstats.study.deciding import rows_decided

__all__ = ["Familiarity", "Streamed", "learn_familiarity", "stream_coded"]

#: Rows that a probability is learnt from: so many in all, and of each kind at least.
ENOUGH, OF_EACH = 50, 10

#: The latest coded rows that are looked at.
LATEST = 5000

#: Of them, the share that comes first and only serves to know claims: in the beginning every claim is new.
WARMING = 0.5


@dataclass(frozen=True, kw_only=True, eq=False)
class Streamed:
    """Coded statements in order of date, each with what was known before it.

    Attributes
    ----------
    places : numpy.ndarray
        Their places among the statements.
    best : numpy.ndarray
        The best score of a claim known by then.
    known : numpy.ndarray
        Whether a claim that it voices was known by then.
    rank : numpy.ndarray
        The rank of the first such claim; 0 if none was known.
    """

    places: NDArray[np.int64]
    best: NDArray[np.float64]
    known: NDArray[np.bool_]
    rank: NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Familiarity:
    """What was learnt: ``1 / (1 + exp(-(level + slope · score)))``, or the reason why nothing was.

    Attributes
    ----------
    slope, level : float
        Missing where nothing was learnt.
    rows, known : int
        Coded rows that it was learnt from, and those that voiced a claim known before them.
    reason : str
        Why nothing was learnt; empty otherwise.
    """

    slope: float = float("nan")
    level: float = float("nan")
    rows: int = 0
    known: int = 0
    reason: str = ""

    def probability(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Of statements with these best scores; missing where nothing was learnt."""
        return np.asarray(1.0 / (1.0 + np.exp(-(self.level + self.slope * scores))))


def stream_coded(study: Study, comparison: Comparison) -> Streamed:
    """What would have been suggested for each coded statement, when only those before it were coded.

    A claim is known from the first statement that was coded with it, and its own text from then on.

    Parameters
    ----------
    study, comparison
        As in `ranking.rank_claims`.
    """
    known, texts = comparison.known, len(comparison.corpus.own)
    order = _in_order(study)
    if not len(known.places) or not len(order):
        none = np.zeros(0)
        return Streamed(places=order[:0], best=none, known=none.astype(bool), rank=none.astype(np.int64))
    position = np.full(texts, texts, dtype=np.int64)
    position[order] = np.arange(len(order))
    since = position[known.places]
    own_text = known.places >= len(study.statements)
    first = np.minimum.reduceat(np.where(own_text, texts, since), known.starts)
    since = np.where(own_text, first[known.claim], since)
    names = {name: place for place, name in enumerate(known.claims)}
    claims = study.statements["claims"].to_numpy()
    latest = order[-LATEST:]
    best, is_known, rank = [], [], []
    for part in comparison.blocks(latest):
        near = comparison.compare(part).near
        near[since[None, :] >= position[part][:, None]] = 0.0
        for place, scores in zip(part, score_claims(near, known), strict=True):
            own = [names[name.strip()] for name in str(claims[place]).split(";") if name.strip() in names]
            own = [claim for claim in own if first[claim] < position[place]]
            best.append(scores.max(initial=0.0))
            is_known.append(bool(own))
            rank.append(min(_rank(scores, claim) for claim in own) if own else 0)
    return Streamed(places=latest, best=np.array(best), known=np.array(is_known, dtype=bool),
                    rank=np.array(rank, dtype=np.int64))  # fmt: skip


def learn_familiarity(streamed: Streamed) -> Familiarity:
    """The probability that best fits what was known, over the later rows.

    Parameters
    ----------
    streamed
        From `stream_coded`.
    """
    later = slice(int(WARMING * len(streamed.best)), None)
    best, known = streamed.best[later], streamed.known[later]
    rows, yes = len(known), int(known.sum())
    if rows < ENOUGH:
        return Familiarity(rows=rows, known=yes, reason=f"it is learnt from {ENOUGH} coded rows or more, not {rows}")
    if min(yes, rows - yes) < OF_EACH:
        why = f"of {rows} coded rows {yes} voice a claim known before them; {OF_EACH} of each kind are needed"
        return Familiarity(rows=rows, known=yes, reason=why)
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=100.0).fit(best[:, None], known)
    slope, level = float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
    if slope <= 0:
        return Familiarity(rows=rows, known=yes, reason="a higher score did not go with known claims")
    return Familiarity(slope=slope, level=level, rows=rows, known=yes)


def _rank(scores: NDArray[np.float64], claim: int) -> int:
    """The rank of a claim; of equal scores the first place comes first."""
    return 1 + int((scores > scores[claim]).sum() + (scores[:claim] == scores[claim]).sum())


def _in_order(study: Study) -> NDArray[np.int64]:
    """Decided statements by date: coded ones, and those in which a coder found no claim; no copies."""
    rows = study.statements
    held = (rows["claims"] != "") | rows["statement_id"].isin(rows_decided(study))
    held &= (rows["reprint_of"] == "") & (rows["lo"] <= study.settings.as_of)
    sorted_rows = pd.DataFrame({"lo": rows["lo"], "name": rows["statement_id"], "place": np.arange(len(rows))})[held]
    return sorted_rows.sort_values(["lo", "name"])["place"].to_numpy(dtype=np.int64)
