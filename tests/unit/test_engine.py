"""The engine at both edges: declared types in, declared types out, no answer cut short."""

import pandas as pd
import pytest

import claimstats as cs
from claimstats.errors import EngineError

TYPES = {"name": "text", "at": "day", "on": "date", "count": "integer", "share": "number", "holds": "flag"}
PANDAS = {"name": "str", "at": "int32", "on": "datetime64[s]", "count": "int64", "share": "float64", "holds": "bool"}


@pytest.fixture(scope="module")
def engine():
    return cs.connect()


def rows(count):
    numbers = range(count)
    return pd.DataFrame(
        {
            "name": [f"n{at}" for at in numbers],
            "at": numbers,
            "on": pd.date_range("2024-01-01", periods=count),
            "count": numbers,
            "share": [at / 2 for at in numbers],
            "holds": [at % 2 == 0 for at in numbers],
        }
    )


@pytest.mark.parametrize("count", [3, 0])
def test_types_are_as_declared_at_both_edges_rows_or_none(engine, count):
    found = engine.collect(engine.put(rows(count), TYPES), TYPES)
    assert {name: str(kind) for name, kind in found.dtypes.items()} == PANDAS
    assert found["name"].tolist() == rows(count)["name"].tolist()


def test_a_column_that_is_empty_throughout_keeps_its_type(engine):
    frame = pd.DataFrame({"name": [None, None], "share": [None, None]}, dtype="object")
    types = {"name": "text", "share": "number"}
    found = engine.collect(engine.put(frame, types), types)
    assert found.isna().all(axis=None)
    assert {name: str(kind) for name, kind in found.dtypes.items()} == {"name": "str", "share": "float64"}


def test_an_answer_without_rows_can_be_joined_to_one_with_rows(engine):
    types = {"name": "text", "at": "day", "count": "integer"}
    table = engine.put(rows(3), types)
    some, none = engine.collect(table, types), engine.collect(table.filter(table.at > 9), types)
    assert len(some.merge(none, on=["name", "at"], how="outer")) == 3
    assert len(none.merge(none, on=["name", "at"], how="outer")) == 0


def test_columns_come_in_the_order_declared_and_the_others_stay(engine):
    found = engine.collect(engine.put(rows(2), TYPES), {"count": "integer", "name": "text"})
    assert list(found.columns) == ["count", "name"]


def test_an_answer_larger_than_its_limit_is_refused_not_cut(engine):
    table = engine.put(rows(5), TYPES)
    assert len(engine.collect(table, TYPES, limit=5)) == 5
    with pytest.raises(EngineError, match="more than 4 rows") as caught:
        engine.collect(table, TYPES, limit=4)
    assert caught.value.exit_code == 5


def test_what_is_kept_is_computed_once_and_stays(engine):
    table = engine.put(rows(4), TYPES)
    kept = engine.keep(table.filter(table.holds))
    assert engine.collect(kept, {"name": "text"})["name"].tolist() == ["n0", "n2"]


def test_an_engine_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(EngineError, match="no engine 'spork'; there is 'duckdb'"):
        cs.connect(name="spork")
