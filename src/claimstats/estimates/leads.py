"""Who says it first: against chance, and against what volume alone would give."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Answers", "Leads", "SignTest", "VolumeTest", "answers", "count_leads", "sign_test", "volume_test"]


@dataclass(frozen=True, kw_only=True)
class Leads:
    """Claims that the first side said first, claims with a first, and claims that both first said on one day."""

    first: int
    decided: int
    ties: int


@dataclass(frozen=True, kw_only=True)
class SignTest:
    """The share of claims said first, its exact interval, and the two-sided p-value against a half."""

    share: float
    low: float
    high: float
    p: float
    level: float


@dataclass(frozen=True, kw_only=True)
class VolumeTest:
    """How many claims volume alone would have a side say first, its spread, and the chance of as many or more."""

    claims: int
    expected: float
    sd: float
    p_greater: float
    p: float


@dataclass(frozen=True, kw_only=True)
class Answers:
    """How often one side follows the other, both ways, and the p of their difference under shifts of the calendar."""

    first_answered: float
    second_answered: float
    difference: float
    p: float
    shifts: int


def answers(
    days_a: Sequence[int], days_b: Sequence[int], *, start: int, span: int, within: int = 7, reach: int = 60
) -> Answers:
    """Whether B follows A more than A follows B on one claim: the difference of two trigger rates, from -1 to 1.

    ``r(A to B)`` is the share of A's days with a day of B in the ``within`` days after it, the same day left out. The p is
    two-sided: the share of shifts of A's calendar (within `reach`, none among them) whose difference is as far from 0. It
    does not say that one answers the other: a third party may set both off.

    Parameters
    ----------
    days_a, days_b
        Days on which each said it; several on one day count once.
    start, span
        First day of the record, and its days.
    within
        Days after a day in which the other's day counts as following.
    reach
        The longest shift to either side, in days.

    Returns
    -------
    Answers
        Missing without days on one side; no p below `coincidence.FEWEST` days on a side.

    References
    ----------
    Method, sections 2.12 and 4.1.

    Examples
    --------
    >>> found = answers([10, 40, 70, 100, 130], [12, 43, 71, 105, 133], start=1, span=200)
    >>> found.first_answered, found.second_answered, found.p < 0.1
    (1.0, 0.0, True)
    """
    from claimstats.estimates.coincidence import FEWEST, read_times, shifts_of

    a, b = (read_times(days, start, start + span - 1).astype(np.int64) - start for days in (days_a, days_b))
    if not len(a) or not len(b):
        return Answers(first_answered=math.nan, second_answered=math.nan, difference=math.nan, p=math.nan, shifts=0)
    shifts = shifts_of(span, reach, 0)
    found = np.empty((len(shifts), 2))
    for place, shift in enumerate(shifts):
        moved = np.sort((a + shift) % span)
        found[place] = _followed(moved, b, span, within), _followed(b, moved, span, within)
    differences = found[:, 0] - found[:, 1]
    few = min(len(a), len(b)) < FEWEST
    return Answers(
        first_answered=float(found[0, 0]),
        second_answered=float(found[0, 1]),
        difference=float(differences[0]),
        p=math.nan if few else float(np.mean(np.abs(differences) >= abs(differences[0]) - 1e-12)),
        shifts=len(shifts),
    )


def _followed(days: NDArray[np.int64], others: NDArray[np.int64], span: int, within: int) -> float:
    """The share of days, whose window lies in the record, that another follows; the same day does not count."""
    from claimstats.estimates.coincidence import coincident

    whole = days[days + within < span]
    return float(coincident(whole, others, low=1, high=within).mean()) if len(whole) else 0.0


def count_leads(days_a: Sequence[float], days_b: Sequence[float]) -> Leads:
    """How often A was first, over the claims that both made; a tie is counted apart and decides nothing.

    It does not say that B took the claim from A, nor that A has it first-hand.

    Parameters
    ----------
    days_a, days_b
        The first day of each shared claim, by either side, in the same order.

    Examples
    --------
    >>> count_leads([1, 5, 9], [2, 5, 4])
    Leads(first=1, decided=2, ties=1)
    """
    earlier, later = np.asarray(days_a, dtype=float), np.asarray(days_b, dtype=float)
    if earlier.shape != later.shape:
        raise ValueError("every claim has a first day on both sides")
    ties = int((earlier == later).sum())
    return Leads(first=int((earlier < later).sum()), decided=len(earlier) - ties, ties=ties)


def sign_test(first: int, decided: int, *, level: float = 0.95) -> SignTest:
    """The share of claims that one side said first, between 0 and 1, tested against a half.

    ``X ~ Binomial(n, 1/2)``; Clopper and Pearson's interval. It does not ask the right question where one side says
    more: by volume alone the louder is first more often.

    Parameters
    ----------
    first, decided
        Claims said first, of the claims without a tie.
    level
        Confidence level.

    Returns
    -------
    SignTest
        Missing where no claim was decided.

    References
    ----------
    Clopper & Pearson 1934, Biometrika 26:404.

    Examples
    --------
    >>> found = sign_test(9, 11)
    >>> round(found.p, 4), round(found.low, 4), round(found.high, 4)
    (0.0654, 0.4822, 0.9772)
    """
    if not 0 <= first <= decided:
        raise ValueError(f"{first} of {decided} is no share")
    if decided == 0:
        return SignTest(share=math.nan, low=math.nan, high=math.nan, p=math.nan, level=level)
    from scipy.stats import binomtest

    found = binomtest(first, decided)
    limits = found.proportion_ci(confidence_level=level, method="exact")
    return SignTest(
        share=first / decided, low=float(limits.low), high=float(limits.high), p=float(found.pvalue), level=level
    )


def volume_test(first: int, volume_shares: Sequence[float]) -> VolumeTest:
    """Whether a side is first more often than its volume makes it; ``p_greater`` between 0 and 1.

    Were all statements of a claim exchangeable, the side that makes the share v of them would be first with chance v:
    the number of firsts is the sum of such trials (Poisson-binomial), ``p_greater = P(X >= first)``, and
    ``p = min(1, 2·min(P(X <= first), P(X >= first)))``.
    It does not hold for claims that are said first together.

    Parameters
    ----------
    first
        Claims that the side said first, ties left out.
    volume_shares
        The side's share of the statements of each of those claims.

    Returns
    -------
    VolumeTest
        Missing where there is no claim.

    References
    ----------
    Wang 1993, Stat Sinica 3:295.

    Examples
    --------
    >>> found = volume_test(7, [0.8, 0.75, 0.6, 0.9, 0.5, 0.5, 0.7, 0.8])
    >>> round(found.expected, 2), round(found.p_greater, 4)
    (5.55, 0.2286)
    """
    shares = np.asarray(volume_shares, dtype=float)
    if np.any(shares < 0) or np.any(shares > 1) or not 0 <= first <= len(shares):
        raise ValueError("shares lie between 0 and 1, and no side is first more often than there are claims")
    if not len(shares):
        nan = math.nan
        return VolumeTest(claims=0, expected=nan, sd=nan, p_greater=nan, p=nan)
    # scipy.stats.poisson_binom is this, from SciPy 1.15 on.
    chances = np.ones(1)
    for share in shares:
        chances = np.convolve(chances, [1 - share, share])
    above, below = min(1.0, float(chances[first:].sum())), min(1.0, float(chances[: first + 1].sum()))
    return VolumeTest(
        claims=len(shares),
        expected=float(shares.sum()),
        sd=math.sqrt(float((shares * (1 - shares)).sum())),
        p_greater=above,
        p=min(1.0, 2 * min(above, below)),
    )
