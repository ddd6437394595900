"""From where a window is counted: episodes, crossings of a line, quarters."""

import pytest

import claimstats as cs

OVER = {"start": "2024-01-01", "as_of": "2024-12-31"}
COVERED = """
    stream  | start      | end        | status
    records | 2024-01-01 | 2024-12-31 | monitored
"""


def daily(days):
    """Statements on so many days running from 2024-01-01 on."""
    rows = [f"s{day:02} | 2024-01-{day:02}" for day in range(1, days + 1)]
    return "\n".join(["statement_id | date", *rows])


def test_thirty_daily_repetitions_and_one_late_deed_are_one_window_not_twenty_five_successes(spec):
    # The deed of day 35 would lie in the windows of 25 of the 30 statements.
    spec(
        settings=OVER,
        statements=daily(30),
        incidents="""
            incident_id | date
            i1          | 2024-02-05
        """,
        expectations="""
            expectation_id | window_from | window_to
            e              | 1           | 30
        """,
        coverage=COVERED,
        measure=cs.measure_gaps,
        expect="""
            anchor_id | window_lo  | window_hi  | outcome      | credit
            s01       | 2024-01-02 | 2024-01-31 | not_observed |      0
        """,
    )


def test_a_new_episode_opens_only_after_the_longest_window_of_the_claim(spec):
    spec(
        settings=OVER,
        statements="""
            statement_id | date
            s1           | 2024-01-01
            s2           | 2024-01-31
            s3           | 2024-02-01
            s4           | 2024-03-02
            s5           | 2024-03-03
        """,
        expectations="""
            expectation_id | window_from | window_to
            short          | 1           | 5
            long           | 1           | 30
        """,
        measure=cs.measure_gaps,
        expect="""
            expectation_id | anchor_id | window_hi
            short          | s1        | 2024-01-06
            short          | s3        | 2024-02-06
            short          | s5        | 2024-03-08
            long           | s1        | 2024-01-31
            long           | s3        | 2024-03-02
            long           | s5        | 2024-04-02
        """,
    )


def test_copies_denials_and_unverified_rows_open_no_episode_and_speakers_share_them(spec):
    spec(
        settings=OVER,
        statements="""
            statement_id | date       | speaker | reprint_of | stance  | verification
            s1           | 2024-01-01 | A       |            | asserts | unverified
            s2           | 2024-01-20 | A       |            | denies  | verified
            s3           | 2024-02-10 | A       |            | asserts | verified
            s4           | 2024-02-15 | B       |            | asserts | verified
            s5           | 2024-04-01 | A       | s3         | asserts | verified
        """,
        expectations="""
            expectation_id | window_from | window_to
            e              | 1           | 10
        """,
        measure=cs.measure_gaps,
        expect="""
            anchor_id
            s3
        """,
    )


def test_ties_are_broken_by_id_and_uncertain_days_by_the_day_in_the_middle(spec):
    # The middle day of January is the 16th.
    spec(
        settings=OVER,
        statements="""
            statement_id | date
            s3           | 2024-01-16
            s2           | 2024-01
            s9           | 2024-01-17
        """,
        expectations="""
            expectation_id | window_from | window_to
            e              | 1           | 10
        """,
        measure=cs.measure_gaps,
        expect="""
            anchor_id | anchor_lo  | anchor_hi  | window_lo  | window_hi
            s2        | 2024-01-01 | 2024-01-31 | 2024-01-02 | 2024-02-10
        """,
    )


TRIGGER = """
    expectation_id | codes | anchor  | trigger_actor | trigger_recipient | trigger_codes | window_from | window_to
    e              | 19    | trigger | NATO          | UKR               | 072           | 1           | 14
"""


