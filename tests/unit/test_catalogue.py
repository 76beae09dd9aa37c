"""The catalogue finds every problem file and selects by family, name, tags and size."""

from __future__ import annotations

from pathlib import Path

import pytest

import sqp_problems
from sqp.errors import OptionError
from sqp_problems import catalogue

FOLDERS = [Path(folder) for folder in sqp_problems.__path__]


def test_every_file_of_every_family_is_a_case() -> None:
    for family in catalogue.families():
        modules = [file for folder in FOLDERS for file in (folder / family).glob("[!_]*.py")]
        files = [file for file in modules if "\nCASE = " in file.read_text(encoding="utf-8")]
        assert files
        assert len(catalogue.cases(family=family)) == len(files)


def test_names_are_unique() -> None:
    names = [case.name for case in catalogue.cases()]
    assert len(set(names)) == len(names)


def test_name_is_a_pattern_regardless_of_case() -> None:
    assert [case.name for case in catalogue.cases(name="hs1?")] == [f"HS{i}" for i in range(10, 20)]


def test_all_tags_are_required() -> None:
    chosen = catalogue.cases(tag=("linear", "equality"))
    assert chosen
    assert all({"linear", "equality"} <= case.tags for case in chosen)
    assert [case.name for case in catalogue.cases(tag=("hs", "fritz-john"))] == ["HS13"]


def test_size_is_a_closed_interval() -> None:
    found = catalogue.cases(family="hock_schittkowski", name="HS[1-6]")
    assert list(catalogue.select(found, min_n=2, max_n=2)) == found
    assert not list(catalogue.select(found, min_n=3))
    assert not list(catalogue.select(found, max_n=1))


def test_an_unknown_family_is_refused_by_name() -> None:
    with pytest.raises(OptionError, match=r"engineering, hock_schittkowski, infeasible, .*, got 'hs'"):
        catalogue.cases(family="hs")


def test_suites_cover_the_families() -> None:
    suites = catalogue.suites()
    assert {"hs", "engineering", "all"} <= set(suites)
    assert all("hs" in case.tags for case in suites["hs"]())
    assert len(suites["all"]()) == sum(len(suite()) for name, suite in suites.items() if name != "all")
