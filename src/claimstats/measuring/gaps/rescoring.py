"""Rescoring: pairs judged once, as arrays, and scored under many schemes of weights and credit at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from claimstats.codebook import Expectation
from claimstats.measuring.gaps.anchors import Anchor, anchors_of
from claimstats.measuring.gaps.chance import days_of
from claimstats.measuring.gaps.deeds import Deeds, relevant
from claimstats.measuring.gaps.many import DATES, Decided, judge_many
from claimstats.measuring.gaps.pairs import Record, longest_windows

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["FROZEN", "Judge", "Judged", "rates_of", "rescore"]

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
        Anchors of a claim and role by pairs: 1 where the pair belongs to it.
    claims
        Claims and roles by anchors: 1 where the anchor belongs to it.
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
    members: csr_array
    claims: csr_array
    claim_role: NDArray[np.object_]
    expectation: NDArray[np.intp]
    full: dict[str, NDArray[np.bool_]]
    part: dict[str, NDArray[np.bool_]]
    silent: dict[str, NDArray[np.bool_]]
    kept: NDArray[np.float64]


class Judge:
    """Judges the pairs of many specifications; what several of them have in common is judged once.

    Parameters
    ----------
    record
        As measured; a specification may look at other deeds.
    """

    def __init__(self, record: Record) -> None:
        self._record = record
        self._anchors: dict[tuple[object, ...], Anchored] = {}
        self._decided: dict[tuple[object, ...], Decided] = {}

    def judge(self, expectations: Sequence[Expectation], deeds: Deeds, *, sources: str, last: bool) -> Judged:
        """Every pair of one choice; what silence is worth is left to the threshold of coverage.

        Parameters
        ----------
        expectations
            As the specification varies them.
        deeds, sources
            The deeds that it looks at, and what these are called.
        last
            Whether an episode is anchored at its last utterance.
        """
        longest = longest_windows(expectations)
        placed = [
            (place, row, *self._judge_one(row, deeds, sources=sources, last=last, longest=longest[row.claim_id]))
            for place, row in enumerate(expectations)
            if row.claim_id in self._record.utterances
        ]
        sizes = [len(anchored.ids) for _, _, anchored, _ in placed]
        rows = [row for _, row, _, _ in placed]
        names = [(row.role, row.claim_id, name) for _, row, anchored, _ in placed for name in anchored.ids]
        anchors, anchor = _number(names)
        claims, claim = _number([name[:2] for name in anchors])
        decided = [found for *_, found in placed]

        def each(values: list[object], kind: type) -> NDArray[Any]:
            return np.repeat(np.array(values, dtype=kind), sizes)

        return Judged(
            role=each([row.role for row in rows], object),
            coverage=_joined([found.coverage for found in decided], float),
            closed=_joined([found.closed for found in decided], bool),
            weight=each([row.weight for row in rows], float),
            credit=each([row.partial_credit for row in rows], float),
            members=_indicator(anchor, len(anchors)),
            claims=_indicator(claim, len(claims)),
            claim_role=np.array([name[0] for name in claims], dtype=object),
            expectation=each([place for place, *_ in placed], np.intp),
            full={dates: _joined([found.full[dates] for found in decided], bool) for dates in DATES},
            part={dates: _joined([found.part[dates] for found in decided], bool) for dates in DATES},
            silent={dates: _joined([found.silent[dates] for found in decided], bool) for dates in DATES},
            kept=each([row.polarity == "absent" for row in rows], float),
        )

    def _judge_one(
        self, row: Expectation, deeds: Deeds, *, sources: str, last: bool, longest: int
    ) -> tuple[Anchored, Decided]:
        """One expectation at its anchors. Only an episode has a last utterance, and only a trigger is a deed."""
        kind = {"episode": (longest, last), "trigger": (row.id, sources)}.get(row.anchor, ())
        at = (row.claim_id, row.anchor, *kind)
        if at not in self._anchors:
            said = self._record.utterances[row.claim_id]
            self._anchors[at] = Anchored.of(anchors_of(row, said, deeds, longest=longest, last=last))
        anchored = self._anchors[at]
        window = () if row.anchor == "period" else (row.first, row.last)
        key = (row.id, sources, *window, *at)
        if key not in self._decided:
            self._decided[key] = judge_many(
                row, anchored.lo, anchored.hi, relevant(row, deeds),
                as_of=self._record.as_of, covered=self._record.days[row.family],
            )  # fmt: skip
        return anchored, self._decided[key]


@dataclass(frozen=True, kw_only=True)
class Anchored:
    """The anchors of an expectation as columns."""

    ids: tuple[str, ...]
    lo: NDArray[np.int64]
    hi: NDArray[np.int64]

    @classmethod
    def of(cls, anchors: Sequence[Anchor]) -> Anchored:
        days = np.array([(anchor.lo, anchor.hi) for anchor in anchors], dtype=np.int64).reshape(-1, 2)
        return cls(ids=tuple(anchor.id for anchor in anchors), lo=days[:, 0], hi=days[:, 1])


def _joined(parts: Sequence[NDArray[Any]], kind: type) -> NDArray[Any]:
    return np.concatenate([np.empty(0, dtype=kind), *parts]).astype(kind, copy=False)


def _number(names: Sequence[tuple[str, ...]]) -> tuple[list[tuple[str, ...]], NDArray[np.intp]]:
    """The distinct names in order of appearance, and which of them each is."""
    numbers: dict[tuple[str, ...], int] = {}
    places = np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.intp)
    return list(numbers), places


def _indicator(group: NDArray[np.intp], size: int) -> csr_array:
    """Groups by members: 1 where the member belongs to the group."""
    from scipy.sparse import csr_array

    return csr_array((np.ones(len(group)), (group, np.arange(len(group)))), shape=(size, len(group)))


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
