"""How many unrecorded deeds would change the finding."""

from __future__ import annotations

import math

__all__ = ["tipping_point"]


def tipping_point(*, matured: int, fulfilled: float, threshold: float) -> float:
    """The fewest unrecorded deeds that would bring the share fulfilled to a threshold; 0 or more, whole.

    The smallest whole m of 0 or more with ``(fulfilled + m) / n >= threshold``. It does not say how likely so many
    missing deeds are.

    Parameters
    ----------
    matured, fulfilled
        Mature trials, and the sum of their credit.
    threshold
        The share to be reached, from 0 to 1.

    Returns
    -------
    float
        Missing where no trial is mature.

    References
    ----------
    Method, section 3.8.

    Examples
    --------
    >>> tipping_point(matured=20, fulfilled=4, threshold=0.5)
    6.0
    """
    if not 0 <= fulfilled <= matured or not 0 <= threshold <= 1:
        raise ValueError(f"{fulfilled} of {matured} fulfilled, threshold {threshold}: shares are between 0 and 1")
    # 0.35 of 20 is 7, and floats make it a little more: what is over by less than a billionth is dust.
    return float(max(math.ceil(threshold * matured - fulfilled - 1e-9), 0)) if matured else math.nan
