"""The further tables of the gap, in the order in which a result offers them."""

from __future__ import annotations

from claimstats.measuring.further import Further
from claimstats.measuring.gaps.cohorts import COHORTS
from claimstats.measuring.gaps.forecasts import FORECASTS
from claimstats.measuring.gaps.frequency import FREQUENCY
from claimstats.measuring.gaps.intensity import INTENSITY
from claimstats.measuring.gaps.intervals import INTERVALS
from claimstats.measuring.gaps.robustness import ROBUSTNESS
from claimstats.measuring.gaps.specifications import SPECIFICATIONS
from claimstats.measuring.gaps.threats import THREATS
from claimstats.measuring.gaps.weighed import Weighed
from claimstats.measuring.gaps.writing import WRITING

__all__ = ["FURTHER"]

FURTHER: tuple[Further[Weighed], ...] = (
    *COHORTS, *INTERVALS, *SPECIFICATIONS, *ROBUSTNESS, *THREATS, *FORECASTS, *INTENSITY, *FREQUENCY, *WRITING,
)  # fmt: skip
