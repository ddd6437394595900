"""A frozen study: one hash for one content, whatever its order; changes are listed, tampering is refused."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import claimstats as cs
from claimstats.codebook.freezing import frozen_hash
from claimstats.errors import UsageError
from claimstats.measuring import read_frozen

DEMO = Path(__file__).parents[2] / "data" / "demo"


@pytest.fixture
def study(tmp_path):
    shutil.copytree(DEMO, tmp_path / "demo", ignore=shutil.ignore_patterns("*.py", "truth.json"))
    return tmp_path / "demo"


def rewrite(study, table, change):
    frame = pd.read_csv(study / f"{table}.csv", dtype="str", keep_default_na=False)
    change(frame).to_csv(study / f"{table}.csv", index=False)


def test_the_same_content_has_the_same_hash_in_any_order(study):
    before = cs.freeze(cs.load(study))
    for table in ("claims", "expectations", "statements", "incidents"):
        rewrite(study, table, lambda frame: frame.sample(frac=1, random_state=1))
    assert cs.freeze(cs.load(study)).sha256 == before.sha256 == frozen_hash(before.document)
    assert len(before.document["expectations"]) == len(pd.read_csv(DEMO / "expectations.csv"))


CHANGES = [
    ("expectations", "window_to", "61", ("expectations", "siege_mobilises", "window_to", "60", "61")),
    ("expectations", "weight", "3", ("expectations", "siege_mobilises", "weight", "2", "3")),
    ("claims", "rule", "another rule", None),
]


@pytest.mark.parametrize(("table", "column", "value", "row"), CHANGES)
def test_a_change_gives_another_hash_and_is_listed(study, table, column, value, row):
    before = cs.freeze(cs.load(study))
    rewrite(study, table, lambda frame: frame.assign(**{column: [value, *frame[column].iloc[1:]]}))
    after = cs.freeze(cs.load(study))
    changes = before.changes(after)
    assert after.sha256 != before.sha256
    assert len(changes) == 1
    assert (changes["part"].iloc[0], changes["field"].iloc[0], changes["after"].iloc[0]) == (table, column, value)
    assert row is None or tuple(changes.iloc[0]) == row


def test_new_statements_and_incidents_leave_the_hash_alone_and_are_counted_as_seen(study):
    before = cs.freeze(cs.load(study), at="before the war")
    rewrite(study, "incidents", lambda frame: frame.iloc[:-1])
    after = cs.freeze(cs.load(study))
    assert after.sha256 == before.sha256
    assert before.seen["incidents"] == after.seen["incidents"] + 1
    assert before.at == "before the war"


def test_a_document_is_read_back_and_one_that_was_changed_is_refused(study, tmp_path):
    frozen = cs.freeze(cs.load(study), at="2026-01-01")
    path = frozen.save(tmp_path / "frozen.json")
    assert read_frozen(path) == frozen
    content = json.loads(path.read_text(encoding="utf-8"))
    content["document"]["thresholds"]["coverage"] = "0.5"
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(UsageError, match="changed after it was frozen"):
        read_frozen(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        ("[]", "no frozen study"),
        ("{", "no frozen study"),
        ('{"sha256": "x"}', "no frozen study"),
    ],
)
def test_what_is_no_frozen_document_is_refused(tmp_path, content, message):
    path = tmp_path / "frozen.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        read_frozen(path)


def test_the_command_writes_compares_and_says_what_has_changed(study, tmp_path):
    def run(*more):
        return subprocess.run(
            [sys.executable, "-m", "claimstats.cli", "freeze", str(study), *more],
            capture_output=True,
            text=True,
            check=False,
        )

    path = str(tmp_path / "frozen.json")
    written = run("--to", path, "--at", "2026-01-01")
    assert (written.returncode, written.stdout.strip()) == (0, read_frozen(path).sha256)
    same = run("--against", path)
    assert (same.returncode, "nothing has changed" in same.stderr) == (0, True)
    rewrite(study, "expectations", lambda frame: frame.assign(weight="7"))
    changed = run("--against", path)
    assert changed.returncode == 3
    assert "siege_mobilises,weight,2,7" in changed.stderr
