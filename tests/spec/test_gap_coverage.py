"""When silence means something: the watched share of a window, by action family."""

import pytest

import claimstats as cs

OVER = {"start": "2024-01-01", "as_of": "2024-06-30"}
SAID = """
    statement_id | date
    s1           | 2024-03-01
"""

FAMILIES = {
    "families": """
        family_id | codes
        war       | 19
        talks     | 03
    """,
    "streams": """
        stream_id | table
        records   | incidents
        agency    | statements
    """,
}


def test_silence_means_something_only_in_a_family_that_was_watched(spec):
    spec(
        settings=OVER,
        statements=SAID,
        expectations="""
            expectation_id | codes | family | window_from | window_to
            fight          | 19    | war    | 1           | 10
            talk           | 03    | talks  | 1           | 10
            anything       | 01    |        | 1           | 10
        """,
        coverage="""
            stream  | key   | start      | end        | status
            records | war   | 2024-01-01 | 2024-12-31 | monitored
            records | talks | 2024-01-01 | 2024-12-31 | unknown
            agency  |       | 2024-01-01 | 2024-12-31 | monitored
        """,
        **FAMILIES,
        measure=cs.measure_gaps,
        expect="""
            expectation_id | outcome      | coverage | flags
            fight          | not_observed |        1 | exploratory
            talk           | unassessable |          | coverage_gap;exploratory
            anything       | unassessable |          | coverage_gap;exploratory
        """,
    )


def test_coverage_without_a_key_is_about_every_family_and_a_family_can_be_missing(spec):
    spec(
        settings=OVER,
        statements=SAID,
        expectations="""
            expectation_id | codes | family | window_from | window_to
            fight          | 19    | war    | 1           | 10
            talk           | 03    | talks  | 1           | 10
        """,
        coverage="""
            stream  | key   | start      | end        | status
            records |       | 2024-01-01 | 2024-12-31 | monitored
            records | talks | 2024-03-02 | 2024-03-06 | missing
        """,
        **FAMILIES,
        measure=cs.measure_gaps,
        expect="""
            expectation_id | outcome      | coverage
            fight          | not_observed |        1
            talk           | unassessable |      0.5
        """,
    )


@pytest.mark.parametrize(
    ("last_missing", "share", "outcome"),
    [("2024-03-03", "0.8", "not_observed"), ("2024-03-04", "0.7", "unassessable")],
)
def test_four_fifths_of_a_window_must_be_watched(spec, last_missing, share, outcome):
    spec(
        settings=OVER,
        statements=SAID,
        expectations="""
            expectation_id | window_from | window_to
            e              | 1           | 10
        """,
        coverage=f"""
            stream  | start      | end            | status
            records | 2024-01-01 | 2024-12-31     | monitored
            records | 2024-03-02 | {last_missing} | missing
        """,
        measure=cs.measure_gaps,
        expect=f"""
            outcome   | coverage
            {outcome} | {share}
        """,
    )
