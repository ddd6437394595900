"""PLOVER: its tables, its crosswalk from CAMEO, and its contradictions, kept as data."""

import pytest

from claimstats.errors import UsageError
from claimstats.ontology import (
    codes,
    contradictions,
    goldstein,
    pair_goldstein,
    plover,
    plover_modes,
    plover_quad,
    plover_score,
    quad_class,
    tables,
)
from claimstats.ontology.files import read_rows

#: Of the manual, draft 2.0.
SCORES = """
    AGREE      2.5  1
    CONSULT    2.5  1
    SUPPORT    5    1
    CONCEDE    4.5  1
    COOPERATE  9.5  2
    AID       10    2
    RETREAT    6.5  2
    REQUEST    0    3
    REJECT    -2    3
    THREATEN  -3.5  3
    PROTEST   -5    4
    MOBILIZE  -5.5  4
    SANCTION  -6    4
    COERCE    -7    4
    ASSAULT   -9    4
"""

#: Incidents of the kinds that this project is about.
CODED = """
    code            | category | mode         | context
    110.summons     | ACCUSE   | disapprove   |
    1123            | ACCUSE   | allege       | military
    166             | SANCTION | expel        | diplomatic
    174             | COERCE   | deport       | legal
    040.article4    | CONSULT  | multilateral | military
    154.deployment  | MOBILIZE | troops       | military
    150.airspace    | MOBILIZE |              |
    150.interception| MOBILIZE | weapons      | military
    190.shootdown   | ASSAULT  |              | military
    1952            | ASSAULT  | heavy-weapons| military
    0871            | RETREAT  | ceasefire    | military
    155             | MOBILIZE |              |
    083             | CONCEDE  |              | political_institutions
    1712            | ASSAULT  | seize        | human_security
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in CODED.strip().splitlines()[1:]]


@pytest.mark.parametrize("line", SCORES.strip().splitlines())
def test_the_scores_and_classes_of_draft_2(line):
    category, score, quad = line.split()
    assert (plover_score(category), plover_quad(category)) == (float(score), int(quad))


@pytest.mark.parametrize(("code", "category", "mode", "context"), ROWS)
def test_the_category_of_an_incident(code, category, mode, context):
    found = plover(code)
    assert (found.category, found.mode, ";".join(found.context)) == (category, mode, context)


@pytest.mark.parametrize("code", ["010", "1", "015", "022.article4", "08", "nonsense"])
def test_what_plover_drops_or_nobody_knows_has_no_category(code):
    assert plover(code) is None


def test_every_code_below_a_root_has_a_category_unless_plover_drops_it():
    below = [code for code in codes() if len(code) > 2 and not code.startswith(("01", "02"))]
    assert [code for code in below if plover(code) is None] == []


def test_every_category_of_the_crosswalk_is_one_of_draft_2():
    known = {row["category"] for row in read_rows("plover.csv") if row["table"] == "2.0"}
    assert {row["category"] for row in read_rows("crosswalk.csv")} <= known
    assert len(known) == 16


MODES = """
    CONSULT   visit           4
    CONSULT   third-party     1
    CONSULT   multilateral    4
    CONSULT   phone           1.5
    ACCUSE    disapprove     -2
    ACCUSE    investigate    -3.5
    ACCUSE    allege         -3.5
    THREATEN  restrict       -3
    THREATEN  territory      -4
    THREATEN  violence       -3.5
    SANCTION  expel          -5.5
    SANCTION  withdraw       -6
    MOBILIZE  troops         -6.5
    MOBILIZE  militia        -6
    COERCE    misinformation -6.5
    COERCE    cyber          -7
    COERCE    curfew         -7
    ASSAULT   drone          -9.5
    ASSAULT   unconventional -10
