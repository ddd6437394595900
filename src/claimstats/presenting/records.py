"""Name the rows of a study as a reader meets them: claims, speakers, dates, sources, deeds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from claimstats.codebook import Codebook
from claimstats.dates import parse_edtf, words_span
from claimstats.presenting.cells import Missing
from claimstats.presenting.inline import Link, Pieces, Quote

__all__ = ["OUTCOMES", "SIDES", "Naming", "bounds", "plural"]

#: What each outcome of a window is called.
OUTCOMES = {
    "fulfilled": "fulfilled",
    "partial": "in part",
    "contradicted": "contradicted",
    "not_observed": "not observed",
    "pending": "pending",
    "unassessable": "cannot be assessed",
    "not_triggered": "not triggered",
}
#: Whose deeds an expectation is about.
SIDES = {"own": "speaker's side", "other": "others"}

#: Incidents that one cell names; the others are counted.
_NAMED = 4


def plural(count: int, noun: str) -> str:
    """A count with its noun.

    Parameters
    ----------
    count, noun
        How many, and of what; the noun takes an s.

    Examples
    --------
    >>> plural(1, "occasion"), plural(1200, "occasion")
    ('1 occasion', '1,200 occasions')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def bounds(low: float, high: float) -> str:
    """The two ends of an interval, with a minus that is one, and no zero below zero.

    Parameters
    ----------
    low, high
        The ends.

    Examples
    --------
    >>> bounds(0.1, 0.25), bounds(-0.1, 0.25)
    ('0.10–0.25', '−0.10 to 0.25')
    """
    ends = [f"{round(end, 2) + 0.0:.2f}".replace("-", "−") for end in (low, high)]
    return (" to " if low < 0 else "–").join(ends)


@dataclass(frozen=True, kw_only=True, eq=False)
class Naming:
    """Names from the codebook for the rows of one study.

    Parameters
    ----------
    codebook
        The study's.
    incidents
        The study's.
    """

    codebook: Codebook
    incidents: pd.DataFrame

    @cached_property
    def unreliable(self) -> frozenset[str]:
        """Claims on which a second coding agreed too little."""
        claims = self.codebook.claims
        return frozenset(claims.loc[claims["reliability"] == "unreliable", "claim_id"])

    @cached_property
    def expected(self) -> dict[str, str]:
        """What one would expect, in words, by the expectation's id."""
        return {
            row["expectation_id"]: row["text"] + (" (expected not to be)" if row["polarity"] == "absent" else "")
            for row in self.codebook["expectations"].to_dict("records")
        }

    def claim(self, claim_id: str) -> str:
        """The claim's name; a dagger where its coding did not prove reliable.

        Parameters
        ----------
        claim_id
            The claim.
        """
        label = self.codebook.label(claim_id)
        # The mark stays with the last word: alone on a line it would look like one of nothing.
        return f"{label}\N{NO-BREAK SPACE}†" if claim_id in self.unreliable else label

    def date(self, text: str) -> str:
        """An EDTF date as a reader writes it; as it stands where it is no day and no stretch of days.

        Parameters
        ----------
        text
            The date.
        """
        when = parse_edtf(text)
        if when.uncertain or when.approximate or not (when.exact or "/" in text):
            return text
        return words_span(when.lo, when.hi)

    def speaker(self, row: Any) -> str:
        """Who spoke, with the office that the record attests for that day.

        Parameters
        ----------
        row
            A statement, with ``speaker`` and ``date``.
        """
        office = self.codebook.office(row.speaker, parse_edtf(row.date).lo)
        return f"{self.codebook.name(row.speaker)}, {office}" if office else self.codebook.name(row.speaker)

    def words(self, row: Any) -> Pieces:
        """What was said: the paraphrase, and the recorded words in their language.

        Parameters
        ----------
        row
            A statement, with ``paraphrase, text, language, stream``.
        """
        parts: list[Pieces] = [row.paraphrase]
        if row.text:
            lead = " Headline: " if self._units.get(row.stream) == "headlines" else " "
            parts += [lead, Quote(row.text, language=row.language or None)]
        return parts

    def source(self, row: Any) -> Pieces:
        """The outlet, linked to the page that was read, and what kind of outlet it is.

        Parameters
        ----------
        row
            A statement, with ``source`` and ``url``.
        """
        name, kind = self._outlets.get(row.source, ("", ""))
        outlet = name or row.source or "source"
        kind = kind.replace("_", " ")
        return [Link(outlet, row.url) if row.url else outlet, f" ({kind})" if kind else ""]

    def incident(self, incident_id: str) -> Pieces:
        """An incident in a few words with its day, linked to the page that was read.

        Parameters
        ----------
        incident_id
            The incident.
        """
        row = self._incidents.loc[incident_id]
        shown = f"{row['label'] or row['description']} ({self.date(row['date'])})"
        return Link(shown, row["url"]) if row["url"] else shown

    def deciding(self, row: Any) -> Pieces | Missing:
        """The incidents that decided an outcome, or why none could.

        Parameters
        ----------
        row
            A pair of `measure_gaps`, with ``incidents, partial_incidents, contrary_incidents``.
        """
        cells = (row.incidents, row.partial_incidents, row.contrary_incidents)
        found = [name for cell in cells for name in cell.split(";") if name]
        if not found:
            return Missing("no such deed is in the record")
        pieces = [piece for name in found[:_NAMED] for piece in ("; ", self.incident(name))][1:]
        return [*pieces, f" and {len(found) - _NAMED} more"] if len(found) > _NAMED else pieces

    def actors(self, ids: Iterable[str]) -> str:
        """Actors by name, in their order.

        Parameters
        ----------
        ids
            Who.
        """
        return ", ".join(self._actors.get(actor, actor) for actor in ids if actor)

    @cached_property
    def _units(self) -> dict[str, str]:
        streams = self.codebook["streams"]
        return dict(zip(streams["stream_id"], streams["unit"], strict=True))

    @cached_property
    def _outlets(self) -> dict[str, tuple[str, str]]:
        sources = self.codebook["sources"]
        said = zip(sources["name"].astype(str), sources["type"].astype(str), strict=True)
        return dict(zip(sources["source_id"], said, strict=True))

    @cached_property
    def _incidents(self) -> pd.DataFrame:
        return self.incidents.set_index("incident_id")

    @cached_property
    def _actors(self) -> dict[str, str]:
        actors = self.codebook["actors"]
        return dict(zip(actors["actor_id"], actors["name"], strict=True))
