"""A study, checked and normalised, and the claims that its statements voice."""

from claimstats.study.building import RawTable, build
from claimstats.study.claims import Claims
from claimstats.study.living import show_life
from claimstats.study.saving import settings_toml
from claimstats.study.values import Study

__all__ = ["Claims", "RawTable", "Study", "build", "settings_toml", "show_life"]
