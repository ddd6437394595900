"""The entries of the file of reference values, who checks them, and how near a computed number must come.

``values.json`` beside this file holds them; ``CLAIMSTATS_REFERENCE_VALUES`` names another. An entry says which measure it
is of, and what goes in and comes out; its measure says which function checks it.
"""

import json
import math
import os
from numbers import Real
from pathlib import Path
from typing import Any

import pytest

OWN = Path(__file__).with_name("values.json")
FILE = Path(os.environ.get("CLAIMSTATS_REFERENCE_VALUES", OWN))

#: Which test module checks which measure, in its ``BUILT``.
CHECKED = {
    "test_reference_gaps": frozenset({
        "aalen_johansen", "base_rate_poisson", "base_rate_test", "benjamini_hochberg", "benjamini_yekutieli", "brier",
        "brier_decomposition", "capture_recapture_chapman", "circular_shift_test", "cluster_bootstrap",
        "cluster_robust_proportion", "event_coincidence", "follow_through_contrast", "frozen_hash",
        "kish_effective_n", "krippendorff_alpha", "lagged_cross_correlation", "macro_effective_n_wilson",
        "permutation_p", "rogan_gladen", "self_controlled_windows", "sign_flip_test", "superposed_epoch",
        "tipping_point", "weight_of_evidence", "wilson_effective_n",
    }),
    "test_reference_repetition": frozenset({
        "burstiness", "burstiness_formula", "changepoint_poisson", "claim_lifetime", "concentration", "dedup_window",
        "dispersion_test", "gini", "hawkes_loglik", "hhi", "interval_censored_npmle", "kaplan_meier",
        "kleinberg_batched", "kleinberg_gaps", "lead_poisson_binomial", "lead_sign_test", "logrank", "mann_kendall",
        "mann_kendall_exact", "negative_binomial_fit", "negative_binomial_regression", "new_retired_claims",
        "poisson_ci_midp", "poisson_regression", "quasipoisson_ci", "rate_ratio_exact", "recurrence_mcf", "rmst",
        "weighted_poisson_ci",
    }),
    "test_reference_values": frozenset({
        "edtf_allocation", "edtf_bounds", "episode_anchoring", "exposure_days", "gap_model_end_to_end",
        "goldstein_lookup", "mature_cohort", "poisson_ci_garwood", "poisson_rate_ci", "quadclass",
        "repetition_counts", "wilson_ci",
    }),
}  # fmt: skip


def written(value: Any) -> Any:
    """A result as the file writes it: lists, null for undefined, words for infinity."""
    if isinstance(value, dict):
        return {key: written(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [written(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else "inf" if value > 0 else "-inf"
    return value


class Near:
    """Compares a number, or numbers in lists and dictionaries, by the entry's own tolerance."""

    def __init__(self, tolerance: dict[str, float]) -> None:
        self.absolute, self.relative = tolerance.get("abs", 0.0), tolerance.get("rel", 0.0)

    def __call__(self, found: Any, expected: Any) -> None:
        found = written(found)
        if isinstance(expected, dict):
            assert set(found) == set(expected)
            for key, value in expected.items():
                self(found[key], value)
        elif isinstance(expected, list):
            assert len(found) == len(expected)
            for one, other in zip(found, expected, strict=True):
                self(one, other)
        elif isinstance(expected, (int, float)) and not isinstance(expected, bool):
            assert isinstance(found, Real), f"found {found!r}, expected {expected!r}"
            assert abs(found - expected) <= self.absolute + self.relative * abs(expected) + 1e-12
        else:
            assert found == expected


def read_entries(file: Path = FILE) -> list[dict[str, Any]]:
    """Every entry of a file."""
    return json.loads(file.read_text(encoding="utf-8"))["entries"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test per entry whose measure the module has a check for (its ``BUILT``)."""
    if "entry" in metafunc.fixturenames and hasattr(metafunc.module, "BUILT"):
        entries = [entry for entry in read_entries() if entry["measure"] in metafunc.module.BUILT]
        metafunc.parametrize("entry", entries, ids=[entry["id"] for entry in entries])


@pytest.fixture
def entries() -> list[dict[str, Any]]:
    return read_entries()


@pytest.fixture
def near(entry: dict[str, Any]) -> Near:
    return Near(entry["tolerance"])