"""


@pytest.mark.parametrize("line", MODES.strip().splitlines())
def test_a_mode_has_its_score_or_that_of_its_category(line):
    category, mode, score = line.split()
    assert plover_score(category, mode) == float(score)


def test_draft_07_has_other_numbers_and_a_category_of_its_own():
    assert (plover_score("DEMAND", table="0.7"), plover_score("COOPERATE", table="0.7")) == (-5.0, 6.8)
    assert "strike" in plover_modes("PROTEST", table="0.7")
    with pytest.raises(UsageError, match=r"no category of PLOVER 2\.0 'DEMAND'"):
        plover_score("DEMAND")
    with pytest.raises(UsageError, match="no PLOVER table '3'"):
        plover_quad("AGREE", table="3")


def test_the_lost_sign_of_accuse_is_not_guessed():
    assert plover_score("ACCUSE") is None
    assert {plover_score("ACCUSE", mode) for mode in plover_modes("ACCUSE")} == {-2.0, -3.5}


#: How each kind of contradiction is looked up: it must still be there, and what is kept must be what is said.
LOOKED_UP = {
    "goldstein": lambda code, name: str(goldstein(code, table=name)),
    "quadclass": lambda code, name: str(quad_class(code, convention=name)),
}


@pytest.mark.parametrize("row", contradictions(), ids=lambda row: f"{row['table']}-{row['code']}")
def test_each_contradiction_is_still_there(row):
    assert row["says"] != row["says_instead"]
    look_up = LOOKED_UP.get(row["table"])
    if look_up:
        assert (look_up(row["code"], row["here"]), look_up(row["code"], row["there"])) == (
            row["says"],
            row["says_instead"],
        )
    else:
        assert row["kept"]


def test_the_contradictions_of_plover_are_kept_as_they_are_told():
    """T3: the number of categories, the class of SANCTION, the score of ACCUSE, the mode of 114."""
    assert (plover_quad("SANCTION"), plover_quad("SANCTION", convention="quad_table")) == (4, 3)
    assert plover("114").mode == "allege"
    assert plover("163").category == "COERCE"
    assert plover("200").category == "ASSAULT"


PAIRS = """
    code             | recipient | relation  | value
    154.deployment   | POL       | ally      | 8.5
    154.deployment   | RUS       | adversary | -7.2
    154.deployment   | RUS       | unknown   | none
    154.deployment   |           | adversary | none
    150.exercise     | POL       | ally      | 7.4
    150.exercise     | RUS       | adversary | -7.2
    040.article4     | RUS       | adversary | none
    040.article4     | POL       | ally      | 1.0
    040              | RUS       | unknown   | 1.0
    074              | UKR       | unknown   | 8.5
    155              | UKR       | ally      | none
"""
PAIR_ROWS = [[cell.strip() for cell in line.split("|")] for line in PAIRS.strip().splitlines()[1:]]


@pytest.mark.parametrize(("code", "recipient", "relation", "value"), PAIR_ROWS)
def test_a_value_is_of_a_pair(code, recipient, relation, value):
    found = pair_goldstein(code, recipient=recipient, relation=relation)
    assert found.value == (None if value == "none" else float(value))
    assert found.why
    assert found.table == "gdelt"


def test_an_unknown_relation_is_refused():
    with pytest.raises(UsageError, match="no relation 'friend'; known are ally, adversary, unknown"):
        pair_goldstein("154", recipient="POL", relation="friend")


def test_every_table_has_a_version_a_source_and_is_used_under_its_name():
    listed = {(row["file"], row["name"]) for row in tables()}
    assert all(row["version"] and row["source"] and row["what"] for row in tables())
    for file in ("goldstein.csv", "plover.csv", "crosswalk.csv"):
        assert {name for found, name in listed if found == file} == {row["table"] for row in read_rows(file)}
    assert {name for found, name in listed if found == "quadclass.csv"} == {
        row["convention"] for row in read_rows("quadclass.csv")
    }


def test_no_table_has_a_code_for_an_airspace_violation_but_ours():
    """T8."""
    airspace = [code for code, label in codes().items() if "airspace" in label.lower()]
    assert airspace == ["150.airspace"]
