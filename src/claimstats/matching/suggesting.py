"""Suggest which known claim a statement voices: a ranked list per statement, for a person to decide on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from claimstats.errors import UsageError
from claimstats.matching.attaching import uncoded_rows
from claimstats.matching.comparing import Comparison
from claimstats.matching.familiarity import Familiarity, Streamed, learn_familiarity, stream_coded
from claimstats.matching.known import known_wordings, read_corpus
from claimstats.matching.ranking import Ranked, rank_claims
from claimstats.matching.reasons import Reasons
from claimstats.matching.similarity import Embedder, Progress
from claimstats.provenance import Step
from claimstats.results import Result
from claimstats.study import Study
from claimstats.study.deciding import with_decided

__all__ = ["suggest_claims"]

WORDS = {
    "statement_id": "The statement that nobody has coded.",
    "date": "When it was said.",
    "speaker": "Who spoke.",
    "text": "The words as recorded, or the coder's paraphrase where there are none.",
    "translation": "The same in the study's language, where it is in another.",
    "rank": "1 for the claim that it is most like; missing where no claim is suggested.",
    "claim_id": "The claim that is suggested; empty where none is.",
    "claim_text": "What the claim asserts.",
    "score": "How much it is like what the claim is known by: 0 nothing in common, about 1 the same words; more where "
    "several statements of the claim say so, or one said it within days.",
    "probability": "That it voices a known claim at all, learnt from coded statements; missing with a reason in the "
    "table `familiarity`.",
    "reason": "What the claim is known by that is nearest to it, what was compared, and the words in common.",
    "accept": "For a person: y to accept the claim of this row.",
    "claim": "For a person: the id of another claim, if it is that one.",
    "new_claim": "For a person: the text of a new claim, if it is none that is known.",
    "familiarity.rows": "Coded statements, the later half, that the probability is learnt from.",
    "familiarity.known": "Of them, those that voice a claim coded before.",
    "familiarity.slope": "Of the logistic curve, per 1 of the best score.",
    "familiarity.level": "Of the logistic curve, at a score of 0.",
    "familiarity.reason": "Why there is no probability.",
    "familiarity.tried": "Coded statements that voice a claim coded before them, for which suggestions were tried.",
    "familiarity.hit_1": "Share of them for which the right claim would have come first.",
    "familiarity.hit_5": "Share of them for which it would have been among five.",
}


def suggest_claims(
    study: Study,
    *,
    number: int = 5,
    embedder: Embedder | None = None,
    coded: bool = False,
    progress: Progress = iter,
) -> Result:
    """Which known claim each uncoded statement may voice, best first, with the reason; a person decides.

    A claim is known by its own text and by the statements coded with it. Texts are compared by their words and by
    runs of letters, the rarer the more; within a language as they were said, across languages in translation. Nothing is coded
    by this: the columns ``accept``, ``claim`` and ``new_claim`` are for the person who decides.

    Parameters
    ----------
    study
        With claims in its codebook, or statements that somebody coded.
    number
        How many claims at most for each statement.
    embedder
        Any callable from a list of texts to an array with a row for each, such as the ``encode`` of a
        sentence-transformers model; its cosine is then one more likeness. Nothing is downloaded.
    coded
        Coded statements too, each as if it were not: to read again what somebody decided.
    progress
        Goes through the blocks of statements, as ``tqdm`` does.

    Returns
    -------
    Result
        One row per statement and suggestion; a statement without any has one row that says why. The table
        ``familiarity`` says how the probability was learnt, and how often the right claim would have been found.

    Raises
    ------
    UsageError
        If ``number`` is below 1.

    Examples
    --------
    >>> said = {"statement_id": ["s1", "s2"], "date": "2025-01-01", "speaker": "a", "claims": ["sea", ""],
    ...         "text": ["The port is open.", "Our port is open to all."]}
    >>> found = suggest_claims(Study.from_frames(statements=pd.DataFrame(said))).to_frame()
    >>> found[["statement_id", "rank", "claim_id"]].values.tolist()
    [['s2', 1, 'sea']]
    """
    if number < 1:
        raise UsageError(f"number is 1 or more, not {number}")
    study = with_decided(study)
    corpus = read_corpus(study)
    known = known_wordings(study, corpus)
    comparison = Comparison(corpus, known, embedder=embedder)
    wanted = _wanted(study, coded=coded)
    ranked = rank_claims(comparison, wanted, number=number, progress=progress)
    streamed = stream_coded(study, comparison)
    familiarity = learn_familiarity(streamed)
    reasons = Reasons(study, corpus, any_claim=bool(known.claims))
    frame = _frame(study, wanted, ranked, names=known.claims, reasons=reasons, familiarity=familiarity)
    step = Step(name="suggest claims", rows_in=len(study.statements), rows_out=len(wanted), why="coded already")
    params = {"number": number, "embedder": embedder is not None, "coded": coded, "as_of": study.settings.as_of}
    return Result(
        measure="suggestions",
        keys=("statement_id", "claim_id"),
        tables={"suggestions": frame, "familiarity": _learnt(familiarity, streamed)},
        words=WORDS,
        params=params,
        provenance=study.provenance.add(step),
        trace=partial(_trace, study, frame),
        codebook_hash=lambda: study.codebook.sha256,
    )


def _wanted(study: Study, *, coded: bool) -> NDArray[np.int64]:
    """The places of statements to suggest for, by date."""
    rows = study.statements
    free = (rows["lo"] <= study.settings.as_of).to_numpy() if coded else uncoded_rows(study)
    order = np.lexsort((rows["statement_id"].to_numpy(dtype=object), rows["lo"].to_numpy()))
    return np.asarray(order[free[order]], dtype=np.int64)


def _frame(
    study: Study,
    wanted: NDArray[np.int64],
    ranked: list[Ranked],
    *,
    names: list[str],
    reasons: Reasons,
    familiarity: Familiarity,
) -> pd.DataFrame:
    """One row per suggestion, and one for each statement that has none."""
    claims = study.codebook.claims
    texts = dict(zip(claims["claim_id"], claims["text"], strict=True))
    served = {found.statement for found in ranked}
    rows: list[tuple[int, int | None, str, str, float, str]] = [
        (found.statement, found.rank, names[found.claim], texts.get(names[found.claim], ""), found.score,
         reasons.why(found))
        for found in ranked
    ]  # fmt: skip
    rows += [(int(place), None, "", "", np.nan, reasons.why_not(int(place))) for place in wanted if place not in served]
    turn = {int(place): at for at, place in enumerate(wanted)}
    rows.sort(key=lambda row: (turn[row[0]], row[1] or 0))
    columns = ["place", "rank", "claim_id", "claim_text", "score", "reason"]
    found = pd.DataFrame(rows, columns=columns).astype({"rank": "Int64", "score": "float64", "place": "int64"})
    said = study.statements.iloc[found["place"]].reset_index(drop=True)
    best = found.groupby("place")["score"].transform("max").fillna(0.0).to_numpy(dtype=float)
    empty = reasons.empty(found["place"].to_numpy())
    told = {
        **{name: said[name] for name in ("statement_id", "date", "speaker")},
        "text": said["text"].where(said["text"] != "", said["paraphrase"]),
        "translation": said["translation"],
        **{name: found[name] for name in columns[1:5]},
        "probability": np.where(empty, np.nan, familiarity.probability(best)),
        "reason": found["reason"],
        **{name: pd.Series([""] * len(found), dtype="str") for name in ("accept", "claim", "new_claim")},
    }
    frame = pd.DataFrame(told)
    return frame.astype(dict.fromkeys(("claim_id", "claim_text", "reason"), "str"))


def _learnt(familiarity: Familiarity, streamed: Streamed) -> pd.DataFrame:
    """One row: how the probability was learnt, and how often the right claim would have been found."""
    ranks = streamed.rank[streamed.known]
    return pd.DataFrame(
        {
            "rows": [familiarity.rows],
            "known": [familiarity.known],
            "slope": [familiarity.slope],
            "level": [familiarity.level],
            "reason": [familiarity.reason],
            "tried": [len(ranks)],
            "hit_1": [float((ranks == 1).mean()) if len(ranks) else np.nan],
            "hit_5": [float((ranks <= 5).mean()) if len(ranks) else np.nan],
        }
    )


def _trace(study: Study, frame: pd.DataFrame, wanted: Mapping[str, str]) -> pd.DataFrame:
    """The statements coded with the claims that were suggested, each beside the suggestion."""
    for key, value in wanted.items():
        frame = frame[frame[key] == value]
    rows = study.statements
    held = rows.assign(claim_id=rows["claims"].str.split(";")).explode("claim_id")
    held = held.assign(claim_id=held["claim_id"].str.strip(), coded=held["statement_id"], coded_text=held["text"])
    held = held[["claim_id", "coded", "coded_text", "date", "source", "url"]]
    shown = frame[["statement_id", "rank", "claim_id", "claim_text", "score", "reason"]]
    return shown.merge(held, on="claim_id", how="left")
