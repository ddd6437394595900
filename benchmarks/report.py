"""Median wall and CPU time and peak memory of reports, a check and the import: ``python benchmarks/report.py [RUNS]``.

Beside a report stand papermill and nbconvert, and Quarto where it is installed, on the same notebook in the same run. They write
one HTML page; claimstats writes page, PDF, tables and manifest.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
STUDY = ROOT / "data" / "kremlin-nato"
RUNS = 5
#: The first of 24 quarters, which end with the study's last whole one.
FIRST, QUARTERS = (2020, 1), 24
COMMAND = "import sys; from claimstats.cli import main; sys.exit(main())"
ROW = "{:<66}  {:>9}  {:>9}  {:>9}  {:>9}  {:>12}"
MEGABYTE = 1024 * 1024


class Cost(NamedTuple):
    """What a run took: seconds on the clock, seconds of all its processors, bytes of its largest process."""

    wall: float
    cpu: float
    peak: int


def main() -> None:
    """Run everything, print one table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    print(
        ROW.format(
            f"median of {runs} runs after a warm-up", "median s", "slowest s", "CPU s", "target s", "peak memory"
        )
    )
    show_command("claimstats report data/kremlin-nato --period 2025Q3", runs, report_once, target=5.0)
    show_rivals(runs)
    show_command(f"claimstats report, {QUARTERS} quarters (one run, no warm-up)", 0, report_quarters, target=40.0)
    show_command("claimstats check data/kremlin-nato", runs, check_once, target=2.0)
    show_import(runs)


def report_once() -> Cost:
    """One report into an empty folder: nothing of an earlier edition is there to be reused."""
    with tempfile.TemporaryDirectory() as folder:
        return measure(COMMAND, "report", str(STUDY), "--period", "2025Q3", "--to", folder)


def report_quarters() -> Cost:
    """Every quarter in one command: what does not depend on the quarter is run once."""
    labels = [f"{FIRST[0] + number // 4}Q{number % 4 + 1}" for number in range(QUARTERS)]
    asked = [word for label in labels for word in ("--period", label)]
    with tempfile.TemporaryDirectory() as folder:
        return measure(COMMAND, "report", str(STUDY), *asked, "--to", folder)


def show_rivals(runs: int) -> None:
    """The same notebook with the tools that one would take otherwise."""
    if find_spec("papermill") is None:
        print("papermill is not installed: pip install .[bench]")
    else:
        show_command("  the same notebook: papermill, then nbconvert to HTML", runs, papermill_once, target=None)
    if shutil.which("quarto") is None:
        print("  the same notebook: quarto render is not measured, there is no quarto here")
    else:
        show_command("  the same notebook: quarto render to HTML", runs, quarto_once, target=None)


_PAPERMILL = """
import sys
import papermill
from nbconvert import HTMLExporter
given = {"period": "2025Q3"}
papermill.execute_notebook(sys.argv[1], "run.ipynb", parameters=given, progress_bar=False, kernel_name="python3")
open("report.html", "w", encoding="utf-8").write(HTMLExporter().from_filename("run.ipynb")[0])
"""


def papermill_once() -> Cost:
    """Parameters by papermill, the page by nbconvert's own template."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "study").symlink_to(STUDY, target_is_directory=True)
        return measure(_PAPERMILL, str(ROOT / "reports" / "quarterly.ipynb"), folder=Path(folder))


_QUARTO = """
import subprocess, sys
options = ["--execute", "--to", "html", "-M", "embed-resources:true", "--quiet"]
subprocess.run(["quarto", "render", "quarterly.ipynb", *options], check=True)
"""


def quarto_once() -> Cost:
    """Quarto runs the notebook and writes one page; the default of its parameter is the period of the others."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "study").symlink_to(STUDY, target_is_directory=True)
        notebook = json.loads((ROOT / "reports" / "quarterly.ipynb").read_text(encoding="utf-8"))
        Path(folder, "quarterly.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        return measure(_QUARTO, folder=Path(folder))


def check_once() -> Cost:
    """One check."""
    return measure(COMMAND, "check", str(STUDY))


def show_command(name: str, runs: int, run: Callable[[], Cost], *, target: float | None) -> None:
    """One command, run once to warm up and then so many times; with 0 once and cold."""
    found = [run() for _ in range(runs + 1)]
    show(name, found[1:] or found, target)


def show_import(runs: int) -> None:
    """What all public names cost beyond ``import pandas``, taken in turn so that both meet the same load.

    Names are imported when they are first used: ``import *`` uses every one.
    """
    pairs = [(measure("from claimstats import *"), measure("import pandas")) for _ in range(runs + 1)][1:]
    more = [Cost(ours.wall - theirs.wall, ours.cpu - theirs.cpu, ours.peak) for ours, theirs in pairs]
    show("from claimstats import *, beyond import pandas", more, 0.15)


def measure(code: str, *arguments: str, folder: Path = ROOT) -> Cost:
    """What a fresh Python took, with its children.

    The peak is that of the largest single process: a report runs its notebook in a second one.
    """
    # Bytecode is kept, as in any installed package: without it every run compiles the sources anew.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    call: Sequence[str] = (sys.executable, "-c", _REPORTING_COST + code, *arguments)
    began = time.perf_counter()
    done = subprocess.run(call, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments) or code} ended with {done.returncode}:\n{done.stderr}")
    cpu, peak = done.stderr.rsplit("cost=", 1)[1].split()
    return Cost(wall, float(cpu), int(peak))


#: Said by the process itself as it ends: what the parent could ask for is the largest of all runs so far.
_REPORTING_COST = """
import atexit, resource, sys
def _say_cost():
    unit = 1 if sys.platform == "darwin" else 1024
    found = [resource.getrusage(kind) for kind in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(one.ru_utime + one.ru_stime for one in found)
    print(f"cost={cpu:.3f} {unit * max(one.ru_maxrss for one in found)}", file=sys.stderr)
atexit.register(_say_cost)
"""


def show(name: str, costs: Sequence[Cost], target: float | None) -> None:
    """One row."""
    walls = [cost.wall for cost in costs]
    cpu = statistics.median(cost.cpu for cost in costs)
    wanted = "" if target is None else f"{target:.2f}"
    peak = f"{max(cost.peak for cost in costs) / MEGABYTE:.0f} MB"
    print(
        ROW.format(name, f"{statistics.median(walls):.2f}", f"{max(walls):.2f}", f"{cpu:.2f}", wanted, peak), flush=True
    )


if __name__ == "__main__":
    main()
