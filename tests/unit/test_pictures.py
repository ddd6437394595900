"""Pictures: their words hold the numbers of the data, nothing leaves the frame, the same bytes every time."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import claimstats as cs
from claimstats.errors import UsageError
from claimstats.plotting import draw, illustrate

DEMO = Path(__file__).parents[2] / "data" / "demo"
LONG = "A claim whose name is far longer than any room that a figure has for the name of a claim, however small"


@pytest.fixture(scope="module")
def results():
    claims = cs.group_claims(cs.load(DEMO))
    by_claim = cs.measure_repetition(claims, period="month")
    gaps, association = cs.measure_gaps(claims), cs.measure_association(claims)
    voices = cs.measure_repetition(claims, by="speaker")
    return {
        "counts": by_claim, "rates": by_claim, "survival": by_claim, "speakers": voices, "outcomes": gaps, "chance": gaps,
        "specifications": gaps, "frequency": gaps, "lags": association, "incidence": association, "days": cs.measure_coverage(claims.study), "alpha": cs.measure_agreement(cs.load(DEMO.with_name("kremlin-nato")), draws=50),
    }  # fmt: skip


KINDS = [
    "counts",
    "rates",
    "survival",
    "speakers",
    "outcomes",
    "chance",
    "specifications",
    "frequency",
    "lags",
    "incidence",
    "days",
    "alpha",
]


def outside(figure):
    """By how many inches what is drawn leaves the frame of a figure, at the worst side."""
    figure.canvas.draw()
    drawn, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
    return max(-drawn.x0, -drawn.y0, drawn.x1 - width, drawn.y1 - height)


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_the_same_every_time_and_stays_in_its_frame(results, kind):
    result = results[kind]
    first, second = (result.picture(title="A finding", kind=kind) for _ in range(2))
    assert (first.svg, first.alt, first.caption) == (second.svg, second.alt, second.caption)
    assert first.svg.count("<path") > 5
    assert outside(result.plot(kind=kind)) < 0.02


@pytest.mark.parametrize("kind", KINDS)
def test_names_too_long_for_a_figure_do_not_leave_it(results, kind):
    result = results[kind]
    longer = {name: f"{LONG} {number}" for number, name in enumerate(result.labels)} | {"unit": "texts"}
    assert outside(draw(result.measure, result.tables, labels=longer, kind=kind)) < 0.02


def test_the_words_of_a_forest_hold_every_gap_and_its_chance(results):
    gaps = results["chance"]
    claims = gaps.to_frame("claims")
    drawn = claims[(claims["n_units"] >= 5) & (claims["assessable_share"] >= 0.8)]
    alt = gaps.picture(title="A finding", kind="chance").alt
    assert len(drawn)
    for row in drawn.itertuples():
        assert f"gap {row.estimate:.2f} ({row.ci_low:.2f} to {row.ci_high:.2f})" in alt
        assert f"by chance {row.base_rate:.2f}" in alt
    assert alt.count("fewer than 5 anchors") == ((claims["n_units"] < 5) & claims["estimate"].notna()).sum()


def test_the_words_of_a_curve_hold_its_range_and_the_frozen_value(results):
    alt = results["specifications"].picture(title="A finding", kind="specifications").alt
    for row in results["specifications"].to_frame("specification_range").itertuples():
        assert f"{row.estimate:.2f} as frozen, {row.lowest:.2f} to {row.highest:.2f} over {row.specifications:,}" in alt


def test_the_words_of_bars_hold_every_speaker(results):
    frame = results["speakers"].to_frame()
    alt = results["speakers"].picture(title="A finding", kind="speakers").alt
    for count in frame.groupby("speaker")["occasions"].sum():
        assert not count or f" {count} (" in alt


def test_the_words_of_a_survival_curve_hold_the_half_life(results):
    half = results["survival"].to_frame("halflife")["estimate"].iloc[0]
    assert f"half have ended by day {half:.0f}" in results["survival"].picture(title="A finding", kind="survival").alt


@pytest.mark.parametrize("kind", KINDS)
def test_tables_without_rows_give_an_empty_picture_and_say_so(results, kind):
    result = results[kind]
    empty = {name: result.to_frame(name).iloc[:0] for name in result.tables}
    picture = illustrate(result.measure, empty, labels=result.labels, kind=kind, title="Nothing")
    assert picture.alt
    assert "nan" not in picture.alt.lower()


def test_gaps_that_are_all_missing_are_text_and_no_dot(results):
    gaps = results["chance"]
    claims = gaps.to_frame("claims").assign(estimate=np.nan, ci_low=np.nan, ci_high=np.nan)
    tables = {"claims": claims, "corpus": gaps.to_frame("corpus").iloc[:0]}
    figure = draw("gaps", tables, labels=gaps.labels, kind="chance")
    assert sum(len(axes.lines) for axes in figure.axes) == 0
    assert illustrate("gaps", tables, labels=gaps.labels, kind="chance", title="x").alt.count("not scored") == len(
        claims
    )


@pytest.mark.parametrize(
    ("measure", "kind", "message"),
    [("gaps", "forest", "it has 'outcomes', 'chance', 'specifications'"), ("coverage", "counts", "it has 'days'"),
     ("hearsay", None, "nothing draws hearsay")],
)  # fmt: skip
def test_a_kind_that_there_is_not_is_refused_with_those_that_there_are(measure, kind, message):
    with pytest.raises(UsageError, match=message):
        draw(measure, {}, labels={}, kind=kind)


def test_a_figure_of_speakers_asks_for_speakers(results):
    with pytest.raises(UsageError, match="by='speaker'"):
        results["counts"].plot(kind="speakers")


def test_a_figure_says_which_table_it_lacks():
    with pytest.raises(UsageError, match="drawn from the table 'claims'"):
        draw("gaps", {"pairs": pd.DataFrame()}, labels={}, kind="chance")


def test_a_description_longer_than_anybody_listens_to_is_cut_and_that_is_told():
    from claimstats.presenting import Picture

    words = " ".join(f"claim {number} was said once;" for number in range(2_000))
    alt = Picture(svg="<svg></svg>", alt=words, caption="").alt
    assert len(alt) < 4_200
    kept, told = alt.split(" ... (")
    assert words.startswith(kept)
    assert told == f"{len(words) - len(kept):,} characters more: the tables hold all of it.)"
    assert Picture(svg="<svg></svg>", alt="short", caption="").alt == "short"


def _many(results, table: str, copies: int) -> dict[str, pd.DataFrame]:
    """The tables of gaps with every claim of one of them many times over, each under a name of its own."""
    tables = {name: results["chance"].to_frame(name) for name in ("claims", "corpus", "outcomes", "frequency")}
    more = [
        tables[table].assign(
            claim_id=tables[table]["claim_id"] + f"_{copy}", n_units=tables[table].get("n_units", 0) + copy
        )
        for copy in range(copies)
    ]
    return tables | {table: pd.concat(more, ignore_index=True)}


@pytest.mark.parametrize(
    ("table", "kind", "most", "what"),
    [
        ("claims", "chance", 30, "anchors"),
        ("outcomes", "outcomes", 30, "windows"),
        ("frequency", "frequency", 18, "anchors"),
    ],
)
def test_a_figure_of_many_claims_shows_the_fullest_and_says_how_many_are_left_out(results, table, kind, most, what):
    labels = results["chance"].labels
    few, many = _many(results, table, 1), _many(results, table, 60)
    pictures = [illustrate("gaps", tables, labels=labels, title="A finding", kind=kind) for tables in (few, many)]
    height = [draw("gaps", tables, labels=labels, kind=kind).get_size_inches()[1] for tables in (few, many)]

    assert "more are in the tables" not in pictures[0].caption
    assert f"The {most} with the most {what}; " in pictures[1].caption
    left = int(pictures[1].caption.split(f"with the most {what}; ")[1].split()[0])
    lanes = (
        many[table]
        if kind != "frequency"
        else many[table][
            many[table]["estimate"].notna() & (many[table]["n_units"] >= 5) & (many[table]["assessable_share"] >= 0.8)
        ]
    )
    assert left == len(lanes.drop_duplicates(["claim_id", "role"])) - most
    assert height[1] < 12
