"""`Claims`: which statement voices which claim, and who or what made each link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from claimstats.dates import Period, iso
from claimstats.provenance import Step
from claimstats.study.values import Study

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from claimstats.presenting import Picture

__all__ = ["MENTION_COLUMNS", "Claims"]

#: What an engine table of mentions holds: one row per statement and claim that it voices.
MENTION_COLUMNS = {
    "statement_id": "text", "claims": "text", "speaker": "text", "lo": "day", "hi": "day", "day": "day",
    "lo_month": "day", "hi_month": "day", "stance": "text", "stream": "text", "source_type": "text",
    "frames": "text", "occasion": "integer", "utterance": "flag", "verified": "flag",
}  # fmt: skip


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
        Statements, those that people coded, those among them that were ``decided`` after a suggestion, links, and how many of
        them were made by ``wording`` and by ``likeness``.
    made : pandas.DataFrame
        The links that no person made: ``statement_id, claim_id, method, score, hangs_on, compared``.
    near : pandas.DataFrame
        The same for statements that came near to a coded one, and were not linked.
    by_person : pandas.Series
        The claims that people named, in the order of the study's statements: coded cells, and decisions.
    """

    study: Study
    mentions: ir.Table
    counts: Mapping[str, int]
    made: pd.DataFrame
    near: pd.DataFrame
    by_person: pd.Series

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
