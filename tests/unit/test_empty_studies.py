"""Studies that hold little or nothing: every table of every measure is there, and says why it is empty."""

from datetime import date
from itertools import product

import pandas as pd
import pytest

import claimstats as cs

NOTHING = pd.DataFrame(columns=["statement_id", "date", "speaker", "text", "claims"])
ONE = pd.DataFrame({"statement_id": ["s"], "date": ["2024-02-01"], "speaker": ["A"], "text": ["x"], "claims": ["c"]})
READ = {"coverage": pd.DataFrame({"stream": ["x"], "start": ["2024-01-01"], "end": ["2024-12-31"]})}
DONE = {"incidents": pd.DataFrame({"incident_id": ["i"], "date": ["2024-02"], "action": ["190"], "description": "d"})}
EXPECTED = {
    "expectations": pd.DataFrame({"expectation_id": ["e"], "claim_id": ["c"], "codes": ["19"], "window_to": [10]})
}
CASES = [(said, {**read, **done, **expected}) for said, read, done, expected in product((NOTHING, ONE), ({}, READ), ({}, DONE), ({}, EXPECTED))]  # fmt: skip


@pytest.fixture(scope="module")
def engine():
    return cs.connect()


@pytest.mark.parametrize(("said", "tables"), CASES)
def test_every_table_of_every_measure_is_there(said, tables, engine):
    study = cs.Study.from_frames(
        statements=said, claims=pd.DataFrame({"claim_id": ["c"], "text": ["a claim"]}), engine=engine,
        settings={"start": date(2024, 1, 1), "as_of": date(2024, 12, 31)}, **tables,
    )  # fmt: skip
    claims = cs.group_claims(study)
    results = [
        cs.measure_repetition(claims, by=by)
        for by in ("claim", "speaker", "claim x speaker", "source type", "stance", "frame")
    ]
    results += [
        cs.measure_gaps(claims),
        cs.measure_association(claims),
        cs.measure_agreement(study),
        cs.measure_coverage(study),
    ]
    for result in results:
        for table in result.tables:
            words = result.words_for(table)
            assert words, (result.measure, table)
            assert all(words.values()), (result.measure, table)
