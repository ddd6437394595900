"""The corpus: the gap of the whole study, every claim one vote, and what chance alone would give (method, section 3.5)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from claimstats.estimates.baserates import base_rate_test
from claimstats.estimates.effective import macro_effective_n_wilson, student
from claimstats.estimates.resampling import sign_flip_test
from claimstats.measuring.gaps.pairs import Pairs
from claimstats.measuring.gaps.scores import CLAIM_WORDS, LEVEL, join_flags

__all__ = ["CORPUS_WORDS", "score_corpus"]

#: Below this many claims no sign-flip test can reach 0.05: its smallest p is 2 / 2^G.
FEW_CLAIMS = 6

CORPUS_WORDS = {
    "n_based": "Scored claims that have a base rate: base rate, excess and skill are means over them.",
    "excess_low": "Lower end of the t interval of the excess over claims.",
    "excess_high": "Upper end of it.",
    "p_excess": "Two-sided p of the excess: sign flips over claims.",
    "smallest_p": "The smallest p that so many claims can reach.",
    "fulfilled": "Scored pairs that are fulfilled.",
    "fulfilled_by_chance": "How many would be, at the base rate of each.",
    "p_fulfilled": "Chance of at least so many (Poisson-binomial), if windows are apart and claims do not depend on each other.",
}


def score_corpus(scored: pd.DataFrame, pairs: Pairs) -> pd.DataFrame:
    """The gap of the whole study, per role: every claim one vote.

    Its interval is Wilson's at the number of claims that the scores are worth. The excess over chance has a t interval
    over claims and a sign-flip test: fewer than 6 claims can never reach 0.05.

    Parameters
    ----------
    scored
        From `score_claims`.
    pairs
        What it was made from.
    """
    rows = []
    for role, claims in scored.groupby("role", sort=False):
        known = claims[claims["estimate"].notna()]
        based = known[known["base_fulfilment"].notna()]
        scores, episodes = known["fulfilment"].tolist(), known["n_units"].tolist()
        interval = macro_effective_n_wilson(scores, episodes, level=LEVEL, bound_last=True)
        row = {
            "claim_id": "all",
            "role": role,
            "ci_low": 1 - interval.high,
            "ci_high": 1 - interval.low,
            "conf_level": LEVEL if len(known) else np.nan,
            "method": "wilson at the effective number of claims" if len(known) else "none",
            "n": int(known["n"].sum()),
            "n_units": len(known),
            "windows": int(claims["windows"].sum()),
            "flags": join_flags(claims["flags"], {"few_clusters": 0 < len(known) < FEW_CLAIMS}),
            "reason": "" if len(known) else "no claim can be scored",
            **{name: float(known[name].mean()) for name in _MEANS},
            **_excess(known, based),
            **_expected(pairs, role=str(role)),
        }
        rows.append(row)
    return pd.DataFrame(rows, columns=[*CLAIM_WORDS, *CORPUS_WORDS])


_MEANS = ("estimate", "fulfilment", "gap_lo", "gap_hi", "contradicted_share", "assessable_share")


def _excess(known: pd.DataFrame, based: pd.DataFrame) -> dict[str, object]:
    """Fulfilment beyond chance, over the scored claims that have a base rate; how many have none is said."""
    there = len(based) > 0
    chance = float(based["base_fulfilment"].mean()) if there else np.nan
    excesses = based["excess"].tolist()
    excess = float(np.mean(excesses)) if there else np.nan
    test = sign_flip_test(excesses)
    half = student(len(excesses) - 1, LEVEL) * based["excess"].sem() if len(excesses) > 1 else np.nan
    missing = f"{len(known) - len(based)} of {len(known)} scored claims have no base rate"
    return {
        "base_rate": 1 - chance,
        "base_fulfilment": chance,
        "excess": excess,
        "excess_local": float(based["excess_local"].mean(skipna=False)) if there else np.nan,
        "skill": excess / (1 - chance) if chance < 1 else np.nan,
        "base_reason": "nothing is scored" if known.empty else missing if len(based) < len(known) else "",
        "n_based": len(based),
        "excess_low": excess - half,
        "excess_high": excess + half,
        "p_excess": test.p_two_sided,
        "smallest_p": test.smallest_p,
    }


def _expected(pairs: Pairs, *, role: str) -> dict[str, object]:
    """How many scored pairs are fulfilled, and how many would be by chance."""
    scored = pairs.scored[pairs.scored["role"] == role]
    observed = int((scored["outcome"] == "fulfilled").sum())
    chances = scored["expectation_id"].map(lambda name: pairs.chances[name].fulfilled_rate)
    if scored.empty or chances.isna().any():
        return {"fulfilled": observed, "fulfilled_by_chance": np.nan, "p_fulfilled": np.nan}
    test = base_rate_test(chances.tolist(), observed=observed)
    return {"fulfilled": observed, "fulfilled_by_chance": test.expected, "p_fulfilled": test.p_greater}
