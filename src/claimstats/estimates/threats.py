"""Threats and red lines: acted on when triggered, against acted when not."""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["FollowThrough", "follow_through_contrast"]


@dataclass(frozen=True, kw_only=True)
class FollowThrough:
    """Shares acted on with and without the trigger, their difference, Fisher's p-values, the conditional odds ratio."""

    follow_through: float
    unprovoked: float
    difference: float
    p_two_sided: float
    p_greater: float
    odds_ratio: float


def follow_through_contrast(
    *, triggered_acted: int, triggered_not: int, untriggered_acted: int, untriggered_not: int
) -> FollowThrough:
    """Whether deeds come more often when the trigger was pulled: a difference from -1 to 1, Fisher's exact test.

    ``difference = a/(a+b) - c/(c+d)``; p from the hypergeometric distribution with all margins fixed; the odds ratio is
    the conditional maximum-likelihood one. It does not show credibility: strong threats are challenged less often.

    Parameters
    ----------
    triggered_acted, triggered_not
        Mature threats whose trigger happened: acted on, and not.
    untriggered_acted, untriggered_not
        Those whose trigger did not happen: acted all the same, and not.

    Returns
    -------
    FollowThrough
        Missing contrast where a row is empty; missing odds ratio also where a column is.

    References
    ----------
    Fisher 1935, JRSS 98:39; Fearon 2002, Int Interactions 28:5.

    Examples
    --------
    >>> found = follow_through_contrast(triggered_acted=8, triggered_not=3, untriggered_acted=4, untriggered_not=13)
    >>> round(found.difference, 3), round(found.p_two_sided, 4)
    (0.492, 0.0189)
    """
    from scipy.stats import fisher_exact
    from scipy.stats.contingency import odds_ratio

    table = [[triggered_acted, triggered_not], [untriggered_acted, untriggered_not]]
    if min(min(row) for row in table) < 0:
        raise ValueError(f"{table}: a count is 0 or more")
    shares = [row[0] / sum(row) if sum(row) else math.nan for row in table]
    compared = all(sum(row) for row in table)
    both = compared and all(table[0][column] + table[1][column] for column in (0, 1))
    return FollowThrough(
        follow_through=shares[0],
        unprovoked=shares[1],
        difference=shares[0] - shares[1],
        p_two_sided=float(fisher_exact(table).pvalue) if compared else math.nan,
        p_greater=float(fisher_exact(table, alternative="greater").pvalue) if compared else math.nan,
        odds_ratio=float(odds_ratio(table, kind="conditional").statistic) if both else math.nan,
    )
