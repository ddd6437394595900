"""Lifetimes: until when a claim is said, when it comes back, and how it adds up (method, sections 2.13 and 2.14)."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from claimstats.dates import iso
from claimstats.estimates.recurrence import Lifetime, claim_lifetime, mean_cumulative
from claimstats.estimates.survival import SurvivalCurve, kaplan_meier, restricted_mean
from claimstats.measuring.further import Further
from claimstats.measuring.repetition.voiced import Voiced, groups_of

__all__ = ["LIFETIMES"]

#: Days up to which the mean lifetime is taken: a year, stated before any data were seen.
UNTIL = 365

#: "Said again within so many days."
SOON = 30

CURVE_WORDS = {
    "time": "Days.",
    "survival": "Share that has not ended by then, from 0 to 1 (Kaplan-Meier).",
    "ci_low": "Lower end of its log-log interval.",
    "ci_high": "Upper end of it.",
    "conf_level": "Confidence level of the interval.",
    "at_risk": "How many were still watched just before.",
    "ended": "How many ended on that day.",
}

LIFETIME_WORDS = {
    "claim_id": "The claim.",
    "speaker": "Who spoke.",
    "source_type": "Type of the outlet.",
    "stance": "Stance of the statement.",
    "frame": "Frame of the statement.",
    "first_seen": "Day of the first occasion recorded.",
    "estimate": "Days from the first occasion to the one before the first long silence, or to the end of the watch.",
    "ended": "Whether a silence longer than `silence_days` followed; else it was still alive when the watch ended.",
    "estimate_lo": "The same if uncertain dates are taken as early as they may be.",
    "estimate_hi": "The same if they are taken as late as they may be.",
    "silence_days": "The silence after which a claim is called ended, in days.",
    "n": "Occasions recorded.",
    "flags": "What to bear in mind, separated by `;`.",
    "reason": "Why there is none.",
}


def _basis(voiced: Voiced) -> str:
    """The flag of what rests on rows whose days nobody knows to have been read: a silence may be one of the record."""
    covered = (
        voiced.days is not None
        and int(voiced.days.count(voiced.start, voiced.as_of)) == voiced.as_of - voiced.start + 1
    )
    whole = covered and len(voiced.monitored) == len(voiced.occasions)
    return "" if whole else "coverage_gap"


def _lifetimes(voiced: Voiced) -> pd.DataFrame:
    """One row per group: how long it was said without a long silence."""
    silence = voiced.claims.study.settings.thresholds.silence_days
    basis, rows = _basis(voiced), []
    for key, own in groups_of(voiced, voiced.occasions):
        found = {
            column: _life(own[name], voiced, silence)
            for column, name in (("estimate", "day"), ("estimate_lo", "lo"), ("estimate_hi", "hi"))
        }
        lived = found["estimate"]
        late = len(own) > 0 and lived is None
        rows.append(
            {
                **dict(zip(voiced.keys, key, strict=True)),
                "first_seen": iso(int(own["day"].min())) if len(own) else None,
                **{column: math.nan if life is None else life.days for column, life in found.items()},
                "ended": None if lived is None else lived.observed,
                "silence_days": silence,
                "n": len(own),
                "flags": basis,
                "reason": "first said too late to see a silence" if late else "" if len(own) else "never recorded",
            }
        )
    return pd.DataFrame(rows, columns=[*voiced.keys, *list(LIFETIME_WORDS)[5:]])


#: Which end of uncertain dates each estimate takes.
_DATES = {"estimate": "day", "estimate_lo": "lo", "estimate_hi": "hi"}


def _life(days: pd.Series, voiced: Voiced, silence: int) -> Lifetime | None:
    """The lifetime of one group, or None where it is not at risk."""
    return claim_lifetime(days.to_numpy(dtype=float).tolist(), cutoff=voiced.as_of, silence_days=silence)


def _survival(voiced: Voiced) -> pd.DataFrame:
    """The share of claims still said so many days after their first occasion."""
    times, ended = _ages(voiced)
    return _steps(kaplan_meier(times, ended, level=voiced.level))


def _ages(voiced: Voiced) -> tuple[list[float], list[bool]]:
    """Lifetimes of the groups that can have one, and whether they ended."""
    lives = _lifetimes(voiced)
    known = lives[lives["estimate"].notna()]
    return known["estimate"].tolist(), [bool(ended) for ended in known["ended"]]


def _steps(curve: SurvivalCurve) -> pd.DataFrame:
    """A curve as rows, one per step; the first is at 0."""
    frame = pd.DataFrame(
        {
            "time": np.array(curve.times, dtype=float),
            "survival": np.array(curve.survival, dtype=float),
            "ci_low": np.array(curve.low, dtype=float),
            "ci_high": np.array(curve.high, dtype=float),
            "conf_level": curve.level,
            "at_risk": np.array(curve.at_risk, dtype=np.int64),
            "ended": np.array(curve.events, dtype=np.int64),
        }
    )
    return frame[list(CURVE_WORDS)]


HALFLIFE_WORDS = {
    "estimate": "Half-life in days: half of the claims have ended by then; missing with its `reason`.",
    "mean": "Mean lifetime up to `until` days (area under the curve).",
    "until": "Days up to which the mean is taken.",
    "n": "Claims at risk.",
    "ended": "Those that ended.",
    "excluded": "Claims first said too late to see a silence, or never recorded.",
    "flags": "What to bear in mind, separated by `;`.",
    "reason": "Why the half-life is missing.",
}


def _halflife(voiced: Voiced) -> pd.DataFrame:
    """Half-life and restricted mean of the lifetimes, in one row."""
    times, ended = _ages(voiced)
    curve = kaplan_meier(times, ended, level=voiced.level)
    missing = "fewer than half of the claims have ended" if times else "no claim can be watched for long enough"
    row = {
        "estimate": curve.median,
        "mean": restricted_mean(times, ended, until=UNTIL) if times else math.nan,
        "until": UNTIL,
        "n": len(times),
        "ended": sum(ended),
        "excluded": len(_lifetimes(voiced)) - len(times),
        "flags": _basis(voiced),
        "reason": missing if math.isnan(curve.median) else "",
    }
    return pd.DataFrame([row], columns=list(HALFLIFE_WORDS))


RECURRENCE_WORDS = {
    **{name: LIFETIME_WORDS[name] for name in ("claim_id", "speaker", "source_type", "stance", "frame")},
    "estimate": "Chance that an occasion is followed by another within 30 days, from 0 to 1.",
    "ci_low": CURVE_WORDS["ci_low"],
    "ci_high": CURVE_WORDS["ci_high"],
    "conf_level": CURVE_WORDS["conf_level"],
    "n": "Occasions.",
    "n_units": "Gaps between occasions; the last one runs to the cut-off, and is censored.",
    "median_gap": "Days until half of the occasions are followed by another.",
    "method": "How the chance was made.",
    "flags": "What to bear in mind, separated by `;`.",
    "reason": "Why it is missing.",
}


def _recurrence(voiced: Voiced) -> pd.DataFrame:
    """How soon a claim is said again, per group."""
    basis, rows = _basis(voiced), []
    for key, own in groups_of(voiced, voiced.occasions):
        gaps, ended = _gaps(own["day"].to_numpy(dtype=np.int64), voiced.as_of)
        curve = kaplan_meier(gaps, ended, level=voiced.level)
        at = int(np.searchsorted(np.array(curve.times), SOON, side="right")) - 1
        # Beyond the last watched day the curve says nothing.
        known = bool(gaps) and (max(gaps) >= SOON or (bool(curve.survival) and curve.survival[-1] == 0))
        level = curve.survival[at] if at >= 0 else 1.0
        low, high = (curve.low[at], curve.high[at]) if at >= 0 else (math.nan, math.nan)
        small = 0 < len(own) < FEW
        rows.append(
            {
                **dict(zip(voiced.keys, key, strict=True)),
                "estimate": 1 - level if known else math.nan,
                "ci_low": 1 - high if known else math.nan,
                "ci_high": 1 - low if known else math.nan,
                "conf_level": voiced.level if known and not math.isnan(low) else math.nan,
                "n": len(own),
                "n_units": len(gaps),
                "median_gap": curve.median,
                "method": "kaplan-meier" if known else "none",
                "flags": ";".join(name for name in (basis, "n_small" if small else "") if name),
                "reason": "" if known else "never recorded" if own.empty else f"watched for fewer than {SOON} days",
            }
        )
    return pd.DataFrame(rows, columns=[*voiced.keys, *list(RECURRENCE_WORDS)[5:]])


#: Below so many occasions a chance rests on little.
FEW = 5


def _gaps(days: NDArray[np.int64], as_of: int) -> tuple[list[float], list[bool]]:
    """Days from each occasion to the next, the last one to the cut-off; and whether another followed."""
    said = np.sort(days[days <= as_of])
    if not len(said):
        return [], []
    gaps = [*np.diff(said).astype(float).tolist(), float(as_of - said[-1])]
    return gaps, [True] * (len(said) - 1) + [False]


RESURRECTION_WORDS = {**CURVE_WORDS, "survival": "Share of ended claims not said again by then, from 0 to 1."}


def _resurrection(voiced: Voiced) -> pd.DataFrame:
    """How long ended claims stay unsaid, counted from the last occasion before the silence."""
    silence = voiced.claims.study.settings.thresholds.silence_days
    times, again = [], []
    for _, own in groups_of(voiced, voiced.occasions):
        said = np.sort(own["day"].to_numpy(dtype=float))
        life = _life(own["day"], voiced, silence)
        if life is None or not life.observed:
            continue
        death = said[0] + life.days
        later = said[said > death]
        times.append(float((later[0] if len(later) else voiced.as_of) - death))
        again.append(bool(len(later)))
    return _steps(kaplan_meier(times, again, level=voiced.level))


CUMULATIVE_WORDS = {
    "time": "Days since the first occasion of each claim.",
    "mean": "Mean number of repetitions of a claim by then (Nelson).",
    "events": "Repetitions on that day, over all claims.",
    "at_risk": "Claims still watched.",
}


def _cumulative(voiced: Voiced) -> pd.DataFrame:
    """The mean number of repetitions by time since the first occasion."""
    starts: list[float] = []
    stops: list[float] = []
    events: list[bool] = []
    for _, own in groups_of(voiced, voiced.occasions):
        said = np.sort(own["day"].to_numpy(dtype=np.int64))
        said = said[said <= voiced.as_of]
        if len(said):
            ages = (said - said[0]).astype(float).tolist()
            starts += ages
            stops += [*ages[1:], float(voiced.as_of - said[0])]
            events += [True] * (len(ages) - 1) + [False]
    found = mean_cumulative(starts, stops, events)
    columns = {"time": found.times, "mean": found.mean, "events": found.events, "at_risk": found.at_risk}
    return pd.DataFrame({name: np.array(values, dtype=float) for name, values in columns.items()}).astype(
        {"events": "int64", "at_risk": "int64"}
    )


LIFETIMES: tuple[Further[Voiced], ...] = (
    Further(name="lifetimes", words=LIFETIME_WORDS, make=_lifetimes),
    Further(name="survival", words=CURVE_WORDS, make=_survival),
    Further(name="halflife", words=HALFLIFE_WORDS, make=_halflife),
    Further(name="recurrence", words=RECURRENCE_WORDS, make=_recurrence),
    Further(name="resurrection", words=RESURRECTION_WORDS, make=_resurrection),
    Further(name="cumulative", words=CUMULATIVE_WORDS, make=_cumulative),
)
