"""A study without statements or without deeds still gives a report; text from the tables stays text everywhere."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from claimstats.reporting.html import read_script

ROOT = Path(__file__).parents[2]
HOSTILE = '<script>alert(1)</script> =HYPERLINK("https://example.org","x") #import "x" $\\input{y}$ {{ 7*7 }} **z**'


def _rewrite(path: Path, change: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        header, rows = list(reader.fieldnames or ()), list(reader)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(change(rows))


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    folder = tmp_path / "demo"
    shutil.copytree(ROOT / "data" / "demo", folder)
    return folder


def _read(edition: Path) -> str:
    page = BeautifulSoup((edition / "report.html").read_text(encoding="utf-8"), "html.parser")
    return " ".join(page.get_text(" ").split())


@pytest.mark.parametrize("table", ["statements", "incidents"])
@pytest.mark.parametrize("how", ["no file", "no rows"])
def test_a_study_without_one_of_its_tables_gives_a_report_that_says_so(
    demo: Path, tmp_path: Path, table: str, how: str, write: Callable[..., Path]
) -> None:
    if how == "no file":
        (demo / f"{table}.csv").unlink()
    else:
        _rewrite(demo / f"{table}.csv", lambda _: [])
    edition = write(demo, period="2025Q4", to=tmp_path)
    assert f"The study holds no {table}." in _read(edition)
    assert (edition / "report.pdf").stat().st_size > 10_000


def test_text_from_the_tables_is_text_in_the_page_the_pdf_and_the_csv(
    demo: Path, tmp_path: Path, read_words: Callable[[bytes], str], write: Callable[..., Path]
) -> None:
    def poison(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        return [row | {"text": HOSTILE, "venue": "=1+1"} for row in rows]

    _rewrite(demo / "statements.csv", poison)
    _rewrite(
        demo / "incidents.csv", lambda rows: [row | {"label": HOSTILE[:40], "description": HOSTILE} for row in rows]
    )
    edition = write(demo, period="2025Q4", to=tmp_path)
    html = (edition / "report.html").read_text(encoding="utf-8")
    assert html.casefold().count("<script") == 1
    assert f"<script>{read_script()}</script>" in html
    assert HOSTILE in _read(edition)
    # Long words carry invisible places to break at.
    text = read_words((edition / "report.pdf").read_bytes()).replace("\u200b", "")
    for part in ("<script>alert(1)</script>", "=HYPERLINK(", "#import", "{{7*7}}", "**z**"):
        assert part in text, part
    for path in (edition / "tables").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))], path.name
