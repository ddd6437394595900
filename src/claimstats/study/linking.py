"""Links in words: why a statement counts for a claim, and what it was compared with."""

from __future__ import annotations

import numpy as np
import pandas as pd

from claimstats.errors import UsageError
from claimstats.schema import nearest
from claimstats.study.claims import Claims
from claimstats.study.values import Study

__all__ = ["every_link", "explain_links", "with_texts"]


def every_link(claims: Claims) -> pd.DataFrame:
    """What was coded by hand, and what was linked since.

    Parameters
    ----------
    claims
        From `group_claims`.
    """
    rows = claims.study.statements
    cells = claims.by_person
    method = np.where(rows["claims"] != "", "coded", "decided")
    coded = rows[["statement_id"]].assign(claims=cells, method=method)
    coded = coded[(cells != "") & (rows["lo"] <= claims.study.settings.as_of)]
    named = coded.assign(claim_id=coded["claims"].str.split(";")).explode("claim_id")
    named = named.assign(claim_id=named["claim_id"].str.strip()).drop(columns="claims")
    named = named[named["claim_id"] != ""].drop_duplicates()
    told = {"score": np.nan, "hangs_on": "", "compared": ""}
    return pd.concat([named.assign(**told), claims.made], ignore_index=True)[list(claims.made.columns)]


def with_texts(study: Study, links: pd.DataFrame) -> pd.DataFrame:
    """Links with what the statement says and what the one says that it hangs on.

    Parameters
    ----------
    study, links
        Where the statements are, and the links.
    """
    rows = study.statements
    said = dict(zip(rows["statement_id"], rows["text"].where(rows["text"] != "", rows["paraphrase"]), strict=True))
    shown = links.assign(text=links["statement_id"].map(said), hangs_on_text=links["hangs_on"].map(said).fillna(""))
    return shown.reset_index(drop=True)


def explain_links(claims: Claims, statement_id: str) -> pd.DataFrame:
    """Every link of one statement, and every one that was nearly made, with the reason in words.

    Parameters
    ----------
    claims, statement_id
        From `group_claims`, and the statement.
    """
    known = claims.study.statements["statement_id"]
    if statement_id not in set(known):
        near = nearest(statement_id, known)
        raise UsageError(f"there is no statement {statement_id!r}" + (f". Hint: {near[0]!r}?" if near else ""))
    made = claims.links[claims.links["statement_id"] == statement_id].assign(counted=True)
    missed = claims.near[claims.near["statement_id"] == statement_id].assign(counted=False)
    found = with_texts(claims.study, pd.concat([made, missed], ignore_index=True))
    return found.assign(reason=[_reason(row) for row in found.itertuples()])


def _reason(row: object) -> str:
    """Why a link is there, or is not."""
    method, score, mate = row.method, row.score, row.hangs_on  # type: ignore[attr-defined]
    if method == "coded":
        return "a person coded it"
    if method == "decided":
        return "people decided it, after a suggestion (decisions.csv)"
    if method == "wording":
        held = "" if row.counted else ", which is not enough"  # type: ignore[attr-defined]
        return f"{100 * score:.0f} % of its words and of those of {mate} are common to both{held}"
    return f"nobody coded it; its likeness to {mate} is {score:.2f} of 1"
