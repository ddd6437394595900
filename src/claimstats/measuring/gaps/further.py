"""The further tables of the gap, in the order in which a result offers them."""

from __future__ import annotations

from claimstats.measuring.further import Further
from claimstats.measuring.gaps.weighed import Weighed

__all__ = ["FURTHER"]

FURTHER: tuple[Further[Weighed], ...] = ()
