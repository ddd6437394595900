"""Numbering: outcomes, scored windows and gaps by name, with the windows that each is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from claimstats.dates import Period
from claimstats.errors import UsageError
from claimstats.numbering import NUMBER_COLUMNS, UNIT_COLUMNS, Numbers, name_number, name_rows
from claimstats.schema import OUTCOMES

__all__ = ["numbers_of_gaps"]

COUNT = "number of units: windows"
GAP = (
    "1 - mean over claims of the mean over anchors of sum(weight x credit) / sum(weight); a window adds "
    "(1 - credit) x weight / sum of weights at its anchor / anchors of its claim / claims"
)
#: Made of the gap's own counts, or of every day of the record; these have no units.
DERIVED = {
    "ci_low": ("Lower end of the gap's interval", "docs/methods.md: Wilson, over anchors or claims"),
    "ci_high": ("Upper end of the gap's interval", "docs/methods.md: Wilson, over anchors or claims"),
    "base_rate": ("Gap by chance", "docs/methods.md: the same expectations on every day of the record"),
}
_NAMES = {"estimate": "gap", "ci_low": "gap_low", "ci_high": "gap_high", "base_rate": "chance"}
_ROLES = {"own": "deeds of the speaker's side", "other": "deeds of others"}

Unit = tuple[str, float, str]

#: What is asked of a window; the other columns would be copied hundreds of times.
_USED = ["claim_id", "role", "expectation_id", "period", "anchor_id", "outcome", "closed", "credit", "weight"]


@dataclass(frozen=True, kw_only=True)
class _Number:
    """One number: its names, its words, its units."""

    name: tuple[str, ...]
    value: float
    words: str
    table: str
    keys: Mapping[str, str]
    column: str
    formula: str
    units: Iterable[Unit]
    headline: bool = False
    slot: tuple[str, ...] = ()


def numbers_of_gaps(tables: Mapping[str, pd.DataFrame], labels: Mapping[str, str]) -> Callable[[str], Numbers]:
    """What gives every outcome count, scored window and gap: by expectation, by claim, by quarter and over all claims.

    All but the windows that a period has opened are the same for every period, and are made once.

    Parameters
    ----------
    tables
        Of `measure_gaps`.
    labels
        Printed names of ids.

    Returns
    -------
    callable
        Takes the label of a period, or ``all``; refuses any other with a `UsageError`.
    """

    @cache
    def units() -> pd.DataFrame:
        return _with_units(tables["pairs"])

    @cache
    def standing() -> tuple[_Number, ...]:
        pairs = units()
        return (
            *_outcomes(tables["outcomes"], pairs, labels),
            *_scores(tables["claims"], pairs, labels),
            *_corpus(tables["corpus"], pairs),
            *(_cohorts(tables["cohorts"], pairs) if len(pairs) else ()),
        )

    def number(period: str) -> Numbers:
        try:
            opened = Period.parse(period).label if period != "all" else ""
        except ValueError as error:
            raise UsageError(str(error)) from None
        pairs = units()
        own = tuple(_opened(pairs[pairs["period"] == opened], opened, labels)) if opened else ()
        return _together((*own, *standing()))

    return number


def _together(found: Sequence[_Number]) -> Numbers:
    rows = [_describe(number) for number in found]
    units = [(name_number("gaps", *number.name), *unit) for number in found for unit in number.units]
    return Numbers(
        table=pd.DataFrame(rows, columns=list(NUMBER_COLUMNS)), units=pd.DataFrame(units, columns=list(UNIT_COLUMNS))
    )


def _describe(number: _Number) -> dict[str, object]:
    return {
        "number": name_number("gaps", *number.name),
        "slot": name_number("gaps", *(number.slot or number.name)),
        "value": float(number.value),
        "words": number.words,
        "headline": "yes" if number.headline else "no",
        "measure": "gaps",
        "table": number.table,
        "keys": ";".join(f"{key}={value}" for key, value in number.keys.items()),
        "column": number.column,
        "formula": number.formula,
    }


def _with_units(pairs: pd.DataFrame) -> pd.DataFrame:
    """The windows with a name for each that does not move, the rows it rests on, and its share of its claim's gap."""
    if pairs.empty:
        return pairs[_USED].assign(unit="", rows="", share=0.0)
    tables = {"episode": "statements", "trigger": "incidents"}
    rows = []
    for row in pairs.itertuples():
        anchor = name_rows(tables[row.anchor], [row.anchor_id]) if row.anchor in tables else ""
        cells = ";".join((row.incidents, row.partial_incidents, row.contrary_incidents))
        rows.append(";".join(part for part in (anchor, name_rows("incidents", cells.split(";"))) if part))
    names = pairs["expectation_id"] + "@" + pairs["anchor_id"]
    # The same anchor may open two windows of an expectation where its date is not certain.
    twice = names.groupby(names).cumcount()
    unit = names.where(twice == 0, names + "#" + (twice + 1).astype("str"))
    return pairs[_USED].assign(unit=unit, rows=pd.Series(rows, index=pairs.index, dtype="str"), share=_shares(pairs))


def _shares(pairs: pd.DataFrame) -> pd.Series:
    """What each scored window adds to the gap of its claim and role."""
    scored = pairs[pairs["credit"].notna()]
    group = ["claim_id", "role"]
    whole = scored.groupby([*group, "anchor_id"])["weight"].transform("sum")
    anchors = scored.groupby(group)["anchor_id"].transform("nunique")
    return ((1 - scored["credit"]) * scored["weight"] / whole / anchors).reindex(pairs.index)


