"""Writing: the gap of expectations that were fixed before their window, and of exploratory ones, apart."""

from __future__ import annotations

import pandas as pd

from claimstats.measuring.further import Further
from claimstats.measuring.gaps.corpus import score_corpus
from claimstats.measuring.gaps.pairs import Pairs
from claimstats.measuring.gaps.scores import CLAIM_WORDS, score_claims
from claimstats.measuring.gaps.weighed import Weighed

__all__ = ["WRITING"]

_SHOWN = ("role", "estimate", "ci_low", "ci_high", "conf_level", "n", "n_units", "method", "flags", "reason",
          "gap_lo", "gap_hi", "base_rate", "excess", "skill", "base_reason", "windows")  # fmt: skip

WRITING_WORDS = {
    "written": "`before`: the expectation was fixed before the window's first day; `after`: it was not, and may have been "
    "fitted to what was known.",
    **{name: CLAIM_WORDS[name] for name in _SHOWN},
}


def _by_writing(weighed: Weighed) -> pd.DataFrame:
    """The corpus gap, per role, of the windows of either kind; a kind that has no window has no row."""
    frame = weighed.pairs.frame
    late = frame["flags"].str.contains("exploratory").astype(bool)
    parts = []
    for written, own in (("before", frame[~late]), ("after", frame[late])):
        made = Pairs(frame=own, chances=weighed.pairs.chances)
        parts.append(score_corpus(score_claims(made), made).assign(written=written))
    return pd.concat(parts, ignore_index=True)[list(WRITING_WORDS)]


WRITING: tuple[Further[Weighed], ...] = (Further(name="by_writing", words=WRITING_WORDS, make=_by_writing),)
