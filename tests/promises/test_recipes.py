"""The page of recipes is executed."""

import doctest


def test_every_example_of_the_recipes_gives_what_it_says(root, monkeypatch):
    monkeypatch.chdir(root)
    found = doctest.testfile(str(root / "docs" / "recipes.md"), module_relative=False, encoding="utf-8")
    assert found.attempted > 10
    assert found.failed == 0
