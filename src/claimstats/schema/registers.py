"""Codes that somebody keeps a register of: languages and countries, with what the field writes beside them."""

from __future__ import annotations

import re
from functools import lru_cache

from claimstats import ontology
from claimstats.schema.columns import Kind

__all__ = ["COUNTRY_LIKE", "is_registered"]

#: What stands where a country would, of event data: Kosovo under its older code, the European Union, the United Nations, other
#: organisations of states, organisations that are none, movements, armed groups and companies of several countries.
COUNTRY_LIKE = ("KOS", "EUR", "UNO", "IGO", "NGO", "ISM", "IMG", "MNC")

#: Codes of countries that are no more (ISO 3166-3), beside those that the table of countries has.
_PAST = ("BUR", "CSK", "DDR", "SUN", "TMP", "VDR", "YMD", "YUG", "ZAR")

#: What ISO 3166-1 leaves to everybody's own use: an invented country is one of these.
_OWN = re.compile(r"AA[A-Z]|Q[M-Z][A-Z]|X[A-Z]{2}|ZZ[A-Z]")


@lru_cache(maxsize=4096)
def is_registered(value: str, kind: Kind) -> bool:
    """Whether a code of the right form is in its register; of any other kind nobody keeps one.

    Parameters
    ----------
    value, kind
        The code, and what it is a code of.

    Examples
    --------
    >>> is_registered("KOS", Kind.COUNTRY), is_registered("XNM", Kind.COUNTRY), is_registered("PLO", Kind.COUNTRY)
    (True, True, False)
    >>> is_registered("sr-Latn", Kind.LANGUAGE), is_registered("xx", Kind.LANGUAGE)
    (True, False)
    """
    if kind is Kind.LANGUAGE:
        import langcodes

        return bool(langcodes.tag_is_valid(value))
    if kind is Kind.COUNTRY:
        listed = value in COUNTRY_LIKE or value in _PAST or ontology.country(value, system="alpha3") == value
        return listed or bool(_OWN.fullmatch(value))
    return True
