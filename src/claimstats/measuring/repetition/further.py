"""The further tables of repetition, in the order in which a result offers them."""

from __future__ import annotations

from claimstats.measuring.further import Further
from claimstats.measuring.repetition.comparison import COMPARISON
from claimstats.measuring.repetition.lifetimes import LIFETIMES
from claimstats.measuring.repetition.rhythm import RHYTHM
from claimstats.measuring.repetition.speakers import SPEAKERS
from claimstats.measuring.repetition.tallies import TALLIES
from claimstats.measuring.repetition.trends import TRENDS
from claimstats.measuring.repetition.voiced import Voiced

__all__ = ["FURTHER"]

FURTHER: tuple[Further[Voiced], ...] = (*COMPARISON, *RHYTHM, *TRENDS, *LIFETIMES, *SPEAKERS, *TALLIES)
