"""The seven outcomes: which one a window gets, for a deed expected and for a deed expected not to be."""

import pytest

import claimstats as cs

COVERED = """
    stream  | key | start      | end        | status
    records |     | 2024-01-01 | 2024-12-31 | monitored
"""
SAID = """
    statement_id | date
    s1           | 2024-03-01
"""
#: A window of ten days, 2024-03-02 to 2024-03-11, over at the cut-off.
OVER = {"start": "2024-01-01", "as_of": "2024-06-30"}
#: The same window, still open.
OPEN = {"start": "2024-01-01", "as_of": "2024-03-10"}


def expected(polarity, **more):
    """One expectation: codes 19 in full, 17 in part, 03 to the contrary, days 1 to 10 after the words."""
    columns = {
        "expectation_id": "e", "polarity": polarity, "codes": "19", "partial_codes": "17", "contra_codes": "03",
        "window_from": "1", "window_to": "10", **more,
    }  # fmt: skip
    return " | ".join(columns) + "\n" + " | ".join(columns.values())


def deeds(*codes_and_days):
    """Incidents drawn from pairs of a code and a day."""
    rows = [f"i{number} | {day} | {code}" for number, (code, day) in enumerate(codes_and_days, start=1)]
    return "\n".join(["incident_id | date | action", *rows])


FULL, PART, CONTRARY, OTHER = "190", "172", "036", "010"
INSIDE = "2024-03-05"

OUTCOMES = [
    # polarity, deeds, cut-off, coverage known, outcome, credit
    ("present", [(FULL, INSIDE)], OVER, True, "fulfilled", "1"),
    ("present", [(FULL, INSIDE)], OVER, False, "fulfilled", "1"),
    ("present", [(FULL, INSIDE), (CONTRARY, INSIDE)], OVER, True, "fulfilled", "1"),
    ("present", [(PART, INSIDE)], OVER, True, "partial", "0.5"),
    ("present", [(PART, INSIDE)], OVER, False, "partial", "0.5"),
    ("present", [(CONTRARY, INSIDE)], OVER, True, "contradicted", "0"),
    ("present", [(CONTRARY, INSIDE), (PART, INSIDE)], OVER, True, "contradicted", "0"),
    ("present", [], OVER, True, "not_observed", "0"),
    ("present", [(OTHER, INSIDE)], OVER, True, "not_observed", "0"),
    ("present", [], OVER, False, "unassessable", ""),
    ("present", [], OPEN, True, "pending", ""),
    ("present", [(PART, INSIDE)], OPEN, True, "pending", ""),
    ("present", [(CONTRARY, INSIDE)], OPEN, True, "contradicted", ""),
    ("present", [(FULL, INSIDE)], OPEN, True, "fulfilled", ""),
    ("absent", [(FULL, INSIDE)], OVER, True, "contradicted", "0"),
    ("absent", [(FULL, INSIDE)], OVER, False, "contradicted", "0"),
    ("absent", [(PART, INSIDE)], OVER, True, "fulfilled", "1"),
    ("absent", [], OVER, True, "fulfilled", "1"),
    ("absent", [], OVER, False, "unassessable", ""),
    ("absent", [], OPEN, True, "pending", ""),
    ("absent", [(FULL, INSIDE)], OPEN, True, "contradicted", ""),
]


@pytest.mark.parametrize(("polarity", "found", "settings", "known", "outcome", "credit"), OUTCOMES)
def test_the_outcome_of_a_window(spec, polarity, found, settings, known, outcome, credit):
    spec(
        settings=settings,
        statements=SAID,
        incidents=deeds(*found),
        expectations=expected(polarity),
        coverage=COVERED if known else COVERED.replace("monitored", "unknown"),
        measure=cs.measure_gaps,
        expect=f"""
            claim_id | anchor_id | window_lo  | window_hi  | closed                           | outcome   | credit
            c        | s1        | 2024-03-02 | 2024-03-11 | {"yes" if settings is OVER else "no"} | {outcome} | {credit}
        """,
    )


