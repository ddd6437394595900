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


def judge_each(spec, cases, *, settings, coverage, expect):
    """Each case, a polarity with its deeds, in one study: the deeds of a case are towards a party of its own."""
    expectations = [f"e{n:02} | {polarity} | P{n:02} | 19 | 17 | 03 | 1 | 10" for n, (polarity, _) in enumerate(cases)]
    incidents = [
        f"i{n:02}{place} | {day} | {code} | P{n:02}"
        for n, (_, found) in enumerate(cases)
        for place, (code, day) in enumerate(found)
    ]
    heads = "expectation_id | polarity | recipient | codes | partial_codes | contra_codes | window_from | window_to"
    spec(
        settings=settings,
        statements=SAID,
        incidents="\n".join(["incident_id | date | action | recipient", *incidents]),
        expectations="\n".join([heads, *expectations]),
        coverage=coverage,
        measure=cs.measure_gaps,
        expect=expect,
    )


def drawn(head, rows):
    """An expected table of one row per case."""
    return "\n".join([f"expectation_id | {head}", *(f"e{n:02} | {row}" for n, row in enumerate(rows))])


OVER_AND_COVERED = [
    ("present", [(FULL, INSIDE)], "fulfilled | 1"),
    ("present", [(FULL, INSIDE), (CONTRARY, INSIDE)], "fulfilled | 1"),
    ("present", [(PART, INSIDE)], "partial | 0.5"),
    ("present", [(CONTRARY, INSIDE)], "contradicted | 0"),
    ("present", [(CONTRARY, INSIDE), (PART, INSIDE)], "contradicted | 0"),
    ("present", [], "not_observed | 0"),
    ("present", [(OTHER, INSIDE)], "not_observed | 0"),
    ("absent", [(FULL, INSIDE)], "contradicted | 0"),
    ("absent", [(PART, INSIDE)], "fulfilled | 1"),
    ("absent", [], "fulfilled | 1"),
]
OVER_AND_UNCOVERED = [
    ("present", [(FULL, INSIDE)], "fulfilled | 1"),
    ("present", [(PART, INSIDE)], "partial | 0.5"),
    ("present", [(CONTRARY, INSIDE)], "contradicted | 0"),
    ("present", [], "unassessable | "),
    ("absent", [(FULL, INSIDE)], "contradicted | 0"),
    ("absent", [], "unassessable | "),
]
STILL_OPEN = [
    ("present", [], "pending | "),
    ("present", [(PART, INSIDE)], "pending | "),
    ("present", [(CONTRARY, INSIDE)], "contradicted | "),
    ("present", [(FULL, INSIDE)], "fulfilled | "),
    ("absent", [], "pending | "),
    ("absent", [(FULL, INSIDE)], "contradicted | "),
]


@pytest.mark.parametrize(
    ("cases", "settings", "status", "closed"),
    [
        (OVER_AND_COVERED, OVER, "monitored", "yes"),
        (OVER_AND_UNCOVERED, OVER, "unknown", "yes"),
        (STILL_OPEN, OPEN, "monitored", "no"),
    ],
    ids=["over and covered", "over and not covered", "still open"],
)
def test_the_outcome_of_a_window_and_its_credit(spec, cases, settings, status, closed):
    judge_each(
        spec,
        [case[:2] for case in cases],
        settings=settings,
        coverage=COVERED.replace("monitored", status),
        expect=drawn(
            "window_lo | window_hi | closed | outcome | credit",
            [f"2024-03-02 | 2024-03-11 | {closed} | {row}" for *_, row in cases],
        ),
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
            windows | closed | fulfilled | partial | contradicted | not_observed | pending | unassessable | not_triggered
                  3 |      2 |         1 |       1 |            0 |            0 |       1 |            0 |             0
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


def test_a_deed_of_uncertain_date_is_definite_only_if_all_its_days_are_inside(spec):
    judge_each(
        spec,
        [("present", [(FULL, when)]) for when, *_ in DATED],
        settings=OVER,
        coverage=COVERED,
        expect=drawn("outcome | outcome_possible", [f"{outcome} | {possible}" for _, outcome, possible in DATED]),
    )


BOUNDS = [
    ("2024-03-01", "not_observed"),
    ("2024-03-02", "fulfilled"),
    ("2024-03-11", "fulfilled"),
    ("2024-03-12", "not_observed"),
]


def test_a_window_is_closed_on_both_sides(spec):
    judge_each(
        spec,
        [("present", [(FULL, when)]) for when, _ in BOUNDS],
        settings=OVER,
        coverage=COVERED,
        expect=drawn("outcome", [outcome for _, outcome in BOUNDS]),
    )


def test_a_deed_of_the_same_day_counts_for_a_state_and_not_for_a_promise(spec):
    spec(
        settings=OVER,
        claims="""
            claim_id   | type
            state      | state
            restraint  | restraint
            commitment | commitment
            threat     | threat
            prediction | prediction
        """,
        statements="""
            statement_id | date       | claims
            s1           | 2024-03-01 | state;restraint;commitment;threat;prediction
        """,
        incidents=deeds((FULL, "2024-03-01")),
        expectations="""
            expectation_id | claim_id   | codes | window_to
            e1             | state      | 19    | 10
            e2             | restraint  | 19    | 10
            e3             | commitment | 19    | 10
            e4             | threat     | 19    | 10
            e5             | prediction | 19    | 10
        """,
        coverage=COVERED,
        measure=cs.measure_gaps,
        expect="""
            claim_id   | window_lo  | outcome
            state      | 2024-03-01 | fulfilled
            restraint  | 2024-03-01 | fulfilled
            commitment | 2024-03-02 | not_observed
            threat     | 2024-03-02 | not_observed
            prediction | 2024-03-02 | not_observed
        """,
    )
