"""Many windows at once: what the record says of one expectation at all of its anchors, as arrays.

The same as `claimstats.measuring.gaps.outcomes.judge` window by window, without the names of the incidents: what is asked of
thousands of specifications.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimstats.codebook import Expectation
from claimstats.estimates.exposure import DaySet
from claimstats.measuring.gaps.deeds import Dated

__all__ = ["DATES", "Decided", "decide_many", "judge_many"]

#: Whether definite matches count alone, or possible ones too.
DATES = ("definite", "possible")

Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Decided:
    """One expectation at each of its anchors.

    Attributes
    ----------
    coverage
        Monitored share of each window up to the cut-off; 0 where coverage is not known.
    closed
        Whether its last day is not after the cut-off.
    full, part, silent
        By kind of dates: windows that are fulfilled by their matches, met in part, decided by silence alone. A window that is
        none of these is contradicted, or still open.
    """

    coverage: NDArray[np.float64]
    closed: Flags
    full: Mapping[str, Flags]
    part: Mapping[str, Flags]
    silent: Mapping[str, Flags]


def judge_many(
    expectation: Expectation,
    lo: NDArray[np.int64],
    hi: NDArray[np.int64],
    deeds: Mapping[str, Dated],
    *,
    as_of: int,
    covered: DaySet | None,
) -> Decided:
    """What the record says of one expectation at many anchors; what silence is worth is left to a threshold of coverage.

    Parameters
    ----------
    expectation
        As written, or as a specification varies it.
    lo, hi
        Days of the anchors.
    deeds
        From `claimstats.measuring.gaps.deeds.relevant`.
    as_of
        The cut-off.
    covered
        The days on which such a deed would be in the record; None where that is not known.
    """
    first, last = (0, 0) if expectation.anchor == "period" else (expectation.first, expectation.last or 0)
    # The window of a quarter is the quarter itself, and certain; another's is as uncertain as the day of its anchor.
    early, late = lo + first, hi + last
    sure = (lo, hi) if expectation.anchor == "period" else (hi + first, lo + last)
    closed, ends = late <= as_of, np.minimum(late, as_of)
    counts = {
        "definite": {kind: some.count_within(sure[0], np.minimum(sure[1], as_of)) for kind, some in deeds.items()},
        "possible": {kind: some.count_touching(early, ends) for kind, some in deeds.items()},
    }
    found = {dates: decide_many(expectation, counts[dates], closed) for dates in DATES}
    return Decided(
        coverage=_coverage(covered, early, ends),
        closed=closed,
        full={dates: found[dates][0] for dates in DATES},
        part={dates: found[dates][1] for dates in DATES},
        silent={dates: found[dates][2] for dates in DATES},
    )


def _coverage(covered: DaySet | None, early: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.float64]:
    days = ends - early + 1
    if covered is None:
        return np.zeros(len(days))
    return np.divide(covered.count(early, ends), days, out=np.zeros(len(days)), where=days > 0)


def decide_many(
    expectation: Expectation, counts: Mapping[str, NDArray[np.int64]], closed: Flags
) -> tuple[Flags, Flags, Flags]:
    """The method's table of outcomes: fulfilled by matches, met in part, decided by silence.

    Parameters
    ----------
    expectation
        Its polarity and ``k_min``.
    counts
        Matches in each window, by what their code makes of them.
    closed
        Whether each window is over.
    """
    enough = counts["full"] >= expectation.k_min
    if expectation.polarity == "absent":
        none = np.zeros(len(closed), dtype=bool)
        return none, none, ~enough & closed
    undecided = ~enough & (counts["contrary"] == 0) & closed
    some = counts["full"] + counts["partial"] > 0
    return enough, undecided & some, undecided & ~some
