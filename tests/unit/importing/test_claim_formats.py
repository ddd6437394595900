"""Collections of claims, of threats and of discourse as studies; every row here is invented."""

import json

import pandas as pd
import pytest

import claimstats as cs
from claimstats.cli import main
from claimstats.errors import DataError

EUVSDISINFO = '''"issue";"date";"outlet";"language";"origin";"reported by";"keywords";"source";"title";"summary";"disproof"
"7";"03.10.2017";"Radio Quay";"Russian";"Northmark";"A reader";"quay, harbour";"https://radio.example.org/1";"The quay is closed";"The quay; they say, is closed.";"It is open."
"7";"29.09.2017";"The Harbour ""Post""";"Moldova";"Northmark";"A reader";"";"https://post.example.org/2";"The quay is closed";"Nobody may land.
Not even boats.";"They may."
"8";"29 September 2017";"Radio Quay";"Czech, Slovak";"Northmark";"A reader";"";"https://radio.example.org/3";"The harbour is sold";"";"It is not."
"7";"03.10.2017";"Radio Quay";"Russian";"Northmark";"A reader";"quay, harbour";"https://radio.example.org/1";"The quay is closed";"The quay; they say, is closed.";"It is open."
"9";"31.02.2017";"Radio Quay";"Russian";"Northmark";"A reader";"";"https://radio.example.org/4";"The quay is closed";"x";"y"
"9";"01.02.2017";"";"Russian";"Northmark";"A reader";"";"https://radio.example.org/5";"The quay is closed";"x";"y"
'''


