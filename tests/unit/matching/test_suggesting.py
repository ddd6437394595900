"""Suggested claims: what comes first, in any script, why, how probable, and what stays empty; all speakers are invented."""

import csv

import numpy as np
import pandas as pd
import pytest

import claimstats as cs
from claimstats.cli import main
from claimstats.matching.familiarity import Streamed, learn_familiarity

#: One claim and an unlike one in each script, and a statement that voices the first in other words.
SCRIPTS = {
    "Latin": (
        "The harbour is closed to all ships.",
        "Bread is cheaper than last year.",
        "no ship may enter the harbour",
    ),
    "Cyrillic": ("Гавань закрыта для всех судов.", "Хлеб подешевел за год.", "ни одно судно не войдёт в гавань"),
    "Arabic": ("الميناء مغلق أمام جميع السفن", "الخبز أرخص من العام الماضي", "لن تدخل أي سفينة الميناء"),
    "Chinese": ("港口对所有船只关闭。", "面包比去年便宜。", "任何船只都不能进入港口"),
}


def study_of(*rows, claims=(), codings=None, **columns):
    """A study of rows ``id, date, text, claims`` and claims ``id, text``."""
    said = pd.DataFrame(rows, columns=["statement_id", "date", "text", "claims"]).assign(speaker="a", **columns)
    listed = pd.DataFrame(claims, columns=["claim_id", "text"]) if claims else None
    actors = pd.DataFrame({"actor_id": ["a"], "name": ["Invented"], "kind": ["person"]})
    return cs.Study.from_frames(statements=said, claims=listed, actors=actors, codings=codings)


@pytest.fixture(scope="module")
def harbour():
    return study_of(
        ("s1", "2025-01-01", "The harbour is closed to every ship.", "harbour"),
        ("s2", "2025-01-02", "Bread costs less than a year ago.", "bread"),
        ("s3", "2025-02-01", "Bread has become cheaper", ""),
        ("s4", "2025-02-02", "...", ""),
        claims=[("bread", "Bread has become cheaper."), ("harbour", "The harbour is closed.")],
    )


def test_the_likest_claim_comes_first_with_its_reason_and_empty_cells_to_fill(harbour):
    row = cs.suggest_claims(harbour).to_frame().query("statement_id == 's3'").iloc[0]

    assert (row["rank"], row["claim_id"], row["claim_text"]) == (1, "bread", "Bread has become cheaper.")
    assert row["reason"] == "nearest to the claim's own text, as said; words in common: become, cheaper, has, bread"
    assert (row["accept"], row["claim"], row["new_claim"]) == ("", "", "")


def test_the_columns_are_those_that_the_reader_of_decisions_knows(harbour):
    names = ["statement_id", "date", "speaker", "text", "translation", "rank", "claim_id", "claim_text", "score",
             "probability", "reason", "accept", "claim", "new_claim"]  # fmt: skip

    result = cs.suggest_claims(harbour)

    assert list(result.to_frame().columns) == names
    assert all(result.words_for("suggestions").values())
    assert all(result.words_for("familiarity").values())


def test_a_statement_without_words_gets_no_suggestion_and_says_why(harbour):
    row = cs.suggest_claims(harbour).to_frame().query("statement_id == 's4'").iloc[0]

    assert pd.isna(row["rank"])
    assert pd.isna(row["probability"])
    assert (row["claim_id"], row["reason"]) == ("", "there is no word to compare")


@pytest.mark.parametrize("claims", [(), [("x", "Xylophon")]])
def test_without_anything_in_common_the_row_says_so(claims):
    frame = cs.suggest_claims(study_of(("s1", "2025-01-01", "mmm", ""), claims=claims)).to_frame()

    expected = "no known claim has anything in common with it" if claims else "no claim is known yet"
    assert frame["reason"].tolist() == [expected]


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("known_by", ["text", "statement"])
def test_every_script_gets_its_suggestion(script, known_by):
    right, other, said = SCRIPTS[script]
    if known_by == "text":
        study = study_of(("s9", "2025-03-01", said, ""), claims=[("a", other), ("b", right)])
    else:
        study = study_of(
            ("s1", "2025-01-01", other, "a"), ("s2", "2025-01-01", right, "b"), ("s9", "2025-03-01", said, "")
        )

    first = cs.suggest_claims(study).to_frame().iloc[0]

    assert (first["statement_id"], first["claim_id"]) == ("s9", "b")
    assert first["score"] > 0.05


def test_within_a_language_the_original_is_compared_and_across_languages_the_translation():
    study = study_of(
        ("s1", "2025-01-01", "Гавань закрыта для судов", "harbour"),
        ("s2", "2025-06-01", "Гавань закрыта", ""),
        ("s3", "2025-06-02", "the harbour is closed now", ""),
        translation=["The harbour is closed to ships", "The port is shut", ""],
        language=["ru", "ru", "en"],
    )

    reasons = cs.suggest_claims(study).to_frame().set_index("statement_id")["reason"]

    assert "as said; words in common: гавань, закрыта" in reasons["s2"]
    assert "in translation; words in common: " in reasons["s3"]
    assert "closed" in reasons["s3"]


