"""Two rates beside each other, or one rate beside what was expected: exact ratios."""

from __future__ import annotations

import math
from dataclasses import dataclass

from claimstats.estimates.rates import garwood

__all__ = ["ExpectedRatio", "RateRatio", "quasi_rate_ratio", "rate_against_expected", "rate_ratio"]


@dataclass(frozen=True, kw_only=True)
class RateRatio:
    """A ratio of two rates, its exact and its mid-P interval, and the two-sided p-value that belongs to each."""

    ratio: float
    low: float
    high: float
    low_mid_p: float
    high_mid_p: float
    p_central: float
    p_mid: float
    level: float


@dataclass(frozen=True, kw_only=True)
class ExpectedRatio:
    """Seen over expected, its exact interval, the p-value that belongs to it, and the one that other programs print."""

    ratio: float
    low: float
    high: float
    p_central: float
    p_minlike: float
    level: float


def rate_ratio(count1: int, exposure1: float, count2: int, exposure2: float, *, level: float = 0.95) -> RateRatio:
    """The first rate over the second, 0 or more, exact given the sum of the counts.

    ``k1 | n ~ Binomial(n, r·E1/(r·E1 + E2))`` with ``n = k1 + k2``; Clopper and Pearson's limits c for ``k1/n`` become
    ``c/(1-c) · E2/E1``; ``p = min(1, 2·min(P(X <= k1), P(X >= k1)))`` at r = 1; mid-P takes half the point mass.
    It does not hold for counts that come in bursts: at a dispersion of 3 it rejects a true null in 22 % of cases.

    Parameters
    ----------
    count1, exposure1, count2, exposure2
        Occasions of either side, and the days (or texts) in which they were looked for.
    level
        Confidence level.

    Returns
    -------
    RateRatio
        Missing where nothing was seen on either side or one has no exposure; infinite where only the second saw nothing.

    Raises
    ------
    ValueError
        If occasions were seen in no exposure, or a count or an exposure is below 0.

    References
    ----------
    Clopper & Pearson 1934, Biometrika 26:404; Gu, Ng, Tang & Schucany 2008, Biom J 50:283.

    Examples
    --------
    >>> found = rate_ratio(12, 91, 5, 90)
    >>> round(found.ratio, 3), round(found.low, 3), round(found.high, 3), round(found.p_central, 4)
    (2.374, 0.778, 8.6, 0.1498)
    """
    from scipy.special import betaincinv

    for count, exposure in ((count1, exposure1), (count2, exposure2)):
        _refuse_what_cannot_be(count, exposure)
    total = count1 + count2
    if total == 0 or exposure1 == 0 or exposure2 == 0:
        nan = math.nan
        return RateRatio(
            ratio=nan, low=nan, high=nan, low_mid_p=nan, high_mid_p=nan, p_central=nan, p_mid=nan, level=level
        )
    tail = (1 - level) / 2
    low = 0.0 if count1 == 0 else float(betaincinv(count1, count2 + 1, tail))
    high = 1.0 if count2 == 0 else float(betaincinv(count1 + 1, count2, 1 - tail))
    low_mid, high_mid = _share_mid_p(count1, total, low, high, tail)
    scale = exposure2 / exposure1
    share = exposure1 / (exposure1 + exposure2)
    # Each tail by itself: one less the other would leave float dust of a small one.
    above, beyond = _at_least(count1, total, share), _at_least(count1 + 1, total, share)
    below, at_most = _at_least(count2 + 1, total, 1 - share), _at_least(count2, total, 1 - share)
    return RateRatio(
        ratio=count1 / count2 * scale if count2 else math.inf,
        low=_odds(low) * scale,
        high=_odds(high) * scale,
        low_mid_p=_odds(low_mid) * scale,
        high_mid_p=_odds(high_mid) * scale,
        p_central=min(1.0, 2 * min(above, at_most)),
        p_mid=min(1.0, above + beyond, below + at_most),
        level=level,
    )


def quasi_rate_ratio(
    count1: int,
    exposure1: float,
    count2: int,
    exposure2: float,
    *,
    index: float,
    degrees: int,
    level: float = 0.95,
) -> RateRatio:
    """The first rate over the second where counts scatter more than a Poisson law; above 0.

    The quasi-Poisson regression on a period's dummy, in closed form: ``log ratio ± t · sqrt(phi (1/k1 + 1/k2))`` with
    Student's t. It does not hold for a count of 0: take the exact ratio.

    Parameters
    ----------
    count1, exposure1, count2, exposure2
        Occasions (at least 1) and days of both.
    index
        The pooled index of dispersion phi, about each period's own mean.
    degrees
        Degrees of freedom of phi.
    level
        Confidence level.

    Returns
    -------
    RateRatio
        The p in both places is that of the t test.

    Examples
    --------
    >>> found = quasi_rate_ratio(20, 90, 10, 90, index=1.0, degrees=10**6)
    >>> round(found.ratio, 1), round(found.low, 3), round(found.high, 3)
    (2.0, 0.936, 4.273)
    """
    from scipy.special import stdtr, stdtrit

    if min(count1, count2) < 1 or min(exposure1, exposure2, index) <= 0 or degrees < 1:
        raise ValueError("both counts are at least 1, and exposures, dispersion and degrees of freedom above 0")
    ratio = (count1 / exposure1) / (count2 / exposure2)
    error = math.sqrt(index * (1 / count1 + 1 / count2))
    half = float(stdtrit(degrees, 1 - (1 - level) / 2)) * error
    p = min(1.0, 2 * float(stdtr(degrees, -abs(math.log(ratio)) / error)))
    low, high = ratio * math.exp(-half), ratio * math.exp(half)
    return RateRatio(ratio=ratio, low=low, high=high, low_mid_p=low, high_mid_p=high, p_central=p, p_mid=p, level=level)


