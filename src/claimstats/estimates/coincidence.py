"""Whether deeds follow words: event coincidence analysis, and its test by shifting the calendar of deeds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from claimstats.estimates.resampling import ENUMERATED, permutation_p

__all__ = [
    "FEWEST",
    "CircularShift",
    "Coincidence",
    "Side",
    "circular_shift_test",
    "event_coincidence",
    "wrapped_share",
]

#: With fewer statements or actions there is a rate and no p.
FEWEST = 5


@dataclass(frozen=True, kw_only=True)
class Side:
    """Events of one kind, those with a coincident one of the other, their share, and the analytic p (Poisson, sparse)."""

    events: int
    coincident: int
    rate: float
    p_greater: float


@dataclass(frozen=True, kw_only=True)
class Coincidence:
    """Statements followed by actions (`trigger`), actions preceded by statements (`precursor`), and chance.

    `base_rate` is the share of days whose whole window holds an action; `lift` the trigger rate over it; `p_base_rate`
    the binomial p of the trigger at it. The three are missing in the continuous form.
    """

    trigger: Side
    precursor: Side
    base_rate: float
    lift: float
    p_base_rate: float


@dataclass(frozen=True, kw_only=True)
class CircularShift:
    """Coincident statements, the shifts of the actions with at least as many, and their share; the mean over shifts."""

    statements: int
    coincident: int
    at_least: int
    shifts: int
    p_greater: float
    mean: float


def event_coincidence(
    *,
    statements: Sequence[float],
    actions: Sequence[float],
    span: float,
    tolerance: float,
    lag: float = 0,
    edge: Literal["drop", "keep"] = "drop",
    form: Literal["daily", "continuous"] = "daily",
    start: float = 1,
) -> Coincidence:
    """How often words are followed by deeds, and deeds announced by words; both rates from 0 to 1.

    Coincident: ``0 <= (t_A - lag) - t_B <= tolerance``. Under Poisson and sparse events
    ``p_t = P(Bin(N_B, 1-(1-w)^{N_A}) >= K_t)``, ``p_p`` the reverse, ``w = (tolerance+1)/(span-lag)`` for days and
    ``tolerance/(span-lag)`` in continuous time. Events that come in bursts break both: test by `circular_shift_test`.

    Parameters
    ----------
    statements, actions
        When; several at one time count once.
    span, start
        Length of the record, and its first day (continuous: its beginning).
    tolerance, lag
        How long after ``statement + lag`` an action still coincides; both 0 or more.
    edge
        ``drop`` leaves out events whose window passes the record's end (an action's: its start); ``keep`` keeps them.
    form
        Whole days, or continuous time.

    Returns
    -------
    Coincidence
        Missing rates without statements or without actions; no p with fewer than `FEWEST` of either.

    References
    ----------
    Donges et al. 2016, Eur Phys J Spec Top 225:471.

    Examples
    --------
    >>> said, done = [10, 35, 36, 60, 100, 145, 170, 178], [12, 13, 40, 66, 90, 91, 150]
    >>> found = event_coincidence(statements=said, actions=done, span=181, tolerance=7, edge="keep")
    >>> found.trigger.rate, round(found.trigger.p_greater, 4), round(found.base_rate, 4)
    (0.625, 0.0384, 0.2414)
    """
    if min(tolerance, lag, span) < 0:
        raise ValueError("span, tolerance and lag are 0 or more")
    end = start + span - (1 if form == "daily" else 0)
    said, done = read_times(statements, start, end), read_times(actions, start, end)
    reach = lag + tolerance
    used_said = said[said + reach <= end] if edge == "drop" else said
    used_done = done[done - reach >= start] if edge == "drop" else done
    window = tolerance + (1 if form == "daily" else 0)
    one = min(window / (span - lag), 1.0) if span > lag else math.nan
    trigger = side(used_said, done, low=lag, high=reach, one=one)
    precursor = side(used_done, said, low=-reach, high=-lag, one=one)
    base = math.nan
    if form == "daily" and len(done) and end - reach >= start:
        days = np.arange(start, end - reach + 1)
        base = float(coincident(days, done, low=lag, high=reach).mean())
    few = min(len(used_said), len(done)) < FEWEST
    return Coincidence(
        trigger=trigger,
        precursor=precursor,
        base_rate=base,
        lift=trigger.rate / base if base > 0 else math.nan,
        p_base_rate=math.nan if few else binomial_tail(trigger.coincident, len(used_said), base),
    )


def circular_shift_test(
    *,
    statements: Sequence[int],
    actions: Sequence[int],
    span: int,
    tolerance: int,
    lag: int = 0,
    reach: int | None = 90,
    start: int = 1,
    seed: int = 0,
) -> CircularShift:
    """Whether more words are followed by deeds than if the calendar of deeds were shifted; p from 1/shifts to 1.

    ``p = share of shifts s with K_s >= K``, the shift 0 among them; statements stay, actions are rolled in a circle,
    statements whose window passes the record's end are left out. A local shift (within `reach`) keeps what both series
    owe to common slow change. It does not tell who reacts to whom.

    Parameters
    ----------
    statements, actions
        Days; several on one day count once.
    span, start
        Days of the record, and its first day.
    tolerance, lag
        How many days after ``statement + lag`` an action still coincides.
    reach
        The longest shift to either side in days; None for every shift.
    seed
        Of the shifts drawn, where there are more than `ENUMERATED`.

    Returns
    -------
    CircularShift
        Missing p with fewer than `FEWEST` statements or actions; missing mean without either.

    References
    ----------
    Method, section 4.1; Siegmund, Siegmund & Donner 2017, Comput Geosci 98:64.

    Examples
    --------
    >>> said, done = [10, 35, 36, 60, 100, 145, 170, 178], [12, 13, 40, 66, 90, 91, 150]
    >>> found = circular_shift_test(statements=said, actions=done, span=181, tolerance=7, reach=30)
    >>> found.coincident, found.at_least, found.shifts
    (5, 6, 61)
    """
    if min(tolerance, lag, span) < 0 or (reach is not None and reach < 0):
        raise ValueError("span, tolerance, lag and reach are 0 or more")
    said = read_times(statements, start, start + span - 1).astype(np.int64)
    done = read_times(actions, start, start + span - 1).astype(np.int64)
    used = said[said + lag + tolerance <= start + span - 1] - start
    if not len(used) or not len(done):
        return CircularShift(
            statements=len(used), coincident=0, at_least=0, shifts=0, p_greater=math.nan, mean=math.nan
        )
    shifts = shifts_of(span, reach, seed)
    held = windows_with_an_action(done - start, span, tolerance, lag)
    counts = np.zeros(len(shifts), dtype=np.int64)
    for day in used:
        counts += held[(day - shifts) % span]
    at_least = int(np.count_nonzero(counts >= counts[0]))
    few = min(len(used), len(done)) < FEWEST
    return CircularShift(
        statements=len(used),
        coincident=int(counts[0]),
        at_least=at_least,
        shifts=len(shifts),
        # The first shift is none: counting it is the `+ 1` of a random test too.
        p_greater=math.nan if few else permutation_p(at_least=at_least - 1, draws=len(shifts) - 1),
        mean=float(counts.mean()),
    )


def wrapped_share(*, actions: Sequence[int], span: int, tolerance: int, lag: int = 0, start: int = 1) -> float:
    """The share of days with an action in their window, the record closed to a circle; 0 to 1.

    Times the number of statements, it is the mean of K over all circular shifts. It does not keep to the record's edge.

    Parameters
    ----------
    actions
        Days.
    span, start
        Days of the record, and its first day.
    tolerance, lag
        The window ``[day + lag, day + lag + tolerance]``.

    Examples
    --------
    >>> wrapped_share(actions=[1, 5], span=10, tolerance=1)
    0.4
    """
    done = read_times(actions, start, start + span - 1).astype(np.int64)
    return float(windows_with_an_action(done - start, span, tolerance, lag).mean()) if span else math.nan


def shifts_of(span: int, reach: int | None, seed: int) -> NDArray[np.int64]:
    """The shifts to try, 0 first: every one once, or a draw of them where they are too many."""
    everywhere = reach is None or 2 * reach + 1 >= span
    if everywhere or reach is None:
        low, high = 0, span - 1
    else:
        low, high = -reach, reach
    if high - low < ENUMERATED:
        others = np.arange(low, high + 1)
        return np.concatenate([[0], others[others != 0]])
    drawn = np.random.default_rng(seed).integers(low, high + 1, ENUMERATED - 1)
    return np.concatenate([[0], drawn])


def windows_with_an_action(done: NDArray[np.int64], span: int, tolerance: int, lag: int) -> NDArray[np.bool_]:
    """For every day of the circle, whether its window holds an action."""
    held = np.zeros(span, dtype=bool)
    for later in range(lag, lag + min(tolerance, span - 1) + 1):
        held[(done - later) % span] = True
    return held


def read_times(times: Sequence[float], start: float, end: float) -> NDArray[np.float64]:
    """The distinct times in order, all inside the record."""
    found = np.unique(np.asarray(times, dtype=float))
    if len(found) and not (found[0] >= start and found[-1] <= end):
        raise ValueError(f"a time lies outside of the record, {start} to {end}")
    return found


def side(events: NDArray[np.float64], others: NDArray[np.float64], *, low: float, high: float, one: float) -> Side:
    """Events with another in ``[event + low, event + high]``; `one` is the chance that a single other is there."""
    if not len(events) or not len(others):
        return Side(events=len(events), coincident=0, rate=math.nan, p_greater=math.nan)
    count = int(coincident(events, others, low=low, high=high).sum())
    few = min(len(events), len(others)) < FEWEST
    any_of_them = 1 - (1 - one) ** len(others)
    p = math.nan if few else binomial_tail(count, len(events), any_of_them)
    return Side(events=len(events), coincident=count, rate=count / len(events), p_greater=p)


def coincident(events: NDArray[Any], others: NDArray[Any], *, low: float, high: float) -> NDArray[np.bool_]:
    """Whether each event has another in its closed window; `others` are in order."""
    return np.searchsorted(others, events + high, side="right") > np.searchsorted(others, events + low, side="left")


def binomial_tail(successes: int, trials: int, chance: float) -> float:
    """The chance of at least so many successes."""
    from scipy.special import bdtrc

    return 1.0 if successes == 0 and not math.isnan(chance) else float(bdtrc(successes - 1, trials, chance))
