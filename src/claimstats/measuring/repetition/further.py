"""The further tables of repetition, in the order in which a result offers them."""

from __future__ import annotations

from claimstats.measuring.further import Further
from claimstats.measuring.repetition.voiced import Voiced

__all__ = ["FURTHER"]

FURTHER: tuple[Further[Voiced], ...] = ()
