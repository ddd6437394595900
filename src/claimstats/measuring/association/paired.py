"""What is paired: the days on which a claim was voiced, and the days of the deeds that it leads one to expect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from claimstats.codebook import Expectation
from claimstats.estimates.exposure import DaySet
from claimstats.measuring.coverage import stream_days
from claimstats.measuring.gaps.deeds import relevant
from claimstats.measuring.gaps.pairs import Record, record_of
from claimstats.measuring.repetition.counting import counted_mentions
from claimstats.study import Claims

__all__ = ["Association", "Pairing", "pair_series"]

_SAID = {"statement_id": "text", "claim_id": "text", "speaker": "text", "occasion": "integer", "lo": "day", "hi": "day"}


@dataclass(frozen=True, kw_only=True, eq=False)
class Pairing:
    """Two series of days: a claim, and the deeds of one side that its expectations ask for.

    Attributes
    ----------
    claim_id, role
        What is paired.
    start, span
        First day of the record that both share, and its length in days; 0 where they share none.
    covered
        How many of these days both were monitored.
    said, done
        Distinct days of occasions and of deeds, in order.
    statements, deeds
        The rows they come from: ``statement_id, day`` and ``incident_id, day``.
    dropped
        Occasions and deeds whose date is wider than the tolerance, or is not on a day that both were monitored.
    reason
        Why there is nothing to compare; empty where there is.
    """

    claim_id: str
    role: str
    start: int
    span: int
    covered: int
    said: NDArray[np.int64]
    done: NDArray[np.int64]
    statements: pd.DataFrame
    deeds: pd.DataFrame
    dropped: int
    reason: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Association:
    """What every table of an association is made from: the pairings, and how they are compared."""

    claims: Claims
    record: Record
    pairings: tuple[Pairing, ...]
    stream: str | None
    tolerance: int
    lag: int
    reach: int
    level: float
    seed: int


def pair_series(
    claims: Claims, *, stream: str | None, reason: str, tolerance: int
) -> tuple[Record, tuple[Pairing, ...]]:
    """Every claim that has expected deeds, with each side's deeds.

    Only the stream's occasions count, on its monitored days; only deeds of families whose coverage is known. An
    expectation that a deed is not there asks for nothing that could follow, and is left out.

    Parameters
    ----------
    claims
        From `group_claims`.
    stream, reason
        The stream of known coverage, or None with the reason.
    tolerance
        A date that is wider than this many days cannot be placed.
    """
    record = record_of(claims)
    expected = [row for row in claims.study.codebook.expectations if row.polarity == "present"]
    groups = list(dict.fromkeys((row.claim_id, row.role) for row in expected))
    said, days = _said(claims, stream, [claim for claim, _ in groups])
    pairings = []
    for claim, role in groups:
        own = [row for row in expected if (row.claim_id, row.role) == (claim, role)]
        known = [row for row in own if record.days[row.family] is not None]
        why = reason or ("" if known else "coverage of the deeds is not known")
        voiced = said[said["claim_id"] == claim]
        pairings.append(_pair(claim, role, voiced, known, record, days, why, tolerance))
    return record, tuple(pairings)


def _said(claims: Claims, stream: str | None, wanted: Sequence[str]) -> tuple[pd.DataFrame, DaySet | None]:
    """The utterances of the stream, and its monitored days."""
    if stream is None:
        return pd.DataFrame(columns=list(_SAID)), None
    rows = counted_mentions(claims, stances=None, verified=True, stream=stream)
    rows = rows.filter(rows.utterance & rows.claim_id.isin(sorted(set(wanted))))
    found = claims.study.engine.collect(rows, _SAID).sort_values(["lo", "hi", "statement_id"], ignore_index=True)
    return found, stream_days(claims.study, stream)


def _pair(
    claim: str,
    role: str,
    said: pd.DataFrame,
    expectations: Sequence[Expectation],
    record: Record,
    days: DaySet | None,
    reason: str,
    tolerance: int,
) -> Pairing:
    """One pairing, on the days from the first to the last that both were monitored."""
    both = np.arange(record.start, record.as_of + 1, dtype=np.int64)
    inside = np.ones(len(both), dtype=bool)
    for covered in (days, *(record.days[row.family] for row in expectations)):
        if covered is not None:
            inside &= covered.count(both, both) == 1
    if not reason and not inside.any():
        reason = "no day was monitored for both words and deeds"
    monitored = both[inside] if not reason else both[:0]
    done = pd.concat([_deeds(row, record) for row in expectations], ignore_index=True) if expectations else _NO_DEEDS
    done = done.drop_duplicates("incident_id").sort_values(["lo", "hi", "incident_id"])
    kept = [_placed(rows, monitored, tolerance) for rows in (said, done)]
    statements, deeds = kept[0][["statement_id", "day"]], kept[1][["incident_id", "day"]]
    return Pairing(
        claim_id=claim,
        role=role,
        start=int(monitored[0]) if len(monitored) else 0,
        span=int(monitored[-1] - monitored[0] + 1) if len(monitored) else 0,
        covered=len(monitored),
        said=np.unique(statements["day"].to_numpy(dtype=np.int64)),
        done=np.unique(deeds["day"].to_numpy(dtype=np.int64)),
        statements=statements.reset_index(drop=True),
        deeds=deeds.reset_index(drop=True),
        dropped=len(said) + len(done) - len(statements) - len(deeds),
        reason=reason,
    )


_NO_DEEDS = pd.DataFrame(
    {"incident_id": pd.Series(dtype="str"), "lo": pd.Series(dtype="int64"), "hi": pd.Series(dtype="int64")}
)


def _deeds(expectation: Expectation, record: Record) -> pd.DataFrame:
    """The deeds that an expectation asks for in full."""
    full = relevant(expectation, record.deeds)["full"]
    return pd.DataFrame({"incident_id": full.ids.astype(str), "lo": full.lo, "hi": full.hi})


def _placed(rows: pd.DataFrame, monitored: NDArray[np.int64], tolerance: int) -> pd.DataFrame:
    """The rows whose date is narrow enough, and on a monitored day; with that day."""
    lo, hi = (rows[name].to_numpy(dtype=np.int64) for name in ("lo", "hi"))
    day = lo + (hi - lo) // 2
    return rows.assign(day=day)[(hi - lo <= tolerance) & np.isin(day, monitored)]
