"""Who a name means: by the codebook, across alphabets and titles, at the date; and never by a guess. All are invented."""

from datetime import date

import pandas as pd
import pytest

import claimstats as cs
from claimstats.cli import main
from claimstats.codebook import Directory
from claimstats.errors import UsageError

ACTORS = """
    actor_id  | name                  | aliases
    anna      | Anna Zelenskaya       | Анна Зеленская
    yuliya    | Yuliya Shcherbakova   |
    robert    | Robert Q. Example     | Bobby the Baker
    bob2      | Roberta Example       |
    x1        | Chris Twin            | Double
    x2        | Double                | Christopher Twin; C. Twin
    hw        | Georg H. W. Shrub     |
    nordmark  | Northmark             | Republic of Northmark; NMK
    cwik      | Łukasz Ćwik-Nowak     |
"""
OFFICES = """
    actor_id  | office                | start      | end
    anna      | President of Northmark| 2020-01-01 | 2023-12-31
    yuliya    | President of Northmark| 2024-01-01 |
    robert    | Foreign Minister      | 2024-01-01 | 2024-06-30
    hw        | Foreign Minister      | 2024-06-30 |
"""


def drawn(table):
    head, *rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return pd.DataFrame(rows, columns=head)


@pytest.fixture(scope="module")
def directory():
    return Directory(drawn(ACTORS), drawn(OFFICES))


NAMES = """
    name                            | day        | who      | how             | candidates
    anna                            | 2024-02-01 | anna     | id              |
    Anna Zelenskaya                 | 2024-02-01 | anna     | name            |
    Анна Зеленская                  | 2024-02-01 | anna     | alias           |
    ANNA ZELENSKAYA                 | 2024-02-01 | anna     | spelling        |
    Zelenskaya, Anna                | 2024-02-01 | anna     | spelling        |
    Lukasz Cwik Nowak               | 2024-02-01 | cwik     | spelling        |
    Ćwik-Nowak, Łukasz              | 2024-02-01 | cwik     | spelling        |
    President Anna Zelenskaya       | 2024-02-01 | anna     | title           |
    Президент Анна Зеленская        | 2024-02-01 | anna     | title           |
    Dr. Yuliya Shcherbakova, PhD    | 2024-02-01 | yuliya   | title           |
    Юлия Щербакова                  | 2024-02-01 | yuliya   | transliteration |
    Julija Ščerbakova               | 2024-02-01 | yuliya   | transliteration |
    Iuliia Shcherbakova             | 2024-02-01 | yuliya   | transliteration |
    Julia Shcherbakova              | 2024-02-01 | yuliya   | transliteration |
    Anna Zelenskaja                 | 2024-02-01 | anna     | transliteration |
    NMK                             | 2024-02-01 | nordmark | alias           |
    Robert Example                  | 2024-02-01 | robert   | middle name     |
    Robert "Bob" Example            | 2024-02-01 | robert   | middle name     |
    Bob Example                     | 2024-02-01 | robert   | middle name     |
    Sen. Bob Quincy Example         | 2024-02-01 | robert   | middle name     |
    Robert Z. Example               | 2024-02-01 |          | unknown         |
    Georg W. Shrub                  | 2024-02-01 |          | unknown         |
    Christopher Twin                | 2024-02-01 | x2       | alias           |
    Christ Twin                     | 2024-02-01 |          | unknown         |
    Зеленская Анна Борисовна        | 2024-02-01 | anna     | order           |
    Анна Борисовна Зеленская        | 2024-02-01 | anna     | middle name     |
    Zelenskaja A. B.                | 2024-02-01 |          | part of a name  | anna
    A. Zelenskaya                   | 2024-02-01 |          | part of a name  | anna
    B. Zelenskaya                   | 2024-02-01 |          | unknown         |
    Zelenskaya Anna                 | 2024-02-01 |          | part of a name  | anna
    President Zelenskaya            | 2022-02-01 | anna     | title and office|
    President Zelenskaya            | 2024-02-01 |          | part of a name  | anna
    Foreign Minister Example        | 2024-03-01 | robert   | title and office|
    Ms Zelenskaya                   | 2022-02-01 |          | part of a name  | anna
    Double                          | 2024-02-01 |          | ambiguous       | x1;x2
    Ćwik Nowak                      | 2024-02-01 |          | part of a name  | cwik
    Example                         | 2024-02-01 |          | part of a name  | bob2;robert
    Shcherbakova                    | 2024-02-01 |          | part of a name  | yuliya
    President of Northmark          | 2023-02-01 | anna     | office          |
    the President of Northmark      | 2024-02-01 | yuliya   | office          |
    President of Northmark          | 2019-02-01 |          | unknown         |
    Foreign Minister                | 2024-06-29 | robert   | office          |
    Foreign Minister                | 2024-06-30 |          | ambiguous       | hw;robert
    Prime Minister                  | 2024-02-01 |          | unknown         |
    Somebody Else                   | 2024-02-01 |          | unknown         |
"""


@pytest.mark.parametrize("row", drawn(NAMES).to_dict("records"), ids=lambda row: f"{row['name']} {row['day']}")
def test_who_a_name_means(directory, row):
    day = date.fromisoformat(row["day"]).toordinal()
    found = directory.find(row["name"], lo=day, hi=day)
    assert (found.actor_id, found.how, ";".join(found.candidates)) == (row["who"], row["how"], row["candidates"])


