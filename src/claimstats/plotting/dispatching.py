"""Which figure shows which result, and the words that go with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from claimstats.errors import UsageError
from claimstats.plotting.heatmap import draw_heatmap
from claimstats.plotting.outcomes import OUTCOME_NAMES, draw_outcomes
from claimstats.plotting.shares import draw_shares
from claimstats.plotting.style import to_svg
from claimstats.presenting import Picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw", "illustrate"]

#: Periods that a heat map holds: three years of quarters.
SHOWN_PERIODS = 12

#: Panels that a figure of shares holds: the claims with the most texts.
SHOWN_PANELS = 9

Tables = Mapping[str, pd.DataFrame]


def draw(
    measure: str, tables: Tables, *, labels: Mapping[str, str], kind: str | None = None, until: str | None = None
) -> Figure:
    """The figure of a result.

    Parameters
    ----------
    measure
        ``repetition`` (a heat map of occasions, or shares with intervals), ``gaps`` (bars of outcomes) or ``coverage``
        (a heat map of monitored days).
    tables, labels
        The result's own.
    kind, until
        As in `Result.plot`.

    Raises
    ------
    UsageError
        If nothing draws that.
    """
    chosen = (measure, kind or {"repetition": "counts", "gaps": "outcomes", "coverage": "days"}.get(measure))
    if chosen == ("repetition", "counts"):
        return draw_heatmap(_counts(tables["repetition"], labels, until))
    if chosen == ("repetition", "share"):
        return draw_shares(_shares(tables["repetition"], labels, until), unit=labels.get("unit", "texts"))
    if chosen == ("gaps", "outcomes"):
        return draw_outcomes(_outcomes(tables["outcomes"], labels))
    if chosen == ("coverage", "days"):
        return draw_heatmap(_days(tables["coverage"], until))
    raise UsageError(f"there is no figure of kind {kind!r} for {measure}; repetition has 'counts' and 'share'")


def illustrate(
    measure: str,
    tables: Tables,
    *,
    labels: Mapping[str, str],
    title: str,
    kind: str | None = None,
    until: str | None = None,
) -> Picture:
    """The same with its words, written from the data.

    Parameters
    ----------
    measure, tables, labels, kind, until
        As in `draw`.
    title
        The finding, in one sentence.
    """
    figure = draw(measure, tables, labels=labels, kind=kind, until=until)
    if measure == "repetition" and kind == "share":
        alt, caption = _share_words(_shares(tables["repetition"], labels, until), unit=labels.get("unit", "texts"))
    elif measure == "repetition":
        alt, caption = _count_words(_counts(tables["repetition"], labels, until))
    elif measure == "gaps":
        alt, caption = _outcome_words(_outcomes(tables["outcomes"], labels))
    else:
        alt, caption = _day_words(_days(tables["coverage"], until))
    return Picture(svg=to_svg(figure), title=title, alt=alt, caption=caption)


def _recent(frame: pd.DataFrame, until: str | None) -> pd.DataFrame:
    """The last periods that have room, up to the one named."""
    periods = list(frame["period"].unique())
    if until is not None:
        if until not in periods:
            raise UsageError(f"{until!r} is no period of this result; it has {periods[0]} to {periods[-1]}")
        periods = periods[: periods.index(until) + 1]
    return frame[frame["period"].isin(periods[-SHOWN_PERIODS:])]


def _lanes(frame: pd.DataFrame, labels: Mapping[str, str]) -> pd.Series:
    """The printed name of each row's group."""
    keys = [name for name in ("claim_id", "speaker", "source_type", "stance", "frame") if name in frame]
    named = [frame[key].map(lambda name: labels.get(name, name)) for key in keys]
    return named[0] if len(named) == 1 else named[0] + ", " + named[1]


def _counts(frame: pd.DataFrame, labels: Mapping[str, str], until: str | None) -> pd.DataFrame:
    """Occasions of the groups that have any in the periods shown."""
    shown = _recent(frame, until)
    shown = shown.assign(lane=_lanes(shown, labels), monitored=shown["exposure_days"] > 0)
    return shown[shown.groupby("lane")["occasions"].transform("sum") > 0]


