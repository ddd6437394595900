"""Who the names in a study are: each name, how often, whom it means and by what, or who it might be."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from claimstats.codebook import Directory
from claimstats.dates import iso
from claimstats.errors import UsageError
from claimstats.inputs.loading import load_without
from claimstats.normalizing import as_text
from claimstats.provenance import Step
from claimstats.results import Result
from claimstats.schema import TABLES
from claimstats.schema.checking import split_values
from claimstats.study import Study

__all__ = ["resolve_names"]

#: Where people, bodies and states are named.
PLACES = (("statements", "speaker"), ("incidents", "actor"), ("incidents", "recipient"))

WORDS = {
    "place": "Where the name stands: table and column.",
    "name": "The name as it is written.",
    "rows": "Rows that hold it.",
    "first": "First day of these rows.",
    "last": "Last day of them.",
    "actor_id": "Who is meant; empty where nobody or more than one fits.",
    "how": "By what: `id`, `name`, `alias`, `spelling` (case, accents, order), `title` (left out), `transliteration`, "
    "`office` (held then), `nickname`, `middle name` (left out or an initial), "
    "`order`, `title and office`; or `ambiguous`, `part of a name`, `unknown`.",
    "candidates": "Everybody who fits, where that is not exactly one.",
    "nearest": "Actors whose names look most like it, where nobody fits.",
    "office": "What the record says they held on these days.",
}


def resolve_names(study: Study | str | Path, *, actors: pd.DataFrame | None = None) -> Result:
    """Resolve the names of speakers and actors by the codebook, across alphabets; what is not certain is not resolved.

    Nothing is changed: loading stays strict, and the answer is a table to correct names or to add aliases by. A name is
    looked up as an id, as a name or alias, without regard to case, accents and order, without titles, across
    transliterations (BGN/PCGN, ISO 9, scholarly and national ones), as an office held on the day, by the long form of a
    nickname, and with a middle name left out. Where several actors fit, all are candidates and none is taken; so is a
    surname alone.

    Parameters
    ----------
    study
        A study; or its folder, whose names may be unknown to its ``actors.csv``.
    actors
        The list to look names up in, with the columns of ``actors.csv``; by default the study's own.

    Returns
    -------
    Result
        One row per place, name and answer: ``place, name, rows, first, last, actor_id, how, candidates, nearest, office``.

    Raises
    ------
    DataError
        If the folder's tables break any rule but that names are known.
    UsageError
        If there is no list of actors.

    Examples
    --------
    >>> import claimstats as cs
    >>> sorted(set(cs.resolve_names("data/demo").to_frame()["how"]))
    ['id']
    """
    if isinstance(study, Study):
        whole, listed = study, study.codebook["actors"]
    else:
        whole, listed = load_without(study, "actors")
    if actors is not None:
        fresh = actors.reset_index(drop=True)
        listed = as_text(fresh, TABLES["actors"], table="actors", lines=pd.Series(fresh.index + 2))[0]
    if listed.empty:
        raise UsageError("there is no list of actors to look names up in; add actors.csv, or give `actors`")
    directory = Directory(listed, whole.codebook["offices"])
    named = _named(whole)
    found = {
        (name, lo, hi): directory.find(name, lo=lo, hi=hi)
        for name, lo, hi in named[["name", "lo", "hi"]].drop_duplicates().itertuples(index=False)
    }
    answers = [found[key] for key in named[["name", "lo", "hi"]].itertuples(index=False, name=None)]
    named = named.assign(
        actor_id=[one.actor_id for one in answers],
        how=[one.how for one in answers],
        candidates=[";".join(one.candidates) for one in answers],
    )
    resolved = int((named["actor_id"] != "").sum())
    step = Step(
        name="names", rows_in=len(named), rows_out=resolved, why="names that nobody, or more than one actor, bears"
    )
    return Result(
        measure="names",
        keys=("place", "name"),
        tables={"names": _table(named, whole, directory)},
        words=WORDS,
        params={"as_of": whole.settings.as_of},
        provenance=whole.provenance.add(step),
        trace=lambda wanted: _rows(named, wanted),
    )


def _named(study: Study) -> pd.DataFrame:
    """One row per name in a cell: where, which row, on which days."""
    parts = []
    for table, column in PLACES:
        frame = getattr(study, table)
        key = TABLES[table].key[0]
        rows = pd.DataFrame(
            {
                "place": f"{table}.{column}",
                "row_id": frame[key],
                "name": frame[column].map(split_values),
                "lo": frame["lo"],
                "hi": frame["hi"],
            }
        )
        parts.append(rows.explode("name").dropna(subset="name"))
    return pd.concat(parts, ignore_index=True).astype({"name": "str", "place": "str", "row_id": "str"})


def _table(named: pd.DataFrame, study: Study, directory: Directory) -> pd.DataFrame:
    """The names with their answers, the unresolved first."""
    keys = ["place", "name", "actor_id", "how", "candidates"]
    rows = named.groupby(keys, as_index=False, sort=True).agg(
        rows=("row_id", "size"), first=("lo", "min"), last=("hi", "max")
    )
    nearest = {name: ";".join(directory.near(name)) for name in rows.loc[rows["how"] == "unknown", "name"].unique()}
    rows = rows.assign(
        nearest=rows["name"].map(nearest).where(rows["how"] == "unknown", "").fillna("").astype("str"),
        office=[_offices(study, row.actor_id, int(row.first), int(row.last)) for row in rows.itertuples()],
        first=rows["first"].map(iso).astype("str"),
        last=rows["last"].map(iso).astype("str"),
        open=rows["actor_id"] != "",
    )
    ordered = rows.sort_values(["open", "rows", "place", "name", "actor_id"], ascending=[True, False, True, True, True])
    return ordered[list(WORDS)].reset_index(drop=True)


def _offices(study: Study, actor_id: str, lo: int, hi: int) -> str:
    """Every office that the record attests within these days."""
    offices = study.codebook["offices"]
    held = offices[(offices["actor_id"] == actor_id) & (offices["start"] <= iso(hi))]
    held = held[(held["end"] == "") | (held["end"] >= iso(lo))]
    return "; ".join(dict.fromkeys(held["office"])) if actor_id else ""


def _rows(named: pd.DataFrame, wanted: Mapping[str, str]) -> pd.DataFrame:
    """The rows that hold a name."""
    found = named
    for column, value in wanted.items():
        found = found[found[column] == value]
    shown = found.assign(first=found["lo"].map(iso), last=found["hi"].map(iso))
    return shown[["place", "row_id", "name", "first", "last", "actor_id", "how", "candidates"]].reset_index(drop=True)