def rate_against_expected(count: int, expected: float, *, level: float = 0.95) -> ExpectedRatio:
    """What was seen over what was expected, 0 or more, with Garwood's interval divided by the expectation.

    ``p_central = min(1, 2·min(P(X <= k), P(X >= k)))`` and ``p_minlike = sum of P(x) over x with P(x) <= P(k)`` for a
    Poisson variable with the expected mean. The second can contradict the interval beside it; report the first.
    It does not hold where the expectation is itself a guess: it is taken as known.

    Parameters
    ----------
    count, expected
        Occasions seen, and their expected number.
    level
        Confidence level.

    Returns
    -------
    ExpectedRatio
        Missing where nothing was expected and nothing seen.

    Raises
    ------
    ValueError
        If something was seen where exactly nothing was expected, or one of the two is below 0.

    References
    ----------
    Fay 2010, R Journal 2(1):53.

    Examples
    --------
    >>> found = rate_against_expected(9, 4.2)
    >>> round(found.low, 3), round(found.p_central, 4), round(found.p_minlike, 4)
    (0.98, 0.0559, 0.0429)
    """
    from scipy.special import pdtr, pdtrc

    low, high = garwood(count, level=level)
    _refuse_what_cannot_be(count, expected)
    if expected == 0:
        nan = math.nan
        return ExpectedRatio(ratio=nan, low=nan, high=nan, p_central=nan, p_minlike=nan, level=level)
    at_most, at_least = float(pdtr(count, expected)), float(pdtrc(count - 1, expected)) if count else 1.0
    return ExpectedRatio(
        ratio=count / expected,
        low=low / expected,
        high=high / expected,
        p_central=min(1.0, 2 * min(at_most, at_least)),
        p_minlike=_minlike(count, expected),
        level=level,
    )


def _refuse_what_cannot_be(count: float, exposure: float) -> None:
    if count < 0 or count != int(count):
        raise ValueError(f"a count is a whole number of 0 or more, not {count}")
    if exposure < 0:
        raise ValueError(f"an exposure is 0 or more, not {exposure}")
    if exposure == 0 and count:
        raise ValueError(f"{count} occasions in an exposure of 0: the data contradict themselves")


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else math.inf


def _at_least(successes: int, trials: int, share: float) -> float:
    """P(X >= successes) of a binomial variable."""
    from scipy.special import betainc

    if successes <= 0:
        return 1.0
    return 0.0 if successes > trials else float(betainc(successes, trials - successes + 1, share))


def _share_mid_p(successes: int, trials: int, low: float, high: float, tail: float) -> tuple[float, float]:
    """Mid-P limits of a share; they lie between the exact ones."""
    from scipy.optimize import brentq

    def middle(share: float) -> float:
        return (_at_least(successes, trials, share) + _at_least(successes + 1, trials, share)) / 2

    begin, end = low * 0.999, min(1.0, high * 1.001)
    first = 0.0 if successes == 0 else brentq(lambda p: middle(p) - tail, begin, end, xtol=1e-15, rtol=1e-14)
    last = 1.0 if successes == trials else brentq(lambda p: middle(p) - 1 + tail, begin, end, xtol=1e-15, rtol=1e-14)
    return float(first), float(last)


def _minlike(count: int, mean: float) -> float:
    """The probability of all counts that are no likelier than the one seen."""
    import numpy as np
    from scipy.special import gammaln, pdtr, pdtrc

    def log_probability(counts: np.ndarray) -> np.ndarray:
        return counts * math.log(mean) - mean - gammaln(counts + 1)

    # Equal probabilities may differ by float dust.
    limit = float(log_probability(np.array([count]))[0]) + 1e-7
    mode = math.floor(mean)
    if count > mean:
        fewer = int(np.count_nonzero(log_probability(np.arange(mode + 1)) <= limit))
        return float(pdtrc(count - 1, mean)) + (float(pdtr(fewer - 1, mean)) if fewer else 0.0)
    last = mode + 1
    while float(log_probability(np.array([last]))[0]) > limit:
        last = 2 * last + 1
    counts = np.arange(mode, last + 1)
    first = int(counts[log_probability(counts) <= limit][0])
    return 1.0 if first <= count else min(1.0, float(pdtr(count, mean)) + float(pdtrc(first - 1, mean)))
