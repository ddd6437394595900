"""Who is meant by a name: by the codebook's ids, names, aliases and offices, and never by a guess."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from claimstats.codebook.spelling import (
    agrees,
    fold,
    in_latin,
    long_forms,
    sounds,
    surname_last,
    without_nickname,
    without_title,
)
from claimstats.dates import iso
from claimstats.schema.checking import split_values

__all__ = ["Directory", "Naming"]

#: How like a known name must be to be listed as near, of 100, and how many are listed.
NEAR, LISTED = 70, 3


@dataclass(frozen=True, kw_only=True)
class Naming:
    """Who is meant.

    Parameters
    ----------
    actor_id
        Empty where nobody, or more than one, fits.
    how
        By what: ``id``, ``name``, ``alias``, ``spelling``, ``title``, ``transliteration``, ``office``, ``nickname``,
        ``middle name`` (left out or short on one side), ``order`` (surname before name and
        patronymic), ``title and office`` (a surname after the office that its bearer held);
        ``ambiguous`` where several fit, ``part of a name`` where only a surname does, ``unknown``.
    candidates
        Everybody who fits, where that is not one.
    """

    actor_id: str
    how: str
    candidates: tuple[str, ...] = ()


class Directory:
    """The actors of a codebook, to be looked up by what they are called.

    Parameters
    ----------
    actors, offices
        Tables of a study, as normalised text.
    """

    def __init__(self, actors: pd.DataFrame, offices: pd.DataFrame) -> None:
        self._ids = frozenset(actors["actor_id"])
        self._written: dict[str, dict[str, set[str]]] = {"name": {}, "alias": {}}
        for row in actors.to_dict("records"):
            called = {"name": [str(row["name"])], "alias": split_values(str(row["aliases"]))}
            for how, names in called.items():
                for name in names:
                    self._written[how].setdefault(name, set()).add(str(row["actor_id"]))
        everything = [(name, ids) for names in self._written.values() for name, ids in names.items()]
        self._folded = _index(everything, fold)
        self._untitled = _index(everything, lambda name: without_title(fold(without_nickname(name))))
        self._sounding = _index(self._untitled.items(), sounds)
        self._long = _index(
            [(form, ids) for name, ids in self._untitled.items() for form in (name, *long_forms(name))], sounds
        )
        self._surnames = _index(
            [(last, ids) for name, ids in self._untitled.items() for last in _surnames_of(name)], sounds
        )
        self._turned = _index([(" ".join(name.split()[::-1]), ids) for name, ids in self._untitled.items()], sounds)
        self._given: dict[str, set[str]] = {}
        for name, ids in self._untitled.items():
            for actor in ids:
                self._given.setdefault(actor, set()).add(name.split(" ", 1)[0])
        self._ends = _index([(name, {name}) for name in self._untitled if " " in name], _ends)
        self._offices: dict[str, list[tuple[str, str, str]]] = {}
        for row in offices.to_dict("records"):
            held = (str(row["actor_id"]), str(row["start"]), str(row["end"]))
            self._offices.setdefault(_office(str(row["office"])), []).append(held)

    def find(self, name: str, *, lo: int, hi: int) -> Naming:
        """Who is meant by a name on a day.

        Parameters
        ----------
        name
            As it is written.
        lo, hi
            First and last day on which it may have been written: who holds an office depends on it.
        """
        if name in self._ids:
            return Naming(actor_id=name, how="id")
        folded, plain = fold(name), without_title(fold(without_nickname(name)))
        return (
            self._as_written(name)
            or self._as_spelled(name, folded, plain)
            or self._holder(_office(name), lo=lo, hi=hi)
            or self._by_parts(plain)
            or self._titled(folded, plain, lo=lo, hi=hi)
            or self._in_part(plain)
            or Naming(actor_id="", how="unknown")
        )

    def _as_written(self, name: str) -> Naming | None:
        """By a name or an alias as it stands there; both of one and of another are two."""
        found = {how: written[name] for how, written in self._written.items() if name in written}
        return _settled(set().union(*found.values()), next(iter(found))) if found else None

    def _as_spelled(self, name: str, folded: str, plain: str) -> Naming | None:
        """By the same name spelled otherwise, with a title, in other letters."""
        steps: tuple[tuple[str, Mapping[str, set[str]], str], ...] = (
            ("spelling" if in_latin(name) else "transliteration", self._folded, folded),
            ("title", self._untitled, plain),
            ("transliteration", self._sounding, sounds(plain)),
        )
        for how, known, key in steps:
            if key and key in known:
                return _settled(known[key], how)
        return None

    def _by_parts(self, plain: str) -> Naming | None:
        """By the long form of a nickname, with a middle name left out, with the surname before name and patronymic."""
        if not plain:
            return None
        forms = (plain, *long_forms(plain))
        found = {actor for form in forms for actor in self._long.get(sounds(form), ())}
        if found:
            return _settled(found, "nickname")
        turned = surname_last(plain)
        for how, tried in (("middle name", forms), ("order", (turned,) if turned else ())):
            found = {
                actor
                for form in tried
                for known in self._ends.get(_ends(form), ())
                if agrees(form, known)
                for actor in self._untitled[known]
            }
            if found:
                return _settled(found, how)
        return None

    def _titled(self, folded: str, plain: str, *, lo: int, hi: int) -> Naming | None:
        """By a surname after the office that exactly one of its bearers is attested to hold on every possible day."""
        bearers = self._surnames.get(sounds(plain), set())
        titles = set(folded.split()) - set(plain.split())
        holding = {
            actor
            for office, terms in self._offices.items()
            if titles & set(office.split()) - {"the", "of"}
            for actor, start, end in terms
            if actor in bearers and start <= iso(lo) and (not end or end >= iso(hi))
        }
        return Naming(actor_id=next(iter(holding)), how="title and office") if len(holding) == 1 else None

    def _in_part(self, plain: str) -> Naming | None:
        """Everybody whose surname it is, or who has the surname and initials that fit: candidates, however few."""
        words = plain.split()
        if not words:
            return None
        initials = [word for word in words if len(word) == 1]
        surnames = [word for word in words if len(word) > 1]
        found = {
            actor
            for actor in self._surnames.get(sounds(" ".join(surnames)), ())
            if not initials or any(given.startswith(initials[0]) for given in self._given.get(actor, ()))
        }
        found |= self._turned.get(sounds(plain), set())
        return Naming(actor_id="", how="part of a name", candidates=tuple(sorted(found))) if found else None

    def near(self, name: str) -> tuple[str, ...]:
        """The names in the codebook that look most like this one, with who bears them.

        Parameters
        ----------
        name
            As it is written.
        """
        from rapidfuzz import fuzz, process

        known = sorted(self._untitled)
        plain = without_title(fold(without_nickname(name))) or fold(name)
        found = process.extract(plain, known, scorer=fuzz.token_sort_ratio, limit=LISTED, score_cutoff=NEAR)
        return tuple(dict.fromkeys(actor for match, _, _ in found for actor in sorted(self._untitled[match])))[:LISTED]

    def _holder(self, office: str, *, lo: int, hi: int) -> Naming | None:
        """Who held an office on every possible day; several, or none for certain, are candidates."""
        if office not in self._offices:
            return None
        first, last = iso(lo), iso(hi)
        touching = {actor for actor, start, end in self._offices[office] if start <= last and (not end or end >= first)}
        whole = {actor for actor, start, end in self._offices[office] if start <= first and (not end or end >= last)}
        if len(touching) == 1 and whole == touching:
            return Naming(actor_id=next(iter(whole)), how="office")
        how = "ambiguous" if touching else "unknown"
        return Naming(actor_id="", how=how, candidates=tuple(sorted(touching)))


def _settled(found: set[str], how: str) -> Naming:
    """One actor, or all who fit."""
    if len(found) == 1:
        return Naming(actor_id=next(iter(found)), how=how)
    return Naming(actor_id="", how="ambiguous", candidates=tuple(sorted(found)))


def _index(names: Iterable[tuple[str, set[str]]], key: Callable[[str], str]) -> dict[str, set[str]]:
    """Who bears each key."""
    found: dict[str, set[str]] = {}
    for name, ids in names:
        if key(name):
            found.setdefault(key(name), set()).update(ids)
    return found


def _surnames_of(name: str) -> tuple[str, ...]:
    """What may be the surname in a name: its last word, or its last two where there are three or more."""
    words = name.split()
    return tuple(" ".join(words[-number:]) for number in (1, 2) if len(words) > number)


def _ends(name: str) -> str:
    """First and last word of a name, as they sound."""
    words = sounds(name).split()
    return f"{words[0]} {words[-1]}" if len(words) > 1 else ""


def _office(text: str) -> str:
    return fold(text).removeprefix("the ")
