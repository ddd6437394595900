"""The most memory that a process holds while something runs."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

__all__ = ["peak_above"]


def peak_above(run: Callable[[], object]) -> int:
    """Bytes at the peak of a run above what the process held before it (Linux)."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")
    before = _peak()
    run()
    return _peak() - before


def _peak() -> int:
    """The most memory that this process has held since it was last reset, in bytes."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
