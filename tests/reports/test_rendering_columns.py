"""How the line of a PDF is divided among the columns of a table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimstats.reporting import blocks as b
from claimstats.reporting.columns import is_day, measure_columns, tie_days
from claimstats.reporting.letters import Weight, measure_word
from claimstats.reporting.typesetting import describe_blocks

WORDS = [
    "Fulfilled", "assessed", "21 September 2022", "illicit", "Minimum", "NATO", "0.52–0.74", "16\u202f224", "Медведев", "Whose",
]  # fmt: skip


def table(heads: list[str], *rows: list[str], unit: str = "") -> b.DataTable:
    def cell(words: str) -> b.TableCell:
        return b.TableCell((b.Text(words),))

    def head(words: str) -> b.TableCell:
        below = (b.Styled("small", (b.Text(unit),)),) if unit else ()
        return b.TableCell((b.Text(words), *below), scope="col")

    return b.DataTable(head=(tuple(map(head, heads)),), body=tuple(tuple(map(cell, row)) for row in rows))


@pytest.mark.parametrize("weight", ["regular", "semibold", "bold"])
def test_words_are_measured_as_typst_sets_them_and_never_too_small(tmp_path: Path, weight: Weight) -> None:
    import typst

    listed = ", ".join(json.dumps(word, ensure_ascii=False) for word in WORDS)
    source = tmp_path / "words.typ"
    source.write_text(
        f'#set text(font: "Libertinus Serif", size: 100pt, number-width: "tabular", weight: "{weight}")\n'
        f"#context [#metadata(({listed}).map(word => measure(word).width.pt())) <widths>]",
        encoding="utf-8",
    )
    found = json.loads(typst.query(str(source), "<widths>", field="value", one=True))
    ratios = {word: measure_word(word, weight=weight) / (width / 100) for word, width in zip(WORDS, found, strict=True)}
    assert len(ratios) == len(WORDS)
    assert {word: ratio for word, ratio in ratios.items() if not 1.0 <= ratio <= 1.25} == {}


def test_a_letter_of_east_asia_fills_a_square_and_an_arrow_does_not() -> None:
    assert measure_word("北") == 1.0
    assert measure_word("→") < 1.0


@pytest.mark.parametrize(
    ("text", "expected"),
    [("15 September 2025", True), ("1 May 2025", True), ("15 September", False), ("12 to 16 September 2025", False)],
)
def test_a_day_is_told_from_other_words(text: str, expected: bool) -> None:
    assert is_day(text) is expected


def test_a_day_never_ends_a_line_in_its_middle() -> None:
    assert tie_days("12 to 16 September 2025, or May") == "12 to 16\u00a0September\u00a02025, or May"
    sentence = "Somebody said something that is long enough to take more room than a line of this table has. " * 2
    [node] = describe_blocks((table(["Date", "What"], ["15 September 2025", sentence]),), media={})
    assert node["body"][0][0]["c"] == [{"t": "text", "v": "15\u00a0September\u00a02025"}]
    date, rest = node["widths"]
    assert date < rest / 3


def test_days_are_broken_where_a_table_has_no_room_for_them() -> None:
    days = ["15 September 2025"] * 14
    narrow = table([f"Day {n}" for n in range(14)], days)
    columns = measure_columns(narrow)
    assert columns.turned
    assert not columns.tied
    [node] = describe_blocks((narrow,), media={})
    assert node["body"][0][0]["c"] == [{"t": "text", "v": "15 September 2025"}]


def test_what_numbers_leave_goes_to_the_sentences() -> None:
    heads = ["What one would expect", "All", "Fulfilled", "In part", "Not observed", "Pending", "Not triggered"]
    row = ["Russia attacks the territory or forces of NATO or a member with its armed forces within 90 days."]
    widths = measure_columns(table(heads, row + ["3"] * 6)).widths
    assert widths[0] > 0.4 * sum(widths)
    # A short head stands on one line: "In part" has more than "part" alone would need.
    assert widths[3] > widths[1]


def test_a_unit_stands_below_its_head_and_turns_no_page() -> None:
    heads = [
        "Claim",
        "Type",
        "Recorded at least",
        "Over counting rules",
        "Four quarters before",
        "Ever before",
        "Since last",
    ]
    rows = [["NATO expansion as threat", "commitment", "2", "2–3", "10", "13", "160"]]
    columns = measure_columns(table(heads, *rows, unit="occasions"))
    assert not columns.turned
    # As one word after the other they would have needed more than a page has.
    joined = [f"{head} occasions in the year" for head in heads]
    assert measure_columns(table(joined, *rows)).scale <= columns.scale
