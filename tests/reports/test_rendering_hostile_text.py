"""Text from outside is text: whatever it contains, it shows as characters and does nothing."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from claimstats.presenting import Link, Missing, Paragraph, Quote, Table, TableColumn
from claimstats.reporting.html import hash_script, read_script
from claimstats.reporting.markup import read_markup
from claimstats.reporting.page import write_blocks
from claimstats.reporting.rendering import Rendered

HOSTILE = [
    "<script>alert(1)</script>",
    '=HYPERLINK("http://evil.example","x")',
    '#import "x": y',
    r"$\input{/etc/passwd}$",
    "{{ 7*7 }}",
    "**bold** _it_ `c` [l](javascript:alert(2))",
    "</td></table><iframe src=//evil.example>",
    '" onmouseover="alert(3)',
    "<!-- c -->",
    "a|b",
]


@pytest.fixture(scope="module")
def page(hostile: Rendered) -> BeautifulSoup:
    return BeautifulSoup(hostile.html, "html.parser")


@pytest.mark.parametrize("text", HOSTILE)
def test_it_shows_as_characters_in_the_page(page: BeautifulSoup, text: str) -> None:
    places = [page.select("ul.points li"), page.select("dt"), page.select("tbody th"), page.select(".note")]
    for found in places:
        assert any(text == tag.get_text() or tag.get_text().endswith(f" {text}") for tag in found)
    for tag in (page.caption, page.figcaption, page.h3, page.select_one("pre")):
        assert text in tag.get_text()
    assert text in page.img["alt"]


@pytest.mark.parametrize("text", HOSTILE)
def test_it_shows_as_characters_in_the_pdf(hostile_words: str, text: str) -> None:
    assert hostile_words.count(text.replace(" ", "")) >= 8


def test_the_page_has_nothing_that_acts_or_asks(page: BeautifulSoup) -> None:
    assert not page.find_all(["iframe", "object", "embed", "form", "base", "link", "svg"])
    # One script, the page's own, and a policy under which a browser runs no other.
    assert [script.attrs for script in page.find_all("script")] == [{}]
    assert page.script.get_text() == read_script()
    assert len(page.find_all("style")) == 1
    attributes = [(tag.name, name, str(value)) for tag in page.find_all(True) for name, value in tag.attrs.items()]
    assert not [found for found in attributes if found[1].startswith("on") or found[1] == "style"]
    assert {value[:5] for _, name, value in attributes if name == "src"} == {"data:"}
    assert {value for tag, name, value in attributes if name == "href" and not value.startswith("#")} == {
        "https://example.org/?a=1&b=2"
    }
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    assert re.findall("script-src [^;]*;", policy) == [f"script-src '{hash_script(read_script())}';"]
    assert "script-src-elem" not in policy
    assert "script-src-attr" not in policy
    assert not re.search(r"url\(|@import", page.style.get_text())


def test_html_of_a_users_own_loses_its_scripts_and_keeps_its_words(hostile: Rendered, page: BeautifulSoup) -> None:
    words = page.get_text()
    assert "kept words no link" in words
    assert "a remote image" in words
    assert "alert(13)" not in words
    assert "from Markdown <b onclick=alert(14)>raw</b>" in words
    assert hostile.warnings == ("cell 11 left out of its HTML: iframe, script",)


def test_braces_of_a_template_are_not_filled_in(hostile: Rendered) -> None:
    assert b"{{ 7*7 }}" in hostile.html
    assert b"{{ 49 }}" not in hostile.html


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "file:///etc/passwd", "//x", ""]
)
def test_an_address_that_is_none_leaves_the_words(url: str) -> None:
    assert Paragraph(Link("words", url))._repr_html_() == "<p>words</p>"


def test_a_language_that_is_none_is_left_out() -> None:
    assert Paragraph(Quote("words", 'ru" onclick="x'))._repr_html_() == "<p>“<bdi>words</bdi>”</p>"


def test_presented_html_survives_reading_and_writing() -> None:
    table = Table(
        columns=[TableColumn("text", "<b>"), TableColumn("n", "n", kind="number")],
        rows=[{"text": text, "n": Missing(text)} for text in HOSTILE],
        caption=HOSTILE,
    )
    blocks, dropped = read_markup(table._repr_html_())
    assert dropped == ()
    soup = BeautifulSoup(write_blocks(blocks), "html.parser")
    assert [row.td.get_text() for row in soup.select("tbody tr")] == HOSTILE
    assert soup.thead.th.get_text() == "<b>"
