"""Frequency: how often each claim is said beside its gap; the two are never multiplied into one number."""

from __future__ import annotations

import pandas as pd

from claimstats.measuring.further import Further
from claimstats.measuring.gaps.scores import CLAIM_WORDS
from claimstats.measuring.gaps.weighed import Weighed
from claimstats.measuring.repetition import measure_repetition

__all__ = ["FREQUENCY"]

_GAP = (
    "estimate",
    "ci_low",
    "ci_high",
    "conf_level",
    "n",
    "n_units",
    "assessable_share",
    "base_rate",
    "flags",
    "reason",
)

FREQUENCY_WORDS = {
    "claim_id": "The claim.",
    "role": CLAIM_WORDS["role"],
    "occasions": "Occasions recorded, over all time: a lower bound where coverage is not known.",
    "rate": "Occasions per 30 monitored days, from the stream with known coverage alone; missing without one.",
    "rate_low": "Lower end of the interval of the rate.",
    "rate_high": "Upper end of it.",
    "stream": "The stream that makes the rate.",
    **{name: CLAIM_WORDS[name] for name in _GAP},
}


def _frequency(weighed: Weighed) -> pd.DataFrame:
    """One row per claim and role that has windows."""
    said = measure_repetition(weighed.claims, period="all").to_frame()
    said = said.rename(columns={"estimate": "rate", "ci_low": "rate_low", "ci_high": "rate_high"})
    wanted = said[["claim_id", "occasions", "rate", "rate_low", "rate_high", "stream"]]
    return weighed.scores[["claim_id", "role", *_GAP]].merge(wanted, on="claim_id")[list(FREQUENCY_WORDS)]


FREQUENCY: tuple[Further[Weighed], ...] = (Further(name="frequency", words=FREQUENCY_WORDS, make=_frequency),)
