"""Editions are written whole or not at all, numbered, listed, and checked by their manifest."""

from __future__ import annotations

import getpass
import json
import platform
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from claimstats.errors import ReportError
from claimstats.reporting import editions
from claimstats.reporting.editions import choose_revision, write_edition
from claimstats.reporting.manifest import InputFile, Origin
from claimstats.reporting.meta import ReportMeta
from claimstats.reporting.rendering import Rendered
from claimstats.reporting.verifying import verify_edition

ORIGIN = Origin(
    notebook=b"{}",
    notebook_path="reports/quarterly.ipynb",
    inputs=[InputFile(path="data/statements.csv", sha256="0" * 64, bytes=10, rows=2)],
    epoch=1_759_276_800,
)


def write(to: Path, rendered: Rendered, meta: ReportMeta, *, origin: Origin = ORIGIN) -> Path:
    return write_edition(rendered, to=to, origin=origin, meta=meta, seconds={"render": 1.5})


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_an_edition_holds_everything_and_checks_out(tmp_path: Path, sample: Rendered, meta: ReportMeta) -> None:
    folder = write(tmp_path, sample, meta)
    assert folder == tmp_path / "sample" / "2025Q3" / "r1"
    assert names(folder) == [
        "manifest.json", "report.html", "report.ipynb", "report.pdf", "run.json", "tables/outcomes.csv",
    ]  # fmt: skip
    assert verify_edition(folder) == ()
    assert 'href="sample/2025Q3/r1/report.html"' in (tmp_path / "index.html").read_text()


def test_the_same_again_writes_nothing(tmp_path: Path, sample: Rendered, meta: ReportMeta) -> None:
    first = write(tmp_path, sample, meta)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert write(tmp_path, sample, meta) == first
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_other_bytes_or_another_origin_make_the_next_revision(
    tmp_path: Path, sample: Rendered, meta: ReportMeta
) -> None:
    write(tmp_path, sample, meta)
    second = write(tmp_path, replace(sample, html=sample.html + b"<!-- -->"), meta)
    third = write(tmp_path, sample, meta, origin=replace(ORIGIN, epoch=0))
    assert (second.name, third.name) == ("r2", "r3")
    manifests = [json.loads((folder / "manifest.json").read_bytes()) for folder in (second, third)]
    assert manifests[0]["content_id"] != manifests[1]["content_id"]
    assert manifests[1]["supersedes"] == editions.hash_bytes((second / "manifest.json").read_bytes())
    index = (tmp_path / "index.html").read_text()
    assert index.index("r3/report.html") < index.index("r2/report.html") < index.index("r1/report.html")


def test_a_report_knows_its_revision_before_it_is_made(tmp_path: Path, sample: Rendered, meta: ReportMeta) -> None:
    def choose(origin: Origin) -> str:
        return choose_revision(to=tmp_path, origin=origin, parameters=sample.parameters, meta=meta)

    assert choose(ORIGIN) == "r1"
    write(tmp_path, sample, meta)
    assert choose(ORIGIN) == "r1"
    assert choose(replace(ORIGIN, notebook=b"{ }")) == "r2"


def test_a_failure_leaves_the_old_state(
    tmp_path: Path, sample: Rendered, meta: ReportMeta, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, sample, meta)
    before = names(tmp_path)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(editions.os, "replace", fail)
    with pytest.raises(ReportError, match="No space left on device"):
        write(tmp_path, replace(sample, html=b"other"), meta)
    assert names(tmp_path) == before


def test_the_manifest_names_no_machine(tmp_path: Path, sample: Rendered, meta: ReportMeta) -> None:
    text = (write(tmp_path, sample, meta) / "manifest.json").read_text()
    for word in (platform.node(), getpass.getuser() + "@", str(Path.home()), str(tmp_path), sys.prefix):
        assert word not in text
    manifest = json.loads(text)
    assert manifest["inputs"] == [{"path": "data/statements.csv", "sha256": "0" * 64, "bytes": 10, "rows": 2}]
    assert manifest["parameters"]["rows"] == 70
    assert manifest["environment"]["packages"]["typst"]
    assert {output["media_type"] for output in manifest["outputs"]} == {
        "text/html", "application/pdf", "application/x-ipynb+json", "text/csv",
    }  # fmt: skip


def test_a_changed_a_missing_and_a_foreign_file_are_told(tmp_path: Path, sample: Rendered, meta: ReportMeta) -> None:
    folder = write(tmp_path, sample, meta)
    (folder / "report.html").write_bytes(b"other")
    (folder / "report.pdf").unlink()
    (folder / "extra.txt").write_text("x")
    assert verify_edition(folder) == (
        "report.pdf is missing", "extra.txt is not in the manifest", "report.html differs from the manifest",
    )  # fmt: skip


@pytest.mark.parametrize("path", ["/etc/passwd", "../x.csv", "~/x.csv", "C:\\x.csv"])
def test_an_input_outside_the_study_is_refused(path: str) -> None:
    with pytest.raises(ReportError, match="by their path inside the study"):
        InputFile(path=path, sha256="0" * 64, bytes=1)


@pytest.mark.parametrize("period", ["2025 Q3", "../up", "", ".hidden"])
def test_a_period_that_cannot_name_a_folder_is_refused(
    tmp_path: Path, sample: Rendered, meta: ReportMeta, period: str
) -> None:
    with pytest.raises(ReportError, match="cannot name a folder"):
        write(tmp_path, sample, replace(meta, period=period))
