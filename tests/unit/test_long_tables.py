"""What a large study makes too long is cut, and the cut is told."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

import claimstats as cs
from claimstats.presenting import MOST_ROWS, Table, TableColumn
from claimstats.study import show_life


def _table(rows: int, **more: object) -> str:
    cells = [{"n": number} for number in range(rows)]
    return Table(columns=[TableColumn("n", "N", kind="number")], rows=cells, caption="Rows", **more)._repr_html_()


@pytest.mark.parametrize(
    ("rows", "more", "shown", "told"),
    [
        (MOST_ROWS, {"file": "tables/a.csv"}, MOST_ROWS, None),
        (1234, {"file": "tables/a.csv"}, MOST_ROWS, "The first 200 of 1\u202f234 rows; tables/a.csv"),
        (7, {"file": "tables/a.csv", "most": 5}, 5, "The first 5 of 7 rows; tables/a.csv"),
        (300, {}, 300, None),
    ],
)
def test_a_table_is_cut_only_where_a_file_has_its_rows(rows: int, more: dict, shown: int, told: str | None) -> None:
    html = _table(rows, **more)
    assert html.count("<td") == shown
    assert (told in html) if told else ("The first" not in html)


def _crowd(claims: int, per_claim: int) -> cs.Claims:
    days = pd.date_range("2025-01-01", "2025-12-31").strftime("%Y-%m-%d")
    rows = [
        {"statement_id": f"{claim}-{number}", "date": days[(7 * number + claim) % 365], "speaker": f"s{number}",
         "text": "invented", "claims": f"c{claim}"}
        for claim in range(claims) for number in range(per_claim)
    ]  # fmt: skip
    listed = [{"claim_id": f"c{claim}", "text": f"Invented claim {claim}."} for claim in range(claims)]
    settings = {
        "start": date(2025, 1, 1),
        "as_of": date(2025, 12, 31),
        "id": "crowd",
        "title": "Invented",
        "invented": True,
    }
    study = cs.Study.from_frames(statements=pd.DataFrame(rows), claims=pd.DataFrame(listed), settings=settings)
    return cs.group_claims(study)


def test_a_crowded_lane_of_a_timeline_has_no_more_marks_than_can_be_told_apart() -> None:
    picture = _crowd(1, 500).timeline(period="2025", title="Invented")
    # Letters are drawn the same way: even so there are fewer than occasions.
    assert picture.svg.count("<use") < 500
    assert "one stands for all of the days that it covers" in picture.caption
    thin = _crowd(1, 20).timeline(period="2025", title="Invented")
    assert "one stands for all" not in thin.caption


def test_a_heat_map_draws_the_fullest_lanes_and_counts_the_others() -> None:
    claims = _crowd(33, 2)
    picture = cs.measure_repetition(claims, by="claim", period="quarter").picture(title="Invented")
    assert "The 30 with the most occasions; 3 more are in the tables." in picture.caption


def test_a_life_draws_twelve_lanes_and_counts_the_others() -> None:
    picture = show_life(_crowd(1, 15), claim="c0", title="Invented")
    assert "3 speakers with fewer occasions" in picture.caption
    assert "s14" in picture.alt or "s9" in picture.alt
