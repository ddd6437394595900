"""Show the whole life of a claim, or all that one speaker said, on one time axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from claimstats.dates import day, words
from claimstats.presenting import Picture

if TYPE_CHECKING:
    from claimstats.study.claims import Claims

__all__ = ["show_life"]

#: Lanes that one picture holds; the others are counted in its caption.
MOST_LANES = 12

_MENTIONS = {"claim_id": "text", "speaker": "text", "occasion": "integer", "lo": "day", "hi": "day", "stance": "text"}


def show_life(
    claims: Claims,
    *,
    claim: str | None = None,
    speaker: str | None = None,
    windows: pd.DataFrame | None = None,
    title: str = "",
) -> Picture:
    """Occasions of one claim by speaker, or of one speaker by claim, and the windows that they opened.

    Parameters
    ----------
    claims
        From `group_claims`.
    claim, speaker
        Whose occasions; one of the two.
    windows
        Rows of ``measure_gaps(...).to_frame()``.
    title
        The finding, which stands above the picture.
    """
    from claimstats.plotting.life import draw_life
    from claimstats.plotting.style import to_svg

    study = claims.study
    said, left_out = _words(claims, claim=claim, speaker=speaker)
    bars = _windows(claims, windows)
    start = int(min([*said["lo"], *bars["lo"]], default=study.settings.start))
    figure = draw_life(said, bars, start=start, end=study.settings.as_of)
    kind = "speaker" if claim is not None else "claim"
    caption = f"Above, a mark per recorded occasion, by {kind}; where marks would cover each other they are stacked"
    caption += "; at most three show of a few days that hold more." if len(said) > 4 else "."
    if (said["stance"] == "conditional").any():
        caption += " A hollow mark is a conditional statement, which counts for a threat and for nothing else."
    if len(bars):
        caption += " Below, the windows of the expectations, each with its outcome."
    caption += f" Broken line: the cut-off, {words(study.settings.as_of)}."
    if left_out:
        caption += f" Not drawn, for want of room: {left_out} with fewer occasions."
    return Picture(svg=to_svg(figure), title=title or None, alt=_alt(said, bars), caption=caption, anchor="life")


def _words(claims: Claims, *, claim: str | None, speaker: str | None) -> tuple[pd.DataFrame, str]:
    """One row per occasion with its lane, the fullest lanes first; and how many lanes are left out."""
    study = claims.study
    rows = claims.mentions.filter(lambda row: row.verified & row.utterance & (row.stance != "denies"))
    if claim is not None:
        rows = rows.filter(rows.claim_id == claim)
    if speaker is not None:
        rows = rows.filter(rows.speaker == speaker)
    said = study.engine.collect(rows, _MENTIONS).sort_values(["lo", "claim_id", "speaker", "stance"])
    said = said.drop_duplicates(["claim_id", "speaker", "occasion"])
    key, name = ("speaker", study.codebook.name) if claim is not None else ("claim_id", study.codebook.label)
    counts = said[key].value_counts()
    ranked = sorted(counts.index, key=lambda one: (-counts[one], one))
    kept = said[said[key].isin(ranked[:MOST_LANES])]
    kept = kept.assign(place=kept[key].map(ranked.index), lane=kept[key].map(name).astype("str"))
    more = len(ranked) - MOST_LANES
    noun = "speaker" if claim is not None else "claim"
    return kept.sort_values(["place", "lo"]), f"{more} {noun}{'s' if more > 1 else ''}" if more > 0 else ""


def _windows(claims: Claims, windows: pd.DataFrame | None) -> pd.DataFrame:
    """One row per window with the expectation's words as its lane."""
    if windows is None or windows.empty:
        return pd.DataFrame({name: [] for name in ("lane", "lo", "hi", "outcome")})
    expectations = claims.study.codebook["expectations"]
    texts = dict(zip(expectations["expectation_id"], expectations["text"], strict=True))
    lanes = windows["expectation_id"].map(texts).astype("str")
    ends = {"lo": windows["window_lo"].map(day), "hi": windows["window_hi"].map(day)}
    bars = pd.DataFrame({"lane": lanes, **ends})
    bars["outcome"] = windows["outcome"]
    order = list(texts.values())
    ranked = sorted(bars["lane"].unique(), key=order.index)[:MOST_LANES]
    return bars[bars["lane"].isin(ranked)].sort_values(["lane", "lo"], key=lambda cells: (
        cells.map(order.index) if cells.name == "lane" else cells
    ))  # fmt: skip


def _alt(said: pd.DataFrame, bars: pd.DataFrame) -> str:
    """The picture in words, from what it draws."""
    dates = f"from {words(said['lo'].min())} to {words(said['hi'].max())}" if len(said) else "none"
    lanes = [f"{lane}: {len(rows)}" for lane, rows in said.groupby("lane", sort=False)]
    ends = [
        f"{lane} {rows['outcome'].value_counts().sort_index().to_dict()}"
        for lane, rows in bars.groupby("lane", sort=False)
    ]
    plain = "; ".join(ends).replace("{", "(").replace("}", ")").replace("'", "").replace("_", " ")
    return f"Occasions recorded ({dates}): {'; '.join(lanes) or 'none'}. Windows by outcome: {plain or 'none'}."
