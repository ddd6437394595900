"""The study's lists and settings: claims, expectations, actors, offices, sources, streams, and what they mean."""

from claimstats.codebook.checks import check_codebook
from claimstats.codebook.expectations import Expectation
from claimstats.codebook.ledger import Standing, check_ledger, replay
from claimstats.codebook.lists import Codebook
from claimstats.codebook.naming import Directory, Naming
from claimstats.codebook.settings import Grouping, Settings, Thresholds, read_settings

__all__ = [
    "Codebook",
    "Directory",
    "Expectation",
    "Grouping",
    "Naming",
    "Settings",
    "Standing",
    "Thresholds",
    "check_codebook",
    "check_ledger",
    "read_settings",
    "replay",
]
