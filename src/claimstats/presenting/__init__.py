"""How a notebook says things, so that the HTML page and the PDF carry the same words.

Every value here is frozen and shows itself in a notebook as plain semantic HTML, every character of the
data escaped.
"""

from __future__ import annotations

from claimstats.presenting.blocks import Definitions, Heading, Note, Paragraph, Points
from claimstats.presenting.cells import Missing
from claimstats.presenting.inline import Code, Emphasis, Link, Pieces, Quote, Strong, Target
from claimstats.presenting.origin import describe_origin
from claimstats.presenting.pictures import Picture
from claimstats.presenting.records import OUTCOMES, SIDES, Naming, bounds, plural
from claimstats.presenting.tables import MOST_ROWS, Table, TableColumn

__all__ = [
    "MOST_ROWS",
    "OUTCOMES",
    "SIDES",
    "Code",
    "Definitions",
    "Emphasis",
    "Heading",
    "Link",
    "Missing",
    "Naming",
    "Note",
    "Paragraph",
    "Picture",
    "Pieces",
    "Points",
    "Quote",
    "Strong",
    "Table",
    "TableColumn",
    "Target",
    "bounds",
    "describe_origin",
    "plural",
]
