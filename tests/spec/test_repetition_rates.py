"""Rates and shares: from one stream of known coverage, from its rows alone; missing with a reason otherwise."""

import pytest

import claimstats as cs
from claimstats.errors import UsageError

GAP_STUDY = {
    "settings": {"start": "2024-01-01", "as_of": "2024-06-30"},
    "streams": """
        stream_id | table      | complete
        agency    | statements | yes
        search    | statements | unknown
    """,
    "statements": """
        statement_id | date       | stream
        s1           | 2024-01-10 | agency
        s2           | 2024-01-11 | search
        s3           | 2024-02-15 | agency
        s4           | 2024-05-15 | search
    """,
}
QUARTERLY = {"measure": cs.measure_repetition}


def test_only_the_rows_of_the_stream_make_its_rate_and_a_gap_shortens_the_exposure(spec):
    spec(
        **GAP_STUDY,
        coverage="""
            stream | start      | end        | status
            agency | 2024-01-01 | 2024-06-30 | monitored
            agency | 2024-03-11 | 2024-03-20 | missing
            search | 2024-01-01 | 2024-06-30 | unknown
        """,
        **QUARTERLY,
        expect="""
            period | occasions | stream | stream_occasions | exposure_days | estimate | ci_low   | ci_high  | reason
            2024Q1 |         3 | agency |                2 |            81 | 0.740741 | 0.089707 | 2.675810 |
            2024Q2 |         1 | agency |                0 |            91 |        0 |        0 | 1.216114 |
        """,
    )


def test_the_gap_is_flagged_and_so_is_a_first_sighting_soon_after_monitoring_began(spec):
    spec(
        **GAP_STUDY,
        coverage="""
            stream | start      | end        | status
            agency | 2024-01-01 | 2024-06-30 | monitored
            agency | 2024-03-11 | 2024-03-20 | missing
        """,
        **QUARTERLY,
        expect="""
            period | flags
            2024Q1 | coverage_gap;left_truncated
            2024Q2 | left_truncated
        """,
    )


def test_exposure_ends_at_the_cut_off(spec):
    spec(
        settings={"start": "2024-04-01", "as_of": "2024-05-15"},
        statements="""
            statement_id | date       | stream
            s1           | 2024-04-01 | agency
        """,
        coverage="""
            stream | start      | end        | status
            agency | 2024-01-01 | 2024-12-31 | monitored
            agency | 2024-04-10 | 2024-04-14 | missing
        """,
        **QUARTERLY,
        expect="""
            period | exposure_days | estimate | flags
            2024Q2 |            40 |     0.75 | coverage_gap;partial_period
        """,
        where="period == '2024Q2'",
    )


def test_a_period_without_a_monitored_day_has_no_rate_and_says_why(spec):
    spec(
        **GAP_STUDY,
        coverage="""
            stream | start      | end        | status
            agency | 2024-01-01 | 2024-03-31 | monitored
        """,
        **QUARTERLY,
        expect="""
            exposure_days | estimate | ci_low   | ci_high  | reason                             | flags
                       91 | 0.659341 | 0.079849 | 2.381765 |                                    | left_truncated
                        0 |          |          |          | no day of the period was monitored | left_truncated;zero_exposure
        """,
    )


def test_what_was_found_on_a_day_that_was_not_monitored_is_not_divided_by_those_that_were(spec):
    spec(
        settings={"start": "2024-01-01", "as_of": "2024-03-31"},
        statements="""
            statement_id | date       | stream
            s1           | 2024-01-10 | agency
            s2           | 2024-03-15 | agency
        """,
        coverage="""
            stream | start      | end        | status
            agency | 2024-01-01 | 2024-03-31 | monitored
            agency | 2024-03-11 | 2024-03-20 | missing
        """,
        **QUARTERLY,
        expect="""
            occasions | stream_occasions | exposure_days | estimate
                    2 |                1 |            81 | 0.370370
        """,
    )


def test_unknown_coverage_gives_a_lower_bound_and_no_rate(spec):
    spec(
        **GAP_STUDY,
        coverage="""
            stream | start      | end        | status
            search | 2024-01-01 | 2024-06-30 | unknown
        """,
        **QUARTERLY,
        expect="""
            occasions | estimate | ci_low | ci_high | exposure_days | method | reason
                    3 |          |        |         |               | none   | coverage is not known: the count is a lower bound
                    1 |          |        |         |               | none   | coverage is not known: the count is a lower bound
        """,
    )


