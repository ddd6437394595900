"""What was weighed: the source of every further table of the gap."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from claimstats.codebook import Expectation
from claimstats.measuring.gaps.pairs import Pairs, Record
from claimstats.study import Claims, Study

__all__ = ["Weighed"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Weighed:
    """The expectations of a study set against its record, as `measure_gaps` did it.

    Attributes
    ----------
    claims
        Who said what.
    record
        What was said and done.
    pairs
        Each expectation at each of its anchors, with outcome, credit and base credit.
    scores, corpus
        The tables ``claims`` and ``corpus``.
    """

    claims: Claims
    record: Record
    pairs: Pairs
    scores: pd.DataFrame
    corpus: pd.DataFrame

    @property
    def study(self) -> Study:
        """Claims, expectations, settings."""
        return self.claims.study

    @cached_property
    def expectations(self) -> dict[str, Expectation]:
        """The expectations by id, in the order of the codebook."""
        return {expectation.id: expectation for expectation in self.study.codebook.expectations}

    @cached_property
    def types(self) -> dict[str, str]:
        """The type of each claim: state, threat, commitment, prediction, restraint."""
        claims = self.study.codebook.claims
        return dict(zip(claims["claim_id"], claims["type"], strict=True))
