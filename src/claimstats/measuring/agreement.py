"""Measure agreement: whether two people who code the same rows decide the same (method, section 5.1)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
import pandas as pd

from claimstats.estimates.agreement import TENTATIVE, Scale, krippendorff_alpha
from claimstats.measuring.decided import numbers_of_agreement
from claimstats.measuring.wording import labels_of, times
from claimstats.results import Result, Tables
from claimstats.schema.checking import split_values
from claimstats.study import Study
from claimstats.study.deciding import every_coding

__all__ = ["measure_agreement"]

#: Krippendorff's bound for conclusions that can be relied on.
RELIABLE = 0.8

#: Variables whose value may be several at once: each value is then a decision of its own, yes or no.
MANY_VALUED = ("claims", "frames")

#: Variables with an order, and that order; every other one is a set of names.
SCALES: Mapping[str, Scale] = {"outcome": "ordinal"}
GRADES = ("contradicted", "not_observed", "partial", "fulfilled")

#: What a coder writes who found nothing; and the category of having found anything at all.
NOTHING, ANYTHING = ("none", ""), "any"

WORDS = {
    "table": "The table that was coded.",
    "variable": "What was decided.",
    "category": "One value of it, decided yes or no; `any`: whether any value at all; `all`: all values at once.",
    "estimate": "Krippendorff's alpha: 1 complete agreement, 0 chance, below 0 worse; missing with its `reason`.",
    "ci_low": "Lower end of its bootstrap interval over units.",
    "ci_high": "Upper end of it.",
    "conf_level": "Confidence level of the interval.",
    "n": "Decisions: values that coders gave.",
    "n_units": "Rows that two coders or more decided on.",
    "method": "How alpha and its interval were made.",
    "flags": "What to bear in mind, separated by `;`.",
    "reason": "Why alpha is missing.",
    "reading": "`reliable` from .800, `tentative` from .667, else `not reliable`; empty where alpha is missing.",
    "share_below": "Share of resamples with alpha below .667.",
    "agreement": "Share of pairs of decisions that are equal, from 0 to 1; chance alone makes it high for rare values.",
    "positives": "Units in which at least one coder found the category; missing for `all`.",
    "coders": "Coders, separated by `;`.",
    "row_id": "The row that coders decided differently on.",
    "values": "What each coder wrote: `coder: value`, in the order of their names, separated by ` | `.",
    "text": "What the row says.",
}

#: Fewer double-coded units than this say little.
FEW_UNITS = 50


def measure_agreement(study: Study, *, level: float = 0.95, draws: int = 1000, seed: int = 0) -> Result:
    """Whether coders who saw the same rows decided the same: Krippendorff's alpha, beyond what chance would give.

    ``alpha = 1 - D_o / D_e``. Rows that two coders or more decided on are the units. A variable that may take several
    values (``claims``, ``frames``) is one yes-or-no decision per value, and one on any value at all; another variable is
    taken whole (``all``) and value by value. The interval draws units again. It does not say that the coders are right.

    Parameters
    ----------
    study
        With a table ``codings``.
    level
        Confidence level.
    draws, seed
        Resamples of units, and their seed.

    Returns
    -------
    Result
        One row per table, variable and category.

    References
    ----------
    Krippendorff 2011; Hayes & Krippendorff 2007.

    Examples
    --------
    >>> import claimstats as cs
    >>> found = cs.measure_agreement(cs.load("data/kremlin-nato"), draws=0).to_frame()
    >>> found.query("category == 'any'")["estimate"].round(2).tolist()
    [0.64]
    """
    codings = every_coding(study)
    rows: list[dict[str, object]] = []
    for (table, variable), own in codings.groupby(["table", "variable"], sort=True):
        for category, sheet in _sheets(own, str(variable)):
            scale = SCALES.get(str(variable), "nominal") if category == "all" else "nominal"
            found = _measure(sheet, category, scale=scale, level=level, draws=draws, seed=seed)
            rows.append({"table": table, "variable": variable, "category": category, **found})
    frame = pd.DataFrame(rows, columns=list(WORDS))
    return Result(
        measure="agreement",
        keys=("table", "variable", "category"),
        tables=Tables({"agreement": frame, "disagreements": partial(_disagreements, study)}),
        words=WORDS,
        params={"level": level, "draws": draws, "seed": seed, "as_of": study.settings.as_of},
        provenance=study.provenance,
        trace=partial(_trace, study),
        say=partial(_say, frame, labels_of(study.codebook)),
        labels=labels_of(study.codebook),
        count=numbers_of_agreement(study, frame, labels_of(study.codebook)),
        codebook_hash=lambda: study.codebook.sha256,
    )


def _sheets(own: pd.DataFrame, variable: str) -> list[tuple[str, pd.DataFrame]]:
    """The decisions of one variable as sheets (coders by units, numbers for values), one per category."""
    wide = own.pivot_table(index="coder", columns="row_id", values="value", aggfunc="first").sort_index()
    paired = wide.loc[:, wide.notna().sum() >= 2]
    paired = paired[paired.notna().any(axis=1)]
    cells = [None if pd.isna(cell) else frozenset(split_values(cell)) - set(NOTHING) for cell in paired.to_numpy().flat]
    values = sorted({value for cell in cells if cell is not None for value in cell})
    single = [(value, _sheet(paired, [None if cell is None else value in cell for cell in cells])) for value in values]
    if variable in MANY_VALUED or own["value"].str.contains(";").any():
        return [(ANYTHING, _sheet(paired, [None if cell is None else bool(cell) for cell in cells])), *single]
    listed = GRADES if variable in SCALES else sorted(set(own["value"]))
    # A value that is no grade (pending, unassessable) says nothing of how two coders grade.
    numbers = {value: place for place, value in enumerate(listed)}
    return [("all", _sheet(paired, [numbers.get(cell) for cell in paired.to_numpy().flat])), *single]


def _sheet(paired: pd.DataFrame, numbers: Sequence[float | None]) -> pd.DataFrame:
    """Numbers in the place of decisions, row by row; None where there is none."""
    values = np.array(numbers, dtype=float).reshape(paired.shape)
    return pd.DataFrame(values, index=paired.index, columns=paired.columns)


def _measure(
    sheet: pd.DataFrame, category: str, *, scale: Scale, level: float, draws: int, seed: int
) -> dict[str, object]:
    """Alpha of one category with its interval, or the reason why there is none."""
    values = sheet.to_numpy(dtype=float)
    found = krippendorff_alpha(values.tolist(), scale=scale, level=level, draws=draws, seed=seed)
    units = int(found.units)
    missing = math.isnan(found.alpha)
    reason = "fewer than two rows were coded twice" if units < 2 else "all decisions are the same" if missing else ""
    return {
        "estimate": found.alpha,
        "ci_low": found.low,
        "ci_high": found.high,
        "conf_level": level if not math.isnan(found.low) else math.nan,
        "n": int(np.count_nonzero(~np.isnan(values))),
        "n_units": units,
        "method": "none" if missing else f"krippendorff alpha, {scale}; bootstrap over units",
        "flags": "n_small" if units < FEW_UNITS else "",
        "reason": reason,
        "reading": "" if missing else _read(found.alpha),
        "share_below": found.share_below,
        "agreement": found.agreement,
        "positives": math.nan if category == "all" else int((np.nan_to_num(values) > 0).any(axis=0).sum()),
        "coders": ";".join(map(str, sheet.index)),
    }


def _read(alpha: float) -> str:
    """What Krippendorff's bounds make of it."""
    return "reliable" if alpha >= RELIABLE else "tentative" if alpha >= TENTATIVE else "not reliable"


