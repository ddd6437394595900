"""Rescoring: pairs judged once, as arrays, and scored under many schemes of weights and credit at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimstats.codebook import Expectation
from claimstats.measuring.gaps.chance import days_of
from claimstats.measuring.gaps.deeds import relevant
from claimstats.measuring.gaps.pairs import Record, judge_pairs

__all__ = ["FROZEN", "Judged", "judge_arrays", "rates_of", "rescore"]

#: The codebook's own value, whatever it is.
FROZEN = "as written"


@dataclass(frozen=True, kw_only=True)
class Judged:
    """The pairs of one choice of windows, anchors and sources, as arrays.

    Attributes
    ----------
    role, coverage, closed, weight, credit
        Of each pair; ``credit`` is what a match in part counts for its expectation.
    members
        Pairs by anchors of a claim and role: 1 where the pair belongs to it.
    claims
        Anchors by claims and roles: 1 where the anchor belongs to it.
    claim_role
        The role of each of those.
    expectation
        The place of each pair's expectation.
    full, part, silent
        By kind of dates: pairs that are fulfilled by their matches, met in part, decided by silence alone.
    kept
        What silence counts: 1 for an absence that was expected, 0 for a deed that was.
    """

    role: NDArray[np.object_]
    coverage: NDArray[np.float64]
    closed: NDArray[np.bool_]
    weight: NDArray[np.float64]
    credit: NDArray[np.float64]
    members: NDArray[np.float64]
    claims: NDArray[np.float64]
    claim_role: NDArray[np.object_]
    expectation: NDArray[np.intp]
    full: dict[str, NDArray[np.bool_]]
    part: dict[str, NDArray[np.bool_]]
    silent: dict[str, NDArray[np.bool_]]
    kept: NDArray[np.float64]


def judge_arrays(expectations: tuple[Expectation, ...], record: Record, *, last: bool) -> Judged:
    """Judge every pair once; what silence is worth is left to the threshold of coverage."""
    place = {row.id: at for at, row in enumerate(expectations)}
    pairs = [(row, *found) for row, found in judge_pairs(record, expectations, last=last) if found is not None]
    absent = np.array([row.polarity == "absent" for row, _, _ in pairs], dtype=bool)
    anchors, anchor = _number([(row.role, row.claim_id, at.id) for row, at, _ in pairs])
    claims, claim = _number([name[:2] for name in anchors])
    outcome = {
        "definite": np.array([judged.outcome for *_, judged in pairs], dtype=str),
        "possible": np.array([judged.outcome_possible for *_, judged in pairs], dtype=str),
    }
    met = {dates: found == "fulfilled" for dates, found in outcome.items()}
    return Judged(
        role=np.array([row.role for row, _, _ in pairs], dtype=object),
        coverage=np.array([judged.coverage for *_, judged in pairs], dtype=float),
        closed=np.array([judged.closed for *_, judged in pairs], dtype=bool),
        weight=np.array([row.weight for row, _, _ in pairs], dtype=float),
        credit=np.array([row.partial_credit for row, _, _ in pairs], dtype=float),
        members=_indicator(anchor, len(anchors)),
        claims=_indicator(claim, len(claims)),
        claim_role=np.array([name[0] for name in claims], dtype=object),
        expectation=np.array([place[row.id] for row, _, _ in pairs], dtype=np.intp),
        full={dates: found & ~absent for dates, found in met.items()},
        part={dates: found == "partial" for dates, found in outcome.items()},
        silent={
            dates: np.isin(found, ("not_observed", "unassessable")) | (met[dates] & absent)
            for dates, found in outcome.items()
        },
        kept=absent.astype(float),
    )


def _number(names: Sequence[tuple[str, ...]]) -> tuple[list[tuple[str, ...]], NDArray[np.intp]]:
    """The distinct names in order of appearance, and which of them each is."""
    numbers = {name: at for at, name in enumerate(dict.fromkeys(names))}
    return list(numbers), np.array([numbers[name] for name in names], dtype=np.intp)


def _indicator(group: NDArray[np.intp], size: int) -> NDArray[np.float64]:
    """Groups by members: 1 where the member belongs to the group."""
    return (np.arange(size)[:, None] == group[None, :]).astype(float)


def rates_of(
    expectations: Sequence[Expectation], record: Record, thresholds: Mapping[str, float]
) -> dict[str, NDArray[np.float64]]:
    """For each threshold of coverage: per expectation the shares of admissible days that fulfil it, and meet it in part."""
    every = [
        days_of(
            row,
            relevant(row, record.deeds),
            start=record.start,
            as_of=record.as_of,
            covered=record.days[row.family],
        )
        for row in expectations
    ]
    return {
        name: np.array([days.rates(threshold) for days in every], dtype=float).reshape(-1, 2)
        for name, threshold in thresholds.items()
    }


def rescore(
    judged: Judged, schemes: Sequence[tuple[str, str]], dates: str, rates: NDArray[np.float64], threshold: float
) -> dict[str, list[object]]:
    """Gap, base rate and excess of each role under every scheme of weights and credit, as columns."""
    silent, own = judged.silent[dates], rates[judged.expectation]
    usable = judged.closed & (~silent | (judged.coverage >= threshold))
    shape = (len(silent), len(schemes))
    weight, score, base = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for at, (weighting, credit) in enumerate(schemes):
        part = judged.credit if credit == FROZEN else np.full(len(silent), float(credit))
        base[:, at] = own[:, 0] + part * own[:, 1]
        score[:, at] = np.where(silent, judged.kept, judged.full[dates] + judged.part[dates] * part)
        telling = np.nan_to_num(judged.weight * (1 - base[:, at]))
        chosen = {"codebook": judged.weight, "equal": np.ones_like(telling), "diagnosticity": telling}[weighting]
        weight[:, at] = np.where(usable, chosen, 0.0)
    scores, chances = _over_claims(judged, weight, score), _over_claims(judged, weight, base)
    columns: dict[str, list[object]] = {}
    for role in sorted(set(judged.role)):
        ours = judged.claim_role == role
        pairs = np.count_nonzero((weight > 0) & (judged.role == role)[:, None], axis=0)
        found = _rows(scores[ours], chances[ours])
        found |= {"role": [role] * len(schemes), "n": pairs.tolist()}
        found |= {"weights": [name for name, _ in schemes], "partial_credit": [name for _, name in schemes]}
        for column, values in found.items():
            columns.setdefault(column, []).extend(values)
    return columns or {"role": []}


def _over_claims(judged: Judged, weight: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Claims by schemes: the mean over anchors of the weighted means; missing where a value or every pair is."""
    known = np.nan_to_num(values)
    totals = judged.members @ weight
    means = np.divide(judged.members @ (known * weight), totals, out=np.zeros_like(totals), where=totals > 0)
    anchors = judged.claims @ (totals > 0)
    unknown = judged.claims @ (judged.members @ (np.isnan(values) & (weight > 0)))
    there = (anchors > 0) & (unknown == 0)
    return np.divide(judged.claims @ means, anchors, out=np.full_like(anchors, np.nan), where=there)


def _rows(scores: NDArray[np.float64], chances: NDArray[np.float64]) -> dict[str, list[object]]:
    """The means over claims, one per scheme; chance over the claims that have a base rate."""
    counted = ~np.isnan(scores)
    based = counted & ~np.isnan(chances)
    units, pairs = counted.sum(axis=0), based.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        gap = 1 - np.where(counted, scores, 0).sum(axis=0) / units
        base = 1 - np.where(based, chances, 0).sum(axis=0) / pairs
        excess = np.where(based, scores - chances, 0).sum(axis=0) / pairs
    reasons = ["" if number else "no pair can be scored" for number in units]
    return {
        "estimate": gap.tolist(), "base_rate": base.tolist(), "excess": excess.tolist(), "n_units": units.tolist(),
        "reason": [*reasons],
    }  # fmt: skip
