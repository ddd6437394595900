"""Read a sheet of edited suggestions: what each row takes, leaves, or adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from claimstats.errors import DataError, UsageError
from claimstats.inputs.reading import read_csv
from claimstats.schema import nearest, problems_frame
from claimstats.schema.checking import split_values
from claimstats.study import RawTable, Study

__all__ = ["Choice", "read_choices", "read_sheet"]

Problem = dict[str, object]

YES, NO = ("yes", "y", "1", "x", "true", "ja", "oui"), ("no", "n", "0", "false", "nein", "non", "")

#: What a coder writes who finds that a statement voices none of the claims.
NONE = "none"


@dataclass
class Choice:
    """What a sheet says of one statement.

    Attributes
    ----------
    known, new
        The claims of the codebook that it names, and the texts of claims that the codebook lacks.
    none
        Whether it says that there is no claim.
    suggested, score
        The first suggestion of the sheet, and its score.
    """

    known: list[str]
    new: list[str]
    none: bool
    suggested: str
    score: str

    @property
    def made(self) -> bool:
        """Whether anything was decided."""
        return bool(self.known or self.new or self.none)


def read_sheet(sheet: str | Path | pd.DataFrame) -> RawTable:
    """The sheet as text, with its line numbers; a column that is not there is empty.

    Parameters
    ----------
    sheet
        A CSV file, or a frame.

    Raises
    ------
    DataError, UsageError
        If it cannot be read, or has no statements and claims.
    """
    if isinstance(sheet, pd.DataFrame):
        table = RawTable.of_frame(sheet, name="decisions")
    else:
        if not Path(sheet).is_file():
            raise UsageError(f"there is no file {sheet}")
        reading = read_csv(Path(sheet))
        if reading.problems or reading.table is None:
            raise DataError(problems_frame(reading.problems))
        table = reading.table
    wanted = ("statement_id", "claim_id", "rank", "score", "accept", "claim", "new_claim")
    missing = [name for name in ("statement_id", "claim_id") if name not in table.frame.columns]
    if missing:
        rows: list[Problem] = [
            {"table": table.name, "row": 1, "column": name, "rule": "the column is there", "value": None,
             "hint": "give the file that `claimstats suggest` wrote"} for name in missing
        ]  # fmt: skip
        raise DataError(problems_frame(rows))
    cells = {name: _cells(table.frame, name) for name in wanted}
    return RawTable(frame=pd.DataFrame(cells), name=table.name, lines=table.lines)


def _cells(frame: pd.DataFrame, name: str) -> pd.Series:
    """One column as tidy text, without the apostrophe that keeps a spreadsheet from reading a formula."""
    if name not in frame.columns:
        return pd.Series("", index=frame.index, dtype="str")
    text = frame[name].astype("object").where(frame[name].notna(), "").astype("str").str.strip()
    return text.str.replace(r"^'(?=[=+\-@'])", "", regex=True)


def read_choices(table: RawTable, study: Study) -> tuple[dict[str, Choice], list[Problem]]:
    """What was chosen for each statement, in the order of the sheet, and every cell that cannot be understood.

    Parameters
    ----------
    table, study
        The sheet, and the study that it is about.
    """
    statements, claims = set(study.statements["statement_id"]), set(study.codebook.claims["claim_id"])
    chosen: dict[str, Choice] = {}
    problems: list[Problem] = []
    for row, line in zip(table.frame.to_dict("records"), table.lines, strict=True):

        def wrong(column: str, rule: str, hint: str, row: Mapping[object, str] = row, line: int = line) -> None:
            problems.append({"table": table.name, "row": int(line), "column": column, "rule": rule,
                             "value": row[column], "hint": hint})  # fmt: skip

        name = row["statement_id"]
        if name not in statements:
            near = nearest(name, statements)
            wrong(
                "statement_id", "it is a statement of the study", f"did you mean {near[0]!r}?" if near else "correct it"
            )
            continue
        own = chosen.setdefault(name, Choice([], [], none=False, suggested=row["claim_id"], score=row["score"]))
        picked = [row["claim_id"]] if row["accept"].casefold() in YES else []
        if row["accept"].casefold() not in (*YES, *NO):
            wrong("accept", "it is yes, no or empty", "write yes to take the claim of the row")
        named = split_values(row["claim"])
        own.none |= NONE in named
        for claim, column in [*((claim, "claim_id") for claim in picked), *((claim, "claim") for claim in named)]:
            if claim not in claims and claim != NONE:
                near = nearest(claim, claims)
                hint = f"did you mean {near[0]!r}?" if near else "name a claim of claims.csv, `none`, or use new_claim"
                wrong(column, "it is a claim of the codebook", hint)
            elif claim != NONE and claim not in own.known:
                own.known.append(claim)
        if row["new_claim"] and row["new_claim"] not in own.new:
            own.new.append(row["new_claim"])
        if own.none and (own.known or own.new):
            wrong("claim", "`none` stands alone", "another row of the statement takes a claim; remove one of the two")
    return chosen, problems
