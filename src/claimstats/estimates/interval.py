"""A number with its interval."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Estimate"]


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A number, the ends of its interval, and the interval's confidence level; missing ends are NaN."""

    estimate: float
    low: float
    high: float
    level: float
