"""Counting, dates, look-ups and whole data sets agree with published or independently computed values."""

from datetime import date, timedelta
from fractions import Fraction

import pandas as pd

import claimstats as cs
from claimstats import ontology
from claimstats.dates import Period, day, iso, parse_edtf
from claimstats.estimates.exposure import DaySet
from claimstats.estimates.proportions import wilson
from claimstats.estimates.rates import garwood, poisson_rate


def poisson_ci_garwood(inputs, expected, near):
    low, high = garwood(inputs["count"], level=inputs["conf"])
    near([low / inputs["exposure"], high / inputs["exposure"]], expected)


def poisson_rate_ci(inputs, expected, near):
    exposure = inputs.get("exposure_days", inputs.get("exposure"))
    found = poisson_rate(inputs["count"], exposure, per=inputs.get("per_days", 1))
    near([found.estimate, found.low, found.high], expected) if isinstance(expected, list) else near(
        found.estimate, expected
    )


def exposure_days(inputs, expected, near):
    if "quarters" in inputs:
        near([Period.parse(label).days for label in inputs["quarters"]], expected)
        return
    quarter = Period.parse(inputs["quarter"])
    gaps = [(day(first), day(last)) for first, last in inputs["gaps"]]
    days = DaySet(monitored=[(quarter.start, quarter.end)], missing=gaps)
    near(int(days.count(quarter.start, min(quarter.end, day(inputs["cutoff"])))), expected)


def wilson_ci(inputs, expected, near):
    found = wilson(inputs["successes"], inputs["n"], level=inputs["conf"])
    near([found.low, found.high], expected)


def edtf_bounds(inputs, expected, near):
    found = {text: parse_edtf(text) for text in inputs["strings"]}
    near({text: [iso(interval.lo), iso(interval.hi)] for text, interval in found.items()}, expected)


def goldstein_lookup(inputs, expected, near):
    if "codes" in inputs:
        near({code: ontology.goldstein(code) for code in inputs["codes"]}, expected)
    else:
        tables = ("gdelt", "phoenix")
        near({code: [ontology.goldstein(code, table=table) for table in tables] for code in expected}, expected)


def quadclass(inputs, expected, near):
    convention = {"gdelt": "gdelt_rows", "phoenix": "phoenix"}[inputs["scheme"]]
    near([ontology.quad_class(code, convention=convention) for code in inputs["root_codes"]], expected)


def statements_of(rows):
    """Statements as the file writes them: id, claim, speaker, date, occasion, what it copies."""
    frame = pd.DataFrame(rows, columns=["statement_id", "claims", "speaker", "date", "occasion", "reprint_of"])
    return frame.assign(text="words", stream="record")


def coverage_of(inputs, start):
    """Monitored from the start to the cut-off, less the gaps."""
    gaps = [("record", first, last, "missing") for first, last in inputs["gaps"]]
    rows = [("record", start, inputs["cutoff"], "monitored"), *gaps]
    return pd.DataFrame(rows, columns=["stream", "start", "end", "status"])


def settings_of(inputs, start):
    return {"start": date.fromisoformat(start), "as_of": date.fromisoformat(inputs["cutoff"])}


def repetition_counts(inputs, expected, near):
    # Where the entry names no first day, it is that of the first quarter of which it says anything.
    start = inputs.get("start", iso(min(Period.parse(label).start for label in expected["by_quarter"])))
    study = cs.Study.from_frames(
        statements=statements_of(inputs["statements"]),
        coverage=coverage_of(inputs, start),
        settings=settings_of(inputs, start),
    )
    claims = cs.group_claims(study)
    ever = cs.measure_repetition(claims, period="all").to_frame().iloc[0]
    quarters = cs.measure_repetition(claims, period="quarter", interval="garwood").to_frame().set_index("period")
    names = {"rate_per_30d": "estimate"}
    found = {name: ever[name] for name in expected if name != "by_quarter"}
    found["by_quarter"] = {
        quarter: {
            name: [row["ci_low"], row["ci_high"]] if name == "ci_per_30d" else row[names.get(name, name)]
            for name in wanted
        }
        for quarter, wanted in expected["by_quarter"].items()
        for row in [quarters.loc[quarter]]
    }
    near(found, expected)


