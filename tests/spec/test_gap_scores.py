"""From outcomes to a gap: weights, partial credit, the mature cohort, own and other, claims and corpus."""

import pytest

import claimstats as cs

OVER = {"start": "2024-01-01", "as_of": "2024-06-30"}
COVERED = """
    stream  | start      | end        | status
    records | 2024-01-01 | 2024-12-31 | monitored
"""
SAID = """
    statement_id | date
    s1           | 2024-03-01
"""
FULL_AND_PART = """
    incident_id | date       | action
    i1          | 2024-03-05 | 190
    i2          | 2024-03-05 | 172
"""


def test_weights_and_partial_credit_make_the_mean_of_an_anchor(spec):
    # (2 x 1 + 1 x 0.5 + 1 x 0) / 4 = 0.625
    spec(
        settings=OVER,
        statements=SAID,
        incidents=FULL_AND_PART,
        expectations="""
            expectation_id | codes | partial_codes | weight | window_from | window_to
            full           | 19    |               | 2      | 1           | 10
            part           | 20    | 17            | 1      | 1           | 10
            none           | 20    |               | 1      | 1           | 10
        """,
        coverage=COVERED,
        measure=cs.measure_gaps,
        table="claims",
        expect="""
            claim_id | role | fulfilment | estimate | gap_lo | gap_hi | n | n_units | windows | reason
            c        | own  |      0.625 |    0.375 |  0.375 |  0.375 | 3 |       1 |       3 |
        """,
    )


@pytest.mark.parametrize(("own_credit", "setting", "credit"), [("", 0.5, "0.5"), ("", 0.3, "0.3"), ("0.2", 0.3, "0.2")])
def test_the_credit_of_a_part_is_the_studys_unless_the_expectation_has_its_own(spec, own_credit, setting, credit):
    spec(
        settings=OVER | {"thresholds": {"partial_credit": setting}},
        statements=SAID,
        incidents=FULL_AND_PART,
        expectations=f"""
            expectation_id | codes | partial_codes | partial_credit | window_from | window_to
            part           | 20    | 17            | {own_credit}   | 1           | 10
        """,
        coverage=COVERED,
        measure=cs.measure_gaps,
        expect=f"""
            outcome | credit
            partial | {credit}
        """,
    )


def test_every_anchor_of_a_claim_weighs_the_same_however_many_windows_it_has(spec):
    # s1 has two scored windows (0 and 1, mean 0.5), s2 has one (1): the mean is 0.75, not 2 of 3.
    spec(
        settings={"start": "2024-01-01", "as_of": "2024-04-20"},
        statements="""
            statement_id | date
            s1           | 2024-01-01
            s2           | 2024-04-01
        """,
        incidents="""
            incident_id | date       | action
            i1          | 2024-01-05 | 190
            i2          | 2024-04-05 | 190
        """,
        expectations="""
            expectation_id | codes | window_from | window_to
            short          | 19    | 1           | 10
            long           | 20    | 1           | 60
        """,
        coverage=COVERED,
        measure=cs.measure_gaps,
        table="claims",
        expect="""
            claim_id | fulfilment | estimate | n | n_units | windows | flags
            c        |       0.75 |     0.25 | 3 |       2 |       4 | exploratory;n_small;open_windows
        """,
    )


def test_a_window_that_is_fulfilled_early_but_still_open_is_not_scored(spec):
    # Scoring what has resolved early would select on the outcome.
    spec(
        settings={"start": "2024-01-01", "as_of": "2024-03-10"},
        statements="""
            statement_id | date
            s1           | 2024-01-10
            s2           | 2024-03-01
        """,
        incidents="""
            incident_id | date
            i1          | 2024-03-05
        """,
        expectations="""
            expectation_id | window_from | window_to
            e              | 1           | 30
        """,
        coverage=COVERED,
        measure=cs.measure_gaps,
        expect="""
            anchor_id | closed | outcome      | credit | flags
            s1        | yes    | not_observed |      0 | exploratory
            s2        | no     | fulfilled    |        | exploratory;open_windows
        """,
    )
    spec(
        settings={"start": "2024-01-01", "as_of": "2024-03-10"},
        statements="""
            statement_id | date
            s2           | 2024-03-01
        """,
        incidents="""
            incident_id | date
            i1          | 2024-03-05
        """,
        expectations="""
            expectation_id | window_from | window_to
            e              | 1           | 30
        """,
        coverage=COVERED,
        measure=cs.measure_gaps,
        table="claims",
        expect="""
            estimate | fulfilment | n | windows | reason
                     |            | 0 |       1 | no window was over at the cut-off
        """,
    )


