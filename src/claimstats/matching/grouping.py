"""Group statements into claims: what a person has coded, as she coded it; and, if asked for, what is said alike."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from claimstats.codebook.settings import LEVELS, MATCHES
from claimstats.dates import months_of
from claimstats.errors import UsageError
from claimstats.matching.attaching import Attached, attach_by_wording, no_links, uncoded_rows
from claimstats.matching.linkage import ALIKE
from claimstats.matching.proposing import propose_claims
from claimstats.matching.recording import keep_names, read_recorded
from claimstats.matching.reprints import find_reprints
from claimstats.matching.similarity import Embedder, Progress
from claimstats.provenance import Step
from claimstats.schema import nearest
from claimstats.study import Claims, Study
from claimstats.study.claims import MENTION_COLUMNS
from claimstats.study.deciding import claims_by_person

__all__ = ["group_claims"]

#: The group of statements without a frame, or without a source of known type.
NONE = "(none)"


def group_claims(
    study: Study,
    *,
    match: str | None = None,
    threshold: int | None = None,
    alike: float = ALIKE,
    embedder: Embedder | None = None,
    reprint_window: int | None = None,
    progress: Progress = iter,
) -> Claims:
    """The claims of the codebook, with the statements that voice them.

    What a person has coded always stands. An empty cell may mean that nobody has looked or that there is no claim, so that
    nothing else is counted unless it is asked for; then every link that was made has its method, its score and the
    statement that it hangs on (`Claims.links`).

    Parameters
    ----------
    study
        Its statements carry claim ids in the column ``claims``; a statement may voice several.
    match
        By default what ``study.toml`` says under ``[grouping]``: ``coded`` where it says nothing.

        ``coded``: nothing but what people coded and decided. ``wording``: uncoded statements too that say what a coded one
        says, in nearly the same words. ``likeness``: what is left too, grouped into proposed claims; a group goes on under the
        name that the ledger has for it. ``recorded``: the links as they were last recorded (`record_grouping`).
    threshold
        Words in common of all words of two texts, in percent, that make one wording: 35, 45 ... 95. By default what
        ``study.toml`` says under ``[grouping]``: 45 where it says nothing.
    alike
        Likeness from which two groups of statements are one proposed claim, from 0 to 1.
    embedder
        For proposed claims: any callable from a list of texts to an array with a row for each, such as the ``encode`` of a
        sentence-transformers model. Nothing is downloaded.
    reprint_window
        Take a statement as a copy, where no one has said so, if another outlet carried nearly the same words (85 %) of the
        same speaker at most so many days before; 2 is a good number. By default only what is marked is a copy.
    progress
        Goes through the blocks of texts that are compared for proposed claims, as ``tqdm`` does.

    Returns
    -------
    Claims
        One mention per statement and claim, on the study's engine.

    Raises
    ------
    UsageError
        If ``match`` or ``threshold`` is not one of those, or ``reprint_window`` is below 0.

    Examples
    --------
    >>> import pandas as pd
    >>> said = {"statement_id": ["s1", "s2"], "date": ["2025-01-01", "2025-02-01"], "speaker": "a", "text": "x", "claims": "c"}
    >>> group_claims(Study.from_frames(statements=pd.DataFrame(said))).counts["links"]
    2
    """
    match = study.settings.grouping.match if match is None else match
    threshold = study.settings.grouping.threshold if threshold is None else threshold
    if match not in MATCHES:
        near = nearest(match, MATCHES)
        raise UsageError(f"match is one of {', '.join(MATCHES)}, not {match!r}. Hint: {(near or MATCHES)[0]!r}?")
    if threshold not in LEVELS:
        raise UsageError(f"threshold is one of {', '.join(map(str, LEVELS))} percent, not {threshold}")
    if reprint_window is not None and reprint_window < 0:
        raise UsageError(f"reprint_window is 0 days or more, not {reprint_window}")
    made = Attached(links=no_links(), near=no_links())
    by_person = claims_by_person(study)
    if match == "recorded":
        study, by_person, made = read_recorded(study)
    elif match != "coded":
        made = attach_by_wording(study, threshold=threshold)
    links = made.links
    if match == "likeness":
        free = uncoded_rows(study) & ~study.statements["statement_id"].isin(links["statement_id"]).to_numpy()
        claims, proposed = propose_claims(
            study, free, threshold=threshold, alike=alike, embedder=embedder, progress=progress
        )
        claims, proposed = keep_names(study, claims, proposed, named=by_person, attached=links)
        study = study.with_claims(claims)
        links = pd.concat([links, proposed], ignore_index=True)
    copies = {} if reprint_window is None else find_reprints(study, within=reprint_window)
    return _count(study, by_person, links, made.near, copies)


def _count(
    study: Study, by_person: pd.Series, links: pd.DataFrame, near: pd.DataFrame, copies: Mapping[str, str]
) -> Claims:
    """One mention per statement and claim: what was coded or decided, and what was linked."""
    rows = study.statements
    if copies:
        root = rows["statement_id"].map(copies)
        rows = rows.assign(reprint_of=root.fillna(rows["reprint_of"]), root=root.fillna(rows["root"]))
    named = links.groupby("statement_id", sort=False)["claim_id"].agg(";".join)
    decided = int(((by_person != "") & (rows["claims"] == "") & (rows["lo"] <= study.settings.as_of)).sum())
    rows = rows.assign(claims=by_person)
    if len(named):
        rows = rows.assign(claims=rows["statement_id"].map(named).fillna(rows["claims"]).astype("str"))
    coded = rows[(rows["claims"] != "") & (rows["lo"] <= study.settings.as_of)]
    statements = study.engine.put(_mention_columns(coded, study), MENTION_COLUMNS)
    voiced = statements.mutate(claim_id=statements.claims.split(";").unnest())
    voiced = voiced.mutate(claim_id=voiced.claim_id.strip()).filter(lambda row: row.claim_id != "").drop("claims")
    # A claim named twice in one cell is voiced once.
    mentions = study.engine.keep(voiced.distinct(), codes=("claim_id", "speaker", "stance", "stream", "source_type"))
    number = study.engine.collect(mentions.aggregate(links=mentions.count()), {"links": "integer"})
    counts = {
        "statements": len(rows),
        "coded": len(coded) - int(coded["statement_id"].isin(named.index).sum()),
        "decided": decided,
        "claims": len(study.codebook.claims),
        "links": int(number["links"].iloc[0]),
        **{method: int((links["method"] == method).sum()) for method in ("wording", "likeness")},
        "copies": len(copies),
    }
    step = Step(name="group claims", rows_in=len(rows), rows_out=len(coded), why="uncoded, or dated after the cut-off")
    return Claims(study=study, mentions=mentions, counts=counts, made=links, near=near, by_person=by_person).with_step(
        step
    )


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
