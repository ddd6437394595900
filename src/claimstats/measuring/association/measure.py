"""Measure association: whether words and deeds come close together in time, beyond what shifted calendars give."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np
import pandas as pd

from claimstats.errors import UsageError
from claimstats.measuring.association.coincidence import WORDS, tabulate_coincidence
from claimstats.measuring.association.courses import COURSES
from claimstats.measuring.association.numbering import numbers_of_association
from claimstats.measuring.association.paired import Association, Pairing, pair_series
from claimstats.measuring.association.timing import TIMING
from claimstats.measuring.further import offer, words_of
from claimstats.measuring.repetition.rates import rate_stream
from claimstats.measuring.wording import labels_of, times
from claimstats.provenance import Step
from claimstats.results import Result, Tables
from claimstats.study import Claims, Study

__all__ = ["measure_association"]

FURTHER = (*COURSES, *TIMING)


def measure_association(
    claims: Claims,
    *,
    tolerance: int = 7,
    lag: int = 0,
    reach: int = 60,
    stream: str | None = None,
    level: float = 0.95,
    seed: int = 0,
) -> Result:
    """Whether words are followed by the deeds they lead one to expect, and whether deeds are announced by words.

    Trigger rate: the share of days with words that have a deed in the ``[lag, lag + tolerance]`` days after. Precursor
    rate: the share of days with deeds that have words so long before. Its test shifts the calendar of deeds by up to
    ``reach`` days to either side, words fixed: what both owe to slow common change stays. Words come from one stream with
    known coverage, deeds from families of known coverage; elsewhere the numbers are missing. Closeness in time says
    nothing of causes.

    Parameters
    ----------
    claims
        From `group_claims`; the study's codebook has ``expectations``.
    tolerance, lag
        Days after the words in which a deed coincides.
    reach
        The longest shift of the test, in days.
    stream
        The stream of statements; by default the only one of known coverage.
    level
        Level of bands and intervals.
    seed
        Of random draws, where a reference set is too large to be gone through.

    Returns
    -------
    Result
        Main table: one row per claim, role and direction. Further tables: ``lags``, ``epoch``, ``lagged``,
        ``time_to_action``.

    Raises
    ------
    UsageError
        If a number of days is negative, or the stream is not known.

    References
    ----------
    Donges et al. 2016, Eur Phys J Spec Top 225:471.

    Examples
    --------
    >>> import claimstats as cs
    >>> found = cs.measure_association(cs.group_claims(cs.load("data/demo")))
    >>> list(found.tables)
    ['coincidence', 'lags', 'epoch', 'lagged', 'time_to_action']
    """
    for name, days in (("tolerance", tolerance), ("lag", lag), ("reach", reach)):
        if days < 0:
            raise UsageError(f"{name} is a number of days, 0 or more, not {days}")
    chosen, reason = rate_stream(claims.study, stream)
    record, pairings = pair_series(claims, stream=chosen, reason=reason, tolerance=tolerance)
    association = Association(
        claims=claims, record=record, pairings=pairings, stream=chosen, tolerance=tolerance, lag=lag, reach=reach,
        level=level, seed=seed,
    )  # fmt: skip
    frame = tabulate_coincidence(association)
    compared = sum(not pairing.reason for pairing in pairings)
    step = Step(name="measure association", rows_in=len(pairings), rows_out=compared,
                why="claims and roles without days on which both words and deeds were monitored")  # fmt: skip
    return Result(
        measure="association",
        keys=("claim_id", "role", "direction"),
        tables=Tables({"coincidence": frame, **offer(FURTHER, association)}),
        words={**WORDS, **words_of(FURTHER)},
        params={
            "tolerance": tolerance,
            "lag": lag,
            "reach": reach,
            "stream": chosen,
            "level": level,
            "seed": seed,
            "as_of": claims.study.settings.as_of,
        },
        provenance=claims.study.provenance.add(step),
        trace=partial(_trace, claims.study, association),
        say=partial(_say, frame, association),
        labels=labels_of(claims.study.codebook),
        count=numbers_of_association(frame, association, labels_of(claims.study.codebook)),
        codebook_hash=lambda: claims.study.codebook.sha256,
    )


def _trace(study: Study, association: Association, wanted: Mapping[str, str]) -> pd.DataFrame:
    """Every statement and deed that coincide, a row for each pair, with their sources."""
    parts = [
        _coincident(pairing, association)
        for pairing in association.pairings
        if wanted.get("claim_id", pairing.claim_id) == pairing.claim_id
        and wanted.get("role", pairing.role) == pairing.role
    ]
    columns = ["claim_id", "role", "statement_id", "incident_id", "days_after"]
    pairs = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    said = study.statements[["statement_id", "date", "speaker", "text", "paraphrase", "url"]]
    done = study.incidents[["incident_id", "date", "actor", "recipient", "action", "description", "url"]]
    return pairs.merge(said, on="statement_id").merge(done, on="incident_id", suffixes=("", "_incident"))


def _coincident(pairing: Pairing, association: Association) -> pd.DataFrame:
    """The pairs of one pairing whose deed is in the window after the words."""
    done, names = pairing.deeds["day"].to_numpy(dtype=np.int64), pairing.deeds["incident_id"].to_numpy()
    order = np.argsort(done, kind="stable")
    rows = []
    for statement, day in zip(pairing.statements["statement_id"], pairing.statements["day"], strict=True):
        first, last = np.searchsorted(
            done[order], [day + association.lag, day + association.lag + association.tolerance + 1]
        )
        rows += [
            (pairing.claim_id, pairing.role, statement, names[at], int(done[at] - day)) for at in order[first:last]
        ]
    return pd.DataFrame(rows, columns=["claim_id", "role", "statement_id", "incident_id", "days_after"])


def _say(frame: pd.DataFrame, association: Association, wanted: Mapping[str, str]) -> str:
    """One comparison in plain words, with what chance would give."""
    rows = frame
    for key, value in wanted.items():
        rows = rows[rows[key] == value]
    row = rows.iloc[0]
    if pd.isna(row["estimate"]):
        return f"Words and deeds cannot be compared: {row['reason']}."
    days = association.tolerance + association.lag
    what = (
        f"Of {times(int(row['n']), 'day')} with words, {_were(int(row['coincident']))} followed by such a deed within {days} days"
        if row["direction"] == "trigger"
        else f"Of {times(int(row['n']), 'day')} with such a deed, {int(row['coincident'])} came within {days} days of words"
    )
    test = "no test with so few" if pd.isna(row["p_greater"]) else f"p = {row['p_greater']:.2g}, q = {row['q']:.2g}"
    return f"{what}; shifted calendars give {row['expected']:.1f} on average ({test})."


def _were(count: int) -> str:
    """`1 was`, `2 were`."""
    return f"{count:,} {'was' if count == 1 else 'were'}"
