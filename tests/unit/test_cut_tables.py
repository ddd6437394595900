"""Tables that are longer than anybody reads: cut, with a sentence that says so and leads to the file."""

import pytest

from claimstats.presenting import Table, TableColumn

COLUMNS = [TableColumn("n", "Number")]


@pytest.mark.parametrize(
    ("made", "of", "shown", "told"),
    [
        (5, None, 5, ""), (60, None, 60, ""), (61, None, 60, "The first 60 of 61 rows; tables/n.csv"),
        (60, 1270, 60, "The first 60 of 1\u2009270 rows; tables/n.csv"), (60, 60, 60, ""), (5, 5, 5, ""), (0, 0, 0, ""),
    ],
)  # fmt: skip
def test_a_table_says_how_many_rows_its_file_has(made, of, shown, told):
    rows = [{"n": number} for number in range(made)]
    table = Table(columns=COLUMNS, rows=rows, caption="Numbers", notes=["Last."], file="tables/n.csv", most=60, of=of)

    assert len(table.rows) == shown
    assert [str(note).replace("\u202f", "\u2009") for note in table.notes] == (
        [f"{told}, beside this report, has all of them.", "Last."] if told else ["Last."]
    )
