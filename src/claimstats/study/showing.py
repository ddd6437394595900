"""Show claims on a time axis: what the timeline draws, and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from claimstats import ontology
from claimstats.dates import Period, words
from claimstats.presenting import Picture
from claimstats.schema.checking import split_values

if TYPE_CHECKING:
    from claimstats.study.claims import Claims
from claimstats.study.values import Study

__all__ = ["show_timeline"]

#: Lanes of claims that one picture holds; the others are named in its caption.
MOST_LANES = 9

_MENTIONS = {"claim_id": "text", "speaker": "text", "occasion": "integer", "lo": "day", "hi": "day", "stance": "text"}


def show_timeline(claims: Claims, *, period: Period, title: str, before: int = 4) -> Picture:
    """The statements of a period and of those before it above, the incidents below.

    Parameters
    ----------
    claims, period, title
        What to draw, and the finding that stands above it.
    before
        How many periods of the same length come before.
    """
    from claimstats.plotting.style import to_svg
    from claimstats.plotting.timeline import CROWDED, draw_timeline

    first = period.shift(-before).start
    said, left_out = _words(claims, period=period, first=first)
    deeds = _deeds(claims.study, first=first, last=period.end)
    figure = draw_timeline(said, deeds, period=period, before=before)
    here = said[(said["lo"] >= period.start) & (said["hi"] <= period.end)]
    done = deeds[(deeds["lo"] >= period.start) & (deeds["hi"] <= period.end)]
    caption = (
        f"Above, occasions on which a claim was recorded; below, incidents in the record. Left, the {before} periods before "
        f"{period.label}; right, {period.label} itself. A bar is a date known only as a stretch of days. "
        "Names stand where they have room."
    )
    if any((rows.groupby("lane").size() > CROWDED).any() for rows in (said, deeds)):
        caption += " Where a lane has too many marks to tell apart, one stands for all of the days that it covers."
    if left_out:
        caption += f" Not drawn, for want of room: {', '.join(left_out)}."
    return Picture(
        svg=to_svg(figure), title=title or None, alt=_alt(here, done, period), caption=caption, anchor="timeline"
    )


def _words(claims: Claims, *, period: Period, first: int) -> tuple[pd.DataFrame, list[str]]:
    """One row per occasion of the claims voiced in the period (of any claim, if none was), and the claims left out."""
    study = claims.study
    rows = claims.mentions.filter(lambda row: row.verified & row.utterance & (row.stance != "denies"))
    rows = rows.filter(lambda row: (row.hi >= first) & (row.lo <= period.end))
    said = study.engine.collect(rows, _MENTIONS).sort_values(["lo", "claim_id", "speaker", "stance"])
    said = said.drop_duplicates(["claim_id", "speaker", "occasion"])
    order = list(study.codebook.claims["claim_id"])
    inside = said[(said["lo"] <= period.end) & (said["hi"] >= period.start)]
    counts = (inside if len(inside) else said)["claim_id"].value_counts()
    ranked = sorted(counts.index, key=lambda claim: (-counts[claim], order.index(claim)))
    chosen = sorted(ranked[:MOST_LANES], key=order.index)
    kept = said[said["claim_id"].isin(chosen)]
    kept = kept.assign(
        lane=kept["claim_id"].map(study.codebook.label).astype("str"),
        label=kept["speaker"].map(short_names(study)),
        place=kept["claim_id"].map(order.index),
    )
    return kept.sort_values(["place", "lo"]), [study.codebook.label(claim) for claim in ranked[MOST_LANES:]]


def short_names(study: Study) -> dict[str, str]:
    """What a mark is labelled with: a person's last name, a body's name, and no more of an unnamed speaker than that."""
    actors = study.codebook["actors"]
    short = {}
    for actor, name, kind in zip(actors["actor_id"], actors["name"], actors["kind"], strict=True):
        plain = name.split(" (")[0].strip()
        short[actor] = "unnamed" if kind == "unnamed" else plain.split()[-1] if kind == "person" else plain
    return {speaker: short.get(speaker, speaker) for speaker in study.statements["speaker"].unique()}


def _deeds(study: Study, *, first: int, last: int) -> pd.DataFrame:
    """One row per verified incident, with the family that is its lane and whose deed it is."""
    kept = study.incidents[study.incidents["verification"] == "verified"]
    kept = kept[(kept["hi"] >= first) & (kept["lo"] <= last)]
    own = tuple({prefix for row in study.codebook.expectations if row.role == "own" for prefix in row.actor})
    families = study.codebook["families"]
    places = [
        _family(families, action, split_values(actor))
        for action, actor in zip(kept["action"], kept["actor"], strict=True)
    ]
    deeds = pd.DataFrame(
        {
            "place": places,
            "lane": [families["name"].iloc[place] if place < len(families) else "Other deeds" for place in places],
            "lo": kept["lo"].to_numpy(),
            "hi": kept["hi"].to_numpy(),
            "side": [_side(split_values(actor), own) for actor in kept["actor"]],
            "label": kept["label"].to_numpy(),
        }
    )
    return deeds.sort_values(["place", "lo"]).reset_index(drop=True)


def _family(families: pd.DataFrame, action: str, actors: list[str]) -> int:
    """The first family whose codes and actors match, by its place in the file; one past the end for none."""
    for place, (codes, actor) in enumerate(zip(families["codes"], families["actor"], strict=True)):
        prefixes = tuple(split_values(actor))
        if ontology.matches(action, split_values(codes)) and (
            not prefixes or any(who.startswith(prefixes) for who in actors)
        ):
            return place
    return len(families)


def _side(actors: list[str], own: tuple[str, ...]) -> str:
    """Whose deed it is: of the side that the expectations call its own, of others, or not established."""
    if not actors:
        return "unknown"
    return "own" if own and any(actor.startswith(own) for actor in actors) else "other"


def _alt(said: pd.DataFrame, deeds: pd.DataFrame, period: Period) -> str:
    """The picture in words, from what it draws."""
    lanes = [f"{lane}: {len(rows)}" for lane, rows in said.groupby("lane", sort=False)]
    acts = [f"{lane}: {len(rows)}" for lane, rows in deeds.groupby("lane", sort=False)]
    dates = f"from {words(said['lo'].min())} to {words(said['hi'].max())}" if len(said) else "none"
    return (
        f"Timeline of {period.words}. Occasions recorded ({dates}) by claim: {'; '.join(lanes) or 'none'}. "
        f"Incidents by family: {'; '.join(acts) or 'none'}."
    )
