"""Counting monitored days: unions and differences of stretches, against a count day by day."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimstats.dates import day
from claimstats.estimates.exposure import DaySet

STRETCHES = [
    # monitored, missing, asked for, days
    ([(1, 10)], [], (1, 10), 10),
    ([(1, 10)], [], (10, 10), 1),
    ([(1, 10)], [], (11, 20), 0),
    ([(1, 10)], [], (-5, 0), 0),
    ([(1, 10)], [], (5, 4), 0),
    ([(1, 10), (5, 15)], [], (1, 20), 15),
    ([(1, 3), (7, 9)], [], (2, 8), 4),
    ([(1, 10)], [(4, 5)], (1, 10), 8),
    ([(1, 10)], [(0, 1), (10, 12)], (1, 10), 8),
    ([(1, 10)], [(20, 30)], (1, 30), 10),
    ([(10, 1)], [], (1, 10), 0),
    ([], [(1, 3)], (1, 10), 0),
]


@pytest.mark.parametrize(("monitored", "missing", "asked", "expected"), STRETCHES)
def test_days_of_a_stretch(monitored, missing, asked, expected):
    assert DaySet(monitored=monitored, missing=missing).count(*asked) == expected


def test_the_second_quarter_of_2024_to_15_may_less_five_days():
    days = DaySet(monitored=[(day("2024-01-01"), day("2024-12-31"))], missing=[(day("2024-04-10"), day("2024-04-14"))])
    assert days.count(day("2024-04-01"), day("2024-05-15")) == 30 + 15 - 5


stretches = st.lists(
    st.tuples(st.integers(-30, 60), st.integers(-5, 25)).map(lambda at: (at[0], at[0] + at[1])), max_size=5
)


@given(stretches, stretches, st.integers(-40, 80), st.integers(-3, 60))
@settings(max_examples=100)
def test_counting_is_what_a_person_would_count(monitored, missing, first, length):
    last = first + length
    inside = {d for begin, end in monitored for d in range(begin, end + 1)}
    inside -= {d for begin, end in missing for d in range(begin, end + 1)}
    days = DaySet(monitored=monitored, missing=missing)
    wanted = len(inside & set(range(first, last + 1)))
    assert len(days) == len(inside)
    assert days.count(first, last) == wanted
    share = days.share(first, last)
    assert math.isnan(share) if length < 0 else share == wanted / (length + 1)
