"""Whatever is done to an edition after it was written, `verify` names it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import claimstats as cs
from claimstats.cli import main
from claimstats.errors import ReportError, UsageError
from claimstats.reporting.editions import publish
from claimstats.reporting.manifest import InputFile, Origin, hash_bytes, identify_manifest
from claimstats.reporting.meta import ReportMeta
from claimstats.reporting.rendering import Rendered

ROWS = b"statement_id,date\ns1,2025-09-15\n"
ORIGIN = Origin(
    notebook=b"{}",
    notebook_path="reports/quarterly.ipynb",
    inputs=[InputFile(path="statements.csv", sha256=hash_bytes(ROWS), bytes=len(ROWS), rows=1)],
    epoch=1_759_276_800,
)


@pytest.fixture
def edition(tmp_path: Path, sample: Rendered, meta: ReportMeta) -> Path:
    """The first of two revisions."""
    study, to = tmp_path / "study", tmp_path / "editions"
    study.mkdir()
    (study / "statements.csv").write_bytes(ROWS)
    for origin in (ORIGIN, replace(ORIGIN, epoch=0)):
        publish(
            to=to, origin=origin, parameters=sample.parameters, meta=meta, study=study, render=lambda *_: sample
        )  # fmt: skip
    return to / "sample" / "2025Q3" / "r1"


def edit(folder: Path, change: Callable[[dict], None], *, settle: bool = False) -> None:
    """Change the manifest; ``settle`` makes its content id again, as a careful forger would."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_bytes())
    change(manifest)
    if settle:
        manifest["content_id"] = identify_manifest(manifest)
    path.write_text(f"{json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True)}\n")


def forge(folder: Path, name: str, data: bytes) -> None:
    """Change a file and its hash in the manifest."""
    (folder / name).write_bytes(data)

    def change(manifest: dict) -> None:
        for file in manifest["outputs"]:
            if file["path"] == name:
                file |= {"sha256": hash_bytes(data), "bytes": len(data)}

    edit(folder, change, settle=True)


CSV, PDF, INPUT, MANIFEST = "tables/outcomes.csv", "report.pdf", "study/statements.csv", "manifest.json"
EDITED = "does not have the content id that follows from its own content"
NOTED = "is not the one that 2025Q3 r2 notes"
TAMPERING = [
    # what is done                     how                                                               what is named
    ("nothing",                        lambda e: None,                                                   []),
    ("another clock",                  lambda e: (e / "run.json").write_text("{}"),                      []),
    ("a comma in a CSV",               lambda e: (e / CSV).write_bytes((e / CSV).read_bytes() + b","),   [(CSV, "differs from the manifest")]),
    ("a swapped PDF",                  lambda e: shutil.copy(e / "report.html", e / PDF),                [(PDF, "differs from the manifest")]),
    ("a changed input",                lambda e: (e / INPUT).write_bytes(ROWS.upper()),                  [(INPUT, "differs from the manifest")]),
    ("an input that is gone",          lambda e: (e / INPUT).unlink(),                                   [(INPUT, "is missing")]),
    ("a file that is gone",            lambda e: (e / PDF).unlink(),                                     [(PDF, "is missing")]),
    ("a file more",                    lambda e: (e / "tables" / "x.csv").write_text("x"),               [("tables/x.csv", "is not in the manifest")]),
    ("a hidden file more",             lambda e: (e / ".x").write_text("x"),                             [(".x", "is not in the manifest")]),
    ("a link out of the edition",      lambda e: (e / "x").symlink_to("/etc/hostname"),                  [("x", "is not in the manifest")]),
    ("a changed notebook source",      lambda e: (e / "source/quarterly.ipynb").write_text("{ }"),       [("source/quarterly.ipynb", "differs from the manifest")]),
    ("an edited parameter",            lambda e: edit(e, lambda m: m["parameters"].update(rows=71)),     [(MANIFEST, EDITED), (MANIFEST, NOTED)]),
    ("an edited warning",              lambda e: edit(e, lambda m: m["warnings"].clear() or m.update(warnings=["x"])), [(MANIFEST, NOTED)]),
    ("another part in the manifest", lambda e: edit(e, lambda m: m.update(part="2025Q2")),           [(MANIFEST, "says that it is 2025Q2 r1")]),
    ("a CSV and its hash",             lambda e: forge(e, CSV, b"forged"),                               [(MANIFEST, NOTED)]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "tamper", "named"), TAMPERING, ids=[row[0] for row in TAMPERING])
def test_what_was_done_is_named(
    edition: Path, words: str, tamper: Callable[[Path], object], named: list[tuple[str, str]]
) -> None:
    tamper(edition)
    found = cs.verify(edition)
    assert list(found.to_frame()[["path", "finding"]].itertuples(index=False, name=None)) == named, words
    assert found.ok == (not named)
    assert main(["verify", str(edition)]) == (4 if named else 0)


def test_the_newest_revision_is_noted_in_the_list_of_the_latest(edition: Path) -> None:
    newest = edition.parent / "r2"
    assert cs.verify(newest).ok
    forge(newest, CSV, b"forged")
    assert list(cs.verify(newest).to_frame()["finding"]) == ["is not the one that latest.json notes"]


def test_a_forger_who_edits_everything_alike_is_found_by_a_published_hash_alone(edition: Path) -> None:
    newest = edition.parent / "r2"
    published = cs.verify(newest).sha256
    forge(newest, CSV, b"forged")
    latest = edition.parents[2] / "latest.json"
    latest.write_text(latest.read_text().replace(published, hash_bytes((newest / MANIFEST).read_bytes())))
    assert cs.verify(newest).ok, "this is what verifying without a published hash cannot see"
    assert list(cs.verify(newest, sha256=published).to_frame()["finding"]) == [
        "does not have the hash that was published"
    ]
    assert main(["verify", str(newest), "--sha256", published]) == 4


def test_an_edition_that_travels_alone_is_still_checked(edition: Path, tmp_path: Path) -> None:
    alone = tmp_path / "mail" / "2025Q3" / "r1"
    shutil.copytree(edition, alone)
    assert cs.verify(alone).ok
    (alone / PDF).unlink()
    assert not cs.verify(alone).ok


def test_the_folder_of_a_period_stands_for_its_newest_revision(edition: Path) -> None:
    assert cs.verify(edition.parent).label == "2025Q3 r2"


def test_what_is_no_edition_is_refused(tmp_path: Path, edition: Path) -> None:
    with pytest.raises(UsageError, match=r"holds no manifest\.json"):
        cs.verify(tmp_path)
    (edition / MANIFEST).write_text("{")
    with pytest.raises(ReportError, match="cannot be read as a manifest"):
        cs.verify(edition)
    (edition / MANIFEST).write_text('{"study": "x"}')
    with pytest.raises(ReportError, match="lacks part, revision"):
        cs.verify(edition)


def test_what_is_found_is_told_in_words(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (edition / PDF).unlink()
    main(["verify", str(edition)])
    said = capsys.readouterr()
    assert "report.pdf is missing" in said.err
    assert said.out.split() == [hash_bytes((edition / MANIFEST).read_bytes()), MANIFEST]
