"""EDTF dates as intervals of days; periods; windows."""

import itertools
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimstats.dates import (
    OPEN_END,
    OPEN_START,
    Interval,
    Period,
    Window,
    day,
    iso,
    parse_edtf,
    periods_between,
    words,
)  # fmt: skip

BOUNDS = [
    # EDTF, first day, last day, uncertain, approximate
    ("2025-09-15", "2025-09-15", "2025-09-15", False, False),
    ("2025-09", "2025-09-01", "2025-09-30", False, False),
    ("2025", "2025-01-01", "2025-12-31", False, False),
    ("2024-02", "2024-02-01", "2024-02-29", False, False),
    ("2025-09-15?", "2025-09-15", "2025-09-15", True, False),
    ("2025-09~", "2025-09-01", "2025-09-30", False, True),
    ("2025-09-15%", "2025-09-15", "2025-09-15", True, True),
    ("2025-09-XX", "2025-09-01", "2025-09-30", False, False),
    ("2025-XX", "2025-01-01", "2025-12-31", False, False),
    ("2025-XX-XX", "2025-01-01", "2025-12-31", False, False),
    ("202X", "2020-01-01", "2029-12-31", False, False),
    ("2025-21", "2025-03-01", "2025-05-31", False, False),
    ("2025-33", "2025-01-01", "2025-03-31", False, False),
    ("2025-36", "2025-10-01", "2025-12-31", False, False),
    ("2025-09-12/2025-09-16", "2025-09-12", "2025-09-16", False, False),
    ("2025-09/2025-10-03", "2025-09-01", "2025-10-03", False, False),
    ("2025-09-12?/2025-09-16~", "2025-09-12", "2025-09-16", True, True),
    ("[2025-09-10,2025-09-12]", "2025-09-10", "2025-09-12", False, False),
    ("[2025-09-10..2025-09-12]", "2025-09-10", "2025-09-12", False, False),
    ("  2025-09-15 ", "2025-09-15", "2025-09-15", False, False),
]


@pytest.mark.parametrize(("text", "first", "last", "uncertain", "approximate"), BOUNDS)
def test_a_date_is_the_days_it_may_be(text, first, last, uncertain, approximate):
    expected = Interval(lo=day(first), hi=day(last), uncertain=uncertain, approximate=approximate)
    assert parse_edtf(text) == expected


@pytest.mark.parametrize(
    ("text", "lo", "hi"),
    [
        ("../2025-09-15", OPEN_START, day("2025-09-15")),
        ("/2025-09-15", OPEN_START, day("2025-09-15")),
        ("2025-09-15/..", day("2025-09-15"), OPEN_END),
        ("2025-09-15/", day("2025-09-15"), OPEN_END),
    ],
)
def test_an_open_end_is_as_far_as_days_go_until_a_study_clips_it(text, lo, hi):
    assert (parse_edtf(text).lo, parse_edtf(text).hi) == (lo, hi)


