"""Links that no person made: what is attached to a coded claim, what is proposed, what is left alone, and why."""

from datetime import date

import pandas as pd
import pytest

import claimstats as cs
from claimstats.errors import UsageError

SAID = pd.DataFrame(
    [
        ("s1", "2025-01-02", "NATO is at war with Russia through Ukraine.", "", "", "nato"),
        ("s2", "2025-02-03", "nato is AT WAR with russia through ukraine!", "", "", ""),
        ("s3", "2025-03-04", "NATO is now openly at war with Russia through Ukraine.", "", "", ""),
        (
            "s4",
            "2025-03-05",
            "NATO could one day be dragged into a war with Russia over Ukraine and Moldova.",
            "",
            "",
            "",
        ),
        ("s5", "2025-03-06", "The harbour will be closed for repairs in summer.", "", "", ""),
        ("s6", "2025-03-07", "The harbour will be closed all summer for repairs.", "", "", ""),
        ("s7", "2025-03-08", "НАТО воюет с Россией на Украине", "NATO is at war with Russia through Ukraine", "ru", ""),
        ("s8", "2025-03-09", "NATO is at war with Russia through Ukraine.", "", "", ""),
        ("s9", "2025-03-10", "...", "", "", ""),
    ],
    columns=["statement_id", "date", "text", "translation", "language", "claims"],
).assign(speaker="A")
CODINGS = pd.DataFrame(
    {"table": "statements", "row_id": ["s8"], "variable": "claims", "coder": "X", "value": "none", "date": "2025-04-01"}
)


def study(said=SAID, **more):
    return cs.Study.from_frames(
        statements=said,
        claims=pd.DataFrame({"claim_id": ["nato"], "type": "state", "text": "NATO is at war with Russia"}),
        settings={"start": date(2025, 1, 1), "as_of": date(2025, 12, 31)},
        codings=CODINGS,
        **more,
    )


def counted(claims):
    frame = cs.measure_repetition(claims, period="all").to_frame()
    return dict(zip(frame["claim_id"], frame["occasions"].tolist(), strict=True))


def test_nothing_is_linked_unless_it_is_asked_for():
    claims = cs.group_claims(study())
    assert counted(claims) == {"nato": 1}
    assert claims.made.empty
    assert claims.links.to_dict("records")[0]["method"] == "coded"


def test_the_same_wording_is_attached_within_a_language_on_the_text_and_across_on_the_translation():
    claims = cs.group_claims(study(), match="wording")
    made = claims.made.set_index("statement_id")
    assert made["claim_id"].to_dict() == {"s2": "nato", "s3": "nato", "s7": "nato"}
    assert made["hangs_on"].unique().tolist() == ["s1"]
    assert made["compared"].to_dict() == {"s2": "text", "s3": "text", "s7": "translation"}
    assert made["score"].to_dict() == pytest.approx({"s2": 1.0, "s3": 0.8, "s7": 1.0})
    assert counted(claims) == {"nato": 4}
    assert (claims.counts["coded"], claims.counts["wording"], claims.counts["links"]) == (1, 3, 4)


def test_what_a_coder_found_to_voice_nothing_stays_so():
    assert "s8" not in set(cs.group_claims(study(), match="wording").made["statement_id"])


def test_a_stricter_threshold_links_less_and_a_looser_one_names_no_other_claim():
    found = {
        level: set(cs.group_claims(study(), match="wording", threshold=level).made["statement_id"])
        for level in (35, 45, 85)
    }
    assert found[85] <= found[45] <= found[35]
    assert found[85] == {"s2", "s7"}


def test_every_link_is_explained_and_so_is_what_was_nearly_one():
    claims = cs.group_claims(study(), match="wording", threshold=85)
    assert claims.explain("s1")["reason"].tolist() == ["a person coded it"]
    row = claims.explain("s3").iloc[0]
    assert (row["counted"], row["hangs_on_text"]) == (False, SAID["text"][0])
    assert row["reason"] == "80 % of its words and of those of s1 are common to both, which is not enough"
    assert claims.weakest_links(1)["statement_id"].tolist() == ["s2"]
    assert claims.near_misses(1)["statement_id"].tolist() == ["s3"]
    with pytest.raises(UsageError, match=r"there is no statement 's99'"):
        claims.explain("s99")


def test_what_is_left_becomes_proposed_claims_named_for_their_first_statement():
    claims = cs.group_claims(study(), match="likeness")
    made = claims.made[claims.made["method"] == "likeness"].set_index("statement_id")
    assert made["claim_id"].to_dict() == {
        "s4": "proposed-s4",
        "s5": "proposed-s5",
        "s6": "proposed-s5",
        "s9": "proposed-s9",
    }
    assert counted(claims)["proposed-s5"] == 2
    assert claims.study.codebook.label("proposed-s5") == "The harbour will be closed for repairs in summer."


