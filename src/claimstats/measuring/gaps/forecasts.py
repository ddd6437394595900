"""Forecasts: stated probabilities against what came about (method, section 3.9)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from claimstats.estimates.forecasts import brier_decomposition
from claimstats.measuring.further import Further
from claimstats.measuring.gaps.weighed import Weighed

__all__ = ["FORECASTS"]

WORDS = {
    "claim_id": "The claim; `all` for all of them.",
    "role": "`own`: deeds of the speaker's side; `other`: of the party spoken about.",
    "estimate": "Brier's score: mean squared distance of the stated probability from what came about, 0 to 1; 0 is best.",
    "n": "Scored windows whose anchor states a probability.",
    "n_units": "Statements that open them.",
    "reliability": "How far the probabilities are from the shares that came about, 0 is best.",
    "resolution": "How far those shares are from the overall one: how much the probabilities tell apart.",
    "uncertainty": "Variance of what came about: the score of always stating the overall share.",
    "skill": "1 - score / uncertainty: 1 is perfect, 0 no better than the overall share; missing where all came out alike.",
    "flags": "What to bear in mind, separated by `;`.",
    "reason": "Why the score is missing.",
}

#: Below this many forecasts a calibration says little.
FEW = 50


def _score(weighed: Weighed) -> pd.DataFrame:
    """Brier's score and its parts, per claim and for all, over scored windows that a probability was stated for."""
    said = weighed.study.statements.set_index("statement_id")["probability"]
    scored = weighed.pairs.scored
    scored = scored.assign(stated=scored["anchor_id"].map(said).astype("float64"))
    scored = scored[scored["stated"].notna()]
    every = pd.concat([scored, scored.assign(claim_id="all")], ignore_index=True)
    rows = [
        {"claim_id": claim, "role": role, **_parts(own)}
        for (claim, role), own in every.groupby(["claim_id", "role"], sort=False)
    ]
    return pd.DataFrame(rows, columns=list(WORDS))


def _parts(own: pd.DataFrame) -> dict[str, object]:
    """The score of one group; an outcome in part counts as not having come about."""
    came = (own["outcome"] == "fulfilled").astype(float)
    found = brier_decomposition(forecasts=own["stated"].tolist(), outcomes=came.tolist())
    return {
        "estimate": found.score,
        "n": len(own),
        "n_units": own["anchor_id"].nunique(),
        "reliability": found.reliability,
        "resolution": found.resolution,
        "uncertainty": found.uncertainty,
        "skill": found.skill if found.uncertainty > 0 else np.nan,
        "flags": "n_small" if len(own) < FEW else "",
        "reason": "",
    }


FORECASTS: tuple[Further[Weighed], ...] = (Further(name="forecasts", words=WORDS, make=_score),)
