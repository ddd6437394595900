"""The numbers of the main points are those of the tables beside the report, and stand in the PDF."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup

KINDS = ["quarterly", "claim", "speaker", "method"]


def _rows(edition: Path, table: str) -> list[dict[str, str]]:
    with (edition / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _occasions(edition: Path, table: str, **where: str) -> int:
    rows = _rows(edition, table)
    return sum(int(row["occasions"]) for row in rows if all(row[name] == value for name, value in where.items()))


def _quarterly(edition: Path) -> list[str]:
    outcomes = Counter(row["outcome"] for row in _rows(edition, "gaps") if row["closed"] == "True")
    return [
        f"on at least {_occasions(edition, 'repetition', period='2025Q4')} occasions",
        f"{outcomes['fulfilled']} are met by the record, {outcomes['partial']} in part, {outcomes['not_observed']} were not observed",
    ]


def _claim(edition: Path) -> list[str]:
    outcomes = Counter(row["outcome"] for row in _rows(edition, "windows") if row["closed"] == "True")
    return [
        f"on at least {_occasions(edition, 'repetition_by_claim_by_all', claim_id='siege')} occasions",
        f"{len(_rows(edition, 'windows'))} windows",
        f"{outcomes['fulfilled']} fulfilled, {outcomes['partial']} in part, {outcomes['contradicted']} contradicted, {outcomes['not_observed']} not observed",
    ]


def _speaker(edition: Path) -> list[str]:
    statements = {row["statement_id"] for row in _rows(edition, "statements")}
    return [
        f"{len(statements)} of them voice",
        f"on at least {_occasions(edition, 'repetition_by_claim_x_speaker_by_all', speaker='alba')} occasions",
        f"{len(_rows(edition, 'windows'))} windows",
    ]


def _method(edition: Path) -> list[str]:
    return [
        f"is between {float(row['lowest']):.2f} and {float(row['highest']):.2f}; the codebook's own settings give {float(row['estimate']):.2f}"
        for row in _rows(edition, "gaps_specification_range")
    ]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("quarterly", _quarterly), ("claim", _claim), ("speaker", _speaker), ("method", _method)],
)
def test_the_main_points_say_what_the_tables_say_on_the_page_and_in_the_pdf(
    editions: Mapping[str, Path], kind: str, expected: Callable[[Path], list[str]], read_words: Callable[[bytes], str]
) -> None:
    page = BeautifulSoup((editions[kind] / "report.html").read_text(encoding="utf-8"), "html.parser")
    points = " ".join(page.select_one("ul.points").get_text().split())
    pdf = read_words((editions[kind] / "report.pdf").read_bytes()).replace("\u200b", "")
    said = expected(editions[kind])
    assert said
    for sentence in said:
        assert sentence in points
        assert re.sub(r"\s", "", sentence) in pdf


@pytest.mark.parametrize("kind", KINDS)
def test_the_pdf_of_every_kind_is_tagged_claims_its_standards_and_embeds_its_fonts(
    editions: Mapping[str, Path], kind: str
) -> None:
    with pikepdf.open(io.BytesIO((editions[kind] / "report.pdf").read_bytes())) as pdf:
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == (
                "2",
                "A",
                "1",
            )
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "en"
        tags = Counter(str(element.S) for element in _elements(pdf.Root.StructTreeRoot.K))
        assert min(tags[tag] for tag in ("/H1", "/Table", "/TH", "/TD", "/Link")) > 0
        for element in _elements(pdf.Root.StructTreeRoot.K):
            if str(element.S) == "/Figure":
                assert str(element.Alt).strip()
        fonts = [font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()]
        assert fonts
        assert all({"/FontFile2", "/FontFile3"} & set(font.DescendantFonts[0].FontDescriptor.keys()) for font in fonts)


def _elements(node: object) -> Iterator[pikepdf.Dictionary]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _elements(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from _elements(node.K)
