"""Numbers in plain words: each with its n, its bound, and what it does not say."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from claimstats.codebook import Codebook
from claimstats.dates import Period, day, words
from claimstats.errors import UsageError
from claimstats.estimates.tipping import tipping_point

__all__ = ["labels_of", "rows_of", "say_coverage", "say_gap", "say_repetition", "times"]


def labels_of(codebook: Codebook) -> dict[str, str]:
    """The printed names of claims, actors and expectations, by id."""
    tables = codebook.tables
    expectations = dict(zip(tables["expectations"]["expectation_id"], tables["expectations"]["text"], strict=True))
    actors = dict(zip(tables["actors"]["actor_id"], tables["actors"]["name"], strict=True))
    claims = codebook.claims
    named = claims["label"].where(claims["label"] != "", claims["text"])
    return {**expectations, **actors, **dict(zip(claims["claim_id"], named, strict=True))}


def times(count: int, noun: str) -> str:
    """A count with its noun: `1 occasion`, `2 occasions`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def say_repetition(frame: pd.DataFrame, wanted: Mapping[str, str], codebook: Codebook) -> str:
    """How often a group was recorded in a period, by how many, and before.

    Parameters
    ----------
    frame
        Of `measure_repetition`.
    wanted
        One value for each of its keys.
    codebook
        For the claim's own words.
    """
    row = _only(frame, wanted)
    texts = dict(zip(codebook.claims["claim_id"], codebook.claims["text"], strict=True))
    claim = texts.get(wanted.get("claim_id", ""), "")
    subject = f"“{claim.rstrip('.')}”" if claim else "Any claim of the codebook"
    by = f" by {codebook.name(wanted['speaker'])}" if "speaker" in wanted else ""
    kinds = {"source_type": "sources", "stance": "stance", "frame": "frame"}
    by += "".join(f" ({words}: {wanted[key].replace('_', ' ')})" for key, words in kinds.items() if key in wanted)
    count, speakers = int(row["occasions"]), int(row["speakers"])
    known = bool(pd.notna(row["estimate"])) and "coverage_gap" not in str(row["flags"]).split(";")
    bound = "" if known else "at least "
    who = f" by {times(speakers, 'speaker')}" if count and "speaker" not in wanted else ""
    said = (
        f"{subject} was recorded{by} on {bound}{times(count, 'occasion')}{who}"
        if count
        else f"{subject} is not recorded{by}"
    )
    when = f" in {_when(wanted)}" if "period" in wanted else ""
    return f"{said}{when}{_before(row, wanted)}.{_rate(row)}"


def rows_of(frame: pd.DataFrame, wanted: Mapping[str, str]) -> pd.DataFrame:
    """The rows that have all of the values.

    Parameters
    ----------
    frame, wanted
        Any table, and values by column.
    """
    rows = frame
    for key, value in wanted.items():
        rows = rows[rows[key] == value]
    return rows


def _only(frame: pd.DataFrame, wanted: Mapping[str, str]) -> pd.Series:
    """The one row that the names point to; refused where they leave several."""
    rows = rows_of(frame, wanted)
    if len(rows) != 1:
        raise UsageError(
            f"a sentence says one number, and {dict(wanted) or 'no name'} leaves {len(rows)}. Hint: name the group and the "
            "period; for all of time, measure with period='all'"
        )
    return rows.iloc[0]


def _when(wanted: Mapping[str, str]) -> str:
    label = wanted["period"]
    return "all days of the study" if label == "all" else Period.parse(label).words


def _before(row: pd.Series, wanted: Mapping[str, str]) -> str:
    """What was recorded earlier, with the first day."""
    earlier = int(row["occasions_before"])
    if not earlier or wanted.get("period") == "all":
        return "" if wanted.get("period") == "all" else " (before: none recorded)"
    return f" (before: at least {times(earlier, 'occasion')}, the first on {words(day(str(row['first_seen'])))})"


def _rate(row: pd.Series) -> str:
    """The rate with its interval and its denominator, where there is one."""
    if pd.isna(row["estimate"]):
        return ""
    return (
        f" In the monitored stream: {times(int(row['stream_occasions']), 'occasion')} "
        f"on {times(int(row['exposure_days']), 'day')}, "
        f"{row['estimate']:.1f} per 30 days (95 % interval {row['ci_low']:.1f} to {row['ci_high']:.1f})."
    )


def say_coverage(frame: pd.DataFrame, wanted: Mapping[str, str]) -> str:
    """What is known of the days of one stream in a period.

    Parameters
    ----------
    frame
        Of `measure_coverage`.
    wanted
        A stream, its key (may be empty) and a period.
    """
    row = _only(frame, wanted)
    name = f"{row['stream']}, {row['key']}" if row["key"] else row["stream"]
    when = _when({"period": str(row["period"])})
    if row["status"] != "known":
        return f"Which days of the stream {name} were monitored in {when} is not known: its counts are lower bounds."
    texts = "" if pd.isna(row["texts"]) else f", and {times(int(row['texts']), 'text')} read"
    days = f"{int(row['monitored_days'])} of {times(int(row['days']), 'day')}"
    return f"Of the stream {name}, {days} in {when} were monitored{texts}."


def say_gap(pairs: pd.DataFrame, wanted: Mapping[str, str], codebook: Codebook) -> str:
    """What the record says of the deeds that a claim leads one to expect, counts first.

    Parameters
    ----------
    pairs
        Of `measure_gaps`.
    wanted
        A claim, and perhaps the quarter of the anchor.
    codebook
        For the claim's own words.
    """
    rows = rows_of(pairs, wanted)
    closed = rows[rows["closed"]]
    counts = closed["outcome"].value_counts()
    held, part, against, absent, unknown = (
        int(counts.get(name, 0)) for name in ("fulfilled", "partial", "contradicted", "not_observed", "unassessable")
    )
    subject = f" of “{codebook.label(wanted['claim_id'])}”" if "claim_id" in wanted else ""
    opened = f" opened in {wanted['period']} and" if wanted.get("period") else ""
    parts = [
        f"{held} {'is' if held == 1 else 'are'} met by the record",
        f"{part} in part",
        f"{absent} {'was' if absent == 1 else 'were'} not observed",
    ]
    if against:
        parts.append(f"{against} {'is' if against == 1 else 'are'} contradicted")
    said = f"Of {times(len(closed), 'expectation')}{subject} whose window{opened} has closed, {', '.join(parts)}"
    said += f", and {unknown} cannot be assessed" if unknown else ""
    pending = len(rows[rows["outcome"] == "pending"])
    still = f" {times(pending, 'window')} {'is' if pending == 1 else 'are'} still open." if pending else ""
    return f"{said}.{_by_chance(rows)}{_tipping(rows)}{still}"


def _by_chance(rows: pd.DataFrame) -> str:
    """What chance alone would give of the scored windows, where it is known for all of them."""
    chances = rows.loc[rows["credit"].notna(), "base_credit"]
    if chances.empty or chances.isna().any():
        return ""
    return f" Of the {len(chances):,} that can be assessed, chance alone would give {chances.sum():.1f}."


def _tipping(rows: pd.DataFrame) -> str:
    """How many deeds the record would have to have missed for half of the scored windows to be met."""
    credit = rows["credit"].dropna()
    needed = tipping_point(matured=len(credit), fulfilled=float(credit.sum()), threshold=0.5)
    if not needed >= 1:
        return ""
    deeds = "One deed" if needed == 1 else f"{int(needed):,} deeds"
    return f" {deeds} missing from the record would bring half of them to be met."
