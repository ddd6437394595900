"""The demo study is planted row by row with its consequences: its truth is known, and every measure must find it."""

import importlib.util
import json
import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import claimstats as cs

DEMO = Path(__file__).parents[2] / "data" / "demo"
TRUTH = json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))

COUNTS = ("mentions", "utterances", "occasions", "repeats", "speaker_days", "straddling", "occasions_max")
RATES = ("stream_occasions", "exposure_days", "estimate")


@pytest.fixture(scope="module")
def study() -> cs.Study:
    return cs.load(DEMO)


@pytest.fixture(scope="module")
def repetition(study: cs.Study) -> pd.DataFrame:
    return cs.measure_repetition(cs.group_claims(study), by="claim", period="quarter", stream="bulletin").to_frame()


@pytest.fixture(scope="module")
def gaps(study: cs.Study) -> cs.Result:
    return cs.measure_gaps(cs.group_claims(study))


def as_written(value: object) -> object:
    """A cell as truth.json writes it: no NumPy types, None for what is missing or empty."""
    plain = value.item() if hasattr(value, "item") else value
    missing = plain is None or plain is pd.NA or plain is pd.NaT or (isinstance(plain, float) and math.isnan(plain))
    return None if missing or plain == "" else plain


def same(found: object, true: object) -> bool:
    """Equal, or nearly so for numbers; what is missing is never the same as 0."""
    if isinstance(true, (int, float)) and isinstance(found, (int, float)):
        return math.isclose(found, true, rel_tol=1e-9, abs_tol=1e-12)
    return found == true


def disagreements(
    frame: pd.DataFrame, true_rows: list[dict[str, Any]], *, keys: list[str], columns: dict[str, str]
) -> list[str]:
    """Every cell that is not as planted, and every row that only one of the two has.

    ``columns`` maps a name in the frame to its name in truth.json.
    """
    rows = frame.to_dict("records")
    found = {tuple(as_written(row[key]) or "" for key in keys): row for row in rows}
    true = {tuple(row[key] or "" for key in keys): row for row in true_rows}
    wrong = [f"{' '.join(key)}: the measure has no such row" for key in true.keys() - found.keys()]
    wrong += [f"{' '.join(map(str, key))}: nothing of the kind was planted" for key in found.keys() - true.keys()]
    if len(rows) != len(found):
        wrong.append(f"{len(rows)} rows have only {len(found)} different keys")
    for key in true.keys() & found.keys():
        for column, name in columns.items():
            got, planted = as_written(found[key][column]), true[key][name]
            if not same(got, planted):
                why = f" ({true[key]['why']})" if true[key].get("why") else ""
                wrong.append(f"{' '.join(key)}: {column} is {got!r}, planted was {planted!r}{why}")
    return sorted(wrong)


def agree(wrong: list[str]) -> None:
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("column", COUNTS)
def test_counts_per_claim_and_quarter(repetition: pd.DataFrame, column: str) -> None:
    agree(disagreements(repetition, TRUTH["repetition"], keys=["claim_id", "period"], columns={column: column}))


@pytest.mark.parametrize("column", RATES)
def test_rates_come_from_the_bulletin_alone(repetition: pd.DataFrame, column: str) -> None:
    agree(disagreements(repetition, TRUTH["repetition"], keys=["claim_id", "period"], columns={column: column}))


def test_first_seen(repetition: pd.DataFrame) -> None:
    once = repetition.drop_duplicates(["claim_id", "first_seen"])
    agree(disagreements(once, TRUTH["claims"], keys=["claim_id"], columns={"first_seen": "first_seen"}))


def test_occasions_and_repeats_over_all_time(study: cs.Study) -> None:
    ever = cs.measure_repetition(cs.group_claims(study), by="claim", period="all", stream="bulletin").to_frame()
    columns = {"occasions": "occasions", "repeats": "repeats"}
    agree(disagreements(ever, TRUTH["claims"], keys=["claim_id"], columns=columns))


