"""The script of a page sorts and filters its tables, and takes nothing away where it does not run."""

from __future__ import annotations

import re
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pytest

from claimstats.presenting import Missing, Table, TableColumn, Target
from claimstats.reporting.document import Document
from claimstats.reporting.finishing import finish
from claimstats.reporting.html import read_script, write_html
from claimstats.reporting.markup import read_markup
from claimstats.reporting.meta import ReportMeta

#: A place, a count, a gap, a range, a day: each column in an order of its own, with something missing in each.
MIXED = [
    ("Beta", 1024, -0.5, "12–34", "15 September 2025", "010"),
    ("alpha", 7, 0.25, "2 (0–9)", "2 October 2024", "0211"),
    ("Ébène", None, None, "–", Missing("not recorded"), "150.airspace"),
    ("Gamma 10", 65, -2.0, "100 %", "3 to 9 September 2025", "043"),
    ("Gamma 9", 65, 3.0, "9.5–9.9", "2025-09", "02"),
]
NAMES = ["place", "count", "gap", "range", "day", "code"]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, meta: ReportMeta) -> Path:
    """A page with a table of every column, one with groups, a long one, one that was cut, and a short one."""
    columns = [TableColumn(name, name.capitalize()) for name in NAMES]
    mixed = [dict(zip(NAMES, row, strict=True)) for row in MIXED]
    cities = [(f"City {n}", "East" if n < 12 else "West", n % 3, f"row-{n}") for n in range(24)]
    long = [{"city": Target(name, anchor), "side": side, "count": count} for name, side, count, anchor in cities]
    rows = [TableColumn("city", "City"), TableColumn("count", "Count", unit="of days")]
    tables = [
        Table(columns=columns, rows=mixed, caption="Mixed", anchor="mixed", row_header="place"),
        Table(columns=rows, rows=long, caption="Grouped", group="side", anchor="grouped"),
        Table(columns=rows, rows=long, caption="Cut", anchor="cut", file="tables/cities.csv", most=16),
        Table(columns=rows, rows=long[:3], caption="Short", anchor="short"),
    ]
    cells = {"c0": read_markup("".join(table._repr_html_() for table in tables))[0]}
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("x", id="c0")])
    path = tmp_path_factory.mktemp("tables") / "page.html"
    path.write_bytes(write_html(notebook, document=Document(finish(cells, []), ()), meta=meta))
    return path


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[tuple[list[tuple[str, str | None]], str]] = []
        self.policy = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.scripts.append((attrs, ""))
        if tag == "meta" and dict(attrs).get("http-equiv") == "Content-Security-Policy":
            self.policy = str(dict(attrs)["content"])

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script":
            attributes, said = self.scripts[-1]
            self.scripts[-1] = (attributes, said + data)


def test_the_only_script_is_ours_and_the_policy_names_its_very_characters(page: Path) -> None:
    read = _Scripts()
    read.feed(page.read_bytes().decode())
    [(attributes, said)] = read.scripts
    assert attributes == []
    assert said == read_script()
    digest = b64encode(sha256(said.encode()).digest()).decode()
    assert read.policy == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def test_the_script_is_small_and_asks_for_nothing() -> None:
    script = read_script()
    assert len(script.encode()) < 6_700
    assert not re.search(r"https?:|fetch|import|XMLHttp|eval|innerHTML|Storage|cookie|</", script)


@pytest.fixture
def visit(browser: Any, page: Path) -> Iterator[Callable[..., Any]]:
    """Open the page under its own policy; what the browser complains of fails the test."""
    complaints: list[str] = []
    contexts = []

    def open_page(fragment: str = "", **options: Any) -> Any:
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}, **options))
        opened = contexts[-1].new_page()
        opened.on("console", lambda message: complaints.append(message.text))
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.on("request", lambda request: complaints.append(request.url) if "file:" not in request.url else None)
        opened.goto(page.as_uri() + fragment)
        return opened

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _column(page: Any, table: str, place: int) -> list[str]:
    """What a reader sees in a column, from top to bottom; a row that heads a group is one of them."""
    return page.locator(f"#{table} tbody tr:visible").evaluate_all(
        f"rows => rows.map(row => (row.cells[{place}] ?? row.cells[0]).textContent)"
    )


def _head(page: Any, table: str, name: str) -> Any:
    return page.locator(f"#{table} thead").get_by_role("button", name=name)


