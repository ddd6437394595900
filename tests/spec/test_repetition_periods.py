"""Which period an occasion belongs to: dates over two periods, the cut-off, silence, first and last."""

import pytest

import claimstats as cs

HALF_YEAR = {"start": "2024-01-01", "as_of": "2024-06-30"}


def by(period):
    return lambda claims: cs.measure_repetition(claims, period=period)


def test_a_month_inside_a_quarter_is_definite(spec):
    spec(
        settings=HALF_YEAR,
        statements="""
            statement_id | date
            s1           | 2024-02
        """,
        measure=by("quarter"),
        expect="""
            period | occasions | straddling | occasions_max | occasions_expected | repeats
            2024Q1 |         1 |          0 |             1 |                  1 |       0
            2024Q2 |         0 |          0 |             0 |                  0 |       0
        """,
    )


def test_a_date_over_two_quarters_is_counted_in_neither_and_shown_in_both(spec):
    spec(
        settings=HALF_YEAR,
        statements="""
            statement_id | date
            s1           | 2024-01-05
            s2           | 2024-03-31/2024-04-03
        """,
        measure=by("quarter"),
        expect="""
            period | occasions | straddling | occasions_max | occasions_expected | flags
            2024Q1 |         1 |          1 |             2 |               1.25 | straddling_dates
            2024Q2 |         0 |          1 |             1 |               0.75 | straddling_dates
        """,
    )


def test_over_all_time_nothing_straddles(spec):
    spec(
        settings=HALF_YEAR,
        statements="""
            statement_id | date
            s1           | 2024-01-05
            s2           | 2024-03-31/2024-04-03
        """,
        measure=by("all"),
        expect="""
            period | occasions | straddling | occasions_max | occasions_expected
            all    |         2 |          0 |             2 |                  2
        """,
    )


def test_a_year_is_definite_in_its_year_and_straddles_its_quarters(spec):
    spec(
        settings={"start": "2023-01-01", "as_of": "2023-12-31"},
        statements="""
            statement_id | date
            s1           | 2023
        """,
        measure=by("quarter"),
        expect="""
            period | occasions | straddling | occasions_expected
            2023Q1 |         0 |          1 |             0.2466
            2023Q2 |         0 |          1 |             0.2493
            2023Q3 |         0 |          1 |             0.2521
            2023Q4 |         0 |          1 |             0.2521
        """,
    )


def test_rows_after_the_cut_off_never_count(spec):
    spec(
        settings=HALF_YEAR,
        statements="""
            statement_id | date       | speaker | verification
            s1           | 2024-06-30 | A       | verified
            s2           | 2024-07-01 | A       | verified
            s3           | 2024-08    | B       | unverified
        """,
        measure=by("quarter"),
        expect="""
            period | mentions | occasions | occasions_all | speakers | last_seen
            2024Q1 |        0 |         0 |             0 |        0 | 2024-06-30
            2024Q2 |        1 |         1 |             1 |        1 | 2024-06-30
        """,
    )


def test_a_claim_that_was_never_voiced_has_rows_of_zero(spec):
    spec(
        settings=HALF_YEAR,
        claims="""
            claim_id
            c
            silent
        """,
        statements="""
            statement_id | date
            s1           | 2024-01-05
        """,
        measure=by("quarter"),
        expect="""
            claim_id | period | mentions | occasions | repeats | amplification | first_seen | flags
            c        | 2024Q1 |        1 |         1 |       0 |             1 | 2024-01-05 |
            c        | 2024Q2 |        0 |         0 |       0 |               | 2024-01-05 |
            silent   | 2024Q1 |        0 |         0 |       0 |               |            | no_data
            silent   | 2024Q2 |        0 |         0 |       0 |               |            | no_data
        """,
    )


def test_what_came_before_and_which_occasion_was_the_first(spec):
    spec(
        settings={"start": "2023-10-01", "as_of": "2024-06-30"},
        statements="""
            statement_id | date
            s1           | 2023-11-01
            s2           | 2023-12-01
            s3           | 2024-02-01
            s4           | 2024-04-01
        """,
        measure=by("quarter"),
        expect="""
            period | occasions | repeats | occasions_before | first_seen | last_seen
            2023Q4 |         2 |       1 |                0 | 2023-11-01 | 2024-04-01
            2024Q1 |         1 |       1 |                2 | 2023-11-01 | 2024-04-01
            2024Q2 |         1 |       1 |                3 | 2023-11-01 | 2024-04-01
        """,
    )


@pytest.mark.parametrize(
    ("period", "expect"),
    [
        ("month", """
            period  | occasions | straddling
            2023-12 |         1 |          1
            2024-01 |         1 |          1
            2024-02 |         1 |          0
        """),
        ("year", """
            period | occasions | straddling
            2023   |         1 |          1
            2024   |         2 |          1
        """),
        ("all", """
            period | occasions | straddling
            all    |         4 |          0
        """),
    ],
)  # fmt: skip
def test_months_years_and_all_time(spec, period, expect):
    spec(
        settings={"start": "2023-12-01", "as_of": "2024-02-29"},
        statements="""
            statement_id | date
            s1           | 2023-12-01
            s2           | 2023-12-30/2024-01-02
            s3           | 2024-01-31
            s4           | 2024-02
        """,
        measure=by(period),
        expect=expect,
    )


@pytest.mark.parametrize("period", ["month", "quarter", "year", "all"])
def test_a_study_without_any_row_has_rows_of_zero_for_its_claims(spec, period):
    spec(
        claims="""
            claim_id
            silent
        """,
        statements="statement_id | date",
        measure=by(period),
        expect="""
            claim_id | occasions | first_seen
            silent   |         0 |
        """,
    )
