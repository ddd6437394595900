"""Numbers as a report prints them: links, both ends under one, sentences, and an appendix that says what it leaves out."""

import csv
import re
from dataclasses import replace

import pytest

import claimstats as cs
from claimstats.errors import UsageError
from claimstats.numbering import Number, Printed, Stated, collect_numbers, state_rows
from claimstats.presenting import Link
from claimstats.schema import plain_text


def number(name, value=1.0, formula="number of units: rows", units=(), inputs=()):
    return Number(
        name=(name,), value=value, words=f"What: {name}", table="t", keys={"k": name}, column=name, formula=formula,
        units=units, inputs=inputs,
    )  # fmt: skip


NUMBERS = collect_numbers(
    "gaps",
    [
        number("n", 2.0, units=[("a", 1.0, "statements:s1"), ("b", 1.0, "statements:s2")]),
        number("gap_low", 0.25, "Wilson", inputs=["gaps-n", "gaps-missing"]),
        number("gap_high", 0.75, "Wilson", inputs=["gaps-n"]),
        number("none", 0.0),
        number("p", 0.004, "the share of shifts"),
    ],
)


def cells(table):
    return [{key: str(cell) for key, cell in row.items()} for row in table.rows]


def test_an_input_that_is_not_there_is_not_named():
    inputs = dict(zip(NUMBERS.table["number"], NUMBERS.table["inputs"], strict=True))
    assert inputs["gaps-gap_low"] == "gaps-n"


def test_both_ends_share_a_link_and_a_line_with_two_places():
    count = Printed(NUMBERS)
    assert count.ends("gaps", "gap", text="0.25–0.75") == Link("0.25–0.75", "#gaps-gap_low")
    (table,) = count.appendix(caption="Numbers", row_link=str)
    (row,) = table.rows
    assert row["value"] == "0.25 to 0.75"
    assert [place.anchor for place in row["what"]] == ["gaps-gap_low", "gaps-gap_high"]
    assert row["rests"] == "what, n"
    assert any("Wilson" in str(note) for note in table.notes)


def test_a_count_of_nothing_leads_nowhere_and_a_small_number_keeps_its_digits():
    count = Printed(NUMBERS)
    assert count("gaps", "none") == "0"
    assert count("gaps", "p", digits=3) == Link("0.004", "#gaps-p")
    (table,) = count.appendix(caption="Numbers", row_link=str)
    assert [row["value"] for row in table.rows] == ["0.004"]
    assert [row["rests"] for row in table.rows] == ["see below"]


@pytest.mark.parametrize("words", ["one\rtwo", 'said, "three"', "four\nfive", "=six", "a\r\nb"])
def test_words_of_a_number_read_back_whatever_they_hold(words, tmp_path):
    numbers = collect_numbers("gaps", [replace(number("n", 1.0), words=words)])
    numbers.save(tmp_path)

    with (tmp_path / "numbers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert [plain_text(row["words"]) for row in rows] == [words]


def test_a_number_that_does_not_exist_is_refused():
    with pytest.raises(UsageError, match="there is no number 'gaps-x'"):
        Printed(NUMBERS)("gaps", "x")
    with pytest.raises(UsageError, match="there is no number 'gaps-n_high'"):
        Printed(NUMBERS).ends("gaps", "n", text="1–2")


def test_an_appendix_that_is_full_says_how_many_numbers_it_lacks():
    count = Printed(NUMBERS, most=1)
    assert count("gaps", "n") == Link("2", "#gaps-n")
    assert count("gaps", "p", digits=3) == "0.004"
    assert count("gaps", "p", digits=3) == "0.004"
    # What has a line keeps its link.
    assert count("gaps", "n") == Link("2", "#gaps-n")
    (table,) = count.appendix(caption="Numbers", row_link=str)
    assert len(table.rows) == 1
    assert str(table.notes[-1]).startswith("1 more number of this report leads nowhere")


def test_a_sentence_leads_from_its_numbers_in_order_and_passes_over_what_it_lacks():
    count = Printed(NUMBERS)
    phrases = [("[2] rows", ("gaps", "n")), ("by [7] others", ("gaps", "n")), ("p = [0.004]", ("gaps", "p"))]
    pieces = count.within("In 2 rows of 2 rows, p = 0.004.", phrases)
    assert pieces == ["In ", Link("2", "#gaps-n"), " rows of 2 rows, p = ", Link("0.004", "#gaps-p"), "."]


def test_a_table_states_what_is_not_missing_and_what_its_numbers_are_made_of():
    columns = {
        "estimate": Stated("Share", "hits / n", ("n", ("{claim}", "n")), "rate"),
        "n": Stated("Rows", "number of units: rows", headline=True),
    }
    rows = [{"claim": "c", "estimate": None, "n": float("nan")}, {"claim": "d", "estimate": 0.5, "n": 4}]
    made = list(
        state_rows(rows, columns, measure="m", table="t", keys=["claim"], about=lambda row: row["claim"], period="d")
    )
    # A headline is stated although it is missing.
    assert [(one.name, one.slot) for one in made] == [
        (("c", "n"), ("c", "n")),
        (("d", "rate"), ("rate",)),
        (("d", "n"), ("n",)),
    ]
    assert made[1].inputs == ["m-d-n", "m-d-n"]
    assert made[1].words == "Share: d"


def test_a_further_table_without_names_is_refused():
    claims = cs.group_claims(cs.load("data/demo"))
    with pytest.raises(UsageError, match="the numbers of gaps / pairs have no names; those of specification_range"):
        cs.measure_gaps(claims).numbers("2025Q3", "pairs")
    with pytest.raises(UsageError, match="the numbers of repetition / turnover have no names"):
        cs.measure_repetition(claims, by="speaker").numbers("2025Q3", "turnover")
    with pytest.raises(UsageError, match="the sentences of measuring coverage have no phrases"):
        cs.measure_coverage(claims.study).phrases()


@pytest.mark.parametrize("claim", ["siege", "talks", "raids"])
def test_every_number_of_a_sentence_is_in_its_phrases(claim):
    claims = cs.group_claims(cs.load("data/demo"))
    for result in (cs.measure_repetition(claims), cs.measure_gaps(claims)):
        numbers = result.numbers("2025Q3")
        if (result.to_frame().query("claim_id == @claim")["period"] == "2025Q3").any():
            linked = Printed(numbers).within(result.sentence(claim, "2025Q3"), result.phrases(claim, "2025Q3"))
            rest = " ".join(piece for piece in linked if isinstance(piece, str))
            assert sum(isinstance(piece, Link) for piece in linked) > 1
            # Days, quarters, the level of the interval and the length of the rate are no numbers of the record.
            rest = re.sub(r"\d{1,2} [A-Z]\w+ \d{4}|\d{4}Q\d|quarter of \d{4}|95 %|30 days", "", rest)
            assert re.findall(r"[1-9]", rest) == []
