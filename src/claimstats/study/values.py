"""`Study`: a frozen value that walks through the stages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from claimstats.codebook import Codebook, Settings
from claimstats.dates import words
from claimstats.engine import Engine
from claimstats.provenance import Input, Provenance

if TYPE_CHECKING:
    pass

__all__ = ["Study"]


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
        decisions: pd.DataFrame | None = None,
        links: pd.DataFrame | None = None,
        ledger: pd.DataFrame | None = None,
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
            What ``study.toml`` holds under ``[study]``, and ``thresholds`` and ``grouping``: for example
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
            "decisions": decisions, "links": links, "ledger": ledger,
        }  # fmt: skip
        raw = {name: RawTable.of_frame(frame, name=name) for name, frame in given.items() if frame is not None}
        known = dict(settings or {})
        apart = {name: known.pop(name, {}) for name in ("thresholds", "grouping")}
        return build(raw, settings={"study": known, **apart}, engine=engine)

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

    def with_tables(self, tables: Mapping[str, pd.DataFrame]) -> Study:
        """The same, with some tables of its codebook replaced.

        Parameters
        ----------
        tables
            By name, normalised.
        """
        return replace(self, codebook=replace(self.codebook, tables={**self.codebook.tables, **tables}))

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
