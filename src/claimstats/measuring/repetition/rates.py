"""Rates per monitored day and shares of monitored texts, from one stream with known coverage."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from claimstats.dates import day
from claimstats.errors import UsageError
from claimstats.estimates.proportions import wilson
from claimstats.estimates.rates import mid_p, poisson_rate
from claimstats.estimates.scattered import cautious_index, quasi_poisson, scaled_garwood
from claimstats.measuring.coverage import Texts, stream_days
from claimstats.measuring.repetition.counting import count_definite, counted_mentions
from claimstats.measuring.repetition.grid import Grid
from claimstats.measuring.repetition.scatter import (
    FEWEST_WEEKS,
    OVERDISPERSED,
    scatter_of_periods,
    weekly_counts,
    whole_weeks,
)
from claimstats.schema import nearest
from claimstats.study import Claims, Study

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["INTERVALS", "flags_of", "on_monitored_days", "rate_columns", "rate_stream"]


_RATE = ("estimate", "ci_low", "ci_high", "reason", "method")
_SHARE = ("share_per_1000", "share_low", "share_high")
_NUMBERS = (*_RATE[:3], *_SHARE, "dispersion", "stream_occasions", "stream_texts", "exposure_days", "texts")

#: How the interval of a rate is made: by the scatter of its weeks, or always in one way.
INTERVALS = ("auto", "garwood", "midp", "quasipoisson")


def rate_stream(study: Study, stream: str | None) -> tuple[str | None, str]:
    """The stream that a rate can be computed from, or None with the reason.

    Parameters
    ----------
    study
        Its streams and coverage.
    stream
        The user's choice; None takes the only stream of known coverage.

    Raises
    ------
    UsageError
        If the stream that was asked for does not exist.
    """
    known = study.known_streams
    if stream is not None:
        there = set(study.codebook["streams"]["stream_id"]) | set(study.codebook["coverage"]["stream"])
        if stream not in there:
            near = nearest(stream, there)
            raise UsageError(f"there is no stream {stream!r}; there are {', '.join(sorted(there))}. Hint: {near[:1]}")
        return (stream, "") if stream in known else (None, f"coverage of the stream {stream} is not known")
    if len(known) == 1:
        return known[0], ""
    if known:
        return None, f"several streams have known coverage: name one of {', '.join(known)}"
    return None, "coverage is not known: the count is a lower bound"


def rate_columns(
    grid: Grid,
    claims: Claims,
    *,
    period: str,
    stream: str | None,
    reason: str,
    stances: Sequence[str] | None,
    level: float,
    interval: str = "auto",
) -> dict[str, object]:
    """The columns of rate and share, missing with their reason where there is no denominator.

    Parameters
    ----------
    grid
        Groups and periods.
    claims, period, stances
        As in `measure_repetition`.
    stream, reason
        From `rate_stream`.
    level
        Confidence level.
    interval
        A key of `INTERVALS`.
    """
    told = {"conf_level": level, "stream": stream or ""}
    if stream is None:
        return {**dict.fromkeys(_NUMBERS, np.nan), **told, "reason": reason, "method": "none"}
    keys = list(grid.keys)
    rows = counted_mentions(claims, stances=stances, verified=True, stream=stream, keys=keys)
    rows = on_monitored_days(rows, claims.study, stream)
    counted = count_definite(claims, rows, keys=keys, period=period)
    exposure, texts = _denominators(grid.periods, claims.study, stream)
    scatter = grid.at_groups(_scatter(grid, rows, claims, stream), ["dispersion", "degrees"])
    given = pd.DataFrame(
        {
            "stream_occasions": grid.lay(counted["occasions"])["occasions"],
            "stream_texts": grid.lay(counted["rows"])["texts"],
            "exposure_days": grid.of_periods(exposure),
            "texts": grid.of_periods(texts),
            "dispersion": grid.of_groups(scatter["dispersion"]),
            "degrees": grid.of_groups(scatter["degrees"]),
        },
        copy=False,
    )
    # Most rows are alike (0 of 92 days), so each set of numbers is worked out once.
    alike = given.groupby(list(given), sort=False, dropna=False).ngroup().to_numpy()
    different = given.drop_duplicates()
    found = [
        (
            *_rate(
                int(row.stream_occasions),
                row.exposure_days,
                row.dispersion,
                row.degrees,
                level=level,
                interval=interval,
            ),
            *_share(int(row.stream_texts), row.texts, level=level),
        )
        for row in different.itertuples()
    ]
    made = pd.DataFrame(found, columns=[*_RATE, *_SHARE]).astype(dict.fromkeys(("reason", "method"), "str"))
    return {
        **told,
        **dict(given.drop(columns="degrees").items()),
        **dict(made.take(alike).reset_index(drop=True).items()),
    }


@dataclass(frozen=True, kw_only=True)
class _Grouped:
    """What weekly counts are made for."""

    claims: Claims
    keys: tuple[str, ...]


def _scatter(grid: Grid, rows: ir.Table, claims: Claims, stream: str) -> pd.DataFrame:
    """The index of dispersion of each group, over its periods that hold whole monitored weeks enough."""
    settings = claims.study.settings
    weeks = whole_weeks(stream_days(claims.study, stream), settings.start, settings.as_of)
    # A month never holds the eight weeks that scatter is judged by: nothing to ask the engine for.
    long = (grid.periods["end"] - grid.periods["start"] + 1 >= 7 * FEWEST_WEEKS).any()
    counts = weekly_counts(rows if long and len(weeks) else None, _Grouped(claims=claims, keys=grid.keys))
    keys = list(grid.keys)
    found = scatter_of_periods(counts, grid.periods, weeks, keys=keys)
    # Each period about its own mean, all periods of a group together: a quarter alone says too little about its scatter.
    known = found[found["index"].notna()]
    known = known.assign(degrees=known["weeks"] - 1, statistic=known["index"] * (known["weeks"] - 1))
    sums = known.groupby(keys, as_index=False)[["statistic", "degrees"]].sum()
    return sums.assign(dispersion=sums["statistic"] / sums["degrees"])[[*keys, "dispersion", "degrees"]]


def on_monitored_days(rows: ir.Table, study: Study, stream: str) -> ir.Table:
    """The rows whose day was monitored: what was found outside cannot be divided by the days inside."""
    days = stream_days(study, stream)
    said = study.statements[study.statements["stream"] == stream]
    middle = (said["lo"] + (said["hi"] - said["lo"]) // 2).to_numpy()
    if days is None or (days.count(middle, middle) == 1).all():
        return rows
    inside = np.unique(middle[days.count(middle, middle) == 1])
    return rows.semi_join(study.engine.put(pd.DataFrame({"day": inside}), {"day": "day"}), "day")


def _denominators(periods: pd.DataFrame, study: Study, stream: str) -> tuple[pd.Series, pd.Series]:
    """Monitored days and texts of the stream in each period, up to the cut-off."""
    days = stream_days(study, stream)
    coverage = study.codebook["coverage"]
    stretches = coverage[(coverage["stream"] == stream) & (coverage["key"] == "")]
    last = np.minimum(periods["end"], study.settings.as_of)
    exposure = days.count(periods["start"].to_numpy(), last.to_numpy()) if days else np.zeros(len(periods))
    read = Texts(stretches)
    texts = [read.count(int(first), int(end)) for first, end in zip(periods["start"], last, strict=True)]
    return pd.Series(exposure), pd.Series(texts)


def _rate(
    count: int, exposure: float, index: float, degrees: float, *, level: float, interval: str
) -> tuple[float, float, float, str, str]:
    """Occasions per 30 monitored days with its interval, or three missing numbers and the reason; and the method."""
    if exposure == 0:
        reason = (
            "no day of the period was monitored" if not count else "occasions on days that coverage calls unmonitored"
        )
        return math.nan, math.nan, math.nan, reason, "none"
    found = poisson_rate(int(count), float(exposure), level=level)
    per = 30 / float(exposure)
    if interval == "auto" and index > OVERDISPERSED:
        wide = scaled_garwood(int(count), cautious_index(index, degrees), level=level)
        return found.estimate, wide.low * per, wide.high * per, "", "garwood, scaled by dispersion"
    if interval == "quasipoisson" and index > 1 and count:
        wide = quasi_poisson(float(count), index, level=level)
        return found.estimate, wide.low * per, wide.high * per, "", "quasi-poisson"
    if interval == "midp":
        low, high = mid_p(int(count), level=level)
        return found.estimate, low * per, high * per, "", "mid-p"
    return found.estimate, found.low, found.high, "", "garwood"


def _share(voicing: int, texts: float, *, level: float) -> tuple[float, float, float]:
    """Texts that voice it per 1,000 texts read; missing where the texts were not counted, or were fewer."""
    if math.isnan(texts) or texts < voicing or texts == 0:
        return math.nan, math.nan, math.nan
    found = wilson(int(voicing), float(texts), level=level)
    return 1000 * found.estimate, 1000 * found.low, 1000 * found.high


def flags_of(frame: pd.DataFrame, study: Study, stream: str | None) -> pd.Series:
    """What to bear in mind of each row, as sorted words separated by ``;``.

    Parameters
    ----------
    frame
        Counts and rates, with ``start`` and ``end`` of the period.
    study
        Its coverage.
    stream
        The stream that makes the rate.
    """
    covered = study.codebook["coverage"]
    monitored = covered[(covered["stream"] == stream) & (covered["status"] == "monitored")]
    begins = monitored["start"].map(day).min() if len(monitored) else None
    exposure = frame["exposure_days"]
    days = np.minimum(frame["end"], study.settings.as_of) - frame["start"] + 1
    holds = {
        "coverage_gap": (exposure > 0) & (exposure < days),
        "no_data": frame["first_seen"].isna(),
        "overdispersed": frame["dispersion"] > OVERDISPERSED,
        "partial_period": frame["end"] > study.settings.as_of,
        "straddling_dates": frame["straddling"] > 0,
        "zero_exposure": exposure == 0,
    }
    if begins is not None:
        seen = frame["first_seen"].map(day, na_action="ignore").astype("float64")
        holds["left_truncated"] = (seen - begins) < study.settings.thresholds.silence_days
    # Rows have few different sets of flags: each set is written once.
    names = sorted(holds)
    bits = sum(np.asarray(holds[name], dtype=bool).astype(np.int64) << place for place, name in enumerate(names))
    sets = np.flatnonzero(np.bincount(bits, minlength=1))
    words = [";".join(name for place, name in enumerate(names) if found >> place & 1) for found in sets.tolist()]
    number = np.zeros(int(sets.max(initial=0)) + 1, dtype=np.int64)
    number[sets] = np.arange(len(sets))
    return pd.Series(pd.array(words, dtype="str").take(number[bits]), index=frame.index)