def _trace(study: Study, wanted: Mapping[str, str]) -> pd.DataFrame:
    """The rows that the coders decided differently, one row each, with what each wrote and where it was read."""
    rows = every_coding(study)
    for key in ("table", "variable"):
        if key in wanted:
            rows = rows[rows[key] == wanted[key]]
    category = wanted.get("category", "all")
    compared = rows.assign(decided=rows["value"].map(partial(_decision, category=category)))
    differing = compared.groupby(["table", "row_id", "variable"])["decided"].transform("nunique") > 1
    wide = rows[differing].pivot_table(
        index=["table", "row_id", "variable"], columns="coder", values="value", aggfunc="first"
    )
    wide = wide.reset_index()
    wide.columns.name = None
    said = study.statements[["statement_id", "date", "text", "paraphrase", "url"]].rename(
        columns={"statement_id": "row_id"}
    )
    done = study.incidents[["incident_id", "date", "description", "url"]].rename(columns={"incident_id": "row_id"})
    both = pd.concat([said.assign(table="statements"), done.assign(table="incidents")], ignore_index=True)
    return wide.merge(both, on=["table", "row_id"], how="left").sort_values(["table", "row_id"], ignore_index=True)


def _disagreements(study: Study) -> pd.DataFrame:
    """Every row and variable on which coders differ, with what each wrote: the list to talk over."""
    rows = every_coding(study).sort_values(["table", "row_id", "variable", "coder"], kind="stable")
    decided = rows["value"].map(partial(_decision, category="all"))
    keys = ["table", "row_id", "variable"]
    differing = rows[decided.groupby([rows[key] for key in keys]).transform("nunique") > 1]
    written = differing["coder"] + ": " + differing["value"]
    listed = written.groupby([differing[key] for key in keys], sort=True).agg(" | ".join).rename("values").reset_index()
    said = study.statements.set_index("statement_id")
    done = study.incidents.set_index("incident_id")["description"]
    texts = {"statements": said["text"].where(said["text"] != "", said["paraphrase"]), "incidents": done}
    shown = [str(texts[row.table].get(row.row_id, "")) for row in listed.itertuples()]
    return listed.assign(text=pd.Series(shown, index=listed.index, dtype="str"))


def _decision(value: str, *, category: str) -> object:
    """What a coder's value says of one category."""
    found = frozenset(split_values(value)) - set(NOTHING)
    if category == "all":
        return found
    return bool(found) if category == ANYTHING else category in found


def _say(frame: pd.DataFrame, labels: Mapping[str, str], wanted: Mapping[str, str]) -> str:
    """Alpha in plain words, with its interval and its n."""
    rows = frame
    for key, value in wanted.items():
        rows = rows[rows[key] == value]
    row = rows.iloc[0]
    what = "any category" if row["category"] == ANYTHING else labels.get(row["category"], row["category"])
    subject = f"Of {times(int(row['n_units']), 'row')} coded twice for {row['variable']} (“{what}”)"
    if row["reason"]:
        return f"{subject}: no alpha is given, because {row['reason']}."
    ends = "" if math.isnan(row["ci_low"]) else f", 95 % interval {row['ci_low']:.2f} to {row['ci_high']:.2f}"
    meaning = {
        "reliable": "the coding can be relied on",
        "tentative": "conclusions are tentative",
        "not reliable": "the coding should not carry conclusions",
    }
    return f"{subject}: Krippendorff's alpha is {row['estimate']:.2f}{ends}; {meaning[row['reading']]}."
