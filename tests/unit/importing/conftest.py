"""Rows of a GDELT table, invented: actors and places are made up, codes are real codes."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from claimstats.inputs.importing.gdelt_layout import VERSIONS

NAMES = VERSIONS[58]

PLAIN = {
    "GLOBALEVENTID": "101", "SQLDATE": "20250110", "Actor1Code": "XNM", "Actor1Name": "NORTHMARK", "Actor2Code": "XHL",
    "Actor2Name": "HARBOUR LEAGUE", "IsRootEvent": "1", "EventCode": "010", "EventBaseCode": "010", "EventRootCode": "01",
    "QuadClass": "1", "GoldsteinScale": "0.0", "NumMentions": "3", "NumSources": "1", "NumArticles": "3",
    "ActionGeo_FullName": "Tbilisi, Georgia", "ActionGeo_CountryCode": "GG", "DATEADDED": "20250111",
    "SOURCEURL": "https://north-post.example.org/a",
}  # fmt: skip


def row(**cells: str) -> dict[str, str]:
    """One plain row with some cells of its own."""
    return PLAIN | cells


def write_raw(path: Path, rows: list[dict[str, str]]) -> Path:
    """As GDELT publishes it: tabs, no header."""
    path.write_text(
        "".join("\t".join(cells.get(name, "") for name in NAMES) + "\n" for cells in rows), encoding="utf-8"
    )
    return path


def write_excerpt(path: Path, rows: list[dict[str, str]], *, numbered: bool = False) -> Path:
    """As an excerpt with a header: commas, quotation marks, NA; a row number may stand in front of each row alone."""
    header = ",".join(f'"{name}"' for name in NAMES)
    lines = [
        ([f'"{number}"'] if numbered else []) + [f'"{cells[name]}"' if cells.get(name) else "NA" for name in NAMES]
        for number, cells in enumerate(rows, start=1)
    ]
    path.write_text("\n".join([header, *(",".join(line) for line in lines), ""]), encoding="utf-8")
    return path


@pytest.fixture
def gdelt():
    """Make and write rows of a GDELT table."""
    return SimpleNamespace(row=row, write_raw=write_raw, write_excerpt=write_excerpt, names=NAMES)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Where a study is to be."""
    return tmp_path / "study"
