"""Tables drawn as text: a study goes in, a measure is taken, a drawn table says what must come out.

Columns are separated by ``|``; the first line is the header; a blank cell is a missing one. Of a result only the drawn
columns are compared, but every row. A number drawn with decimals must agree to the last digit drawn, any other exactly.
"""

import difflib
import math
from collections.abc import Callable, Mapping
from datetime import date

import pandas as pd
import pytest

import claimstats as cs

Measure = Callable[[cs.Claims], cs.Result]

#: What a drawn table leaves out because a behaviour does not hang on it.
UNSAID = {
    "statements": {"text": "words", "speaker": "A", "claims": "c"},
    "incidents": {"description": "a deed", "actor": "RUS", "recipient": "NATO", "action": "190"},
    "claims": {"text": "a claim"},
    "expectations": {"claim_id": "c", "actor": "RUS", "recipient": "NATO", "codes": "190"},
    "streams": {"name": "a stream"},
    "families": {"name": "a family"},
    "actors": {"name": "an actor"},
    "sources": {"name": "a source"},
}


def draw(text: str) -> pd.DataFrame:
    """A drawn table as a frame of text."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines() if line.strip()]
    header = rows[0]
    ragged = [row for row in rows if len(row) != len(header)]
    assert not ragged, f"the table is drawn with uneven rows: {ragged}"
    return pd.DataFrame(rows[1:], columns=header, dtype="str")


def written(value: object) -> str:
    """A cell of a result as it would be drawn."""
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "yes" if value else "no"
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)


def agrees(drawn: str, found: str) -> bool:
    """Whether a cell is as drawn."""
    if drawn == found:
        return True
    try:
        expected, number = float(drawn), float(found)
    except ValueError:
        return False
    decimals = len(drawn.partition(".")[2])
    return abs(number - expected) <= (0.5000001 * 10**-decimals if decimals else 1e-9)


def lines_of(rows: list[list[str]]) -> list[str]:
    """Rows as aligned lines."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def compare(frame: pd.DataFrame, expected: str) -> None:
    """Fail with a difference line by line unless the drawn columns of the frame are as drawn."""
    drawn = draw(expected)
    columns = list(drawn.columns)
    absent = [name for name in columns if name not in frame.columns]
    assert not absent, f"the result has no column {absent}; it has {list(frame.columns)}"
    wanted = drawn.to_numpy().tolist()
    found = [[written(cell) for cell in row] for row in frame[columns].astype(object).to_numpy().tolist()]
    # What agrees is shown as drawn, so that the difference shows nothing else.
    shown = [
        [cell if agrees(cell, got) else got for cell, got in zip(wanted[place], row, strict=True)]
        if place < len(wanted)
        else row
        for place, row in enumerate(found)
    ]
    if shown != wanted:
        both = lines_of([columns, *wanted, *shown])
        left, right = [both[0], *both[1 : len(wanted) + 1]], [both[0], *both[len(wanted) + 1 :]]
        pytest.fail("\n".join(["- as drawn, + as found", *difflib.ndiff(left, right)]), pytrace=False)


class Spec:
    """Builds a study from drawn tables, takes a measure and compares one of its tables."""

    def __init__(self, engine: object) -> None:
        self.engine = engine

    compare = staticmethod(compare)

    def study(self, *, settings: Mapping[str, object] | None = None, **tables: str) -> cs.Study:
        """The study of some drawn tables; settings may hold ISO days as text."""
        frames = {}
        for name, text in tables.items():
            frame = draw(text)
            frames[name] = frame.assign(
                **{column: value for column, value in UNSAID.get(name, {}).items() if column not in frame.columns}
            )
        given = {
            key: date.fromisoformat(value) if key in ("start", "as_of") else value
            for key, value in (settings or {}).items()
        }
        return cs.Study.from_frames(**frames, settings=given, engine=self.engine)  # type: ignore[arg-type]

    def __call__(
        self,
        *,
        expect: str,
        measure: Measure,
        table: str | None = None,
        where: str | None = None,
        settings: Mapping[str, object] | None = None,
        **tables: str,
    ) -> cs.Result:
        """The result, once the table named (by default the main one) is as drawn in the rows that `where` keeps."""
        result = measure(cs.group_claims(self.study(settings=settings, **tables)))
        frame = result.to_frame(table)
        compare(frame.query(where) if where else frame, expect)
        return result


@pytest.fixture(scope="session")
def engine() -> object:
    return cs.connect()


@pytest.fixture
def spec(engine: object) -> Spec:
    return Spec(engine)
