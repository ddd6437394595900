"""The pages below docs/ are current and complete."""

import re
import subprocess
import sys

import claimstats as cs


def test_the_reference_of_tables_is_current(root, tmp_path):
    fresh = tmp_path / "tables.md"
    subprocess.run([sys.executable, root / "docs" / "generate_tables.py", fresh], check=True)

    committed = (root / "docs" / "tables.md").read_text(encoding="utf-8")
    assert committed == fresh.read_text(encoding="utf-8"), "run: python docs/generate_tables.py"


def test_every_decision_is_listed_once_and_in_order(root):
    folder = root / "docs" / "decisions"
    pages = sorted(path.name for path in folder.glob("[0-9]*.md"))
    listed = re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8"))
    assert pages

    assert listed == pages
    # People who work at the same time are given numbers beforehand: a gap may be filled later, a number never twice.
    numbers = [name[:4] for name in pages]
    assert sorted(set(numbers)) == numbers


def test_every_decision_says_what_and_why(root):
    for path in sorted((root / "docs" / "decisions").glob("[0-9]*.md")):
        text = path.read_text(encoding="utf-8")
        assert re.match(rf"# {path.name[:4]} \S", text), path.name
        assert re.findall(r"^## (.+)$", text, flags=re.MULTILINE) == ["Context", "Decision", "Why", "Consequences"], (
            path.name
        )


def test_decisions_name_modules_that_exist(root):
    named = set()
    for path in (root / "docs" / "decisions").glob("[0-9]*.md"):
        named |= set(re.findall(r"`((?:src/claimstats|docs|data|tests)/[\w./-]+)`", path.read_text(encoding="utf-8")))
    assert named

    assert sorted(name for name in named if not (root / name).exists()) == []


def test_the_example_of_the_selection_effect_is_in_the_demo(root):
    said = (root / "docs" / "methods.md").read_text(encoding="utf-8")
    assert "a gap of 0 for others' deeds at an" in " ".join(said.split())

    claims = cs.measure_gaps(cs.group_claims(cs.load(root / "data" / "demo"))).to_frame("claims")
    raids = claims.query("claim_id == 'raids' and role == 'other'").iloc[0]
    assert (raids["estimate"], raids["assessable_share"]) == (0.0, 0.375)


def test_every_flag_that_is_used_is_explained(root):
    said = (root / "docs" / "methods.md").read_text(encoding="utf-8")
    used = set()
    for study in ("demo", "kremlin-nato"):
        claims = cs.group_claims(cs.load(root / "data" / study))
        frames = [cs.measure_repetition(claims).to_frame(), cs.measure_gaps(claims).to_frame()]
        used |= {flag for frame in frames for flags in frame["flags"] for flag in flags.split(";") if flag}
    assert used

    assert sorted(flag for flag in used if f"| `{flag}` |" not in said) == []
