"""Strata of the record: all incidents, those with an independent source, those with two (method, section 5.2)."""

from __future__ import annotations

import pandas as pd

from claimstats.schema.checking import split_values
from claimstats.study import Study

__all__ = ["STRATA", "independent_groups", "stratum"]

#: How many groups of independent outlets must report an incident; `all` asks for no source.
STRATA = {"all": 0, "independent": 1, "two independent": 2}


def independent_groups(study: Study) -> pd.Series:
    """For each incident, in how many groups of outlets that no state controls it is reported.

    Outlets of one group (an agency and those that reprint it) are one. An outlet without a group is a group of its own;
    one that the table of sources does not hold is not known to be independent.

    Parameters
    ----------
    study
        Its incidents and its table of sources.

    Returns
    -------
    pandas.Series
        A number per incident, in the order of the incidents.
    """
    sources = study.codebook["sources"]
    free = sources[sources["state_controlled"] != "yes"]
    own = free["independence_group"].where(free["independence_group"] != "", free["source_id"])
    group = dict(zip(free["source_id"], own, strict=True))
    held = study.incidents["sources"].map(
        lambda cell: len({group[name] for name in split_values(cell) if name in group})
    )
    return held.astype("int64")


def stratum(study: Study, name: str) -> pd.DataFrame:
    """The incidents of one stratum.

    Parameters
    ----------
    study
        As in `independent_groups`.
    name
        A key of `STRATA`.
    """
    return study.incidents[independent_groups(study) >= STRATA[name]]
