"""Time and memory of the measures on many rows, beside other ways to the same counts.

    python benchmarks/measures.py [STATEMENTS]

Repetition: one table by claim and quarter, from grouped claims to the finished frame, against a hand-written DuckDB query
for the same counts on the same rows, and against pandas and polars (where installed) doing the same. Growth: the same
from 10^4 to 10^6 statements. Gaps: 200 expectations over 20 years of days and 100,000 incidents, base rates included.
The ways take turns in one process, so that a slow moment of the machine meets all of them; the memory of each is measured
in a fresh process, as the peak above the loaded input.
"""

from __future__ import annotations

import gc
import json
import math
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from statistics import median
from typing import Any

import numpy as np
import pandas as pd
from memory import peak_above

START, QUARTERS, CLAIMS, SPEAKERS = date(2014, 1, 1), 40, 10_000, 500
END = date(2023, 12, 31)
RUNS = 5

SQL = """
with said as (select * from mentions where verified and stance = 'asserts'),
numbered as (select *, lo_month // 3 as number, hi_month // 3 as last from said),
occasions as (
  select claim_id, speaker, occasion, min(number) as number, max(last) as last, min(lo) as lo, max(hi) as hi
  from numbered where utterance group by claim_id, speaker, occasion),
rows_of as (
  select claim_id, number, count(*) as mentions, count(*) filter (where utterance) as utterances,
         count(distinct statement_id) as texts
  from numbered where number = last group by claim_id, number),
occasions_of as (
  select claim_id, number, count(*) as occasions, count(distinct speaker) as speakers
  from occasions where number = last group by claim_id, number),
days_of as (
  select claim_id, number, count(*) as speaker_days
  from (select distinct claim_id, number, speaker, day from numbered where number = last and utterance)
  group by claim_id, number),
totals as (
  select claim_id, count(*) as ever, min(lo + (hi - lo) // 2) as first_day, max(hi) as last_seen,
         count(*) filter (where number < last) as straddling
  from occasions group by claim_id)
select * from rows_of full join occasions_of using (claim_id, number) full join days_of using (claim_id, number)
left join totals using (claim_id)
"""


def statements(number: int) -> pd.DataFrame:
    """Invented statements: days even over ten years, claims and speakers by Zipf's law, one in ten a copy."""
    rng = np.random.default_rng(0)
    span = (END - START).days + 1
    claim = np.minimum(rng.zipf(1.3, number), CLAIMS) - 1
    copy = rng.random(number) < 0.1
    days = np.array([(START + timedelta(days=int(day))).isoformat() for day in range(span)])
    ids = np.array([f"s{row:07}" for row in range(number)])
    return pd.DataFrame(
        {
            "statement_id": ids,
            "date": days[rng.integers(0, span, number)],
            "speaker": np.char.add("p", rng.integers(0, SPEAKERS, number).astype(str)),
            "text": "words",
            "claims": np.char.add("c", claim.astype(str)),
            "reprint_of": np.where(copy & (np.arange(number) > 0), ids[0], ""),
        }
    )


def grouped(number: int):
    """Claims of so many statements, the study's days monitored."""
    import claimstats as cs

    claims = pd.DataFrame({"claim_id": [f"c{row}" for row in range(CLAIMS)], "text": "a claim"})
    study = cs.Study.from_frames(statements=statements(number), claims=claims, settings={"start": START, "as_of": END})
    return cs.group_claims(study)


def mentions_of(claims) -> pd.DataFrame:
    """The rows that every way begins with."""
    from claimstats.study.claims import MENTION_COLUMNS

    columns = {name: kind for name, kind in MENTION_COLUMNS.items() if name != "claims"} | {"claim_id": "text"}
    return claims.study.engine.collect(claims.mentions, columns)


def by_library(claims) -> Callable[[], object]:
    """This library."""
    import claimstats as cs

    return lambda: cs.measure_repetition(claims).to_frame()


def by_duckdb(claims) -> Callable[[], object]:
    """The hand-written query, on a table of its own."""
    import duckdb

    connection = duckdb.connect()
    rows = mentions_of(claims)  # noqa: F841 - named in the query
    connection.execute("create table mentions as select * from rows")
    return lambda: connection.execute(SQL).df()


