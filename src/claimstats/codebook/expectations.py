"""Expectations: what a claim leads one to find, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from claimstats.codebook.settings import Thresholds
from claimstats.dates import day
from claimstats.schema.checking import split_values

__all__ = ["Expectation", "first_day", "read_expectation"]


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """One deed that a claim leads one to find, or not to find (method, section 3.1)."""

    id: str
    claim_id: str
    text: str
    reason: str
    role: str
    polarity: str
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    codes: tuple[str, ...]
    partial_codes: tuple[str, ...]
    contra_codes: tuple[str, ...]
    anchor: str
    trigger_actor: tuple[str, ...]
    trigger_recipient: tuple[str, ...]
    trigger_codes: tuple[str, ...]
    first: int
    last: int | None
    k_min: int
    weight: float
    partial_credit: float
    p_if_true: float | None
    family: str
    frozen_at: int | None


def read_expectation(row: Mapping[str, object], claim_type: str, thresholds: Thresholds) -> Expectation:
    """One row as a value, with the defaults of its claim's type."""
    many = {name: tuple(split_values(str(row[name]))) for name in row if name.endswith(("codes", "actor", "recipient"))}
    first, last, credit, chance = (row[name] for name in ("window_from", "window_to", "partial_credit", "p_if_true"))
    return Expectation(
        id=str(row["expectation_id"]),
        claim_id=str(row["claim_id"]),
        text=str(row["text"]),
        reason=str(row["reason"]),
        role=str(row["role"]),
        polarity=str(row["polarity"]),
        anchor=str(row["anchor"]),
        first=first_day(claim_type) if pd.isna(first) else int(first),  # type: ignore[call-overload]
        last=None if pd.isna(last) else int(last),  # type: ignore[call-overload]
        k_min=int(row["k_min"]),  # type: ignore[call-overload]
        weight=float(row["weight"]),  # type: ignore[arg-type]
        partial_credit=thresholds.partial_credit if pd.isna(credit) else float(credit),  # type: ignore[arg-type]
        p_if_true=None if pd.isna(chance) else float(chance),  # type: ignore[arg-type]
        family=str(row["family"]),
        frozen_at=day(str(row["frozen_at"])) if row["frozen_at"] else None,
        **many,
    )


def first_day(claim_type: str) -> int:
    """The first day of a window where the codebook names none, in days after the anchor.

    A same-day deed may precede the words of a promise, a threat or a prediction, and be what they describe: those begin
    on day 1.
    """
    return 0 if claim_type in ("state", "restraint") else 1