def test_a_quarter_of_new_statements_renames_no_claim():
    before = cs.group_claims(study(), match="likeness")
    later = pd.DataFrame(
        [(f"t{n}", f"2025-07-{n + 1:02}", text, "", "", "") for n, text in enumerate([
            "The harbour will be closed for repairs in summer, again.", "A new ferry sails on Monday.",
            "NATO is at war with Russia through Ukraine, he said."])],
        columns=["statement_id", "date", "text", "translation", "language", "claims"],
    ).assign(speaker="A")  # fmt: skip
    after = cs.group_claims(study(pd.concat([SAID, later], ignore_index=True)), match="likeness")
    kept = after.made.set_index("statement_id")["claim_id"]
    for statement, claim in before.made.set_index("statement_id")["claim_id"].items():
        assert kept[statement] == claim
    assert kept[["t0", "t1", "t2"]].tolist() == ["proposed-s5", "proposed-t1", "nato"]


def test_the_order_of_rows_decides_nothing():
    one = cs.group_claims(study(), match="likeness").made
    other = cs.group_claims(study(SAID.sample(frac=1, random_state=3)), match="likeness").made
    keys = ["statement_id", "claim_id"]
    pd.testing.assert_frame_equal(one.sort_values(keys, ignore_index=True), other.sort_values(keys, ignore_index=True))


def test_a_study_in_which_nothing_is_coded_or_nothing_is_said_has_no_links():
    nothing = SAID.assign(claims="")
    assert cs.group_claims(study(nothing), match="wording").made.empty
    coded = SAID.assign(claims="nato")
    for match in ("wording", "likeness"):
        assert cs.group_claims(study(coded), match=match).made.empty


def test_what_cannot_be_asked_for_is_refused_with_what_can():
    with pytest.raises(
        UsageError, match=r"match is one of coded, wording, likeness, recorded, not 'words'\. Hint: 'wording'\?"
    ):
        cs.group_claims(study(), match="words")
    with pytest.raises(UsageError, match=r"threshold is one of 35, 45, .* percent, not 50"):
        cs.group_claims(study(), match="wording", threshold=50)


COPIED = pd.DataFrame(
    [
        ("r1", "2025-05-01", "A", "tass", "", "We are at war with the whole bloc, he said."),
        ("r2", "2025-05-02", "A", "ria", "", "We are at war with the whole bloc, he said"),
        ("r3", "2025-05-03", "A", "lenta", "", "we are at war with the whole bloc, he said!"),
        ("r4", "2025-05-05", "A", "ria", "", "We are at war with the whole bloc, he said."),
        ("r5", "2025-05-02", "B", "ria", "", "We are at war with the whole bloc, he said."),
        ("r6", "2025-05-02", "A", "tass", "", "We are at war with the whole bloc, he said."),
        ("r7", "2025-05-02", "A", "ria", "own", "We are at war with the whole bloc, he said."),
        ("r8", "2025-05-02", "A", "ria", "", "Talks about gas will go on in June."),
        ("r9", "2025-05", "A", "ria", "", "We are at war with the whole bloc, he said."),
    ],
    columns=["statement_id", "date", "speaker", "source", "occasion", "text"],
).assign(claims="nato")


def test_a_copy_that_nobody_marked_is_a_mention_and_no_repetition():
    plain = cs.measure_repetition(cs.group_claims(study(COPIED)), period="all").to_frame().iloc[0]
    assert plain[["mentions", "utterances", "occasions"]].tolist() == [9, 9, 9]
    claims = cs.group_claims(study(COPIED), reprint_window=2)
    found = cs.measure_repetition(claims, period="all").to_frame().iloc[0]
    # r2 and r3 copy r1. r4 comes four days after it; r6 is the same outlet; r5, r7, r8 and r9 are their own.
    assert found[["mentions", "utterances", "occasions"]].tolist() == [9, 7, 7]
    assert claims.counts["copies"] == 2


def test_the_days_of_a_copy_are_counted_from_what_is_kept():
    wide = cs.measure_repetition(cs.group_claims(study(COPIED), reprint_window=4), period="all").to_frame().iloc[0]
    assert wide["occasions"] == 6
    with pytest.raises(UsageError, match="reprint_window is 0 days or more, not -1"):
        cs.group_claims(study(COPIED), reprint_window=-1)
