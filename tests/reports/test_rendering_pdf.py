"""The PDF is tagged, says its language and title, and claims the two standards."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator

import pikepdf
import pytest

from claimstats.reporting import blocks
from claimstats.reporting.document import Document
from claimstats.reporting.meta import ReportMeta
from claimstats.reporting.pdf import write_pdf
from claimstats.reporting.rendering import Rendered
from claimstats.reporting.typesetting import MOST_LINKED_ROWS


@pytest.fixture(scope="module")
def pdf(sample: Rendered) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(sample.pdf)) as opened:
        yield opened


def test_it_claims_pdf_a_2a_and_pdf_ua_1(pdf: pikepdf.Pdf, meta: ReportMeta) -> None:
    with pdf.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "2"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == meta.title
        assert metadata["xmp:CreateDate"].startswith("2025-10-01")


def test_it_is_tagged_and_says_its_language(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.Root.Lang) == "en"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    tags = Counter(str(element.S) for element in _elements(pdf.Root.StructTreeRoot.K))
    for tag in ("/H1", "/H2", "/P", "/L", "/Table", "/TH", "/TD", "/Figure", "/Formula", "/Link", "/Caption"):
        assert tags[tag], f"no {tag} in {tags}"


def test_every_figure_and_formula_has_a_description(pdf: pikepdf.Pdf) -> None:
    pictures = [
        element for element in _elements(pdf.Root.StructTreeRoot.K) if str(element.S) in ("/Figure", "/Formula")
    ]
    assert all(str(picture.get("/Alt", "")).strip() for picture in pictures)
    assert any("the last is the highest" in str(picture.Alt) for picture in pictures)


def test_every_font_is_embedded(pdf: pikepdf.Pdf) -> None:
    fonts = [font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()]
    for font in fonts:
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert {"/FontFile2", "/FontFile3"} & set(descriptor.keys())


def test_links_outside_are_http_and_links_inside_have_a_place(pdf: pikepdf.Pdf) -> None:
    links = [note for page in pdf.pages for note in page.get("/Annots", []) if note.Subtype == "/Link"]
    outside = {str(link.A.URI) for link in links if "/A" in link and "/URI" in link.A}
    assert outside == {
        "https://example.org/1", "https://example.org/2", "https://example.org/archive?id=1&lang=ru",
        "https://example.org/manual", "https://example.org/method",
    }  # fmt: skip
    assert sum("/Dest" in link or "/D" in link.get("/A", {}) for link in links) >= 4


@pytest.mark.parametrize(("rows", "inside"), [(MOST_LINKED_ROWS, True), (MOST_LINKED_ROWS + 1, False)])
def test_a_long_table_is_led_to_and_leads_nowhere_within_the_pdf(meta: ReportMeta, rows: int, inside: bool) -> None:
    def link(url: str, words: str) -> blocks.TableCell:
        return blocks.TableCell((blocks.Styled("strong", (blocks.Anchor(url, (blocks.Text(words),)),)),))

    head = (tuple(blocks.TableCell((blocks.Text(name),), scope="col") for name in ("Row", "Leads to", "Source")),)
    body = tuple(
        (
            blocks.TableCell((blocks.Place(f"row-{n}", (blocks.Text(f"r{n}"),)),)),
            link(f"#row-{(n + 1) % rows}", f"to row {n}"),
            link("https://example.org/source", "read"),
        )
        for n in range(rows)
    )
    to = blocks.Paragraph((blocks.Anchor("#row-7", (blocks.Text("seven"),)),))
    document = Document({"c0000": (to, blocks.DataTable(head=head, body=body))}, ())

    made, warnings = write_pdf(document, meta=meta, epoch=0)

    with pikepdf.open(io.BytesIO(made)) as opened:
        links = [note for page in opened.pages for note in page.get("/Annots", []) if note.Subtype == "/Link"]
    outside = [link for link in links if "/URI" in link.get("/A", {})]
    assert not warnings
    assert len(outside) == rows
    assert len(links) - len(outside) == (1 + rows if inside else 1)


@pytest.mark.parametrize("url", ["#here", "https://example.org/"])
@pytest.mark.parametrize("rows", [50, 100])
@pytest.mark.parametrize("where", ["head", "group"])
def test_a_link_in_what_comes_again_on_the_next_page_is_plain_words(
    meta: ReportMeta, where: str, rows: int, url: str
) -> None:
    words = (blocks.Text("Northern words"),)
    linked, plain = (blocks.Anchor(url, words),), (blocks.Text("What"),)
    head = (
        (blocks.TableCell(linked if where == "head" else plain, scope="col"), blocks.TableCell(plain, scope="col")),
    )
    group = (blocks.TableCell(linked if where == "group" else plain, scope="rowgroup", colspan=2),)
    body = tuple((blocks.TableCell((blocks.Text(f"r{n}"),)), blocks.TableCell(plain)) for n in range(rows))
    here = blocks.Paragraph((blocks.Place("here", (blocks.Text("here"),)),))
    document = Document({"c0000": (here, blocks.DataTable(head=head, body=(group, *body)))}, ())

    made, warnings = write_pdf(document, meta=meta, epoch=0)

    with pikepdf.open(io.BytesIO(made)) as opened:
        assert len(opened.pages) > 1
        assert not any(page.get("/Annots", []) for page in opened.pages)
    assert not warnings


def test_a_wide_table_turns_its_page_and_no_other(pdf: pikepdf.Pdf) -> None:
    turned = [page for page in pdf.pages if float(page.MediaBox[2]) > float(page.MediaBox[3])]
    assert len(turned) == 1
    assert len(pdf.pages) == 6


def _elements(node: object) -> Iterator[pikepdf.Dictionary]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _elements(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from _elements(node.K)


def test_a_character_that_no_font_has_is_a_box_and_is_told(meta: ReportMeta) -> None:
    document = Document({"c0000": (blocks.Paragraph((blocks.Text("俄罗斯"),)),)}, ())
    pdf, warnings = write_pdf(document, meta=meta, epoch=0)
    assert pdf.startswith(b"%PDF-1.7")
    assert len(warnings) == 1
    assert warnings[0].startswith("boxes stand for characters that no font has")
    assert "俄" in warnings[0]


def test_a_process_of_its_own_gives_the_same_pdf_and_the_same_refusals(
    meta: ReportMeta, monkeypatch: pytest.MonkeyPatch
) -> None:
    from claimstats.errors import ReportError
    from claimstats.reporting import compiling

    good = Document({"c0000": (blocks.Paragraph((blocks.Text("Some words."),)), blocks.Formula("a^2"))}, ())
    boxes = Document({"c0000": (blocks.Paragraph((blocks.Text("俄"),)),)}, ())
    made = {}
    for here in (1000, 0):
        monkeypatch.setattr(compiling, "_HERE", here + (10**6 if here else 0))
        made[here] = [write_pdf(document, meta=meta, epoch=0) for document in (good, boxes)]
    assert made[1000] == made[0]
    picture = blocks.Figure("image/svg+xml", b"<svg", alt="no picture")
    with pytest.raises(ReportError, match="cannot be typeset"):
        write_pdf(Document({"c0000": (picture,)}, ()), meta=meta, epoch=0)
