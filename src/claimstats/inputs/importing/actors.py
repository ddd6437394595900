"""Actors as event tables have them: a code, and the many names under which it was met."""

from __future__ import annotations

from collections import Counter, defaultdict

import pyarrow as pa

from claimstats import ontology
from claimstats.inputs.importing.cells import joined, tallied
from claimstats.inputs.importing.gathering import Gathering

__all__ = ["NamedActors"]


class NamedActors:
    """Counts the names of each actor; the most frequent is printed, the others are its aliases."""

    def __init__(self) -> None:
        self._names: dict[str, Counter[str]] = defaultdict(Counter)
        self._countries: dict[str, Counter[str]] = defaultdict(Counter)

    def count(self, codes: pa.Array, names: pa.Array, countries: pa.Array | None = None) -> None:
        """Count the actors of many rows.

        Parameters
        ----------
        codes, names
            The actor's id and the name it has there.
        countries
            ISO 3166-1 alpha-3 codes, or anything else, which is then left out.
        """
        for row, count in tallied(joined(codes, names, countries if countries is not None else "", by="\x1f")).items():
            code, name, country = row.split("\x1f")
            if code:
                self._names[code][name] += count
                self._countries[code][country] += count

    def printed(self) -> dict[str, str]:
        """The name of each actor that is printed: the most frequent, of equals the first in the alphabet."""
        return {code: (self._ordered(code) or [code])[0] for code in self._names}

    def _ordered(self, code: str) -> list[str]:
        """The names of one actor, the most frequent first."""
        return [name for name, _ in sorted(self._names[code].items(), key=lambda item: (-item[1], item[0])) if name]

    def add_to(self, gathering: Gathering) -> None:
        """Add a row per actor.

        Parameters
        ----------
        gathering
            Where the rows go.
        """
        for code in sorted(self._names):
            names = self._ordered(code)
            country = min(self._countries[code].items(), key=lambda item: (-item[1], item[0]))[0]
            cells = {
                "actor_id": code,
                "name": names[0] if names else code,
                "aliases": ";".join(name.replace(";", ",") for name in sorted(names[1:])),
                "country": ontology.country(country, system="alpha3") or "",
            }
            gathering.add("actors", cells, row=-1)
