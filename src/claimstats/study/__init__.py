"""A study, checked and normalised, and the claims that its statements voice."""

from claimstats.study.building import RawTable, build
from claimstats.study.values import Claims, Study

__all__ = ["Claims", "RawTable", "Study", "build"]