def _count_words(counts: pd.DataFrame) -> tuple[str, str]:
    last = counts["period"].iloc[-1] if len(counts) else ""
    now = counts[(counts["period"] == last) & (counts["occasions"] > 0)].sort_values("occasions", ascending=False)
    said = "; ".join(f"{lane} {count}" for lane, count in zip(now["lane"], now["occasions"], strict=True))
    caption = (
        "Occasions recorded per claim and period; every number is a lower bound where no stream "
        "with known coverage was monitored. "
        "A white cell was monitored and holds none; a hatched cell was not monitored, and says nothing."
    )
    return f"Heat map of recorded occasions by claim and period. In {last}: {said or 'none'}.", caption


def _shares(frame: pd.DataFrame, labels: Mapping[str, str], until: str | None) -> pd.DataFrame:
    """Shares of the groups that have any, in the periods with texts."""
    shown = frame if until is None else frame[frame["period"] <= until]
    shown = shown[shown["share_per_1000"].notna()]
    short = shown["flags"].str.contains("coverage_gap|partial_period")
    shown = shown.assign(lane=_lanes(shown, labels), whole=~short)
    sums = shown.groupby("lane")["stream_texts"].transform("sum")
    fullest = set(sorted(set(zip(sums, shown["lane"], strict=True)), reverse=True)[:SHOWN_PANELS])
    return shown[[pair in fullest and pair[0] > 0 for pair in zip(sums, shown["lane"], strict=True)]]


def _share_words(shares: pd.DataFrame, *, unit: str) -> tuple[str, str]:
    lanes = shares.groupby("lane", sort=False)[["stream_texts", "texts"]].sum()
    said = "; ".join(f"{lane} {1000 * row.stream_texts / row.texts:.1f}" for lane, row in lanes.iterrows())
    total = int(lanes["texts"].max()) if len(lanes) else 0
    months = f"{shares['period'].min()} to {shares['period'].max()}" if len(shares) else "no period"
    caption = (
        f"Per 1,000 {unit}, with Wilson's 95 % interval; {total:,} {unit} in all, {months}. Lines of "
        f"short months may leave the frame. At most {SHOWN_PANELS} claims are drawn, "
        f"those with the most {unit}; the tables have all."
    )
    return (
        f"Share of monitored {unit} by claim and month, {months}. Per 1,000 over all months: {said or 'none'}.",
        caption,
    )


def _outcomes(outcomes: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Windows by claim and by whose deeds they are about."""
    sides = {"own": "own deeds", "other": "others' deeds"}
    lanes = outcomes["claim_id"].map(lambda name: labels.get(name, name)) + ", " + outcomes["role"].map(sides)
    return outcomes.assign(lane=lanes).groupby("lane", sort=False)[list(OUTCOME_NAMES)].sum().reset_index()


def _outcome_words(counts: pd.DataFrame) -> tuple[str, str]:
    said = []
    for row in counts.to_dict("records"):
        parts = [f"{row[outcome]} {name}" for outcome, name in OUTCOME_NAMES.items() if row[outcome]]
        said.append(f"{row['lane']}: {', '.join(parts)}")
    caption = (
        "Each bar counts the windows of a claim's expectations by outcome. `Not observed`: the record covers "
        "the window and holds no such deed. `Cannot be assessed`: the record does not cover it."
    ).replace("`", "")
    return f"Bars of outcomes. {'; '.join(said)}.", caption


def _days(frame: pd.DataFrame, until: str | None) -> pd.DataFrame:
    """Monitored days by stream and key."""
    shown = _recent(frame, until)
    lanes = shown["stream"] + shown["key"].map(lambda key: f", {key}" if key else "")
    days = shown["monitored_days"].fillna(0).astype("int64")
    return shown.assign(lane=lanes, occasions=days, monitored=days > 0)


def _day_words(days: pd.DataFrame) -> tuple[str, str]:
    said = "; ".join(f"{lane} {int(rows['occasions'].sum())}" for lane, rows in days.groupby("lane", sort=False))
    return (
        f"Monitored days by stream and period: {said or 'none'}.",
        "Monitored days per stream and period; hatched where coverage is unknown.",
    )
