"""Speed and quality of grouping by wording and by likeness, with the settings that are frozen in the library.

    python benchmarks/matching.py [--texts N] [--cases DIR] [--others]

Speed: wall and processor seconds and peak memory above the input, each way in a process of its own, at 10^4, 10^5 and
10^6 invented statements; with --others also rensa's bulk MinHash with banding, and datasketch with verification up to
10^5. Quality: pairs and B-cubed on five seeds that were not used to choose a setting; with --cases also on the 2017 rows of
`toronto-star/trump-2017.csv` in DIR: the threshold chosen on one half by date and scored on the other, both ways, and the
frozen threshold on all rows; and how often the right claim is suggested, there and on CheckThat! 2020 (`suggesting.py`).
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from memory import peak_above
from numpy.typing import NDArray
from suggesting import suggesting_quality
from synthetic import EASY, HARD, invent

from claimstats.estimates.partitions import GroupingScore, score_grouping
from claimstats.matching.components import components_of
from claimstats.matching.linkage import ALIKE, group_by_likeness
from claimstats.matching.similarity import Likeness
from claimstats.matching.wording import group_wording

#: The setting was chosen on seed 100.
SEEDS = (1, 2, 3, 4, 5)
RUNS = 3

#: Of MinHash, as its users set it: 128 permutations in 32 bands find pairs from about 0.42 on.
PERMUTATIONS, BANDS = 128, 32


def by_compiled(texts: pa.Array) -> NDArray[np.int64]:
    """This library, compiled."""
    return group_wording(texts, compiled=True)


def by_relational(texts: pa.Array) -> NDArray[np.int64]:
    """This library, on DuckDB."""
    return group_wording(texts, compiled=False)


def by_rensa(texts: pa.Array) -> NDArray[np.int64]:
    """Rensa's bulk MinHash; texts of one band hang together."""
    from rensa import RMinHash

    words = [text.lower().split() for text in texts.to_pylist()]
    digests = np.array(RMinHash.digests_from_token_sets(words, PERMUTATIONS, 42), dtype=np.uint64)
    left, right = [], []
    for band in np.split(digests, BANDS, axis=1):
        mixed = np.zeros(len(band), dtype=np.uint64)
        for column in band.T:
            mixed = (mixed ^ column) * np.uint64(0x9E3779B97F4A7C15)
        order = np.argsort(mixed, kind="stable")
        same = mixed[order][1:] == mixed[order][:-1]
        left.append(order[:-1][same])
        right.append(order[1:][same])
    return components_of(np.concatenate(left), np.concatenate(right), size=len(words))


def by_datasketch(texts: pa.Array) -> NDArray[np.int64]:
    """Datasketch: every text is looked up among those before it, and the words of each pair are compared."""
    from datasketch import MinHash, MinHashLSH

    words = [frozenset(text.lower().split()) for text in texts.to_pylist()]
    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, PERMUTATIONS // BANDS))
    left, right = [], []
    for place, sketch in enumerate(
        MinHash.generator([[word.encode() for word in bag] for bag in words], num_perm=PERMUTATIONS)
    ):
        for mate in index.query(sketch):
            both = len(words[place] & words[mate])
            if both >= 0.45 * (len(words[place]) + len(words[mate]) - both):
                left.append(place)
                right.append(mate)
        index.insert(place, sketch)
    return components_of(left, right, size=len(words))


WAYS = {"compiled": by_compiled, "relational": by_relational, "rensa": by_rensa, "datasketch": by_datasketch}
LARGEST = {"compiled": 10**7, "relational": 10**5, "rensa": 10**6, "datasketch": 10**5}


def child(way: str, number: int) -> dict[str, Any]:
    """One way at one size, warm: what is compiled or imported at first use has been."""
    texts, _ = invent(number, recipe=HARD, seed=SEEDS[0])
    WAYS[way](texts.slice(0, 200))
    wall, cpu = [], []

    def timed() -> None:
        started, used = time.perf_counter(), time.process_time()
        WAYS[way](texts)
        wall.append(time.perf_counter() - started)
        cpu.append(time.process_time() - used)

    memory = max(peak_above(timed) for _ in range(1 if way == "datasketch" else RUNS))
    return {"wall": median(wall), "cpu": median(cpu), "memory": memory}


