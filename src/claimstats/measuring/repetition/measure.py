"""Measure repetition: how often each claim was voiced, under every counting rule, and how often per monitored day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from claimstats.dates import Period, iso, periods_between
from claimstats.errors import UsageError
from claimstats.measuring.further import offer, words_of
from claimstats.measuring.repetition.counting import MONTHS, Counts, count_definite, count_occasions, counted_mentions
from claimstats.measuring.repetition.further import FURTHER
from claimstats.measuring.repetition.rates import INTERVALS, add_rates, rate_stream
from claimstats.measuring.repetition.tallies import PRESETS
from claimstats.measuring.repetition.tracing import BY, KEYS, trace_rows
from claimstats.measuring.repetition.voiced import Voiced
from claimstats.measuring.wording import labels_of, say_repetition
from claimstats.provenance import Step
from claimstats.results import Result, Tables
from claimstats.schema import STANCES, nearest
from claimstats.study import Claims

__all__ = ["BY", "measure_repetition"]

WORDS = {
    "claim_id": "The claim.",
    "speaker": "Who spoke.",
    "source_type": "Type of the outlet; an occasion carried by two types stands in both.",
    "stance": "Stance of the statement; every stance is counted.",
    "frame": "Rhetorical function; a statement with two frames stands in both.",
    "period": "Calendar period.",
    "estimate": "Occasions per 30 monitored days, from the rows of `stream` alone; missing with its `reason`.",
    "ci_low": "Lower end of the interval of `estimate`.",
    "ci_high": "Upper end of the interval of `estimate`.",
    "conf_level": "Confidence level of the intervals.",
    "n": "Rows used: mentions.",
    "n_units": "Independent units: occasions.",
    "method": "How the interval was made.",
    "flags": "What to bear in mind, separated by `;`.",
    "reason": "Why `estimate` is missing.",
    "dispersion": "Index of dispersion of the group's weeks about the mean of their period; above 1.5 the interval is widened.",
    "mentions": "Rows, copies included.",
    "utterances": "Rows that copy nothing.",
    "occasions": "Distinct claim, speaker and occasion: how often somebody chose to say it. The headline count.",
    "speaker_days": "Distinct claim, speaker and day.",
    "repeats": "Occasions after the first ever recorded.",
    "amplification": "Mentions / occasions.",
    "speakers": "Distinct speakers.",
    "straddling": "Occasions whose date reaches over an end of the period; not among `occasions`.",
    "occasions_max": "Occasions + straddling.",
    "occasions_expected": "Occasions + the share of days of each straddling one.",
    "occasions_all": "Occasions with unverified rows counted too.",
    "occasions_before": "Occasions of earlier periods.",
    "first_seen": "First day on which it is recorded, over all time.",
    "last_seen": "Last day on which it may have been said, up to the cut-off.",
    "stream": "The stream whose rows make the rate and the share.",
    "stream_occasions": "Occasions from that stream's rows alone, on monitored days.",
    "exposure_days": "Monitored days of that stream.",
    "stream_texts": "Texts of that stream that voice it, on monitored days.",
    "texts": "Texts of that stream that were read.",
    "share_per_1000": "Texts that voice it per 1,000 texts read.",
    "share_low": "Lower end of the interval of `share_per_1000` (Wilson).",
    "share_high": "Upper end of the interval of `share_per_1000` (Wilson).",
}


def measure_repetition(
    claims: Claims,
    *,
    by: str = "claim",
    period: str = "quarter",
    stream: str | None = None,
    stances: Sequence[str] | None = None,
    level: float = 0.95,
    interval: str = "auto",
    thresholds: Sequence[int | str] = ("wapo",),
    weights: Mapping[str, float] | None = None,
) -> Result:
    """How often a claim is voiced: mentions, utterances, occasions and speaker-days side by side.

    The headline count is **occasions**, distinct (claim, speaker, occasion). Unverified rows stay out of it
    (``occasions_all`` has them), as do denials; a conditional statement counts for a threat and for nothing else. A date
    that reaches over the end of a period is ``straddling`` and not counted in either. The count is of what is recorded:
    it does not say how often a thing was said where nobody looked.

    The rate ``occasions / monitored days x 30`` and its Garwood interval come from one stream with known coverage, from
    its rows alone. Without such a stream they are missing, with the reason.

    Parameters
    ----------
    claims
        From `group_claims`.
    by
        ``claim``, ``speaker``, ``claim x speaker``, ``source type``, ``stance`` (all of them) or ``frame``.
    period
        ``month``, ``quarter``, ``year`` or ``all``.
    stream
        The stream that makes the rate; by default the only one of known coverage.
    stances
        Those that count, instead of the rule above.
    level
        Confidence level of the intervals.
    interval
        ``auto``: Garwood's, widened where the group's weeks scatter more than a Poisson law (index above 1.5, pooled over
        periods with at least 8 whole weeks); or always ``garwood``, ``midp`` or ``quasipoisson``.
    thresholds
        For the table ``thresholds``: numbers of occasions, or ``wapo`` (20).
    weights
        For the table ``weighted``: weight of an occasion by the type of its source, 0 or more; 1 where none is given.

    Returns
    -------
    Result
        One row per group and period, silent ones included; further tables are made when asked for;
        ``result.words_for(table)`` says what each column means.

    Raises
    ------
    UsageError
        If ``by``, ``period``, ``stream``, ``interval``, a stance or a threshold is not known, or a weight is below 0.

    Examples
    --------
    >>> import claimstats as cs
    >>> claims = cs.group_claims(cs.load("data/demo"))
    >>> int(cs.measure_repetition(claims, period="year").to_frame()["occasions"].sum())
    60
    """
    _check_choice("by", by, BY)
    _check_choice("period", period, MONTHS)
    for stance in stances or ():
        _check_choice("stances", stance, STANCES)
    _check_choice("interval", interval, INTERVALS)
    reached = dict(map(_threshold, thresholds))
    if any(not weight >= 0 for weight in (weights or {}).values()):
        raise UsageError(f"a weight is 0 or more; found {dict(weights or {})}")
    keys = list(BY[by])
    stances = STANCES if stances is None and by == "stance" else stances
    chosen, reason = rate_stream(claims.study, stream)
    rows = counted_mentions(claims, stances=stances, verified=True, keys=keys)
    counts = count_occasions(claims, rows, keys=keys, period=period)
    frame = _grid(claims, counts, keys=keys, period=period)
    frame = _count_columns(frame, counts, keys=keys, as_of=claims.study.settings.as_of)
    frame["occasions_all"] = _with_unverified(claims, frame, keys=keys, period=period, stances=stances)
    frame = add_rates(
        frame, claims, keys=keys, period=period, stream=chosen, reason=reason, stances=stances, level=level,
        interval=interval,
    )  # fmt: skip
    params = {"by": by, "period": period, "stream": chosen, "stances": list(stances) if stances is not None else "by claim type",
              "level": level, "interval": interval, "thresholds": list(thresholds), "weights": dict(weights or {}),
              "as_of": claims.study.settings.as_of}  # fmt: skip
    counted = int(frame["occasions"].sum())
    step = Step(name="measure repetition", rows_in=claims.counts["links"], rows_out=counted,
                why="links in, occasions out: copies, denials, unverified and straddling rows are not occasions")  # fmt: skip
    columns = [*keys, "period", *(name for name in WORDS if name not in (*KEYS, "period"))]
    voiced = Voiced(
        claims=claims, keys=tuple(keys), period=period, stream=chosen, level=level, frame=frame,
        stances=None if stances is None else tuple(stances), thresholds=reached, weights=dict(weights or {}),
    )  # fmt: skip
    return Result(
        measure="repetition",
        keys=(*keys, "period"),
        tables=Tables({"repetition": frame[columns], **offer(FURTHER, voiced)}),
        words={**{name: WORDS[name] for name in columns}, **words_of(FURTHER)},
        params=params,
        provenance=claims.study.provenance.add(step),
        trace=lambda wanted: trace_rows(claims, rows, wanted, period),
        say=lambda wanted: say_repetition(frame, wanted, claims.study.codebook),
        labels=labels_of(claims.study.codebook) | {"unit": _unit(claims, chosen)},
    )


def _threshold(wanted: int | str) -> tuple[str, int]:
    """A threshold's name and number, or a refusal."""
    if isinstance(wanted, str):
        _check_choice("thresholds", wanted, PRESETS)
        return f"{wanted} ({PRESETS[wanted]})", PRESETS[wanted]
    if wanted < 1:
        raise UsageError(f"a threshold is 1 occasion or more, not {wanted}")
    return str(wanted), wanted