@pytest.mark.parametrize(
    ("name", "ascending", "descending"),
    [
        # Letters without their accents and their case, and numbers in names by what they count.
        ("Place", ["alpha", "Beta", "Ébène", "Gamma 9", "Gamma 10"], ["Gamma 10", "Gamma 9", "Ébène", "Beta", "alpha"]),
        # Of equals the first stays the first, both ways; what is missing is last, both ways.
        ("Count", ["alpha", "Gamma 10", "Gamma 9", "Beta", "Ébène"], ["Beta", "Gamma 10", "Gamma 9", "alpha", "Ébène"]),
        ("Gap", ["Gamma 10", "Beta", "alpha", "Gamma 9", "Ébène"], ["Gamma 9", "alpha", "Beta", "Gamma 10", "Ébène"]),
        ("Range", ["alpha", "Gamma 9", "Beta", "Gamma 10", "Ébène"], ["Gamma 10", "Beta", "Gamma 9", "alpha", "Ébène"]),
        ("Day", ["alpha", "Gamma 9", "Gamma 10", "Beta", "Ébène"], ["Beta", "Gamma 10", "Gamma 9", "alpha", "Ébène"]),
    ],
)  # fmt: skip
def test_a_head_sorts_up_then_down_then_gives_back_the_order_of_the_page(
    visit: Callable[..., Any], name: str, ascending: list[str], descending: list[str]
) -> None:
    page = visit()
    head = _head(page, "mixed", name)
    th = head.locator("..")
    own = [str(row[0]) for row in MIXED]
    assert _column(page, "mixed", 0) == own
    assert th.get_attribute("aria-sort") is None
    head.click()
    assert (_column(page, "mixed", 0), th.get_attribute("aria-sort")) == (ascending, "ascending")
    head.click()
    assert (_column(page, "mixed", 0), th.get_attribute("aria-sort")) == (descending, "descending")
    head.click()
    assert (_column(page, "mixed", 0), th.get_attribute("aria-sort")) == (own, None)


def test_the_cells_are_written_as_the_report_writes_them(visit: Callable[..., Any]) -> None:
    page = visit()
    assert [text.strip() for text in _column(page, "mixed", 1)] == ["1\u202f024", "7", "–", "65", "65"]
    assert _column(page, "mixed", 2)[0].startswith("−0.5")
    assert _column(page, "mixed", 4)[2].startswith("–")


def test_codes_are_words_and_not_numbers(visit: Callable[..., Any]) -> None:
    page = visit()
    _head(page, "mixed", "Code").click()
    assert _column(page, "mixed", 5) == ["010", "02", "0211", "043", "150.airspace"]


def test_one_column_at_a_time_is_sorted_and_the_keyboard_does_it_too(visit: Callable[..., Any]) -> None:
    page = visit()
    _head(page, "mixed", "Count").click()
    _head(page, "mixed", "Place").focus()
    for key, expected in (("Enter", "ascending"), ("Space", "descending")):
        page.keyboard.press(key)
        said = page.locator("#mixed th[scope=col]").evaluate_all("ths => ths.map(th => th.getAttribute('aria-sort'))")
        assert said == [expected, None, None, None, None, None]
    assert _column(page, "mixed", 0)[0] == "Gamma 10"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Count"


def test_rows_are_sorted_within_their_groups(visit: Callable[..., Any]) -> None:
    page = visit()
    own = _column(page, "grouped", 0)
    head = _head(page, "grouped", "Count")
    head.click()
    head.click()
    counts = _column(page, "grouped", 1)
    assert counts[0] == "East"
    assert counts[13] == "West"
    assert [int(count) for count in counts[1:13]] == sorted((n % 3 for n in range(12)), reverse=True)
    assert [int(count) for count in counts[14:]] == sorted((n % 3 for n in range(12, 24)), reverse=True)
    head.click()
    assert _column(page, "grouped", 0) == own


