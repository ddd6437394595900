"""What counts as a repetition: occasions, copies, stances, verification, and by whom."""

import claimstats as cs

YEAR = {"start": "2024-01-01", "as_of": "2024-12-31"}


def ever(claims):
    return cs.measure_repetition(claims, period="all")


def test_the_first_mention_is_not_a_repetition(spec):
    spec(
        settings=YEAR,
        statements="""
            statement_id | date       | speaker | claims
            s1           | 2024-01-01 | A       | c
            s2           | 2024-01-09 | A       | c
            s3           | 2024-01-10 | B       | d
        """,
        measure=ever,
        expect="""
            claim_id | mentions | utterances | occasions | repeats | amplification | speakers
            c        |        2 |          2 |         2 |       1 |             1 |        1
            d        |        1 |          1 |         1 |       0 |             1 |        1
        """,
    )


def test_several_in_one_venue_on_one_day_are_one_occasion(spec):
    spec(
        settings=YEAR,
        statements="""
            statement_id | date       | speaker | venue
            s1           | 2024-01-01 | A       | a forum
            s2           | 2024-01-01 | A       | a forum
            s3           | 2024-01-01 | A       | a briefing
            s4           | 2024-01-01 | B       | a forum
            s5           | 2024-01-02 | A       | a forum
        """,
        measure=ever,
        expect="""
            claim_id | mentions | utterances | occasions | speaker_days | speakers
            c        |        5 |          5 |         4 |            3 |        2
        """,
    )


def test_without_a_venue_each_utterance_is_its_own_occasion(spec):
    spec(
        settings=YEAR,
        statements="""
            statement_id | date       | venue
            s1           | 2024-01-01 |
            s2           | 2024-01-01 |
        """,
        measure=ever,
        expect="""
            claim_id | utterances | occasions | speaker_days
            c        |          2 |         2 |            1
        """,
    )


def test_an_occasion_that_has_a_name_counts_once_across_streams_venues_and_days(spec):
    spec(
        settings=YEAR,
        statements="""
            statement_id | date       | venue      | occasion | stream
            s1           | 2024-01-01 | a forum    | forum24  | search
            s2           | 2024-01-01 | a headline | forum24  | agency
            s3           | 2024-01-02 | a headline | forum24  | agency
        """,
        measure=ever,
        expect="""
            claim_id | mentions | utterances | occasions | speaker_days
            c        |        3 |          3 |         1 |            2
        """,
    )


def test_speakers_at_one_named_occasion_each_chose_to_say_it(spec):
    spec(
        settings=YEAR,
        statements="""
            statement_id | date       | speaker | occasion
            s1           | 2024-01-01 | A       | forum24
            s2           | 2024-01-01 | B       | forum24
        """,
        measure=ever,
        expect="""
            claim_id | occasions | speakers
            c        |         2 |        2
        """,
    )


def test_a_reprint_and_a_reprint_of_a_reprint_are_mentions_only(spec):
    spec(
        settings=YEAR,
        statements="""
            statement_id | date       | reprint_of
            s1           | 2024-01-01 |
            s2           | 2024-01-02 | s1
            s3           | 2024-02-09 | s2
        """,
        measure=ever,
        expect="""
            claim_id | mentions | utterances | occasions | speaker_days | repeats | amplification
            c        |        3 |          1 |         1 |            1 |       0 |             3
        """,
    )


def test_a_conditional_counts_for_a_threat_and_for_nothing_else(spec):
    spec(
        settings=YEAR,
        claims="""
            claim_id | type
            at_war   | state
            promise  | commitment
            red_line | threat
        """,
        statements="""
            statement_id | date       | claims                   | stance
            s1           | 2024-01-01 | at_war;red_line;promise  | conditional
            s2           | 2024-01-02 | at_war;red_line;promise  | asserts
        """,
        measure=ever,
        expect="""
            claim_id | mentions | occasions
            at_war   |        1 |         1
            promise  |        1 |         1
            red_line |        2 |         2
        """,
    )


def test_a_denial_never_counts(spec):
    spec(
        settings=YEAR,
        claims="""
            claim_id | type
            at_war   | state
            red_line | threat
        """,
        statements="""
            statement_id | date       | claims          | stance
            s1           | 2024-01-01 | at_war;red_line | denies
            s2           | 2024-01-02 | at_war          | asserts
        """,
        measure=ever,
        expect="""
            claim_id | mentions | occasions | occasions_all | first_seen
            at_war   |        1 |         1 |             1 | 2024-01-02
            red_line |        0 |         0 |             0 |
        """,
    )


def test_stances_that_are_asked_for_replace_the_rule(spec):
    spec(
        settings=YEAR,
        statements="""
            statement_id | date       | stance
            s1           | 2024-01-01 | denies
            s2           | 2024-01-02 | asserts
            s3           | 2024-01-03 | denies
        """,
        measure=lambda claims: cs.measure_repetition(claims, period="all", stances=["denies"]),
        expect="""
            claim_id | occasions | last_seen
            c        |         2 | 2024-01-03
        """,
    )


def test_unverified_rows_stay_out_of_the_headline_and_in_occasions_all(spec):
    spec(
        settings=YEAR,
        statements="""
            statement_id | date       | verification
            s1           | 2024-01-01 | unverified
            s2           | 2024-02-02 | verified
            s3           | 2024-03-03 | unverified
        """,
        measure=ever,
        expect="""
            claim_id | mentions | occasions | occasions_all | repeats | first_seen | last_seen
            c        |        1 |         1 |             3 |       0 | 2024-02-02 | 2024-02-02
        """,
    )


def test_by_speaker_and_by_claim_and_speaker(spec):
    tables = {
        "settings": YEAR,
        "statements": """
            statement_id | date       | speaker | claims
            s1           | 2024-01-01 | A       | c
            s2           | 2024-01-02 | A       | c
            s3           | 2024-01-03 | B       | c
            s4           | 2024-01-04 | B       | d
        """,
    }
    spec(
        **tables,
        measure=lambda claims: cs.measure_repetition(claims, by="speaker", period="all"),
        expect="""
            speaker | period | mentions | occasions
            A       | all    |        2 |         2
            B       | all    |        2 |         2
        """,
    )
    spec(
        **tables,
        measure=lambda claims: cs.measure_repetition(claims, by="claim x speaker", period="all"),
        expect="""
            claim_id | speaker | occasions | repeats
            c        | A       |         2 |       1
            c        | B       |         1 |       0
            d        | B       |         1 |       0
        """,
    )


def test_a_verified_copy_of_an_unverified_utterance_is_a_mention_of_its_speaker(spec):
    spec(
        settings=YEAR,
        statements="""
            statement_id | date       | speaker | reprint_of | verification
            s1           | 2024-01-01 | A       |            | unverified
            s2           | 2024-01-02 | A       | s1         | verified
            s3           | 2024-01-03 | B       |            | verified
        """,
        measure=lambda claims: cs.measure_repetition(claims, by="speaker", period="all"),
        expect="""
            speaker | mentions | utterances | occasions | occasions_all
            A       |        1 |          0 |         0 |             1
            B       |        1 |          1 |         1 |             1
        """,
    )
