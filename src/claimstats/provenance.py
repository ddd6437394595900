"""Where every number comes from: which files with which hashes, which parameters, rows in and out of each step."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import pandas as pd

__all__ = ["Input", "Provenance", "Step", "hash_file", "library_versions"]

#: The libraries whose version can change a number.
NUMERIC_LIBRARIES = (
    "claimstats",
    "numpy",
    "pandas",
    "scipy",
    "statsmodels",
    "scikit-learn",
    "duckdb",
    "ibis-framework",
)


@dataclass(frozen=True, kw_only=True)
class Input:
    """One file that was read.

    Parameters
    ----------
    path
        Relative to the study's folder.
    sha256, bytes, rows
        Of the file as it lay there.
    """

    path: str
    sha256: str
    bytes: int
    rows: int


@dataclass(frozen=True, kw_only=True)
class Step:
    """One stage: rows in, rows out, and why the two differ."""

    name: str
    rows_in: int
    rows_out: int
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """The inputs and steps behind a value; each stage adds its own step."""

    inputs: tuple[Input, ...] = ()
    steps: tuple[Step, ...] = ()

    def add(self, step: Step) -> Provenance:
        """The same, with one more step."""
        return Provenance(inputs=self.inputs, steps=(*self.steps, step))

    def steps_frame(self) -> pd.DataFrame:
        """One row per step: ``step, rows_in, rows_out, why``."""
        rows = [(step.name, step.rows_in, step.rows_out, step.why) for step in self.steps]
        return pd.DataFrame(rows, columns=["step", "rows_in", "rows_out", "why"])

    def inputs_frame(self) -> pd.DataFrame:
        """One row per file: ``path, sha256, bytes, rows``."""
        rows = [(found.path, found.sha256, found.bytes, found.rows) for found in self.inputs]
        return pd.DataFrame(rows, columns=["path", "sha256", "bytes", "rows"])


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def library_versions() -> dict[str, str]:
    """The versions of the libraries whose version can change a number."""
    return dict(_versions())


@lru_cache(maxsize=1)
def _versions() -> tuple[tuple[str, str], ...]:
    """The same; asking the installed packages takes longer than many a measure."""
    return tuple((name, version(name)) for name in NUMERIC_LIBRARIES)
