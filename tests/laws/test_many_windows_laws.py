"""Laws of windows judged at once: the same as one by one, whatever the days, the cut-off and what is covered."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import claimstats as cs
from claimstats.estimates.exposure import DaySet
from claimstats.measuring.gaps.anchors import Anchor
from claimstats.measuring.gaps.deeds import Dated
from claimstats.measuring.gaps.many import DATES, judge_many
from claimstats.measuring.gaps.outcomes import judge

DAYS = st.integers(1, 60)
SPANS = st.tuples(DAYS, st.integers(0, 12)).map(lambda pair: (pair[0], pair[0] + pair[1]))
EXPECTATIONS = tuple(cs.load("data/demo").codebook.expectations)


def dated(spans: list[tuple[int, int]], name: str) -> Dated:
    rows = pd.DataFrame(sorted(spans), columns=["lo", "hi"])
    ids = np.array([f"{name}{number}" for number in range(len(rows))], dtype=object)
    return Dated(ids=ids, lo=rows["lo"].to_numpy(dtype=np.int64), hi=rows["hi"].to_numpy(dtype=np.int64))


@pytest.mark.parametrize("polarity", ["present", "absent"])
@pytest.mark.parametrize("anchor", ["episode", "period"])
@given(
    anchors=st.lists(SPANS, max_size=6),
    deeds=st.tuples(*[st.lists(SPANS, max_size=6)] * 3),
    window=st.tuples(st.integers(-5, 5), st.integers(0, 20)),
    covered=st.none() | st.lists(SPANS, max_size=3),
    as_of=DAYS,
    k_min=st.integers(1, 3),
)
def test_many_windows_are_judged_as_one_by_one(polarity, anchor, anchors, deeds, window, covered, as_of, k_min):
    expectation = replace(
        EXPECTATIONS[0], polarity=polarity, anchor=anchor, first=window[0], last=window[0] + window[1], k_min=k_min
    )
    some = {kind: dated(spans, kind) for kind, spans in zip(("full", "partial", "contrary"), deeds, strict=True)}
    days = None if covered is None else DaySet(monitored=covered)
    lo, hi = (np.array(side, dtype=np.int64) for side in (zip(*anchors, strict=True) if anchors else ((), ())))

    many = judge_many(expectation, lo, hi, some, as_of=as_of, covered=days)

    one_by_one = [
        judge(
            expectation, Anchor(id=str(n), lo=first, hi=last), some, as_of=as_of, covered=days, threshold=0.5
        )
        for n, (first, last) in enumerate(anchors)
    ]  # fmt: skip
    assert many.coverage.tolist() == pytest.approx([found.coverage for found in one_by_one])
    assert many.closed.tolist() == [found.closed for found in one_by_one]
    outcomes = {
        "definite": [found.outcome for found in one_by_one],
        "possible": [found.outcome_possible for found in one_by_one],
    }
    for dates in DATES:
        said = [_say(polarity, outcome) for outcome in outcomes[dates]]
        assert list(zip(many.full[dates], many.part[dates], many.silent[dates], strict=True)) == said


def _say(polarity: str, outcome: str) -> tuple[bool, bool, bool]:
    """An outcome as what decided it: its matches, a part of them, or silence."""
    if polarity == "absent":
        return False, False, outcome in ("fulfilled", "unassessable")
    return outcome == "fulfilled", outcome == "partial", outcome in ("not_observed", "unassessable")


@given(deeds=st.lists(SPANS, max_size=8), stretches=st.lists(st.tuples(DAYS, DAYS), max_size=8))
def test_many_stretches_are_counted_as_one_by_one(deeds, stretches):
    some = dated(deeds, "d")
    earliest, latest = (
        np.array(side, dtype=np.int64) for side in (zip(*stretches, strict=True) if stretches else ((), ()))
    )

    assert some.count_within(earliest, latest).tolist() == [len(some.within(*stretch)) for stretch in stretches]
    assert some.count_touching(earliest, latest).tolist() == [len(some.touching(*stretch)) for stretch in stretches]
