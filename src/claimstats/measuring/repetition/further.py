"""The further tables of repetition, in the order in which a result offers them."""

from __future__ import annotations

from claimstats.measuring.further import Further
from claimstats.measuring.repetition.camps import CAMPS
from claimstats.measuring.repetition.comparison import COMPARISON
from claimstats.measuring.repetition.lifetimes import LIFETIMES
from claimstats.measuring.repetition.rhythm import RHYTHM
from claimstats.measuring.repetition.speakers import SPEAKERS
from claimstats.measuring.repetition.tallies import TALLIES
from claimstats.measuring.repetition.thinning import ECHO, THINNING
from claimstats.measuring.repetition.trends import TRENDS
from claimstats.measuring.repetition.voiced import Voiced

__all__ = ["EXPERIMENTAL", "FURTHER"]

FURTHER: tuple[Further[Voiced], ...] = (
    *COMPARISON, *RHYTHM, *TRENDS, *LIFETIMES, *SPEAKERS, *CAMPS, *TALLIES, *THINNING,
)  # fmt: skip

#: Only for those who ask for them.
EXPERIMENTAL: tuple[Further[Voiced], ...] = ECHO
