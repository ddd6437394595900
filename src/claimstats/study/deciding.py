"""What people have decided: codings, later decisions on suggestions, and where they differ."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from claimstats.schema.checking import split_values
from claimstats.study.values import Study

__all__ = ["claims_by_person", "every_coding", "rows_decided", "standing_decisions", "with_decided"]

#: What a coder writes who found that a statement voices no claim.
NONE = "none"


def standing_decisions(study: Study) -> pd.DataFrame:
    """The decisions that were not taken back, the newest of each coder on each statement.

    Parameters
    ----------
    study
        Its table ``decisions``, in the order in which they were recorded.
    """
    rows = study.codebook["decisions"]
    standing = rows[rows["undone_on"] == ""].sort_values("date", kind="stable")
    return standing.drop_duplicates(["statement_id", "coder"], keep="last").sort_index()


def claims_by_person(study: Study) -> pd.Series:
    """The claims of each statement that people have decided on, in the order of the statements.

    A filled cell ``claims`` stands. Elsewhere a claim counts if every coder whose decision stands named it: what two coders
    see differently is in the list of disagreements and in no count.

    Parameters
    ----------
    study
        Its statements, and its decisions.
    """
    rows = study.statements
    standing = standing_decisions(study)
    if standing.empty:
        return rows["claims"]
    agreed = {
        name: ";".join(_in_common([split_values(cell) for cell in own["claims"]]))
        for name, own in standing.groupby("statement_id", sort=False)
    }
    decided = rows["statement_id"].map(agreed).fillna("")
    return rows["claims"].where(rows["claims"] != "", decided).astype("str")


def with_decided(study: Study) -> Study:
    """The study with what people decided in its cells ``claims``, as if it had been coded there.

    Parameters
    ----------
    study
        Its statements, and its decisions.
    """
    return replace(study, statements=study.statements.assign(claims=claims_by_person(study)))


def rows_decided(study: Study) -> frozenset[str]:
    """The statements on whose claims somebody has decided, also that there is none.

    Parameters
    ----------
    study
        Its codings and its decisions.
    """
    coded = every_coding(study)
    return frozenset(coded.loc[(coded["table"] == "statements") & (coded["variable"] == "claims"), "row_id"])


def every_coding(study: Study) -> pd.DataFrame:
    """The table ``codings``, with each standing decision as one more coding of ``claims``.

    Parameters
    ----------
    study
        Its codings and its decisions.
    """
    coded, standing = study.codebook["codings"], standing_decisions(study)
    if standing.empty:
        return coded
    more = pd.DataFrame(
        {
            "table": "statements",
            "row_id": standing["statement_id"],
            "variable": "claims",
            "coder": standing["coder"],
            "value": standing["claims"].where(standing["claims"] != "", NONE),
            "date": standing["date"],
        }
    )
    both = pd.concat([coded, more[coded.columns]], ignore_index=True)
    # A coder who coded the row and decides on it later has changed her mind: the later one stands.
    return both.drop_duplicates(["table", "row_id", "variable", "coder"], keep="last", ignore_index=True)


def _in_common(decisions: list[list[str]]) -> list[str]:
    """The claims that every decision names, in the order of the first."""
    return [claim for claim in decisions[0] if all(claim in other for other in decisions[1:])]
