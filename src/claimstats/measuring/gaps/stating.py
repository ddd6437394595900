"""What the numbers of gap tables are called, and how each is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from claimstats.measuring.gaps.windows import Window, counted, gathered, shared, sharing
from claimstats.numbering import COUNT, Number, Stated, Unit, state_rows

__all__ = ["FURTHER_STATED", "ROLES", "SCORED", "TIPPING", "state_further"]

GAP = (
    "1 - mean over claims of the mean over anchors of sum(weight x credit) / sum(weight); a window adds "
    "(1 - credit) x weight / sum of weights at its anchor / anchors of its claim / claims"
)
ROLES = {"own": "deeds of the speaker's side", "other": "deeds of others"}
WRITTEN = {"before": "expectations fixed before their window", "after": "expectations written after the window began"}


def _scored(units: str) -> dict[str, Stated]:
    """The windows scored, their anchors or claims, and the gap: these have units. Then what is made of them."""
    dates = "the same mean, with every match whose date may fall outside the window counted"
    wilson = "docs/methods.md: Wilson, over anchors or claims"
    return {
        "n": Stated("Windows scored", f"{COUNT}: windows"),
        "n_units": Stated(f"{units.capitalize()} scored", f"{COUNT}: {units}"),
        "estimate": Stated("Gap, from 0 to 1", GAP, name="gap", headline=True),
        "ci_low": Stated("Lower end of the gap's interval", wilson, ("gap", "n_units"), "gap_low"),
        "ci_high": Stated("Upper end of the gap's interval", wilson, ("gap", "n_units"), "gap_high"),
        "base_rate": Stated(
            "Gap by chance",
            "docs/methods.md: the same expectations on every day of the record",
            name="chance",
        ),
        "gap_lo": Stated("Gap if uncertain dates count for the claim", f"{dates} for the claim", ("gap",), "dates_low"),
        "gap_hi": Stated("Gap if they count against it", f"{dates} against the claim", ("gap",), "dates_high"),
    }


_CLAIMS = _scored("anchors") | {
    "assessable_share": Stated(
        "Share of the weight of closed windows that can be assessed",
        "sum of the weights of scored windows / sum of those of all windows that are over",
        ("n",),
        "assessable",
    )
}
_CORPUS = _scored("claims") | {
    "n_based": Stated("Claims scored that have a base rate", "number of claims with a gap by chance"),
    "excess": Stated("Fulfilment beyond chance", "mean over the claims with a gap by chance of gap by chance - gap"),
    "skill": Stated("Share of what chance leaves over", "excess / gap by chance", ("excess", "chance")),
}

#: The columns that are stated, by table.
SCORED: Mapping[str, Mapping[str, Stated]] = {
    "claims": _CLAIMS,
    "corpus": _CORPUS,
    "cohorts": {name: stated for name, stated in _scored("claims").items() if not name.startswith("gap_")},
}

_OWN_GAP = ("gaps", "all", "{role}", "gap")
_GRID = "the gap of all claims under every combination of settings (gaps / specifications), of which this is the "


def _quartiles() -> dict[str, Stated]:
    made = {
        "lowest": ("Lowest gap of all settings", "least", "specifications_low"),
        "lower_quartile": ("Lower quartile of the gap over settings", "lower quartile", ""),
        "median": ("Median gap over settings", "median", ""),
        "upper_quartile": ("Upper quartile of the gap over settings", "upper quartile", ""),
        "highest": ("Highest gap of all settings", "greatest", "specifications_high"),
    }
    return {column: Stated(words, _GRID + which, (_OWN_GAP,), name) for column, (words, which, name) in made.items()}


@dataclass(frozen=True, kw_only=True)
class _Table:
    """A further table: the columns that name its rows, what is stated, which windows are behind a row."""

    keys: tuple[str, ...]
    first: tuple[str, ...]
    columns: Mapping[str, Stated]
    words: Callable[[Mapping[str, Any], Mapping[str, str]], str]
    units: Callable[[str, Mapping[str, Any], Sequence[Window]], Sequence[Unit]] | None = None


def _claim_and_role(row: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    claim = str(row["claim_id"])
    return f"{'all claims' if claim == 'all' else f'“{labels.get(claim, claim)}”'}, {ROLES[row['role']]}"


def _crossings(column: str, row: Mapping[str, Any], windows: Sequence[Window]) -> Sequence[Unit]:
    """The windows of crossings behind a count of the table of red lines."""
    every = [
        window
        for window in windows
        if row["expectation_id"] == window.expectation and window.outcome != "not_triggered"
    ]
    holds: dict[str, Callable[[Window], bool]] = {
        "n": lambda window: window.scored,
        "acted": lambda window: window.scored and window.outcome == "fulfilled",
        "unscored": lambda window: not window.scored,
    }
    return counted(window for window in every if holds[column](window)) if column in holds else ()


def _of_kind(column: str, row: Mapping[str, Any], windows: Sequence[Window]) -> Sequence[Unit]:
    """The windows of a role whose expectation was written before or after."""
    own = [window for window in windows if window.role == row["role"] and window.late == (row["written"] == "after")]
    scored = [window for window in own if window.scored]
    if column == "n":
        return counted(scored)
    if column == "n_units":
        return gathered(scored, lambda window: window.claim)
    return shared(sharing(own)) if column == "estimate" else ()


TIPPING = Stated(
    "Deeds missing from the record that would bring half of the windows to be met",
    "the least whole number k with (sum of credits + k) / windows scored of 0.5 or more; 0 where it is so already",
    (("gaps", "{claim_id}", "{role}", "n"),),
    "tipping",
)
_CROSSED = f"{COUNT}: windows after a crossing"
_QUIET = (
    "number of windows of the same length, end to end from the first utterance on, that touch no window of a crossing"
)

FURTHER_STATED: Mapping[str, _Table] = {
    "specification_range": _Table(
        keys=("role",),
        first=("all",),
        words=lambda row, _: f"all claims, {ROLES[row['role']]}",
        columns=_quartiles()
        | {
            "specifications": Stated(
                "Combinations of settings tried", "number of rows of gaps / specifications that are scored"
            ),
            "excess_above_0": Stated(
                "Share of settings in which deeds follow words beyond chance",
                "share of the rows of gaps / specifications whose excess is above 0",
                (_OWN_GAP,),
                "above_chance",
            ),
        },
    ),
    "tipping": _Table(
        keys=("claim_id", "role"),
        first=(),
        words=_claim_and_role,
        columns={
            "estimate": TIPPING,
        },
    ),
    "strata": _Table(
        keys=("role", "sources"),
        first=("sources",),
        words=lambda row, _: f"all claims, {ROLES[row['role']]}, deeds of sources: {row['sources']}",
        columns={
            "n": Stated("Windows scored", "number of windows, judged by these deeds alone"),
            "estimate": Stated(
                "Gap, from 0 to 1", "the gap of all claims, judged by these deeds alone", (_OWN_GAP, "n"), "gap"
            ),
            "base_rate": Stated(
                "Gap by chance",
                "docs/methods.md: the same expectations on every day of the record, by these deeds alone",
                (),
                "chance",
            ),
        },
    ),
    "by_writing": _Table(
        keys=("written", "role"),
        first=("written",),
        units=_of_kind,
        words=lambda row, _: f"{WRITTEN[row['written']]}, {ROLES[row['role']]}",
        columns={name: stated for name, stated in _scored("claims").items() if not name.startswith("gap_")},
    ),
    "threats": _Table(
        keys=("claim_id", "expectation_id"),
        first=("crossings",),
        units=_crossings,
        words=lambda row, labels: f"“{labels.get(row['expectation_id'], row['expectation_id']).rstrip('.')}”",
        columns={
            "n": Stated("Crossings of the line scored", _CROSSED),
            "acted": Stated("Crossings scored that the deed followed", _CROSSED),
            "unscored": Stated("Crossings not scored: open, or not covered", _CROSSED),
            "quiet": Stated("Quiet windows", _QUIET),
            "quiet_acted": Stated(
                "Quiet windows with the deed",
                f"those of the quiet ones that hold the deed; quiet: {_QUIET}",
                ("quiet",),
            ),
        },
    ),
}


def state_further(
    table: str, frame: pd.DataFrame, windows: Sequence[Window], labels: Mapping[str, str]
) -> Iterator[Number]:
    """The numbers of a further table.

    Parameters
    ----------
    table
        A key of ``FURTHER_STATED``.
    frame
        The table.
    windows
        All of them.
    labels
        Printed names of ids.
    """
    described = FURTHER_STATED[table]
    if table == "threats":
        frame = frame.assign(unscored=frame["open"] + frame["unassessable"])[frame["claim_id"] != "all"]
    behind = described.units
    yield from state_rows(
        frame.to_dict("records"),
        described.columns,
        measure="gaps",
        table=table,
        keys=described.keys,
        about=lambda row: described.words(row, labels),
        first=described.first,
        units=(lambda column, row: behind(column, row, windows)) if behind else None,
    )
