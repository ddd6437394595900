"""What no single cell of the codebook shows: codes, windows and triggers that do not fit together."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from claimstats import ontology
from claimstats.codebook.expectations import first_day
from claimstats.schema.checking import split_values

__all__ = ["check_codebook"]


def check_codebook(
    tables: Mapping[str, pd.DataFrame], *, names: Mapping[str, str], lines: Mapping[str, pd.Series]
) -> list[dict[str, object]]:
    """What no single cell shows: unknown action codes, windows that end before they begin, triggers without a code.

    Parameters
    ----------
    tables
        Normalised text, by name, incidents included.
    names, lines
        What to call each table in a message, and the line number of each of its rows.
    """
    found: list[dict[str, object]] = []

    def add(table: str, place: object, column: str, rule: str, value: object, hint: str) -> None:
        line = int(lines[table][place])
        found.append({"table": names[table], "row": line, "column": column, "rule": rule, "value": value, "hint": hint})

    for table, columns in _CODE_COLUMNS.items():
        for column in columns:
            for place, cell in tables[table][column].items():
                for code in split_values(cell):
                    exact = code.removesuffix("=") if table != "incidents" else code
                    if not ontology.is_known(exact):
                        near = ontology.nearest(exact)
                        hint = (
                            f"did you mean {near[0]!r}? codes are text"
                            if near
                            else "see the list in the ontology folder"
                        )
                        add(table, place, column, "it is a known action code", code, hint)
    types = dict(zip(tables["claims"]["claim_id"], tables["claims"]["type"], strict=True))
    for place, row in tables["expectations"].iterrows():
        first, last = row["window_from"], row["window_to"]
        if row["anchor"] != "period" and not last:
            add(
                "expectations",
                place,
                "window_to",
                "it is filled",
                "",
                "give the last day of the window, in days after the anchor",
            )
        # Where the first day is left to the claim's type, the last must not lie before it either.
        begins = first or str(first_day(types.get(row["claim_id"], "state")))
        if last and _whole(begins) and _whole(last) and int(last) < int(begins):
            add(
                "expectations",
                place,
                "window_to",
                "it is not before window_from",
                last,
                "exchange the two, or correct one",
            )
        if row["anchor"] == "trigger" and not row["trigger_codes"]:
            add(
                "expectations",
                place,
                "trigger_codes",
                "it is filled where anchor is trigger",
                "",
                "give the deed that crosses the line",
            )
    for table in ("coverage", "offices"):
        for place, row in tables[table].iterrows():
            if row["end"] and row["start"] and row["end"] < row["start"]:
                add(table, place, "end", "it is not before start", row["end"], "exchange the two days, or correct one")
    return found


_CODE_COLUMNS = {
    "incidents": ("action",),
    "expectations": ("codes", "partial_codes", "contra_codes", "trigger_codes"),
    "families": ("codes",),
}


def _whole(text: str) -> bool:
    return text.removeprefix("-").removeprefix("+").isdigit()
