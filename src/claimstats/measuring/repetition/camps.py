"""Camps and answers: whether speakers of one side say a claim together, and who follows whom (method, section 2.12)."""

from __future__ import annotations

import math
from itertools import combinations

import pandas as pd

from claimstats.dates import months_of
from claimstats.estimates.discipline import message_discipline
from claimstats.estimates.leads import answers
from claimstats.estimates.multiplicity import benjamini_hochberg
from claimstats.measuring.further import Further
from claimstats.measuring.repetition.voiced import Voiced

__all__ = ["CAMPS"]

#: Days to either side in which another speaker's occasion echoes one.
WITHIN = 7

DISCIPLINE_WORDS = {
    "camp": "The country of the speakers, from the table of actors.",
    "estimate": f"Share of their occasions with another of them voicing the same claim within {WITHIN} days, 0 to 1.",
    "expected": "Its mean when the claims of each quarter are dealt out anew among the camp's occasions of that quarter.",
    "excess": "Estimate - expected.",
    "p_greater": "Share of such deals with at least so many echoes (999 deals, seeded).",
    "q": "p after Benjamini and Hochberg, over all camps.",
    "n": "Occasions of the camp.",
    "n_units": "Speakers of the camp.",
    "reason": "Why it is missing.",
}


def _discipline(voiced: Voiced) -> pd.DataFrame:
    """One row per camp; speakers without a country belong to none."""
    actors = voiced.claims.study.codebook["actors"]
    country = dict(zip(actors["actor_id"], actors["country"], strict=True))
    occasions = voiced.occasions.drop_duplicates(["claim_id", "speaker", "occasion"], ignore_index=True)
    occasions = occasions.assign(camp=pd.Series([country.get(who, "") for who in occasions["speaker"]], dtype="str"))
    rows = []
    ordered = occasions[occasions["camp"] != ""].sort_values(["day", "claim_id", "speaker", "occasion"])
    for camp, own in ordered.groupby("camp", sort=True):
        alone = own["speaker"].nunique() < 2
        found = message_discipline(
            days=own["day"].tolist(), claims=own["claim_id"].astype("category").cat.codes.tolist(),
            speakers=own["speaker"].astype("category").cat.codes.tolist(),
            blocks=(months_of(own["day"].to_numpy()) // 3).tolist(), within=WITHIN, draws=0 if alone else 999,
        )  # fmt: skip
        missing = math.nan
        rows.append(
            {
                "camp": camp,
                "estimate": missing if alone else found.share,
                "expected": missing if alone else found.expected,
                "excess": missing if alone else found.share - found.expected,
                "p_greater": missing if alone else found.p_greater,
                "q": missing,
                "n": len(own),
                "n_units": own["speaker"].nunique(),
                "reason": "a camp of one speaker has nobody to echo" if alone else "",
            }
        )
    frame = pd.DataFrame(rows, columns=list(DISCIPLINE_WORDS))
    return frame.assign(q=benjamini_hochberg(frame["p_greater"].astype("float64").tolist()))


ANSWER_WORDS = {
    "claim_id": "The claim.",
    "first_speaker": "One speaker.",
    "second_speaker": "The other one, later in the alphabet.",
    "estimate": "Share of the first speaker's days followed by the second's, less the same the other way; -1 to 1.",
    "first_followed": f"Share of the first speaker's days with the second's in the {WITHIN} days after, 0 to 1.",
    "second_followed": f"Share of the second speaker's days with the first's in the {WITHIN} days after, 0 to 1.",
    "p": "Two-sided p of the difference when the first calendar is shifted by up to 60 days; from 5 days each on.",
    "q": "p after Benjamini and Hochberg, over the table.",
    "n": "Days of both, each speaker's once.",
    "n_first": "Days on which the first voiced it.",
    "n_second": "Days on which the second voiced it.",
    "flags": "What to bear in mind, separated by `;`.",
    "reason": "Why there is no p.",
}


def _answers(voiced: Voiced) -> pd.DataFrame:
    """Who follows whom on one claim, for every claim and pair of its speakers."""
    # A date that reaches over the cut-off may have its middle after it: no day of the record.
    placed = voiced.occasions[voiced.occasions["day"] <= voiced.as_of]
    start = min([voiced.start, *placed["day"]])
    rows = []
    for claim, own in placed.groupby("claim_id", sort=True):
        days = {speaker: sorted(set(said["day"])) for speaker, said in own.groupby("speaker", sort=True)}
        for (one, first), (other, second) in combinations(days.items(), 2):
            found = answers(first, second, start=start, span=voiced.as_of - start + 1, within=WITHIN)
            few = math.isnan(found.p)
            rows.append((claim, one, other, found.difference, found.first_answered, found.second_answered, found.p,
                         math.nan, len(first) + len(second), len(first), len(second), "n_small" if few else "",
                         "fewer than 5 days of one of the two" if few else ""))  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(ANSWER_WORDS))
    return frame.assign(q=benjamini_hochberg(frame["p"].astype("float64").tolist()))


CAMPS: tuple[Further[Voiced], ...] = (
    Further(name="discipline", words=DISCIPLINE_WORDS, make=_discipline),
    Further(name="answers", words=ANSWER_WORDS, make=_answers),
)
