"""A broken cell is named: table, row, column, rule, value and hint."""

import pytest

import claimstats as cs

MEGABYTES = "x" * 10_000_000

#: What is done to one file; and what must be said of it: table, row, column, part of the rule, value, part of the hint.
EDITS = {
    "missing column": (
        ("statements.csv", "speaker", "spaeker"),
        ("statements.csv", 1, "speaker", "the column is there", None, "'spaeker'"),
    ),
    "unknown claim": (
        ("statements.csv", "at_war;ready", "at_war;redy"),
        ("statements.csv", 3, "claims", "it is in claims.csv", "redy", "did you mean 'ready'?"),
    ),
    "unknown claim of an expectation": (
        ("expectations.csv", "at_war", "at_wra"),
        ("expectations.csv", 2, "claim_id", "it is in claims.csv", "at_wra", "did you mean 'at_war'?"),
    ),
    "unknown speaker": (
        ("statements.csv", "boris", "borris"),
        ("statements.csv", 3, "speaker", "it is in actors.csv", "borris", "did you mean 'boris'?"),
    ),
    "unknown actor": (
        ("incidents.csv", "RUS,NATO", "RUS,NAT0"),
        ("incidents.csv", 2, "recipient", "it is in actors.csv", "NAT0", "did you mean 'NATO'?"),
    ),
    "unknown source": (
        ("incidents.csv", "a deed,paper", "a deed,papper"),
        ("incidents.csv", 2, "sources", "it is in sources.csv", "papper", "did you mean 'paper'?"),
    ),
    "unknown source like no other": (
        ("statements.csv", "asserts,paper", "asserts,zzz"),
        ("statements.csv", 2, "source", "it is in sources.csv", "zzz", "add it to sources.csv, or correct it"),
    ),
    "unknown stream": (
        ("coverage.csv", "deeds,war", "dees,war"),
        ("coverage.csv", 2, "stream", "it is in streams.csv", "dees", "did you mean 'deeds'?"),
    ),
    "unknown family": (
        ("expectations.csv", "1,war", "1,wart"),
        ("expectations.csv", 2, "family", "it is in families.csv", "wart", "did you mean 'war'?"),
    ),
    "copy of an unknown row": (
        ("statements.csv", "stream\ns1,2024-01-10,anna,words,at_war,asserts,paper,search",
         "reprint_of\ns1,2024-01-10,anna,words,at_war,asserts,paper,s99"),
        ("statements.csv", 2, "reprint_of", "it is in statements.csv", "s99", "add it to statements.csv"),
    ),
    "repeated key": (
        ("statements.csv", "s3,", "s1,"),
        ("statements.csv", 4, "statement_id", "it is never repeated", "s1", "row 2 has it already"),
    ),
    "empty key": (
        ("claims.csv", "ready,c", ",c"),
        ("claims.csv", 3, "claim_id", "it is filled", "", "may not be empty"),
    ),
    "impossible date": (
        ("statements.csv", "2024-01-10", "2025-02-30"),
        ("statements.csv", 2, "date", "it is an EDTF date", "2025-02-30", "February 2025 has 28 days"),
    ),
    "reversed interval": (
        ("incidents.csv", "2024-01-20", "2024-01-20/2024-01-10"),
        ("incidents.csv", 2, "date", "it is an EDTF date", "2024-01-20/2024-01-10", "it ends before it begins"),
    ),
    "date of another fashion": (
        ("incidents.csv", "2024-01-20", "20.01.2024"),
        ("incidents.csv", 2, "date", "it is an EDTF date", "20.01.2024", "write 2025-09-15"),
    ),
    "reversed coverage": (
        ("coverage.csv", "2024-01-01,2024-06-30", "2024-06-30,2024-01-01"),
        ("coverage.csv", 2, "end", "it is not before start", "2024-01-01", "exchange the two days"),
    ),
    "impossible day of an office": (
        ("offices.csv", "2024-02-29", "2023-02-29"),
        ("offices.csv", 2, "end", "it is a day of the calendar", "2023-02-29", "2025-09-15"),
    ),
    "unknown action code": (
        ("incidents.csv", ",190,", ",999,"),
        ("incidents.csv", 2, "action", "it is a known action code", "999", "ontology"),
    ),
    "action code that lost its zero": (
        ("incidents.csv", ",190,", ",40,"),
        ("incidents.csv", 2, "action", "it is a known action code", "40", "did you mean '040'?"),
    ),
    "unknown code of an expectation": (
        ("expectations.csv", ",19,0", ",190.shotdown,0"),
        ("expectations.csv", 2, "codes", "it is a known action code", "190.shotdown", "'190.shootdown'"),
    ),
    "window that ends before it begins": (
        ("expectations.csv", "0,30", "30,0"),
        ("expectations.csv", 2, "window_to", "it is not before window_from", "0", "exchange"),
    ),
    "weight that is no number": (
        ("expectations.csv", "30,1,", "30,heavy,"),
        ("expectations.csv", 2, "weight", "it is a number", "heavy", "decimal point"),
    ),
    "weight of nothing": (
        ("expectations.csv", "30,1,", "30,0,"),
        ("expectations.csv", 2, "weight", "it is at least", "0", "correct"),
    ),
    "unknown choice": (
        ("statements.csv", "denies", "denys"),
        ("statements.csv", 4, "stance", "it is one of asserts, denies, conditional", "denys", "did you mean 'denies'?"),
    ),
    "column named twice": (
        ("claims.csv", "claim_id,type,text", "claim_id,text,text"),
        ("claims.csv", 1, "text", "each column is named once", "2 times", "rename or remove"),
    ),
    "ragged row": (
        ("claims.csv", "They are at war.", "They, they are at war."),
        ("claims.csv", 2, None, "it has 3 cells", "4 cells", 'between "'),
    ),
    "cell of 10 MB": (
        ("claims.csv", "They are at war.", MEGABYTES),
        ("claims.csv", 2, "text", "1,000,000 characters", "10,000,000 characters", "shorten"),
    ),
    "setting that is no date": (
        ("study.toml", "2024-06-30", '"soon"'),
        ("study.toml", None, "study.as_of", "it is a date such as 2025-12-31", "soon", "correct"),
    ),
    "unknown setting": (
        ("study.toml", "title =", "titel ="),
        ("study.toml", None, "study.titel", "it is a known setting", "A small study", "did you mean 'title'?"),
    ),
    "settings that are no TOML": (
        ("study.toml", "[study]", "[study"),
        ("study.toml", None, None, "it is TOML in UTF-8", "line 1", "correct the line"),
    ),
    "cut-off before the start": (
        ("study.toml", "2024-06-30", "2023-06-30"),
        ("study.toml", None, "study.as_of", "it is not before study.start", "2023-06-30", "exchange"),
    ),
}  # fmt: skip


def test_the_study_that_is_broken_below_is_whole(study_folder):
    study = cs.load(study_folder)
    assert (len(study.statements), len(study.incidents), len(study.codebook.claims)) == (3, 2, 2)


@pytest.mark.parametrize(("change", "expected"), EDITS.values(), ids=EDITS)
def test_a_broken_cell_is_named(edit, refused, assert_said, change, expected):
    edit(*change)
    assert_said(refused(), expected)
