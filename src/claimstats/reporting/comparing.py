"""Compare two editions: which rows changed, which numbers moved, and which rows moved them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from claimstats.errors import UsageError
from claimstats.numbering import NUMBERS_FILE
from claimstats.provenance import Input, Provenance, hash_file
from claimstats.reporting.differing import CHANGE_COLUMNS, diff_studies, number_changes
from claimstats.reporting.moving import MOVED_WORDS, NUMBER_WORDS, SAME, diff_numbers
from claimstats.reporting.sides import Side, read_settings, read_side
from claimstats.results import Result
from claimstats.schema import safe_csv

__all__ = ["compare", "compare_sides", "list_changes"]

WORDS = {
    **NUMBER_WORDS,
    **{f"moved.{name}": words for name, words in MOVED_WORDS.items()},
    **CHANGE_COLUMNS,
    "summary.note": "What was done to rows of the file.",
    "summary.rows": "To how many rows.",
}


def compare(before: str | Path, after: str | Path) -> Result:
    """What changed from one edition to another: rows, codebook, numbers, and which rows moved each number.

    The two may be revisions of one period or editions of two. A number is compared with itself where both editions have
    it; else this period's with the other period's.

    Parameters
    ----------
    before, after
        Folders of editions, or of periods, which stand for their newest revision. A notebook compares the edition before
        (``previous``) with what it has made itself (``.``).

    Returns
    -------
    Result
        ``numbers`` (every number that moved: before, after, why), ``moved`` (the units and rows that moved it; their
        differences add up to the number's), ``changes`` (rows and cells, one per row) and ``summary`` (how many rows of
        which file were added, removed, corrected or recoded). All are empty where nothing differs. ``sentence()`` says it
        in one.

    Raises
    ------
    UsageError
        If one of them is no edition, or they are of two studies.
    """
    return compare_sides(read_side(before), read_side(after))


def compare_sides(before: Side, after: Side) -> Result:
    """The same for what is no folder yet.

    Parameters
    ----------
    before, after
        The two.
    """
    studies = [read_settings(side.study).get("study.id") for side in (before, after)]
    if all(studies) and studies[0] != studies[1]:
        raise UsageError(
            f"{before.label} is of the study {studies[0]!r}, {after.label} of {studies[1]!r}: no row is in both"
        )
    changes = diff_studies(before.study, after.study)
    moved = diff_numbers(before, after, changes)
    tables = {"numbers": moved.numbers, "moved": moved.units, "changes": changes, "summary": _count(changes)}
    settings = read_settings(after.study)
    inputs = tuple(_input(path) for path in sorted(after.study.glob("*")) if path.is_file())
    return Result(
        measure="changes",
        keys=("number",),
        tables=tables,
        words=WORDS,
        params={
            "as_of": _day(settings.get("study.as_of", "")), "before": before.label, "after": after.label,
            "headlines": int((after.numbers["headline"] == "yes").sum()),
        },
        provenance=Provenance(inputs=inputs),
        trace=lambda wanted: _of_number(moved.units, wanted),
        say=lambda wanted: _say(tables, wanted, headlines=int((after.numbers["headline"] == "yes").sum())),
    )  # fmt: skip


def list_changes(result: Result) -> bytes:
    """Everything that changed as one CSV: rows first, then numbers.

    Parameters
    ----------
    result
        From `compare`.
    """
    numbers = result.tables["numbers"]
    listed = pd.DataFrame(
        {
            "file": f"tables/{NUMBERS_FILE}",
            "action": [_action(row.before, row.after) for row in numbers.itertuples()],
            "target": "number",
            "identifier": numbers["number"],
            "initial_value": [_text(value) for value in numbers["before"]],
            "new_value": [_text(value) for value in numbers["after"]],
            "note": numbers["why"],
        }
    )
    every = pd.concat([result.tables["changes"], listed], ignore_index=True)
    numbered = number_changes(every)
    return safe_csv(numbered)


def _count(changes: pd.DataFrame) -> pd.DataFrame:
    """How many rows of which file were added, removed, corrected or recoded."""
    rows = changes[changes["target"].isin(["row", "cell"])]
    named = rows.assign(row=rows["identifier"].str.partition("#")[0] if len(rows) else rows["identifier"])
    counted = named.groupby(["file", "note"], sort=False)["row"].nunique().reset_index(name="rows")
    return counted.astype({"rows": "int64"})


def _say(tables: Mapping[str, pd.DataFrame], wanted: Mapping[str, str], *, headlines: int) -> str:
    if "number" in wanted:
        row = tables["numbers"].set_index("number").loc[wanted["number"]]
        before, after = (_text(row[name]) or "not printed" for name in ("before", "after"))
        return f"{row['words']}: {before} before, {after} now ({row['why']})."
    summary, numbers = tables["summary"], tables["numbers"]
    records = summary[summary["note"] != "codebook"]
    parts = [
        f"{int(own['rows'].sum()):,} {'row' if own['rows'].sum() == 1 else 'rows'} {kind}"
        for kind in ("added", "removed", "corrected", "recoded")
        if len(own := records[records["note"] == kind])
    ]
    coded = int(summary.loc[summary["note"] == "codebook", "rows"].sum())
    parts += [f"the codebook or the settings changed in {coded} {'place' if coded == 1 else 'places'}"] if coded else []
    told = "; ".join(parts) or "No row changed"
    said = f"{told[0].upper()}{told[1:]}"
    if not headlines:
        return f"{said}."
    moved = int(((numbers["headline"] == "yes") & (numbers["difference"].abs() > SAME)).sum())
    return f"{said}; {moved or 'none'} of {headlines} headline numbers moved."


def _of_number(units: pd.DataFrame, wanted: Mapping[str, str]) -> pd.DataFrame:
    return units[units["number"] == wanted["number"]].reset_index(drop=True) if "number" in wanted else units


def _action(before: float, after: float) -> str:
    return "add" if pd.isna(before) else "delete" if pd.isna(after) else "update"


def _text(value: float) -> str:
    """A number in as many digits as it has; nothing for nothing."""
    return "" if pd.isna(value) else f"{value:.15g}"


def _day(text: str) -> int:
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return 1


def _input(path: Path) -> Input:
    return Input(path=path.name, sha256=hash_file(path), bytes=path.stat().st_size, rows=0)
