"""What a browser makes of the page: no request, no complaint, no objection of axe-core, light and dark."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from claimstats.reporting.editions import publish
from claimstats.reporting.manifest import Origin
from claimstats.reporting.meta import ReportMeta
from claimstats.reporting.rendering import Rendered

#: The sample of every block, text that would like to be more, the founding study, and every kind of report.
PAGES = ["sample", "hostile", "founding", "quarterly", "claim", "speaker", "method"]


@pytest.fixture(scope="module")
def folder(
    tmp_path_factory: pytest.TempPathFactory,
    sample: Rendered,
    hostile: Rendered,
    meta: ReportMeta,
    founding: Path,
    editions: Mapping[str, Path],
) -> Path:
    to = tmp_path_factory.mktemp("pages")
    (to / "founding.html").write_bytes((founding / "report.html").read_bytes())
    for kind, edition in editions.items():
        (to / f"{kind}.html").write_bytes((edition / "report.html").read_bytes())
    (to / "sample.html").write_bytes(sample.html)
    (to / "hostile.html").write_bytes(hostile.html)
    origin = Origin(notebook=b"", notebook_path="x.ipynb", inputs=[], epoch=0)
    publish(to=to, origin=origin, parameters=sample.parameters, meta=meta, study=to, render=lambda *_: sample)
    return to


@pytest.mark.parametrize("name", [*PAGES, "index"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_asks_nothing_says_nothing_and_is_accessible(browser: Any, folder: Path, name: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": 1280, "height": 900})
    page, requests, complaints = _watched(context)
    page.goto((folder / f"{name}.html").as_uri())
    found = Axe().run(page).response
    context.close()
    assert [(violation["id"], violation["nodes"][0]["html"][:200]) for violation in found["violations"]] == []
    assert found["passes"]
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    assert complaints == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_its_own_policy_without_complaint(browser: Any, folder: Path, name: str) -> None:
    context = browser.new_context()
    page, requests, complaints = _watched(context)
    page.goto((folder / f"{name}.html").as_uri())
    context.close()
    assert [url for url in requests if not url.startswith("data:")] == [(folder / f"{name}.html").as_uri()]
    assert complaints == []


@pytest.mark.parametrize("width", [360, 400, 768, 1280])
def test_only_tables_and_pictures_scroll_sideways(browser: Any, folder: Path, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.goto((folder / "sample.html").as_uri())
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    sizes = page.evaluate(
        "[...document.querySelectorAll('p, td, th, figcaption')].map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    context.close()
    assert overflow <= 0
    assert min(sizes) >= 12


def test_letters_of_a_picture_can_be_read_on_a_phone(browser: Any, folder: Path) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto((folder / "quarterly.html").as_uri())
    widths = page.evaluate("[...document.querySelectorAll('figure img')].map(img => img.getBoundingClientRect().width)")
    context.close()
    assert widths
    # A picture is 7.2 inches wide and its letters have 9 points: here they have at least 7.
    assert min(widths) * 9 / (7.2 * 96) >= 7


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_phone_its_links_arrive_and_the_keyboard_reaches_them(
    browser: Any, folder: Path, name: str
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.goto((folder / f"{name}.html").as_uri())
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    lost = page.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => decodeURIComponent(a.hash.slice(1)))"
        ".filter(id => document.getElementById(id) === null)"
    )
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.getAttribute('href')")
    # Whatever scrolls sideways can be reached and has a name.
    mute = page.evaluate(
        "[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth && "
        "(e.tabIndex !== 0 || !(e.getAttribute('aria-label') || e.getAttribute('aria-labelledby')))).length"
    )
    context.close()
    assert overflow <= 0
    assert lost == []
    assert first == "#main"
    assert mute == 0


def _watched(context: Any) -> tuple[Any, list[str], list[str]]:
    page = context.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    return page, requests, complaints
