"""Where the cells of a GDELT table lie: 57, 58 or 61 columns, with or without a header, shifted or not."""

from __future__ import annotations

import re
from pathlib import Path

from claimstats.inputs.importing.columnar import Layout, first_rows
from claimstats.inputs.importing.gathering import Gathering
from claimstats.inputs.importing.refusing import refuse_file

__all__ = ["find_layout"]

_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
    "Type2Code", "Type3Code",
)  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "Lat", "Long", "FeatureID")
_GEO_2 = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")


def _names(geo: tuple[str, ...], *, url: bool) -> tuple[str, ...]:
    """The columns of one version, in their order."""
    return (
        "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
        *(f"Actor{number}{part}" for number in (1, 2) for part in _ACTOR),
        "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
        "NumSources", "NumArticles", "AvgTone",
        *(f"{place}Geo_{part}" for place in ("Actor1", "Actor2", "Action") for part in geo),
        "DATEADDED", *(["SOURCEURL"] if url else []),
    )  # fmt: skip


#: The published versions by their number of columns.
VERSIONS = {57: _names(_GEO, url=False), 58: _names(_GEO, url=True), 61: _names(_GEO_2, url=True)}

#: What the reader uses; all of it must be there, but for the address, which early files lack.
USED = (
    "GLOBALEVENTID", "SQLDATE", "Actor1Code", "Actor1Name", "Actor1CountryCode", "Actor2Code", "Actor2Name",
    "Actor2CountryCode", "IsRootEvent", "EventCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "ActionGeo_FullName", "ActionGeo_CountryCode", "SOURCEURL",
)  # fmt: skip

_DATE = re.compile(r"\d{8}")


def find_layout(path: Path, gathering: Gathering) -> Layout:
    """How the cells of the file lie, with a note for whatever was repaired.

    Parameters
    ----------
    path
        The file.
    gathering
        Where notes are added.

    Raises
    ------
    DataError
        If the first rows are not those of a GDELT table.
    """
    separator, rows = first_rows(path, separators="\t,;")
    header = [cell.strip() for cell in rows[0]]
    titled = any(cell.casefold() in ("sqldate", "globaleventid") for cell in header)
    data = rows[1:] if titled else rows
    if not data:
        raise refuse_file(path, "it holds rows", "a header alone", "download it again")
    names = _from_header(path, header, data, gathering) if titled else _from_width(path, data)
    wanted = {name: name for name in USED if name in names}
    if "SOURCEURL" not in wanted:
        wanted["SOURCEURL"] = ""
    dates = names.index("SQLDATE")
    if not any(_DATE.fullmatch(row[dates]) for row in data if len(row) == len(names)):
        found = data[0][dates] if dates < len(data[0]) else ""
        raise refuse_file(
            path, "SQLDATE holds days such as 20250131", found, "are the columns shifted?", column="SQLDATE"
        )
    return Layout(
        names=names, separator=separator, quoted=separator != "\t" or titled, header=titled, wanted=wanted,
        missing=("", "NA") if separator == "," else ("",),
    )  # fmt: skip


def _from_width(path: Path, data: list[list[str]]) -> tuple[str, ...]:
    """The names of a published file, which has no header."""
    width = len(data[0])
    if width not in VERSIONS:
        known = ", ".join(str(number) for number in VERSIONS)
        raise refuse_file(path, f"a row has {known} cells", f"{width} cells", "is it a table of GDELT events?", row=1)
    return VERSIONS[width]


def _from_header(path: Path, header: list[str], data: list[list[str]], gathering: Gathering) -> tuple[str, ...]:
    """The names of an excerpt; one name too few means that row numbers stand in front, as some programs write them."""
    known = {name.casefold(): name for name in VERSIONS[61]}
    names = [known.get(cell.casefold(), cell) for cell in header]
    if doubled := sorted({name for name in names if names.count(name) > 1}):
        raise refuse_file(path, "each column is named once", ", ".join(doubled), "rename one of them", row=1)
    widths = {len(row) for row in data[:-1] or data}
    if widths == {len(names) + 1} and all(
        _DATE.fullmatch(row[names.index("SQLDATE") + 1]) for row in data[:-1] or data
    ):
        gathering.note(
            f"the header has {len(names)} names over {len(names) + 1} cells: the first cell of each row is a row number, "
            "and was left out"
        )
        names = ["row number", *names]
    elif len(names) not in widths:
        found = f"{len(names)} names over {', '.join(str(width) for width in sorted(widths))} cells"
        raise refuse_file(path, "the header has a name per cell", found, "correct the header", row=1)
    missing = [name for name in USED if name not in names and name != "SOURCEURL"]
    if missing:
        raise refuse_file(path, "the column is there", ", ".join(missing), "is it a table of GDELT events?", row=1)
    if further := [name for name in names if name.casefold() not in known and name != "row number"]:
        gathering.note(f"columns that are not GDELT's were left out: {', '.join(further)}")
    return tuple(names)
