"""Numbering: each count of a period by its name, with the occasions, speakers and rows that it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from claimstats.dates import Period, months_of
from claimstats.errors import UsageError
from claimstats.measuring.repetition.counting import MONTHS
from claimstats.measuring.repetition.voiced import Voiced
from claimstats.numbering import NUMBER_COLUMNS, UNIT_COLUMNS, Numbers, name_number, name_rows

__all__ = ["number_repetition"]

#: How many periods of the same length the report looks back.
_YEAR = 4

_ROWS = {
    "statement_id": "text", "claim_id": "text", "speaker": "text", "lo": "day", "hi": "day", "day": "day",
    "occasion": "integer", "utterance": "flag",
}  # fmt: skip

#: Each count: what it is the number of, and how it is made.
COUNTED = {
    "occasions": (
        "Occasions",
        "number of units: speaker and occasion, wholly in the period; verified rows, copies not",
    ),
    "speakers": ("Speakers", "number of units: speakers of these occasions"),
    "speaker_days": ("Speaker-days", "number of units: speaker and day, of rows wholly in the period"),
    "mentions": ("Records", "number of units: rows wholly in the period, copies included"),
    "records": ("Records, with those whose date reaches over an end", "number of units: rows, copies included"),
    "occasions_max": ("Occasions, with those whose date reaches over an end", "number of units: speaker and occasion"),
    "occasions_before": (
        "Occasions of earlier periods",
        "number of units: speaker and occasion, each wholly in one of them",
    ),
    "occasions_year": (
        f"Occasions of the {_YEAR} periods before",
        "number of units: speaker and occasion, each wholly in one of them",
    ),
}
#: Made of counts of one stream and of its days; these have no units of their own.
RATED = {
    "estimate": (
        "Occasions per 30 monitored days",
        "stream_occasions / exposure_days x 30, from tables/repetition.csv",
    ),
    "share_per_1000": (
        "Texts that voice it per 1,000 read",
        "stream_texts / texts x 1,000, from tables/repetition.csv",
    ),
    "ci_low": ("Lower end of the rate's interval", "docs/methods.md: Garwood, widened where weeks scatter"),
    "ci_high": ("Upper end of the rate's interval", "docs/methods.md: Garwood, widened where weeks scatter"),
    "share_low": ("Lower end of the share's interval", "docs/methods.md: Wilson"),
    "share_high": ("Upper end of the share's interval", "docs/methods.md: Wilson"),
}
_NAMES = {
    "estimate": "rate", "ci_low": "rate_low", "ci_high": "rate_high", "share_per_1000": "share",
}  # fmt: skip
HEADLINES = frozenset(["occasions", "speakers"])


def number_repetition(voiced: Voiced, period: str, labels: Mapping[str, str]) -> Numbers:
    """Every count of a period, group by group, and of all groups together where groups are claims.

    Parameters
    ----------
    voiced
        What was measured.
    period
        Its label.
    labels
        Printed names of ids.

    Raises
    ------
    UsageError
        If it is no period of the measure's own length.
    """
    part = _period(voiced, period)
    keys = list(voiced.keys)
    counted = _count(voiced, part)
    frame = voiced.frame[voiced.frame["period"] == part.label]
    rows = []
    for record in frame.to_dict("records"):
        group = [str(record[key]) for key in keys]
        for column in COUNTED:
            value = record.get(column, len(counted[column].get(tuple(group), ())))
            rows.append(_describe(group, column, float(value), part, keys=keys, labels=labels))
        rows += [
            _describe(group, column, float(record[column]), part, keys=keys, labels=labels)
            for column in RATED
            if pd.notna(record[column])
        ]
    units = [
        (name_number("repetition", *group, part.label, column), unit, 1.0, resting)
        for column, groups in counted.items()
        for group, found in groups.items()
        for unit, resting in found
    ]
    numbers = Numbers(
        table=pd.DataFrame(rows, columns=list(NUMBER_COLUMNS)), units=pd.DataFrame(units, columns=list(UNIT_COLUMNS))
    )
    return numbers + _together(numbers, part) if keys == ["claim_id"] else numbers


def _period(voiced: Voiced, label: str) -> Period:
    """The period of that label, refused where repetition was measured by another length."""
    if voiced.period == "all" and label == "all":
        # Every day: a date before the study's first day counts over all time too.
        return Period(1, date.max.toordinal(), "all")
    try:
        part = Period.parse(label)
    except ValueError as error:
        raise UsageError(str(error)) from None
    if part.unit != voiced.period:
        raise UsageError(f"{part.label} is a {part.unit}, and repetition was measured by {voiced.period}")
    return part


Units = Mapping[tuple[str, ...], Sequence[tuple[str, str]]]


def _count(voiced: Voiced, part: Period) -> dict[str, Units]:
    """The units of each count, by group: a unit and the rows that it rests on."""
    keys = list(voiced.keys)
    types = dict.fromkeys(keys, "text") | _ROWS
    rows = voiced.claims.study.engine.collect(voiced.rows, types)
    # Rows after the period too: an occasion that is named may have some, and then reaches over the end.
    rows = _name_occasions(rows, voiced)
    inside = (rows["lo"] >= part.start) & (rows["hi"] <= part.end)
    said = rows[rows["utterance"]]
    named = rows.assign(row=_per_claim(rows, "statement_id", keys))
    occasions = said.groupby(list(dict.fromkeys([*keys, "claim_id", "speaker", "occasion"])))
    first, last = occasions["lo"].transform("min"), occasions["hi"].transform("max")
    whole = said[(first >= part.start) & (last <= part.end)]
    months = MONTHS[voiced.period]
    number = months_of(first.to_numpy()) // months
    single = number == months_of(last.to_numpy()) // months
    now = months_of(pd.Series([part.start]).to_numpy())[0] // months
    return {
        "occasions": _gather(whole, keys, "unit"),
        "speakers": _gather(whole, keys, "speaker"),
        "speaker_days": _gather(_named_days(rows[inside & rows["utterance"]], keys), keys, "day_of_speaker"),
        "mentions": _gather(named[inside], keys, "row"),
        "records": _gather(named[(named["lo"] <= part.end) & (named["hi"] >= part.start)], keys, "row"),
        "occasions_max": _gather(said[(first <= part.end) & (last >= part.start)], keys, "unit"),
        "occasions_before": _gather(said[single & (number < now)], keys, "unit"),
        "occasions_year": _gather(said[single & (number < now) & (number >= now - _YEAR)], keys, "unit"),
    }


def _name_occasions(rows: pd.DataFrame, voiced: Voiced) -> pd.DataFrame:
    """The rows with a name for the occasion of each, which does not move when other rows come or go."""
    given = voiced.claims.study.statements.set_index("statement_id")[["occasion", "venue"]]
    told = given.reindex(rows["statement_id"])
    named, venue = told["occasion"].to_numpy(), told["venue"].to_numpy()
    days = [pd.Timestamp.fromordinal(int(day)).date().isoformat() for day in rows["lo"]]
    parts = [
        f"{speaker}/{occasion or (f'{day}/{place}' if place and lo == hi else name)}"
        for speaker, occasion, day, place, lo, hi, name in zip(
            rows["speaker"], named, days, venue, rows["lo"], rows["hi"], rows["statement_id"], strict=True
        )
    ]
    own = pd.Series(parts, index=rows.index, dtype="str")
    # A copy belongs to the occasion of the utterance that it leads back to, whose number it carries.
    same = rows.assign(unit=own).sort_values("utterance", ascending=False, kind="stable")
    first = same.groupby(["claim_id", "speaker", "occasion"])["unit"].transform("first").reindex(rows.index)
    return rows.assign(unit=first if "claim_id" in voiced.keys else rows["claim_id"] + "/" + first)


def _named_days(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    days = [pd.Timestamp.fromordinal(int(day)).date().isoformat() for day in rows["day"]]
    named = rows.assign(day_of_speaker=rows["speaker"] + "/" + pd.Series(days, index=rows.index, dtype="str"))
    return named.assign(day_of_speaker=_per_claim(named, "day_of_speaker", keys))


def _per_claim(rows: pd.DataFrame, column: str, keys: list[str]) -> pd.Series:
    """A unit's name with the claim before it, where groups are not of one claim."""
    return rows[column] if "claim_id" in keys else rows["claim_id"] + "/" + rows[column]


