"""Which figure shows which result, and the words that go with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from claimstats.errors import UsageError
from claimstats.plotting.agreement import ALPHA
from claimstats.plotting.curves import INCIDENCE, SURVIVAL
from claimstats.plotting.forest import CHANCE
from claimstats.plotting.frequency import FREQUENCY
from claimstats.plotting.heatmap import draw_heatmap
from claimstats.plotting.kinds import SHOWN_LANES, Kind, Source, Tables, fullest
from claimstats.plotting.lags import LAGS
from claimstats.plotting.outcomes import OUTCOME_NAMES, draw_outcomes
from claimstats.plotting.shares import draw_panels
from claimstats.plotting.specifications import SPECIFICATIONS
from claimstats.plotting.style import to_svg
from claimstats.plotting.voices import SPEAKERS
from claimstats.presenting import Picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw", "illustrate"]

#: Periods that a heat map holds: three years of quarters.
SHOWN_PERIODS = 12

#: Panels that a figure of shares holds: the claims with the most texts.
SHOWN_PANELS = 9


def draw(
    measure: str, tables: Tables, *, labels: Mapping[str, str], kind: str | None = None, until: str | None = None
) -> Figure:
    """The figure of a result.

    Parameters
    ----------
    measure, tables, labels
        The result's own.
    kind, until
        As in `Result.plot`.

    Raises
    ------
    UsageError
        If nothing draws that.
    """
    chosen = _kind(measure, kind)
    return chosen.draw(chosen.choose(Source(tables=tables, labels=labels, until=until)))


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
    chosen = _kind(measure, kind)
    rows = chosen.choose(Source(tables=tables, labels=labels, until=until))
    alt, caption = chosen.say(rows)
    return Picture(svg=to_svg(chosen.draw(rows)), title=title, alt=alt, caption=caption)


def _kind(measure: str, name: str | None) -> Kind:
    """The way to draw a measure; its first one where none is named."""
    known = [kind for kind in KINDS if kind.measure == measure]
    for kind in known:
        if name in (None, kind.name):
            return kind
    names = ", ".join(repr(kind.name) for kind in known)
    raise UsageError(
        f"there is no figure of kind {name!r} for {measure}; it has {names}" if known else f"nothing draws {measure}"
    )


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
    sums = shown.groupby("lane", sort=False)["occasions"].sum()
    lanes = sums[sums > 0].sort_values(ascending=False, kind="stable").index[:SHOWN_LANES]
    kept = shown[shown["lane"].isin(lanes)]
    return kept.assign(left_out=int((sums > 0).sum()) - len(lanes))


def _count_words(counts: pd.DataFrame) -> tuple[str, str]:
    last = counts["period"].iloc[-1] if len(counts) else ""
    now = counts[(counts["period"] == last) & (counts["occasions"] > 0)].sort_values("occasions", ascending=False)
    said = "; ".join(f"{lane} {count}" for lane, count in zip(now["lane"], now["occasions"], strict=True))
    caption = (
        "Occasions recorded per claim and period; every number is a lower bound where no stream "
        "with known coverage was monitored. "
        "A white cell was monitored and holds none; a hatched cell was not monitored, and says nothing."
    )
    if len(counts) and counts["left_out"].iloc[0]:
        caption += f" The {SHOWN_LANES} with the most occasions; {counts['left_out'].iloc[0]} more are in the tables."
    return f"Heat map of recorded occasions by claim and period. In {last}: {said or 'none'}.", caption


def _shares(frame: pd.DataFrame, labels: Mapping[str, str], until: str | None) -> pd.DataFrame:
    """Shares of the groups that have any, in the periods with texts."""
    shown = frame if until is None else frame[frame["period"] <= until]
    shown = shown[shown["share_per_1000"].notna()]
    short = shown["flags"].str.contains("coverage_gap|partial_period")
    shown = shown.assign(lane=_lanes(shown, labels), whole=~short)
    sums = shown.groupby("lane")["stream_texts"].transform("sum")
    lanes = set(sorted(set(zip(sums, shown["lane"], strict=True)), reverse=True)[:SHOWN_PANELS])
    drawn = [pair in lanes and pair[0] > 0 for pair in zip(sums, shown["lane"], strict=True)]
    kept = shown[pd.Series(drawn, index=shown.index, dtype="bool")]
    return kept.assign(value=kept["share_per_1000"], low=kept["share_low"], high=kept["share_high"])


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
    counts = outcomes.assign(lane=lanes).groupby("lane", sort=False)[list(OUTCOME_NAMES)].sum().reset_index()
    counts["windows"] = counts[list(OUTCOME_NAMES)].sum(axis=1)
    return fullest(counts, "windows", most=SHOWN_LANES)


def _outcome_words(counts: pd.DataFrame) -> tuple[str, str]:
    said = []
    for row in counts.to_dict("records"):
        parts = [f"{row[outcome]} {name}" for outcome, name in OUTCOME_NAMES.items() if row[outcome]]
        said.append(f"{row['lane']}: {', '.join(parts)}")
    caption = (
        "Each bar counts the windows of a claim's expectations by outcome. `Not observed`: the record covers "
        "the window and holds no such deed. `Cannot be assessed`: the record does not cover it."
    ).replace("`", "")
    if len(counts) and counts["left_out"].iloc[0]:
        caption += f" The {SHOWN_LANES} with the most windows; {counts['left_out'].iloc[0]} more are in the tables."
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


def _rates(source: Source) -> pd.DataFrame:
    """Rates of the groups that have an occasion of the stream, in the periods with monitored days."""
    frame = source.table("repetition")
    shown = frame if source.until is None else frame[frame["period"] <= source.until]
    shown = shown[shown["estimate"].notna()]
    short = shown["flags"].str.contains("coverage_gap|partial_period").astype(bool)
    shown = shown.assign(lane=_lanes(shown, source.labels), whole=~short)
    shown = shown.assign(value=shown["estimate"], low=shown["ci_low"], high=shown["ci_high"])
    sums = shown.groupby("lane")["stream_occasions"].transform("sum")
    lanes = set(sorted(set(zip(sums, shown["lane"], strict=True)), reverse=True)[:SHOWN_PANELS])
    drawn = [pair in lanes and pair[0] > 0 for pair in zip(sums, shown["lane"], strict=True)]
    return shown[pd.Series(drawn, index=shown.index, dtype="bool")]


def _draw_rates(rates: pd.DataFrame) -> Figure:
    return draw_panels(
        rates, note="occasions per 30 monitored days; lines: 95 % interval; hollow: not every day was read"
    )


def _rate_words(rates: pd.DataFrame) -> tuple[str, str]:
    lanes = rates.groupby("lane", sort=False)[["stream_occasions", "exposure_days"]].sum()
    said = "; ".join(
        f"{lane} {30 * row.stream_occasions / row.exposure_days:.1f} ({int(row.stream_occasions)} occasions)"
        for lane, row in lanes.iterrows()
    )
    caption = (
        "Occasions per 30 monitored days, from the stream with known coverage alone; lines: 95 % interval, widened where weeks "
        f"scatter. At most {SHOWN_PANELS} groups are drawn, those with the most occasions; the tables have all."
    )
    return f"Rates of occasions by group and period. Per 30 days over all periods: {said or 'none'}.", caption


def _named_shares(source: Source) -> pd.DataFrame:
    shares = _shares(source.table("repetition"), source.labels, source.until)
    return shares.assign(unit=source.labels.get("unit", "texts"))


def _unit(shares: pd.DataFrame) -> str:
    return str(shares["unit"].iloc[0]) if len(shares) else "texts"


def _draw_shares(shares: pd.DataFrame) -> Figure:
    return draw_panels(shares, note=f"per 1,000 {_unit(shares)}; lines: 95 % interval; hollow: short month")


#: Every figure, the default of each measure first.
KINDS: tuple[Kind, ...] = (
    Kind(
        measure="repetition", name="counts", draw=draw_heatmap, say=_count_words,
        choose=lambda source: _counts(source.table("repetition"), source.labels, source.until),
    ),
    Kind(
        measure="repetition", name="share", choose=_named_shares, draw=_draw_shares,
        say=lambda rows: _share_words(rows, unit=_unit(rows)),
    ),
    Kind(measure="repetition", name="rates", choose=_rates, draw=_draw_rates, say=_rate_words),
    SURVIVAL,
    SPEAKERS,
    Kind(
        measure="gaps", name="outcomes", draw=draw_outcomes, say=_outcome_words,
        choose=lambda source: _outcomes(source.table("outcomes"), source.labels),
    ),
    CHANCE,
    SPECIFICATIONS,
    FREQUENCY,
    Kind(
        measure="coverage", name="days", draw=draw_heatmap, say=_day_words,
        choose=lambda source: _days(source.table("coverage"), source.until),
    ),
    LAGS,
    INCIDENCE,
    ALPHA,
)  # fmt: skip
