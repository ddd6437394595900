"""Which codes a list of prefixes accepts."""

import pytest

from claimstats.errors import UsageError
from claimstats.ontology import codes, matches

TABLE = """
    code          | prefixes       | matches
    190           | 19             | yes
    195           | 19             | yes
    1952          | 19             | yes
    190.shootdown | 19             | yes
    19            | 19             | yes
    190.shootdown | 190            | yes
    190.shootdown | 190.shootdown  | yes
    190           | 190.shootdown  | no
    190.invasion  | 190.shootdown  | no
    190           | 190=           | yes
    190.shootdown | 190=           | no
    1952          | 195=           | no
    190.shootdown | 190.shootdown= | yes
    195           | 19=            | no
    180           | 19             | no
    010           | 10             | no
    100           | 010            | no
    100           | 01             | no
    0190          | 19             | no
    161           | 15 16          | yes
    190           | 15 16          | no
    190           | 190= 15        | yes
    190.invasion  | 190= 190.inv   | yes
    190           |                | no
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()[1:]]


@pytest.mark.parametrize(("code", "prefixes", "expected"), ROWS)
def test_prefix_matching(code, prefixes, expected):
    assert matches(code, prefixes.split()) is (expected == "yes")


def test_every_code_matches_itself_exactly_and_nothing_else_does():
    for code in codes():
        assert [other for other in codes() if matches(other, [f"{code}="])] == [code]


@pytest.mark.parametrize("prefix", ["", "="])
def test_an_empty_prefix_is_refused(prefix):
    with pytest.raises(UsageError, match="would match every code"):
        matches("190", ["19", prefix])


@pytest.mark.parametrize(("code", "prefixes"), [(190, ["19"]), ("190", [19]), (float("nan"), ["19"])])
def test_a_number_is_refused(code, prefixes):
    with pytest.raises(UsageError, match="is text, found"):
        matches(code, prefixes)


def test_one_text_is_not_a_list_of_prefixes():
    with pytest.raises(UsageError, match=r"Did you mean \['19'\]\?"):
        matches("190", "19")
