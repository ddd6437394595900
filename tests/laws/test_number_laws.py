"""What holds for the numbers of any two editions: they are made of their units, and what moved a number adds up."""

import math
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import claimstats as cs
from claimstats.reporting.comparing import compare_sides
from claimstats.reporting.sides import make_side

START = date(2023, 1, 1)
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
EXAMPLES = settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
CLAIMS = pd.DataFrame({"claim_id": ["c", "d"], "type": ["state", "state"], "text": "a claim"})
EXPECTATIONS = pd.DataFrame(
    {
        "expectation_id": ["e", "f", "g"], "claim_id": ["c", "c", "d"], "anchor": ["episode", "episode", "period"],
        "actor": "RUS", "recipient": "NATO", "codes": ["19", "17", "19"], "window_from": ["0", "0", ""],
        "window_to": ["30", "60", ""], "weight": ["1", "2", "1"], "family": "force",
    }
)  # fmt: skip
COVERAGE = pd.DataFrame({"stream": ["w", "v", "v"], "key": ["force", "", ""],
                         "start": ["2023-01-01", "2023-02-10", "2023-10-01"], "end": ["2024-06-30", "2023-09-30", "2024-06-30"],
                         "status": ["monitored"] * 3, "texts": ["", "700", "900"]})  # fmt: skip
STREAMS = pd.DataFrame(
    {"stream_id": ["w", "v"], "table": ["incidents", "statements"], "name": ["a stream", "a ticker"]}
)
FAMILIES = pd.DataFrame({"family_id": ["force"], "name": ["force"], "codes": ["17;19"]})

said = st.tuples(
    st.integers(0, 500), st.sampled_from([1, 1, 1, 40, 120]), st.sampled_from("AB"), st.sampled_from(["c", "d", "c;d"]),
    st.sampled_from(["", "hall"]), st.sampled_from(["", "", "o1"]), st.sampled_from(["verified", "verified", "unverified"]),
)  # fmt: skip
done = st.tuples(st.integers(0, 500), st.sampled_from(["190", "173"]))


@st.composite
def editions(draw):
    """Two states of one study: rows come, go and change, and the cut-off may move."""
    statements = draw(st.lists(said, min_size=6, max_size=24))
    incidents = draw(st.lists(done, min_size=1, max_size=8))
    fates = draw(st.lists(st.sampled_from(["both", "both", "old", "new", "moved"]), min_size=40, max_size=40))
    cut_offs = draw(st.sampled_from([("2024-06-30", "2024-06-30"), ("2023-12-31", "2024-06-30")]))
    return [
        (
            [row for row in map(_placed, enumerate(statements), fates) if row and row[2] in ("both", side, "moved")],
            [
                row
                for row in map(_placed, enumerate(incidents), reversed(fates))
                if row and row[2] in ("both", side, "moved")
            ],
            cut_off,
            side,
        )
        for side, cut_off in zip(("old", "new"), cut_offs, strict=True)
    ]


def _placed(numbered, fate):
    number, row = numbered
    return number, row, fate


def study_of(state):
    """The study of one state; a row that moved is a month later in the new one."""
    statements, incidents, cut_off, side = state

    def day(first, fate, length=1):
        begins = START + timedelta(days=first + (31 if fate == "moved" and side == "new" else 0))
        ends = begins + timedelta(days=length - 1)
        return begins.isoformat() if length == 1 else f"{begins}/{ends}"

    rows = [
        (
            f"s{number:02}",
            day(row[0], fate, row[1]),
            row[2],
            row[3],
            row[4],
            row[5],
            row[6],
            "words",
            "v" if row[2] == "A" else "",
        )
        for number, row, fate in statements
    ]
    deeds = [
        (f"i{number:02}", day(row[0], fate), "RUS", "NATO", row[1], "w", "a deed") for number, row, fate in incidents
    ]
    columns = ["statement_id", "date", "speaker", "claims", "venue", "occasion", "verification", "text", "stream"]
    names = ["incident_id", "date", "actor", "recipient", "action", "stream", "description"]
    return cs.Study.from_frames(
        statements=pd.DataFrame(rows, columns=columns, dtype="str"),
        incidents=pd.DataFrame(deeds, columns=names, dtype="str"),
        claims=CLAIMS, expectations=EXPECTATIONS, coverage=COVERAGE, streams=STREAMS, families=FAMILIES,
        settings={"start": START, "as_of": date.fromisoformat(cut_off)}, engine=ENGINE[0],
    )  # fmt: skip


