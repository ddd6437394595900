"""Threats and red lines: acted on when triggered, against acted when not."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

__all__ = ["FollowThrough", "follow_through_contrast"]

#: Probabilities of tables that differ by less are equal: float dust would part them.
_DUST = 1e-7


@dataclass(frozen=True, kw_only=True)
class FollowThrough:
    """Shares acted on with and without the trigger, their difference, Fisher's p-values, the conditional odds ratio."""

    follow_through: float
    unprovoked: float
    difference: float
    p_two_sided: float
    p_greater: float
    table: tuple[tuple[int, int], tuple[int, int]]

    @property
    def odds_ratio(self) -> float:
        """The conditional maximum-likelihood odds ratio; missing where a row or a column is empty."""
        if not (all(map(sum, self.table)) and all(map(sum, zip(*self.table, strict=True)))):
            return math.nan
        from scipy.stats.contingency import odds_ratio

        return float(odds_ratio(self.table, kind="conditional").statistic)


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
    table = ((triggered_acted, triggered_not), (untriggered_acted, untriggered_not))
    if min(map(min, table)) < 0:
        raise ValueError(f"{table}: a count is 0 or more")
    shares = [row[0] / sum(row) if sum(row) else math.nan for row in table]
    compared = all(map(sum, table))
    two_sided, greater = _fisher(table) if compared else (math.nan, math.nan)
    return FollowThrough(
        follow_through=shares[0],
        unprovoked=shares[1],
        difference=shares[0] - shares[1],
        p_two_sided=two_sided,
        p_greater=greater,
        table=table,
    )


def _fisher(table: tuple[tuple[int, int], tuple[int, int]]) -> tuple[float, float]:
    """Fisher's p-values, two-sided and greater: the chance of tables with the same margins that are no likelier, or go as far.

    ``scipy.stats.fisher_exact`` gives the same, behind an import that costs a report a third of a second; the tests compare
    them.
    """
    from scipy.special import gammaln

    (acted, rest), (unprovoked, quiet) = table
    first, second, column = acted + rest, unprovoked + quiet, acted + unprovoked
    cells = np.arange(max(0, column - second), min(first, column) + 1)
    logs = -sum(gammaln(part + 1) for part in (cells, first - cells, column - cells, second - column + cells))
    chances = np.exp(logs - logs.max())
    chances /= chances.sum()
    own = chances[acted - cells[0]]
    return (
        min(float(chances[chances <= own * (1 + _DUST)].sum()), 1.0),
        min(float(chances[cells >= acted].sum()), 1.0),
    )
