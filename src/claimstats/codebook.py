"""The study's lists and settings: claims, expectations, actors, offices, sources, streams, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from claimstats import ontology
from claimstats.dates import day, iso
from claimstats.schema import nearest
from claimstats.schema.checking import split_values

__all__ = ["Codebook", "Expectation", "Settings", "Thresholds", "check_codebook", "read_settings"]


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """Conventions that a study may set; each is printed in the report.

    Parameters
    ----------
    coverage
        Share of a window that must be monitored before its silence means anything.
    silence_days
        A first sighting sooner than this after monitoring began may not be the first.
    partial_credit
        Credit of a deed in part.
    min_episodes_for_rate
        Below this many scored windows a share is printed as a list, not as a rate.
    """

    coverage: float = 0.8
    silence_days: int = 90
    partial_credit: float = 0.5
    reprint_window_days: int = 2
    min_episodes_for_rate: int = 5


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a study is called, which days it is about, how to cite it.

    Parameters
    ----------
    start, as_of
        First day of the study, and its cut-off: the last day on which anything is counted.
    invented
        Whether the rows are made up; then every page says so.
    """

    id: str = "study"
    title: str = "Untitled study"
    short_title: str = ""
    description: str = ""
    language: str = "en"
    time_zone: str = "UTC"
    start: int
    as_of: int
    licence: str = ""
    cite: str = ""
    invented: bool = False
    thresholds: Thresholds = field(default_factory=Thresholds)


def read_settings(given: Mapping[str, object]) -> tuple[dict[str, object], list[dict[str, object]]]:
    """Keyword arguments of `Settings` from the tables ``[study]`` and ``[thresholds]`` of a ``study.toml``, and problems.

    Parameters
    ----------
    given
        What ``tomllib`` read.

    Returns
    -------
    (dict, list)
        ``start`` and ``as_of`` as days where they are given; and one problem per key that is unknown or of the wrong type.
    """
    found: dict[str, object] = {}
    problems: list[dict[str, object]] = []
    wanted: dict[str, type | tuple[type, ...]] = {
        "id": str, "title": str, "short_title": str, "description": str, "language": str, "time_zone": str,
        "start": date, "as_of": date, "licence": str, "cite": str, "invented": bool,
    }  # fmt: skip
    limits: dict[str, type | tuple[type, ...]] = {
        name: (int, float) if name in ("coverage", "partial_credit") else int
        for name in Thresholds.__dataclass_fields__
    }
    known_tables = {"study": wanted, "thresholds": limits}
    for table, values in given.items():
        if table not in known_tables or not isinstance(values, Mapping):
            problems.append(
                _setting_problem(table, "it is a known table", values, f"known are {', '.join(known_tables)}")
            )
            continue
        for key, value in values.items():
            expected = known_tables[table].get(key)
            if expected is None:
                near = nearest(key, known_tables[table])
                hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known_tables[table])}"
                problems.append(_setting_problem(f"{table}.{key}", "it is a known setting", value, hint))
            elif not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool):
                what = (
                    "a date such as 2025-12-31, without quotes"
                    if expected is date
                    else f"of type {_type_words(expected)}"
                )
                problems.append(_setting_problem(f"{table}.{key}", f"it is {what}", value, "correct it"))
            else:
                found[key if table == "study" else f"thresholds.{key}"] = value
    settings: dict[str, object] = {key: value for key, value in found.items() if "." not in key}
    for key in ("start", "as_of"):
        if key in settings:
            settings[key] = day(str(settings[key])[:10])
    identity = settings.get("id")
    if isinstance(identity, str) and (
        not identity.replace("-", "").replace("_", "").isalnum() or not identity.isascii()
    ):
        problems.append(
            _setting_problem("study.id", "it is made of letters, digits, - and _", identity, "it names a folder")
        )
    thresholds = {key.removeprefix("thresholds."): value for key, value in found.items() if "." in key}
    for key in ("coverage", "partial_credit"):
        value = thresholds.get(key, 0.5)
        if isinstance(value, (int, float)) and not 0 <= value <= 1:
            problems.append(_setting_problem(f"thresholds.{key}", "it is between 0 and 1", value, "correct it"))
    settings["thresholds"] = Thresholds(**thresholds)  # type: ignore[arg-type]
    return settings, problems