REFUSED = [
    ("2025-02-30", "February 2025 has 28 days"),
    ("2023-02-29", "February 2023 has 28 days"),
    ("2025-04-31", "April 2025 has 30 days"),
    ("2025-09-00", "September 2025 has 30 days"),
    ("2025-09-16/2025-09-12", "it ends before it begins"),
    ("2025/2024", "it ends before it begins"),
    ("../..", "both ends are open"),
    ("/", "both ends are open"),
    ("15.09.2025", "it is not an EDTF date"),
    ("2025-9-15", "it is not an EDTF date"),
    ("September 2025", "it is not an EDTF date"),
    ("2025-13", "."),
    ("2025-13-01", "."),
    ("0000", "."),
    ("", "."),
    ("unknown", "."),
    ("=1+1", "."),
    ("2025-09-15/2025-02-30", "February 2025 has 28 days"),
    ("2025-09-15T10:00:00Z/2025-02-30", "."),
    ("1/2/3", "."),
    ("Y170000002", "."),
    ("-0044-03-15", "."),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_no_date_is_refused_with_its_reason(text, reason):
    with pytest.raises(ValueError, match=reason):
        parse_edtf(text)


years = st.integers(1000, 2999).map(lambda year: f"{year:04d}")
months = st.builds("{}-{:02d}".format, years, st.integers(1, 12))
days = st.dates(date(1000, 1, 1), date(2999, 12, 31)).map(date.isoformat)
masked = st.one_of(
    st.builds("{}-XX".format, years), st.builds("{}-XX".format, months), st.builds("{}-XX-XX".format, years)
)
seasons = st.builds("{}-{}".format, years, st.integers(21, 24))
single = st.builds("{}{}".format, st.one_of(years, months, days), st.sampled_from(["", "", "?", "~", "%"]))
spans = st.tuples(single, single).map("/".join)


@given(st.one_of(single, masked, seasons, spans))
@settings(max_examples=150)
def test_the_bounds_are_the_strict_bounds_of_the_edtf_package(text):
    from edtf import parse_edtf as parse

    parsed = parse(text)
    lower, upper = parsed.lower_strict(), parsed.upper_strict()
    lo, hi = date(*lower[:3]).toordinal(), date(*upper[:3]).toordinal()
    if hi < lo:
        with pytest.raises(ValueError, match="ends before it begins"):
            parse_edtf(text)
        return
    found = parse_edtf(text)
    assert (found.lo, found.hi) == (lo, hi)
    assert found.uncertain == any(mark in text for mark in "?%")
    assert found.approximate == any(mark in text for mark in "~%")


@pytest.mark.parametrize(
    ("text", "middle"), [("2025-09", "2025-09-15"), ("2025-10", "2025-10-16"), ("2025-01-01", "2025-01-01")]
)
def test_the_representative_day_is_the_middle_one_the_earlier_of_two(text, middle):
    assert iso(parse_edtf(text).representative) == middle


def test_a_day_in_words():
    assert words(day("2025-09-05")) == "5 September 2025"


PERIODS = [
    ("2025Q3", "2025Q3", "2025-07-01", "2025-09-30", "quarter", "the third quarter of 2025"),
    ("2025-Q3", "2025Q3", "2025-07-01", "2025-09-30", "quarter", "the third quarter of 2025"),
    ("2024-02", "2024-02", "2024-02-01", "2024-02-29", "month", "February 2024"),
    ("2025", "2025", "2025-01-01", "2025-12-31", "year", "2025"),
]


@pytest.mark.parametrize(("label", "name", "first", "last", "unit", "said"), PERIODS)
def test_a_period_is_named_by_its_label(label, name, first, last, unit, said):
    period = Period.parse(label)
    assert period == Period(day(first), day(last), name)
    assert (period.unit, period.words) == (unit, said)


@pytest.mark.parametrize("label", ["2025Q5", "2025Q0", "2025-13", "2025-00", "25Q3", "Q3", "", "2025-9", "0000", "all"])
def test_a_label_that_names_no_period_is_refused_with_the_forms_there_are(label):
    with pytest.raises(ValueError, match=r"is no period; write a quarter \(2025Q3\)"):
        Period.parse(label)


SHIFTS = [
    ("2025Q3", 1, "2025Q4"), ("2025Q4", 1, "2026Q1"), ("2025Q1", -1, "2024Q4"), ("2025Q3", -7, "2023Q4"),
    ("2025-12", 1, "2026-01"), ("2025-01", -13, "2023-12"), ("2025", 2, "2027"), ("2025Q3", 0, "2025Q3"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "by", "expected"), SHIFTS)
def test_a_period_shifts_by_its_own_unit(label, by, expected):
    assert Period.parse(label).shift(by) == Period.parse(expected)


@given(st.dates(date(1000, 1, 1), date(2500, 1, 1)), st.integers(0, 800), st.sampled_from(["month", "quarter", "year"]))
@settings(max_examples=60)
def test_periods_lie_end_to_end_and_hold_the_stretch(first, length, unit):
    begin, end = first.toordinal(), first.toordinal() + length
    found = periods_between(begin, end, unit)
    assert found[0].start <= begin <= found[0].end
    assert found[-1].start <= end <= found[-1].end
    assert all(one.end + 1 == other.start for one, other in itertools.pairwise(found))


@pytest.mark.parametrize("unit", ["month", "quarter", "year", "all"])
def test_even_the_first_years_have_periods(unit):
    assert len(periods_between(day("0101-01-01"), day("0101-01-31"), unit)) == 1


def test_a_window_has_both_its_ends():
    assert Window(first=0, last=30).days == 31
    assert Window(first=-3, last=-3).days == 1
    with pytest.raises(ValueError, match="ends before it begins: 1 to 0"):
        Window(first=1, last=0)
