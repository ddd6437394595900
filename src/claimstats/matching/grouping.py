"""Group statements into claims: what a person has coded, as she coded it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from claimstats.dates import months_of
from claimstats.provenance import Step
from claimstats.study import Claims, Study
from claimstats.study.values import MENTION_COLUMNS

__all__ = ["group_claims"]

#: The group of statements without a frame, or without a source of known type.
NONE = "(none)"


def group_claims(study: Study) -> Claims:
    """The claims of the codebook, with the statements that voice them.

    Parameters
    ----------
    study
        Its statements carry claim ids in the column ``claims``; a statement may voice several.

    Returns
    -------
    Claims
        One mention per statement and claim, on the study's engine.

    Examples
    --------
    >>> import pandas as pd
    >>> said = {"statement_id": ["s1", "s2"], "date": ["2025-01-01", "2025-02-01"], "speaker": "a", "text": "x", "claims": "c"}
    >>> group_claims(Study.from_frames(statements=pd.DataFrame(said))).counts["links"]
    2
    """
    rows = study.statements
    coded = rows[(rows["claims"] != "") & (rows["lo"] <= study.settings.as_of)]
    statements = study.engine.put(_mention_columns(coded, study), MENTION_COLUMNS)
    links = statements.mutate(claim_id=statements.claims.split(";").unnest())
    links = links.mutate(claim_id=links.claim_id.strip()).filter(lambda row: row.claim_id != "").drop("claims")
    # A claim named twice in one cell is voiced once.
    mentions = study.engine.keep(links.distinct(), codes=("claim_id", "speaker", "stance", "stream", "source_type"))
    number = study.engine.collect(mentions.aggregate(links=mentions.count()), {"links": "integer"})
    counts = {
        "statements": len(rows),
        "coded": len(coded),
        "claims": len(study.codebook.claims),
        "links": int(number["links"].iloc[0]),
    }
    step = Step(name="group claims", rows_in=len(rows), rows_out=len(coded), why="uncoded, or dated after the cut-off")
    return Claims(study=study, mentions=mentions, counts=counts).with_step(step)


def _mention_columns(coded: pd.DataFrame, study: Study) -> pd.DataFrame:
    """What counting needs of each statement: its days, its occasion, its source's type."""
    sources = study.codebook["sources"]
    types = dict(zip(sources["source_id"], sources["type"], strict=True))
    return pd.DataFrame(
        {
            "statement_id": coded["statement_id"],
            "claims": coded["claims"],
            "speaker": coded["speaker"],
            "lo": coded["lo"],
            "hi": coded["hi"],
            "day": coded["lo"] + (coded["hi"] - coded["lo"]) // 2,
            "lo_month": months_of(coded["lo"]),
            "hi_month": months_of(coded["hi"]),
            "stance": coded["stance"],
            "stream": coded["stream"],
            "source_type": coded["source"].map(lambda source: types.get(source, "") or NONE).astype("str"),
            "frames": coded["frames"].where(coded["frames"] != "", NONE),
            "occasion": _occasions(study.statements).reindex(coded["root"]).to_numpy(),
            "utterance": coded["reprint_of"] == "",
            "verified": coded["verification"] == "verified",
        }
    )


def _occasions(statements: pd.DataFrame) -> pd.Series:
    """The occasion of each statement, by id.

    In order: the occasion that the coder named; the same speaker, date and venue; the row itself. A copy belongs to
    the occasion of the utterance that it leads back to (the caller looks it up by ``root``).
    """
    named = "o\t" + statements["occasion"]
    placed = "v\t" + statements["lo"].astype("str") + "\t" + statements["venue"]
    alone = "s\t" + statements["statement_id"]
    # A date that is no single day does not say that two statements share one.
    one_day = (statements["venue"] != "") & (statements["lo"] == statements["hi"])
    keys = np.where(statements["occasion"] != "", named, np.where(one_day, placed, alone))
    # As a number, which the engine compares faster than words; by rank, so that the order of rows does not decide it.
    import pyarrow as pa
    import pyarrow.compute as pc

    rank = pc.rank(pa.array(keys, type=pa.string()), tiebreaker="dense")
    return pd.Series(rank.to_numpy(), index=statements["statement_id"].to_numpy(), dtype="int64")