OWN_AND_OTHER = """
    expectation_id | claim_id | role  | codes | window_from | window_to
    own_c          | c        | own   | 19    | 1           | 10
    other_c        | c        | other | 20    | 1           | 10
    own_d          | d        | own   | 17    | 1           | 10
    own_e          | e        | own   | 20    | 1           | 10
"""
THREE_CLAIMS = """
    statement_id | date       | claims
    s1           | 2024-03-01 | c;d;e
    s2           | 2024-03-02 | c
    s3           | 2024-04-01 | c
"""


def test_own_and_other_deeds_are_never_pooled_and_every_claim_has_one_vote(spec):
    # own: c (1 + 0) / 2, d 1, e 0: mean 0.5 though c was said three times; other: c alone, 0.
    tables = {
        "settings": OVER, "statements": THREE_CLAIMS, "incidents": FULL_AND_PART, "expectations": OWN_AND_OTHER,
        "coverage": COVERED, "measure": cs.measure_gaps,
    }  # fmt: skip
    spec(
        **tables,
        table="claims",
        expect="""
            claim_id | role  | fulfilment | estimate | n_units
            c        | own   |        0.5 |      0.5 |       2
            c        | other |          0 |        1 |       2
            d        | own   |          1 |        0 |       1
            e        | own   |          0 |        1 |       1
        """,
    )
    spec(
        **tables,
        table="corpus",
        expect="""
            claim_id | role  | fulfilment | estimate | n_units | n | windows
            all      | own   |        0.5 |      0.5 |       3 | 4 |       4
            all      | other |          0 |        1 |       1 | 2 |       2
        """,
    )


def test_a_claim_that_cannot_be_scored_has_no_vote_and_says_why(spec):
    tables = {
        "settings": OVER,
        "statements": THREE_CLAIMS,
        "expectations": """
            expectation_id | claim_id | codes | family | anchor  | trigger_codes | window_from | window_to
            known          | c        | 19    | war    | episode |               | 1           | 10
            unknown        | d        | 03    | talks  | episode |               | 1           | 10
            idle           | e        | 19    | war    | trigger | 154           | 1           | 10
        """,
        "coverage": """
            stream  | key | start      | end        | status
            records | war | 2024-01-01 | 2024-12-31 | monitored
        """,
        "measure": cs.measure_gaps,
    }
    spec(
        **tables,
        table="claims",
        expect="""
            claim_id | estimate | n | assessable_share | reason
            c        |        1 | 2 |                1 |
            d        |          | 0 |                0 | the record does not cover the windows
            e        |          | 0 |                  | the line was never crossed in the record
        """,
    )
    spec(
        **tables,
        table="corpus",
        expect="""
            claim_id | role | estimate | n_units | windows
            all      | own  |        1 |       1 |       4
        """,
    )


FROZEN = [("2024-02-29", ""), ("2024-03-02", ""), ("2024-03-03", "exploratory"), ("", "exploratory")]


@pytest.mark.parametrize(("frozen_at", "flags"), FROZEN)
def test_an_expectation_written_after_its_window_began_or_nobody_knows_when_is_exploratory(spec, frozen_at, flags):
    spec(
        settings=OVER,
        statements=SAID,
        expectations=f"""
            expectation_id | frozen_at   | window_from | window_to
            e              | {frozen_at} | 1           | 10
        """,
        coverage=COVERED,
        measure=cs.measure_gaps,
        expect=f"""
            window_lo  | flags
            2024-03-02 | {flags}
        """,
    )


@pytest.mark.parametrize("table", ["pairs", "outcomes", "claims", "corpus"])
def test_a_study_without_expectations_has_empty_tables(spec, table):
    spec(settings=OVER, statements=SAID, measure=cs.measure_gaps, table=table, expect="claim_id")