def edtf_allocation(inputs, expected, near):
    shares = {}
    for text in inputs["dates"]:
        said = pd.DataFrame({"statement_id": ["s"], "date": [text], "speaker": "A", "text": "words", "claims": "c"})
        found = cs.measure_repetition(cs.group_claims(cs.Study.from_frames(statements=said))).to_frame()
        shares[text] = dict(zip(found["period"], found["occasions_expected"], strict=True))
    near(shares, expected)


def scored(found, expected):
    """The numbers of the claims that the entry names; any other claim has none."""
    assert found[~found.index.isin(list(expected))].isna().all()
    return {claim: found[claim] for claim in expected}


def gap_model_end_to_end(inputs, expected, near):
    """Pairs, F and G, and what chance alone would give."""
    renamed = {"id": "expectation_id", "claim": "claim_id", "target": "recipient", "partial": "partial_codes",
               "a": "window_from", "b": "window_to", "k": "k_min", "w": "weight",
               "contra": "contra_codes", "pi": "partial_credit"}  # fmt: skip
    crossing = {"actor": "trigger_actor", "target": "trigger_recipient", "code": "trigger_codes"}
    rows = [
        {renamed.get(key, key): value for key, value in row.items() if key != "trigger"}
        | {crossing[key]: value for key, value in row.get("trigger", {}).items()}
        for row in inputs["expectations"]
    ]
    incidents = pd.DataFrame(inputs["incidents"], columns=["incident_id", "date", "actor", "recipient", "action"])
    study = cs.Study.from_frames(
        statements=statements_of(inputs["statements"]),
        incidents=incidents.assign(description="a deed"),
        expectations=pd.DataFrame(rows),
        coverage=coverage_of(inputs, inputs["start"]),
        settings=settings_of(inputs, inputs["start"]) | {"thresholds": {"coverage": inputs["min_coverage"]}},
    )
    gaps = cs.measure_gaps(cs.group_claims(study))
    keys = {"claim": "claim_id", "anchor": "anchor_id", "exp": "expectation_id", "closed": "closed",
            "strict": "outcome", "possible": "outcome_possible", "w": "weight"}  # fmt: skip
    pairs = gaps.to_frame().rename(columns={name: key for key, name in keys.items()} | {"anchor": "kind"})
    found = sorted(pairs[list(keys)].to_dict("records"), key=lambda pair: (pair["exp"], pair["anchor"]))
    assert found == sorted(expected["pairs"], key=lambda pair: (pair["exp"], pair["anchor"]))
    claims = gaps.to_frame("claims").set_index("claim_id")
    near(scored(claims["fulfilment"], expected["F_strict"]), expected["F_strict"])
    near(scored(1 - claims["gap_hi"], expected["F_min"]), expected["F_min"])
    near(scored(1 - claims["gap_lo"], expected["F_max"]), expected["F_max"])
    corpus = gaps.to_frame("corpus").iloc[0]
    near([corpus["estimate"], corpus["gap_lo"], corpus["gap_hi"]], [expected[k] for k in ("G_strict", "G_lo", "G_hi")])
    base = gaps.to_frame("base").set_index("expectation_id")[["base_credit", "admissible_days"]]
    near({name: list(row) for name, row in base.iterrows()}, expected["base"])
    near(scored(claims["base_fulfilment"], expected["F0"]), expected["F0"])
    near(corpus[["base_rate", "excess", "skill"]].to_dict(),
         {"base_rate": expected["G0"], "excess": expected["excess"], "skill": expected["skill"]})  # fmt: skip
    near(
        [len(pairs), int(pairs["closed"].sum()), int((pairs["strict"] == "pending").sum())],
        [expected[name] for name in ("n_pairs", "n_closed", "n_pending")],
    )


