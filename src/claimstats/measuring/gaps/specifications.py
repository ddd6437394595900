"""Specifications: the same gap under every defensible choice of its settings (method, section 3.8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product

import numpy as np
import pandas as pd

from claimstats.codebook import Expectation
from claimstats.measuring.further import Further
from claimstats.measuring.gaps.deeds import deeds_of
from claimstats.measuring.gaps.many import DATES
from claimstats.measuring.gaps.pairs import Record
from claimstats.measuring.gaps.rescoring import FROZEN, Judge, rates_of, rescore
from claimstats.measuring.gaps.strata import STRATA, independent_groups, stratum
from claimstats.measuring.gaps.weighed import Weighed

__all__ = ["SPECIFICATIONS", "specify"]

#: What is varied, and over which values beside the codebook's own.
WINDOWS = (0.5, 1.0, 2.0)
FIRST_DAYS = (0, 1)
CREDITS = (0.0, 0.5, 1.0)
COVERAGES = (0.7, 0.8, 0.9)
WEIGHTS = ("codebook", "equal", "diagnosticity")
ANCHORS = ("first", "last")

#: The columns that name a specification, with their value in the frozen codebook.
_OWN = {
    "window": "1", "first_day": FROZEN, "weights": "codebook", "partial_credit": FROZEN, "anchor": "first",
    "sources": "all", "dates": "definite", "coverage": FROZEN,
}  # fmt: skip

WORDS = {
    "role": "`own`: deeds of the speaker's side; `other`: of the party spoken about.",
    "window": "Factor on the last day of every window that is not a quarter.",
    "first_day": "First day of every window that begins on day 0 or 1; `as written` in the codebook.",
    "weights": "`codebook`, `equal`, or `diagnosticity`: the codebook's times 1 - base credit.",
    "partial_credit": "What a match in part counts; `as written` in the codebook.",
    "anchor": "Whether an episode is anchored at its first or its last utterance.",
    "sources": "Which incidents count: all, those in an outlet that no state controls, those in two such groups.",
    "dates": "Whether definite matches count alone, or possible ones too.",
    "coverage": "Share of a window that must be covered; `as written` in the settings.",
    "estimate": "Gap of the corpus, from 0 to 1; missing with its `reason`.",
    "base_rate": "The gap that chance alone would give, over the claims that have a base rate.",
    "excess": "Fulfilment beyond chance, over the claims that have a base rate, from -1 to 1.",
    "n": "Scored pairs.",
    "n_units": "Claims that can be scored.",
    "frozen": "Whether this is the specification of the codebook.",
    "reason": "Why the gap is missing.",
}


@lru_cache(maxsize=1)
def specify(weighed: Weighed) -> pd.DataFrame:
    """One row per specification and role.

    Parameters
    ----------
    weighed
        What `measure_gaps` found; the last one's answer is kept, because three tables are made from it.
    """
    expectations = tuple(weighed.expectations.values())
    threshold = weighed.record.threshold
    coverages = {FROZEN: threshold} | {f"{value:g}": value for value in COVERAGES if value != threshold}
    schemes = list(product(WEIGHTS, _credits(expectations)))
    columns: dict[str, list[object]] = {name: [] for name in WORDS}
    judge = Judge(weighed.record)
    for names, varied, record in _recomputed(weighed, expectations):
        rates = rates_of(varied, record, coverages)
        for anchor in ANCHORS:
            judged = judge.judge(varied, record.deeds, sources=names["sources"], last=anchor == "last")
            for coverage, dates in product(coverages, DATES):
                name = names | {"anchor": anchor, "dates": dates, "coverage": coverage}
                found = rescore(judged, schemes, dates, rates[coverage], coverages[coverage])
                for column, values in found.items():
                    columns[column] += values
                for column, value in name.items():
                    columns[column] += [value] * len(found["role"])
    frame = pd.DataFrame({name: values for name, values in columns.items() if values}, columns=list(WORDS))
    own = pd.Series(True, index=frame.index)
    for column, value in _OWN.items():
        own &= frame[column] == value
    return frame.assign(frozen=own)


def _recomputed(
    weighed: Weighed, expectations: Sequence[Expectation]
) -> Iterator[tuple[dict[str, str], tuple[Expectation, ...], Record]]:
    """The choices for which outcomes must be judged anew: windows, first days, sources."""
    names = STRATA if (independent_groups(weighed.study) > 0).any() else {"all": 0}
    days = {row.first for row in expectations if row.anchor != "period" and row.first in FIRST_DAYS}
    firsts = [FROZEN, *(f"{day}" for day in FIRST_DAYS if days != {day})]
    for sources in names:
        deeds = deeds_of(stratum(weighed.study, sources), as_of=weighed.record.as_of)
        record = replace(weighed.record, deeds=deeds)
        for window, first in product(WINDOWS, firsts):
            varied = tuple(_vary(row, window, first) for row in expectations)
            yield {"window": f"{window:g}", "first_day": first, "sources": sources}, varied, record


def _vary(expectation: Expectation, window: float, first: str) -> Expectation:
    """The expectation with another window; a quarter stays what it is."""
    if expectation.anchor == "period" or expectation.last is None:
        return expectation
    begins = expectation.first if first == FROZEN or expectation.first not in FIRST_DAYS else int(first)
    return replace(expectation, first=begins, last=max(round(expectation.last * window), begins))


def _credits(expectations: Sequence[Expectation]) -> tuple[str, ...]:
    """The credits of a match in part: the codebook's own, and the others."""
    own = {row.partial_credit for row in expectations}
    return (FROZEN, *(f"{value:g}" for value in CREDITS if own != {value}))