def test_a_filter_shows_the_rows_with_all_the_words_and_tells_how_many(visit: Callable[..., Any]) -> None:
    page = visit()
    assert page.locator("#mixed input, #short input, #short button").count() == 0
    field = page.locator("#grouped").get_by_role("searchbox", name="Filter the rows")
    told = page.locator("#grouped").get_by_role("status")
    assert told.text_content() == "24 rows"
    widths = "ths => ths.map(th => Math.round(th.getBoundingClientRect().width))"
    before = page.locator("#grouped th[scope=col]").evaluate_all(widths)
    field.fill("CITY 3")
    # A heading without rows is hidden too; here both have some.
    assert _column(page, "grouped", 0) == ["East", "City 3", "West", "City 13", "City 23"]
    assert told.text_content() == "3 of 24 rows"
    assert page.locator("#grouped th[scope=col]").evaluate_all(widths) == before
    # The name of a group is one of the words of its rows; “20” is not made of City 12 and its 0.
    field.fill("west 20")
    assert _column(page, "grouped", 0) == ["West", "City 20"]
    _head(page, "grouped", "City").click()
    assert _column(page, "grouped", 0) == ["West", "City 20"]
    field.fill("nowhere")
    assert _column(page, "grouped", 0) == []
    assert told.text_content() == "0 of 24 rows"
    field.fill("")
    assert len(_column(page, "grouped", 0)) == 26
    assert told.text_content() == "24 rows"


def test_a_table_that_was_cut_says_that_only_its_rows_are_looked_at(visit: Callable[..., Any]) -> None:
    page = visit()
    assert "The first 16 of 24 rows; tables/cities.csv" in page.locator("#cut .note").first.text_content()
    page.locator("#cut").get_by_role("searchbox", name="Filter the rows shown here").fill("city 3")
    assert page.locator("#cut").get_by_role("status").text_content() == (
        "2 of 16 rows; rows not shown here are not looked at"
    )


def test_a_link_arrives_at_a_row_that_a_filter_has_hidden(visit: Callable[..., Any]) -> None:
    page = visit()
    field = page.locator("#grouped input")
    field.fill("west")
    page.evaluate("location.hash = '#row-3'")
    page.locator("#row-3").wait_for(state="visible")
    assert field.input_value() == ""
    field.fill("west")
    # The same address again, by a link: the address does not change, and the row is there all the same.
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<a href=\"#row-3\">There</a>')")
    page.get_by_role("link", name="There").click()
    assert page.locator("#row-3").is_visible()
    assert page.locator("#row-3").evaluate("cell => cell.getBoundingClientRect().top") < 900


def test_without_scripts_every_row_is_there_and_no_control(visit: Callable[..., Any]) -> None:
    page = visit(java_script_enabled=False)
    assert page.locator("#grouped tbody tr:visible").count() == 26
    assert page.locator("button, input, [role=status]").count() == 0
    assert page.locator("#grouped thead th").all_text_contents() == ["City", "Count of days"]


def test_print_shows_every_row_and_no_control(visit: Callable[..., Any]) -> None:
    page = visit()
    page.locator("#grouped input").fill("west 20")
    page.emulate_media(media="print")
    assert page.locator("#grouped tbody tr:visible").count() == 26
    assert page.locator("input:visible").count() == 0


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext (Debian: apt-get install poppler-utils)")
def test_a_table_that_is_printed_over_pages_has_its_head_on_each(visit: Callable[..., Any], tmp_path: Path) -> None:
    # Chromium leaves buttons out of a head that it repeats.
    visit().pdf(path=tmp_path / "print.pdf")
    said = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "print.pdf", "-"], capture_output=True, text=True, check=True
    )
    pages = [page for page in said.stdout.split("\f") if re.search(r"City \d", page)]
    assert [page[:300] for page in pages if not re.search(r"City +of days", page)] == []
    # Three tables have this head, and two of them go on on the next page.
    assert len(re.findall(r"City +of days", said.stdout)) > 3


@pytest.mark.parametrize("width", [360, 1280])
def test_the_controls_are_large_enough_to_hit_and_move_nothing(visit: Callable[..., Any], width: int) -> None:
    page = visit()
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    boxes = [found.bounding_box() for found in page.locator("button, input").all()]
    assert len(boxes) == 6 + 2 * 2 + 2
    assert min(min(box["width"], box["height"]) for box in boxes) >= 24
    before = page.locator("#mixed tr").evaluate_all("rows => rows[0].getBoundingClientRect().toJSON()")
    _head(page, "mixed", "Place").click()
    assert page.locator("#mixed tr").evaluate_all("rows => rows[0].getBoundingClientRect().toJSON()") == before


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_objects_to_nothing_after_a_sort_and_a_filter(visit: Callable[..., Any], scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = visit(color_scheme=scheme, bypass_csp=True)
    _head(page, "grouped", "Count").click()
    page.locator("#grouped input").fill("west")
    found = Axe().run(page).response
    assert [(violation["id"], violation["nodes"][0]["html"][:200]) for violation in found["violations"]] == []
    assert found["passes"]
