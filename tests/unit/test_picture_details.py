"""What a reader of a picture relies on: grey tells outcomes apart, marks and names are whole, every lane says something."""

from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.colors import to_rgb

import claimstats as cs
from claimstats.dates import Period, day
from claimstats.plotting.life import draw_life
from claimstats.plotting.outcomes import FACES, draw_outcomes
from claimstats.plotting.shares import draw_panels
from claimstats.plotting.timeline import draw_timeline
from claimstats.presenting.records import OUTCOMES

STUDY = Path(__file__).parents[2] / "data" / "kremlin-nato"


def luminance(colour):
    """Relative luminance by WCAG 2."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_outcomes_printed_in_grey_are_told_apart_and_their_numbers_are_read():
    plain = [face for face, hatch, _ in FACES.values() if not hatch]
    assert len(plain) == 5
    assert min(contrast(one, other) for one, other in combinations(plain, 2)) > 1.4
    assert min(contrast(face, ink) for face, _, ink in FACES.values()) >= 4.5


def test_a_claim_without_a_window_says_so():
    counts = pd.DataFrame({"lane": ["some", "none"]} | {outcome: [2, 0] for outcome in FACES})
    said = [(text.get_text(), text.get_position()[1]) for text in draw_outcomes(counts).axes[0].texts]
    assert [place for text, place in said if text == "no window"] == [1]


def test_a_mark_on_the_first_and_the_last_day_is_whole():
    words = pd.DataFrame({"lane": ["a", "a"], "lo": [day("2020-01-01"), day("2025-12-31")], "stance": ["asserts"] * 2})
    windows = pd.DataFrame({"lane": [], "lo": [], "hi": [], "outcome": []})
    figure = draw_life(words.assign(hi=words["lo"]), windows, start=day("2020-01-01"), end=day("2025-12-31"))
    figure.canvas.draw()
    axes = figure.axes[0]
    [marks] = [line for line in axes.lines if line.get_marker() == "o"]
    inches = axes.transData.transform(marks.get_xydata())[:, 0] / figure.dpi
    frame = axes.get_window_extent()
    half = marks.get_markersize() / 2 / 72
    assert inches.min() - half >= frame.x0 / figure.dpi
    assert inches.max() + half <= frame.x1 / figure.dpi


@pytest.mark.parametrize("on", ["2025-07-01", "2025-08-15", "2025-09-30"])
def test_a_long_name_at_the_edge_of_a_period_stays_in_the_picture(on):
    deeds = pd.DataFrame({"lane": ["Talks"], "lo": [day(on)], "hi": [day(on)], "side": ["own"]})
    words = pd.DataFrame({"lane": [], "lo": [], "hi": [], "stance": [], "label": []})
    figure = draw_timeline(
        words, deeds.assign(label="NORTHMARK AND SOUTHFEN WOULD TALK"), period=Period.parse("2025Q3")
    )
    figure.canvas.draw()
    [name] = [text for axes in figure.axes for text in axes.texts if text.get_text().startswith("NORTHMARK")]
    box, panel = name.get_window_extent(), figure.axes[1].get_window_extent()
    assert box.x1 <= panel.x1 + 1
    assert box.x1 <= figure.bbox.x1


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (5, ["Nov\n2023", "Dec", "Jan\n2024", "Feb", "Mar"]),
        (18, ["Jan\n2024", "Apr", "Jul", "Oct", "Jan\n2025", "Apr"]),
        (40, ["Jan\n2024", "Jan\n2025", "Jan\n2026", "Jan\n2027"]),
    ],
)
def test_months_below_small_panels_are_named_by_year_and_do_not_run_together(months, expected):
    periods = [str(month) for month in pd.period_range("2023-11", periods=months, freq="M")]
    panels = pd.DataFrame({"lane": "a", "period": periods, "value": 1.0, "low": 0.5, "high": 2.0, "whole": True})
    axes = draw_panels(panels, note="").axes[0]
    assert [label.get_text() for label in axes.get_xticklabels()] == expected


def test_the_name_of_the_one_table_that_was_coded_twice_is_not_said_in_every_row():
    figure = cs.measure_agreement(cs.load(STUDY), draws=50).plot(kind="alpha")
    lanes = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert "claims: Any claim" in lanes
    assert not [lane for lane in lanes if lane.startswith("statements")]


def test_the_keys_of_outcomes_are_the_words_of_the_tables_and_read_line_by_line():
    counts = pd.DataFrame({"lane": ["all"]} | {outcome: [1] for outcome in FACES})
    figure = draw_outcomes(counts)
    figure.canvas.draw()
    places = [(text.get_window_extent(), text.get_text()) for text in figure.legends[0].get_texts()]
    read = [word for box, word in sorted(places, key=lambda at: (-round(at[0].y0), at[0].x0))]
    assert read == [OUTCOMES[outcome] for outcome in FACES]