def test_a_statement_that_a_coder_found_to_voice_nothing_is_left_alone_and_coded_ones_come_on_request():
    codings = pd.DataFrame([["statements", "s2", "claims", "a", "none"]],
                           columns=["table", "row_id", "variable", "coder", "value"])  # fmt: skip
    study = study_of(("s1", "2025-01-01", "ships sail", "sea"), ("s2", "2025-01-02", "ships sail", ""),
                     ("s3", "2025-01-03", "ships sail", ""), codings=codings)  # fmt: skip

    assert cs.suggest_claims(study).to_frame()["statement_id"].tolist() == ["s3"]
    assert cs.suggest_claims(study, coded=True).to_frame()["statement_id"].tolist() == ["s1", "s2", "s3"]


def test_a_coded_statement_is_not_compared_with_itself():
    study = study_of(("s1", "2025-01-01", "ships sail", "sea"), ("s2", "2025-01-02", "ships of war sail", "war"))

    frame = cs.suggest_claims(study, coded=True).to_frame()

    assert frame.query("rank == 1")["claim_id"].tolist() == ["war", "sea"]


def test_of_equal_claims_the_one_said_of_late_comes_first():
    study = study_of(("s1", "2024-01-01", "ships sail", "a"), ("s2", "2025-01-01", "ships sail", "b"),
                     ("s3", "2025-01-10", "ships sail north", ""))  # fmt: skip

    assert cs.suggest_claims(study).to_frame()["claim_id"].tolist() == ["b", "a"]


def test_copies_do_not_raise_a_score():
    rows = [("s1", "2025-01-01", "ships sail", "sea", ""), ("s2", "2025-09-01", "ships sail north", "", "")]
    columns = ["statement_id", "date", "text", "claims", "reprint_of"]

    def score(claims, of):
        copies = [(f"c{place}", "2025-01-01", "ships sail", claims, of) for place in range(5)]
        said = pd.DataFrame(rows + copies, columns=columns).assign(speaker="a")
        found = cs.suggest_claims(cs.Study.from_frames(statements=said)).to_frame()
        return found.loc[found["statement_id"] == "s2", "score"].iloc[0]

    assert score("sea", "s1") == score("", "s1")
    assert score("sea", "") > score("sea", "s1")


def test_an_embedder_finds_what_shares_no_word():
    meaning = {"ships sail": [1.0, 0.0], "boats go": [1.0, 0.1], "bread": [0.0, 1.0]}
    study = study_of(("s1", "2025-01-01", "boats go", ""), claims=[("bread", "bread"), ("sea", "ships sail")])

    found = cs.suggest_claims(study, embedder=lambda texts: np.array([meaning[text] for text in texts])).to_frame()

    assert found["claim_id"].iloc[0] == "sea"


def test_a_number_below_1_is_refused(harbour):
    with pytest.raises(cs.errors.UsageError, match="1 or more"):
        cs.suggest_claims(harbour, number=0)


def test_explain_shows_the_statements_coded_with_the_claim(harbour):
    traced = cs.suggest_claims(harbour).explain("s3", "bread")

    assert traced["coded"].tolist() == ["s2"]


def streamed(best, known):
    known = np.array(known, dtype=bool)
    return Streamed(places=np.arange(len(known)), best=np.array(best), known=known, rank=known.astype(int))


def test_the_probability_is_learnt_and_calibrated():
    rng = np.random.default_rng(5)
    best = rng.uniform(0, 1, 4000)
    known = rng.uniform(0, 1, 4000) < 1 / (1 + np.exp(-(8 * best - 4)))

    learnt = learn_familiarity(streamed(best, known))

    assert learnt.rows == 2000
    assert learnt.probability(np.array([0.25, 0.5, 0.75])) == pytest.approx([0.12, 0.5, 0.88], abs=0.04)


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        ([True, False] * 20, "50 coded rows or more, not 20"),
        ([True] * 300, "of 150 coded rows 150 voice a claim known before them"),
        ([True] * 150 + [False] * 145 + [True] * 5, "of 150 coded rows 5 voice"),
    ],
)
def test_too_little_to_learn_from_gives_a_reason(known, reason):
    learnt = learn_familiarity(streamed(np.linspace(0, 1, len(known)), known))

    assert reason in learnt.reason
    assert np.isnan(learnt.probability(np.array([0.5]))).all()


def test_a_score_that_tells_nothing_gives_no_probability():
    best = np.linspace(0, 1, 400)

    assert "did not go with known claims" in learn_familiarity(streamed(best, best < 0.75)).reason


def test_the_command_writes_a_table_that_is_safe_to_open_in_a_spreadsheet(tmp_path, capsys):
    study = study_of(("s1", "2025-01-01", "=cmd|x ships sail", ""), ("s2", "2025-01-01", "корабли", ""),
                     claims=[("sea", "Ships sail.")])  # fmt: skip
    study.save(tmp_path / "study")
    target = tmp_path / "suggestions.csv"

    assert main(["suggest", str(tmp_path / "study"), "--to", str(target)]) == 0

    told = capsys.readouterr()
    assert told.out == f"{target}\n"
    assert "2 statements, 1 suggestions" in told.err
    assert "no probability" in told.err
    rows = list(csv.DictReader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["statement_id"], row["text"], row["rank"]) for row in rows] == [
        ("s1", "'=cmd|x ships sail", "1"), ("s2", "корабли", ""),
    ]  # fmt: skip


def test_the_command_writes_to_standard_output(capsys):
    assert main(["suggest", "data/demo", "--number", "1"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("statement_id,date,speaker,text,")
    assert len(lines) == 7
