"""The file of reference values and the checks fit together: nothing in it goes unchecked."""

import importlib.util
import math
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SPEC = importlib.util.spec_from_file_location("reference_conftest", HERE / "conftest.py")
REFERENCE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(REFERENCE)


def test_every_entry_is_of_a_measure_that_is_checked(entries):
    known = frozenset().union(*REFERENCE.CHECKED.values())

    assert sorted({entry["measure"] for entry in entries} - known) == []


def test_every_measure_is_checked_by_the_module_that_is_named_for_it():
    found = {}
    for name in REFERENCE.CHECKED:
        spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found[name] = frozenset(module.BUILT)

    assert found == REFERENCE.CHECKED


def test_the_own_file_has_an_entry_for_every_check():
    measures = {entry["measure"] for entry in REFERENCE.read_entries(REFERENCE.OWN)}

    assert measures == frozenset().union(*REFERENCE.CHECKED.values())


@pytest.mark.parametrize(("value", "text"), [(math.nan, None), (math.inf, "inf"), (-math.inf, "-inf")])
def test_what_is_no_number_is_written_as_the_file_writes_it(value, text):
    assert REFERENCE.written([value]) == [text]


def test_a_number_beyond_its_tolerance_is_told_apart():
    near = REFERENCE.Near({"abs": 0.1})

    near([1.0, {"a": math.nan}], [1.05, {"a": None}])
    with pytest.raises(AssertionError):
        near(1.0, 1.2)
    with pytest.raises(AssertionError):
        near(math.nan, 1.0)
