"""Goldstein values and quad classes: one number per named table, and the tables disagree where known."""

import pytest

from claimstats.errors import UsageError
from claimstats.ontology import codes, goldstein, is_known, quad_class
from claimstats.ontology.files import read_rows

TABLES = ["gdelt", "icews", "phoenix"]
LISTED = {
    table: {r["code"]: float(r["value"]) for r in read_rows("goldstein.csv") if r["table"] == table} for table in TABLES
}
ROOTS = [f"{number:02d}" for number in range(1, 21)]

#: Of GDELT's file.
PUBLISHED = {
    "01": 0.0, "02": 3.0, "03": 4.0, "04": 1.0, "05": 3.5, "06": 6.0, "07": 7.0, "08": 5.0,
    "09": -2.0, "10": -5.0, "11": -2.0, "12": -4.0, "13": -6.0, "14": -6.5, "15": -7.2, "16": -4.0,
    "17": -7.0, "18": -9.0, "19": -10.0, "20": -10.0, "130": -4.4, "138": -7.0, "161": -4.0,
    "163": -8.0, "172": -5.0, "190": -10.0, "0874": 10.0, "0334": 6.0, "018": 3.4, "011": -0.1,
    "040": 1.0, "074": 8.5, "072": 8.3, "154": -7.2, "1123": -2.0, "1823": -10.0, "106": -5.0,
    "166": -7.0, "174": -5.0, "201": -9.5,
}  # fmt: skip


@pytest.mark.parametrize(("code", "value"), PUBLISHED.items())
def test_the_values_of_gdelt(code, value):
    assert goldstein(code) == value


@pytest.mark.parametrize(("table", "count"), [("gdelt", 311), ("icews", 312), ("phoenix", 279)])
def test_the_size_of_each_table(table, count):
    assert len(LISTED[table]) == count
    assert sum(row["table"] == table for row in read_rows("goldstein.csv")) == count


def test_every_code_with_a_value_is_known_and_within_the_scale():
    assert {row["table"] for row in read_rows("goldstein.csv")} == set(TABLES)
    assert all(is_known(row["code"]) and -10 <= float(row["value"]) <= 10 for row in read_rows("goldstein.csv"))


@pytest.mark.parametrize(
    ("other", "shared", "differing"),
    [
        ("icews", 311, {"016": (-2.0, -5.0), "022": (3.2, 3.4), "164": (-7.0, -6.5), "165": (-6.5, -7.0)}),
        (
            "phoenix",
            278,
            {
                "016": (-2.0, 3.4),
                "022": (3.2, 3.4),
                "124": (-4.0, -5.0),
                "1246": (-4.0, -5.0),
                "163": (-8.0, -6.5),
                "165": (-6.5, -7.0),
                "166": (-7.0, -8.0),
            },
        ),
    ],
)
def test_where_goldstein_tables_disagree(other, shared, differing):
    common = LISTED["gdelt"].keys() & LISTED[other].keys()
    assert len(common) == shared
    found = {code: (goldstein(code), goldstein(code, table=other)) for code in sorted(common)}
    assert {code: pair for code, pair in found.items() if pair[0] != pair[1]} == differing


@pytest.mark.parametrize(
    ("code", "table", "value"),
    [
        ("190.shootdown", "gdelt", -10.0),
        ("040.article4", "gdelt", 1.0),
        ("0332.use_authorised", "gdelt", 5.2),
        ("1952", "gdelt", -10.0),
        ("1834", "icews", -10.0),
        ("1213", "gdelt", -4.0),
        ("0251", "phoenix", -0.3),
    ],
)
def test_a_code_without_a_value_takes_that_of_its_parent(code, table, value):
    assert code not in LISTED[table]
    assert goldstein(code, table=table) == value


@pytest.mark.parametrize(("code", "table"), [("155", "gdelt"), ("176", "icews"), ("019", "phoenix")])
def test_a_three_digit_code_never_takes_the_value_of_its_root(code, table):
    assert goldstein(code, table=table) is None


def test_every_extension_has_a_value():
    assert all(goldstein(code, table=table) is not None for code in codes() if "." in code for table in TABLES)


def test_an_unknown_code_has_no_value_and_no_class():
    assert goldstein("40") is None
    assert goldstein("130.nothing") is None
    assert quad_class("40") is None


CLASSES = {
    "documented": [1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4],
    "gdelt_rows": [1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4],
    "phoenix": [0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 3, 4, 4, 4, 4],
}


@pytest.mark.parametrize(("convention", "expected"), CLASSES.items())
def test_the_class_of_every_root(convention, expected):
    assert [quad_class(root, convention=convention) for root in ROOTS] == expected


def test_the_conventions_are_those_three():
    assert {row["convention"] for row in read_rows("quadclass.csv")} == set(CLASSES)
    assert len(read_rows("quadclass.csv")) == 60


@pytest.mark.parametrize(("code", "documented", "in_rows"), [("141", 4, 3), ("090", 3, 2)])
def test_the_rows_of_gdelt_do_not_follow_the_documented_rule(code, documented, in_rows):
    assert quad_class(code) == documented
    assert quad_class(code, convention="gdelt_rows") == in_rows


def test_a_class_is_that_of_the_root():
    assert quad_class("0332.use_authorised") == 1
    assert quad_class("190.shootdown") == 4


def test_unknown_tables_are_refused_with_a_hint():
    with pytest.raises(
        UsageError,
        match=r"no Goldstein table 'gdlt'; there is: gdelt, icews, phoenix\. Did you mean 'gdelt'\?",
    ):
        goldstein("19", table="gdlt")
    with pytest.raises(UsageError, match=r"no quad class convention 'x'; there is: documented, gdelt_rows, phoenix\.$"):
        quad_class("19", convention="x")
