"""Attach statements that nobody has coded to the claims of statements that somebody has, where the wording is the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from claimstats.matching.wording import LEVELS, as_texts, group_wording
from claimstats.matching.words import fold, read_words
from claimstats.study import Study
from claimstats.study.deciding import claims_by_person, rows_decided

__all__ = ["LINKS", "Attached", "attach_by_wording", "no_links", "uncoded_rows", "words_said"]

#: What one link says.
LINKS = ("statement_id", "claim_id", "method", "score", "hangs_on", "compared")


@dataclass(frozen=True, kw_only=True)
class Attached:
    """What was attached, and what nearly was.

    Attributes
    ----------
    links : pandas.DataFrame
        ``statement_id, claim_id, method, score, hangs_on, compared``: one row per statement and claim. ``score`` is the
        share of words that the statement and the one it hangs on have in common, ``compared`` is ``text`` (within a
        language) or ``translation``.
    near : pandas.DataFrame
        The same for statements whose nearest coded one is not near enough.
    """

    links: pd.DataFrame
    near: pd.DataFrame


def attach_by_wording(study: Study, *, threshold: int) -> Attached:
    """Links of uncoded statements to the claims of the coded statement that each is nearest to in wording.

    What a person has decided stays: a coded statement is never linked anew, nor is one that a coder found to voice nothing.
    A link needs both texts to share ``threshold`` percent of their words; none is made over a third text. Of equally near
    ones the earliest decides.

    Parameters
    ----------
    study
        Its statements.
    threshold
        In percent, one of `wording.LEVELS`.
    """
    rows = study.statements
    named = claims_by_person(study)
    free, coded = uncoded_rows(study), (named != "").to_numpy()
    if not free.any() or not coded.any():
        return Attached(links=_links([]), near=_links([]))
    found: dict[int, tuple[float, int, str]] = {}
    for compared, texts in words_said(study).items():
        for place, (score, mate) in _nearest(rows, texts, free=free, coded=coded, study=study).items():
            # Within a language the original decides; a translation only where that says less.
            if place not in found or score > found[place][0]:
                found[place] = (score, mate, compared)
    near = [(place, *told) for place, told in sorted(found.items()) if 100 * told[0] < threshold]
    held = [(place, *told) for place, told in sorted(found.items()) if 100 * told[0] >= threshold]
    return Attached(links=_links(_named(rows, named, held)), near=_links(_named(rows, named, near)))


def no_links() -> pd.DataFrame:
    """No links, in their columns."""
    return _links([])


def uncoded_rows(study: Study) -> NDArray[np.bool_]:
    """The statements that nobody has decided on: no claim is named, and no coder wrote that there is none."""
    rows = study.statements
    decided = rows["statement_id"].isin(rows_decided(study))
    free = (rows["claims"] == "") & (rows["lo"] <= study.settings.as_of) & ~decided
    return free.to_numpy()


def words_said(study: Study) -> Mapping[str, pd.Series]:
    """The texts to compare: the original, or the paraphrase where there is none; and the translation where there is one."""
    rows = study.statements
    own = rows["text"].where(rows["text"] != "", rows["paraphrase"])
    if (rows["translation"] == "").all():
        return {"text": own}
    return {"text": own, "translation": rows["translation"].where(rows["translation"] != "", own)}


def _nearest(
    rows: pd.DataFrame, texts: pd.Series, *, free: NDArray[np.bool_], coded: NDArray[np.bool_], study: Study
) -> dict[int, tuple[float, int]]:
    """For each uncoded statement near enough to be looked at: the share of words in common, and the coded statement."""
    import pyarrow as pa

    used = np.flatnonzero(free | coded)
    said = as_texts(pa.array(texts.iloc[used], pa.string()))
    groups = group_wording(said, threshold=int(LEVELS[0]), engine=study.engine)
    wanted = set(groups[free[used]].tolist()) & set(groups[coded[used]].tolist())
    inside = np.flatnonzero(np.isin(groups, list(wanted)))
    if not len(inside):
        return {}
    read = read_words(fold(said.take(pa.array(inside))).cast(pa.large_string()))
    bags = [
        frozenset(read.words[begin:end].tolist()) for begin, end in zip(read.starts[:-1], read.starts[1:], strict=True)
    ]
    frame = pd.DataFrame({"place": used[inside], "group": groups[inside], "bag": np.arange(len(inside))})
    frame = frame.assign(coded=coded[frame["place"]], lo=rows["lo"].to_numpy()[frame["place"]],
                         name=rows["statement_id"].to_numpy()[frame["place"]])  # fmt: skip
    found = {}
    for _, own in frame.sort_values(["lo", "name"]).groupby("group", sort=False):
        known = own[own["coded"]]
        mates: dict[frozenset[int], int] = {}
        for bag, place in zip(known["bag"], known["place"], strict=True):
            # Of equal wordings the earliest speaks for all of them.
            mates.setdefault(bags[bag], int(place))
        for place, bag in own.loc[~own["coded"], ["place", "bag"]].itertuples(index=False, name=None):
            scores = [len(bags[bag] & mate) / len(bags[bag] | mate) for mate in mates]
            best = int(np.argmax(scores))
            found[int(place)] = (scores[best], list(mates.values())[best])
    return found


def _named(
    rows: pd.DataFrame, by_person: pd.Series, found: list[tuple[int, float, int, str]]
) -> list[tuple[object, ...]]:
    """One link per claim of the coded statement."""
    names, claims = rows["statement_id"].to_numpy(), by_person.to_numpy()
    return [
        (names[place], claim.strip(), "wording", score, names[mate], compared)
        for place, score, mate, compared in found
        for claim in str(claims[mate]).split(";")
    ]


def _links(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    """Links as a table, none included."""
    frame = pd.DataFrame(rows, columns=list(LINKS))
    return frame.astype({name: "float64" if name == "score" else "str" for name in LINKS})
