"""Whatever a page holds, a study comes out in which each review is accounted for, or nothing does and the reason is told."""

import csv
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import claimstats as cs
from claimstats.errors import DataError

words = st.sampled_from(
    ["The quay is closed.", "=1+1", "a;b", " ", "", "Юлия", "\u2028", "2025-03-01", "https://example.org/a", "x" * 300]
)
days = st.sampled_from(
    ["2025-03-01", "2025-03-01T10:00:00Z", "2025-02-31", "2025", "soon", "", "03/04/2025", "3 March 2025"]
)
plain = words | st.none() | st.integers(-5, 3000) | st.booleans() | days
thing = st.dictionaries(
    st.sampled_from(["@type", "name", "url", "text", "datePublished", "sameAs", "publisher", "@value", "@id"]),
    plain,
    max_size=4,
)
anything = st.one_of(plain, thing, st.lists(st.one_of(plain, thing), max_size=3))
claim = st.fixed_dictionaries(
    {"author": anything, "datePublished": days},
    optional={
        "appearance": anything,
        "firstAppearance": anything,
        "text": words,
        "@type": st.sampled_from(["Claim", "CreativeWork"]),
    },
)
review = st.fixed_dictionaries(
    {
        "@type": st.just("ClaimReview"),
        "claimReviewed": words | anything,
        "itemReviewed": st.one_of(claim, claim, st.lists(claim, max_size=3), anything),
    },
    optional={
        "url": anything,
        "author": anything,
        "datePublished": days,
        "reviewRating": anything,
        "claimstats:claim": anything,
    },
)


@settings(max_examples=12, deadline=None)
@given(st.lists(review, min_size=1, max_size=4))
def test_each_review_is_accounted_for(reviews):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "feed.json")
        path.write_text(json.dumps(reviews), encoding="utf-8")
        try:
            account = cs.import_claimreview(path, into=Path(folder, "study"))
        except DataError:
            assert not Path(folder, "study").exists()
            return
        assert account.read == len(reviews) == account.kept + account.merged + account.refused_rows
        study = cs.load(Path(folder, "study"))
        cs.export_study(study, to=folder, format="claimreview")
        first = study.statements.drop(columns="stream")
        if len(first):
            cs.import_claimreview(Path(folder, "claimreview.jsonld"), into=Path(folder, "again"))
            again = cs.load(Path(folder, "again")).statements.drop(columns="stream")
            columns = ["statement_id", "date", "speaker", "text", "paraphrase", "claims", "url", "note"]
            assert again[columns].to_numpy().tolist() == first[columns].to_numpy().tolist()


cells = st.sampled_from(
    [
        "",
        "1",
        "0",
        "1 5",
        "2.0",
        "12.0",
        "1950",
        "31.02.2017",
        "03.10.2017",
        "2017-05-01",
        "soon",
        "=1",
        "a;b",
        'q"q',
        "x\ny",
        "Юлия",
        "?",
        "-1",
    ]
)
TABLES = [
    (cs.import_euvsdisinfo, ("date", "outlet", "title", "summary", "language", "source")),
    (
        cs.import_ties,
        (
            "caseid",
            "startyear",
            "startmonth",
            "startday",
            "endyear",
            "sender1",
            "targetstate",
            "threat",
            "imposition",
            "sancimpositionstartyear",
        ),
    ),
    (cs.import_dna, ("statement_id", "time", "person", "organization", "concept", "agreement")),
]


@pytest.mark.parametrize(("imported", "header"), TABLES, ids=lambda part: getattr(part, "__name__", ""))
@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_each_row_is_accounted_for(imported, header, data):
    likely = {
        "date": st.just("03.10.2017"),
        "time": st.just("2017-05-01"),
        "startyear": st.just("1950"),
        "threat": st.sampled_from("01"),
        "imposition": st.sampled_from("01"),
    }
    row = st.tuples(*(likely.get(name, cells) | cells for name in header))
    rows = data.draw(st.lists(row, min_size=1, max_size=6))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "table.csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        try:
            account = imported(path, into=Path(folder, "study"))
        except DataError:
            assert not Path(folder, "study").exists()
            return
        assert (
            account.read
            == account.kept + account.merged + account.refused_rows
            == sum(any(cell.strip() for cell in one) for one in rows)
        )
        study = cs.load(Path(folder, "study"))
        cs.export_study(study, to=Path(folder, "out"))
        assert cs.load(Path(folder, "out")).codebook.sha256 == study.codebook.sha256
