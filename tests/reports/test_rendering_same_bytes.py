"""The same notebook gives the same bytes, whatever the machine around it is set to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from claimstats.reporting.meta import ReportMeta
from claimstats.reporting.rendering import Rendered

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
    sample: Rendered, meta: ReportMeta, study: Path, notebooks: Path, tmp_path: Path
) -> None:
    home = _hostile_home(tmp_path / "home")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "study").mkdir()
    (elsewhere / "study" / "notes.txt").write_text((study / "notes.txt").read_text())
    environment = os.environ | {
        "HOME": str(home),
        "JUPYTER_PATH": str(home / "jupyter"),
        "LC_ALL": "C",
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": str(home / "matplotlib"),
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
        "TZ": "Asia/Tokyo",
    }
    command = [
        sys.executable,
        "-c",
        _ELSEWHERE,
        str(notebooks / "every_block.ipynb"),
        str(elsewhere / "study"),
    ]
    command += [str(elsewhere), json.dumps(asdict(meta))]
    done = subprocess.run(command, env=environment, cwd=elsewhere, capture_output=True, text=True, check=False)
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


def _hostile_home(home: Path) -> Path:
    """A home whose settings break every kernel and every figure that reads them."""
    kernel = home / "jupyter" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text('{"argv": ["/bin/false"], "display_name": "Python 3", "language": "python"}')
    for profile in (home / ".ipython" / "profile_default", home / ".jupyter"):
        profile.mkdir(parents=True)
        (profile / "ipython_kernel_config.py").write_text("raise SystemExit(3)\n")
    (home / "matplotlib").mkdir()
    (home / "matplotlib" / "matplotlibrc").write_text("lines.linewidth: 9\nfont.size: 30\n")
    return home
