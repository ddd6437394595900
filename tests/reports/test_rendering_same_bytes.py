"""The same notebook gives the same bytes, whatever the machine around it is set to."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from claimstats.reporting.meta import ReportMeta
from claimstats.reporting.rendering import Rendered

ROOT = Path(__file__).parents[2]

_ELSEWHERE = """
import json, sys
from pathlib import Path
from claimstats.reporting.meta import ReportMeta
from claimstats.reporting.rendering import render

notebook, study, to, meta = sys.argv[1:]
rendered = render(
    Path(notebook), parameters={"rows": 70}, workdir_links={"study": Path(study)}, epoch=1_759_276_800,
    meta=ReportMeta(**json.loads(meta)),
)
for name, data in (("html", rendered.html), ("pdf", rendered.pdf), ("ipynb", rendered.notebook)):
    (Path(to) / f"report.{name}").write_bytes(data)
(Path(to) / "outcomes.csv").write_bytes(rendered.tables["outcomes.csv"])
"""


def test_another_home_zone_backend_and_kernel_change_no_byte(
    sample: Rendered,
    meta: ReportMeta,
    study: Path,
    notebooks: Path,
    tmp_path: Path,
    hostile_environment: dict[str, str],
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "study").mkdir()
    (elsewhere / "study" / "notes.txt").write_text((study / "notes.txt").read_text())
    command = [
        sys.executable,
        "-c",
        _ELSEWHERE,
        str(notebooks / "every_block.ipynb"),
        str(elsewhere / "study"),
    ]
    command += [str(elsewhere), json.dumps(asdict(meta))]
    done = subprocess.run(command, env=hostile_environment, cwd=elsewhere, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert done.stdout == ""
    assert (elsewhere / "report.ipynb").read_bytes() == sample.notebook
    assert (elsewhere / "report.html").read_bytes() == sample.html
    assert (elsewhere / "report.pdf").read_bytes() == sample.pdf
    assert (elsewhere / "outcomes.csv").read_bytes() == sample.tables["outcomes.csv"]


def test_no_path_of_this_machine_is_in_any_file(sample: Rendered, study: Path) -> None:
    for data in (sample.html, sample.notebook, *sample.tables.values()):
        for path in (str(Path.home()), str(study), sys.prefix, "claimstats-report-", "/tmp/"):
            assert path.encode() not in data


_KINDS_ELSEWHERE = """
import json, sys
import claimstats as cs

study, to, asked = sys.argv[1:]
study = cs.load(study)
for kind, parameters in json.loads(asked).items():
    print(cs.report(study, kind=kind, parameters=parameters, to=to))
"""


def test_every_kind_has_the_same_bytes_in_another_folder_home_zone_and_locale(
    editions: Mapping[str, Path], asked: Mapping[str, object], tmp_path: Path, hostile_environment: dict[str, str]
) -> None:
    # The quarterly report of the founding study is tried in its own tests.
    others = {kind: given for kind, given in asked.items() if kind != "quarterly"}
    shutil.copytree(ROOT / "data" / "demo", tmp_path / "copies" / "renamed")
    command = [sys.executable, "-c", _KINDS_ELSEWHERE, str(tmp_path / "copies" / "renamed"), str(tmp_path / "out")]
    command.append(json.dumps(others))
    done = subprocess.run(command, env=hostile_environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    for kind, folder in zip(others, done.stdout.splitlines(), strict=True):
        first, again = editions[kind], Path(folder)
        names = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())
        assert len(names) > 8
        differing = [str(name) for name in names if (first / name).read_bytes() != (again / name).read_bytes()]
        assert [name for name in differing if name != "run.json"] == [], kind
