"""Names on demand: the same as all names written out, however they are picked."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

import sqp
from sqp.model.entry_names import EntryNames, kept
from sqp.model.quantity import Quantity

QUANTITIES = [Quantity("w"), Quantity("v", (3,)), Quantity("A", (2, 3)), Quantity("S", (3, 3), symmetric=True)]
ALL = tuple(name for quantity in QUANTITIES for name in quantity.entry_names)


def test_all_names_in_order() -> None:
    names = EntryNames(QUANTITIES)
    assert len(names) == len(ALL)
    assert names == ALL
    assert tuple(names) == ALL
    assert names[-1] == "S[2,2]"
    assert names[2:5] == ALL[2:5]
    assert names != ALL[1:]
    assert names.index("A[1,2]") == ALL.index("A[1,2]")
    with pytest.raises(IndexError, match="there are 16 names, none has the number 16"):
        _ = names[16]


def test_some_of_them_and_some_of_these() -> None:
    positions = np.array([5, 0, 12])
    some = EntryNames(QUANTITIES).of(positions)
    assert list(some) == [ALL[k] for k in positions]
    assert list(some.of(np.array([2]))) == [ALL[12]]
    assert pickle.loads(pickle.dumps(some)) == some


def test_none() -> None:
    assert len(EntryNames([])) == 0
    assert not EntryNames([])


def test_other_names_are_kept_as_a_tuple() -> None:
    assert kept(["a", "b"]) == ("a", "b")
    names = EntryNames(QUANTITIES)
    assert kept(names) is names


def test_a_result_has_the_names_of_its_model() -> None:
    m = sqp.Model("names")
    x = m.variable("x", (2, 2), start=1.0, lower=[[0, 1], [0, 0]], upper=[[9, 1], [9, 9]])
    m.minimize(sqp.sum((x - 2) ** 2))
    result = m.solve()
    assert isinstance(result.variable_names, EntryNames)
    assert result.variable_names == ("x[0,0]", "x[1,0]", "x[0,1]", "x[1,1]")
    assert result["x"][1, 0] == pytest.approx(2.0)
