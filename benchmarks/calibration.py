"""How often intervals hold what they promise, and tests reject what is not there: by simulation, seeded.

    python benchmarks/calibration.py [--quick] [--report]

Rates and gaps: nominal 95 % intervals should hold the truth in 93 to 98 % of the runs. The local-shift test at 5 % should
reject independent series in at most 7 %. A row misses its target if it does so by more than the Monte-Carlo error (two
standard errors). Exit code 1 if any row misses, unless --report.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import claimstats as cs
from claimstats.estimates.coincidence import circular_shift_test, event_coincidence
from claimstats.estimates.dispersion import dispersion
from claimstats.estimates.effective import macro_effective_n_wilson
from claimstats.estimates.proportions import wilson
from claimstats.estimates.rates import garwood
from claimstats.estimates.scattered import cautious_index, quasi_poisson, scaled_garwood

WEEKS = 13


@dataclass(frozen=True, kw_only=True)
class Row:
    """One simulated setting: how often something held, in how many runs, and what was asked for."""

    name: str
    share: float
    runs: int
    low: float
    high: float
    binding: bool = True

    @property
    def error(self) -> float:
        """Two standard errors of the share."""
        return 2 * math.sqrt(max(self.share * (1 - self.share), 1e-9) / self.runs)

    @property
    def held(self) -> bool:
        """Whether the target is met, give or take the Monte-Carlo error."""
        return self.low - self.error <= self.share <= self.high + self.error


def poisson_weeks(rng: np.random.Generator, mean: float) -> NDArray[np.int64]:
    """Independent weeks."""
    return rng.poisson(mean, WEEKS)


def clustered_weeks(rng: np.random.Generator, mean: float) -> NDArray[np.int64]:
    """Weeks with a dispersion of 3: negative binomial."""
    return rng.negative_binomial(mean / 2, 1 / 3, WEEKS)


def bursty_weeks(rng: np.random.Generator, mean: float) -> NDArray[np.int64]:
    """Bursts: a week starts a burst of a geometric number of occasions."""
    starts = rng.poisson(mean / 2.5, WEEKS)
    return np.array([rng.geometric(1 / 2.5, count).sum() if count else 0 for count in starts])


PROCESSES: dict[str, Callable[[np.random.Generator, float], NDArray[np.int64]]] = {
    "poisson weeks": poisson_weeks, "clustered weeks (dispersion 3)": clustered_weeks, "bursts": bursty_weeks,
}  # fmt: skip


def rate_rows(runs: int) -> Iterator[Row]:
    """Intervals for the mean of a quarter, eight quarters to a group: the chosen one, and two others for comparison."""
    for process, draw in PROCESSES.items():
        for quarters, mean in product((8, 1), (0.5, 1.0, 2.0, 5.0)):
            rng = np.random.default_rng(1)
            held = dict.fromkeys(("chosen", "Garwood alone", "quasi-Poisson of the quarter"), 0)
            for _ in range(runs // quarters):
                group = [draw(rng, mean) for _ in range(quarters)]
                for name, hits in rate_hits(group, mean * WEEKS).items():
                    held[name] += hits
            tried = runs // quarters * quarters
            for name, hits in held.items():
                # Six occasions in one quarter say too little of their scatter: such a study has no second quarter.
                binding = name == "chosen" and (quarters > 1 or mean >= 1)
                label = f"rate, {process}, {mean:g} a week, {quarters} quarter(s): {name}"
                yield Row(name=label, share=hits / tried, runs=tried, low=0.93, high=0.98, binding=binding)


def rate_hits(group: list[NDArray[np.int64]], truth: float) -> dict[str, int]:
    """In how many quarters of a group each interval holds the true mean."""
    indices = [dispersion(weeks.tolist()).index for weeks in group]
    known = [index for index in indices if not math.isnan(index)]
    pooled = float(np.mean(known)) if known else 1.0
    degrees = len(known) * (WEEKS - 1)
    hits = dict.fromkeys(("chosen", "Garwood alone", "quasi-Poisson of the quarter"), 0)
    for weeks, index in zip(group, indices, strict=True):
        count = int(weeks.sum())
        exact = garwood(count)
        wide = scaled_garwood(count, cautious_index(pooled, degrees)) if degrees else exact
        quasi = quasi_poisson(max(count, 1), max(index, 1e-9))
        ends = {
            "chosen": (wide.low, wide.high) if pooled > 1.5 else exact,
            "Garwood alone": exact,
            "quasi-Poisson of the quarter": (quasi.low, quasi.high) if count and index > 1.5 else exact,
        }
        for name, (low, high) in ends.items():
            hits[name] += low <= truth <= high
    return hits


def gap_rows(runs: int) -> Iterator[Row]:
    """Intervals for the gap: of the corpus, over claims that agree within themselves; and of one claim."""
    for claims in (5, 10, 20, 40):
        for p in (0.1, 0.3, 0.5):
            for correlation in (0.0, 0.4):
                rng = np.random.default_rng(2)
                held = {True: 0, False: 0}
                for _ in range(runs):
                    episodes = rng.integers(2, 13, claims)
                    own = np.full(claims, p)
                    if correlation:
                        scale = (1 - correlation) / correlation
                        own = rng.beta(p * scale, (1 - p) * scale, claims)
                    scores = rng.binomial(episodes, own) / episodes
                    for last in held:
                        found = macro_effective_n_wilson(scores.tolist(), episodes.tolist(), bound_last=last)
                        held[last] += found.low <= p <= found.high
                name = f"gap of {claims} claims, p = {p:g}, correlation {correlation:g}"
                yield Row(name=name, share=held[True] / runs, runs=runs, low=0.93, high=0.98)
                name = f"{name}: number bounded first"
                yield Row(name=name, share=held[False] / runs, runs=runs, low=0.93, high=0.98, binding=False)
    for episodes_of_one in (5, 10, 30):
        for p in (0.1, 0.3, 0.5):
            rng = np.random.default_rng(3)
            counts = rng.binomial(episodes_of_one, p, runs)
            holds = {
                k: (found := wilson(k, episodes_of_one)).low <= p <= found.high for k in range(episodes_of_one + 1)
            }
            share = float(np.mean([holds[int(k)] for k in counts]))
            name = f"gap of one claim, {episodes_of_one} anchors, p = {p:g}"
            # Counts are whole: with few anchors no interval can hold 95 % at every p.
            yield Row(name=name, share=share, runs=runs, low=0.93, high=0.98, binding=False)


def study_rows(claims: int, runs: int) -> Iterator[Row]:
    """The same through the public measures, on whole studies: nothing is left out of how a number is made."""
    for process, draw in PROCESSES.items():
        held = rates_of_study(np.random.default_rng(5), draw, claims)
        name = f"study, {claims} claims of 8 quarters, {process}"
        yield Row(name=name, share=float(np.mean(held)), runs=len(held), low=0.93, high=0.98)
    for size in (5, 10, 20):
        rng = np.random.default_rng(6)
        covered = [gap_of_study(rng, size, 0.3) for _ in range(runs)]
        name = f"study, gap of {size} claims, p = 0.3, correlation 0.4"
        yield Row(name=name, share=float(np.mean(covered)), runs=runs, low=0.93, high=0.98)


def rates_of_study(
    rng: np.random.Generator, draw: Callable[[np.random.Generator, float], NDArray[np.int64]], claims: int
) -> list[bool]:
    """Whether each claim's interval holds its rate, quarter by quarter: two years monitored day by day."""
    start, days = date(2024, 1, 1), 731
    means = {f"c{claim}": (0.5, 1.0, 2.0, 5.0)[claim % 4] for claim in range(claims)}
    said = [
        (claim, start + timedelta(days=7 * week + int(day)))
        for claim, mean in means.items()
        for week, number in enumerate(np.concatenate([draw(rng, mean) for _ in range(8)])[: days // 7])
        for day in rng.integers(0, 7, number)
    ]
    frame = pd.DataFrame(said, columns=["claims", "date"])
    frame = frame.assign(statement_id=[f"s{row}" for row in range(len(frame))], speaker="A", text="words", stream="all")
    end = start + timedelta(days=days - 1)
    study = cs.Study.from_frames(
        statements=frame,
        claims=pd.DataFrame({"claim_id": list(means), "text": "a claim"}),
        coverage=pd.DataFrame({"stream": ["all"], "start": [start], "end": [end]}),
        settings={"start": start, "as_of": end},
    )
    found = cs.measure_repetition(cs.group_claims(study)).to_frame()
    truth = found["claim_id"].map(means) / 7 * 30
    return ((found["ci_low"] <= truth) & (truth <= found["ci_high"])).tolist()


def gap_of_study(rng: np.random.Generator, claims: int, p: float) -> bool:
    """Whether the corpus interval holds the true gap: claims that are voiced every 40 days, deeds as chance has it."""
    start, days, scale = date(2022, 1, 1), 600, 1.5
    said, done = [], []
    for claim, share in enumerate(rng.beta(p * scale, (1 - p) * scale, claims)):
        for episode in range(int(rng.integers(2, 13))):
            spoken = start + timedelta(days=40 * episode)
            said.append((f"c{claim}", spoken))
            if rng.random() < share:
                done.append((f"actor{claim}", spoken + timedelta(days=int(rng.integers(1, 31)))))
    frame = pd.DataFrame(said, columns=["claims", "date"])
    deeds = pd.DataFrame(done, columns=["actor", "date"])
    study = cs.Study.from_frames(
        statements=frame.assign(statement_id=[f"s{row}" for row in range(len(frame))], speaker="A", text="words"),
        incidents=deeds.assign(incident_id=[f"i{row}" for row in range(len(deeds))], action="190", description="a deed"),
        expectations=pd.DataFrame(
            {
                "expectation_id": [f"e{claim}" for claim in range(claims)],
                "claim_id": [f"c{claim}" for claim in range(claims)],
                "actor": [f"actor{claim}" for claim in range(claims)],
                "codes": "19", "window_from": 1, "window_to": 30,
            }
        ),
        coverage=pd.DataFrame({"stream": ["deeds"], "start": [start], "end": [start + timedelta(days=days)]}),
        settings={"start": start, "as_of": start + timedelta(days=days)},
    )  # fmt: skip
    found = cs.measure_gaps(cs.group_claims(study)).to_frame("corpus").iloc[0]
    return bool(found["ci_low"] <= 1 - p <= found["ci_high"])


SPAN, TOLERANCE = 730, 7


def events(rng: np.random.Generator, *, number: float, clustered: bool, escalating: bool) -> NDArray[np.int64]:
    """Days of a series: Poisson or in clusters, its rate six times as high after two thirds of the record if escalating."""
    weight = np.ones(SPAN)
    if escalating:
        weight[2 * SPAN // 3 :] = 6
    weight = weight / weight.sum()
    if not clustered:
        return np.unique(rng.choice(SPAN, rng.poisson(number), p=weight)) + 1
    centres = rng.choice(SPAN, max(rng.poisson(number / 4), 1), p=weight)
    days = np.concatenate([centre + rng.integers(-5, 6, rng.geometric(1 / 4)) for centre in centres])
    return np.unique(np.clip(days, 0, SPAN - 1)) + 1


def test_rows(runs: int) -> Iterator[Row]:
    """How often independent series are called associated at 5 %."""
    settings = {
        "both Poisson": (False, False, False), "statements clustered": (True, False, False),
        "both clustered": (True, True, False), "both x6 after a common date": (False, False, True),
        "both clustered and x6": (True, True, True),
    }  # fmt: skip
    for name, (first, second, escalating) in settings.items():
        rng = np.random.default_rng(4)
        local = farther = everywhere = analytic = valid = 0
        for _ in range(runs):
            said = events(rng, number=40, clustered=first, escalating=escalating).tolist()
            done = events(rng, number=40, clustered=second, escalating=escalating).tolist()
            if min(len(said), len(done)) < 5:
                continue
            valid += 1
            terms = {"statements": said, "actions": done, "span": SPAN, "tolerance": TOLERANCE}
            local += circular_shift_test(**terms, reach=60).p_greater <= 0.05
            farther += circular_shift_test(**terms, reach=90).p_greater <= 0.05
            everywhere += circular_shift_test(**terms, reach=None).p_greater <= 0.05
            analytic += event_coincidence(**terms).trigger.p_greater <= 0.05
        yield Row(name=f"test, {name}: local shift, 60 days", share=local / valid, runs=valid, low=0.0, high=0.07)
        for other, count in (("shift up to 90 days", farther), ("global shift", everywhere), ("analytic", analytic)):
            yield Row(name=f"test, {name}: {other}", share=count / valid, runs=valid, low=0.0, high=0.07, binding=False)


def main() -> int:
    """Print every row; 1 if a binding one misses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the runs")
    parser.add_argument("--report", action="store_true", help="print, and never fail")
    given = parser.parse_args()
    part = 10 if given.quick else 1
    started = time.perf_counter()
    rows = [
        *rate_rows(4000 // part),
        *gap_rows(3000 // part),
        *study_rows(200 // part, 150 // part),
        *test_rows(1000 // part),
    ]
    print(f"{'setting':72} {'runs':>6} {'share':>7} {'+-':>6}  target      ")
    for row in rows:
        verdict = ("ok" if row.held else "MISSED") if row.binding else "for comparison"
        print(f"{row.name:72} {row.runs:6d} {row.share:7.3f} {row.error:6.3f}  {row.low:.2f}-{row.high:.2f}  {verdict}")
    missed = [row for row in rows if row.binding and not row.held]
    print(f"{len(missed)} of {sum(row.binding for row in rows)} targets missed; {time.perf_counter() - started:.0f} s")
    return 0 if given.report or not missed else 1


if __name__ == "__main__":
    sys.exit(main())
