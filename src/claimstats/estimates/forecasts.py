"""How good stated probabilities were: Brier's score and Murphy's parts of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["BrierParts", "brier", "brier_decomposition"]


@dataclass(frozen=True, kw_only=True)
class BrierParts:
    """Brier's score and what it is made of: reliability less resolution plus uncertainty; and the skill."""

    score: float
    reliability: float
    resolution: float
    uncertainty: float
    skill: float


def brier(*, forecasts: Sequence[float], outcomes: Sequence[float]) -> float:
    """The mean squared distance of stated probabilities from what happened; 0 is perfect, 1 the worst.

    ``mean (f - y)²``. It does not compare forecasters of different questions: rare events are easy to score well on.

    Parameters
    ----------
    forecasts, outcomes
        Stated probabilities, and what happened: 1 or 0. Missing result without forecasts.

    References
    ----------
    Brier 1950, Mon Weather Rev 78:1.

    Examples
    --------
    >>> round(brier(forecasts=[0.1, 0.9, 0.8, 0.3], outcomes=[0, 1, 1, 0]), 4)
    0.0375
    """
    stated, happened = read_forecasts(forecasts, outcomes)
    return float(np.mean((stated - happened) ** 2)) if len(stated) else math.nan


def brier_decomposition(*, forecasts: Sequence[float], outcomes: Sequence[float]) -> BrierParts:
    """Brier's score as reliability - resolution + uncertainty, by distinct forecast; the skill is at most 1.

    With ``n_k`` forecasts of ``f_k`` that came true in a share ``o_k``, and o overall: ``REL = sum n_k(f_k-o_k)²/n``,
    ``RES = sum n_k(o_k-o)²/n``, ``UNC = o(1-o)``, ``skill = 1 - BS/UNC``. With few forecasts of each value it does not
    say much: resolution is then too high.

    Parameters
    ----------
    forecasts, outcomes
        Stated probabilities, and what happened: 1 or 0.

    Returns
    -------
    BrierParts
        Missing without forecasts; missing skill where every outcome is the same.

    References
    ----------
    Murphy 1973, J Appl Meteorol 12:595.

    Examples
    --------
    >>> found = brier_decomposition(forecasts=[0.2, 0.2, 0.8, 0.8], outcomes=[0, 0, 1, 1])
    >>> round(found.reliability, 4), round(found.resolution, 4), round(found.skill, 4)
    (0.04, 0.25, 0.84)
    """
    stated, happened = read_forecasts(forecasts, outcomes)
    if not len(stated):
        nothing = math.nan
        return BrierParts(score=nothing, reliability=nothing, resolution=nothing, uncertainty=nothing, skill=nothing)
    values, group, sizes = np.unique(stated, return_inverse=True, return_counts=True)
    came_true = np.bincount(group, weights=happened) / sizes
    overall = float(happened.mean())
    score, uncertainty = float(np.mean((stated - happened) ** 2)), overall * (1 - overall)
    return BrierParts(
        score=score,
        reliability=float(np.average((values - came_true) ** 2, weights=sizes)),
        resolution=float(np.average((came_true - overall) ** 2, weights=sizes)),
        uncertainty=uncertainty,
        skill=1 - score / uncertainty if uncertainty else math.nan,
    )


def read_forecasts(
    forecasts: Sequence[float], outcomes: Sequence[float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Forecasts and outcomes as arrays, or a refusal."""
    stated, happened = np.asarray(forecasts, dtype=float), np.asarray(outcomes, dtype=float)
    if stated.shape != happened.shape or np.any((stated < 0) | (stated > 1)) or not np.isin(happened, (0, 1)).all():
        raise ValueError("a forecast is between 0 and 1, and has an outcome: 0 or 1")
    return stated, happened