def _unit(claims: Claims, stream: str | None) -> str:
    """What a monitored text of the stream is called."""
    streams = claims.study.codebook["streams"]
    named = streams.loc[streams["stream_id"] == stream, "unit"]
    return str(named.iloc[0]) if len(named) else "texts"


def _check_choice(name: str, value: str, known: Sequence[str] | Mapping[str, object]) -> None:
    """Refuse a value that is not among the known ones."""
    if value not in known:
        near = nearest(value, known)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise UsageError(f"{name} is one of {', '.join(known)}, not {value!r}.{hint}")


def _grid(claims: Claims, counts: Counts, *, keys: list[str], period: str) -> pd.DataFrame:
    """One row per group and period, from the first day of the study (or of its statements) to the cut-off."""
    settings, totals = claims.study.settings, counts.totals
    first = min([settings.start, *totals["first_seen"]])
    grid = pd.DataFrame(
        [
            (part.label, part.start, part.end, _number(part, period))
            for part in periods_between(first, settings.as_of, period)
        ],
        columns=["period", "start", "end", "number"],
    )
    definite = counts.definite.drop(columns="texts")
    groups = pd.concat([totals[keys], definite[keys]]).drop_duplicates()
    if keys == ["claim_id"]:
        groups = claims.study.codebook.claims[["claim_id"]]
    frame = groups.merge(grid, how="cross").merge(definite, on=[*keys, "number"], how="left")
    frame = frame.merge(totals.rename(columns={"occasions": "occasions_ever"}), on=keys, how="left")
    numbers = ["mentions", "utterances", "occasions", "speakers", "speaker_days"]
    frame[numbers] = frame[numbers].fillna(0).astype("int64")
    return frame.sort_values([*keys, "start"], kind="stable").reset_index(drop=True)


