"""What goes wrong in the field's own tables, trap by trap; the numbers are those of the design's list of traps."""

import math
from datetime import date

import pandas as pd
import pytest

import claimstats as cs
from claimstats import ontology
from claimstats.errors import DataError, UsageError


def said(rows, **columns):
    return pd.DataFrame(rows, columns=["statement_id", "date", "speaker", "claims"]).assign(text="words", **columns)


def test_t1_goldstein_tables_differ_and_each_has_a_name():
    plain = [code for code in ontology.codes() if "." not in code]
    differ = [code for code in plain if ontology.goldstein(code) != ontology.goldstein(code, table="icews")]
    assert differ == ["016", "022", "164", "165"]
    with pytest.raises(UsageError, match="there is: gdelt, icews, phoenix"):
        ontology.goldstein("016", table="mine")


def test_t2_quad_classes_follow_a_convention_with_a_name():
    roots = [f"{root:02}" for root in range(1, 21)]
    documented = [ontology.quad_class(root) for root in roots]
    assert documented == [1] * 5 + [2] * 3 + [3] * 5 + [4] * 7
    seen = [ontology.quad_class(root, convention="gdelt_rows") for root in roots]
    assert [root for root, one, other in zip(roots, documented, seen, strict=True) if one != other] == ["09", "14"]


def test_t3_the_contradictions_of_plover_are_data():
    told = {row["code"] for row in ontology.contradictions() if row["trap"] == "T3"}
    assert {"categories", "SANCTION", "ACCUSE", "114"} <= told
    assert ontology.plover_score("ACCUSE") is None


def test_t4_without_a_pair_there_is_no_sign():
    assert ontology.pair_goldstein("154", recipient="").value is None
    signs = {
        relation: math.copysign(1, ontology.pair_goldstein("154", recipient="X", relation=relation).value)
        for relation in ("ally", "adversary")
    }
    assert signs == {"ally": 1.0, "adversary": -1.0}


def test_t5_consultations_held_in_alarm_are_not_friendly_towards_those_they_are_about():
    assert ontology.goldstein("040.article4") == 1.0
    assert ontology.pair_goldstein("040.article4", recipient="X", relation="adversary").value is None


def test_t6_a_rate_is_per_monitored_text_and_not_a_share_of_the_claims_own_series():
    """Two quarters with one occasion each, of 10 and of 1,000 texts: the rates differ by the factor 100."""
    rows = said([("s1", "2024-02-01", "a", "c"), ("s2", "2024-05-01", "a", "c")], stream="news")
    coverage = pd.DataFrame(
        {
            "stream": "news", "start": ["2024-01-01", "2024-04-01"], "end": ["2024-03-31", "2024-06-30"], "texts": [10, 1000],
        }
    )  # fmt: skip
    streams = pd.DataFrame({"stream_id": ["news"], "name": ["News"]})
    span = {"start": date(2024, 1, 1), "as_of": date(2024, 6, 30)}
    study = cs.Study.from_frames(statements=rows, streams=streams, coverage=coverage, settings=span)
    frame = cs.measure_repetition(cs.group_claims(study), stream="news").to_frame()
    first, second = frame["share_per_1000"]
    assert first == pytest.approx(100 * second) == pytest.approx(100)


def test_t7_a_code_that_lost_its_zero_is_another_code_and_is_refused():
    deeds = pd.DataFrame({"incident_id": ["i"], "date": ["2024"], "actor": ["a"], "action": [40], "description": ["x"]})
    with pytest.raises(DataError, match="'040'"):
        cs.Study.from_frames(incidents=deeds)
    assert ontology.label("100") != ontology.label("010")


def test_t8_only_this_library_has_a_code_for_an_airspace_violation():
    assert [code for code, label in ontology.codes().items() if "airspace" in label.lower()] == ["150.airspace"]
    assert ontology.goldstein("150.airspace") == ontology.goldstein("150")


def test_t9_no_month_and_no_day_is_made_up(tmp_path):
    study = cs.Study.from_frames(statements=said([("s1", "2025-09", "a", "c"), ("s2", "2025", "a", "c")]))
    for kind in ("csv", "parquet", "excel"):
        cs.export_study(study, to=tmp_path / kind, format=kind)
        found = cs.read_tables(tmp_path / kind / "study.xlsx" if kind == "excel" else tmp_path / kind)["statements"]
        assert found["date"].tolist() == ["2025-09", "2025"]
        assert found["date_upper"].tolist() == ["2025-09-30", "2025-12-31"]


def test_t10_a_list_of_unknown_coverage_gives_counts_and_no_rate():
    study = cs.Study.from_frames(statements=said([("s1", "2024-02-01", "a", "c")]))
    frame = cs.measure_repetition(cs.group_claims(study)).to_frame()
    assert frame["occasions"].sum() == 1
    assert frame[["estimate", "ci_low", "share_per_1000"]].isna().all(axis=None)
    assert (frame["reason"] != "").all()


def test_t11_an_office_is_held_from_day_to_day_and_a_name_is_who_held_it_then():
    actors = pd.DataFrame({"actor_id": ["first", "second"], "name": ["First Example", "Second Example"]})
    offices = pd.DataFrame(
        {
            "actor_id": ["first", "second"],
            "office": "President",
            "start": ["2004-01-01", "2008-05-07"],
            "end": ["2008-05-06", ""],
        }
    )
    rows = said(
        [
            ("s1", "2007-01-01", "President", "c"),
            ("s2", "2009-01-01", "President", "c"),
            ("s3", "2008", "President", "c"),
        ]
    )
    study = cs.Study.from_frames(statements=rows, offices=offices)
    found = cs.resolve_names(study, actors=actors).to_frame()
    answers = {(row.first, row.last): (row.actor_id, row.how) for row in found.itertuples()}
    assert answers == {
        ("2007-01-01", "2007-01-01"): ("first", "office"),
        ("2009-01-01", "2009-01-01"): ("second", "office"),
        ("2008-01-01", "2008-12-31"): ("", "ambiguous"),
    }
