"""Numbers of the real study, counted by hand from its tables; the ids of the rows stand beside each number."""

from pathlib import Path

import pytest

import claimstats as cs

FOLDER = Path(__file__).parents[2] / "data" / "kremlin-nato"


@pytest.fixture(scope="module")
def claims():
    return cs.group_claims(cs.load(FOLDER))


@pytest.fixture(scope="module")
def repetition(claims):
    return cs.measure_repetition(claims)


@pytest.fixture(scope="module")
def gaps(claims):
    return cs.measure_gaps(claims)


def test_nato_at_war_was_said_twice_in_the_third_quarter_of_2025_and_three_times_before(spec, repetition):
    # Before: S048 (2022-09-21), S067 (2023-01-10), S079 (2023-02-28). Then: S153 (15 September), S155 (25 September).
    # After: S158 (2 October). No headline of the agency carries it.
    spec.compare(
        repetition.to_frame().query("claim_id == 'nato_at_war' and period in ('2025Q3', '2025Q4', '2026Q1')"),
        """
            period | mentions | occasions | repeats | occasions_before | speakers | first_seen | last_seen
            2025Q3 |        2 |         2 |       2 |                3 |        2 | 2022-09-21 | 2025-10-02
            2025Q4 |        1 |         1 |       1 |                5 |        1 | 2022-09-21 | 2025-10-02
            2026Q1 |        0 |         0 |       0 |                6 |        0 | 2022-09-21 | 2025-10-02
        """,
    )
    rows = repetition.explain("nato_at_war", "2025Q3")
    assert rows["statement_id"].tolist() == ["S153", "S155"]
    assert rows["speaker"].tolist() == ["peskov", "lavrov"]


def test_before_the_headlines_begin_there_is_no_rate_and_the_reason_is_given(spec, repetition):
    spec.compare(
        repetition.to_frame().query("claim_id == 'nato_at_war' and period == '2025Q3'"),
        """
            stream         | exposure_days | estimate | texts | share_per_1000 | reason
            tass_headlines |             0 |          |       |                | no day of the period was monitored
        """,
    )


def test_ready_to_negotiate_in_the_fourth_quarter_of_2025(spec, repetition):
    # Search: S157, S168. Headlines, one occasion each: T049 T050 T052 T058 T061 T062 T069 T074 T075 T080 T094 T107 T159
    # T162 T171; T084 and T085 are one, T110, T112 and T117 are one: 17. Left out: T054 (conditional), and the unverified
    # S165 T001 T045 T059 T070 T160 T167, which would be seven occasions more, and T077, which shares the one of T075.
    # 17 in 66 days are 7.727 in 30; 20 of 8,232 headlines are 2.43 in a thousand.
    spec.compare(
        repetition.to_frame().query("claim_id == 'ready_to_negotiate' and period == '2025Q4'"),
        """
            mentions | occasions | occasions_all | stream_occasions | stream_texts | estimate | share_per_1000
                  22 |        19 |            26 |               17 |           20 |    7.727 |          2.430
        """,
    )


def test_the_headlines_of_the_fourth_quarter_of_2025(spec, claims):
    spec.compare(
        cs.measure_coverage(claims.study).to_frame().query("stream == 'tass_headlines' and period >= '2025Q3'"),
        """
            period | monitored_days | texts | status | flags
            2025Q3 |              0 |       | known  |
            2025Q4 |             66 |  8232 | known  | coverage_gap
            2026Q1 |             70 |  7992 | known  | partial_period
        """,
    )


def test_the_window_of_nato_at_war_that_opens_on_15_september_2025(spec, gaps):
    # 15 September to 14 December 2025. Airspace of a member, in part: I093 (Estonia), I101 (Lithuania); I096 has no
    # actor. Article 4, in part: I097; I081 was on 10 September. The summit I079 was in August, and talks are not covered.
    spec.compare(
        gaps.to_frame().query("claim_id == 'nato_at_war' and anchor_id == 'S153'"),
        """
            expectation_id          | role  | window_lo  | window_hi  | closed | outcome      | partial_incidents | credit
            at_war_declared         | own   | 2025-09-15 | 2025-12-14 | yes    | not_observed |                   |      0
            at_war_attack           | own   | 2025-09-15 | 2025-12-14 | yes    | partial      | I093;I101         |    0.5
            at_war_mobilises        | own   | 2025-09-15 | 2025-12-14 | yes    | not_observed |                   |      0
            at_war_breaks_relations | own   | 2025-09-15 | 2025-12-14 | yes    | unassessable |                   |
            at_war_no_summit        | own   | 2025-09-15 | 2025-12-14 | yes    | unassessable |                   |
            at_war_nato_force       | other | 2025-09-15 | 2025-12-14 | yes    | not_observed |                   |      0
            at_war_article5         | other | 2025-09-15 | 2025-12-14 | yes    | partial      | I097              |    0.5
        """,
    )


def test_the_episodes_of_nato_at_war(gaps):
    # S079 lies 49 days after S067, within its 90 days; S155 and S158 lie within those of S153.
    anchors = gaps.to_frame().query("claim_id == 'nato_at_war'")["anchor_id"]
    assert sorted(set(anchors)) == ["S048", "S067", "S153"]


def test_the_lines_that_were_crossed_and_those_that_were_not(spec, gaps):
    # No test of a nuclear explosive by the United States and no troops of a member in Ukraine are in the record.
    # Deliveries of Denmark and the Netherlands: I060. Accessions after S004 (2015): I011 Montenegro, I041 Finland,
    # I051 Sweden; answers within 180 days: the exercise I012, the deployment I044, the nuclear exercise I055.
    spec.compare(
        gaps.to_frame().query(
            "expectation_id in ('test_answered', 'jets_delivered', 'troops_sent', 'enlargement_answered')"
        ),
        """
            expectation_id       | anchor_id | window_lo  | window_hi  | outcome       | incidents | partial_incidents
            test_answered        |           |            |            | not_triggered |           |
            jets_delivered       | I060      | 2024-08-05 | 2024-11-02 | not_observed  |           |
            troops_sent          |           |            |            | not_triggered |           |
            enlargement_answered | I011      | 2017-06-06 | 2017-12-02 | partial       |           | I012
            enlargement_answered | I041      | 2023-04-05 | 2023-10-01 | fulfilled     | I044      |
            enlargement_answered | I051      | 2024-03-08 | 2024-09-03 | partial       |           | I055
        """,
    )


def test_article_4_was_called_eight_times_for_certain_and_requested_once_more(claims):
    incidents = claims.study.incidents.query("verification == 'verified'")
    meetings = incidents.query("action == '040.article4'")["incident_id"].tolist()
    assert meetings == ["I003", "I004", "I005", "I006", "I013", "I018", "I081", "I097"]
    assert incidents.query("action == '022.article4'")["incident_id"].tolist() == ["I092"]


def test_everything_that_rests_on_its_expectations_is_exploratory(gaps):
    judged = gaps.to_frame().query("outcome != 'not_triggered'")
    assert judged["flags"].str.contains("exploratory").all()