def _units(pairs: pd.DataFrame, *, share: pd.Series | float = 1.0) -> list[Unit]:
    shares = share if isinstance(share, pd.Series) else pd.Series(share, index=pairs.index)
    return list(zip(pairs["unit"], shares.astype("float64"), pairs["rows"], strict=True))


def _grouped(pairs: pd.DataFrame, column: str) -> list[Unit]:
    """One unit per value of the column, with the rows of all its windows."""
    joined = pairs.groupby(column, sort=True)["rows"].agg(
        lambda rows: ";".join(dict.fromkeys(";".join(rows).split(";")))
    )
    return [(str(name), 1.0, rows.strip(";")) for name, rows in joined.items()]


def _outcomes(outcomes: pd.DataFrame, pairs: pd.DataFrame, labels: Mapping[str, str]) -> Iterator[_Number]:
    for row in outcomes.to_dict("records"):
        name = str(row["expectation_id"])
        own = pairs[pairs["expectation_id"] == name]
        for column in ("windows", *OUTCOMES):
            found = own if column == "windows" else own[own["outcome"] == column]
            what = "any outcome" if column == "windows" else column.replace("_", " ")
            yield _Number(
                name=(name, column), value=row[column], words=f"Windows of “{labels.get(name, name).rstrip('.')}”: {what}",
                table="outcomes", keys={"claim_id": str(row["claim_id"]), "expectation_id": name}, column=column,
                formula=COUNT, units=_units(found),
            )  # fmt: skip


def _opened(opened: pd.DataFrame, period: str, labels: Mapping[str, str]) -> Iterator[_Number]:
    """The windows that the period opened, by claim and outcome."""
    for claim, own in opened.groupby("claim_id", sort=False):
        for column in ("windows", *OUTCOMES):
            found = own if column == "windows" else own[own["outcome"] == column]
            what = "any outcome" if column == "windows" else column.replace("_", " ")
            yield _Number(
                name=(str(claim), period, column), slot=(str(claim), column), value=len(found),
                words=f"Windows opened in {period} by “{labels.get(str(claim), claim)}”: {what}", table="pairs",
                keys={"claim_id": str(claim), "period": period}, column="outcome", formula=COUNT,
                units=_units(found), headline=column in ("windows", "fulfilled"),
            )  # fmt: skip


def _scores(claims: pd.DataFrame, pairs: pd.DataFrame, labels: Mapping[str, str]) -> Iterator[_Number]:
    for row in claims.to_dict("records"):
        claim, role = str(row["claim_id"]), str(row["role"])
        own = pairs[(pairs["claim_id"] == claim) & (pairs["role"] == role)]
        words = f"“{labels.get(claim, claim)}”, {_ROLES[role]}"
        yield from _score(row, own, name=(claim, role), words=words, table="claims", anchors="anchor_id")


def _corpus(corpus: pd.DataFrame, pairs: pd.DataFrame) -> Iterator[_Number]:
    for row in corpus.to_dict("records"):
        role = str(row["role"])
        own = _shared(pairs[pairs["role"] == role])
        words = f"all claims, {_ROLES[role]}"
        yield from _score(row, own, name=("all", role), words=words, table="corpus", anchors="claim_id")


def _cohorts(cohorts: pd.DataFrame, pairs: pd.DataFrame) -> Iterator[_Number]:
    for row in cohorts.to_dict("records"):
        period, role = str(row["period"]), str(row["role"])
        own = pairs[(pairs["period"] == period) & (pairs["role"] == role)]
        name, words = ("cohort", period, role), f"windows opened in {period}, {_ROLES[role]}"
        again = _shared(own.assign(share=_shares(own)))
        yield from _score(row, again, name=name, words=words, table="cohorts", anchors="claim_id")
        still = own[~own["closed"].astype(bool)]
        for column, found, what in (("windows", own, "Windows"), ("open", still, "Windows not over at the cut-off")):
            yield _Number(
                name=(*name, column), value=row[column], words=f"{what}: {words}", table="cohorts",
                keys={"period": period, "role": role}, column=column, formula=COUNT, units=_units(found),
            )  # fmt: skip


def _shared(own: pd.DataFrame) -> pd.DataFrame:
    """The same windows with what each adds to the gap of all claims: every scored claim has one vote."""
    claims = own.loc[own["credit"].notna(), "claim_id"].nunique()
    return own.assign(share=own["share"] / max(claims, 1))


def _score(
    row: Mapping[str, object], own: pd.DataFrame, *, name: tuple[str, ...], words: str, table: str, anchors: str
) -> Iterator[_Number]:
    """How many windows were scored, over how many anchors or claims, and the gap."""
    scored = own[own["credit"].notna()]
    keys = {"period": str(row["period"])} if table == "cohorts" else {"claim_id": str(row["claim_id"])}
    keys |= {"role": str(row["role"])}
    unit = "anchors" if anchors == "anchor_id" else "claims"
    made = (
        ("n", "Windows scored", COUNT, _units(scored), False),
        ("n_units", f"{unit.capitalize()} scored", f"number of units: {unit}", _grouped(scored, anchors), False),
        ("estimate", "Gap, from 0 to 1", GAP, _units(scored, share=scored["share"]), True),
        *((column, words, formula, [], False) for column, (words, formula) in DERIVED.items() if pd.notna(row[column])),
    )
    for column, what, formula, units, headline in made:
        yield _Number(
            name=(*name, _NAMES.get(column, column)), value=float(str(row[column])),
            words=f"{what}: {words}", table=table, keys=keys, column=column, formula=formula, units=units,
            headline=headline,
        )  # fmt: skip
