"""What is exported reads back without loss, whatever was said and however it begins; the words are made up."""

import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import claimstats as cs
from claimstats.exporting.described import typed
from claimstats.provenance import Provenance
from claimstats.results import Result
from claimstats.schema import plain_text, safe_text

FORMULA = ("=", "+", "-", "@", "\t", "\r")
EXAMPLES = settings(max_examples=15, deadline=None)

#: Text that begins as a formula, an escape or a missing value does, and text of any kind.
hostile = st.sampled_from(
    [
        "=1+1",
        "'=1",
        "''",
        "'",
        "-5",
        "+x",
        "@cmd",
        "\tx",
        "\rx",
        "_x000D_",
        "_x005F_",
        "a\rb",
        "a\r\nb",
        "(missing)",
        "NA",
        " x ",
        '"',
        ";",
        "\x0b",
    ]
)
anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffe\uffff"), max_size=12)
text = hostile | anything


def a_result(frame):
    return Result(
        measure="made_up", keys=(), tables={"main": frame}, words={}, params={"as_of": 738000},
        provenance=Provenance(), trace=lambda names: frame,
    )  # fmt: skip


@given(text)
def test_an_apostrophe_is_taken_away_where_it_was_put(words):
    assert plain_text(safe_text(words)) == words
    assert not safe_text(words).startswith(FORMULA)


@st.composite
def tables(draw):
    size = draw(st.integers(1, 5))

    def column(cells):
        return draw(st.lists(cells, min_size=size, max_size=size))

    numbers = st.floats(allow_nan=True, allow_infinity=True) | st.just(0.1)
    return pd.DataFrame(
        {
            "words": pd.Series(column(text), dtype="str"),
            "words or nothing": pd.Series(column(text | st.none()), dtype="str"),
            "number": pd.Series(column(numbers), dtype="float64"),
            "whole": pd.Series(column(st.integers(-(2**62), 2**62)), dtype="int64"),
            "flag": pd.Series(column(st.booleans()), dtype="bool"),
            "flag or nothing": pd.Series(column(st.booleans() | st.none()), dtype="object"),
        }
    )


@pytest.mark.parametrize("kind", ["csv", "parquet", "excel"])
@EXAMPLES
@given(frame=tables())
def test_a_result_reads_back_as_it_was_and_is_written_with_the_same_bytes_again(kind, frame):
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder, "first"), Path(folder, "second")
        written = cs.export(a_result(frame), to=first, formats=[kind])
        cs.export(a_result(frame), to=second, formats=[kind])

        assert [path.read_bytes() == (second / path.name).read_bytes() for path in written] == [True] * len(written)
        found = cs.read_tables(first / "tables.xlsx" if kind == "excel" else first)
        pd.testing.assert_frame_equal(found["made_up"], typed(frame), check_dtype=False, check_exact=True)


#: What a coder may write into a cell that holds any text; normalizing has tidied its ends.
tidy = text.map(str.strip)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@settings(EXAMPLES, max_examples=3)
@given(
    rows=st.lists(
        st.tuples(
            tidy,
            tidy,
            st.sampled_from(["2025-09-15", "2025-09", "2025", "2025-09-12/2025-09-16", "[2025-09-10,2025-09-12]", "2025-09-15?", "2025-XX", "../2025-09-01"]),
        ),
        min_size=3,
        max_size=6,
    )
)  # fmt: skip
def test_a_study_reads_back_as_it_was(kind, rows):
    statements = pd.DataFrame(rows, columns=["note", "venue", "date"]).assign(
        statement_id=[f"s{number}" for number in range(len(rows))], speaker="-x", text="said", claims="=c; d"
    )
    claims = pd.DataFrame({"claim_id": ["=c", "d"], "text": ["@c", "d"]})
    actors = pd.DataFrame({"actor_id": ["-x"], "name": ["+X"]})
    given_settings = {"id": "made-up", "title": 'a "title"'}
    study = cs.Study.from_frames(statements=statements, claims=claims, actors=actors, settings=given_settings)
    with tempfile.TemporaryDirectory() as folder:
        cs.export_study(study, to=folder, format=kind)
        found = cs.load(folder)
    pd.testing.assert_frame_equal(found.statements, study.statements)
    for name, table in study.codebook.tables.items():
        pd.testing.assert_frame_equal(found.codebook[name], table)
    assert found.settings == study.settings
