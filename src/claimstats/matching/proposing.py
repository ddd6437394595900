"""Propose claims for statements that voice none of the codebook: what is alike enough to be read as one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from claimstats.matching.attaching import LINKS, words_said
from claimstats.matching.linkage import group_by_likeness
from claimstats.matching.similarity import Embedder, Likeness, Progress
from claimstats.matching.wording import group_wording
from claimstats.study import Study

__all__ = ["propose_claims"]

#: What the id of a proposed claim begins with; the rest is the id of its first statement.
PROPOSED = "proposed-"


def propose_claims(
    study: Study,
    free: np.ndarray,
    *,
    threshold: int,
    alike: float,
    embedder: Embedder | None,
    progress: Progress = iter,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """New claims for some statements, and the links to them; a statement that is like no other makes a claim of its own.

    Wordings are grouped first, then one text of each by average linkage on its translation (or its original). A proposed
    claim is named for its first statement, so that later statements do not rename it, and reads as that one does.

    Parameters
    ----------
    study
        Its statements.
    free
        Which of them are to be grouped.
    threshold, alike, embedder, progress
        As in `group_claims`.

    Returns
    -------
    (pandas.DataFrame, pandas.DataFrame)
        ``claim_id, text`` of the claims, and links as in `attaching.Attached`.
    """
    rows = study.statements
    said = dict(words_said(study))
    compared = "translation" if "translation" in said else "text"
    texts = said[compared]
    used = np.flatnonzero(free & (texts.str.strip() != "").to_numpy())
    used = used[np.lexsort((rows["statement_id"].to_numpy()[used], rows["lo"].to_numpy()[used]))]
    wording = group_wording(texts.iloc[used].tolist(), threshold=threshold, engine=study.engine)
    first, of_first = np.unique(wording, return_inverse=True)
    likeness = Likeness(texts.iloc[used[first]].tolist(), embedder=embedder)
    groups = group_by_likeness(likeness, alike=alike, progress=progress)
    names, firsts = rows["statement_id"].to_numpy(), used[first[groups[of_first]]]
    scores = np.ones(len(first))
    for group in np.unique(groups):
        members = np.flatnonzero(groups == group)
        scores[members] = likeness.rows(members, np.array([group])).ravel()
    claims = pd.DataFrame({"claim_id": [PROPOSED + names[place] for place in np.unique(firsts)],
                           "text": texts.iloc[np.unique(firsts)].tolist()})  # fmt: skip
    links = pd.DataFrame(
        {
            "statement_id": names[used],
            "claim_id": [PROPOSED + names[place] for place in firsts],
            "method": "likeness",
            "score": np.where(used == firsts, 1.0, scores[of_first]),
            "hangs_on": names[firsts],
            "compared": compared,
        },
        columns=list(LINKS),
    )
    return claims, links
