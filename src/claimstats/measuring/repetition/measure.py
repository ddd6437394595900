"""Measure repetition: how often each claim was voiced, under every counting rule, and how often per monitored day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from claimstats.dates import iso_of
from claimstats.errors import UsageError
from claimstats.measuring.further import offer, words_of
from claimstats.measuring.phrasing import phrases_of_repetition
from claimstats.measuring.repetition.counting import MONTHS, Counts, count_definite, count_occasions, counted_mentions
from claimstats.measuring.repetition.further import EXPERIMENTAL, FURTHER
from claimstats.measuring.repetition.grid import Grid, periods_of
from claimstats.measuring.repetition.numbering import numbers_of_repetition
from claimstats.measuring.repetition.rates import INTERVALS, flags_of, rate_columns, rate_stream
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
    experimental: bool = False,
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
    experimental
        Offer the table ``echo`` too: a self-exciting process, for exploring and not for a report.

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
    further = (*FURTHER, *EXPERIMENTAL) if experimental else FURTHER
    keys = list(BY[by])
    stances = STANCES if stances is None and by == "stance" else stances
    chosen, reason = rate_stream(claims.study, stream)
    rows = counted_mentions(claims, stances=stances, verified=True, keys=keys)
    counts = count_occasions(claims, rows, keys=keys, period=period)
    every = _with_unverified(claims, counts, keys=keys, period=period, stances=stances)
    grid = _grid(claims, counts, every["rows"], keys=keys, period=period)
    counted = _count_columns(grid, counts, every["occasions"], as_of=claims.study.settings.as_of)
    rated = rate_columns(
        grid, claims, period=period, stream=chosen, reason=reason, stances=stances, level=level, interval=interval
    )
    frame = pd.DataFrame({**counted, **rated}, copy=False)
    frame["flags"] = flags_of(frame, claims.study, chosen)
    params = {"by": by, "period": period, "stream": chosen, "stances": list(stances) if stances is not None else "by claim type",
              "level": level, "interval": interval, "thresholds": list(thresholds), "weights": dict(weights or {}),
              "as_of": claims.study.settings.as_of}  # fmt: skip
    columns = [*keys, "period", *(name for name in WORDS if name not in (*KEYS, "period"))]
    voiced = Voiced(
        claims=claims, keys=tuple(keys), period=period, stream=chosen, level=level, frame=frame,
        stances=None if stances is None else tuple(stances), thresholds=reached, weights=dict(weights or {}),
    )  # fmt: skip
    tables = Tables({"repetition": frame[columns], **offer(further, voiced)})
    labels = labels_of(claims.study.codebook)
    return Result(
        measure="repetition",
        keys=(*keys, "period"),
        tables=tables,
        words={**{name: WORDS[name] for name in columns}, **words_of(further)},
        params=params,
        provenance=claims.study.provenance.add(_step(claims, frame)),
        trace=lambda wanted: trace_rows(claims, rows, wanted, period),
        say=lambda wanted: say_repetition(frame, wanted, claims.study.codebook),
        phrase=lambda wanted: phrases_of_repetition(frame, wanted),
        count=numbers_of_repetition(voiced, tables, labels),
        labels=labels | {"unit": _unit(claims, chosen)},
        codebook_hash=lambda: claims.study.codebook.sha256,
    )


def _step(claims: Claims, frame: pd.DataFrame) -> Step:
    """Links in, occasions out."""
    why = "links in, occasions out: copies, denials, unverified and straddling rows are not occasions"
    occasions = int(frame["occasions"].sum())
    return Step(name="measure repetition", rows_in=claims.counts["links"], rows_out=occasions, why=why)


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


def _with_unverified(
    claims: Claims, counts: Counts, *, keys: list[str], period: str, stances: Sequence[str] | None
) -> dict[str, pd.DataFrame]:
    """What is counted in one period wholly when unverified rows count too."""
    if (claims.study.statements["verification"] == "verified").all():
        return counts.definite
    rows = counted_mentions(claims, stances=stances, verified=False, keys=keys)
    return count_definite(claims, rows, keys=keys, period=period)


def _grid(claims: Claims, counts: Counts, recorded: pd.DataFrame, *, keys: list[str], period: str) -> Grid:
    """Every group and period, from the first day of the study (or of its statements) to the cut-off."""
    settings, totals = claims.study.settings, counts.totals
    if keys == ["claim_id"]:
        groups = claims.study.codebook.claims[["claim_id"]]
    else:
        # Copies alone make a group, and so do unverified rows.
        groups = pd.concat([totals[keys], recorded[keys].astype("str")]).drop_duplicates()
    return Grid(
        keys=tuple(keys),
        groups=groups.sort_values(keys, ignore_index=True),
        periods=periods_of(
            min([settings.start, *totals["first_seen"]]), settings.as_of, unit=period, earliest=recorded["number"].min()
        ),
    )


def _count_columns(grid: Grid, counts: Counts, every: pd.DataFrame, *, as_of: int) -> dict[str, object]:
    """The counts, and everything that follows from them: repeats, straddling occasions, what came before."""
    columns = grid.columns()
    laid = {name: values for table in counts.definite.values() for name, values in grid.lay(table).items()}
    said, mentions = laid["occasions"], laid["mentions"]
    straddling, expected = _spread(counts.straddling, grid)
    totals = grid.at_groups(counts.totals, ["first_seen", "last_seen", "first_number"])
    totals["last_seen"] = totals["last_seen"].clip(upper=as_of)
    for name in ("first_seen", "last_seen"):
        seen = totals[name].dropna()
        totals[name] = pd.Series(iso_of(seen), index=seen.index, dtype="str").reindex(totals.index)
    return {
        **columns,
        **{name: laid[name] for name in ("mentions", "utterances", "occasions", "speakers", "speaker_days")},
        "straddling": straddling,
        "occasions_max": said + straddling,
        "occasions_expected": said + expected,
        "occasions_all": grid.lay(every)["occasions"],
        "occasions_before": said.reshape(grid.shape).cumsum(axis=1).ravel() - said,
        "repeats": said - (grid.of_groups(totals["first_number"]) == columns["number"]).to_numpy(),
        "amplification": np.divide(mentions, said, out=np.full(len(said), np.nan), where=said > 0),
        "first_seen": grid.of_groups(totals["first_seen"]),
        "last_seen": grid.of_groups(totals["last_seen"]),
        "n": mentions,
        "n_units": said,
    }


def _spread(straddling: pd.DataFrame, grid: Grid) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """In every group and period, the occasions that reach over an end of it, and the sum of their shares of days there."""
    number, share = (np.zeros(grid.shape).ravel() for _ in range(2))
    if straddling.empty:
        return number.astype(np.int64), share
    keys = list(grid.keys)
    cells = pd.DataFrame(grid.columns())[[*keys, "start", "end"]].reset_index(names="cell")
    touched = straddling.merge(cells, on=keys)
    touched = touched[(touched["start"] <= touched["hi"]) & (touched["end"] >= touched["lo"])]
    inside = np.minimum(touched["end"], touched["hi"]) - np.maximum(touched["start"], touched["lo"]) + 1
    np.add.at(number, touched["cell"], 1)
    np.add.at(share, touched["cell"], inside / (touched["hi"] - touched["lo"] + 1))
    return number.astype(np.int64), share
