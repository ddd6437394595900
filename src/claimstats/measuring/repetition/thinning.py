"""Thinning: how many occasions remain when those near another count as one, and how much of them is echo."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from claimstats.estimates.deduplication import drop_within
from claimstats.estimates.echo import FEWEST_MOMENTS, fit_echo
from claimstats.measuring.further import Further
from claimstats.measuring.repetition.rhythm import KEY_WORDS
from claimstats.measuring.repetition.voiced import Voiced, groups_of

__all__ = ["ECHO", "THINNING"]

#: Days within which a later occasion counts as the same as an earlier one.
WINDOWS = (0, 1, 7, 30)

THINNING_WORDS = {
    **KEY_WORDS,
    "window_days": "An occasion at most so many days after a kept one is dropped; 0 keeps one a day.",
    "estimate": "Occasions that remain; a dropped one does not extend the window.",
    "chained": "Those that would remain if dropped ones extended it: a stretch without a longer pause counts once.",
    "n": "Occasions recorded.",
}


def _thinned(voiced: Voiced) -> pd.DataFrame:
    """One row per group and window."""
    rows = []
    for key, own in groups_of(voiced, voiced.occasions):
        days = own["day"].tolist()
        for window in WINDOWS:
            kept, chained = (len(drop_within(days, window_days=window, rule=rule)) for rule in ("anchor", "chain"))
            rows.append((*key, window, kept, chained, len(days)))
    return pd.DataFrame(rows, columns=[*voiced.keys, *list(THINNING_WORDS)[5:]])


ECHO_WORDS = {
    **KEY_WORDS,
    "estimate": "Branching ratio: how many occasions one sets off; below 1 it is the share of echo. Experimental.",
    "background": "Occasions per 30 days that nothing set off.",
    "half_life": "Days in which half of an echo fades.",
    "p_fit": "Kolmogorov and Smirnov's p that the process fits; where it is small, do not read the row.",
    "n": "Occasions, each at a seeded moment of its day.",
    "method": "How it was made.",
    "reason": "Why it is missing.",
}


def _echo(voiced: Voiced) -> pd.DataFrame:
    """A self-exciting process per group: experimental, and for nobody's report."""
    rows = []
    placed = voiced.occasions[voiced.occasions["day"] <= voiced.as_of]
    start = min([voiced.start, *placed["day"]])
    for key, own in groups_of(voiced, placed):
        days = np.sort(own["day"].to_numpy(dtype=float)) - start
        moments = days + np.random.default_rng(0).random(len(days))
        found = fit_echo(moments.tolist(), end=float(voiced.as_of - start + 1))
        few = math.isnan(found.branching)
        rows.append((*key, found.branching, 30 * found.mu, found.half_life, found.p_fit, len(days),
                     "none" if few else "hawkes, exponential kernel, moments drawn within the day",
                     f"fewer than {FEWEST_MOMENTS} occasions" if few else ""))  # fmt: skip
    return pd.DataFrame(rows, columns=[*voiced.keys, *list(ECHO_WORDS)[5:]])


THINNING: tuple[Further[Voiced], ...] = (Further(name="thinned", words=THINNING_WORDS, make=_thinned),)

#: Offered only to those who ask for experimental tables.
ECHO: tuple[Further[Voiced], ...] = (Further(name="echo", words=ECHO_WORDS, make=_echo),)