def _gather(rows: pd.DataFrame, keys: list[str], unit: str) -> Units:
    """Each unit once, with its rows, by group."""
    gathered: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    by = list(dict.fromkeys([*keys, unit]))
    for found, own in rows.groupby(by, sort=True)["statement_id"]:
        values = dict(zip(by, found if isinstance(found, tuple) else (found,), strict=True))
        group = tuple(str(values[key]) for key in keys)
        gathered.setdefault(group, []).append((str(values[unit]), name_rows("statements", own.tolist())))
    return gathered


def _describe(
    group: list[str], column: str, value: float, part: Period, *, keys: list[str], labels: Mapping[str, str]
) -> dict[str, object]:
    words, formula = COUNTED[column] if column in COUNTED else RATED[column]
    shown = ", ".join(f"“{labels.get(name, name)}”" for name in group)
    return {
        "number": name_number("repetition", *group, part.label, _NAMES.get(column, column)),
        "slot": name_number("repetition", *group, _NAMES.get(column, column)),
        "value": value,
        "words": f"{words}: {shown}, {part.label}",
        "headline": "yes" if column in HEADLINES else "no",
        "measure": "repetition",
        "table": "repetition",
        "keys": ";".join(f"{key}={name}" for key, name in zip([*keys, "period"], [*group, part.label], strict=True)),
        "column": column,
        "formula": formula,
    }


def _together(numbers: Numbers, part: Period) -> Numbers:
    """The records, claims and occasions of all claims together."""

    def of(column: str) -> pd.DataFrame:
        ending = f"-{part.label}-{column}"
        own = numbers.units[numbers.units["number"].str.endswith(ending)]
        claim = own["number"].str.removeprefix("repetition-").str.removesuffix(ending)
        return own.assign(claim=claim)

    occasions, touching, records = of("occasions"), of("occasions_max"), of("records").drop_duplicates("unit")
    made = {
        "occasions": ("Occasions of all claims", "number of units: claim, speaker and occasion",
                      occasions.assign(unit=occasions["claim"] + "/" + occasions["unit"])),
        "claims": ("Claims voiced", "number of units: claims with an occasion in the period, or reaching into it",
                   touching.groupby("claim", as_index=False)["rows"].agg(";".join).rename(columns={"claim": "unit"})),
        "records": ("Records of statements that voice a claim", "number of units: rows, copies included", records),
    }  # fmt: skip
    rows, units = [], []
    for column, (words, formula, found) in made.items():
        name = name_number("repetition", "all", part.label, column)
        rows.append(
            {
                "number": name, "slot": name_number("repetition", "all", column), "value": float(len(found)),
                "words": f"{words}, {part.label}", "headline": "yes", "measure": "repetition", "table": "repetition",
                "keys": f"period={part.label}", "column": column, "formula": formula,
            }
        )  # fmt: skip
        units += [(name, row.unit, 1.0, row.rows) for row in found.itertuples()]
    return Numbers(
        table=pd.DataFrame(rows, columns=list(NUMBER_COLUMNS)), units=pd.DataFrame(units, columns=list(UNIT_COLUMNS))
    )
