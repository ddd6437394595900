"""Rates per monitored day and shares of monitored texts, from one stream with known coverage."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from claimstats.dates import day
from claimstats.errors import UsageError
from claimstats.estimates.proportions import wilson
from claimstats.estimates.rates import poisson_rate
from claimstats.measuring.coverage import Texts, stream_days
from claimstats.measuring.repetition.counting import count_definite, counted_mentions
from claimstats.schema import nearest
from claimstats.study import Claims, Study

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["add_rates", "on_monitored_days", "rate_stream"]


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


def add_rates(
    frame: pd.DataFrame,
    claims: Claims,
    *,
    keys: list[str],
    period: str,
    stream: str | None,
    reason: str,
    stances: Sequence[str] | None,
    level: float,
) -> pd.DataFrame:
    """The columns of rate and share, missing with their reason where there is no denominator.

    Parameters
    ----------
    frame
        One row per group and period, with ``start``, ``end`` and ``number``.
    claims, keys, period, stances
        As in `measure_repetition`.
    stream, reason
        From `rate_stream`.
    level
        Confidence level.
    """
    frame = frame.assign(conf_level=level, method="garwood", stream=stream or "")
    if stream is None:
        missing = ["estimate", "ci_low", "ci_high", "stream_occasions", "exposure_days", "stream_texts", "texts",
                   "share_per_1000", "share_low", "share_high"]  # fmt: skip
        frame[missing] = np.nan
        return frame.assign(reason=reason, method="none", flags=_flags(frame, claims.study, stream))
    rows = counted_mentions(claims, stances=stances, verified=True, stream=stream)
    rows = on_monitored_days(rows, claims.study, stream)
    counted = count_definite(claims, rows, keys=keys, period=period)
    counted = counted.rename(columns={"occasions": "stream_occasions", "texts": "stream_texts"})
    columns = [*keys, "number", "stream_occasions", "stream_texts"]
    frame = frame.merge(counted[columns], on=[*keys, "number"], how="left")
    frame[columns[-2:]] = frame[columns[-2:]].fillna(0).astype("int64")
    frame = frame.merge(_denominators(frame, claims.study, stream), on="period", how="left")
    # Most rows are alike (0 of 92 days), so each pair of numbers is worked out once.
    rate, share = lru_cache(partial(_rate, level=level)), lru_cache(partial(_share, level=level))
    found = [rate(*pair) for pair in zip(frame["stream_occasions"], frame["exposure_days"], strict=True)]
    frame[["estimate", "ci_low", "ci_high"]] = [row[:3] for row in found]
    frame["reason"] = [row[3] for row in found]
    frame[["share_per_1000", "share_low", "share_high"]] = [
        share(*pair) for pair in zip(frame["stream_texts"], frame["texts"], strict=True)
    ]
    return frame.assign(flags=_flags(frame, claims.study, stream))


def on_monitored_days(rows: ir.Table, study: Study, stream: str) -> ir.Table:
    """The rows whose day was monitored: what was found outside cannot be divided by the days inside."""
    days = stream_days(study, stream)
    said = study.statements[study.statements["stream"] == stream]
    middle = (said["lo"] + (said["hi"] - said["lo"]) // 2).to_numpy()
    if days is None or (days.count(middle, middle) == 1).all():
        return rows
    inside = np.unique(middle[days.count(middle, middle) == 1])
    return rows.semi_join(study.engine.put(pd.DataFrame({"day": inside}), {"day": "day"}), "day")


def _denominators(frame: pd.DataFrame, study: Study, stream: str) -> pd.DataFrame:
    """Monitored days and texts of the stream in each period, up to the cut-off."""
    days = stream_days(study, stream)
    coverage = study.codebook["coverage"]
    stretches = coverage[(coverage["stream"] == stream) & (coverage["key"] == "")]
    grid = frame[["period", "start", "end"]].drop_duplicates("period")
    last = np.minimum(grid["end"], study.settings.as_of)
    exposure = days.count(grid["start"].to_numpy(), last.to_numpy()) if days else np.zeros(len(grid))
    read = Texts(stretches)
    texts = [read.count(int(first), int(end)) for first, end in zip(grid["start"], last, strict=True)]
    return pd.DataFrame({"period": grid["period"], "exposure_days": exposure, "texts": texts})


def _rate(count: int, exposure: float, *, level: float) -> tuple[float, float, float, str]:
    """Occasions per 30 monitored days with its interval, or three missing numbers and the reason."""
    if exposure == 0:
        reason = (
            "no day of the period was monitored" if not count else "occasions on days that coverage calls unmonitored"
        )
        return math.nan, math.nan, math.nan, reason
    found = poisson_rate(int(count), float(exposure), level=level)
    return found.estimate, found.low, found.high, ""


def _share(voicing: int, texts: float, *, level: float) -> tuple[float, float, float]:
    """Texts that voice it per 1,000 texts read; missing where the texts were not counted, or were fewer."""
    if math.isnan(texts) or texts < voicing or texts == 0:
        return math.nan, math.nan, math.nan
    found = wilson(int(voicing), float(texts), level=level)
    return 1000 * found.estimate, 1000 * found.low, 1000 * found.high


def _flags(frame: pd.DataFrame, study: Study, stream: str | None) -> pd.Series:
    """What to bear in mind of each row, as sorted words separated by ``;``."""
    covered = study.codebook["coverage"]
    monitored = covered[(covered["stream"] == stream) & (covered["status"] == "monitored")]
    begins = monitored["start"].map(day).min() if len(monitored) else None
    exposure = frame.get("exposure_days", pd.Series(np.nan, index=frame.index))
    days = np.minimum(frame["end"], study.settings.as_of) - frame["start"] + 1
    holds = {
        "coverage_gap": (exposure > 0) & (exposure < days),
        "no_data": frame["first_seen"].isna(),
        "partial_period": frame["end"] > study.settings.as_of,
        "straddling_dates": frame["straddling"] > 0,
        "zero_exposure": exposure == 0,
    }
    if begins is not None:
        seen = frame["first_seen"].map(day, na_action="ignore")
        holds["left_truncated"] = (seen - begins) < study.settings.thresholds.silence_days
    words = pd.Series("", index=frame.index)
    for name in sorted(holds):
        words = words.where(~holds[name].astype(bool), words + name + ";")
    return words.str.rstrip(";")
