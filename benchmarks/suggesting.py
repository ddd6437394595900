"""How often the right claim is suggested, on real cases, with what is frozen in the library; run by `matching.py --cases`."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from claimstats import Study
from claimstats.matching.comparing import Comparison
from claimstats.matching.familiarity import learn_familiarity, stream_coded
from claimstats.matching.known import known_wordings, read_corpus
from claimstats.matching.nearness import Nearness
from claimstats.matching.similarity import Embedder, folded_texts

#: What is aimed at: without an embedder, and with one.
HITS = {1: 0.80, 5: 0.96}
MAP = {False: 0.88, True: 0.92}

#: Tweets compared at a time.
BLOCK = 200


def embedder_of(name: str | None) -> Embedder | None:
    """The callable of this name, as ``module:callable``."""
    if name is None:
        return None
    module, _, inside = name.partition(":")
    found: Embedder = getattr(import_module(module), inside)
    return found


def streaming_quality(frame: pd.DataFrame, embedder: Embedder | None) -> None:
    """Rows in order of date: does the claim, known from before, come up? Rarity is learnt from all texts."""
    numbers = {slug: f"c{place:04}" for place, slug in enumerate(sorted(set(frame["slug"])))}
    said = pd.DataFrame(
        {
            "statement_id": [f"s{place:05}" for place in range(len(frame))],
            "date": frame["day"].dt.strftime("%Y-%m-%d"),
            "speaker": "speaker",
            "text": frame["claim"].where(frame["claim"] != "", "…"),
            "claims": frame["slug"].map(numbers),
        }
    )
    study = Study.from_frames(statements=said)
    corpus = read_corpus(study)
    streamed = stream_coded(study, Comparison(corpus, known_wordings(study, corpus), embedder=embedder))
    halves = {"all": slice(None), "first half": slice(0, len(said) // 2), "second half": slice(len(said) // 2, None)}
    for name, rows in halves.items():
        ranks = streamed.rank[rows][streamed.known[rows]]
        told = ", ".join(f"hit@{number} {(ranks <= number).mean():.4f}" for number in HITS)
        print(
            f"suggesting, streaming, {name}, {len(ranks)} of {len(said[rows])} rows known before: {told} (targets {HITS})"
        )
    # What was learnt from the first three quarters (of them, the later half) on the last one.
    cut = 3 * len(said) // 4
    learnt = learn_familiarity(
        type(streamed)(
            places=streamed.places[:cut], best=streamed.best[:cut], known=streamed.known[:cut], rank=streamed.rank[:cut]
        )
    )
    chance, known = learnt.probability(streamed.best[cut:]), streamed.known[cut:]
    base = known.mean()
    print(
        f"  a known claim at all, last quarter: said {chance.mean():.3f}, was {base:.3f}; Brier score "
        f"{((chance - known) ** 2).mean():.3f}, of always saying the share {base * (1 - base):.3f}"
    )


def check_that(cases: Path, embedder: Embedder | None) -> None:
    """Tweets and checked claims: mean average precision at 5 over all claims, and over those that any tweet is about.

    Claims of the same words are one: 179 of those that a tweet is about stand twice in the file, once without its judgement.
    """
    folder = cases / "clef-2020-task2"
    claims = read_table(folder / "verified_claims.docs.tsv", ["id", "claim", "title"])
    texts = (claims["claim"] + " " + claims["title"]).tolist()
    names = dict(zip(claims["id"], folded_texts(texts), strict=True))
    listed = {name: place for place, name in enumerate(dict.fromkeys(names.values()))}
    kept = list(
        {listed[name]: text for name, text in zip(reversed(names.values()), reversed(texts), strict=True)}.items()
    )
    claim_texts = [text for _, text in sorted(kept)]
    parts = {}
    for part in ("train", "dev"):
        tweets = read_table(folder / part / "tweets.queries.tsv", ["id", "text"])
        judged = pd.read_csv(folder / part / "tweet-vclaim-pairs.qrels", sep="\t", dtype=str, header=None)
        right = judged.groupby(0)[2].agg(lambda ids: {listed[names[name]] for name in ids})
        parts[part] = (tweets["text"].tolist(), [right[name] for name in tweets["id"]])
    every = [*claim_texts, *parts["train"][0], *parts["dev"][0]]
    size = len(claim_texts)
    nearness = Nearness(every, np.arange(size), np.ones(size, dtype=bool), embedder=embedder)
    about = sorted(set().union(*(claim for _, rights in parts.values() for claim in rights)))
    begin = size
    for part, (tweets, rights) in parts.items():
        places = np.arange(begin, begin + len(tweets))
        begin += len(tweets)
        near = np.concatenate([nearness.rows(places[at : at + BLOCK]) for at in range(0, len(places), BLOCK)])
        few = [{about.index(claim) for claim in right} for right in rights]
        print(
            f"suggesting, CheckThat! 2020, {part}, {len(tweets)} tweets: MAP@5 {precision(near, rights):.4f} over {size:,} "
            f"claims (target {MAP[embedder is not None]}); {precision(near[:, about], few):.4f} over the {len(about)} "
            "that a tweet is about"
        )


def debates(cases: Path, embedder: Embedder | None) -> None:
    """Sentences of debates and speeches, and the checked claims that they voice; nothing was chosen on them."""
    files = sorted((cases / "politifact-transcripts" / "matches").glob("*.csv"))
    every = pd.concat([pd.read_csv(path, dtype=str, keep_default_na=False) for path in files], ignore_index=True)
    every = every[(every["sentence"].str.strip() != "") & (every["verified_claim"].str.strip() != "")]
    claims = {text: place for place, text in enumerate(dict.fromkeys(every["verified_claim"]))}
    rights = every.groupby("sentence", sort=False)["verified_claim"].agg(lambda texts: {claims[text] for text in texts})
    size = len(claims)
    nearness = Nearness([*claims, *rights.index], np.arange(size), np.ones(size, dtype=bool), embedder=embedder)
    near = nearness.rows(np.arange(size, size + len(rights)))
    found = precision(near, rights.tolist())
    print(f"suggesting, debates, {len(rights)} sentences: MAP@5 {found:.4f} over {size} claims (no target)")


def precision(near: NDArray[np.float64], rights: Sequence[set[int]]) -> float:
    """Mean average precision among the first five."""
    found = []
    for row, right in zip(near, rights, strict=True):
        first = np.argsort(-row, kind="stable")[:5]
        good = np.array([place in right for place in first])
        found.append(float((good * np.cumsum(good) / np.arange(1, 6)).sum()) / len(right))
    return float(np.mean(found))


def read_table(path: Path, names: Sequence[str]) -> pd.DataFrame:
    """A table whose first line names all columns but the first."""
    return pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False, header=0, names=names)


def suggesting_quality(cases: Path, frame: pd.DataFrame, embedder: str | None) -> None:
    """Everything, without an embedder and, if one is named, with it."""
    for used in [None] if embedder is None else [None, embedder_of(embedder)]:
        print(f"suggesting {'with' if used else 'without'} an embedder")
        streaming_quality(frame, used)
        check_that(cases, used)
        debates(cases, used)
