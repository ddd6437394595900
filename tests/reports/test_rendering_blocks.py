"""Every kind of block is in the page and in the PDF, with the same words."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from claimstats.reporting.meta import ReportMeta
from claimstats.reporting.rendering import Rendered


@pytest.fixture(scope="module")
def page(sample: Rendered) -> BeautifulSoup:
    return BeautifulSoup(sample.html, "html.parser")


def test_the_title_block_says_study_period_and_edition(page: BeautifulSoup, meta: ReportMeta) -> None:
    assert page.find("h1").get_text() == meta.title
    assert page.find(class_="edition").get_text(" ", strip=True) == "Study sample Period 2025Q3 Edition r1"
    assert page.html["lang"] == "en"
    assert [link["href"] for link in page.select("nav a")][:2] == ["#main-points", "#what-the-record-covers"]


def test_headings_skip_no_level_and_the_notebooks_own_title_gives_way(page: BeautifulSoup) -> None:
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_id_is_there_once_and_every_inner_link_arrives(page: BeautifulSoup) -> None:
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {link["href"][1:] for link in page.select("a[href^='#']")} <= set(ids)
    assert "nowhere" not in ids


def test_a_link_to_nowhere_is_plain_text_and_told(sample: Rendered) -> None:
    assert sample.warnings == ("nothing in the report is called #nowhere; its link is plain text",)


def test_a_table_has_a_numbered_caption_scopes_units_notes_and_reasons(page: BeautifulSoup) -> None:
    block = page.find(id="coverage")
    assert block.caption.get_text() == "Table 1 Texts in the record by stream, up to 30 September 2025"
    assert [head["scope"] for head in block.select("thead th")] == ["col"] * 6
    assert [head.get_text() for head in block.select("tbody th[scope=row]")] == [
        "Headlines",
        "Speeches",
        "Interviews",
    ]
    assert [cell.get_text() for cell in block.select("td.number")][:3] == [
        "120\u202f480",
        "66.3",
        "3\u202f121",
    ]
    assert block.select_one(".unit").get_text() == "% of days"
    assert block.select("td")[-1].get_text() == "–a"
    notes = [note.get_text() for note in block.select("p.note")]
    assert notes[0] == "a No list of all interviews exists, so no share of days can be given."
    assert notes[1].startswith("Texts are counted once")


def test_scroll_regions_can_be_reached_and_have_names_of_their_own(page: BeautifulSoup) -> None:
    regions = page.select(".scroll")
    names = [region.get("aria-labelledby") or region["aria-label"] for region in regions]
    assert len(names) == len(set(names)) >= 6
    assert all(region["tabindex"] == "0" for region in regions)


def test_a_pandas_frame_and_a_styled_one_keep_heads_and_alignment(page: BeautifulSoup) -> None:
    plain, styled = page.select(".table")[-2:]
    for table in (plain, styled):
        assert [head.get_text() for head in table.select("thead th")] == ["stream", "texts", "share"]
        assert table.select_one("tbody th")["scope"] == "row"
        assert "number" in table.select_one("tbody td")["class"]


def test_figures_have_descriptions_and_captions(page: BeautifulSoup) -> None:
    figures = page.select("figure")
    assert [figure.img["alt"][:14] for figure in figures] == ["Bars for six m", "A line that ri"]
    captions = [figure.figcaption.get_text() for figure in figures]
    assert captions == [
        "Figure 1 Occasions per month; see the table.",
        "Figure 2 Gap in days: a figure of a user's own",
    ]


def test_quotations_carry_their_language(page: BeautifulSoup) -> None:
    assert {quote.get("lang") for quote in page.select("bdi")} == {"ru", "el", "ar", None}
    assert "“Порт откроется в сентябре”" in page.get_text()


def test_formulas_are_mathml(page: BeautifulSoup) -> None:
    assert page.select("math[display=block] munderover")
    assert "$" not in page.find(id="main").get_text()


@pytest.mark.parametrize(
    "words",
    ["Main points", "three streams", "Every text is read once", "A statement is what somebody said",
     "Порт откроется", "Η Συμμαχία", "No list of all interviews exists", "Coverage is counted in days",
     "quarter 2025Q3 threshold 0.8 file a note", "9f86d081884c", "How to cite", "Claim 69"],
)  # fmt: skip
def test_what_the_page_says_the_pdf_says(page: BeautifulSoup, sample_words: str, words: str) -> None:
    assert words in " ".join(page.get_text(" ").split())
    assert words.replace(" ", "") in sample_words


def test_given_parameters_are_in_the_notebook_after_the_declared_ones(sample: Rendered) -> None:
    cells = json.loads(sample.notebook)["cells"]
    assert cells[2]["source"] == ["rows = 70"]
    assert cells[2]["metadata"]["tags"] == ["injected-parameters"]
    assert sample.parameters == {"quarter": "2025Q3", "threshold": 0.8, "rows": 70, "actor": None}
    assert sample.tables["outcomes.csv"].count(b"\n") == 71
