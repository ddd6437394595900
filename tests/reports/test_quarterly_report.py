"""The quarterly report of the founding study: what a reader finds in it, and that the numbers are the record's."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup

import claimstats as cs

ROOT = Path(__file__).parents[2]
VERDICTS = r"\b(lie|lies|lied|liars?|lying|untrue|falsehoods?|proves?|propaganda)\b"
SECTIONS = [
    "Main points",
    "What was asked, and what the record covers",
    "What was said",
    "Words and deeds in time",
    "How often it was said",
    "Claims against deeds",
    "How statements were grouped",
    "Since the last edition",
    "What is not known",
    "Method",
    "Provenance and how to cite",
    "Appendix: every row of the period",
    "Appendix: what each number rests on",
]


@pytest.fixture(scope="session")
def page(founding: Path) -> BeautifulSoup:
    return BeautifulSoup((founding / "report.html").read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="session")
def words(page: BeautifulSoup) -> str:
    return " ".join(page.get_text(" ").split())


def test_the_story_has_its_order(page: BeautifulSoup) -> None:
    assert [heading.get_text(strip=True) for heading in page.find_all("h2")] == SECTIONS


def test_the_founding_claim_is_said_with_its_bound_and_what_came_before(page: BeautifulSoup) -> None:
    words = " ".join(page.select_one("ul.points").get_text().split())
    # S153 (Peskov, 15 September) and S155 (Lavrov, 25 September); before: S048, S067, S079.
    said = (
        "“NATO is at war with Russia” was recorded on at least 2 occasions by 2 speakers in the third quarter of 2025"
    )
    assert f"{said} (before: at least 3 occasions, the first on 21 September 2022)." in words


def test_a_row_of_the_table_is_the_row_of_the_data(page: BeautifulSoup) -> None:
    table = next(t for t in page.find_all("table") if "Statements recorded in 2025Q3" in t.caption.get_text())
    with (ROOT / "data" / "kremlin-nato" / "statements.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["statement_id"] == "S153")
    cells = next(tr for tr in table.find_all("tr") if row["paraphrase"] in tr.get_text())
    assert row["text"] in cells.get_text()
    assert "15 September 2025" in cells.get_text()
    assert "Dmitry Peskov" in cells.get_text()
    assert cells.find("a")["href"] == row["url"]


def test_outcomes_name_the_incidents_that_decided_them(page: BeautifulSoup) -> None:
    table = next(t for t in page.find_all("table") if "whose window was opened in 2025Q3" in t.caption.get_text())
    outcomes = [strong.get_text() for strong in table.find_all("strong")]
    assert {"not observed", "in part", "cannot be assessed"} <= set(outcomes)
    partial = next(tr for tr in table.find_all("tr") if tr.find("strong") and tr.find("strong").get_text() == "in part")
    assert partial.find("a")["href"].startswith("http")


def test_every_picture_says_what_it_shows(page: BeautifulSoup) -> None:
    pictures = page.find_all("img")
    assert len(pictures) >= 3
    assert all(len(picture["alt"]) > 60 for picture in pictures)
    assert "NATO is at war: 2" in pictures[0]["alt"]


def test_what_the_data_cannot_carry_is_not_printed(page: BeautifulSoup, words: str) -> None:
    # In 2025Q3 no monitored stream was read: no share, no rate, no interval.
    assert "per 30 days" not in words
    assert "per 1,000" not in words
    assert "unknown: counts are lower bounds" in words
    assert "exploratory" in words


def test_no_verdict_is_passed(words: str) -> None:
    assert re.findall(VERDICTS, words, flags=re.IGNORECASE) == []


def test_every_number_of_the_tables_leads_to_its_rows_and_says_what_the_csv_says(
    page: BeautifulSoup, founding: Path
) -> None:
    with (founding / "tables" / "numbers.csv").open(encoding="utf-8", newline="") as file:
        numbers = {row["number"]: float(row["value"] or "nan") for row in csv.DictReader(file)}
    links = [link for link in page.find_all("a") if link.get("href", "#")[1:] in numbers]
    assert len(links) > 100
    for link in links:
        name = link["href"][1:]
        place = page.find(id=name)
        assert place is not None, name
        row = place.find_parent("tr")
        told = [
            float(part.replace("\u202f", "").replace("−", "-"))
            for part in row.find_all("td")[1].get_text().split(" to ")
        ]
        pair = [numbers[name], numbers[f"{name.removesuffix('_low')}_high"]] if len(told) == 2 else [numbers[name]]
        assert told == [pytest.approx(value, abs=0.005) for value in pair], name
        shown = link.get_text().replace("\u202f", "")
        if re.fullmatch(r"[0-9.]+", shown) and len(told) == 1:
            digits = len(shown.partition(".")[2])
            times = 100 if name.endswith(("-assessable", "-rate")) and "." not in shown else 1
            assert float(shown) == pytest.approx(numbers[name] * times, abs=0.51 * 10**-digits), name
    assert any(link["href"] == "#repetition-nato_at_war-2025Q3-occasions" and link.get_text() == "2" for link in links)


def test_every_headline_number_is_explained_by_rows_that_make_it(founding: Path) -> None:
    with (founding / "tables" / "numbers.csv").open(encoding="utf-8", newline="") as file:
        headlines = [row for row in csv.DictReader(file) if row["headline"] == "yes" and float(row["value"] or 0)]
    assert len(headlines) > 20
    for row in headlines[:8] + headlines[-8:]:
        found = cs.explain(founding, row["number"])
        shares = found.to_frame().drop_duplicates("unit")["share"]
        assert shares.sum() == pytest.approx(float(row["value"])), row["number"]
        named = found.to_frame().query("row != ''")
        assert (named["date"] != "").all()
        assert (named["words"] != "").all()
    rows = cs.explain(founding, "repetition-nato_at_war-2025Q3-occasions").to_frame()
    assert list(rows["row"]) == ["S155", "S153"]
    assert rows["url"].str.startswith("https://").all()


def test_an_edition_says_what_changed_since_the_quarter_before(invented: Path) -> None:
    page = BeautifulSoup((invented / "report.html").read_text(encoding="utf-8"), "html.parser")
    text = " ".join(page.get_text(" ").split())
    assert "Compared with 2025Q3 r1: No row changed;" in text
    with (invented / "changes.csv").open(encoding="utf-8", newline="") as file:
        changes = {row["identifier"]: row for row in csv.DictReader(file)}
    rows = [[cell.get_text() for cell in row.find_all(["td", "th"])] for row in page.find(id="moved").find_all("tr")]
    claims = next(row for row in rows if row[0] == "Claims voiced: all claims, 2025Q4")
    change = changes["repetition-all-2025Q4-claims"]
    assert claims[1:3] == [change["initial_value"], change["new_value"]]
    assert claims[4] == change["note"].replace("statements:", "")


def test_a_first_edition_says_so(words: str) -> None:
    assert "This is the first edition: there is none before it to compare with." in words


def test_the_pdf_carries_the_same_words(founding: Path, read_words: Callable[[bytes], str]) -> None:
    text = read_words((founding / "report.pdf").read_bytes())
    for part in (
        "recordedonatleast2occasionsby2speakers",
        "notobserved",
        "Provenanceandhowtocite",
        "NATOisatwarwithRussia",
    ):
        assert part in text
    with pikepdf.open(founding / "report.pdf") as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "en"


def test_the_report_holds_no_path_and_no_clock(founding: Path) -> None:
    for path in founding.rglob("*"):
        if path.suffix in (".html", ".ipynb", ".csv", ".json") and path.name != "run.json":
            text = path.read_text(encoding="utf-8")
            assert str(ROOT) not in text, path.name
            assert str(Path.home()) + "/" not in text, path.name
            assert "/tmp/" not in text, path.name


def test_two_runs_in_two_folders_are_the_same_bytes(founding: Path, tmp_path: Path, write: Callable[..., Path]) -> None:
    import shutil

    study = tmp_path / "elsewhere" / "renamed"
    shutil.copytree(ROOT / "data" / "kremlin-nato", study)
    (tmp_path / "home").mkdir()
    (tmp_path / "out").mkdir()
    hostile = {
        "HOME": str(tmp_path / "home"),
        "TZ": "Asia/Tokyo",
        "LC_ALL": "C",
        "MPLBACKEND": "Agg",
        "PYTHONHASHSEED": "7",
        "CLAIMSTATS_UNKNOWN": "x",
    }
    again = write(study, period="2025Q3", to=tmp_path / "out", environment=hostile)
    names = sorted(path.relative_to(founding) for path in founding.rglob("*") if path.is_file())
    assert [str(name) for name in names if (again / name).read_bytes() != (founding / name).read_bytes()] == [
        "run.json"
    ]
    assert len(names) > 8


def test_the_manifest_names_every_input_and_output(founding: Path) -> None:
    manifest = json.loads((founding / "manifest.json").read_text(encoding="utf-8"))
    assert {item["path"] for item in manifest["inputs"]} >= {
        "study.toml",
        "statements.csv",
        "incidents.csv",
        "expectations.csv",
    }
    assert {item["path"] for item in manifest["outputs"]} >= {
        "report.html",
        "report.pdf",
        "report.ipynb",
        "tables/gaps.csv",
    }


def test_the_same_inputs_give_no_new_revision(invented: Path, write: Callable[..., Path]) -> None:
    again = write(ROOT / "data" / "demo", period="2025Q4", to=invented.parents[2])
    assert again == invented
    assert [path.name for path in invented.parent.iterdir()] == ["r1"]


def test_invented_data_say_so_on_every_page(invented: Path, read_words: Callable[[bytes], str]) -> None:
    page = BeautifulSoup((invented / "report.html").read_text(encoding="utf-8"), "html.parser")
    assert "invented" in page.title.get_text().casefold()
    assert "Invented data." in page.get_text()
    with pikepdf.open(invented / "report.pdf") as pdf:
        count = len(pdf.pages)
    text = read_words((invented / "report.pdf").read_bytes()).casefold()
    assert count > 3
    assert text.count("invented") >= count


WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext (Debian: apt-get install poppler-utils)")
def test_no_word_of_the_pdf_is_printed_over_another(founding: Path) -> None:
    command = ["pdftotext", "-bbox", str(founding / "report.pdf"), "-"]
    pages = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("<page ")[1:]
    over, seen = [], 0
    for number, page in enumerate(pages, start=1):
        words = [(*map(float, found[:4]), found[4]) for found in WORD.findall(page)]
        seen += len(words)
        for place, (left, top, right, bottom, word) in enumerate(words):
            for left_2, top_2, right_2, bottom_2, other in words[place + 1 :]:
                wide = min(right, right_2) - max(left, left_2)
                high = min(bottom, bottom_2) - max(top, top_2)
                # In points: letters may lean a hair over their neighbour, lines of one cell may nearly touch.
                if wide > 1 and high > 0.6 * min(bottom - top, bottom_2 - top_2):
                    over.append((number, word, other))
    assert seen > 1000
    assert over == []
