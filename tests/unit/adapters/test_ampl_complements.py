"""Complementarity rows of ``.nl`` files, text and binary, against the same problem stated as a model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import sqp
from sqp.model.pairs import HasPairs
from sqp.model.problem import provides
from tests.unit.adapters.nl_files import nl_text, to_binary

#: stackelberg1: minimise x^2/2 + x y/2 - 95 x, row 0 is 2 y + x/2 - 100 and complements y >= 0.
STACKELBERG = """\
C0
n-100
O0 0
o54
2
o2
n0.5
o5
v0
n2
o2
n0.5
o2
v0
v1
x2
0 50
1 30
r
5 1 2
b
0 0 200
2 0
k1
1
J0 2
0 0.5
1 2
G0 1
0 -95
"""

#: Row 0 is v0 - 3 and complements 0 <= v0 <= 2; the solution is v0 = 2.
BOX = """\
C0
n-3
O0 0
n0
r
5 3 1
b
0 0 2
k0
J0 1
0 1
"""


def written(folder: Path, text: str, form: str) -> Path:
    path = folder / "model.nl"
    path.write_bytes(text.encode() if form == "text" else to_binary(text, "<" if form == "little" else ">"))
    return path


@pytest.mark.parametrize("form", ["text", "little", "big"])
def test_a_row_that_complements_a_lower_bound(form, tmp_path):
    text = nl_text(STACKELBERG, variables=2, constraints=1, nonlinear=(1, 1), entries=(2, 1))
    problem = sqp.read_nl(written(tmp_path, text, form))
    assert problem.constraint_bounds.lower.tolist() == [0.0, -np.inf]
    assert problem.constraint_bounds.upper.tolist() == [np.inf, 0.0]
    assert problem.constraints(np.array([50.0, 30.0])).tolist() == [-15.0, -450.0]
    result = sqp.solve(problem)
    assert result.success
    assert result.x == pytest.approx([280 / 3, 80 / 3])
    assert "strongly stationary" in result.notes[-1]


@pytest.mark.parametrize("form", ["text", "little", "big"])
def test_a_row_that_complements_two_bounds(form, tmp_path):
    text = nl_text(BOX, variables=1, constraints=1, nonlinear=(1, 0), entries=(1, 0))
    problem = sqp.read_nl(written(tmp_path, text, form))
    assert provides(problem, HasPairs)
    assert problem.pairs.names == ("c[0]",)
    assert (problem.pairs.below.tolist(), problem.pairs.above.tolist()) == ([1], [2])
    result = sqp.solve(problem)
    assert result.success
    assert result.x == pytest.approx([2.0])


def test_names_of_the_products(tmp_path):
    text = nl_text(BOX, variables=1, constraints=1, nonlinear=(1, 0), entries=(1, 0))
    path = written(tmp_path, text, "text")
    path.with_suffix(".row").write_text("best\nobjective\n")
    assert sqp.read_nl(path).constraint_names == ("best", "best.product", "best.product above")
