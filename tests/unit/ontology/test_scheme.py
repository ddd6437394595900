"""Codes are text, they form a tree, and a wrong one is answered with the right one."""

import ast
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from claimstats import ontology
from claimstats.errors import UsageError
from claimstats.ontology import codes, is_known, label, nearest, parent, root
from claimstats.ontology.files import read_rows

CAMEO = [row["code"] for row in read_rows("cameo.csv")]
EXTENSIONS = [row["code"] for row in read_rows("extensions.csv")]

#: Codes below each root, as the codebook 1.1b3 counts them; 1213 and 1214 come from later lists.
CODEBOOK = {
    "01": 10, "02": 27, "03": 28, "04": 7, "05": 8, "06": 5, "07": 6, "08": 25, "09": 5, "10": 27,
    "11": 12, "12": 26, "13": 22, "14": 26, "15": 6, "16": 13, "17": 13, "18": 14, "19": 9, "20": 7,
}  # fmt: skip


def test_codes_are_text_and_a_zero_tells_two_codes_apart():
    assert all(isinstance(code, str) for code in codes())
    assert label("010") != label("10")
    assert root("010") == "01"
    assert root("10") == "10"
    assert not is_known(10)


def test_no_code_is_listed_twice_and_the_file_is_in_order():
    assert all(before < after for before, after in pairwise(CAMEO))
    assert len(set(EXTENSIONS)) == len(EXTENSIONS)
    assert len(codes()) == len(CAMEO) + len(EXTENSIONS)


def test_the_codes_are_those_of_the_codebook():
    below = [code for code in CAMEO if len(code) > 2 and code not in {"1213", "1214"}]
    assert {start: sum(code[:2] == start for code in below) for start in CODEBOOK} == CODEBOOK
    assert len(CAMEO) == 318


@pytest.mark.parametrize("code", ["155", "176", "1834", "1951", "1952", "106", "1213", "1214"])
def test_codes_that_some_lists_lack_are_known(code):
    assert is_known(code)


def test_every_code_is_made_of_two_to_four_digits():
    assert all(code.isascii() and code.isdecimal() and 2 <= len(code) <= 4 for code in CAMEO)


@pytest.mark.parametrize("code", EXTENSIONS)
def test_every_extension_hangs_on_a_cameo_code(code):
    assert parent(code) in CAMEO


def test_every_parent_is_known_and_only_roots_have_none():
    assert {code for code in codes() if parent(code) is None} == {f"{number:02d}" for number in range(1, 21)}
    assert all(above in codes() for code in codes() if (above := parent(code)) is not None)


@pytest.mark.parametrize(
    ("code", "above", "top"),
    [
        ("19", None, "19"),
        ("195", "19", "19"),
        ("1952", "195", "19"),
        ("190.shootdown", "190", "19"),
        ("0332.use_authorised", "0332", "03"),
    ],
)
def test_parent_and_root(code, above, top):
    assert parent(code) == above
    assert root(code) == top


def test_labels_are_short_and_tell_codes_apart():
    labels = [row["label"] for row in read_rows("cameo.csv")]
    assert len(set(labels)) == len(labels)
    assert all(text and text[0].isupper() and len(text.split()) <= 8 for text in labels)


@pytest.mark.parametrize(
    ("wrong", "first"),
    [
        ("40", "040"),
        ("40.0", "040"),
        ("10", "010"),
        ("190.0", "190"),
        (" 190", "190"),
        ("0190", "190"),
        ("190.shotdown", "190.shootdown"),
        ("150.Airspace", "150.airspace"),
        ("airspace", "150.airspace"),
        ("190.raid", "190"),
    ],
)
def test_the_first_hint(wrong, first):
    assert nearest(wrong, "cameo")[0] == first


def test_hints_are_few_known_and_never_the_code_itself():
    for code in [*codes(), "1", "2", "999", "19x", "1900"]:
        hints = nearest(code)
        assert len(hints) <= 3
        assert code not in hints
        assert all(is_known(hint) for hint in hints)


def test_nothing_is_near_nonsense():
    assert nearest("zzz") == []


@pytest.mark.parametrize("look_up", [label, root, parent])
def test_an_unknown_code_is_refused_with_a_hint(look_up):
    with pytest.raises(UsageError, match=r"has no code '40'; codes are text, zeros included\. Did you mean '040'"):
        look_up("40")


def test_a_number_is_refused_with_the_code_it_was():
    with pytest.raises(UsageError, match=r"has no code 10; .* Did you mean '010'"):
        label(10)


def test_an_unknown_scheme_is_refused_with_a_hint():
    with pytest.raises(UsageError, match=r"no scheme 'cameo2'; there is: cameo\. Did you mean 'cameo'\?"):
        codes("cameo2")


def test_the_codes_cannot_be_changed():
    with pytest.raises(TypeError):
        codes()["19"] = "Peace"


def test_the_package_imports_the_standard_library_only():
    allowed = {"claimstats.errors", "claimstats.ontology"}
    for module in sorted(Path(ontology.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                own = ".".join(name.split(".")[:2]) in allowed
                assert own or name.split(".")[0] in sys.stdlib_module_names, f"{module.name} imports {name}"
