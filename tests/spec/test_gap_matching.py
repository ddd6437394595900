"""Which deeds match an expectation: parties, codes, verification, number, and dates that are not certain."""

import pytest

import claimstats as cs

OVER = {"start": "2024-01-01", "as_of": "2024-06-30"}
SAID = """
    statement_id | date
    s1           | 2024-03-01
"""
COVERED = """
    stream  | start      | end        | status
    records | 2024-01-01 | 2024-12-31 | monitored
"""

DEEDS = """
    incident_id | date       | actor     | recipient | action       | verification
    plain       | 2024-03-05 | RUS       | UKR       | 190          | verified
    deeper      | 2024-03-05 | RUSMIL    | UKRCVL    | 195          | verified
    several     | 2024-03-05 | BLR;RUS   | POL;UKR   | 190          | verified
    nobody      | 2024-03-05 |           | UKR       | 190          | verified
    to_nobody   | 2024-03-05 | RUS       |           | 190          | verified
    reverse     | 2024-03-05 | UKR       | RUS       | 190          | verified
    named       | 2024-03-05 | RUS       | UKR       | 190.shootdown | verified
    talk        | 2024-03-05 | RUS       | UKR       | 010          | verified
    rumour      | 2024-03-05 | RUS       | UKR       | 190          | unverified
"""

MATCHES = [
    # actor, recipient, codes, the deeds that match
    ("RUS", "UKR", "19", "deeper;named;plain;several"),
    ("RUS", "UKR", "190", "named;plain;several"),
    ("RUS", "UKR", "190=", "plain;several"),
    ("RUS", "UKR", "190.shootdown", "named"),
    ("RUS", "UKR", "195;010", "deeper;talk"),
    ("RUSMIL", "UKR", "19", "deeper"),
    ("RUS", "UKRCVL", "19", "deeper"),
    ("RUS", "POL", "19", "several"),
    ("RUS;UKR", "UKR;RUS", "190=", "plain;reverse;several"),
    ("RUS", "", "190=", "plain;several;to_nobody"),
    ("", "UKR", "190=", "nobody;plain;several"),
    ("", "", "010", "talk"),
    ("RU", "UK", "010", "talk"),
]


def test_parties_and_codes_match_by_prefix_an_equals_sign_ends_a_code_empty_means_anybody(spec):
    rows = [f"e{n:02} | {who} | {whom} | {codes} | 1 | 10" for n, (who, whom, codes, _) in enumerate(MATCHES)]
    drawn = [f"e{n:02} | {found}" for n, (*_, found) in enumerate(MATCHES)]
    spec(
        settings=OVER,
        statements=SAID,
        incidents=DEEDS,
        expectations="\n".join(["expectation_id | actor | recipient | codes | window_from | window_to", *rows]),
        coverage=COVERED,
        measure=cs.measure_gaps,
        expect="\n".join(["expectation_id | incidents", *drawn]),
    )


def test_unverified_deeds_decide_nothing(spec):
    spec(
        settings=OVER,
        statements=SAID,
        incidents="""
            incident_id | date       | verification
            i1          | 2024-03-05 | unverified
        """,
        expectations="""
            expectation_id | polarity | window_from | window_to
            e              | present  | 1           | 10
            f              | absent   | 1           | 10
        """,
        coverage=COVERED,
        measure=cs.measure_gaps,
        expect="""
            expectation_id | outcome      | outcome_possible | incidents | possible_incidents
            e              | not_observed | not_observed     |           |
            f              | fulfilled    | fulfilled        |           |
        """,
    )


def test_deeds_after_the_cut_off_decide_nothing(spec):
    spec(
        settings={"start": "2024-01-01", "as_of": "2024-03-04"},
        statements=SAID,
        incidents="""
            incident_id | date
            i1          | 2024-03-05
        """,
        expectations="""
            expectation_id | window_from | window_to
            e              | 1           | 10
        """,
        coverage=COVERED,
        measure=cs.measure_gaps,
        expect="""
            outcome | outcome_possible | incidents
            pending | pending          |
        """,
    )


