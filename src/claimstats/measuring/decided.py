"""Numbering: rows coded twice, those found, those decided differently, and alpha, which is made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd

from claimstats.errors import UsageError
from claimstats.numbering import COUNT, Number, Numbers, Stated, Unit, collect_numbers, name_number, state_rows
from claimstats.schema.checking import split_values
from claimstats.study import Study
from claimstats.study.deciding import every_coding

__all__ = ["numbers_of_agreement"]

_PAIRED = f"{COUNT}: rows that two coders or more decided on"
_BOOTSTRAP = "docs/methods.md: the rows coded twice are drawn again"
STATED: Mapping[str, Stated] = {
    "n_units": Stated("Rows coded twice", _PAIRED, (), "rows"),
    "positives": Stated("Rows in which a coder found it", f"{COUNT}: rows"),
    "differing": Stated("Rows decided differently", f"{COUNT}: rows"),
    "agreement": Stated(
        "Share of pairs of decisions that are equal",
        "equal pairs of decisions / pairs of decisions",
        ("differing", "rows"),
        "equal",
    ),
    "estimate": Stated(
        "Krippendorff's alpha",
        "1 - observed disagreement / expected disagreement (docs/methods.md)",
        ("differing", "positives", "rows"),
        "alpha",
    ),
    "ci_low": Stated("Lower end of alpha's interval", _BOOTSTRAP, ("differing", "positives", "rows"), "alpha_low"),
    "ci_high": Stated("Upper end of alpha's interval", _BOOTSTRAP, ("differing", "positives", "rows"), "alpha_high"),
}


def numbers_of_agreement(
    study: Study, frame: pd.DataFrame, labels: Mapping[str, str]
) -> Callable[[str, Sequence[str], Mapping[str, str]], Numbers]:
    """What gives the numbers of the main table: they are of all codings, whatever the period.

    Parameters
    ----------
    study
        With its codings.
    frame
        The main table.
    labels
        Printed names of ids.
    """

    @cache
    def numbers() -> Numbers:
        return collect_numbers("agreement", _number(study, frame, labels))

    def number(period: str, asked: Sequence[str], only: Mapping[str, str]) -> Numbers:
        del period, only
        if asked:
            raise UsageError(f"the numbers of agreement / {asked[0]} have no names; those of its main table have")
        return numbers()

    return number


def _number(study: Study, frame: pd.DataFrame, labels: Mapping[str, str]) -> Iterator[Number]:
    codings = every_coding(study)
    decisions = {
        (table, variable): _decisions(own) for (table, variable), own in codings.groupby(["table", "variable"])
    }
    first: dict[tuple[str, str], str] = {}
    for row in frame.to_dict("records"):
        table, variable, category = (str(row[key]) for key in ("table", "variable", "category"))
        rows = decisions[table, variable]
        differing = [name for name, values in rows.items() if len({_read(value, category) for value in values}) > 1]
        listed = {
            "n_units": list(rows),
            "positives": [name for name, values in rows.items() if any(_read(value, category) for value in values)],
            "differing": differing,
        }
        said = f"{variable} of {table}, {labels.get(category, {'any': 'any value', 'all': 'all values'}.get(category, category))}"
        # The rows are the same for every value of a variable: they are listed once.
        behind = first.setdefault((table, variable), name_number("agreement", table, variable, category, "rows"))
        for number in state_rows(
            [{**row, "differing": len(differing)}],
            STATED,
            measure="agreement",
            table="agreement",
            keys=("table", "variable", "category"),
            about=lambda _, said=said: said,  # type: ignore[misc]
            units=lambda column, _, listed=listed, table=table: _units(table, listed.get(column, ())),  # type: ignore[misc]
        ):
            again = number.column == "n_units" and name_number("agreement", *number.name) != behind
            yield _as_first(number, behind) if again else number
    yield from _readings(frame)


def _readings(frame: pd.DataFrame) -> Iterator[Number]:
    """How many claims were coded by two, and on how many of them they agreed well enough."""
    claims = frame[(frame["variable"] == "claims") & (frame["reading"] != "") & ~frame["category"].isin(["any", "all"])]
    made = {
        "coded": ("Claims coded by two", "number of claims with an alpha", claims),
        "reliable": (
            "Claims reliably coded",
            "number of claims with an alpha from .800",
            claims[claims["reading"] == "reliable"],
        ),
    }
    for name, (words, formula, own) in made.items():
        inputs = [name_number("agreement", row.table, row.variable, row.category, "alpha") for row in own.itertuples()]
        yield Number(
            name=("claims", name),
            value=len(own),
            words=f"{words}: all claims",
            table="agreement",
            keys={"variable": "claims"},
            column="reading",
            formula=formula,
            inputs=inputs,
        )


def _as_first(number: Number, behind: str) -> Number:
    return replace(number, units=(), inputs=(behind,), formula=f"the same rows for every value: {behind}")


def _units(table: str, names: Sequence[str]) -> list[Unit]:
    return [(name, 1.0, f"{table}:{name}") for name in sorted(names)]


def _decisions(own: pd.DataFrame) -> dict[str, list[Any]]:
    """What the coders wrote of each row that two or more decided on, as sets of values."""
    wide = own.drop_duplicates(["coder", "row_id"])
    rows = {name: cells.tolist() for name, cells in wide.groupby("row_id", sort=True)["value"] if len(cells) > 1}
    return {name: [frozenset(split_values(cell)) - {"none", ""} for cell in cells] for name, cells in rows.items()}


def _read(values: frozenset[str], category: str) -> object:
    """What a decision says of a category."""
    return values if category == "all" else bool(values) if category == "any" else category in values