TWO_KNOWN = """
    stream | start      | end        | status
    agency | 2024-01-01 | 2024-06-30 | monitored
    search | 2024-01-01 | 2024-06-30 | monitored
"""


def test_several_known_streams_are_never_added_up_the_reason_names_them(spec):
    spec(
        **GAP_STUDY,
        coverage=TWO_KNOWN,
        **QUARTERLY,
        expect="""
            period | occasions | estimate | reason
            2024Q1 |         3 |          | several streams have known coverage: name one of agency, search
            2024Q2 |         1 |          | several streams have known coverage: name one of agency, search
        """,
    )


def test_one_of_several_known_streams_is_chosen_by_name(spec):
    spec(
        **GAP_STUDY,
        coverage=TWO_KNOWN,
        measure=lambda claims: cs.measure_repetition(claims, stream="search"),
        expect="""
            occasions | stream_occasions | exposure_days | estimate
                    3 |                1 |            91 | 0.329670
                    1 |                1 |            91 | 0.329670
        """,
    )


def test_a_stream_that_does_not_exist_is_refused_with_the_nearest(spec):
    claims = cs.group_claims(spec.study(**GAP_STUDY, coverage=TWO_KNOWN))
    with pytest.raises(UsageError, match=r"no stream 'agencie'.*agency"):
        cs.measure_repetition(claims, stream="agencie")


def test_texts_that_voice_it_per_thousand_texts_read_with_wilsons_interval(spec):
    # 1 of 29 is 0.0061 to 0.1718 (Newcombe 1998).
    spec(
        settings={"start": "2024-01-01", "as_of": "2024-03-31"},
        statements="""
            statement_id | date       | stream
            s1           | 2024-01-10 | agency
        """,
        coverage="""
            stream | start      | end        | status    | texts
            agency | 2024-01-01 | 2024-01-31 | monitored | 20
            agency | 2024-02-01 | 2024-03-31 | monitored | 9
        """,
        **QUARTERLY,
        expect="""
            period | stream_texts | texts | share_per_1000 | share_low | share_high
            2024Q1 |            1 |    29 |         34.483 |     6.113 |    171.755
        """,
    )


def test_texts_that_cannot_be_divided_between_two_quarters_give_no_share(spec):
    spec(
        settings={"start": "2024-01-01", "as_of": "2024-06-30"},
        statements="""
            statement_id | date       | stream
            s1           | 2024-01-10 | agency
        """,
        coverage="""
            stream | start      | end        | status    | texts
            agency | 2024-01-01 | 2024-06-30 | monitored | 100
        """,
        **QUARTERLY,
        expect="""
            period | exposure_days | estimate | texts | share_per_1000
            2024Q1 |            91 | 0.329670 |       |
            2024Q2 |            91 |        0 |       |
        """,
    )


def test_a_text_that_voices_two_claims_is_one_text_of_its_speaker(spec):
    spec(
        settings={"start": "2024-01-01", "as_of": "2024-03-31"},
        statements="""
            statement_id | date       | stream | speaker | claims
            s1           | 2024-01-10 | agency | A       | c;d
        """,
        coverage="""
            stream | start      | end        | status    | texts
            agency | 2024-01-01 | 2024-03-31 | monitored | 10
        """,
        measure=lambda claims: cs.measure_repetition(claims, by="speaker"),
        expect="""
            speaker | occasions | stream_texts | texts | share_per_1000
            A       |         2 |            1 |    10 |            100
        """,
    )


def test_coverage_of_one_speaker_is_not_coverage_of_the_stream(spec):
    spec(
        settings={"start": "2024-01-01", "as_of": "2024-03-31"},
        statements="""
            statement_id | date       | stream | speaker
            s1           | 2024-01-10 | agency | A
            s2           | 2024-01-10 | agency | B
        """,
        coverage="""
            stream | key | start      | end        | status
            agency | A   | 2024-01-01 | 2024-03-31 | monitored
        """,
        **QUARTERLY,
        expect="""
            period | occasions | estimate | exposure_days | flags
            2024Q1 |         2 |          |               |
        """,
    )