def _type_words(expected: type | tuple[type, ...]) -> str:
    return " or ".join(kind.__name__ for kind in (expected if isinstance(expected, tuple) else (expected,)))


def _setting_problem(column: str, rule: str, value: object, hint: str) -> dict[str, object]:
    return {"table": "study.toml", "row": None, "column": column, "rule": rule, "value": str(value), "hint": hint}


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """One deed that a claim leads one to find, or not to find (method, section 3.1)."""

    id: str
    claim_id: str
    text: str
    reason: str
    role: str
    polarity: str
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    codes: tuple[str, ...]
    partial_codes: tuple[str, ...]
    contra_codes: tuple[str, ...]
    anchor: str
    trigger_actor: tuple[str, ...]
    trigger_recipient: tuple[str, ...]
    trigger_codes: tuple[str, ...]
    first: int
    last: int | None
    k_min: int
    weight: float
    partial_credit: float
    p_if_true: float | None
    family: str
    frozen_at: int | None


@dataclass(frozen=True, kw_only=True)
class Codebook:
    """The small tables of a study, normalised, by name; a table that was not given is empty."""

    tables: Mapping[str, pd.DataFrame]
    thresholds: Thresholds

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name]

    @property
    def claims(self) -> pd.DataFrame:
        """One row per claim."""
        return self.tables["claims"]

    @property
    def expectations(self) -> tuple[Expectation, ...]:
        """Every expectation, in the order of the file, with the defaults of its claim's type filled in."""
        types = dict(zip(self.claims["claim_id"], self.claims["type"], strict=True))
        rows = self.tables["expectations"].to_dict("records")
        return tuple(_expectation(row, types.get(row["claim_id"], "state"), self.thresholds) for row in rows)

    def label(self, claim_id: str) -> str:
        """The claim in a few words."""
        row = self.claims[self.claims["claim_id"] == claim_id]
        return str(row["label"].iloc[0] or row["text"].iloc[0]) if len(row) else claim_id

    def name(self, actor_id: str) -> str:
        """An actor's printed name."""
        row = self.tables["actors"][self.tables["actors"]["actor_id"] == actor_id]
        return str(row["name"].iloc[0]) if len(row) else actor_id

    def office(self, actor_id: str, on: int) -> str | None:
        """The office that the record attests for an actor on a day; None where it attests none.

        Parameters
        ----------
        actor_id, on
            Who, and the day.
        """
        offices = self.tables["offices"]
        held = offices[(offices["actor_id"] == actor_id) & (offices["start"] <= iso(on))]
        held = held[(held["end"] == "") | (held["end"] >= iso(on))]
        return "; ".join(held["office"]) or None


def _expectation(row: Mapping[str, object], claim_type: str, thresholds: Thresholds) -> Expectation:
    """One row as a value. A same-day deed may precede the words of a promise or a threat, so those begin on day 1."""
    begins = 0 if claim_type in ("state", "restraint") else 1
    many = {name: tuple(split_values(str(row[name]))) for name in row if name.endswith(("codes", "actor", "recipient"))}
    first, last, credit, chance = (row[name] for name in ("window_from", "window_to", "partial_credit", "p_if_true"))
    return Expectation(
        id=str(row["expectation_id"]),
        claim_id=str(row["claim_id"]),
        text=str(row["text"]),
        reason=str(row["reason"]),
        role=str(row["role"]),
        polarity=str(row["polarity"]),
        anchor=str(row["anchor"]),
        first=begins if pd.isna(first) else int(first),  # type: ignore[call-overload]
        last=None if pd.isna(last) else int(last),  # type: ignore[call-overload]
        k_min=int(row["k_min"]),  # type: ignore[call-overload]
        weight=float(row["weight"]),  # type: ignore[arg-type]
        partial_credit=thresholds.partial_credit if pd.isna(credit) else float(credit),  # type: ignore[call-overload,arg-type]
        p_if_true=None if pd.isna(chance) else float(chance),  # type: ignore[call-overload,arg-type]
        family=str(row["family"]),
        frozen_at=day(str(row["frozen_at"])) if row["frozen_at"] else None,
        **many,
    )


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
        line = int(lines[table][place])  # type: ignore[call-overload]
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
        if first and last and _whole(first) and _whole(last) and int(last) < int(first):
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