@pytest.fixture
def place(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return path

    return write


def test_cases_of_euvsdisinfo_are_statements_of_outlets(place, tmp_path):
    account = cs.import_euvsdisinfo(place("cases.csv", EUVSDISINFO), into=tmp_path / "study")
    assert (account.read, account.kept, account.merged, account.refused_rows) == (6, 3, 1, 2)
    study = cs.load(tmp_path / "study")
    columns = ["date", "speaker", "paraphrase", "language", "stance", "source", "url", "stream"]
    assert study.statements[columns].to_numpy().tolist() == [
        ["2017-09-29", "Radio Quay", "The harbour is sold", "", "asserts", "radio.example.org", "https://radio.example.org/3", "cases"],
        ["2017-09-29", 'The Harbour "Post"', "Nobody may land. Not even boats.", "", "asserts", "post.example.org", "https://post.example.org/2", "cases"],
        ["2017-10-03", "Radio Quay", "The quay; they say, is closed.", "ru", "asserts", "radio.example.org", "https://radio.example.org/1", "cases"],
    ]  # fmt: skip
    repeated = study.statements["claims"].value_counts()
    assert (repeated.iloc[0], sorted(study.codebook.claims["text"])) == (
        2,
        ["The harbour is sold", "The quay is closed"],
    )
    assert set(account.changes["before"]) == {"Moldova", "Czech, Slovak"}


def test_a_rebuttal_is_no_column_of_a_study_and_that_is_told(place, tmp_path):
    account = cs.import_euvsdisinfo(place("cases.csv", EUVSDISINFO), into=tmp_path / "study")
    assert any("rebuttals was not taken over" in note for note in account.notes)
    assert "It is open." not in (tmp_path / "study" / "statements.csv").read_text()


TIES = """caseid,startmonth,startday,startyear,endmonth,endday,endyear,sender1,sender2,primarysender,targetstate,institutionid,threat,sanctiontypethreat,imposition,sancimpositionstartmonth,sancimpositionstartday,sancimpositionstartyear,sanctiontype,finaloutcome
1,12.0,16.0,1945,5.0,27.0,1947.0,2.0,,2.0,710,,1,1 5,1,7.0,29,1946,2 7,8.0
2,2.0,8.0,1946,6.0,19.0,1949.0,365.0,2.0,365.0,305,,0,,1,2.0,8,1946,5,
3,8.0,,1950,,,,200.0 20.0,,200.0,740,,1,8,0,,,,,
4,8.0,,1950,,,,200.0,,200.0,740,,1,8,1,8.0,3,1950,1,
5,,,1951,1.0,2.0,1953.0,,,,740,1653,1,8,1,1.0,?,"1952, sometime before this date.",1,
6,3.0,1.0,1952,,,,1000.0,,1000.0,2,,1,8,1,,,,,
7,3.0,1.0,1952,4.0,1.0,1952.0,20.0,,20.0,2,,0,,0,,,,,
8,2.0,30.0,1953,,,,20.0,,20.0,2,,1,,x,,,,,
9,6.0,1.0,1960,7.0,1.0,1960.0,2.0,,2.0,710,,1,,0,,,,,
"""


@pytest.fixture
def ties(place, tmp_path):
    account = cs.import_ties(place("ties.csv", TIES), into=tmp_path / "study")
    return account, cs.load(tmp_path / "study")


def test_every_case_of_ties_is_accounted_for(ties):
    account, study = ties
    assert (account.read, account.kept, account.refused_rows) == (9, 7, 2)
    assert account.refused[["row", "rule"]].to_numpy().tolist() == [
        [8, "it was threatened or imposed"],
        [9, "it is 0 or 1"],
    ]
    assert (len(study.statements), len(study.incidents), len(study.codebook["expectations"])) == (6, 5, 6)


def test_the_share_imposed_is_that_of_a_hand_count(ties):
    _, study = ties
    outcomes = cs.measure_gaps(cs.group_claims(study)).to_frame().set_index("claim_id")["outcome"].to_dict()
    by_hand = {f"threat-{line.split(',')[0]}": line for line in TIES.splitlines()[1:] if ",1," in line}
    expected = {
        "threat-1": True,
        "threat-3": False,
        "threat-4": True,
        "threat-5": True,
        "threat-6": True,
        "threat-9": False,
    }
    assert set(expected) <= set(by_hand)
    assert outcomes == {claim: "fulfilled" if imposed else "not_observed" for claim, imposed in expected.items()}


def test_dates_of_ties_are_as_exact_as_the_file_and_prose_is_kept(ties):
    account, study = ties
    dates = (
        study.statements.set_index("statement_id")["date"].to_dict()
        | study.incidents.set_index("incident_id")["date"].to_dict()
    )
    assert dates == {
        "threat-1": "1945-12-16", "threat-3": "1950-08", "threat-4": "1950-08", "threat-5": "1951", "threat-6": "1952-03-01",
        "threat-9": "1960-06-01", "imposition-1": "1946-07-29", "imposition-2": "1946-02-08", "imposition-4": "1950-08-03",
        "imposition-5": "1952", "imposition-6": "1952-03-01/1960-06-01",
    }  # fmt: skip
    notes = study.incidents.set_index("incident_id")["note"]
    assert "1952, sometime before this date." in notes["imposition-5"]
    assert "sanctiontypethreat 1, 5" in notes["imposition-1"]
    assert {"prose in a date", "no date of imposition: within the case"} == set(account.changes["rule"])


def test_states_of_ties_have_names_and_each_case_a_target_of_its_own(ties):
    _, study = ties
    actors = study.codebook["actors"].set_index("actor_id")
    assert actors.loc["COW710", ["name", "country", "kind"]].tolist() == ["China", "CHN", "state"]
    assert actors.loc["case-1", ["name", "member_of"]].tolist() == ["China in case 1", "COW710"]
    expectations = study.codebook["expectations"].set_index("claim_id")
    assert expectations.loc["threat-3", "actor"] == "COW200;COW20"
    assert set(study.statements["speaker"]) == {"COW2", "COW200", "institution 1653", "1000"}


DNA = """statement_id,time,document_id,document_title,document_source,document_section,person,organization,concept,agreement,text
4,2011-05-11 00:00:00,1,A debate,The Paper,news,Anna Example,Harbour Party,The quay should open,1,Open the quay!
5,12-05-2011 10:00:00,1,A debate,The Paper,news,Boris Example,Town; Council,The quay should open,0,
6,2011-05-13,2,,The Paper,,,Harbour Party,The quay should open,TRUE,
7,2011-05-14,2,,The Paper,,Anna Example,Sailors,Boats are too loud,maybe,
8,2011-05-15,2,,The Paper,,Anna Example,Sailors,Boats are too loud,no,
"""


def test_statements_of_a_discourse_have_a_claim_and_a_stance(place, tmp_path):
    account = cs.import_dna(place("dna.csv", DNA), into=tmp_path / "study")
    assert (account.read, account.kept, account.refused["value"].tolist()) == (5, 4, ["maybe"])
    study = cs.load(tmp_path / "study")
    assert study.statements[
        ["statement_id", "date", "speaker", "stance", "text", "paraphrase"]
    ].to_numpy().tolist() == [
        ["dna-4", "2011-05-11", "Anna Example", "asserts", "Open the quay!", ""],
        ["dna-5", "2011-05-12", "Boris Example", "denies", "", "The quay should open"],
        ["dna-6", "2011-05-13", "Harbour Party", "asserts", "", "The quay should open"],
        ["dna-8", "2011-05-15", "Anna Example", "denies", "", "Boats are too loud"],
    ]
    actors = study.codebook["actors"].set_index("actor_id")
    assert actors.loc["Anna Example", ["kind", "member_of"]].tolist() == ["person", "Harbour Party;Sailors"]
    assert actors.loc["Harbour Party", "kind"] == "organisation"
    assert actors.loc["Boris Example", "member_of"] == "Town, Council"


def review(**more):
    return {
        "@context": "https://schema.org", "@type": "ClaimReview", "url": "https://check.example.org/1", "claimReviewed": "The quay is closed.",
        "datePublished": "2025-03-05", "author": {"@type": "Organization", "name": "Check Example"},
        "reviewRating": {"@type": "Rating", "ratingValue": 1, "alternateName": "Nonsense"},
        "itemReviewed": {
            "@type": "Claim", "author": {"@type": "Person", "name": "Anna Example", "sameAs": "https://www.wikidata.org/wiki/Q1"},
            "datePublished": "2025-03-01T10:00:00Z", "firstAppearance": {"@type": "CreativeWork", "url": "https://news.example.org/a"},
            "appearance": [{"@type": "CreativeWork", "url": "https://news.example.org/a"}, {"url": "https://www.blog.example.org/b", "datePublished": "2025-03-02"}, "https://social.example.org/c"],
        },
    } | more  # fmt: skip


APPEARED = [
    ["2025-03-01", "https://news.example.org/a", "news.example.org"],
    ["2025-03-01/2025-03-05", "https://social.example.org/c", "social.example.org"],
    ["2025-03-02", "https://www.blog.example.org/b", "blog.example.org"],
]

PACKINGS = {
    "one.json": json.dumps(review()),
    "list.json": json.dumps([review()]),
    "graph.jsonld": json.dumps({"@graph": [review(), {"@type": "WebPage"}]}),
    "feed.json": json.dumps({"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [review()]}]}),
    "lines.jsonl": f"{json.dumps(review())}\n{json.dumps({'@type': 'WebPage'})}\n",
    "page.html": f'<html><script type="application/ld+json">{json.dumps(review())}</script><script>1</script></html>',
    "types.json": json.dumps(review(**{"@type": ["http://schema.org/ClaimReview", "Review"]})),
}


@pytest.mark.parametrize("name", PACKINGS)
def test_a_review_is_a_statement_per_appearance_however_it_is_packed(name, place, tmp_path):
    account = cs.import_claimreview(place(name, PACKINGS[name]), into=tmp_path / "study")
    assert (account.read, account.kept, account.refused_rows) == (1, 1, 0)
    study = cs.load(tmp_path / "study")
    assert study.statements[["date", "url", "source"]].to_numpy().tolist() == APPEARED
    assert set(study.statements["speaker"]) == {"Anna Example"}
    assert set(study.statements["second_url"]) == {"https://check.example.org/1"}
    assert study.codebook["actors"][["kind", "wikidata"]].to_numpy().tolist() == [["person", "Q1"]]


def test_no_rating_enters_a_study_and_that_is_told(place, tmp_path):
    account = cs.import_claimreview(place("one.json", PACKINGS["one.json"]), into=tmp_path / "study")
    assert "1 ratings were not taken over: they judge, and a study records" in account.notes
    assert not any("Nonsense" in path.read_text() for path in (tmp_path / "study").rglob("*.csv"))


OTHER = {"@type": "Organization", "name": "Other Check"}
#: What differs from the plain review, and the dates and speakers that come out of it; nothing where it is refused.
REVIEWS = {
    "no appearance": ({"itemReviewed": {"author": {"name": "Anna Example"}, "datePublished": "2025-02"}}, [["2025-02", "Anna Example"]]),
    "no claim date": ({"itemReviewed": {"author": {"name": "Anna Example"}}}, [["../2025-03-05", "Anna Example"]]),
    "two claimants": (
        {"itemReviewed": [{"author": {"name": name}, "datePublished": "2025-02-01"} for name in ("Anna", "Boris")]},
        [["2025-02-01", "Anna"], ["2025-02-01", "Boris"]],
    ),
    "author as text": ({"itemReviewed": {"author": "Anna Example", "datePublished": "2025-02"}}, [["2025-02", "Anna Example"]]),
    "one appearance": (
        {"itemReviewed": {"author": {"name": "Anna"}, "datePublished": "2025-02-01", "appearance": {"url": "https://a.example.org"}}},
        [["2025-02-01", "Anna"]],
    ),
    "no date at all": ({"datePublished": "", "itemReviewed": {"author": {"name": "Anna"}}}, []),
    "nobody": ({"itemReviewed": {"datePublished": "2025-02-01"}}, [["2025-02-01", "not-named"]]),
    "date in words": ({"itemReviewed": {"author": {"name": "Anna"}, "datePublished": "3 March 2025"}}, [["2025-03-03", "Anna"]]),
    "unclear date": ({"itemReviewed": {"author": {"name": "Anna"}, "datePublished": "03/04/2025"}}, [["../2025-03-05", "Anna"]]),
    "no words": ({"claimReviewed": " ", "itemReviewed": {"author": {"name": "Anna"}}}, []),
}  # fmt: skip


@pytest.mark.parametrize("case", REVIEWS)
def test_what_a_review_lacks_is_not_made_up(case, place, tmp_path):
    changed, expected = REVIEWS[case]
    path = place("feed.json", json.dumps([review(**changed), review(claimReviewed="Another.", author=OTHER)]))
    account = cs.import_claimreview(path, into=tmp_path / "study")
    ours = cs.load(tmp_path / "study").statements.query("note == 'reviewed by Check Example'")
    assert sorted(ours[["date", "speaker"]].to_numpy().tolist()) == expected
    assert bool(len(account.refused)) is not bool(expected)
    assert account.read == account.kept + account.merged + account.refused_rows == 2


TOOLS = {
    "an answer of the search": {"claims": [
        {"text": "The quay is closed.", "claimant": "Anna Example", "claimDate": "2025-03-01T00:00:00Z",
         "claimReview": [{"publisher": {"name": "Check Example", "site": "check.example.org"}, "url": "https://check.example.org/1",
                          "reviewDate": "2025-03-05T00:00:00Z", "textualRating": "Nonsense", "languageCode": "en"}]},
    ], "nextPageToken": "x"},
    "a page of markup": {"pageUrl": "https://check.example.org/1", "publishDate": "2025-03-05", "claimReviewAuthor": {"name": "Check Example"},
        "claimReviewMarkups": [{"claimReviewed": "The quay is closed.", "claimDate": "2025-03-01", "claimAuthor": {"name": "Anna Example"},
                                "claimFirstAppearance": "https://news.example.org/a", "rating": {"textualRating": "Nonsense"}}]},
}  # fmt: skip


@pytest.mark.parametrize("name", TOOLS)
def test_what_the_fact_check_tools_write_is_read_too(name, place, tmp_path):
    account = cs.import_claimreview(place("tools.json", json.dumps(TOOLS[name])), into=tmp_path / "study")
    found = cs.load(tmp_path / "study").statements
    assert found[["date", "speaker", "second_url", "note"]].to_numpy().tolist() == [
        ["2025-03-01", "Anna Example", "https://check.example.org/1", "reviewed by Check Example"]
    ]
    assert any(note.startswith("1 ratings were not taken over") for note in account.notes)


def test_two_reviews_of_one_appearance_are_one_statement(place, tmp_path):
    feed = [review(), review(url="https://other.example.org/2", author=OTHER)]
    account = cs.import_claimreview(place("feed.json", json.dumps(feed)), into=tmp_path / "study")
    assert (account.read, account.kept + account.merged) == (2, 2)
    assert len(cs.load(tmp_path / "study").statements) == 3
    assert len(pd.read_csv(tmp_path / "study" / "imports" / "feed" / "merged_statements.csv")) == 3


def test_import_export_import_gives_the_same_study(place, tmp_path):
    feed = [
        review(),
        review(
            claimReviewed="The quay is open.",
            itemReviewed=[{"author": {"@type": "Organization", "name": "Radio Quay"}, "datePublished": "2025"}],
        ),
    ]
    cs.import_claimreview(place("feed.json", json.dumps(feed)), into=tmp_path / "first")
    first = cs.load(tmp_path / "first")
    cs.export_study(first, to=tmp_path, format="claimreview")
    (tmp_path / "claimreview.jsonld").rename(tmp_path / "feed.jsonld")
    cs.import_claimreview(tmp_path / "feed.jsonld", into=tmp_path / "second")
    second = cs.load(tmp_path / "second")
    pd.testing.assert_frame_equal(second.statements, first.statements)
    for name, table in first.codebook.tables.items():
        pd.testing.assert_frame_equal(second.codebook[name], table)


def test_a_statement_of_two_claims_comes_back_as_one(tmp_path):
    statements = pd.DataFrame(
        {
            "statement_id": ["s1"],
            "date": ["2025-01~"],
            "speaker": ["a"],
            "text": ["both"],
            "claims": ["c;d"],
            "note": ["kept"],
        }
    )
    claims = pd.DataFrame({"claim_id": ["c", "d", "e"], "text": ["C", "D", "E"], "type": ["threat", "state", "state"]})
    study = cs.Study.from_frames(
        statements=statements, claims=claims, actors=pd.DataFrame({"actor_id": ["a"], "name": ["A"]})
    )
    cs.export_study(study, to=tmp_path, format="claimreview")
    cs.import_claimreview(tmp_path / "claimreview.jsonld", into=tmp_path / "study")
    found = cs.load(tmp_path / "study")
    assert found.statements[["statement_id", "date", "claims", "note"]].to_numpy().tolist() == [
        ["s1", "2025-01~", "c;d", "kept"]
    ]
    assert found.codebook.claims[["claim_id", "type"]].to_numpy().tolist() == [
        ["c", "threat"],
        ["d", "state"],
        ["e", "state"],
    ]


@pytest.mark.parametrize("imported", [cs.import_euvsdisinfo, cs.import_ties, cs.import_dna])
def test_a_table_of_something_else_is_refused_and_nothing_is_written(imported, place, tmp_path):
    with pytest.raises(DataError, match="it has the columns"):
        imported(place("other.csv", "a,b\n1,2\n"), into=tmp_path / "study")
    assert not (tmp_path / "study").exists()


BROKEN = [
    ("cut.json", '{"@type": "ClaimReview", "claimRev', "it is whole JSON"),
    ("none.json", '{"@type": "WebPage"}', "it holds ClaimReview"),
    ("page.html", "<html><p>words</p></html>", "the page holds JSON-LD"),
    ("latin.json", '{"name": "é"}'.encode("latin-1"), "its text is UTF-8"),
    ("deep.json", "[" * 5000 + "]" * 5000, "deep"),
]


@pytest.mark.parametrize(("name", "content", "message"), BROKEN)
def test_a_broken_page_is_refused_with_the_reason(name, content, message, place, tmp_path):
    with pytest.raises(DataError, match=message):
        cs.import_claimreview(place(name, content), into=tmp_path / "study")
    assert not (tmp_path / "study").exists()


IMPORTS = [
    (cs.import_euvsdisinfo, "cases.csv", EUVSDISINFO),
    (cs.import_ties, "ties.csv", TIES),
    (cs.import_dna, "dna.csv", DNA),
    (cs.import_claimreview, "feed.json", PACKINGS["feed.json"]),
]


@pytest.mark.parametrize(("imported", "name", "content"), IMPORTS, ids=lambda part: getattr(part, "__name__", ""))
def test_the_same_file_again_changes_nothing_and_an_export_is_the_same_study(imported, name, content, place, tmp_path):
    path = place(name, content)
    imported(path, into=tmp_path / "study")
    before = {file: file.read_bytes() for file in (tmp_path / "study").rglob("*") if file.is_file()}
    again = imported(path, into=tmp_path / "study")
    assert again.written == ()
    assert {file: file.read_bytes() for file in (tmp_path / "study").rglob("*") if file.is_file()} == before
    study = cs.load(tmp_path / "study")
    cs.export_study(study, to=tmp_path / "out")
    found = cs.load(tmp_path / "out")
    pd.testing.assert_frame_equal(found.statements, study.statements)
    pd.testing.assert_frame_equal(found.incidents, study.incidents)
    assert found.codebook.sha256 == study.codebook.sha256


def test_incidents_written_as_plover_come_back_as_they_were(tmp_path):
    incidents = pd.DataFrame(
        {
            "incident_id": ["i1", "i2"], "date": ["2025-02", "2025-02-03?"], "actor": ["XNM", "XNM;club"], "recipient": ["XSF", ""],
            "action": ["190.shootdown", "112"], "place": ["XSF", ""], "description": ["a deed", "words"], "contested": ["yes", "no"],
            "sources": ["paper", "paper;radio"], "url": ["https://example.org/i", ""], "verification": ["verified", "unverified"], "note": ["n", ""],
        }
    )  # fmt: skip
    actors = pd.DataFrame(
        {
            "actor_id": ["XNM", "XSF", "club"],
            "name": ["Northmark", "Southfen", "The Club"],
            "country": ["XNM", "XSF", ""],
            "wikidata": ["Q1", "", "Q2"],
        }
    )
    sources = pd.DataFrame({"source_id": ["paper", "radio"], "name": ["The Paper", "The Radio"]})
    study = cs.Study.from_frames(incidents=incidents, actors=actors, sources=sources)
    cs.export_study(study, to=tmp_path, format="plover")
    cs.import_plover(tmp_path / "plover.jsonl", into=tmp_path / "study")
    found = cs.load(tmp_path / "study")
    columns = [name for name in study.incidents.columns if name != "stream"]
    pd.testing.assert_frame_equal(found.incidents[columns], study.incidents[columns])
    assert (
        found.codebook["actors"][["actor_id", "name", "wikidata"]].to_numpy().tolist()
        == actors[["actor_id", "name", "wikidata"]].to_numpy().tolist()
    )
    cs.export_study(found, to=tmp_path / "again", format="plover")
    first, second = ((tmp_path / part / "plover.jsonl").read_text().splitlines() for part in ("", "again"))
    assert [json.loads(line)["event"] for line in first] == [json.loads(line)["event"] for line in second]


@pytest.mark.parametrize(("imported", "name", "content"), IMPORTS, ids=lambda part: getattr(part, "__name__", ""))
def test_each_format_is_a_command(imported, name, content, place, tmp_path, capsys):
    words = imported.__name__.removeprefix("import_")
    assert main(["import", words, str(place(name, content)), "--into", str(tmp_path / "study")]) == 0
    assert "rows read" in capsys.readouterr().err
    assert len(cs.load(tmp_path / "study").statements)
