"""Statements whose day is not certain: open ends, question marks, months, and what they may share."""

import claimstats as cs

HALF_YEAR = {"start": "2024-01-01", "as_of": "2024-06-30"}
QUARTERLY = {"measure": cs.measure_repetition}


def test_an_open_beginning_is_clipped_to_the_first_day_of_the_study(spec):
    spec(
        settings=HALF_YEAR,
        statements="""
            statement_id | date
            s1           | ../2024-02-15
        """,
        **QUARTERLY,
        expect="""
            period | occasions | straddling | first_seen
            2024Q1 |         1 |          0 | 2024-01-01
            2024Q2 |         0 |          0 | 2024-01-01
        """,
    )


def test_an_open_end_is_clipped_to_the_cut_off(spec):
    spec(
        settings=HALF_YEAR,
        statements="""
            statement_id | date
            s1           | 2024-06-01/..
        """,
        **QUARTERLY,
        expect="""
            period | occasions | straddling | last_seen
            2024Q1 |         0 |          0 | 2024-06-30
            2024Q2 |         1 |          0 | 2024-06-30
        """,
    )


def test_a_question_mark_widens_nothing(spec):
    spec(
        settings=HALF_YEAR,
        statements="""
            statement_id | date
            s1           | 2024-03-31?
            s2           | 2024-03~
        """,
        **QUARTERLY,
        expect="""
            period | occasions | straddling
            2024Q1 |         2 |          0
            2024Q2 |         0 |          0
        """,
    )


def test_nothing_is_seen_after_the_cut_off(spec):
    spec(
        settings={"start": "2024-04-01", "as_of": "2024-06-15"},
        statements="""
            statement_id | date
            s1           | 2024-06
        """,
        **QUARTERLY,
        expect="""
            period | occasions | first_seen | last_seen
            2024Q2 |         1 | 2024-06-01 | 2024-06-15
        """,
    )


def test_two_statements_of_one_month_and_venue_are_not_known_to_share_a_day(spec):
    spec(
        settings=HALF_YEAR,
        statements="""
            statement_id | date    | venue
            s1           | 2024-02 | briefing
            s2           | 2024-02 | briefing
        """,
        **QUARTERLY,
        where="period == '2024Q1'",
        expect="""
            utterances | occasions
                     2 |         2
        """,
    )


def test_two_statements_of_one_day_and_venue_are_one_occasion_though_one_day_is_doubted(spec):
    spec(
        settings=HALF_YEAR,
        statements="""
            statement_id | date        | venue
            s1           | 2024-02-05  | briefing
            s2           | 2024-02-05? | briefing
        """,
        **QUARTERLY,
        where="period == '2024Q1'",
        expect="""
            utterances | occasions
                     2 |         1
        """,
    )
