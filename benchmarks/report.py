"""Median wall time and peak memory of a warm report, a check and the import: ``python benchmarks/report.py [RUNS]``."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STUDY = ROOT / "data" / "kremlin-nato"
RUNS = 5
COMMAND = "import sys; from claimstats.cli import main; sys.exit(main())"
ROW = "{:<60}  {:>10}  {:>9}  {:>9}  {:>12}"
MEGABYTE = 1024 * 1024


def main() -> None:
    """Run everything, print one table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    print(ROW.format(f"median of {runs} runs after a warm-up", "median s", "slowest s", "target s", "peak memory"))
    show_command("claimstats report data/kremlin-nato --period 2025Q3", runs, report_once, target=8.0)
    show_command("claimstats check data/kremlin-nato", runs, check_once, target=2.0)
    show_import(runs)


def report_once() -> tuple[float, int]:
    """One report into an empty folder: nothing of an earlier edition is there to be reused."""
    with tempfile.TemporaryDirectory() as folder:
        return measure(COMMAND, "report", str(STUDY), "--period", "2025Q3", "--to", folder)


def check_once() -> tuple[float, int]:
    """One check."""
    return measure(COMMAND, "check", str(STUDY))


def show_command(name: str, runs: int, run: Callable[[], tuple[float, int]], *, target: float) -> None:
    """One command, run once to warm up and then so many times."""
    found = [run() for _ in range(runs + 1)][1:]
    seconds = [wall for wall, _ in found]
    show(name, statistics.median(seconds), max(seconds), target, memory=max(peak for _, peak in found))


def show_import(runs: int) -> None:
    """What ``import claimstats`` costs beyond ``import pandas``, taken in turn so that both meet the same load."""
    pairs = [(measure("import claimstats"), measure("import pandas")) for _ in range(runs + 1)][1:]
    more = [ours[0] - theirs[0] for ours, theirs in pairs]
    peak = max(ours[1] for ours, _ in pairs)
    show("import claimstats, beyond import pandas", statistics.median(more), max(more), 0.15, memory=peak)


def measure(code: str, *arguments: str) -> tuple[float, int]:
    """Wall seconds of a fresh Python, and the peak memory in bytes of it or of its largest child.

    The peak is that of the largest single process: a report runs its notebook in a second one.
    """
    # Bytecode is kept, as in any installed package: without it every run compiles the sources anew.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    call: Sequence[str] = (sys.executable, "-c", _REPORTING_PEAK + code, *arguments)
    began = time.perf_counter()
    done = subprocess.run(call, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments) or code} ended with {done.returncode}:\n{done.stderr}")
    return wall, int(done.stderr.rsplit("peak=", 1)[1])


#: Said by the process itself as it ends: what the parent could ask for is the largest of all runs so far.
_REPORTING_PEAK = """
import atexit, resource, sys
def _say_peak():
    unit = 1 if sys.platform == "darwin" else 1024
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    print(f"peak={unit * max(resource.getrusage(kind).ru_maxrss for kind in kinds)}", file=sys.stderr)
atexit.register(_say_peak)
"""


def show(name: str, median: float, slowest: float, target: float, *, memory: int) -> None:
    """One row."""
    print(
        ROW.format(name, f"{median:.2f}", f"{slowest:.2f}", f"{target:.2f}", f"{memory / MEGABYTE:.0f} MB"), flush=True
    )


if __name__ == "__main__":
    main()
