"""Programs in lockstep: every layout gives back what went in, and every operation the same number as alone."""

from __future__ import annotations

import casadi as ca
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from sqp.model.lockstep import LONGEST, Layout, evaluated, in_lockstep

A, B = ca.SX.sym("a", 2), ca.SX.sym("b")
FUNCTION = ca.Function("f", [A, B], [ca.vertcat(A[0] * ca.sin(B) + A[1] ** 2, ca.if_else(B > 0, A[1], 7), 3)])


@given(count=st.integers(1, 9), length=st.integers(1, 4), rows=st.integers(1, 3))
def test_what_is_gathered_comes_back(count: int, length: int, rows: int) -> None:
    layout = Layout(count, length, -(-count // length))
    x = ca.MX.sym("x", rows, count)
    back = layout.matrix(ca.vec(layout.gathered(x)), rows)
    numbers = np.arange(rows * count).reshape(rows, count)
    assert_array_equal(ca.Function("back", [x], [back])(numbers).full(), numbers)
    gathered = ca.Function("gathered", [x], [ca.vec(layout.gathered(x))])(numbers).full().ravel()
    spread = layout.spread(numbers, -1)
    assert_array_equal(np.where(spread < 0, gathered, spread), gathered)
    assert np.sum(spread >= 0) == rows * count


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("count", [1, 3, 128, 129, 300])
def test_all_instances_have_the_values_of_the_function(count: int, threads: int) -> None:
    layout = Layout.of(FUNCTION, count, threads)
    assert layout.groups % threads == 0
    assert layout.length * layout.groups >= count
    a, b = ca.MX.sym("a", 2, count), ca.MX.sym("b", 1, count)
    values = layout.matrix(evaluated(FUNCTION, [a, b], layout, threads), 3)
    random = np.random.default_rng(count)
    given_a, given_b = random.normal(size=(2, count)), random.normal(size=(1, count))
    found = ca.Function("values", [a, b], [values])(given_a, given_b).full()
    expected = [FUNCTION(given_a[:, k], given_b[0, k]).full().ravel() for k in range(count)]
    assert_allclose(found.T, expected, rtol=1e-14, atol=1e-14)


def test_long_programs_and_other_functions_stay_scalar() -> None:
    long = ca.SX.sym("x")
    result = long
    for _ in range(LONGEST + 1):
        result = ca.sin(result)
    assert Layout.of(ca.Function("long", [long], [result]), 1000, 1).length == 1
    x = ca.MX.sym("x", 2)
    assert Layout.of(ca.Function("matrix", [x], [ca.solve(ca.diag(x), x)]), 1000, 1).length == 1
    assert Layout.of(FUNCTION, 1000, 1).length == 125


def test_results_that_no_argument_enters_are_repeated() -> None:
    assert in_lockstep(FUNCTION, 3)(ca.DM.zeros(3, 2), ca.DM.zeros(3, 1)).full()[:, 2].tolist() == [3.0, 3.0, 3.0]
