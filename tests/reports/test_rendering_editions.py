"""Editions are written whole or not at all, numbered, listed, and never written again."""

from __future__ import annotations

import getpass
import itertools
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from claimstats.errors import ReportError
from claimstats.reporting import editions, listing
from claimstats.reporting.editions import publish
from claimstats.reporting.manifest import InputFile, Origin, hash_bytes
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
def to(tmp_path: Path) -> Path:
    return tmp_path / "editions"


def write(to: Path, rendered: Rendered, meta: ReportMeta, *, origin: Origin = ORIGIN) -> Path:
    study = to.parent / "study"
    study.mkdir(exist_ok=True)
    (study / "statements.csv").write_bytes(ROWS)
    return publish(
        to=to, origin=origin, parameters=rendered.parameters, meta=meta, study=study, render=lambda *_: rendered
    )


def names(folder: Path) -> list[str]:
    """Every file, the locks left out."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in found if not name.startswith(".locks/"))


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {name: ((folder / name).stat().st_mtime_ns, (folder / name).read_bytes()) for name in names(folder)}


def test_an_edition_holds_everything_and_is_listed(to: Path, sample: Rendered, meta: ReportMeta) -> None:
    folder = write(to, sample, meta)
    assert folder == to / "sample" / "2025Q3" / "r1"
    assert {
        "manifest.json", "report.html", "report.ipynb", "report.pdf", "run.json", "source/quarterly.ipynb",
        "study/statements.csv", "tables/outcomes.csv",
    } <= set(names(folder))  # fmt: skip
    assert (folder / "study" / "statements.csv").read_bytes() == ROWS
    assert 'href="sample/2025Q3/r1/report.html"' in (to / "index.html").read_text()
    latest = json.loads((to / "latest.json").read_text())
    assert latest["sample"]["2025Q3"] == {
        "revision": "r1",
        "manifest_sha256": hash_bytes((folder / "manifest.json").read_bytes()),
    }


def test_the_same_again_renders_and_writes_nothing(to: Path, sample: Rendered, meta: ReportMeta) -> None:
    first = write(to, sample, meta)
    before = state(to)

    def refuse(*_: object) -> Rendered:
        raise AssertionError("it was rendered again")

    again = publish(
        to=to, origin=ORIGIN, parameters=sample.parameters, meta=meta, study=to.parent / "study", render=refuse
    )
    assert again == first
    assert state(to) == before


def test_another_origin_makes_the_next_revision_that_names_the_one_before(
    to: Path, sample: Rendered, meta: ReportMeta
) -> None:
    first = write(to, sample, meta)
    second = write(to, sample, meta, origin=replace(ORIGIN, notebook=b"{ }"))
    third = write(to, sample, meta, origin=replace(ORIGIN, epoch=0))
    assert (first.name, second.name, third.name) == ("r1", "r2", "r3")
    manifests = [json.loads((folder / "manifest.json").read_bytes()) for folder in (first, second, third)]
    assert len({manifest["content_id"] for manifest in manifests}) == 3
    assert manifests[0]["supersedes"] is None
    assert manifests[1]["supersedes"] == hash_bytes((first / "manifest.json").read_bytes())
    assert manifests[2]["previous"] == {
        "part": "2025Q3", "revision": "r2", "sha256": hash_bytes((second / "manifest.json").read_bytes()),
    }  # fmt: skip
    index = (to / "index.html").read_text()
    assert index.index("r3/report.html") < index.index("r2/report.html") < index.index("r1/report.html")


def test_a_first_revision_follows_the_latest_earlier_period_and_stays_when_that_is_revised(
    to: Path, sample: Rendered, meta: ReportMeta
) -> None:
    earlier = [write(to, sample, replace(meta, period=period)) for period in ("2024Q4", "2025Q2", "2025", "2025-06")]
    folder = write(to, sample, meta)
    previous = json.loads((folder / "manifest.json").read_bytes())["previous"]
    assert (previous["part"], previous["revision"]) == ("2025Q2", "r1")
    assert previous["sha256"] == hash_bytes((earlier[1] / "manifest.json").read_bytes())
    write(to, sample, replace(meta, period="2025Q2"), origin=replace(ORIGIN, epoch=0))
    assert write(to, sample, meta) == folder
    assert [path.name for path in folder.parent.iterdir()] == ["r1"]


def test_a_report_knows_its_revision_and_the_edition_before_when_it_is_made(
    to: Path, sample: Rendered, meta: ReportMeta
) -> None:
    asked: list[tuple[str, str | None]] = []
    for origin in (ORIGIN, replace(ORIGIN, epoch=0)):
        publish(
            to=to, origin=replace(origin, inputs=()), parameters=sample.parameters, meta=meta, study=to,
            render=lambda meta, before: (asked.append((meta.edition, before and before.label)), sample)[1],
        )  # fmt: skip
    assert asked == [("r1", None), ("r2", "2025Q3 r1")]


def fail_at(step: str) -> Callable[..., object]:
    def fail(*_: object, **__: object) -> object:
        raise OSError(28, f"No space left on device ({step})")

    return fail


STEPS = [
    # what fails              in which module         whether the edition is there afterwards
    ("mkdtemp",               "tempfile.mkdtemp",     False),
    ("writing a file",        "Path.write_bytes",     False),
    ("copying an input",      "shutil.copyfile",      False),
    ("setting its mode",      "Path.chmod",           False),
    ("moving it there",       "os.replace",           False),
    ("listing it",            "listing._replace",     True),
]  # fmt: skip


@pytest.mark.parametrize(("words", "place", "there"), STEPS, ids=[step[0] for step in STEPS])
def test_a_failure_at_any_step_leaves_the_old_state_or_the_whole_edition(
    to: Path,
    sample: Rendered,
    meta: ReportMeta,
    monkeypatch: pytest.MonkeyPatch,
    words: str,
    place: str,
    there: bool,
) -> None:
    old = write(to, sample, meta)
    before = state(to)
    owner, name = place.rsplit(".", 1)
    target = listing if owner == "listing" else getattr(editions, owner)
    with monkeypatch.context() as patch:
        patch.setattr(target, name, fail_at(words))
        with pytest.raises((ReportError, OSError), match="No space left on device"):
            write_again(to, sample, meta)
    assert {name: data for name, data in state(to).items() if "/r2/" not in name} == before
    assert (to / "sample" / "2025Q3" / "r2").exists() == there
    # What failed is made good by the next run, and the old revision was never touched.
    second = write_again(to, sample, meta)
    assert (old.name, second.name) == ("r1", "r2")
    assert "r2/report.html" in (to / "index.html").read_text()


def write_again(to: Path, rendered: Rendered, meta: ReportMeta) -> Path:
    """Write another revision without writing its inputs first, so that only the edition can fail."""
    return publish(
        to=to, origin=replace(ORIGIN, epoch=0), parameters=rendered.parameters, meta=meta, study=to.parent / "study",
        render=lambda *_: rendered,
    )  # fmt: skip


def test_a_report_that_cannot_be_made_leaves_nothing(to: Path, sample: Rendered, meta: ReportMeta) -> None:
    def fail(*_: object) -> Rendered:
        raise ReportError("cell 3 failed")

    with pytest.raises(ReportError, match="cell 3"):
        publish(to=to, origin=ORIGIN, parameters=sample.parameters, meta=meta, study=to, render=fail)
    assert names(to) == []


def test_what_a_killed_process_left_is_ignored_and_cleared_away(to: Path, sample: Rendered, meta: ReportMeta) -> None:
    write(to, sample, meta)
    left = to / "sample" / "2025Q3" / ".writing-abc"
    (left / "tables").mkdir(parents=True)
    (left / "manifest.json").write_text("{")
    second = write(to, sample, meta, origin=replace(ORIGIN, epoch=0))
    assert second.name == "r2"
    assert not left.exists()
    assert ".writing" not in (to / "index.html").read_text()


def test_a_broken_manifest_of_one_edition_does_not_stop_another(to: Path, sample: Rendered, meta: ReportMeta) -> None:
    other = write(to, sample, replace(meta, study_id="other"))
    (other / "manifest.json").write_text("{")
    write(to, sample, meta)
    assert "sample/2025Q3/r1" in (to / "index.html").read_text()
    assert "other/2025Q3" not in (to / "index.html").read_text()


def test_a_damaged_edition_is_not_passed_off_as_the_one_asked_for(to: Path, sample: Rendered, meta: ReportMeta) -> None:
    folder = write(to, sample, meta)
    (folder / "report.pdf").write_bytes(b"other")
    with pytest.raises(ReportError, match=r"report\.pdf differs from the manifest"):
        write(to, sample, meta)


WRITER = """
import sys, time
from pathlib import Path
from claimstats.reporting.editions import publish
from claimstats.reporting.manifest import Origin
from claimstats.reporting.meta import ReportMeta
from claimstats.reporting.rendering import Rendered

