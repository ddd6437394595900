"""Speakers: how many voices carry a claim, and who says it first (method, sections 2.11 and 2.12)."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pandas as pd

from claimstats.estimates.concentration import concentration, resampled_concentration
from claimstats.estimates.leads import sign_test, volume_test
from claimstats.estimates.multiplicity import benjamini_hochberg
from claimstats.measuring.further import Further
from claimstats.measuring.repetition.voiced import Voiced

__all__ = ["SPEAKERS"]

CONCENTRATION_WORDS = {
    "claim_id": "The claim; `all` for all of them.",
    "estimate": "Effective number of speakers: exp of Shannon's entropy of their shares of the occasions.",
    "ci_low": "Lower end of its bootstrap interval over occasions, from 20 occasions on.",
    "ci_high": "Upper end of it.",
    "conf_level": "Confidence level of the interval.",
    "n": "Occasions recorded.",
    "n_units": "Speakers.",
    "hhi": "Herfindahl's index: sum of squared shares, from 1 / speakers to 1.",
    "effective_hhi": "1 / hhi: as many equal speakers would give it.",
    "shannon": "Entropy of the shares, in nats; too low in small samples.",
    "gini": "Gini's coefficient over those who spoke, from 0 to 1 - 1 / speakers.",
    "gini_corrected": "The same times n / (n - 1); missing for one speaker.",
    "top_share": "Share of the occasions of the one who spoke most, from 0 to 1.",
    "method": "How the interval was made.",
    "flags": "What to bear in mind, separated by `;`.",
    "reason": "Why it is missing.",
}

#: Below so many occasions no interval is drawn.
BOOTSTRAPPED = 20


def _concentration(voiced: Voiced) -> pd.DataFrame:
    """One row per claim, and one for all claims."""
    occasions = voiced.occasions
    rows = []
    for claim in [*voiced.claims.study.codebook.claims["claim_id"], "all"]:
        own = occasions if claim == "all" else occasions[occasions["claim_id"] == claim]
        amounts = own["speaker"].value_counts().sort_index().to_numpy(dtype=float)
        rows.append({"claim_id": claim} | _shares(amounts, voiced.level))
    return pd.DataFrame(rows, columns=list(CONCENTRATION_WORDS))


def _shares(amounts: np.ndarray, level: float) -> dict[str, object]:
    """The numbers of one claim, from occasions per speaker."""
    found, total = concentration(amounts.tolist()), int(amounts.sum())
    drawn = total >= BOOTSTRAPPED and len(amounts) > 1
    low, high = resampled_concentration(amounts.tolist(), level=level) if drawn else (math.nan, math.nan)
    return {
        "estimate": found.effective_shannon,
        "ci_low": low,
        "ci_high": high,
        "conf_level": level if drawn else math.nan,
        "n": total,
        "n_units": len(amounts),
        "hhi": found.hhi,
        "effective_hhi": found.effective_hhi,
        "shannon": found.shannon,
        "gini": found.gini,
        "gini_corrected": found.gini_corrected,
        "top_share": float(amounts.max() / total) if total else math.nan,
        "method": "bootstrap of occasions" if drawn else "none",
        "flags": "n_small" if 0 < total < BOOTSTRAPPED else "",
        "reason": "" if total else "never recorded",
    }


LEAD_WORDS = {
    "first_speaker": "One speaker.",
    "second_speaker": "The other one, later in the alphabet.",
    "n": "Claims that both voiced.",
    "n_units": "Those that one of them voiced first; a tie decides nothing.",
    "ties": "Claims that both first voiced on the same day.",
    "leads": "Claims that the first speaker voiced first.",
    "expected": "How many that would be by volume alone: each claim counts the first speaker's share of its occasions.",
    "estimate": "Leads / decided claims, from 0 to 1.",
    "p": "Two-sided p against volume alone (Poisson-binomial).",
    "q": "p after Benjamini and Hochberg, over all pairs.",
    "p_sign": "Two-sided p of the sign test against a half: the louder one is first more often, so read `p`.",
    "reason": "Why the share is missing.",
}


def _leads(voiced: Voiced) -> pd.DataFrame:
    """Who voices shared claims first, for every pair of speakers that shares one."""
    occasions = voiced.occasions
    firsts = occasions.groupby(["claim_id", "speaker"])["day"].agg(["min", "size"]).reset_index()
    shared: dict[tuple[str, str], list[tuple[int, int, int, int]]] = {}
    for _, own in firsts.sort_values(["claim_id", "speaker"]).groupby("claim_id", sort=True):
        rows = list(own[["speaker", "min", "size"]].itertuples(index=False, name=None))
        for (one, day, count), (other, later, number) in combinations(rows, 2):
            shared.setdefault((one, other), []).append((day, later, count, number))
    rows = [_pair(one, other, claims) for (one, other), claims in sorted(shared.items())]
    frame = pd.DataFrame(rows, columns=list(LEAD_WORDS))
    return frame.assign(q=benjamini_hochberg(frame["p"].astype("float64").tolist()))


def _pair(one: str, other: str, claims: list[tuple[int, int, int, int]]) -> dict[str, object]:
    """One pair of speakers over the claims that both voiced."""
    decided = [(day < later, count / (count + number)) for day, later, count, number in claims if day != later]
    leads = sum(first for first, _ in decided)
    volume = volume_test(leads, [share for _, share in decided])
    sign = sign_test(leads, len(decided))
    return {
        "first_speaker": one,
        "second_speaker": other,
        "n": len(claims),
        "n_units": len(decided),
        "ties": len(claims) - len(decided),
        "leads": leads,
        "expected": volume.expected,
        "estimate": sign.share,
        "p": volume.p,
        "q": math.nan,
        "p_sign": sign.p,
        "reason": "" if decided else "both voiced every shared claim first on the same day",
    }


SPEAKERS: tuple[Further[Voiced], ...] = (
    Further(name="concentration", words=CONCENTRATION_WORDS, make=_concentration),
    Further(name="leads", words=LEAD_WORDS, make=_leads),
)
