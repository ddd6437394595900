"""Numbering: outcomes, scored windows and gaps by name, with the windows that each is made of."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

import pandas as pd

from claimstats.dates import Period
from claimstats.errors import UsageError
from claimstats.estimates.tipping import tipping_point
from claimstats.measuring.gaps.stating import FURTHER_STATED, ROLES, SCORED, TIPPING, state_further
from claimstats.measuring.gaps.windows import Window, counted, gathered, list_windows, shared, sharing
from claimstats.numbering import COUNT, Number, Numbers, Unit, collect_numbers, name_number, state_rows
from claimstats.schema import OUTCOMES

__all__ = ["numbers_of_gaps"]

WINDOWS = f"{COUNT}: windows"

Groups = Mapping[tuple[str, ...], Sequence[Window]]


def numbers_of_gaps(
    tables: Mapping[str, pd.DataFrame], labels: Mapping[str, str], speakers: Mapping[str, str]
) -> Callable[[str, Sequence[str], Mapping[str, str]], Numbers]:
    """What gives every outcome count, scored window and gap: by expectation, by claim, by quarter and over all claims.

    All but the windows that a period has opened are the same for every period, and are made once.

    Parameters
    ----------
    tables
        Of `measure_gaps`.
    labels
        Printed names of ids.
    speakers
        Who made each statement.

    Returns
    -------
    callable
        Takes the label of a period, or ``all``, and the further tables whose numbers are wanted too; refuses any other
        with a `UsageError`.
    """

    @cache
    def windows() -> list[Window]:
        return list_windows(tables["pairs"])

    @cache
    def standing() -> tuple[Number, ...]:
        found = windows()
        return (
            *_outcomes(tables["outcomes"], found, labels),
            *_scores(tables["claims"], found, labels),
            *_corpus(tables["corpus"], tables["claims"], found),
            *(_cohorts(tables["cohorts"], found) if found else ()),
            *_summed(found, name=("all",), words="all claims", keys={}),
        )

    @cache
    def further(table: str) -> tuple[Number, ...]:
        return tuple(state_further(table, tables[table], windows(), labels))

    def number(period: str, asked: Sequence[str], only: Mapping[str, str]) -> Numbers:
        del only
        try:
            opened = Period.parse(period).label if period != "all" else ""
        except ValueError as error:
            raise UsageError(str(error)) from None
        for table in asked:
            if table not in FURTHER_STATED:
                raise UsageError(
                    f"the numbers of gaps / {table} have no names; those of {', '.join(FURTHER_STATED)} have"
                )
        own = _opened(windows(), opened, labels) if opened else _ever(windows(), labels, speakers)
        # Without a window there is nothing to vary.
        more = (number for table in asked for number in further(table)) if windows() else ()
        return collect_numbers("gaps", (*own, *standing(), *more))

    return number


def _group(windows: Iterable[Window], by: Callable[[Window], tuple[str, ...]]) -> dict[tuple[str, ...], list[Window]]:
    """The windows by their group, both in their own order."""
    groups: dict[tuple[str, ...], list[Window]] = {}
    for window in windows:
        groups.setdefault(by(window), []).append(window)
    return groups


def _by_outcome(windows: Sequence[Window]) -> Iterator[tuple[str, str, list[Unit]]]:
    """All windows, then those of each outcome, as units: the column, its words, the units."""
    units = counted(windows)
    yield "windows", "any outcome", units
    for outcome in OUTCOMES:
        found = [unit for unit, window in zip(units, windows, strict=True) if window.outcome == outcome]
        yield outcome, outcome.replace("_", " "), found


def _outcomes(outcomes: pd.DataFrame, windows: Sequence[Window], labels: Mapping[str, str]) -> Iterator[Number]:
    groups = _group(windows, lambda window: (window.expectation,))
    for row in outcomes.to_dict("records"):
        name = str(row["expectation_id"])
        for column, what, units in _by_outcome(groups.get((name,), ())):
            yield Number(
                name=(name, column), value=row[column], words=f"Windows, {what}: “{labels.get(name, name).rstrip('.')}”",
                table="outcomes", keys={"claim_id": str(row["claim_id"]), "expectation_id": name}, column=column,
                formula=WINDOWS, units=units,
            )  # fmt: skip


def _opened(windows: Sequence[Window], period: str, labels: Mapping[str, str]) -> Iterator[Number]:
    """The windows that the period opened, by claim and outcome."""
    for (claim,), own in _group((one for one in windows if one.period == period), lambda one: (one.claim,)).items():
        for column, what, units in _by_outcome(own):
            yield Number(
                name=(claim, period, column), slot=(claim, column), value=len(units),
                words=f"Windows, {what}: “{labels.get(claim, claim)}”, opened in {period}", table="pairs",
                keys={"claim_id": claim, "period": period}, column="outcome", formula=WINDOWS,
                units=units, headline=column in ("windows", "fulfilled"),
            )  # fmt: skip
        said = f"“{labels.get(claim, claim)}”, opened in {period}"
        for number in _summed(own, name=(claim, period), words=said, keys={"claim_id": claim, "period": period}):
            # Counted above, by outcome.
            if number.name[-1] not in ("windows", "pending"):
                yield replace(number, slot=(claim, number.name[-1]))


def _ever(windows: Sequence[Window], labels: Mapping[str, str], speakers: Mapping[str, str]) -> Iterator[Number]:
    """The windows of all time: by claim, and by whose words began them."""
    for (claim,), own in _group(windows, lambda window: (window.claim,)).items():
        said = f"“{labels.get(claim, claim)}”"
        yield from _summed(own, name=(claim, "all"), words=said, keys={"claim_id": claim})
    begun = [window for window in windows if window.anchor in speakers]
    for (speaker,), own in _group(begun, lambda window: (speakers[window.anchor],)).items():
        said = f"begun by {labels.get(speaker, speaker)}"
        yield from _summed(own, name=("speaker", speaker), words=said, keys={"speaker": speaker})


def _summed(
    windows: Sequence[Window], *, name: tuple[str, ...], words: str, keys: Mapping[str, str]
) -> Iterator[Number]:
    """Windows that are over, by outcome; those that are open or pending; those scored, and written too late."""
    over = [window for window in windows if window.closed]
    scored = [window for window in windows if window.scored]
    made = (
        ("windows", "Windows", windows),
        ("open", "Windows not over at the cut-off", [window for window in windows if not window.closed]),
        ("pending", "Windows whose outcome is pending", [one for one in windows if one.outcome == "pending"]),
        ("scored", "Windows scored", scored),
        ("exploratory", "Windows scored that had begun before the expectation was written",
         [window for window in scored if window.late]),
        ("over", "Windows that are over", over),
        *((f"over_{outcome}", f"Windows that are over, {outcome.replace('_', ' ')}",
           [window for window in over if window.outcome == outcome]) for outcome in OUTCOMES),
    )  # fmt: skip
    for column, what, found in made:
        yield Number(
            name=(*name, column), value=len(found), words=f"{what}: {words}", table="pairs", keys=keys,
            column="outcome", formula=WINDOWS, units=counted(found),
        )  # fmt: skip
    by_expectation = gathered(windows, lambda window: window.expectation)
    yield Number(
        name=(*name, "expectations"), value=len(by_expectation), words=f"Expectations with a window: {words}",
        table="pairs", keys=keys, column="expectation_id", formula=f"{COUNT}: expectations", units=by_expectation,
    )  # fmt: skip
    behind = [name_number("gaps", *name, "scored")]
    chances = [(window.unit, window.chance, window.rows) for window in scored if not math.isnan(window.chance)]
    if scored and len(chances) == len(scored):
        yield Number(
            name=(*name, "by_chance"), value=math.fsum(share for _, share, _ in chances), table="pairs", keys=keys,
            words=f"Windows that chance alone would meet: {words}", column="base_credit", units=chances,
            formula="sum of what each scored window would earn on any day of the record",
        )  # fmt: skip
    needed = tipping_point(matured=len(scored), fulfilled=sum(window.credit for window in scored), threshold=0.5)
    if needed >= 0:
        yield Number(
            name=(*name, "missed"), value=needed, words=f"{TIPPING.words}: {words}", table="pairs", keys=keys,
            column="credit", formula=TIPPING.formula, inputs=behind,
        )  # fmt: skip


def _scores(claims: pd.DataFrame, windows: Sequence[Window], labels: Mapping[str, str]) -> Iterator[Number]:
    groups = _group(windows, lambda window: (window.claim, window.role))
    for row in claims.to_dict("records"):
        claim, role = str(row["claim_id"]), str(row["role"])
        own = groups.get((claim, role), ())
        gap = [(window.unit, window.share, window.rows) for window in own if window.scored]
        yield from _score(
            row,
            own,
            gap,
            words=f"“{labels.get(claim, claim)}”, {ROLES[role]}",
            table="claims",
            keys=("claim_id", "role"),
        )


def _corpus(corpus: pd.DataFrame, claims: pd.DataFrame, windows: Sequence[Window]) -> Iterator[Number]:
    groups = _group(windows, lambda window: (window.role,))
    based = claims[claims["base_rate"].notna() & claims["estimate"].notna()]
    for row in corpus.to_dict("records"):
        role = str(row["role"])
        own = groups.get((role,), ())
        behind = [
            name_number("gaps", claim, role, last)
            for claim in based.loc[based["role"] == role, "claim_id"]
            for last in ("gap", "chance")
        ]
        words = f"all claims, {ROLES[role]}"
        for number in _score(row, own, shared(own), words=words, table="corpus", keys=("claim_id", "role")):
            # What is said against chance is said over the claims that have one.
            yield replace(number, inputs=behind) if number.column in ("base_rate", "n_based", "excess") else number


def _cohorts(cohorts: pd.DataFrame, windows: Sequence[Window]) -> Iterator[Number]:
    groups = _group(windows, lambda window: (window.period, window.role))
    for row in cohorts.to_dict("records"):
        period, role = str(row["period"]), str(row["role"])
        own = groups.get((period, role), ())
        words = f"windows opened in {period}, {ROLES[role]}"
        yield from _score(
            row, own, shared(sharing(own)), words=words, table="cohorts", keys=("period", "role"), first=("cohort",)
        )
        still = [window for window in own if not window.closed]
        for column, found, what in (("windows", own, "Windows"), ("open", still, "Windows not over at the cut-off")):
            yield Number(
                name=("cohort", period, role, column), value=row[column], words=f"{what}: {words}", table="cohorts",
                keys={"period": period, "role": role}, column=column, formula=WINDOWS, units=counted(found),
            )  # fmt: skip


def _score(
    row: Mapping[str, object], own: Sequence[Window], gap: Sequence[Unit], *, words: str, table: str,
    keys: Sequence[str], first: Sequence[str] = (),
) -> Iterator[Number]:  # fmt: skip
    """How many windows were scored, over how many anchors or claims, the gap, and what is made of them."""
    scored = [window for window in own if window.scored]
    anchors = table == "claims"
    units = {
        "n": counted(scored),
        "n_units": gathered(scored, lambda window: window.anchor if anchors else window.claim),
        "estimate": gap,
    }
    yield from state_rows(
        [row], SCORED[table], measure="gaps", table=table, keys=keys, about=lambda _: words, first=first,
        units=lambda column, _: units.get(column, ()),
    )  # fmt: skip