to, name = Path(sys.argv[1]), sys.argv[2]
meta = ReportMeta(title="Invented", study_id="sample", period="2025Q3")
for number in range(4):
    origin = Origin(notebook=f"{name}{number}".encode(), notebook_path="reports/x.ipynb", inputs=(), epoch=0)

    def render(meta, before):
        time.sleep(0.02)
        said = f"{name}{number} as {meta.edition}".encode()
        return Rendered(said, said, said, {}, {}, ())

    publish(to=to, origin=origin, parameters={}, meta=meta, study=to, render=render)
"""


def test_two_processes_that_write_the_same_period_take_turns(to: Path) -> None:
    environment = dict(os.environ)
    running = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(to), name], env=environment, stderr=subprocess.PIPE)
        for name in "ab"
    ]
    told = [process.communicate(timeout=60)[1] for process in running]
    assert [process.returncode for process in running] == [0, 0], told
    period = to / "sample" / "2025Q3"
    revisions = sorted((path for path in period.glob("r*")), key=lambda path: int(path.name[1:]))
    assert [path.name for path in revisions] == [f"r{number}" for number in range(1, 9)]
    said = [(path / "report.html").read_text().split(" as ") for path in revisions]
    assert [name for _, name in said] == [path.name for path in revisions]
    assert sorted(word for word, _ in said) == sorted(f"{name}{number}" for name in "ab" for number in range(4))
    for before, after in itertools.pairwise(revisions):
        supersedes = json.loads((after / "manifest.json").read_bytes())["supersedes"]
        assert supersedes == hash_bytes((before / "manifest.json").read_bytes())
    assert json.loads((to / "latest.json").read_text())["sample"]["2025Q3"]["revision"] == "r8"


def test_the_manifest_names_no_machine_and_no_clock(to: Path, sample: Rendered, meta: ReportMeta) -> None:
    text = (write(to, sample, meta) / "manifest.json").read_text()
    for word in (platform.node(), getpass.getuser() + "@", str(Path.home()), str(to), sys.prefix):
        assert word not in text
    manifest = json.loads(text)
    assert manifest["inputs"] == [{"path": "statements.csv", "sha256": hash_bytes(ROWS), "bytes": len(ROWS), "rows": 1}]
    assert manifest["parameters"]["rows"] == 70
    assert manifest["environment"]["packages"]["typst"]
    assert manifest["environment"]["platform"]
    assert len(manifest["environment"]["fonts"]["DejaVuSans.ttf"]) == 64
    assert {"text/html", "application/pdf", "application/x-ipynb+json", "text/csv"} <= {
        output["media_type"] for output in manifest["outputs"]
    }


def test_two_writers_in_two_folders_write_the_same_bytes(tmp_path: Path, sample: Rendered, meta: ReportMeta) -> None:
    folders = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write(tmp_path / name / "editions", sample, replace(meta, period="2025Q2"))
        folders.append(write(tmp_path / name / "editions", sample, meta))
    first, second = folders
    assert names(first) == names(second)
    differing = [name for name in names(first) if (first / name).read_bytes() != (second / name).read_bytes()]
    assert set(differing) <= {"run.json"}
    for name in ("index.html", "latest.json"):
        assert (first.parents[2] / name).read_bytes() == (second.parents[2] / name).read_bytes()


@pytest.mark.parametrize("path", ["/etc/passwd", "../x.csv", "~/x.csv", "C:\\x.csv"])
def test_an_input_outside_the_study_is_refused(path: str) -> None:
    with pytest.raises(ReportError, match="by their path inside the study"):
        InputFile(path=path, sha256="0" * 64, bytes=1)


@pytest.mark.parametrize("period", ["2025 Q3", "../up", "", ".hidden"])
def test_a_period_that_cannot_name_a_folder_is_refused(
    to: Path, sample: Rendered, meta: ReportMeta, period: str
) -> None:
    with pytest.raises(ReportError, match="cannot name a folder"):
        write(to, sample, replace(meta, period=period))
