"""`Study` and `Claims`: frozen values that walk through the stages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from claimstats.codebook import Codebook, Settings
from claimstats.dates import Period, iso, words
from claimstats.engine import Engine
from claimstats.provenance import Input, Provenance, Step

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from claimstats.presenting import Picture

__all__ = ["MENTION_COLUMNS", "Claims", "Study"]

#: What an engine table of mentions holds: one row per statement and claim that it voices.
MENTION_COLUMNS = {
    "statement_id": "text", "claims": "text", "speaker": "text", "lo": "day", "hi": "day", "day": "day",
    "lo_month": "day", "hi_month": "day", "stance": "text", "stream": "text", "source_type": "text",
    "frames": "text", "occasion": "integer", "utterance": "flag", "verified": "flag",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, repr=False)
class Study:
    """A set of checked tables that knows its engine and its origin.

    Made by `claimstats.load` or `Study.from_frames`; nothing in it is changed in place.

    Attributes
    ----------
    settings : Settings
        Title, first day, cut-off, thresholds.
    codebook : Codebook
        Claims, expectations, actors, offices, sources, streams, coverage.
    statements, incidents : pandas.DataFrame
        Normalised rows, with ``lo`` and ``hi`` (first and last possible day, as integers).
    changes : pandas.DataFrame
        Every cell that normalizing changed: ``table, row, column, rule, before, after``.
    notes : tuple of str
        What was noticed while reading, and done about it.
    provenance : Provenance
        The files with their hashes, and the rows in and out of each step.
    """

    settings: Settings
    codebook: Codebook
    statements: pd.DataFrame
    incidents: pd.DataFrame
    changes: pd.DataFrame
    notes: tuple[str, ...]
    provenance: Provenance
    engine: Engine
    folder: Path | None = None

    @staticmethod
    def from_frames(
        *,
        statements: pd.DataFrame | None = None,
        incidents: pd.DataFrame | None = None,
        claims: pd.DataFrame | None = None,
        expectations: pd.DataFrame | None = None,
        actors: pd.DataFrame | None = None,
        offices: pd.DataFrame | None = None,
        sources: pd.DataFrame | None = None,
        frames: pd.DataFrame | None = None,
        families: pd.DataFrame | None = None,
        streams: pd.DataFrame | None = None,
        coverage: pd.DataFrame | None = None,
        codings: pd.DataFrame | None = None,
        settings: Mapping[str, object] | None = None,
        engine: Engine | None = None,
    ) -> Study:
        """A study from frames in memory; each has the columns of the file of the same name.

        Parameters
        ----------
        statements, incidents, ...
            Any types: days may be text (EDTF), ``datetime.date`` or timestamps; several values may be a list or
            text separated by ``;``. A reference into a table that is not given is not checked.
        settings
            What ``study.toml`` holds under ``[study]``, and ``thresholds``: for example
            ``{"start": date(2024, 1, 1), "as_of": date(2024, 6, 30)}``. By default the first and the last day on
            which anything is dated.
        engine
            By default an own one, in memory.

        Raises
        ------
        DataError
            With every problem of every table.

        Examples
        --------
        >>> import pandas as pd
        >>> from claimstats import Study
        >>> said = pd.DataFrame({"statement_id": ["s1"], "date": ["2025-09-15"], "speaker": ["a"], "text": ["x"]})
        >>> len(Study.from_frames(statements=said).statements)
        1
        """
        from claimstats.study.building import RawTable, build

        given = {
            "statements": statements, "incidents": incidents, "claims": claims, "expectations": expectations,
            "actors": actors, "offices": offices, "sources": sources, "frames": frames, "families": families,
            "streams": streams, "coverage": coverage, "codings": codings,
        }  # fmt: skip
        raw = {name: RawTable.of_frame(frame, name=name) for name, frame in given.items() if frame is not None}
        known = dict(settings or {})
        thresholds = known.pop("thresholds", {})
        return build(raw, settings={"study": known, "thresholds": thresholds}, engine=engine)

    @property
    def title(self) -> str:
        """The study's title."""
        return self.settings.title

    @cached_property
    def known_streams(self) -> tuple[str, ...]:
        """The streams of statements with at least one monitored day: those that can carry a rate."""
        coverage, streams = self.codebook["coverage"], self.codebook["streams"]
        # Coverage of one speaker is not coverage of the stream.
        monitored = set(coverage.loc[(coverage["status"] == "monitored") & (coverage["key"] == ""), "stream"])
        if streams.empty:
            return tuple(sorted(monitored))
        return tuple(
            streams.loc[(streams["table"] == "statements") & streams["stream_id"].isin(monitored), "stream_id"]
        )

    def with_claims(self, proposed: pd.DataFrame) -> Study:
        """The same, with proposed claims beside those of the codebook.

        Parameters
        ----------
        proposed
            ``claim_id, text``.
        """
        known = self.codebook.claims
        blank = {name: pd.Series([""] * len(proposed), dtype="str") for name in known.columns}
        blank |= {"type": pd.Series(["state"] * len(proposed), dtype="str")}
        added = pd.DataFrame({**blank, **{name: proposed[name].astype("str") for name in ("claim_id", "text")}})
        tables = {**self.codebook.tables, "claims": pd.concat([known, added[known.columns]], ignore_index=True)}
        return replace(self, codebook=replace(self.codebook, tables=tables))

    def with_inputs(self, inputs: tuple[Input, ...]) -> Study:
        """The same, with these files as its origin."""
        return replace(self, provenance=Provenance(inputs=inputs, steps=self.provenance.steps))

    def save(self, folder: str | Path) -> tuple[Input, ...]:
        """Write it as a folder that loads as the same study; returns the files written.

        Parameters
        ----------
        folder
            Made if it is not there.
        """
        from claimstats.study.saving import save_study

        return save_study(self, Path(folder))

    def __repr__(self) -> str:
        """What is in it, what was changed, what is covered."""
        days = f"{words(self.settings.start)} to {words(self.settings.as_of)}"
        unverified = int((self.statements["verification"] == "unverified").sum())
        lines = [
            f"Study {self.settings.id!r}: {self.settings.title}",
            f"  {days} (cut-off), {self.settings.time_zone}",
            f"  {len(self.statements):,} statements ({unverified:,} unverified), {len(self.incidents):,} incidents",
            f"  {len(self.codebook.claims):,} claims, {len(self.codebook['expectations']):,} expectations",
            f"  {len(self.changes):,} cells tidied (see .changes), {len(self.notes):,} notes (see .notes)",
        ]
        coverage = self.codebook["coverage"]
        for stream, rows in coverage[coverage["status"] == "monitored"].groupby("stream"):
            lines.append(f"  covered: {stream or 'all rows'}, {rows['start'].min()} to {rows['end'].max()}")
        if coverage.empty:
            lines.append("  covered: nothing is known of it; counts are lower bounds and have no rate")
        return "\n".join(lines)