def test_texts_and_days_of_the_bulletin(study: cs.Study) -> None:
    frame = cs.measure_coverage(study, period="quarter").to_frame()
    true = [row for row in TRUTH["exposure"] if row["stream"] == "bulletin"]
    columns = {"monitored_days": "exposure_days", "texts": "texts"}
    keys = ["stream", "key", "period"]
    agree(disagreements(frame[frame["stream"] == "bulletin"], true, keys=keys, columns=columns))


def test_days_on_which_incidents_of_each_family_were_looked_for(study: cs.Study) -> None:
    frame = cs.measure_coverage(study, period="quarter").to_frame()
    true = [row for row in TRUTH["exposure"] if row["stream"] == "incident_watch"]
    families = frame[frame["key"].isin({row["key"] for row in true})]
    columns = {"monitored_days": "exposure_days"}
    agree(disagreements(families, true, keys=["stream", "key", "period"], columns=columns))


@pytest.mark.parametrize(
    "columns",
    [
        ("anchor_lo", "anchor_hi"),
        ("window_lo", "window_hi", "closed"),
        ("coverage",),
        ("outcome",),
        ("outcome_possible",),
    ],
    ids=" ".join,
)
def test_windows_and_outcomes(gaps: cs.Result, columns: tuple[str, ...]) -> None:
    true = [{**row, "closed": bool(row["closed"])} for row in TRUTH["pairs"]]
    keys = ["claim_id", "expectation_id", "role", "anchor_id"]
    agree(disagreements(gaps.to_frame(), true, keys=keys, columns=dict(zip(columns, columns, strict=True))))


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("fulfilment", "fulfilment"),
        ("estimate", "gap"),
        ("gap_lo", "gap_lo"),
        ("gap_hi", "gap_hi"),
        ("n_units", "scored_anchors"),
    ],
)
def test_scores_per_claim_and_role(gaps: cs.Result, column: str, name: str) -> None:
    agree(disagreements(gaps.to_frame("claims"), TRUTH["scores"], keys=["claim_id", "role"], columns={column: name}))


def test_score_of_the_whole_study(gaps: cs.Result) -> None:
    columns = {"estimate": "gap", "gap_lo": "gap_lo", "gap_hi": "gap_hi", "n_units": "claims"}
    agree(disagreements(gaps.to_frame("corpus"), TRUTH["corpus"], keys=["role"], columns=columns))


def test_it_shows_what_a_study_can_hold(study: cs.Study) -> None:
    assert {row["outcome"] for row in TRUTH["pairs"]} == {
        "fulfilled", "partial", "contradicted", "not_observed", "pending", "unassessable", "not_triggered",
    }  # fmt: skip
    expectations = study.codebook["expectations"]
    for column, values in {
        "role": {"own", "other"},
        "polarity": {"present", "absent"},
        "anchor": {"episode", "trigger", "period"},
    }.items():
        assert set(expectations[column]) == values
    assert set(study.codebook.claims["type"]) == {"state", "commitment", "threat", "restraint", "prediction"}


def test_regenerating_the_demo_gives_the_same_bytes(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("demo_generate", DEMO / "generate.py")
    assert spec
    assert spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    script.main(tmp_path)
    kept = {path.name for path in DEMO.iterdir() if path.suffix in (".csv", ".json", ".toml")}
    assert {path.name for path in tmp_path.iterdir()} == kept
    changed = [name for name in sorted(kept) if (tmp_path / name).read_bytes() != (DEMO / name).read_bytes()]
    assert not changed, f"data/demo/generate.py no longer writes these files as they are: {changed}"


def test_everything_says_that_it_is_invented(study: cs.Study) -> None:
    assert study.settings.invented
    assert "invented" in study.title
    assert "Invented data: no real person, place or event" in study.settings.description
    for table in (study.statements, study.incidents):
        assert table["note"].str.contains("invented").all()
        assert table["url"].str.startswith("https://example.org/").all()