@pytest.mark.parametrize(
    ("k_min", "present", "absent"),
    [(1, "fulfilled", "contradicted"), (2, "fulfilled", "contradicted"), (3, "partial", "fulfilled")],
)
def test_so_many_deeds_are_needed_and_fewer_are_a_part(spec, k_min, present, absent):
    spec(
        settings=OVER,
        statements=SAID,
        incidents="""
            incident_id | date
            i1          | 2024-03-05
            i2          | 2024-03-06
        """,
        expectations=f"""
            expectation_id | polarity | k_min   | window_from | window_to
            e              | present  | {k_min} | 1           | 10
            f              | absent   | {k_min} | 1           | 10
        """,
        coverage=COVERED,
        measure=cs.measure_gaps,
        expect=f"""
            expectation_id | outcome   | incidents
            e              | {present} | i1;i2
            f              | {absent}  | i1;i2
        """,
    )


def test_a_deed_that_matches_in_full_is_not_a_part_as_well(spec):
    spec(
        settings=OVER,
        statements=SAID,
        incidents="""
            incident_id | date       | action
            i1          | 2024-03-05 | 190
            i2          | 2024-03-05 | 180
        """,
        expectations="""
            expectation_id | codes | partial_codes | k_min | window_from | window_to
            e              | 190   | 19;18         | 2     | 1           | 10
        """,
        coverage=COVERED,
        measure=cs.measure_gaps,
        expect="""
            outcome | incidents | partial_incidents
            partial | i1        | i2
        """,
    )


def test_an_open_end_is_not_made_definite_by_an_early_cut_off(spec):
    # The deed began on 5 March and its end is not known; a later cut-off may not change a window that was over.
    for as_of in ("2024-03-11", "2024-06-30"):
        spec(
            settings={"start": "2024-01-01", "as_of": as_of},
            statements=SAID,
            incidents="""
                incident_id | date
                i1          | 2024-03-05/..
            """,
            expectations="""
                expectation_id | window_from | window_to
                e              | 1           | 10
            """,
            coverage=COVERED,
            measure=cs.measure_gaps,
            expect="""
                closed | outcome      | outcome_possible
                yes    | not_observed | fulfilled
            """,
        )


def test_words_of_uncertain_date_narrow_the_definite_window_and_widen_the_possible_one(spec):
    # Said on 1, 2 or 3 March: every window holds 4 to 11 March, some window holds 2 to 13 March.
    spec(
        settings=OVER,
        statements="""
            statement_id | date
            s1           | 2024-03-01/2024-03-03
        """,
        incidents="""
            incident_id | date
            i1          | 2024-03-03
            i2          | 2024-03-04
            i3          | 2024-03-11
            i4          | 2024-03-13
        """,
        expectations="""
            expectation_id | window_from | window_to
            e              | 1           | 10
        """,
        coverage=COVERED,
        measure=cs.measure_gaps,
        expect="""
            window_lo  | window_hi  | outcome   | incidents | possible_incidents
            2024-03-02 | 2024-03-13 | fulfilled | i2;i3     | i1;i4
        """,
    )


def test_a_possible_deed_helps_one_polarity_and_harms_the_other(spec):
    spec(
        settings=OVER,
        statements=SAID,
        incidents="""
            incident_id | date
            i1          | 2024-03
        """,
        expectations="""
            expectation_id | polarity | codes | window_from | window_to
            done           | present  | 19    | 1           | 10
            left_undone    | absent   | 19    | 1           | 10
        """,
        coverage=COVERED,
        measure=cs.measure_gaps,
        expect="""
            expectation_id | outcome      | outcome_possible | credit | credit_lo | credit_hi
            done           | not_observed | fulfilled        |      0 |         0 |         1
            left_undone    | fulfilled    | contradicted     |      1 |         0 |         1
        """,
    )
