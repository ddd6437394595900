"""Find reprints that nobody marked: another outlet carries the same words of the same speaker within some days."""

from __future__ import annotations

import pandas as pd

from claimstats.matching.attaching import words_said
from claimstats.matching.wording import group_wording
from claimstats.study import Study

__all__ = ["SAME_WORDS", "find_reprints"]

#: Words in common, in percent, from which two texts are one utterance and not two that are alike.
SAME_WORDS = 85


def find_reprints(study: Study, *, within: int) -> dict[str, str]:
    """Which statement copies which: the earlier one of the same speaker, in nearly the same words, in another outlet.

    A copy is at most so many days after the statement that is kept; a dropped one does not extend the days. Statements whose
    date is no single day, whose outlet is not named, or whose occasion the coder named are left as they are: an own
    occasion is a person's decision that it was said once more.

    Parameters
    ----------
    study
        Its statements.
    within
        Days, 0 or more.

    Returns
    -------
    dict of str to str
        The statement kept, by the statement that copies it.
    """
    rows = study.statements
    open_rows = (
        (rows["lo"] == rows["hi"]) & (rows["source"] != "") & (rows["occasion"] == "") & (rows["reprint_of"] == "")
    )
    open_rows &= (rows["claims"] != "") & (rows["lo"] <= study.settings.as_of)
    own = rows.loc[open_rows, ["statement_id", "speaker", "source", "claims", "lo"]]
    if len(own) < 2:
        return {}
    texts = words_said(study)["text"][open_rows].tolist()
    own = own.assign(wording=group_wording(texts, threshold=SAME_WORDS, engine=study.engine))
    found: dict[str, str] = {}
    for _, alike in own.groupby(["speaker", "claims", "wording"], sort=False):
        if len(alike) > 1:
            found |= _copies(alike.sort_values(["lo", "statement_id"]), within)
    return found


def _copies(alike: pd.DataFrame, within: int) -> dict[str, str]:
    """Of statements in order of day, those that another outlet carried within the days after one that is kept."""
    found: dict[str, str] = {}
    kept: list[tuple[str, str, int]] = []
    for name, source, day in alike[["statement_id", "source", "lo"]].itertuples(index=False, name=None):
        root = next((one for one, outlet, first in reversed(kept) if day - first <= within and outlet != source), None)
        if root is None:
            kept.append((name, source, day))
        else:
            found[name] = root
    return found
