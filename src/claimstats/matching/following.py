"""Follow claims from one grouping to the next: which keep their name, and what became of the others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Followed", "Happening", "follow_claims"]

Groups = Mapping[str, Collection[str]]


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One thing that happened to a claim: a row of the ledger without its edition.

    Attributes
    ----------
    claim_id, action, reason
        What happened to which claim, and why.
    before, after
        The claims that it came from, and those that go on.
    """

    claim_id: str
    action: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A new grouping under the names of the last one.

    Attributes
    ----------
    names
        The name that each new group bears, by the name it came with.
    happenings
        What happened on the way, in an order in which it can be replayed.
    """

    names: Mapping[str, str]
    happenings: Sequence[Happening]


def follow_claims(
    before: Groups, now: Groups, *, fixed: Collection[str], used: Collection[str], alive: Collection[str]
) -> Followed:
    """Give each new group the name of the claim that it goes on with, and say what became of every other claim.

    A claim that a person named keeps its name. A claim that a machine proposed goes on in the group that holds more than
    half of those of its statements that are still there; so statements that are added never rename it. Where several claims
    have their majority in one group, the one with most statements there gives the name and the others are merged into it. A
    claim whose statements are spread, with no majority anywhere, ends. No name is used again that has ended.

    Parameters
    ----------
    before, now
        Statements by claim; the claims of ``before`` are those that live.
    fixed
        The names of ``now`` that people gave.
    used
        Every name that was ever used.
    alive
        The statements that are still in the study.
    """
    there = set(alive)
    old = {name: frozenset(members) & there for name, members in before.items()}
    new = {name: frozenset(members) for name, members in now.items()}
    groups_of = _holders(new)
    homes = _homes(old, groups_of, fixed=set(fixed))
    names = _names(old, new, homes, fixed=set(fixed), used=set(used) | set(before))
    happenings = _tell(before, old, _origins(old, new, names, living=set(before)), homes, names, groups_of)
    return Followed(names=names, happenings=happenings)


def _holders(groups: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    """The groups that each statement is in."""
    found: dict[str, list[str]] = {}
    for group, members in groups.items():
        for member in members:
            found.setdefault(member, []).append(group)
    return found


def _homes(
    old: Mapping[str, frozenset[str]], groups_of: Mapping[str, Sequence[str]], *, fixed: set[str]
) -> dict[str, str]:
    """The new group in which each old claim goes on, if there is one."""
    homes = {}
    for claim, members in old.items():
        if claim in fixed:
            homes[claim] = claim
            continue
        best = _majority(members, groups_of)
        if best:
            homes[claim] = best
    return homes


def _names(
    old: Mapping[str, frozenset[str]],
    new: Mapping[str, frozenset[str]],
    homes: Mapping[str, str],
    *,
    fixed: set[str],
    used: set[str],
) -> dict[str, str]:
    """The name of each new group: a person's, the one it goes on with, or its own if nobody ever bore it."""
    arrivals: dict[str, list[str]] = {}
    for claim, group in homes.items():
        arrivals.setdefault(group, []).append(claim)
    names, taken = {}, used | fixed
    for group in sorted(new):
        if group in fixed:
            names[group] = group
            continue
        claims = [claim for claim in arrivals.get(group, ()) if claim not in fixed]
        if claims:
            names[group] = min(claims, key=lambda claim: (-len(old[claim] & new[group]), claim))
        else:
            names[group] = _free(group, taken)
            taken.add(names[group])
    return names


def _free(name: str, taken: Collection[str]) -> str:
    """The name, with a number behind it if it was used before."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def _tell(
    before: Groups,
    old: Mapping[str, frozenset[str]],
    origin: Mapping[str, str],
    homes: Mapping[str, str],
    names: Mapping[str, str],
    groups_of: Mapping[str, Sequence[str]],
) -> list[Happening]:
    """Births and splits first, then merges and retirements, so that what a claim ends in has begun."""
    goes_on = {claim: names[group] for claim, group in homes.items()}
    told: list[Happening] = []
    for name in sorted(set(names.values()) - set(before)):
        source = origin.get(name, "")
        if source and goes_on.get(source) == source:
            reason = f"most of its statements were under {source}, which goes on"
            told.append(Happening(claim_id=name, action="split", before=(source,), after=(source, name), reason=reason))
        else:
            reason = "statements that were under no claim that goes on" if before else "first recorded"
            told.append(Happening(claim_id=name, action="birth", before=(), after=(name,), reason=reason))
    for claim in sorted(set(before) - {name for name, heir in goes_on.items() if name == heir}):
        heir = goes_on.get(claim, "")
        if heir:
            reason = f"more than half of its statements are now under {heir}"
            both = tuple(sorted({claim, heir} & set(before)))
            told.append(Happening(claim_id=claim, action="merge", before=both, after=(heir,), reason=reason))
        else:
            held = sorted({names[group] for member in old[claim] for group in groups_of.get(member, ())})
            reason = _why_it_ended(bool(before[claim]), bool(old[claim]), held)
            told.append(Happening(claim_id=claim, action="retirement", before=(claim,), after=(), reason=reason))
    return told


def _why_it_ended(had_some: bool, has_some: bool, held: Sequence[str]) -> str:
    """Where the statements of a claim without an heir have gone."""
    if not had_some:
        return "the codebook no longer has it"
    if not has_some:
        return "its statements are no longer in the study"
    if not held:
        return "its statements are under no claim now"
    return f"its statements are spread over {', '.join(held)}, and none of them has more than half"


def _origins(
    old: Mapping[str, frozenset[str]], new: Mapping[str, frozenset[str]], names: Mapping[str, str], *, living: set[str]
) -> dict[str, str]:
    """For each new name the old claim that most of its statements were under, if most were under one."""
    claims_of = _holders(old)
    found = {
        names[group]: _majority(members, claims_of) for group, members in new.items() if names[group] not in living
    }
    return {name: claim for name, claim in found.items() if claim}


def _majority(members: frozenset[str], holders: Mapping[str, Sequence[str]]) -> str:
    """The group that holds more than half of the statements; of two that do, the one with most; else nothing."""
    shared: dict[str, int] = {}
    for member in members:
        for group in holders.get(member, ()):
            shared[group] = shared.get(group, 0) + 1
    best = min(shared, key=lambda group: (-shared[group], group), default="")
    return best if best and 2 * shared[best] > len(members) else ""
