"""The codebook: the small tables of a study, and what one looks up in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from claimstats.codebook.expectations import Expectation, read_expectation
from claimstats.codebook.freezing import frozen_hash
from claimstats.codebook.settings import Thresholds
from claimstats.dates import iso

__all__ = ["Codebook"]


@dataclass(frozen=True, kw_only=True)
class Codebook:
    """The small tables of a study, normalised, by name; a table that was not given is empty."""

    tables: Mapping[str, pd.DataFrame]
    thresholds: Thresholds

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name]

    @property
    def claims(self) -> pd.DataFrame:
        """One row per claim."""
        return self.tables["claims"]

    @cached_property
    def sha256(self) -> str:
        """The hash of claims and expectations, in whatever order they stand: it changes when one of them does."""
        document = {}
        for name, key in (("claims", "claim_id"), ("expectations", "expectation_id")):
            rows = self.tables[name].sort_values(key).astype("str").fillna("")
            document[name] = rows.to_dict("records")
        return frozen_hash(document)

    @property
    def expectations(self) -> tuple[Expectation, ...]:
        """Every expectation, in the order of the file, with the defaults of its claim's type filled in."""
        types = dict(zip(self.claims["claim_id"], self.claims["type"], strict=True))
        rows = self.tables["expectations"].to_dict("records")
        return tuple(read_expectation(row, types.get(row["claim_id"], "state"), self.thresholds) for row in rows)

    def label(self, claim_id: str) -> str:
        """The claim in a few words."""
        return self._labels.get(claim_id, claim_id)

    def name(self, actor_id: str) -> str:
        """An actor's printed name."""
        return self._names.get(actor_id, actor_id)

    def office(self, actor_id: str, on: int) -> str | None:
        """The office that the record attests for an actor on a day; None where it attests none.

        Parameters
        ----------
        actor_id, on
            Who, and the day.
        """
        day = iso(on)
        held = [office for office, start, end in self._offices.get(actor_id, ()) if start <= day <= (end or day)]
        return "; ".join(held) or None

    # A report asks for the same few names some ten thousand times.
    @cached_property
    def _labels(self) -> dict[str, str]:
        claims = self.claims
        rows = zip(claims["claim_id"], claims["label"], claims["text"], strict=True)
        return {claim: str(label or text) for claim, label, text in rows}

    @cached_property
    def _names(self) -> dict[str, str]:
        actors = self.tables["actors"]
        return dict(zip(actors["actor_id"], actors["name"].astype(str), strict=True))

    @cached_property
    def _offices(self) -> dict[str, list[tuple[str, str, str]]]:
        found: dict[str, list[tuple[str, str, str]]] = {}
        for row in self.tables["offices"].to_dict("records"):
            found.setdefault(row["actor_id"], []).append((row["office"], row["start"], row["end"]))
        return found
