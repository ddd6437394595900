"""How statements were grouped: who made the links, and what a stricter or a looser threshold would change."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np
import pandas as pd

from claimstats.matching.attaching import attach_by_wording
from claimstats.matching.counted import numbers_of_grouping
from claimstats.matching.wording import LEVELS
from claimstats.results import Result
from claimstats.schema.checking import split_values
from claimstats.study import Claims, Study
from claimstats.study.deciding import claims_by_person, rows_decided
from claimstats.study.linking import with_texts

__all__ = ["measure_grouping"]

WORDS = {
    "made_by": "Who or what decided on the statement.",
    "statements": "Statements up to the cut-off.",
    "links": "Links of statements to claims.",
    "words": "What it means, for a reader.",
    "threshold": "Words in common of all words of two texts, in percent, that make one wording.",
    "attached": "Uncoded statements that would count for a claim because a coded one says nearly the same.",
    "difference": "The same, beside the threshold of the study.",
    "in_use": "Whether it is the threshold of the study.",
    "claim_id": "The claim.",
    "people": "Statements that people coded or decided for it.",
    "statement_id": "The statement.",
    "method": "How it was linked.",
    "score": "How near the two texts are, from 0 to 1.",
    "hangs_on": "The coded statement that the link hangs on.",
    "compared": "What was compared: `text` or `translation`.",
    "text": "What the statement says.",
    "hangs_on_text": "What the one says that it hangs on.",
}

#: What each way of making a link means, in the order in which a reader wants them.
WAYS = {
    "coded": "coded by hand",
    "decided": "decided by a person, after a suggestion",
    "wording": "attached, because a coded statement says nearly the same",
    "likeness": "grouped with others into a proposed claim",
    "none": "found by a person to voice no claim of the codebook",
    "open": "decided on by nobody, and counted for no claim",
}


def measure_grouping(claims: Claims) -> Result:
    """Who made the links that the counts rest on, and how the counts would move at a stricter or a looser threshold.

    The thresholds are tried on statements that people have not decided on, also where the study counts nothing but what they
    have: then the table says what would be added.

    Parameters
    ----------
    claims
        From `group_claims`.

    Returns
    -------
    Result
        One row per way of making a link. Further tables: ``thresholds``; ``by_claim``, the same by claim; ``weakest``, the links
        of machines with the lowest scores, or, where there are none, those that the study's threshold would make.

    Examples
    --------
    >>> import claimstats as cs
    >>> found = cs.measure_grouping(cs.group_claims(cs.load("data/demo"))).to_frame()
    >>> found.query("made_by == 'coded'")["statements"].tolist()
    [80]
    """
    study = claims.study
    tried = attach_by_wording(study, threshold=int(LEVELS[0])).links
    machine = claims.made if len(claims.made) else tried[100 * tried["score"] >= study.settings.grouping.threshold]
    weakest = machine.sort_values(["score", "statement_id", "claim_id"]).head(20)
    tables = {
        "grouping": _ways(claims),
        "thresholds": _thresholds(tried, study),
        "by_claim": _by_claim(tried, study),
        "weakest": with_texts(study, weakest),
    }
    return Result(
        measure="grouping",
        keys=("made_by",),
        tables=tables,
        words=WORDS,
        params={"match": study.settings.grouping.match, "threshold": study.settings.grouping.threshold,
                "as_of": study.settings.as_of},
        provenance=study.provenance,
        trace=partial(_trace, claims),
        count=numbers_of_grouping(tables, tried),
        codebook_hash=lambda: study.codebook.sha256,
    )  # fmt: skip


def _ways(claims: Claims) -> pd.DataFrame:
    """Statements and links by who made them, those without a link included."""
    made = _made_by(claims)
    links = claims.links["method"].value_counts()
    rows = [
        {"made_by": way, "statements": int((made == way).sum()), "links": int(links.get(way, 0)), "words": words}
        for way, words in WAYS.items()
    ]
    return pd.DataFrame(rows)


def _made_by(claims: Claims) -> pd.Series:
    """For each statement up to the cut-off who decided on it, by its id."""
    study = claims.study
    rows = study.statements[study.statements["lo"] <= study.settings.as_of]
    first = claims.links.drop_duplicates("statement_id").set_index("statement_id")["method"]
    looked = rows["statement_id"].isin(rows_decided(study)).map({True: "none", False: "open"})
    return pd.Series(
        rows["statement_id"].map(first).fillna(looked).to_numpy(), index=rows["statement_id"], name="made_by"
    )


def _thresholds(tried: pd.DataFrame, study: Study) -> pd.DataFrame:
    """How many statements would be attached at each threshold."""
    used = study.settings.grouping.threshold
    counts = {int(level): tried.loc[100 * tried["score"] >= level, "statement_id"].nunique() for level in LEVELS}
    rows = [
        {"threshold": level, "attached": number, "difference": number - counts[used], "in_use": level == used}
        for level, number in counts.items()
    ]
    return pd.DataFrame(rows)


def _by_claim(tried: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The same by claim, beside what people decided."""
    people = claims_by_person(study)[study.statements["lo"] <= study.settings.as_of].map(split_values).explode()
    named = people.dropna().value_counts()
    rows = [
        {
            "claim_id": claim,
            "threshold": int(level),
            "people": int(named.get(claim, 0)),
            "attached": int(((tried["claim_id"] == claim) & (100 * tried["score"] >= level)).sum()),
        }
        for claim in study.codebook.claims["claim_id"]
        for level in LEVELS
    ]
    columns = {"claim_id": "str", "threshold": np.int64, "people": np.int64, "attached": np.int64}
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def _trace(claims: Claims, wanted: Mapping[str, str]) -> pd.DataFrame:
    """The statements, with who decided on each and what it says."""
    made = _made_by(claims)
    shown = made[made == wanted["made_by"]] if "made_by" in wanted else made
    rows = claims.study.statements.set_index("statement_id")
    said = rows["text"].where(rows["text"] != "", rows["paraphrase"])
    frame = shown.rename_axis("statement_id").reset_index()
    own = frame["statement_id"]
    return frame.assign(date=own.map(rows["date"]), speaker=own.map(rows["speaker"]), text=own.map(said))
