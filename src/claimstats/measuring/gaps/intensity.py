"""Intensity: how hostile the implied deed is, and the most hostile one in the record (method, section 3.10)."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from claimstats import ontology
from claimstats.codebook import Expectation
from claimstats.dates import Period, periods_between
from claimstats.estimates.proportions import wilson
from claimstats.measuring.further import Further
from claimstats.measuring.gaps.deeds import Dated
from claimstats.measuring.gaps.weighed import Weighed

__all__ = ["INTENSITY"]

#: The named tables of values and classes; a number is comparable within one table alone.
GOLDSTEIN, CLASSES = "gdelt", "documented"

#: Quad classes: conflict in words, and in deeds.
VERBAL, MATERIAL = 3, 4

LEVEL = 0.95

WORDS = {
    "claim_id": "The claim.",
    "expectation_id": "The expectation, of a deed whose Goldstein value is below 0.",
    "role": "`own`: deeds of the speaker's side; `other`: of the party spoken about.",
    "period": "Quarter in which the claim was voiced.",
    "estimate": "Observed - implied, in Goldstein points: 10 a war was implied and nothing happened, below 0 deeds exceed words.",
    "implied": "Goldstein value of the most hostile code that is expected.",
    "observed": "Goldstein value of the most hostile material deed of the same parties in the quarter; 0 where there is none.",
    "n": "Material conflict deeds of these parties in the quarter.",
    "material_share": "Material deeds among their conflict deeds of words and of acts, from 0 to 1.",
    "ci_low": "Lower end of Wilson's interval of that share.",
    "ci_high": "Upper end of it.",
    "conf_level": "Confidence level of the interval.",
    "coverage": "Monitored share of the quarter, of the family of deeds that is covered least; missing where one is unknown.",
    "table": "The tables of Goldstein values and of quad classes.",
    "flags": "What to bear in mind, separated by `;`.",
    "reason": "Why it is missing.",
}


def _compare(weighed: Weighed) -> pd.DataFrame:
    """One row per expectation of a hostile deed and quarter in which its claim was voiced."""
    actions = dict(zip(weighed.study.incidents["incident_id"], weighed.study.incidents["action"], strict=True))
    rows = []
    for expectation in weighed.expectations.values():
        said = weighed.record.utterances.get(expectation.claim_id)
        implied = _implied(expectation)
        if said is None or implied is None or expectation.polarity == "absent":
            continue
        deeds = weighed.record.deeds.select(weighed.record.deeds.between(expectation.actor, expectation.recipient))
        for part in periods_between(int(said.lo.min()), int(said.hi.max()), "quarter"):
            if ((said.lo >= part.start) & (said.hi <= part.end)).any():
                rows.append(_row(weighed, expectation, implied, deeds, part, actions))  # noqa: PERF401
    return pd.DataFrame(rows, columns=list(WORDS))


def _implied(expectation: Expectation) -> float | None:
    """The Goldstein value of the most hostile code that is expected; None where none is hostile."""
    values = [ontology.goldstein(code.removesuffix("="), table=GOLDSTEIN) for code in expectation.codes]
    hostile = [value for value in values if value is not None and value < 0]
    return min(hostile, default=None)


def _row(
    weighed: Weighed, expectation: Expectation, implied: float, deeds: Dated, part: Period, actions: dict[str, str]
) -> dict[str, object]:
    """One quarter: deeds that are wholly in it, up to the cut-off."""
    record = weighed.record
    last = min(part.end, record.as_of)
    codes = [actions[name] for name in deeds.within(part.start, last)]
    classes = [ontology.quad_class(code, convention=CLASSES) for code in codes]
    material = [code for code, kind in zip(codes, classes, strict=True) if kind == MATERIAL]
    conflicts = sum(kind in {VERBAL, MATERIAL} for kind in classes)
    values = [value for code in material if (value := ontology.goldstein(code, table=GOLDSTEIN)) is not None]
    # The most hostile deed may be of any family, so that none is known to be absent unless all are covered.
    shares = [days.share(part.start, last) if days is not None else math.nan for days in record.days.values()]
    coverage = float(np.min(shares))
    silent = coverage >= record.threshold
    observed = min(values) if values else 0.0 if silent else np.nan
    share = wilson(len(material), conflicts, level=LEVEL)
    return {
        "claim_id": expectation.claim_id,
        "expectation_id": expectation.id,
        "role": expectation.role,
        "period": part.label,
        "estimate": observed - implied,
        "implied": implied,
        "observed": observed,
        "n": len(material),
        "material_share": share.estimate,
        "ci_low": share.low,
        "ci_high": share.high,
        "conf_level": LEVEL if conflicts else math.nan,
        "coverage": coverage,
        "table": f"goldstein: {GOLDSTEIN}; quad classes: {CLASSES}",
        "flags": ";".join(
            name
            for name, holds in (("coverage_gap", not coverage >= 1), ("partial_period", part.end > record.as_of))
            if holds
        ),
        "reason": "" if values or silent else "no material deed is recorded, and the record does not cover the quarter",
    }


INTENSITY: tuple[Further[Weighed], ...] = (Further(name="intensity", words=WORDS, make=_compare),)
