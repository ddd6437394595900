"""What becomes of each claim when statements are grouped anew."""

import pytest

from claimstats.matching.following import follow_claims


def follow(before, now, *, fixed=(), used=(), gone=()):
    alive = {member for members in [*before.values(), *now.values()] for member in members} - set(gone)
    return follow_claims(before, now, fixed=set(fixed), used=set(used), alive=alive)


def told(followed):
    return [
        (happening.claim_id, happening.action, happening.before, happening.after) for happening in followed.happenings
    ]


CASES = {
    "a first grouping": (
        {}, {"x": "12", "y": "3"}, {"x": "x", "y": "y"},
        [("x", "birth", (), ("x",)), ("y", "birth", (), ("y",))],
    ),
    "statements are added": ({"a": "12"}, {"x": "1234567"}, {"x": "a"}, []),
    "two of three stay": (
        {"a": "123"}, {"x": "12", "y": "3"}, {"x": "a", "y": "y"},
        [("y", "split", ("a",), ("a", "y"))],
    ),
    "half is no majority": (
        {"a": "12"}, {"x": "1", "y": "2"}, {"x": "x", "y": "y"},
        [("x", "birth", (), ("x",)), ("y", "birth", (), ("y",)), ("a", "retirement", ("a",), ())],
    ),
    "two become one, which bears the name of the larger": (
        {"a": "12", "b": "345"}, {"x": "12345"}, {"x": "b"},
        [("a", "merge", ("a", "b"), ("b",))],
    ),
    "of two equal ones the first name goes on": (
        {"b": "34", "a": "12"}, {"x": "1234"}, {"x": "a"},
        [("b", "merge", ("a", "b"), ("a",))],
    ),
    "nothing is left of it": (
        {"a": "12", "b": "3"}, {"x": "3"}, {"x": "b"},
        [("a", "retirement", ("a",), ())],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_names_and_happenings(case):
    before, now, names, happenings = CASES[case]
    followed = follow(before, now)
    assert dict(followed.names) == names
    assert told(followed) == happenings


def test_a_name_that_a_person_gave_stays_whatever_it_holds():
    followed = follow({"war": "123"}, {"war": "", "x": "123"}, fixed={"war"})
    assert followed.names == {"war": "war", "x": "x"}
    assert told(followed) == [("x", "split", ("war",), ("war", "x"))]


def test_a_proposal_that_a_person_confirms_is_merged_into_what_she_calls_it():
    followed = follow({"proposed-1": "123"}, {"war": "123"}, fixed={"war"})
    assert told(followed) == [
        ("war", "birth", (), ("war",)),
        ("proposed-1", "merge", ("proposed-1",), ("war",)),
    ]


def test_a_name_that_has_ended_is_never_given_again():
    followed = follow({}, {"x": "1", "y": "2"}, used={"x", "x-2"})
    assert followed.names == {"x": "x-3", "y": "y"}


def test_what_left_the_study_has_no_say():
    followed = follow({"a": "12345"}, {"x": "56"}, gone="1234")
    assert followed.names == {"x": "a"}
    assert told(followed) == []


@pytest.mark.parametrize(
    ("before", "now", "gone", "reason"),
    [
        ({"a": "12"}, {"x": "1", "y": "2"}, "", "its statements are spread over x, y, and none of them has more than half"),
        ({"a": "12"}, {"x": "3"}, "12", "its statements are no longer in the study"),
        ({"a": "12"}, {"x": "3"}, "", "its statements are under no claim now"),
        ({"a": ""}, {"x": "3"}, "", "the codebook no longer has it"),
    ],
)  # fmt: skip
def test_an_end_has_its_reason(before, now, gone, reason):
    ends = [happening for happening in follow(before, now, gone=gone).happenings if happening.action == "retirement"]
    assert [happening.reason for happening in ends] == [reason]
