"""Tallies: when a claim reached so many occasions, what came and went, weighted counts, strata of sources."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from claimstats.dates import iso
from claimstats.estimates.turnover import turnover
from claimstats.estimates.weighted import fay_feuer
from claimstats.measuring.further import Further
from claimstats.measuring.repetition.rhythm import KEY_WORDS, NO_STREAM
from claimstats.measuring.repetition.voiced import Voiced, groups_of

__all__ = ["PRESETS", "TALLIES"]

#: Named thresholds. `wapo`: The Washington Post's list of claims told at least 20 times (December 2018).
PRESETS: Mapping[str, int] = {"wapo": 20}

THRESHOLD_WORDS = {
    **KEY_WORDS,
    "threshold": "Occasions that count as often; a number, or the name of a preset and its number.",
    "reached": "Whether so many occasions are recorded.",
    "date": "Day of the occasion that reached it; empty where none did.",
    "n": "Occasions recorded.",
    "missing": "Occasions that are missing; 0 where it was reached.",
    "reason": "Why there is no day.",
}


def _thresholds(voiced: Voiced) -> pd.DataFrame:
    """When each group reached each threshold; the first occasion counts as one."""
    rows = []
    for key, own in groups_of(voiced, voiced.occasions):
        days = np.sort(own["day"].to_numpy(dtype=np.int64))
        for name, number in voiced.thresholds.items():
            reached = len(days) >= number
            rows.append(
                (*key, name, reached, iso(int(days[number - 1])) if reached else "", len(days), max(number - len(days), 0),
                 "" if reached else f"recorded on fewer than {number} occasions")
            )  # fmt: skip
    return pd.DataFrame(rows, columns=[*voiced.keys, *list(THRESHOLD_WORDS)[5:]])


TURNOVER_WORDS = {
    "period": "The period.",
    "before": "The period before it.",
    "new": "Groups recorded now and not in the period before.",
    "retired": "Groups recorded in the period before and not now.",
    "carried": "Groups recorded in both.",
    "estimate": "Jaccard's index: carried / (new + retired + carried), from 0 to 1; missing where both are empty.",
    "flags": "What to bear in mind, separated by `;`.",
    "reason": "Why the index is missing.",
}


def _turnover(voiced: Voiced) -> pd.DataFrame:
    """What came and what went, period by period: of the record, which may have missed some."""
    names = list(map("\t".join, voiced.frame[list(voiced.keys)].astype("str").itertuples(index=False, name=None)))
    frame = voiced.frame.assign(name=pd.Series(names, index=voiced.frame.index, dtype="str"))
    periods = frame[["period", "start", "end"]].drop_duplicates("period").sort_values("start")
    recorded = {name: set(own["name"]) for name, own in frame[frame["occasions"] > 0].groupby("period")}
    rows = []
    for (before, _), (now, end) in zip(
        periods[["period", "end"]].itertuples(index=False, name=None),
        periods[["period", "end"]].iloc[1:].itertuples(index=False, name=None),
        strict=False,
    ):
        found = turnover(recorded.get(before, set()), recorded.get(now, set()))
        rows.append((now, before, found.new, found.retired, found.carried, found.jaccard,
                     "partial_period" if end > voiced.as_of else "",
                     "nothing is recorded in either" if math.isnan(found.jaccard) else ""))  # fmt: skip
    return pd.DataFrame(rows, columns=list(TURNOVER_WORDS))


WEIGHTED_WORDS = {
    **KEY_WORDS,
    "estimate": "Weighted occasions per 30 monitored days, over all of them.",
    "ci_low": "Lower end of its gamma interval (Fay and Feuer).",
    "ci_high": "Upper end of it.",
    "conf_level": "Confidence level of the interval.",
    "n": "Occasions of the stream on monitored days.",
    "weighted": "Sum of their weights.",
    "exposure_days": "Monitored days.",
    "method": "How the interval was made.",
    "reason": "Why it is missing.",
}


def _weighted(voiced: Voiced) -> pd.DataFrame:
    """Occasions by the weight of the best source that carries each; 1 where a type has no weight of its own."""
    exposure = int(voiced.days.count(voiced.start, voiced.as_of)) if voiced.days is not None else 0
    best = _best_weights(voiced)
    rows = []
    for key, own in groups_of(voiced, best):
        counts = own.groupby("weight").size() if len(own) else pd.Series(dtype="int64")
        if not exposure:
            rows.append((*key, *(math.nan,) * 4, len(own), math.nan, exposure, "none", NO_STREAM))
            continue
        weights = [*counts.index.astype(float)] or [1.0]
        found = fay_feuer([*counts.astype(float)] or [0.0], weights, level=voiced.level)
        per = 30 / exposure
        rows.append((*key, found.estimate * per, found.low * per, found.high * per, voiced.level, len(own),
                     found.estimate, exposure, "fay-feuer", ""))  # fmt: skip
    return pd.DataFrame(rows, columns=[*voiced.keys, *list(WEIGHTED_WORDS)[5:]])


def _best_weights(voiced: Voiced) -> pd.DataFrame:
    """One row per group and occasion of the stream, with the highest weight among the sources that carry it."""
    identity = list(dict.fromkeys([*voiced.keys, "claim_id", "speaker", "occasion"]))
    rows = voiced.monitored_rows
    if rows is None:
        return pd.DataFrame(columns=[*identity, "weight"])
    wanted = list(dict.fromkeys([*identity, "source_type"]))
    said = rows.select(*wanted, "utterance").distinct()
    frame = voiced.claims.study.engine.collect(said, {**dict.fromkeys(wanted, "text"), "utterance": "flag"})
    # A copy may carry an occasion in a better source; it makes none.
    frame = frame[frame.groupby(identity)["utterance"].transform("any")]
    frame["weight"] = frame["source_type"].map(lambda kind: voiced.weights.get(kind, 1.0)).astype("float64")
    best = frame[frame["weight"] > 0].groupby(identity, as_index=False)["weight"].max()
    return best.sort_values(identity, ignore_index=True)


STRATA_WORDS = {
    **KEY_WORDS,
    "all": "Occasions recorded, whatever the source.",
    "independent": "Those in an outlet that no state controls.",
    "two_independent": "Those in outlets of two groups that no state controls and that do not copy each other.",
    "no_source": "Those without a source that the table of sources holds.",
}


def _strata(voiced: Voiced) -> pd.DataFrame:
    """Occasions by how independent the outlets are that carry them, copies included."""
    study = voiced.claims.study
    sources = study.codebook["sources"]
    own = sources["independence_group"].where(sources["independence_group"] != "", sources["source_id"])
    free = dict(zip(sources["source_id"], own.where(sources["state_controlled"] != "yes", ""), strict=True))
    identity = list(dict.fromkeys([*voiced.keys, "claim_id", "speaker", "occasion"]))
    wanted = ["statement_id", *identity]
    frame = study.engine.collect(voiced.rows.select(*wanted), dict.fromkeys(wanted, "text"))
    frame["group"] = frame["statement_id"].map(study.statements.set_index("statement_id")["source"]).map(free)
    held = frame.groupby(identity)["group"].agg(
        groups=lambda names: names[names != ""].nunique(), known=lambda names: names.notna().any()
    )
    counted = held.reset_index()
    counted = counted.assign(
        independent=counted["groups"] >= 1, two_independent=counted["groups"] >= 2, no_source=~counted["known"].astype(bool)
    )  # fmt: skip
    rows = [
        (*key, len(group), *(int(group[name].sum()) for name in ("independent", "two_independent", "no_source")))
        for key, group in groups_of(voiced, counted)
    ]
    return pd.DataFrame(rows, columns=[*voiced.keys, *list(STRATA_WORDS)[5:]])


TALLIES: tuple[Further[Voiced], ...] = (
    Further(name="thresholds", words=THRESHOLD_WORDS, make=_thresholds),
    Further(name="turnover", words=TURNOVER_WORDS, make=_turnover),
    Further(name="weighted", words=WEIGHTED_WORDS, make=_weighted),
    Further(name="strata", words=STRATA_WORDS, make=_strata),
)
