"""Chance: what an expectation would earn on any day of the record, whatever was said (method, section 3.6)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from claimstats.codebook import Expectation
from claimstats.estimates.baserates import base_rate_poisson
from claimstats.estimates.exposure import DaySet
from claimstats.measuring.gaps.anchors import Anchor
from claimstats.measuring.gaps.deeds import Dated
from claimstats.measuring.gaps.many import decide_many

__all__ = ["BASE_WORDS", "Chance", "Days", "chance_of", "days_of", "tabulate_base"]

#: A quarter has 90 to 92 days; a window of this many stands for all of them.
QUARTER = 91

#: Days to either side of an anchor that the local base rate looks at.
AROUND = 180

#: Above this base rate an expectation is met by almost any window, and tells little.
NON_DIAGNOSTIC = 0.8

#: Fewer windows than this fit into the admissible days: the base rate rests on little.
FEW_WINDOWS = 10

BASE_WORDS = {
    "base_credit": "Mean credit of the same expectation on any admissible day, from 0 to 1: what chance alone would give.",
    "base_credit_local": "The same, on days at most 180 from the anchor.",
    "admissible_days": "Days of the study whose whole window is over at the cut-off, and covered.",
    "window_days": "Length of the window in days.",
    "base_rate_poisson": "Chance of enough full matches in one window if incidents fell evenly; it ignores part matches.",
    "diagnosticity": "1 - base credit, of deeds that are expected; missing for those expected not to be.",
    "base_reason": "Why there is no base rate.",
}


@dataclass(frozen=True, kw_only=True)
class Chance:
    """The credit of an expectation on every admissible day, as if its claim had been voiced on that day.

    Attributes
    ----------
    days
        The admissible days: the whole window lies within the study, and enough of it was covered.
    credit
        The credit on each, from 0 to 1.
    fulfilled, partial
        Whether the expectation would be fulfilled on each, or met in part.
    window
        Length of the window in days.
    poisson
        The chance of enough full matches in one window, if incidents fell evenly.
    """

    days: NDArray[np.int64]
    credit: NDArray[np.float64]
    fulfilled: NDArray[np.bool_]
    partial: NDArray[np.bool_]
    window: int
    poisson: float

    @property
    def rate(self) -> float:
        """The base rate: the mean credit; missing where no day is admissible."""
        return float(self.credit.mean()) if len(self.credit) else math.nan

    @property
    def fulfilled_rate(self) -> float:
        """The share of admissible days on which it would be fulfilled; missing where no day is admissible."""
        return float(self.fulfilled.mean()) if len(self.fulfilled) else math.nan

    @property
    def partial_rate(self) -> float:
        """The share of admissible days on which it would be met in part; missing where no day is admissible."""
        return float(self.partial.mean()) if len(self.partial) else math.nan

    def near(self, anchor: Anchor) -> float:
        """The base rate of the days around one anchor, for records whose incidents grow or fade; missing without one."""
        first, last = np.searchsorted(self.days, [anchor.lo - AROUND, anchor.hi + AROUND + 1])
        return float(self.credit[first:last].mean()) if last > first else math.nan

    @property
    def flags(self) -> tuple[str, ...]:
        """What to bear in mind."""
        holds = {
            "non_diagnostic": self.rate > NON_DIAGNOSTIC,
            "n_small": 0 < len(self.days) < FEW_WINDOWS * self.window,
        }
        return tuple(name for name, applies in holds.items() if applies)


@dataclass(frozen=True, kw_only=True)
class Days:
    """Every day of a study whose whole window is over at the cut-off, whatever is covered.

    Attributes
    ----------
    days
        The days.
    covered
        Monitored share of the window of each.
    fulfilled, partial
        Whether the expectation would be fulfilled on each, or met in part.
    window
        Length of the window in days.
    """

    days: NDArray[np.int64]
    covered: NDArray[np.float64]
    fulfilled: NDArray[np.bool_]
    partial: NDArray[np.bool_]
    window: int

    def rates(self, threshold: float) -> tuple[float, float]:
        """The shares of the days with enough coverage on which it is fulfilled, and met in part; missing without any.

        Parameters
        ----------
        threshold
            Share of a window that must be covered.
        """
        enough = self.covered >= threshold
        number = np.count_nonzero(enough)
        if not number:
            return math.nan, math.nan
        met, part = (np.count_nonzero(found & enough) for found in (self.fulfilled, self.partial))
        return met / number, part / number


def days_of(
    expectation: Expectation, deeds: Mapping[str, Dated], *, start: int, as_of: int, covered: DaySet | None
) -> Days:
    """What each day of the study would make of an expectation, as if its claim had been voiced on that day.

    Parameters
    ----------
    expectation, deeds, start, as_of, covered
        As in `chance_of`.
    """
    first, last = (0, QUARTER - 1) if expectation.anchor == "period" else (expectation.first, expectation.last or 0)
    window = last - first + 1
    days = np.arange(start, max(as_of - last, start - 1) + 1, dtype=np.int64)
    if covered is None or not len(days):
        none = np.empty(0, dtype=bool)
        return Days(days=days[:0], covered=np.empty(0), fulfilled=none, partial=none, window=window)
    counts = {kind: _matches_by_day(some, days, first=first, last=last) for kind, some in deeds.items()}
    # Every window here is over; an absence that was expected is kept by silence.
    full, partial, silent = decide_many(expectation, counts, np.ones(len(days), dtype=bool))
    fulfilled = silent if expectation.polarity == "absent" else full
    share = covered.count(days + first, days + last) / window
    return Days(days=days, covered=share, fulfilled=fulfilled, partial=partial, window=window)


def chance_of(
    expectation: Expectation,
    deeds: Mapping[str, Dated],
    *,
    start: int,
    as_of: int,
    covered: DaySet | None,
    threshold: float,
) -> Chance:
    """The credit of an expectation on all days that can be judged, whatever was said on them.

    A day d is admissible if ``d >= start``, ``d + b <= cut-off`` and enough of ``[d + a, d + b]`` is covered; only definite
    matches count. A quarter is stood for by a window of 91 days.

    Parameters
    ----------
    expectation
        As frozen: its codes, ``k_min``, polarity and partial credit.
    deeds
        From `claimstats.measuring.gaps.deeds.relevant`.
    start, as_of
        The study's first day, and its cut-off.
    covered
        The days on which such a deed would be in the record; where None, no day is admissible.
    threshold
        Share of a window that must be covered.
    """
    every = days_of(expectation, deeds, start=start, as_of=as_of, covered=covered)
    enough = every.covered >= threshold
    fulfilled, partial = every.fulfilled[enough], every.partial[enough]
    poisson = math.nan
    if covered is not None and len(every.days) and (control := int(covered.count(start, as_of))):
        within = (deeds["full"].lo >= start) & (deeds["full"].hi <= as_of)
        poisson = base_rate_poisson(
            incidents=int(np.count_nonzero(within)), control_days=control, window_days=every.window,
            at_least=expectation.k_min,
        )  # fmt: skip
    credit = np.where(fulfilled, 1.0, np.where(partial, expectation.partial_credit, 0.0))
    return Chance(
        days=every.days[enough],
        credit=credit,
        fulfilled=fulfilled,
        partial=partial,
        window=every.window,
        poisson=poisson,
    )


def _matches_by_day(deeds: Dated, days: NDArray[np.int64], *, first: int, last: int) -> NDArray[np.int64]:
    """How many deeds lie wholly in the window of each day.

    A deed lies in the windows of the days from ``hi - last`` to ``lo - first``: one step up, one step down, and a sum.
    """
    origin, size = int(days[0]), len(days)
    begins, ends = deeds.hi - last, deeds.lo - first
    kept = (begins <= ends) & (ends >= origin) & (begins < origin + size)
    up = np.clip(begins[kept] - origin, 0, size)
    down = np.clip(ends[kept] - origin + 1, 0, size)
    steps = np.bincount(up, minlength=size + 1) - np.bincount(down, minlength=size + 1)
    return np.cumsum(steps)[:size]


def tabulate_base(chances: Mapping[str, Chance], expectations: Mapping[str, Expectation]) -> pd.DataFrame:
    """The base rate of each expectation.

    Parameters
    ----------
    chances, expectations
        By expectation id.
    """
    rows = [
        {
            "claim_id": expectations[name].claim_id,
            "expectation_id": name,
            "role": expectations[name].role,
            "polarity": expectations[name].polarity,
            "base_credit": chance.rate,
            "admissible_days": len(chance.days),
            "window_days": chance.window,
            "base_rate_poisson": chance.poisson,
            "diagnosticity": 1 - chance.rate if expectations[name].polarity == "present" else math.nan,
            "flags": ";".join(chance.flags),
            "base_reason": "" if len(chance.days) else "no window of this length is covered by the record",
        }
        for name, chance in chances.items()
    ]
    names = ["claim_id", "expectation_id", "role", "polarity", "base_credit", "admissible_days", "window_days",
             "base_rate_poisson", "diagnosticity", "flags", "base_reason"]  # fmt: skip
    return pd.DataFrame(rows, columns=names)
