"""Who is meant by a name: by the codebook's ids, names, aliases and offices, and never by a guess."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from claimstats.codebook.spelling import agrees, fold, in_latin, long_forms, sounds, without_nickname, without_title
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
        ``middle name`` (left out or short on one side);
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
            self._untitled.items(), lambda name: sounds(name.rsplit(" ", 1)[-1]) if " " in name else ""
        )
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
        for how, written in self._written.items():
            if name in written:
                return _settled(written[name], how)
        folded, plain = fold(name), without_title(fold(without_nickname(name)))
        steps: tuple[tuple[str, Mapping[str, set[str]], str], ...] = (
            ("spelling" if in_latin(name) else "transliteration", self._folded, folded),
            ("title", self._untitled, plain),
            ("transliteration", self._sounding, sounds(plain)),
        )
        for how, known, key in steps:
            if key and key in known:
                return _settled(known[key], how)
        if _office(name) in self._offices:
            return self._holder(_office(name), lo=lo, hi=hi)
        forms = (
            {actor for form in (plain, *long_forms(plain)) for actor in self._long.get(sounds(form), ())}
            if plain
            else set()
        )
        if forms:
            return _settled(forms, "nickname")
        forms = {
            actor
            for form in (plain, *long_forms(plain))
            for known in self._ends.get(_ends(form), ())
            if agrees(form, known)
            for actor in self._untitled[known]
        }
        if forms:
            return _settled(forms, "middle name")
        surname = self._surnames.get(sounds(plain.rsplit(" ", 1)[-1]), set()) if plain and " " not in plain else set()
        if surname:
            return Naming(actor_id="", how="part of a name", candidates=tuple(sorted(surname)))
        return Naming(actor_id="", how="unknown")

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

    def _holder(self, office: str, *, lo: int, hi: int) -> Naming:
        """Who held an office on every possible day; several, or none for certain, are candidates."""
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


def _ends(name: str) -> str:
    """First and last word of a name, as they sound."""
    words = sounds(name).split()
    return f"{words[0]} {words[-1]}" if len(words) > 1 else ""


def _office(text: str) -> str:
    return fold(text).removeprefix("the ")
