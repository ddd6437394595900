"""Laws of names over time, and of the ledger that keeps them."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from claimstats.codebook import replay
from claimstats.matching.following import follow_claims

STATEMENTS = [f"s{number}" for number in range(12)]


@st.composite
def groupings(draw, letter):
    """A partition of some statements, each group under a name of its own."""
    place = draw(st.lists(st.integers(0, 5), min_size=len(STATEMENTS), max_size=len(STATEMENTS)))
    groups = {}
    for name, group in zip(STATEMENTS, place, strict=True):
        if group:
            groups.setdefault(f"{letter}{group}", set()).add(name)
    return groups


def follow(before, now, used=()):
    return follow_claims(before, now, fixed=set(), used=set(used), alive=STATEMENTS)


def ledger_of(*runs):
    rows = [
        {
            "claim_id": happening.claim_id, "action": happening.action, "from": ";".join(happening.before),
            "into": ";".join(happening.after), "edition": str(number), "text": "", "reason": happening.reason,
        }
        for number, followed in enumerate(runs) for happening in followed.happenings
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["claim_id", "action", "from", "into", "edition", "text", "reason"])


@given(groupings("x"), st.sets(st.sampled_from([f"new{number}" for number in range(30)])), st.data())
@settings(max_examples=100, deadline=None)
def test_adding_statements_renames_no_claim(before, added, data):
    grown = {name: set(members) for name, members in before.items()}
    for name in sorted(added):
        group = data.draw(st.sampled_from([*sorted(before), "another"]))
        grown.setdefault(group, set()).add(name)
    shuffled = {f"y{place}": members for place, members in enumerate(grown.values())}
    followed = follow_claims(before, shuffled, fixed=set(), used=set(), alive=[*STATEMENTS, *added])
    for name, members in before.items():
        (home,) = [group for group, held in shuffled.items() if members <= held]
        assert followed.names[home] == name
    assert {happening.action for happening in followed.happenings} <= {"birth"}


@given(groupings("x"), groupings("y"))
@settings(max_examples=200, deadline=None)
def test_the_ledger_replays_to_the_names_that_live(before, now):
    first = follow({}, before)
    born = {first.names[name]: members for name, members in before.items()}
    second = follow(born, now, used=born)
    standing = replay(ledger_of(first, second))
    assert set(standing.living) == set(second.names.values())
    assert not set(standing.living) & set(standing.ended)
    assert len(set(second.names.values())) == len(now)


@given(groupings("x"), groupings("y"), st.randoms())
@settings(max_examples=100, deadline=None)
def test_the_order_of_groups_and_statements_never_matters(before, now, random):
    def stirred(groups):
        names = sorted(groups)
        random.shuffle(names)
        return {name: sorted(groups[name], key=lambda _: random.random()) for name in names}

    assert follow(before, now) == follow(stirred(before), stirred(now))


@given(groupings("x"), groupings("y"))
@settings(max_examples=200, deadline=None)
def test_a_claim_that_keeps_the_majority_of_its_statements_lives_on(before, now):
    followed = follow(before, now)
    kept = set(followed.names.values())
    merged = {happening.claim_id for happening in followed.happenings if happening.action == "merge"}
    for name, members in before.items():
        if any(2 * len(members & held) > len(members) for held in now.values()):
            assert name in kept | merged
        else:
            assert name not in kept
