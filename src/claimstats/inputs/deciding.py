"""Edited suggestions into decisions: who decided what, when, kept in the study and never lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from claimstats.errors import DataError, UsageError
from claimstats.inputs.sheets import Choice, read_choices, read_sheet
from claimstats.schema import TABLES, check_table, nearest, problems_frame
from claimstats.schema.checking import split_values
from claimstats.study import Study
from claimstats.study.amending import add_rows, folder_of, put_files, whole_table
from claimstats.study.deciding import standing_decisions

__all__ = ["Decided", "record_decisions", "undo_decisions"]

Problem = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What was read from a sheet of edited suggestions.

    Attributes
    ----------
    decisions : pandas.DataFrame
        The rows added to ``decisions.csv``.
    claims : pandas.DataFrame
        The rows added to ``claims.csv``: ``claim_id, text, registered_on``.
    unchanged : int
        Statements on which the coder had decided the same before.
    left : int
        Statements of the sheet without a decision.
    study : Study
        The study with them.
    """

    decisions: pd.DataFrame
    claims: pd.DataFrame
    unchanged: int
    left: int
    study: Study

    @property
    def sentence(self) -> str:
        """What was recorded, in words."""
        if self.decisions.empty:
            return f"No new decision ({self.unchanged:,} stand already, {self.left:,} statements have none)."
        batch, coder = self.decisions["batch"].iloc[0], self.decisions["coder"].iloc[0]
        none = int((self.decisions["claims"] == "").sum())
        new = f" New claims: {', '.join(self.claims['claim_id'])}." if len(self.claims) else ""
        return (
            f"{len(self.decisions):,} decisions by {coder} recorded as batch {batch}: {len(self.decisions) - none:,} name a "
            f"claim, {none:,} name none; {self.unchanged:,} stand already, {self.left:,} statements have none.{new}"
        )


def record_decisions(study: Study, sheet: str | Path | pd.DataFrame, *, coder: str, on: str) -> Decided:
    """Read edited suggestions back, and keep the decisions in the study with coder and date.

    In each row ``accept`` (yes, no or empty) takes the suggested claim or leaves it, ``claim`` names other claims of the
    codebook (several separated by ``;``, or ``none``), and ``new_claim`` is the text of a claim that the codebook lacks. A
    statement without any of them stays undecided. All problems are told at once, and then nothing is written.

    Parameters
    ----------
    study
        Loaded from a folder; ``decisions.csv``, and ``claims.csv`` where there are new claims, are written there.
    sheet
        A CSV file from `suggest_claims` or a frame: ``statement_id``, ``claim_id`` and the three columns.
    coder, on
        Who decided, and on which day (ISO date).

    Raises
    ------
    DataError
        With every row that cannot be understood.
    UsageError
        If the study has no folder, or the coder or the day is none.
    """
    if not re.fullmatch(r"[^\s;](?:[^;\n\r\t]*[^\s;])?", coder):
        raise UsageError(f"coder {coder!r} is no name; give one without `;`")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", on):
        raise UsageError(f"the day of the decisions is written 2025-09-15, not {on!r}")
    table = read_sheet(sheet)
    chosen, problems = read_choices(table, study)
    claims, ids = _new_claims(chosen, study, on=on)
    if problems:
        raise DataError(problems_frame(problems))
    decided = {name: [*own.known, *(ids[_fold(text)] for text in own.new)] for name, own in chosen.items() if own.made}
    held = standing_decisions(study)
    held = held[held["coder"] == coder].set_index("statement_id")["claims"].map(split_values).to_dict()
    fresh = {name: claims_ for name, claims_ in decided.items() if held.get(name) != claims_}
    rows = _decision_rows(fresh, chosen, study, coder=coder, on=on)
    broken = check_table(_whole(rows), TABLES["decisions"], table="decisions")
    if broken:
        raise DataError(problems_frame(broken))
    if len(rows):
        files = dict([add_rows(folder_of(study), "claims", claims)] if len(claims) else [])
        put_files(folder_of(study), files | dict([add_rows(folder_of(study), "decisions", rows)]))
    after = study.with_tables(
        {
            "decisions": pd.concat([study.codebook["decisions"], _whole(rows, numbers=True)], ignore_index=True),
            "claims": pd.concat([study.codebook.claims, _filled(claims, "claims")], ignore_index=True),
        }
    )
    left = len(chosen) - len(decided)
    return Decided(decisions=rows, claims=claims, unchanged=len(decided) - len(fresh), left=left, study=after)