def _number(part: Period, period: str) -> int:
    """The number that counting gives a period."""
    if period == "all":
        return 0
    year, month = (int(piece) for piece in iso(part.start).split("-")[:2])
    return (year * 12 + month - 1) // MONTHS[period]


def _count_columns(frame: pd.DataFrame, counts: Counts, *, keys: list[str], as_of: int) -> pd.DataFrame:
    """Everything that follows from the counts: repeats, straddling occasions, what came before."""
    spread = _spread(counts.straddling, frame, keys=keys)
    frame = frame.merge(spread, on=[*keys, "number"], how="left")
    frame["straddling"] = frame["straddling"].fillna(0).astype("int64")
    frame["occasions_max"] = frame["occasions"] + frame["straddling"]
    frame["occasions_expected"] = frame["occasions"] + frame["expected"].fillna(0.0)
    frame["repeats"] = frame["occasions"] - (frame["first_number"] == frame["number"]).astype("int64")
    frame["amplification"] = frame["mentions"] / frame["occasions"].where(frame["occasions"] > 0)
    frame["occasions_before"] = frame.groupby(keys)["occasions"].cumsum() - frame["occasions"]
    frame["last_seen"] = frame["last_seen"].clip(upper=as_of)
    for name in ("first_seen", "last_seen"):
        seen = {day: iso(int(day)) for day in frame[name].dropna().unique()}
        frame[name] = frame[name].map(seen).astype("str").where(frame[name].notna(), None)
    frame["n"], frame["n_units"] = frame["mentions"], frame["occasions"]
    return frame


def _spread(straddling: pd.DataFrame, grid: pd.DataFrame, *, keys: list[str]) -> pd.DataFrame:
    """Each straddling occasion in every period that it touches, with the share of its days there."""
    touched = straddling.merge(grid[[*keys, "start", "end", "number"]], on=keys, suffixes=("_first", ""))
    touched = touched[(touched["start"] <= touched["hi"]) & (touched["end"] >= touched["lo"])]
    inside = np.minimum(touched["end"], touched["hi"]) - np.maximum(touched["start"], touched["lo"]) + 1
    touched = touched.assign(expected=inside / (touched["hi"] - touched["lo"] + 1))
    return touched.groupby([*keys, "number"], as_index=False).agg(
        straddling=("lo", "size"), expected=("expected", "sum")
    )


def _with_unverified(
    claims: Claims, frame: pd.DataFrame, *, keys: list[str], period: str, stances: Sequence[str] | None
) -> pd.Series:
    """Occasions when unverified rows count too; a straddling one is left out as it is elsewhere."""
    if (claims.study.statements["verification"] == "verified").all():
        return frame["occasions"]
    rows = counted_mentions(claims, stances=stances, verified=False, keys=keys)
    every = count_definite(claims, rows, keys=keys, period=period)
    found = frame[[*keys, "number"]].merge(every, on=[*keys, "number"], how="left")["occasions"]
    return found.fillna(0).astype("int64")
