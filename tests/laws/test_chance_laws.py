"""What chance would give, against a count of day after day that knows nothing of the library's arithmetic."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import claimstats as cs

START, CUT_OFF = date(2024, 1, 1), date(2024, 7, 18)
DAYS = (CUT_OFF - START).days + 1
EXAMPLES = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)  # fmt: skip

#: id, polarity, codes, partial codes, contrary codes, first day, last day, how many, credit in part; None for a quarter.
EXPECTATIONS = [
    ("plain", "present", "19", "", "", 1, 14, 1, 0.5),
    ("same_day", "present", "19", "", "", 0, 30, 1, 0.5),
    ("twice", "present", "19;17", "", "", 1, 40, 2, 0.5),
    ("in_part", "present", "19", "17", "", 0, 20, 1, 0.25),
    ("contrary", "present", "19", "17", "03", 1, 25, 1, 0.5),
    ("absent", "absent", "19", "", "", 1, 30, 1, 0.5),
    ("quarter", "absent", "17", "", "", None, None, 1, 0.5),
]

deeds = st.lists(
    st.tuples(
        st.integers(0, DAYS - 1), st.sampled_from([1, 1, 1, 4, 35]), st.sampled_from(["190", "195", "172", "036"])
    ),
    max_size=14,
)
gaps = st.lists(st.tuples(st.integers(0, DAYS), st.integers(0, 45)), max_size=3)


def by_hand(deeds, covered, polarity, codes, partial, contrary, first, last, least, credit):
    """Mean credit over admissible days, one day at a time."""
    first, last = (0, 90) if first is None else (first, last)
    earned = []
    for day in range(DAYS):
        if day + last > DAYS - 1:
            break
        window = range(day + first, day + last + 1)
        if sum(at in covered for at in window) / len(window) < 0.8:
            continue
        inside = [code for at, length, code in deeds if at >= window[0] and at + length - 1 <= window[-1]]
        n, p, x = (sum(any(code.startswith(part) for part in parts.split(";") if part) for code in inside)
                   for parts in (codes, partial, contrary))  # fmt: skip
        if polarity == "absent":
            earned.append(0.0 if n >= least else 1.0)
        elif n >= least:
            earned.append(1.0)
        elif x:
            earned.append(0.0)
        else:
            earned.append(credit if n + p else 0.0)
    return (float(np.mean(earned)) if earned else float("nan")), len(earned)


def dated(at, length):
    first = START + timedelta(days=at)
    return first.isoformat() if length == 1 else f"{first}/{first + timedelta(days=length - 1)}"


@pytest.fixture(scope="module")
def base():
    engine = cs.connect()
    names = ["expectation_id", "polarity", "codes", "partial_codes", "contra_codes", "window_from", "window_to", "k_min",
             "partial_credit"]  # fmt: skip
    expectations = pd.DataFrame(EXPECTATIONS, columns=names).assign(claim_id="c")
    expectations["anchor"] = np.where(expectations["window_to"].isna(), "period", "episode")

    def measured(done, holes):
        stretches = [("record", START, CUT_OFF, "monitored")]
        for at, length in holes:
            first = START + timedelta(days=at)
            stretches.append(("record", first, first + timedelta(days=length), "missing"))
        study = cs.Study.from_frames(
            statements=pd.DataFrame(
                {"statement_id": ["s"], "date": START, "speaker": "A", "text": "words", "claims": "c"}
            ),
            incidents=pd.DataFrame(
                [(f"i{n:02}", dated(at, length), code, "a deed") for n, (at, length, code) in enumerate(done)],
                columns=["incident_id", "date", "action", "description"],
            ),
            expectations=expectations,
            coverage=pd.DataFrame(stretches, columns=["stream", "start", "end", "status"]),
            settings={"start": START, "as_of": CUT_OFF},
            engine=engine,
        )
        return cs.measure_gaps(cs.group_claims(study)).to_frame("base").set_index("expectation_id")

    return measured


@given(deeds, gaps)
@EXAMPLES
def test_the_base_rate_is_the_mean_credit_of_all_days_that_can_be_judged(base, done, holes):
    found = base(done, holes)
    covered = set(range(DAYS)) - {at + more for at, length in holes for more in range(length + 1)}
    for name, *terms in EXPECTATIONS:
        mean, days = by_hand(done, covered, *terms)
        assert found.loc[name, "admissible_days"] == days, name
        assert found.loc[name, "base_credit"] == pytest.approx(mean, nan_ok=True), name
        assert bool(found.loc[name, "base_reason"]) == (days == 0), name
