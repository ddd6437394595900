"""When a claim falls silent, and how often one is repeated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["Lifetime", "MeanCumulative", "claim_lifetime", "mean_cumulative"]


@dataclass(frozen=True, kw_only=True)
class Lifetime:
    """Days from a claim's first occasion to its last before a silence, and whether that silence was seen."""

    days: float
    observed: bool


@dataclass(frozen=True, kw_only=True)
class MeanCumulative:
    """The mean number of events per claim up to each time with an event, with the events and those at risk then."""

    times: tuple[float, ...]
    mean: tuple[float, ...]
    events: tuple[int, ...]
    at_risk: tuple[int, ...]


def claim_lifetime(days: Sequence[float], *, cutoff: float, silence_days: float = 90) -> Lifetime | None:
    """How long a claim lived, 0 or more days: until the occasion that begins the first silence of more than g days.

    With the horizon ``H = cutoff - g``: ``death - first`` with its event where ``death <= H``, else ``H - first``
    without. It does not say that the claim is given up for good: it may be said again after the silence.

    Parameters
    ----------
    days
        Days of the claim's occasions, in any order; those after the cut-off are left out.
    cutoff
        The last day of the data.
    silence_days
        A silence is more days than these without an occasion.

    Returns
    -------
    Lifetime, or None
        None for a claim first said after the horizon, or not at all: it is not at risk.

    Examples
    --------
    >>> claim_lifetime([0, 31, 60], cutoff=365), claim_lifetime([300], cutoff=365)
    (Lifetime(days=60.0, observed=True), None)
    """
    if silence_days < 0:
        raise ValueError(f"a silence is 0 days or more, not {silence_days}")
    said = np.sort(np.asarray(days, dtype=float))
    said = said[said <= cutoff]
    horizon = cutoff - silence_days
    if not len(said) or said[0] > horizon:
        return None
    breaks = np.flatnonzero(np.diff(said) > silence_days)
    death = float(said[breaks[0]] if len(breaks) else said[-1])
    observed = death <= horizon
    return Lifetime(days=float((death if observed else horizon) - said[0]), observed=observed)


def mean_cumulative(starts: Sequence[float], stops: Sequence[float], events: Sequence[bool]) -> MeanCumulative:
    """The mean number of repetitions of a claim by each time since its first occasion, 0 or more.

    ``MCF(t) = sum over times up to t of d/n``, d events among the n stretches ``(start, stop]`` that hold the time.
    It does not say that every claim is repeated so often: a few may make up the mean.

    Parameters
    ----------
    starts, stops, events
        Stretches of observation of all claims, counted from each claim's first occasion, and whether each ended with
        a repetition.

    Returns
    -------
    MeanCumulative
        Empty where there is no event.

    References
    ----------
    Nelson 1988, J Qual Technol 20:24.

    Examples
    --------
    >>> found = mean_cumulative([0, 5, 12, 0, 8, 0], [5, 12, 20, 8, 15, 10], [1, 1, 0, 1, 0, 0])
    >>> found.times, [round(mean, 4) for mean in found.mean]
    ((5.0, 8.0, 12.0), [0.3333, 0.6667, 1.1667])
    """
    begins, ends = np.asarray(starts, dtype=float), np.asarray(stops, dtype=float)
    ended = np.asarray(events).astype(bool)
    if not begins.shape == ends.shape == ended.shape or not np.all(begins <= ends):
        raise ValueError("a stretch has a start, a stop that is not before it, and an event or none")
    times = np.unique(ends[ended])
    happened = [int((ended & (ends == time)).sum()) for time in times]
    # A repetition on the day of the first occasion, or of the one before, is a stretch of no length: at risk then.
    at_risk = [int((((begins < time) & (ends >= time)) | ((begins == time) & (ends == time))).sum()) for time in times]
    mean = np.cumsum(np.array(happened) / np.array(at_risk)) if len(times) else np.array([])
    return MeanCumulative(
        times=tuple(map(float, times)), mean=tuple(map(float, mean)), events=tuple(happened), at_risk=tuple(at_risk)
    )