def in_process(way: str, number: int) -> dict[str, Any]:
    """The same in a fresh process."""
    call = [sys.executable, __file__, "--child", way, "--texts", str(number)]
    run = subprocess.run(call, capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(run.stderr)
    return json.loads(run.stdout)


def speed(largest: int, ways: Sequence[str]) -> None:
    """Seconds and memory at each size."""
    print(f"speed on the hard recipe, warm, median of {RUNS}")
    times: dict[tuple[str, int], float] = {}
    for number in (size for size in (10**4, 10**5, 10**6) if size <= largest):
        for way in ways:
            if number > LARGEST[way]:
                continue
            found = in_process(way, number)
            times[way, number] = found["wall"]
            print(
                f"  {number:9,} {way:12} {found['wall']:8.2f} s wall {found['cpu']:8.2f} s cpu "
                f"{found['memory'] / 2**20:6.0f} MB above the input  {found['wall'] / times['compiled', number]:7.1f} x compiled"
            )
    sizes = sorted(number for way, number in times if way == "compiled")
    if len(sizes) > 1:
        growth = math.log(times["compiled", sizes[-1]] / times["compiled", sizes[0]]) / math.log(sizes[-1] / sizes[0])
        print(f"  growth exponent of the compiled way, {sizes[0]:,} to {sizes[-1]:,}: {growth:.2f} (target below 1.2)")


def told(score: GroupingScore) -> str:
    """A score in one line."""
    return f"pair F1 {score.pair_f1:.4f}, B-cubed F1 {score.bcubed_f1:.4f}, {score.groups:,} groups"


def wording_quality(number: int) -> None:
    """Wording on five seeds of both recipes."""
    for recipe, target in ((EASY, 0.99), (HARD, 0.955)):
        scores = []
        for seed in SEEDS:
            texts, claims = invent(number, recipe=recipe, seed=seed)
            scores.append(score_grouping(claims.tolist(), by_compiled(texts).tolist()))
        least = min(scores, key=lambda score: score.pair_f1)
        print(
            f"wording, {recipe.name}, {number:,} texts, seeds {SEEDS}: least {told(least)} (target {target} of pairs)"
        )


def read_star(cases: Path) -> pd.DataFrame:
    """The 2017 rows in order of date, with their claims; each line is read as what it is."""
    lines = (cases / "toronto-star" / "trump-2017.csv").read_bytes().split(b"\n")
    rows = []
    for line in lines:
        try:
            rows.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            rows.append(line.decode("cp1252", "replace"))
    from io import StringIO

    frame = pd.read_csv(StringIO("\n".join(rows)))
    frame["day"] = pd.to_datetime(frame["date"], format="%m-%d-%Y")
    frame["slug"] = frame["slug"].fillna("").str.lower().str.replace(r"[^\w\s]", "", regex=True).str.strip()
    return frame.assign(claim=frame["claim"].fillna("")).sort_values(["day", "number"], ignore_index=True)


def likeness_quality(cases: Path) -> None:
    """Average linkage on real repeated claims."""
    frame = read_star(cases)
    halves = {"first half": frame[: len(frame) // 2], "second half": frame[len(frame) // 2 :]}
    grid = np.arange(0.15, 0.35, 0.01)
    scores = {}
    for name, half in halves.items():
        likeness, slugs = Likeness(half["claim"].tolist()), half["slug"].tolist()
        scores[name] = [score_grouping(slugs, group_by_likeness(likeness, alike=at).tolist()) for at in grid]
    for chosen_on, scored_on in (("first half", "second half"), ("second half", "first half")):
        best = int(np.argmax([score.pair_f1 + score.bcubed_f1 for score in scores[chosen_on]]))
        print(
            f"likeness, chosen on the {chosen_on} ({grid[best]:.2f}), scored on the other: {told(scores[scored_on][best])}"
        )
    whole = score_grouping(
        frame["slug"].tolist(), group_by_likeness(Likeness(frame["claim"].tolist()), alike=ALIKE).tolist()
    )
    print(f"likeness, all {len(frame):,} rows at the frozen {ALIKE}: {told(whole)}")


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=10**6, help="the largest number of invented statements")
    parser.add_argument("--cases", type=Path, help="a folder with real cases")
    parser.add_argument("--embedder", metavar="MODULE:CALLABLE", help="suggest with this embedder too")
    parser.add_argument("--others", action="store_true", help="rensa and datasketch beside")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(child(given.child, given.texts)))
        return
    speed(given.texts, list(WAYS) if given.others else ["compiled", "relational"])
    wording_quality(min(given.texts, 10**5))
    if given.cases:
        likeness_quality(given.cases)
        suggesting_quality(given.cases, read_star(given.cases), given.embedder)


if __name__ == "__main__":
    main()