RANGE_WORDS = {
    "role": WORDS["role"],
    "estimate": "Gap of the frozen specification; missing with its `reason`.",
    "lowest": "Smallest gap of any specification.",
    "lower_quartile": "A quarter of the specifications has a gap of at most this.",
    "median": "Half of the specifications have a gap of at most this.",
    "upper_quartile": "Three quarters of the specifications have a gap of at most this.",
    "highest": "Largest gap of any specification.",
    "excess_above_0": "Share of the specifications with a base rate in which deeds exceed chance.",
    "specifications": "Specifications that can be scored.",
    "unscored": "Specifications in which no pair can be scored.",
    "reason": "Why the frozen gap is missing.",
}


def _summarise(weighed: Weighed) -> pd.DataFrame:
    """The range of the gap over all specifications, per role; no p-value goes across them."""
    rows = []
    for role, every in specify(weighed).groupby("role", sort=True):
        gaps, own = every["estimate"].dropna(), every[every["frozen"]].iloc[0]
        excess = every["excess"].dropna()
        cuts = gaps.quantile([0, 0.25, 0.5, 0.75, 1]) if len(gaps) else pd.Series([np.nan] * 5)
        rows.append(
            {
                "role": role,
                "estimate": own["estimate"],
                **dict(zip(list(RANGE_WORDS)[2:7], cuts, strict=True)),
                "excess_above_0": float((excess > 0).mean()) if len(excess) else np.nan,
                "specifications": len(gaps),
                "unscored": len(every) - len(gaps),
                "reason": own["reason"],
            }
        )
    return pd.DataFrame(rows, columns=list(RANGE_WORDS))


STRATA_WORDS = {name: WORDS[name] for name in ("role", "sources", *list(WORDS)[9:14], "reason")}


def _stratify(weighed: Weighed) -> pd.DataFrame:
    """The frozen gap from all incidents, from those with an independent source, and from those with two."""
    every = specify(weighed)
    own = pd.Series(True, index=every.index)
    for column, value in _OWN.items():
        own &= (every[column] == value) | (column == "sources")
    return every.loc[own, list(STRATA_WORDS)].sort_values("role", kind="stable", ignore_index=True)


SPECIFICATIONS: tuple[Further[Weighed], ...] = (
    Further(name="specification_range", words=RANGE_WORDS, make=_summarise),
    Further(name="specifications", words=WORDS, make=specify),
    Further(name="strata", words=STRATA_WORDS, make=_stratify),
)