def test_a_line_can_be_crossed_only_after_it_was_drawn_and_each_crossing_has_its_own_window(spec):
    spec(
        settings=OVER,
        statements="""
            statement_id | date
            s1           | 2024-02-01/2024-02-03
            s2           | 2024-09-01
        """,
        incidents="""
            incident_id | date       | actor | recipient | action | verification
            t1          | 2024-02-02 | NATO  | UKR       | 072    | verified
            t2          | 2024-02-03 | NATO  | UKR       | 072    | verified
            t3          | 2024-02-10 | NATO  | UKR       | 072    | verified
            t4          | 2024-04-01 | NATO  | UKR       | 072    | unverified
            t5          | 2024-04-02 | NATO  | MDA       | 072    | verified
            t6          | 2024-04-03 | RUS   | UKR       | 072    | verified
            i1          | 2024-02-12 | RUS   | NATO      | 190    | verified
        """,
        expectations=TRIGGER,
        coverage=COVERED,
        measure=cs.measure_gaps,
        expect="""
            anchor_id | window_lo  | window_hi  | outcome   | incidents
            t2        | 2024-02-04 | 2024-02-17 | fulfilled | i1
            t3        | 2024-02-11 | 2024-02-24 | fulfilled | i1
        """,
    )


PERIOD = """
    expectation_id | codes | anchor
    e              | 19    | period
"""


def test_each_quarter_in_which_it_was_said_is_one_window(spec):
    spec(
        settings={"start": "2024-01-01", "as_of": "2024-11-30"},
        statements="""
            statement_id | date
            s1           | 2024-03-31
            s2           | 2024-07-01
            s3           | 2024-08-01
            s4           | 2024-10-01
        """,
        incidents="""
            incident_id | date
            i1          | 2024-01-01
            i2          | 2024-09-30/2024-10-01
        """,
        expectations=PERIOD,
        coverage=COVERED,
        measure=cs.measure_gaps,
        expect="""
            anchor_id | period | window_lo  | window_hi  | closed | outcome      | outcome_possible | possible_incidents
            2024Q1    | 2024Q1 | 2024-01-01 | 2024-03-31 | yes    | fulfilled    | fulfilled        |
            2024Q3    | 2024Q3 | 2024-07-01 | 2024-09-30 | yes    | not_observed | fulfilled        | i2
            2024Q4    | 2024Q4 | 2024-10-01 | 2024-12-31 | no     | pending      | fulfilled        | i2
        """,
    )


def test_words_that_reach_over_two_quarters_are_not_a_line_that_was_never_crossed(spec):
    result = cs.measure_gaps(
        cs.group_claims(
            spec.study(
                settings=OVER,
                statements="""
                    statement_id | date
                    s1           | 2024-03-31/2024-04-01
                """,
                expectations=PERIOD,
            )
        )
    )
    assert "not_triggered" not in set(result.to_frame()["outcome"])


@pytest.mark.parametrize(
    ("anchor", "columns"),
    [
        ("episode", "window_from | window_to"),
        ("trigger", "window_from | window_to | trigger_codes"),
    ],
)
def test_a_claim_that_was_never_voiced_has_no_window_and_no_outcome(spec, anchor, columns):
    values = "1 | 10 | 072" if "trigger" in columns else "1 | 10"
    spec(
        settings=OVER,
        claims="""
            claim_id
            c
            silent
        """,
        statements="""
            statement_id | date       | claims
            s1           | 2024-01-01 | c
        """,
        incidents="""
            incident_id | date       | action
            i1          | 2024-02-01 | 072
        """,
        expectations=f"""
            expectation_id | claim_id | anchor | {columns}
            e              | silent   | {anchor} | {values}
        """,
        measure=cs.measure_gaps,
        expect="claim_id | outcome",
    )


def test_the_words_of_another_claim_open_no_window(spec):
    spec(
        settings=OVER,
        statements="""
            statement_id | date       | claims
            s1           | 2024-01-01 | d
            s2           | 2024-03-01 | c;d
        """,
        expectations="""
            expectation_id | claim_id | window_from | window_to
            e              | c        | 1           | 10
        """,
        measure=cs.measure_gaps,
        expect="""
            anchor_id
            s2
        """,
    )
