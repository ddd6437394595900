"""How statements were grouped: who made the links, what another threshold would change, and what the report says of it.

All statements are invented.
"""

from datetime import date

import pandas as pd
import pytest

import claimstats as cs
from claimstats.cli import main
from claimstats.errors import DataError

SAID = pd.DataFrame(
    [
        ("s1", "The harbour of Northmark is open to every ship", "port"),
        ("s2", "The harbour of Northmark is open to every ship today", ""),
        ("s3", "The harbour of Northmark is open to almost every foreign ship", ""),
        ("s4", "Grain is cheap", ""),
        ("s5", "The harbour of Northmark is open to every ship!", ""),
        ("s6", "The harbour of Northmark is shut", ""),
    ],
    columns=["statement_id", "text", "claims"],
).assign(speaker="ada", date="2025-02-03")
CODINGS = pd.DataFrame({"table": "statements", "row_id": ["s6"], "variable": "claims", "coder": "ben", "value": "none"})


def study(**grouping):
    settings = {"start": date(2025, 1, 1), "as_of": date(2025, 12, 31)}
    if grouping:
        settings["grouping"] = grouping
    return cs.Study.from_frames(
        statements=SAID, codings=CODINGS, settings=settings,
        claims=pd.DataFrame({"claim_id": ["port"], "text": "The harbour is open."}),
        actors=pd.DataFrame({"actor_id": ["ada"], "name": "Ada"}),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("grouping", "statements"),
    [
        ({}, {"coded": 1, "decided": 0, "wording": 0, "likeness": 0, "none": 1, "open": 4}),
        ({"match": "wording"}, {"coded": 1, "decided": 0, "wording": 3, "likeness": 0, "none": 1, "open": 1}),
        ({"match": "wording", "threshold": 95}, {"coded": 1, "decided": 0, "wording": 1, "likeness": 0, "none": 1, "open": 3}),
        ({"match": "likeness"}, {"coded": 1, "decided": 0, "wording": 3, "likeness": 1, "none": 1, "open": 0}),
    ],
)  # fmt: skip
def test_every_statement_was_decided_on_by_somebody_or_nobody(grouping, statements):
    frame = cs.measure_grouping(cs.group_claims(study(**grouping))).to_frame().set_index("made_by")
    assert frame["statements"].to_dict() == statements
    assert frame["statements"].sum() == len(SAID)


def test_a_threshold_is_tried_on_what_people_have_not_decided():
    found = cs.measure_grouping(cs.group_claims(study()))
    levels = found.to_frame("thresholds").set_index("threshold")
    # s2 shares 9 of 10 words with s1, s3 shares 9 of 11, s5 all of them.
    assert levels["attached"].to_dict() == {35: 3, 45: 3, 55: 3, 65: 3, 75: 3, 85: 2, 95: 1}
    assert levels["difference"].to_dict() == {35: 0, 45: 0, 55: 0, 65: 0, 75: 0, 85: -1, 95: -2}
    assert levels.index[levels["in_use"]].tolist() == [45]
    weakest = found.to_frame("weakest")
    assert weakest["statement_id"].tolist() == ["s3", "s2", "s5"]
    assert set(weakest["hangs_on_text"]) == {SAID.loc[0, "text"]}
    claims = found.to_frame("by_claim").set_index("threshold")
    assert claims["people"].unique().tolist() == [1]
    assert claims["attached"].to_dict() == levels["attached"].to_dict()


def test_attached_is_what_grouping_attaches_at_each_threshold():
    levels = cs.measure_grouping(cs.group_claims(study())).to_frame("thresholds")
    for threshold, attached in levels[["threshold", "attached"]].itertuples(index=False, name=None):
        made = cs.group_claims(study(), match="wording", threshold=threshold).made
        assert made["statement_id"].nunique() == attached


def test_the_way_back_leads_to_the_statements():
    rows = cs.measure_grouping(cs.group_claims(study())).explain("none")
    assert rows["statement_id"].tolist() == ["s6"]


def test_a_study_chooses_its_grouping():
    assert cs.group_claims(study(match="wording")).counts["wording"] == 3
    assert cs.group_claims(study(match="wording"), match="coded").counts["wording"] == 0
    with pytest.raises(DataError) as error:
        study(match="words", threshold=50)
    assert error.value.problems["column"].tolist() == ["grouping.match", "grouping.threshold"]


def test_the_choice_is_kept_when_a_study_is_saved(tmp_path):
    study(match="wording", threshold=85).save(tmp_path / "copy")
    copy = cs.load(tmp_path / "copy")
    assert (copy.settings.grouping.match, copy.settings.grouping.threshold) == ("wording", 85)
    assert main(["group", str(tmp_path / "copy"), "--to", str(tmp_path / "links.csv")]) == 0
    assert set(pd.read_csv(tmp_path / "links.csv")["method"]) == {"coded", "wording"}