def test_a_name_that_two_actors_bear_is_never_given_to_one():
    two = pd.DataFrame({"actor_id": ["a", "b"], "name": ["Anna Example", "Anna Example"], "aliases": ["", ""]})
    directory = Directory(two, drawn(OFFICES))
    for name in ("Anna Example", "ANNA EXAMPLE", "Ms Anna Example", "Anna Q. Example", "Анна Ехампле"):
        found = directory.find(name, lo=1, hi=1)
        assert (found.actor_id, found.candidates) in (("", ("a", "b")), ("", ()))


def test_a_date_that_covers_two_holders_of_an_office_tells_neither(directory):
    first, last = (date.fromisoformat(day).toordinal() for day in ("2023-12-01", "2024-01-31"))
    found = directory.find("President of Northmark", lo=first, hi=last)
    assert (found.actor_id, found.candidates) == ("", ("anna", "yuliya"))


@pytest.fixture(scope="module")
def statements():
    return pd.DataFrame(
        {
            "statement_id": ["s1", "s2", "s3", "s4"],
            "date": ["2023-05-01", "2024-05-01", "2024-05", "2024-05-02"],
            "speaker": ["President of Northmark", "President of Northmark", "Юлия Щербакова", "Robbert Exampel"],
            "text": "words",
        }
    )


def test_the_names_of_a_study_are_a_table(statements):
    incidents = pd.DataFrame(
        {
            "incident_id": ["i1"],
            "date": ["2024-05-01"],
            "actor": ["NMK;Nobody"],
            "action": ["010"],
            "description": ["x"],
        }
    )
    study = cs.Study.from_frames(statements=statements, incidents=incidents, offices=drawn(OFFICES))
    result = cs.resolve_names(study, actors=drawn(ACTORS))
    frame = result.to_frame()
    assert frame[["place", "name", "rows", "actor_id", "how", "nearest", "office"]].to_numpy().tolist() == [
        ["incidents.actor", "Nobody", 1, "", "unknown", "", ""],
        ["statements.speaker", "Robbert Exampel", 1, "", "unknown", "bob2;robert", ""],
        ["incidents.actor", "NMK", 1, "nordmark", "alias", "", ""],
        ["statements.speaker", "President of Northmark", 1, "anna", "office", "", "President of Northmark"],
        ["statements.speaker", "President of Northmark", 1, "yuliya", "office", "", "President of Northmark"],
        ["statements.speaker", "Юлия Щербакова", 1, "yuliya", "transliteration", "", "President of Northmark"],
    ]
    assert all(result.words_for("names").values())
    assert result.explain("statements.speaker", "President of Northmark")["row_id"].tolist() == ["s1", "s2"]


def test_a_study_without_a_list_of_actors_is_refused(statements):
    with pytest.raises(UsageError, match="no list of actors"):
        cs.resolve_names(cs.Study.from_frames(statements=statements))


def test_a_folder_is_looked_through_although_loading_stays_strict(study_folder, edit, refused, capsys):
    edit("statements.csv", "anna", "ANNA")
    assert [problem["value"] for problem in refused()] == ["ANNA"]
    frame = cs.resolve_names(study_folder).to_frame()
    assert frame.loc[frame["name"] == "ANNA", ["actor_id", "how"]].to_numpy().tolist() == [["anna", "spelling"]]
    assert main(["names", str(study_folder), "--open"]) == 0
    told = capsys.readouterr()
    assert "are not resolved" in told.err
    assert told.out.splitlines()[0].startswith("place,name,rows")


REGISTERED = """
    column   | value      | kept
    country  | POL        | yes
    country  | XKX        | yes
    country  | KOS        | yes
    country  | EUR        | yes
    country  | UNO        | yes
    country  | IGO        | yes
    country  | YUG        | yes
    country  | XNM        | yes
    country  | PLO        | no
    country  | pol        | no
    country  | PL         | no
    wikidata | Q7184      | yes
    wikidata | q7184      | no
    wikidata | Q0         | no
    wikidata | 7184       | no
    language | sr-Latn    | yes
    language | be-tarask  | yes
    language | uk         | yes
    language | und        | yes
    language | xx         | no
    language | en_US      | no
    language | russian    | no
"""


@pytest.mark.parametrize("row", drawn(REGISTERED).to_dict("records"), ids=lambda row: f"{row['column']}-{row['value']}")
def test_codes_are_those_of_their_register(row):
    actors = pd.DataFrame({"actor_id": ["a"], "name": ["A"]})
    statements = pd.DataFrame({"statement_id": ["s"], "date": ["2024"], "speaker": ["a"], "text": ["x"]})
    table = statements if row["column"] == "language" else actors
    table[row["column"]] = row["value"]
    if row["kept"] == "yes":
        cs.Study.from_frames(statements=statements, actors=actors)
        return
    with pytest.raises(cs.errors.DataError) as caught:
        cs.Study.from_frames(statements=statements, actors=actors)
    assert caught.value.problems[["column", "value"]].to_numpy().tolist() == [[row["column"], row["value"]]]