ENGINE: list[object] = []


@pytest.fixture(scope="module", autouse=True)
def engine():
    ENGINE.append(cs.connect())
    yield
    ENGINE.clear()


def numbers_of(study, period="2023Q4"):
    claims = cs.group_claims(study)
    repetition = cs.measure_repetition(claims).numbers(period, "comparison", "concentration", "turnover", "halflife")
    gaps = cs.measure_gaps(claims).numbers(period, "specification_range", "tipping", "strata", "by_writing", "threats")
    others = (
        cs.measure_association(claims),
        cs.measure_agreement(study),
        cs.measure_coverage(study),
        cs.measure_grouping(claims),
    )
    return sum((result.numbers(period) for result in others), repetition + gaps)


def side_of(study, folder, numbers):
    study.save(folder / "study")
    numbers.save(folder / "tables")
    tables = {path.name: path.read_bytes() for path in (folder / "tables").glob("*.csv")}
    return make_side(label=folder.name, study=folder / "study", tables=tables)


@EXAMPLES
@given(state=editions())
def test_a_number_is_the_sum_of_its_units_and_what_moved_it_adds_up_and_turns_round(state):
    with TemporaryDirectory() as temporary:
        sides = []
        for name, one in zip(("old", "new"), state, strict=True):
            study = study_of(one)
            numbers = numbers_of(study)
            check_sums(numbers)
            sides.append(side_of(study, Path(temporary, name), numbers))
        old, new = sides
        there, back, same = compare_sides(old, new), compare_sides(new, old), compare_sides(new, new)

    assert [len(table) for table in same.tables.values()] == [0, 0, 0, 0]

    sums = there.tables["moved"].groupby("number")["difference"].sum()
    for row in there.tables["numbers"].itertuples():
        if row.number in sums:
            assert math.isclose(sums[row.number], row.difference, abs_tol=1e-9), row

    turned = {row.number: -row.difference for row in back.tables["numbers"].itertuples()}
    assert turned.keys() == set(there.tables["numbers"]["number"])
    for row in there.tables["numbers"].itertuples():
        assert math.isclose(turned[row.number], row.difference, abs_tol=1e-12)

    swap = {"added": "removed", "removed": "added"}
    kinds = [
        Counter(result.tables["changes"]["note"].map(lambda note: swap.get(note, note))) for result in (there, back)
    ]
    assert kinds[0] == Counter(back.tables["changes"]["note"])
    assert kinds[1] == Counter(there.tables["changes"]["note"])


@EXAMPLES
@given(state=editions())
def test_the_numbers_of_one_speaker_and_of_one_claim_are_those_of_all(state):
    claims = cs.group_claims(study_of(state[1]))
    for by, period, only in (
        ("claim x speaker", "all", {"speaker": "A"}), ("claim", "2023", {"claim_id": "c"}), ("speaker", "2023", {"speaker": "B"}),
    ):  # fmt: skip
        found = cs.measure_repetition(claims, by=by, period="all" if period == "all" else "year")
        whole = found.numbers(period)
        for key, value in only.items():
            whole = whole.only(key, value)
        some = found.numbers(period, **only)
        assert some.table.astype("str").to_dict("records") == whole.table.astype("str").to_dict("records")
        assert some.units.to_dict("records") == whole.units.to_dict("records")


def check_sums(numbers):
    """A number with units is the sum of their shares, each unit once; one without says what it is made of."""
    assert not numbers.table["number"].duplicated().any()
    assert not numbers.units.duplicated(["number", "unit"]).any()
    sums = numbers.units.groupby("number")["share"].sum()
    counted = numbers.table["formula"].str.startswith(("number of units", "1 - mean"))
    made = numbers.table[counted | numbers.table["number"].isin(sums.index)]
    assert len(made) > 30
    assert (numbers.table["formula"] != "").all()
    inputs = {name for names in numbers.table["inputs"] for name in names.split(";") if name}
    assert inputs
    assert inputs <= set(numbers.table["number"])
    for row in made.itertuples():
        assert math.isclose(sums.get(row.number, 0.0), 0.0 if math.isnan(row.value) else row.value, abs_tol=1e-9), row
