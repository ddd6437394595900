"""What an action code means: named, versioned tables of codes, intensities and classes, and their look-ups.

The tables are CSV files beside this module; ``README.md`` says where each comes from and where they disagree.
"""

from claimstats.ontology.catalogue import contradictions, tables
from claimstats.ontology.countries import country
from claimstats.ontology.pairs import PairValue, pair_goldstein
from claimstats.ontology.plover import Plover, plover, plover_modes, plover_quad, plover_score
from claimstats.ontology.prefixes import matches
from claimstats.ontology.scales import goldstein, quad_class
from claimstats.ontology.scheme import codes, is_known, label, nearest, parent, root
from claimstats.ontology.states import State, cow_state
from claimstats.ontology.types import cameo_code
from claimstats.ontology.verbal import verbal_probability

__all__ = [
    "PairValue", "Plover", "State", "cameo_code", "codes", "contradictions", "country", "cow_state", "goldstein",
    "is_known", "label", "matches", "nearest", "pair_goldstein", "parent", "plover", "plover_modes", "plover_quad",
    "plover_score", "quad_class", "root", "tables", "verbal_probability",
]  # fmt: skip
