"""Measure the gap between claim and action: which of the deeds that a claim implies are in the record."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from claimstats.measuring.further import offer, words_of
from claimstats.measuring.gaps.chance import BASE_WORDS, tabulate_base
from claimstats.measuring.gaps.corpus import CORPUS_WORDS, score_corpus
from claimstats.measuring.gaps.further import FURTHER
from claimstats.measuring.gaps.numbering import numbers_of_gaps
from claimstats.measuring.gaps.pairs import PAIR_WORDS, pair_up, record_of
from claimstats.measuring.gaps.scores import CLAIM_WORDS, OUTCOME_WORDS, score_claims, tabulate_outcomes
from claimstats.measuring.gaps.weighed import Weighed
from claimstats.measuring.phrasing import phrases_of_gap
from claimstats.measuring.wording import labels_of, say_gap
from claimstats.provenance import Step
from claimstats.results import Result, Tables
from claimstats.study import Claims, Study

__all__ = ["measure_gaps"]


def measure_gaps(claims: Claims) -> Result:
    """The gap between claim and action: 1 - mean fulfilment of what the claim leads one to expect.

    Each expectation is looked up in a window after each anchor (an episode of the claim, the crossing of a red line, or a
    quarter in which it was voiced). The outcome is one of seven words; ``not_observed`` (the record covers the window and
    holds no such deed) is never ``unassessable`` (the record cannot tell). Only windows that were over at the cut-off are
    scored, **whatever their outcome**: a deed resolves a window early, its absence only late.

    Episode: ``F = sum w y / sum w`` over scored pairs; claim: the mean over its anchors; gap ``G = 1 - F`` from 0 to 1; corpus:
    the mean over claims, own and other deeds apart. The base rate is what the same expectations would earn on any day of the
    record; the excess is fulfilment less that. It does not say what the speaker believed.

    Parameters
    ----------
    claims
        From `group_claims`; the study's codebook has ``expectations``.

    Returns
    -------
    Result
        Tables ``pairs`` (one row per expectation and anchor), ``outcomes`` (counts per expectation), ``claims``
        (fulfilment and gap per claim and role), ``corpus`` and ``base`` (base rate per expectation).

    Examples
    --------
    >>> import claimstats as cs
    >>> gaps = cs.measure_gaps(cs.group_claims(cs.load("data/demo")))
    >>> list(gaps.tables)[:5]
    ['pairs', 'outcomes', 'claims', 'corpus', 'base']
    """
    study = claims.study
    expectations = study.codebook.expectations
    record = record_of(claims)
    made = pair_up(record, expectations)
    pairs = made.frame
    scored = score_claims(made)
    corpus = score_corpus(scored, made)
    weighed = Weighed(claims=claims, record=record, pairs=made, scores=scored, corpus=corpus)
    step = Step(
        name="measure gaps",
        rows_in=len(pairs),
        rows_out=len(made.scored),
        why="open, untriggered or unassessable windows are not scored",
    )
    labels = labels_of(study.codebook)
    tables = Tables(
        {
            "pairs": pairs,
            "outcomes": tabulate_outcomes(pairs, expectations),
            "claims": scored,
            "corpus": corpus,
            "base": tabulate_base(made.chances, weighed.expectations),
            **offer(FURTHER, weighed),
        }
    )
    return Result(
        measure="gaps",
        keys=("claim_id", "period"),
        tables=tables,
        words={**BASE_WORDS, **PAIR_WORDS, **CLAIM_WORDS, **CORPUS_WORDS, **OUTCOME_WORDS, **words_of(FURTHER)},
        params={"as_of": study.settings.as_of, "coverage_threshold": study.settings.thresholds.coverage},
        provenance=study.provenance.add(step),
        trace=lambda wanted: _trace(study, pairs, wanted),
        say=lambda wanted: say_gap(pairs, wanted, study.codebook),
        labels=labels,
        phrase=lambda wanted: phrases_of_gap(pairs, wanted),
        count=numbers_of_gaps(
            tables, labels, dict(zip(study.statements["statement_id"], study.statements["speaker"], strict=True))
        ),
        codebook_hash=lambda: study.codebook.sha256,
    )


def _trace(study: Study, pairs: pd.DataFrame, wanted: Mapping[str, str]) -> pd.DataFrame:
    """One row per window and incident that decided it; a window that holds none stands once, without."""
    rows = pairs
    for key, value in wanted.items():
        rows = rows[rows[key] == value]
    kinds = {
        "incidents": "full",
        "partial_incidents": "partial",
        "contrary_incidents": "contrary",
        "possible_incidents": "possible",
    }
    long = [
        {**row, "match": match, "incident_id": name}
        for row in rows.drop(columns=list(kinds)).assign(place=range(len(rows))).to_dict("records")
        for match, name in _decisive(rows.iloc[row["place"]], kinds)
    ]
    texts = study.codebook["expectations"][["expectation_id", "text", "reason"]]
    shown = study.incidents[["incident_id", "date", "actor", "recipient", "action", "description", "url"]]
    traced = pd.DataFrame(long, columns=[*(name for name in rows.columns if name not in kinds), "match", "incident_id"])
    return traced.merge(texts, on="expectation_id", how="left").merge(shown, on="incident_id", how="left")


def _decisive(row: pd.Series, kinds: Mapping[str, str]) -> list[tuple[str, str]]:
    """The incidents of one window with how they match; one empty pair where there are none."""
    found = [(kind, name) for column, kind in kinds.items() for name in str(row[column]).split(";") if name]
    return found or [("", "")]
