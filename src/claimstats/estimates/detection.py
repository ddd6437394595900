"""Deeds that the record misses: what the recorded share becomes, and how many there may be."""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["TwoLists", "capture_recapture_chapman", "rogan_gladen"]


@dataclass(frozen=True, kw_only=True)
class TwoLists:
    """Deeds estimated from two lists, the standard error, the deeds on either list, and their share of all."""

    total: float
    se: float
    detected: int
    share_detected: float


def rogan_gladen(*, positives: float, trials: float, sensitivity: float, specificity: float) -> float:
    """The share that truly happened, given how well the record tells; from 0 to 1.

    ``(F + Sp - 1) / (Se + Sp - 1)``, clipped to 0 and 1. It does not hold where detection differs between claims.

    Parameters
    ----------
    positives, trials
        Trials recorded as fulfilled, and all trials.
    sensitivity, specificity
        Chance that a deed is recorded, and that no deed is recorded where there was none.

    Returns
    -------
    float
        Missing without trials, and where the record tells nothing (``Se + Sp <= 1``).

    References
    ----------
    Rogan & Gladen 1978, Am J Epidemiol 107:71.

    Examples
    --------
    >>> round(rogan_gladen(positives=30, trials=150, sensitivity=0.8, specificity=0.99), 4)
    0.2405
    """
    if not 0 <= positives <= trials:
        raise ValueError(f"{positives} of {trials} is no share")
    if any(chance < 0 or chance > 1 for chance in (sensitivity, specificity)):
        raise ValueError(f"{sensitivity} and {specificity}: a chance is between 0 and 1")
    informative = sensitivity + specificity - 1
    if trials == 0 or not informative > 0:
        return math.nan
    return min(max((positives / trials + specificity - 1) / informative, 0.0), 1.0)


def capture_recapture_chapman(*, first: int, second: int, both: int) -> TwoLists:
    """How many deeds there are, from two lists and their overlap; at least those that are listed.

    ``N = (n1+1)(n2+1)/(m+1) - 1``, ``se² = (n1+1)(n2+1)(n1-m)(n2-m) / ((m+1)²(m+2))``. Lists that copy each other make
    it too low: it is a floor, and it does not say which deeds are missing.

    Parameters
    ----------
    first, second, both
        Deeds on the first list, on the second, and on both.

    Returns
    -------
    TwoLists
        Missing share where no deed is listed.

    References
    ----------
    Chapman 1951, Univ Calif Publ Stat 1:131; Seber 1970, Biometrics 26:13.

    Examples
    --------
    >>> found = capture_recapture_chapman(first=10, second=15, both=5)
    >>> round(found.total, 2), round(found.share_detected, 2)
    (28.33, 0.71)
    """
    if not 0 <= both <= min(first, second):
        raise ValueError(f"{both} on both lists of {first} and {second}")
    product = (first + 1) * (second + 1)
    total = product / (both + 1) - 1
    detected = first + second - both
    return TwoLists(
        total=total,
        se=math.sqrt(product * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))),
        detected=detected,
        share_detected=detected / total if detected else math.nan,
    )
