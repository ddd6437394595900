"""Phrases of the sentences of `claimstats.measuring.wording` that hold a number, with the number's name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from claimstats.estimates.tipping import tipping_point
from claimstats.measuring.wording import rows_of, times

__all__ = ["phrases_of_gap", "phrases_of_repetition"]

Phrase = tuple[str, tuple[str, ...]]


def phrases_of_repetition(frame: pd.DataFrame, wanted: Mapping[str, str]) -> Iterator[Phrase]:
    """What `say_repetition` says of a group in a period.

    Parameters
    ----------
    frame
        Of `measure_repetition`.
    wanted
        One value for each of its keys.
    """
    row = rows_of(frame, wanted).iloc[0]
    name = ("repetition", *wanted.values())
    # Of none the sentence says that it is not recorded.
    if row["occasions"]:
        yield f"[{times(int(row['occasions']), 'occasion')}]", (*name, "occasions")
        yield f"by [{times(int(row['speakers']), 'speaker')}]", (*name, "speakers")
    yield f"at least [{times(int(row['occasions_before']), 'occasion')}], the first", (*name, "occasions_before")
    if pd.isna(row["estimate"]):
        return
    yield f"stream: [{times(int(row['stream_occasions']), 'occasion')}] on", (*name, "stream_occasions")
    yield f"on [{times(int(row['exposure_days']), 'day')}],", (*name, "exposure_days")
    yield f"[{row['estimate']:.1f}] per 30 days", (*name, "rate")
    yield f"interval [{row['ci_low']:.1f} to {row['ci_high']:.1f}]", (*name, "rate_*")


def phrases_of_gap(pairs: pd.DataFrame, wanted: Mapping[str, str]) -> Iterator[Phrase]:
    """What `say_gap` says of the windows of a claim, of a period, or of all.

    Parameters
    ----------
    pairs
        Of `measure_gaps`.
    wanted
        A claim, and perhaps the quarter of the anchor.
    """
    rows = rows_of(pairs, wanted)
    claim = wanted.get("claim_id")
    name = ("gaps", claim, wanted.get("period", "all")) if claim else ("gaps", "all")
    closed = rows[rows["closed"]]
    counts = closed["outcome"].value_counts()
    said = {
        "fulfilled": ("met by the record", " is ", " are "),
        "partial": ("in part", " ", " "),
        "not_observed": ("not observed", " was ", " were "),
        "contradicted": ("contradicted", " is ", " are "),
        "unassessable": ("cannot be assessed", " ", " "),
    }
    yield f"Of [{times(len(closed), 'expectation')}]", (*name, "over")
    for outcome, (words, one, more) in said.items():
        count = int(counts.get(outcome, 0))
        yield f"[{count}]{one if count == 1 else more}{words}", (*name, f"over_{outcome}")
    scored = rows.loc[rows["credit"].notna(), ["credit", "base_credit"]]
    yield f"Of the [{len(scored):,}] that can be assessed", (*name, "scored")
    yield f"would give [{scored['base_credit'].sum():.1f}]", (*name, "by_chance")
    needed = tipping_point(matured=len(scored), fulfilled=float(scored["credit"].sum()), threshold=0.5)
    if needed >= 1:
        yield f"[{'One deed' if needed == 1 else f'{int(needed):,} deeds'}] missing", (*name, "missed")
    yield f"[{times(int((rows['outcome'] == 'pending').sum()), 'window')}]", (*name, "pending")
