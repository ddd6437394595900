"""The settings of a study: what it is called, which days it is about, its thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from claimstats.dates import day, iso
from claimstats.schema import nearest

__all__ = ["LEVELS", "MATCHES", "Grouping", "Settings", "Thresholds", "read_settings"]


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
    min_episodes_for_rate: int = 5


#: How far statements are linked that nobody coded, and the shares of words (percent) that can make one wording.
MATCHES = ("coded", "wording", "likeness", "recorded")
LEVELS = (35, 45, 55, 65, 75, 85, 95)


@dataclass(frozen=True, kw_only=True)
class Grouping:
    """How statements are grouped where nothing else is asked for; printed in the report.

    Parameters
    ----------
    match
        ``coded``, ``wording``, ``likeness`` or ``recorded``: as in `claimstats.group_claims`.
    threshold
        Words in common of all words of two texts, in percent, that make one wording.
    """

    match: str = "coded"
    threshold: int = 45


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
    grouping: Grouping = field(default_factory=Grouping)


def read_settings(given: Mapping[str, object]) -> tuple[dict[str, object], list[dict[str, object]]]:
    """Keyword arguments of `Settings` from the tables of a ``study.toml``, and problems.

    Parameters
    ----------
    given
        What ``tomllib`` read.

    Returns
    -------
    (dict, list)
        ``start`` and ``as_of`` as days where they are given; and one problem per key that is unknown or of the wrong type.
    """
    wanted: dict[str, type | tuple[type, ...]] = {
        "id": str, "title": str, "short_title": str, "description": str, "language": str, "time_zone": str,
        "start": date, "as_of": date, "licence": str, "cite": str, "invented": bool,
    }  # fmt: skip
    limits: dict[str, type | tuple[type, ...]] = {
        name: (int, float) if name in ("coverage", "partial_credit") else int
        for name in Thresholds.__dataclass_fields__
    }
    grouping: dict[str, type | tuple[type, ...]] = {"match": str, "threshold": int}
    found, problems = _read_tables(given, {"study": wanted, "thresholds": limits, "grouping": grouping})
    settings: dict[str, object] = found["study"]
    for key in ("start", "as_of"):
        if key in settings:
            settings[key] = day(str(settings[key])[:10])
    start, as_of = settings.get("start"), settings.get("as_of")
    if isinstance(start, int) and isinstance(as_of, int) and as_of < start:
        hint = "exchange the two days, or correct one"
        problems.append(_setting_problem("study.as_of", "it is not before study.start", iso(as_of), hint))
    identity = settings.get("id")
    if isinstance(identity, str) and (
        not identity.replace("-", "").replace("_", "").isalnum() or not identity.isascii()
    ):
        problems.append(
            _setting_problem("study.id", "it is made of letters, digits, - and _", identity, "it names a folder")
        )
    thresholds = found["thresholds"]
    for key in ("coverage", "partial_credit"):
        value = thresholds.get(key, 0.5)
        if isinstance(value, (int, float)) and not 0 <= value <= 1:
            problems.append(_setting_problem(f"thresholds.{key}", "it is between 0 and 1", value, "correct it"))
    for key, choices in (("match", MATCHES), ("threshold", LEVELS)):
        value = found["grouping"].get(key, choices[0])
        if value not in choices:
            listed = ", ".join(map(str, choices))
            problems.append(_setting_problem(f"grouping.{key}", f"it is one of {listed}", value, "choose one of them"))
    settings["thresholds"] = Thresholds(**thresholds)  # type: ignore[arg-type]
    settings["grouping"] = Grouping(**found["grouping"])  # type: ignore[arg-type]
    return settings, problems


def _read_tables(
    given: Mapping[str, object], known_tables: Mapping[str, Mapping[str, type | tuple[type, ...]]]
) -> tuple[dict[str, dict[str, object]], list[dict[str, object]]]:
    """The known settings of each known table, and one problem per key that is unknown or of the wrong type."""
    found: dict[str, dict[str, object]] = {table: {} for table in known_tables}
    problems: list[dict[str, object]] = []
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
                found[table][key] = value
    return found, problems


def _type_words(expected: type | tuple[type, ...]) -> str:
    return " or ".join(kind.__name__ for kind in (expected if isinstance(expected, tuple) else (expected,)))


def _setting_problem(column: str, rule: str, value: object, hint: str) -> dict[str, object]:
    return {"table": "study.toml", "row": None, "column": column, "rule": rule, "value": str(value), "hint": hint}