@dataclass(frozen=True, kw_only=True, repr=False)
class Claims:
    """Which statement voices which claim, with the method of each link.

    Attributes
    ----------
    study : Study
        Where the statements come from.
    mentions : ibis.Table
        One row per statement and claim, on the engine.
    counts : dict of str to int
        Statements, coded statements, links, and how many of them were made by ``wording`` and by ``likeness``.
    made : pandas.DataFrame
        The links that no person made: ``statement_id, claim_id, method, score, hangs_on, compared``.
    near : pandas.DataFrame
        The same for statements that came near to a coded one, and were not linked.
    """

    study: Study
    mentions: ir.Table
    counts: Mapping[str, int]
    made: pd.DataFrame
    near: pd.DataFrame

    @cached_property
    def links(self) -> pd.DataFrame:
        """Which statement voices which claim, by whose decision: coded links have no score and hang on nothing."""
        from claimstats.study.linking import every_link

        return every_link(self)

    def weakest_links(self, number: int = 20) -> pd.DataFrame:
        """The links to read before believing a count: those with the lowest score, both texts beside them.

        Parameters
        ----------
        number
            How many at most.
        """
        from claimstats.study.linking import with_texts

        return with_texts(self.study, self.made.sort_values(["score", "statement_id", "claim_id"]).head(number))

    def near_misses(self, number: int = 20) -> pd.DataFrame:
        """What was not linked but came nearest, both texts beside it.

        Parameters
        ----------
        number
            How many at most.
        """
        from claimstats.study.linking import with_texts

        order = self.near.sort_values(["score", "statement_id", "claim_id"], ascending=[False, True, True])
        return with_texts(self.study, order.head(number))

    def explain(self, statement_id: str) -> pd.DataFrame:
        """Why a statement counts for the claims that it does: one row per link, near misses too.

        Parameters
        ----------
        statement_id
            The statement.

        Raises
        ------
        UsageError
            If there is no such statement.
        """
        from claimstats.study.linking import explain_links

        return explain_links(self, statement_id)

    def with_step(self, step: Step) -> Claims:
        """The same, with one more step in the study's provenance."""
        return replace(self, study=replace(self.study, provenance=self.study.provenance.add(step)))

    def timeline(self, *, period: str, title: str = "", before: int = 4) -> Picture:
        """A picture: the statements of a period and of those before it above, the incidents below.

        Parameters
        ----------
        period
            ``2025Q3``, ``2025-09`` or ``2025``.
        title
            The finding, which stands above the picture.
        before
            How many periods of the same length come before.
        """
        from claimstats.study.showing import show_timeline

        return show_timeline(self, period=Period.parse(period), title=title, before=before)

    def __repr__(self) -> str:
        """How many statements voice how many claims, and how they were linked."""
        return (
            f"Claims of study {self.study.settings.id!r}, data up to {iso(self.study.settings.as_of)}\n"
            f"  {self.counts['coded']:,} of {self.counts['statements']:,} statements voice "
            f"{self.counts['claims']:,} claims ({self.counts['links']:,} links, {self._by_whom()})"
        )

    def _by_whom(self) -> str:
        """Who made the links."""
        made = [f"{self.counts[name]:,} by {name}" for name in ("wording", "likeness") if self.counts.get(name)]
        return f"of which {' and '.join(made)}" if made else "all coded by hand"
