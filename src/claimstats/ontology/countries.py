"""The ISO 3166-1 alpha-3 code of a country, from whatever a source calls it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from claimstats.ontology.files import choose, read_rows

__all__ = ["country"]

SYSTEMS = ("alpha3", "alpha2", "numeric", "fips", "name")


def country(text: str, *, system: str = "name") -> str | None:
    """Give the ISO 3166-1 alpha-3 code of a country.

    Kosovo has no code of its own there; it is given the one that is commonly used, XKX. Countries of the past keep
    theirs: SCG, ANT.

    Parameters
    ----------
    text
        A code or an English name, in any case; a numeric code may have lost its zeros.
    system
        ``alpha3``, ``alpha2``, ``numeric`` (ISO 3166-1), ``fips`` (FIPS 10-4) or ``name``.

    Returns
    -------
    str or None
        None if the table has no such country.

    Examples
    --------
    >>> country("GG", system="fips"), country("Georgia"), country("8", system="numeric"), country("Atlantis")
    ('GEO', 'GEO', 'ALB', None)
    """
    known = choose(_read(), system, kind="way to name a country")
    wanted = text.strip()
    if system == "numeric" and wanted.isdigit():
        wanted = wanted.zfill(3)
    return known.get(wanted.casefold())


@cache
def _read() -> Mapping[str, Mapping[str, str]]:
    """System to name to code."""
    tables: dict[str, dict[str, str]] = {system: {} for system in SYSTEMS}
    for row in read_rows("countries.csv"):
        given = {system: row[system].split(";") for system in SYSTEMS}
        given["name"] += row["other_names"].split(";")
        for system, texts in given.items():
            tables[system].update({text.casefold(): row["alpha3"] for text in texts if text})
    return MappingProxyType(tables)