def undo_decisions(study: Study, *names: str, on: str) -> Study:
    """Take decisions back: they stay in ``decisions.csv`` with the day on which they were undone, and no longer count.

    Parameters
    ----------
    study
        Loaded from a folder.
    *names
        Decisions or whole batches, by their ids.
    on
        The day (ISO date).

    Raises
    ------
    UsageError
        If a name is none of them, or was undone before.
    """
    rows = study.codebook["decisions"]
    standing = rows[rows["undone_on"] == ""]
    chosen = pd.Series(False, index=rows.index)
    for name in names:
        hit = (standing["decision_id"] == name) | (standing["batch"] == name)
        if not hit.any():
            near = nearest(name, [*standing["decision_id"], *standing["batch"]])
            raise UsageError(f"no standing decision or batch is {name!r}" + (f". Hint: {near[0]!r}?" if near else ""))
        chosen |= hit.reindex(rows.index, fill_value=False)
    after = rows.assign(undone_on=rows["undone_on"].mask(chosen, on))
    broken = check_table(_whole(after), TABLES["decisions"], table="decisions")
    if broken:
        raise DataError(problems_frame(broken))
    put_files(folder_of(study), dict([whole_table(folder_of(study), "decisions", after)]))
    return study.with_tables({"decisions": after})


def _new_claims(chosen: Mapping[str, Choice], study: Study, *, on: str) -> tuple[pd.DataFrame, dict[str, str]]:
    """The claims that the codebook lacks, and the id of each new text: equal texts are one claim."""
    known = {_fold(text): name for name, text in study.codebook.claims[["claim_id", "text"]].itertuples(index=False)}
    taken = set(study.codebook.claims["claim_id"]) | _names_in_ledger(study)
    ids, rows = dict(known), []
    for own in chosen.values():
        for text in own.new:
            if _fold(text) not in ids:
                name = _slug(text, taken)
                taken.add(name)
                ids[_fold(text)] = name
                rows.append({"claim_id": name, "text": text, "registered_on": on})
    return pd.DataFrame(rows, columns=["claim_id", "text", "registered_on"]).astype("str"), ids


def _names_in_ledger(study: Study) -> set[str]:
    """Every id that the ledger has ever named."""
    ledger = study.codebook["ledger"]
    return {name for column in ("claim_id", "from", "into") for cell in ledger[column] for name in split_values(cell)}


def _slug(text: str, taken: Collection[str]) -> str:
    """An id from the first words of a claim, that nobody bears or ever bore."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    stem = "_".join(re.findall(r"[a-z0-9]+", plain.casefold())[:5]) or "claim"
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name


def _fold(text: str) -> str:
    """The text without the differences that make no other claim: case, white space, a full stop at its end."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).rstrip(".")


def _decision_rows(
    fresh: Mapping[str, list[str]], chosen: Mapping[str, Choice], study: Study, *, coder: str, on: str
) -> pd.DataFrame:
    """The rows to add, numbered on."""
    rows = study.codebook["decisions"]
    number, batch = _last(rows["decision_id"], "d"), f"b{_last(rows['batch'], 'b') + 1}"
    listed = [
        {
            "decision_id": f"d{number + place}",
            "batch": batch,
            "statement_id": name,
            "claims": ";".join(claims),
            "coder": coder,
            "date": on,
            "suggested": chosen[name].suggested,
            "score": chosen[name].score,
        }
        for place, (name, claims) in enumerate(fresh.items(), start=1)
    ]
    columns = ["decision_id", "batch", "statement_id", "claims", "coder", "date", "suggested", "score"]
    frame = pd.DataFrame(listed, columns=columns).astype("str")
    return frame.assign(score=pd.to_numeric(frame["score"], errors="coerce"))


def _last(names: pd.Series, letter: str) -> int:
    """The highest number among ids such as d12."""
    found = names.str.extract(rf"^{letter}(\d+)$")[0].dropna()
    return int(found.astype("int64").max()) if len(found) else 0


def _whole(rows: pd.DataFrame, *, numbers: bool = False) -> pd.DataFrame:
    """Decisions with every column of the schema, scores as text or as numbers."""
    frame = _filled(rows.drop(columns="score"), "decisions")
    if numbers:
        return frame.assign(score=rows["score"].to_numpy(dtype="float64"))
    return frame.assign(score=rows["score"].map(lambda score: "" if pd.isna(score) else f"{score:.15g}").astype("str"))


def _filled(rows: pd.DataFrame, table: str) -> pd.DataFrame:
    """The rows with every column of their schema; what is not given takes its default."""
    columns = {
        column.name: rows[column.name].astype("str")
        if column.name in rows
        else pd.Series(column.default, index=rows.index, dtype="str")
        for column in TABLES[table].columns
    }
    return pd.DataFrame(columns, index=rows.index)
