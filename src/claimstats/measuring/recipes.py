"""Recipes of the field: published ways of counting, each a few lines over the public measures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from claimstats.errors import UsageError
from claimstats.estimates.proportions import wilson
from claimstats.measuring.gaps import measure_gaps
from claimstats.measuring.repetition import measure_repetition
from claimstats.schema import CLAIM_TYPES, OUTCOMES
from claimstats.study import Claims

__all__ = ["index_claims", "list_repeated", "share_imposed", "tabulate_promises"]

LEVEL = 0.95


def list_repeated(claims: Claims, *, at_least: int = 20) -> pd.DataFrame:
    """The claims that were recorded on at least so many occasions: the Fact Checker's rule of 20.

    Parameters
    ----------
    claims
        From `group_claims`.
    at_least
        How many occasions; the Washington Post's Fact Checker took 20 for its list of repeated claims.

    Returns
    -------
    pandas.DataFrame
        ``claim_id, occasions, reached_on``, the most repeated first; ``reached_on`` is the day of that occasion.

    Raises
    ------
    UsageError
        If ``at_least`` is below 1.

    References
    ----------
    Kessler 2018, "Meet the Bottomless Pinocchio", The Washington Post, 10 December.

    Examples
    --------
    >>> import claimstats as cs
    >>> claims = cs.group_claims(cs.load("data/demo"))
    >>> cs.recipes.list_repeated(claims, at_least=10)["claim_id"].tolist()
    ['siege', 'talks']
    """
    if at_least < 1:
        raise UsageError(f"at least {at_least} occasions is every claim; give 1 or more")
    table = measure_repetition(claims, period="all", thresholds=[at_least]).to_frame("thresholds")
    reached = table[table["reached"]].rename(columns={"n": "occasions", "date": "reached_on"})
    ordered = reached.sort_values(["occasions", "claim_id"], ascending=[False, True], ignore_index=True)
    return ordered[["claim_id", "occasions", "reached_on"]]


def tabulate_promises(claims: Claims, *, types: Sequence[str] = ("commitment",)) -> pd.DataFrame:
    """What the record holds of each promise, as promise meters list it, without their labels: a count per outcome.

    A promise meter gives each promise one word. Here each window of each expectation of a promise is counted under its
    outcome, so that one may see what a word would hide.

    Parameters
    ----------
    claims
        From `group_claims`.
    types
        Which types of claims are promises.

    Returns
    -------
    pandas.DataFrame
        One row per claim, and one for ``all``: ``claim_id, label, windows`` and a column per outcome.

    Raises
    ------
    UsageError
        If a type is not known.

    Examples
    --------
    >>> import claimstats as cs
    >>> table = cs.recipes.tabulate_promises(cs.group_claims(cs.load("data/demo")))
    >>> table.loc[table["claim_id"] == "talks", ["windows", "fulfilled", "not_observed"]].to_numpy().tolist()
    [[12, 3, 2]]
    """
    wanted = _of_types(claims, types)
    pairs = measure_gaps(claims).to_frame()
    counts = pd.crosstab(pairs["claim_id"], pairs["outcome"]).reindex(
        index=wanted, columns=list(OUTCOMES), fill_value=0
    )
    whole = pd.concat([counts, counts.sum().to_frame("all").T]).rename_axis(columns=None)
    named = [claims.study.codebook.label(name) if name != "all" else "all of them" for name in whole.index]
    table = whole.assign(claim_id=whole.index, label=named, windows=whole.sum(axis=1)).reset_index(drop=True)
    return table[["claim_id", "label", "windows", *OUTCOMES]]


def share_imposed(claims: Claims, *, types: Sequence[str] = ("threat",)) -> pd.DataFrame:
    """Of the threats that were made, how many were carried out: the share threatened and imposed.

    A threat is a claim with an expectation of its speaker's own side; it is imposed if at least one of its windows is
    fulfilled. Threats of which a window is still open, or cannot be assessed, are counted apart: they may yet be imposed.

    Parameters
    ----------
    claims
        From `group_claims`.
    types
        Which types of claims are threats.

    Returns
    -------
    pandas.DataFrame
        One row: ``threats, imposed, not_imposed, open, unassessable, share, ci_low, ci_high, conf_level, reason``; the share
        is of imposed ones among those that are neither open nor unassessable, with Wilson's interval.

    Raises
    ------
    UsageError
        If a type is not known.

    References
    ----------
    Morgan, Bapat and Kobayashi 2014, Conflict Management and Peace Science 31:541, doi:10.1177/0738894213520379.

    Examples
    --------
    >>> import claimstats as cs
    >>> found = cs.recipes.share_imposed(cs.group_claims(cs.load("data/demo")))
    >>> found[["threats", "imposed"]].to_numpy().tolist()
    [[1, 1]]
    """
    wanted = _of_types(claims, types)
    pairs = measure_gaps(claims).to_frame()
    own = pairs[pairs["claim_id"].isin(wanted) & (pairs["role"] == "own") & (pairs["polarity"] == "present")]
    own = own[own["outcome"] != "not_triggered"]
    fates = [_fate(set(outcomes)) for _, outcomes in own.groupby("claim_id")["outcome"]]
    imposed, missed = fates.count("imposed"), fates.count("not_imposed")
    interval = wilson(imposed, imposed + missed, level=LEVEL)
    row = {
        "threats": len(fates),
        "imposed": imposed,
        "not_imposed": missed,
        "open": fates.count("open"),
        "unassessable": fates.count("unassessable"),
        "share": imposed / (imposed + missed) if imposed + missed else np.nan,
        "ci_low": interval.low,
        "ci_high": interval.high,
        "conf_level": LEVEL,
        "reason": "" if imposed + missed else "no threat can be assessed",
    }
    return pd.DataFrame([row])


def _fate(outcomes: set[str]) -> str:
    """What became of one threat."""
    if "fulfilled" in outcomes:
        return "imposed"
    for outcome, fate in (("pending", "open"), ("unassessable", "unassessable")):
        if outcome in outcomes:
            return fate
    return "not_imposed"


def index_claims(
    claims: Claims, *, base: str, types: Sequence[str] = ("threat",), period: str = "quarter"
) -> pd.DataFrame:
    """Occasions of threats (or other claims) per period, the base period being 100: a threat index.

    It compares counts of one record with each other. Where coverage changes, the index changes with it: read it beside
    `measure_coverage`, or index a rate.

    Parameters
    ----------
    claims
        From `group_claims`.
    base
        The period that is 100: ``2024Q1``.
    types
        Which types of claims are counted.
    period
        ``month``, ``quarter`` or ``year``.

    Returns
    -------
    pandas.DataFrame
        ``period, occasions, index, reason``; the index is missing where the base period has no occasion.

    Raises
    ------
    UsageError
        If the base is no period of the study, or a type is not known.

    References
    ----------
    Caldara and Iacoviello 2022, American Economic Review 112:1194, doi:10.1257/aer.20191823, who set the mean of a base at 100.

    Examples
    --------
    >>> import claimstats as cs
    >>> found = cs.recipes.index_claims(cs.group_claims(cs.load("data/demo")), base="2024Q3")
    >>> found.loc[found["period"] == "2024Q3", "index"].tolist()
    [100.0]
    """
    wanted = _of_types(claims, types)
    rows = measure_repetition(claims, by="claim", period=period).to_frame()
    counts = rows[rows["claim_id"].isin(wanted)].groupby("period", sort=True)["occasions"].sum().astype("int64")
    counts = counts.reindex(sorted(rows["period"].unique()), fill_value=0)
    if base not in counts.index:
        raise UsageError(f"{base!r} is no {period} of this study; it has {counts.index.min()} to {counts.index.max()}")
    found = counts.rename("occasions").rename_axis("period").reset_index()
    at_base = int(counts[base])
    reason = "" if at_base else f"nothing was recorded in {base}"
    return found.assign(index=100 * found["occasions"] / at_base if at_base else np.nan, reason=reason)


def _of_types(claims: Claims, types: Sequence[str]) -> list[str]:
    """The claims of these types."""
    given = [types] if isinstance(types, str) else list(types)
    unknown = [name for name in given if name not in CLAIM_TYPES]
    if unknown:
        raise UsageError(f"there is no type of claim {unknown[0]!r}; known are {', '.join(CLAIM_TYPES)}")
    listed = claims.study.codebook.claims
    return list(listed.loc[listed["type"].isin(given), "claim_id"])