def by_pandas(claims) -> Callable[[], object]:
    """The same counts by pandas."""
    rows = mentions_of(claims)

    def count() -> object:
        said = rows[rows["verified"] & (rows["stance"] == "asserts")]
        said = said.assign(number=said["lo_month"] // 3, last=said["hi_month"] // 3)
        occasions = (
            said[said["utterance"]]
            .groupby(["claim_id", "speaker", "occasion"])
            .agg(number=("number", "min"), last=("last", "max"), lo=("lo", "min"), hi=("hi", "max"))
            .reset_index()
        )
        inside, whole = said[said["number"] == said["last"]], occasions[occasions["number"] == occasions["last"]]
        keys = ["claim_id", "number"]
        days = inside[inside["utterance"]].drop_duplicates([*keys, "speaker", "day"])
        return (
            inside.groupby(keys)
            .agg(mentions=("utterance", "size"), utterances=("utterance", "sum"), texts=("statement_id", "nunique"))
            .join(whole.groupby(keys).agg(occasions=("occasion", "size"), speakers=("speaker", "nunique")))
            .join(days.groupby(keys).size().rename("speaker_days"))
            .join(occasions.groupby("claim_id").agg(ever=("lo", "size"), first=("lo", "min"), last_seen=("hi", "max")))
        )

    return count


def by_polars(claims) -> Callable[[], object]:
    """The same counts by polars."""
    import polars as pl

    rows = pl.from_pandas(mentions_of(claims))

    def count() -> object:
        said = rows.lazy().filter(pl.col("verified") & (pl.col("stance") == "asserts"))
        said = said.with_columns(number=pl.col("lo_month") // 3, last=pl.col("hi_month") // 3)
        occasions = (
            said.filter("utterance")
            .group_by("claim_id", "speaker", "occasion")
            .agg(pl.col("number").min(), pl.col("last").max(), pl.col("lo").min(), pl.col("hi").max())
        )
        keys = ["claim_id", "number"]
        inside = said.filter(pl.col("number") == pl.col("last"))
        counted = inside.group_by(keys).agg(
            mentions=pl.len(), utterances=pl.col("utterance").sum(), texts=pl.col("statement_id").n_unique()
        )
        whole = (
            occasions.filter(pl.col("number") == pl.col("last"))
            .group_by(keys)
            .agg(occasions=pl.len(), speakers=pl.col("speaker").n_unique())
        )
        days = inside.filter("utterance").unique([*keys, "speaker", "day"]).group_by(keys).agg(speaker_days=pl.len())
        totals = occasions.group_by("claim_id").agg(
            ever=pl.len(), first=pl.col("lo").min(), last_seen=pl.col("hi").max()
        )
        return (
            counted.join(whole, on=keys, how="left")
            .join(days, on=keys, how="left")
            .join(totals, on="claim_id", how="left")
            .collect()
        )

    return count


WAYS = {"claimstats": by_library, "duckdb by hand": by_duckdb, "pandas": by_pandas, "polars": by_polars}


def gaps() -> Callable[[], object]:
    """200 expectations of 50 claims, 100,000 incidents and 20,000 statements over 20 years."""
    import claimstats as cs

    rng = np.random.default_rng(0)
    start, end, number, expectations = date(2004, 1, 1), date(2023, 12, 31), 100_000, 200
    days = np.array([(start + timedelta(days=at)).isoformat() for at in range((end - start).days + 1)])
    codes = [f"{root:02}{more}" for root in range(1, 21) for more in range(5)]
    actors = ["RUS", "UKR", "USA", "NATO", "RUSMIL", "UKRMIL", "GEO", "CHN"]
    study = cs.Study.from_frames(
        incidents=pd.DataFrame(
            {"incident_id": [f"i{row}" for row in range(number)], "date": rng.choice(days, number), "description": "a deed",
             "actor": rng.choice(actors, number), "recipient": rng.choice(actors, number), "action": rng.choice(codes, number)}
        ),
        statements=pd.DataFrame(
            {"statement_id": [f"s{row}" for row in range(20_000)], "date": rng.choice(days, 20_000), "speaker": "A",
             "text": "words", "claims": [f"c{claim}" for claim in rng.integers(0, 50, 20_000)]}
        ),
        expectations=pd.DataFrame(
            {"expectation_id": [f"e{row}" for row in range(expectations)],
             "claim_id": [f"c{row // 4}" for row in range(expectations)],
             "actor": rng.choice(actors[:4], expectations), "recipient": rng.choice(actors[:4], expectations),
             "codes": [f"{root:02}" for root in rng.integers(1, 21, expectations)], "window_from": 1,
             "window_to": rng.choice([14, 30, 60, 90], expectations)}
        ),
        coverage=pd.DataFrame({"stream": ["record"], "start": start, "end": end}),
        settings={"start": start, "as_of": end},
    )  # fmt: skip
    claims = cs.group_claims(study)
    return lambda: cs.measure_gaps(claims).to_frame("base")


def clock(run: Callable[[], object]) -> float:
    """Seconds of one run."""
    gc.collect()
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def take_turns(number: int, names: Sequence[str]) -> dict[str, list[float]]:
    """Seconds of every way that is installed, run after run, after one round that is not counted."""
    claims = grouped(number)
    ways = {}
    for name in names:
        try:
            ways[name] = WAYS[name](claims)
        except ModuleNotFoundError as missing:
            print(f"  {name}: {missing.name} is not installed")
    rounds = [{name: clock(run) for name, run in ways.items()} for _ in range(RUNS + 1)][1:]
    return {name: [row[name] for row in rounds] for name in ways}


def memory_of(way: str, number: int) -> int:
    """Peak bytes above the input, in this process."""
    run = WAYS[way](grouped(number)) if way in WAYS else gaps()
    return peak_above(run)


CHILDREN = {
    "time": lambda number, *names: take_turns(number, names),
    "memory": lambda number, way: memory_of(way, number),
    "gaps": lambda _: [clock(run) for run in [gaps()] for _ in range(RUNS)],
}


def in_process(what: str, number: int, *names: str) -> Any:
    """What a fresh process finds."""
    call = [sys.executable, __file__, "--child", what, str(number), *names]
    run = subprocess.run(call, capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(run.stderr)
    *said, answer = run.stdout.splitlines()
    if said:
        print("\n".join(said))
    return json.loads(answer)


def main() -> None:
    """Print everything."""
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps(CHILDREN[sys.argv[2]](int(sys.argv[3]), *sys.argv[4:])))
        return
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10**6
    print(
        f"repetition by claim and quarter: {number:,} statements, {CLAIMS:,} claims, {QUARTERS} quarters; {RUNS} rounds"
    )
    found = in_process("time", number, *WAYS)
    for way, seconds in found.items():
        ratios = [own / hand for own, hand in zip(seconds, found["duckdb by hand"], strict=True)]
        print(
            f"  {way:16} median {median(seconds):6.2f} s (least {min(seconds):.2f}, most {max(seconds):.2f}), "
            f"{median(ratios):5.2f} x by hand, {in_process('memory', number, way) / 2**20:4.0f} MB above the input"
        )
    print("growth of the repetition table")
    sizes = [size for size in (10**4, 10**5, 10**6) if size <= number]
    times = [median(in_process("time", size, "claimstats")["claimstats"]) for size in sizes]
    for size, seconds in zip(sizes, times, strict=True):
        print(f"  {size:9,} statements {seconds:7.2f} s")
    if len(sizes) > 1:
        print(f"  exponent {math.log(times[-1] / times[0]) / math.log(sizes[-1] / sizes[0]):.2f}")
    print(
        f"gaps and base rates, 200 expectations, 20 years, 100,000 incidents: {median(in_process('gaps', 0)):.2f} s "
        f"(target 10), {in_process('memory', 0, 'gaps') / 2**20:.0f} MB"
    )


if __name__ == "__main__":
    main()