def episode_anchoring(inputs, expected, near):
    origin = day("2024-01-01")
    first, last = inputs["window"]
    said = pd.DataFrame({"date": [iso(origin + at) for at in inputs["statement_days"]]}).assign(
        statement_id=[f"s{at:02}" for at in inputs["statement_days"]], speaker="A", text="words", claims="c"
    )
    deeds = pd.DataFrame({"date": [iso(origin + at) for at in inputs["action_days"]]}).assign(
        incident_id=[f"i{at}" for at in inputs["action_days"]], action="190", description="a deed"
    )
    study = cs.Study.from_frames(
        statements=said,
        incidents=deeds,
        expectations=pd.DataFrame(
            {"expectation_id": ["e"], "claim_id": "c", "codes": "19", "window_from": first, "window_to": last}
        ),
        coverage=pd.DataFrame({"stream": ["record"], "start": "2024-01-01", "end": "2024-12-31"}),
        settings={"start": date(2024, 1, 1), "as_of": date(2024, 12, 31)},
    )
    gaps = cs.measure_gaps(cs.group_claims(study))
    near(gaps.to_frame("claims")["fulfilment"].iloc[0], expected["episode_F"])
    assert f"{int(gaps.to_frame()['credit'].sum())}/{len(gaps.to_frame())}" == expected["episode_first_anchor"]


def mature_cohort(inputs, expected, near):
    """Claims voiced every second day, a part of them acted on, after delays spread evenly over the window."""
    days, window = inputs["T_days"], inputs["window_days"]
    share = Fraction(inputs["true_p"]).limit_denominator(20)
    each = share.denominator * (1 if share.denominator > 9 else 10 // share.denominator)
    kept = share.numerator * each // share.denominator
    origin = date(2024, 1, 1)
    said, deeds, expectations = [], [], []
    for at in range(0, days, 2):
        for which in range(each):
            name = f"c{at:02}x{which}"
            spoken = origin + timedelta(days=at)
            said.append((f"s{name}", spoken, "A", "words", name))
            expectations.append((f"e{name}", name, name, "19", 1, window))
            if which < kept:
                # Multiples of the golden ratio fill a circle evenly, whatever its length.
                delay = 1 + int(window * ((at // 2 * kept + which) * (5**0.5 - 1) / 2 % 1))
                deeds.append((f"i{name}", spoken + timedelta(days=delay), name, "190", "a deed"))
    study = cs.Study.from_frames(
        statements=pd.DataFrame(said, columns=["statement_id", "date", "speaker", "text", "claims"]),
        incidents=pd.DataFrame(deeds, columns=["incident_id", "date", "actor", "action", "description"]),
        expectations=pd.DataFrame(
            expectations, columns=["expectation_id", "claim_id", "actor", "codes", "window_from", "window_to"]
        ),
        coverage=pd.DataFrame({"stream": ["record"], "start": [origin], "end": [origin + timedelta(days=days)]}),
        settings={"start": origin, "as_of": origin + timedelta(days=days - 1)},
    )
    gaps = cs.measure_gaps(cs.group_claims(study))
    resolved = gaps.to_frame()["outcome"].value_counts()
    naive = resolved["fulfilled"] / (resolved["fulfilled"] + resolved["not_observed"])
    mature = gaps.to_frame("corpus")["fulfilment"].iloc[0]
    near({"naive_resolved_only": naive, "mature_cohort": mature}, expected)


BUILT = {
    check.__name__: check
    for check in (
        poisson_ci_garwood, poisson_rate_ci, exposure_days, wilson_ci, edtf_bounds, edtf_allocation, goldstein_lookup,
        quadclass, repetition_counts, gap_model_end_to_end, episode_anchoring, mature_cohort,
    )
}  # fmt: skip


def test_the_library_agrees(entry, near):
    BUILT[entry["measure"]](entry["inputs"], entry["expected"], near)
