"""Every example in a docstring is executed."""

import doctest
import importlib
import pkgutil

import pytest

import claimstats

MODULES = sorted(module.name for module in pkgutil.walk_packages(claimstats.__path__, "claimstats."))
FINDER = doctest.DocTestFinder(exclude_empty=True)


@pytest.mark.parametrize("name", MODULES)
def test_its_examples_give_what_they_show(name, root, monkeypatch):
    monkeypatch.chdir(root)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    said: list[str] = []
    for example in FINDER.find(importlib.import_module(name)):
        runner.run(example, out=said.append)

    assert "".join(said) == ""


def test_there_are_examples():
    found = [test for name in MODULES for test in FINDER.find(importlib.import_module(name)) if test.examples]

    assert len(found) > 10