@pytest.mark.parametrize("polarity", ["present", "absent"])
def test_a_line_that_was_never_crossed_is_not_triggered(spec, polarity):
    spec(
        settings=OVER,
        statements=SAID,
        incidents=deeds((FULL, INSIDE)),
        expectations=expected(polarity, anchor="trigger", trigger_codes="154"),
        coverage=COVERED,
        measure=cs.measure_gaps,
        expect="""
            claim_id | period | anchor_id | closed | outcome       | outcome_possible | credit
            c        |        |           | no     | not_triggered | not_triggered    |
        """,
    )


def test_the_seven_counts_sum_to_the_windows(spec):
    spec(
        settings=OVER,
        statements="""
            statement_id | date
            s1           | 2024-01-10
            s2           | 2024-03-01
            s3           | 2024-06-25
        """,
        incidents=deeds((FULL, "2024-01-12"), (PART, "2024-03-03")),
        expectations=expected("present"),
        coverage=COVERED,
        measure=cs.measure_gaps,
        table="outcomes",
        expect="""
            expectation_id | windows | closed | fulfilled | partial | contradicted | not_observed | pending | unassessable
            e              |       3 |      2 |         1 |       1 |            0 |            0 |       1 |            0
        """,
    )


DATED = [
    # the deed's date, outcome when it must lie inside, outcome when it may
    ("2024-03-05", "fulfilled", "fulfilled"),
    ("2024-03-01/2024-03-02", "not_observed", "fulfilled"),
    ("2024-03-11/2024-03-12", "not_observed", "fulfilled"),
    ("2024-03", "not_observed", "fulfilled"),
    ("2024", "not_observed", "fulfilled"),
    ("2024-03-02/2024-03-11", "fulfilled", "fulfilled"),
    ("2024-03-12/2024-03-15", "not_observed", "not_observed"),
    ("2024-03-05?", "fulfilled", "fulfilled"),
]


@pytest.mark.parametrize(("when", "outcome", "possible"), DATED)
def test_a_deed_of_uncertain_date_is_definite_only_if_all_its_days_are_inside(spec, when, outcome, possible):
    spec(
        settings=OVER,
        statements=SAID,
        incidents=deeds((FULL, when)),
        expectations=expected("present"),
        coverage=COVERED,
        measure=cs.measure_gaps,
        expect=f"""
            outcome   | outcome_possible | incidents | possible_incidents
            {outcome} | {possible} | {"i1" if outcome == "fulfilled" else ""} | {"i1" if outcome != possible else ""}
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
        incidents=deeds((FULL, "2024-03-03"), (FULL, "2024-03-04"), (FULL, "2024-03-11"), (FULL, "2024-03-13")),
        expectations=expected("present"),
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
        incidents=deeds((FULL, "2024-03")),
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


BOUNDS = [
    ("2024-03-01", "not_observed"),
    ("2024-03-02", "fulfilled"),
    ("2024-03-11", "fulfilled"),
    ("2024-03-12", "not_observed"),
]


@pytest.mark.parametrize(("when", "outcome"), BOUNDS)
def test_a_window_is_closed_on_both_sides(spec, when, outcome):
    spec(
        settings=OVER,
        statements=SAID,
        incidents=deeds((FULL, when)),
        expectations=expected("present"),
        coverage=COVERED,
        measure=cs.measure_gaps,
        expect=f"""
            outcome
            {outcome}
        """,
    )


SAME_DAY = [
    ("state", "2024-03-01", "fulfilled"),
    ("restraint", "2024-03-01", "fulfilled"),
    ("commitment", "2024-03-02", "not_observed"),
    ("threat", "2024-03-02", "not_observed"),
    ("prediction", "2024-03-02", "not_observed"),
]


@pytest.mark.parametrize(("kind", "first_day", "outcome"), SAME_DAY)
def test_a_deed_of_the_same_day_counts_for_a_state_and_not_for_a_promise(spec, kind, first_day, outcome):
    spec(
        settings=OVER,
        claims=f"""
            claim_id | type
            c        | {kind}
        """,
        statements=SAID,
        incidents=deeds((FULL, "2024-03-01")),
        expectations="""
            expectation_id | codes | window_to
            e              | 19    | 10
        """,
        coverage=COVERED,
        measure=cs.measure_gaps,
        expect=f"""
            window_lo    | outcome
            {first_day} | {outcome}
        """,
    )
