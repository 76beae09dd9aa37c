"""Models from statement to named solution."""

from __future__ import annotations

import pickle

import casadi as ca
import numpy as np
import pytest

import sqp


def test_a_model_with_bounds_ranges_and_an_equality() -> None:
    """Hock and Schittkowski 71: optimum 17.0140173 at (1, 4.743, 3.8211, 1.3794)."""
    m = sqp.Model("hs71")
    x = m.variable("x", 4, lower=1, upper=5, start=[1, 5, 5, 1])
    m.minimize(x[0] * x[3] * (x[0] + x[1] + x[2]) + x[2])
    m.subject_to(x[0] * x[1] * x[2] * x[3] >= 25, "product")
    m.subject_to(sqp.dot(x, x) == 40, "length")
    result = m.solve()
    assert result
    assert result.f == pytest.approx(17.0140173, abs=1e-6)
    np.testing.assert_allclose(result["x"], [1, 4.7429994, 3.8211503, 1.3794082], atol=1e-5)
    assert result.multiplier("product") == pytest.approx(-0.5522937, abs=1e-5)  # active from above: negative
    assert result.multiplier("length") == pytest.approx(0.1614686, abs=1e-5)
    assert result.multiplier("bounds of x")[0] == pytest.approx(-1.0878712, abs=1e-5)
    assert result.value(x[0] + x[1]) == pytest.approx(5.7429994, abs=1e-5)
    assert result.value(ca.sumsqr(x)) == pytest.approx(40)
    for part in ("x[0]", "product"):
        assert part in result.table()


def test_a_maximisation_reports_the_users_objective() -> None:
    m = sqp.Model("fence")
    w, h = m.variable("w", lower=0, start=1), m.variable("h", lower=0, start=1)
    m.maximize(w * h)
    m.subject_to(2 * w + 2 * h <= 20, "fence")
    result = m.solve()
    assert result.f == pytest.approx(25)
    assert result.multiplier("fence") == pytest.approx(2.5)  # of the minimised -w h


def test_new_parameter_values_change_the_solution_and_not_the_functions() -> None:
    m = sqp.Model("nearest")
    target = m.parameter("target", 2)
    radius = m.parameter("radius", value=1.0)
    x = m.variable("x", 2, start=0.1)
    m.minimize(sqp.dot(x - target, x - target))
    m.subject_to(sqp.dot(x, x) <= radius**2, "disc")
    first = m.solve(parameters={"target": [3, 4]})
    np.testing.assert_allclose(first["x"], [0.6, 0.8], atol=1e-7)
    functions = m.problem({"target": 0}).functions
    second = m.solve(start=first, parameters={"target": [3, 4], "radius": 2})
    np.testing.assert_allclose(second["x"], [1.2, 1.6], atol=1e-7)
    assert second.value(radius) == 2
    assert first.value(radius) == 1
    assert m.problem({"target": 0}).functions is functions


def test_a_symmetric_matrix_variable() -> None:
    """Maximise log det S with the diagonal bounded by 4 and 9: S is diagonal, the multipliers are 1/4 and 1/9."""
    m = sqp.Model("ellipse")
    s = m.variable("S", (2, 2), symmetric=True, start=[[1, 0.3], [0.3, 1]])
    m.maximize(sqp.logdet(s))
    m.subject_to(sqp.diag(s) <= [4, 9], "size")
    result = m.solve()
    assert result
    np.testing.assert_allclose(result["S"], [[4, 0], [0, 9]], atol=1e-6)
    np.testing.assert_allclose(result.multiplier("size"), [1 / 4, 1 / 9], atol=1e-6)


def test_a_feasibility_problem() -> None:
    m = sqp.Model("circle and line")
    x, y = m.variable("x", start=2), m.variable("y", start=1)
    m.subject_to(x**2 + y**2 == 4)
    m.subject_to(y == x)
    result = m.solve()
    assert result
    assert result["x"] == pytest.approx(np.sqrt(2))


def test_a_model_with_a_matrix_inverse_that_has_no_scalar_form() -> None:
    """Minimise the trace of the inverse of diag(a), sum(a) = 22: equal entries."""
    size = 11
    m = sqp.Model("inverse")
    a = m.variable("a", size, lower=0.5, start=np.linspace(1, 3, size))
    m.minimize(sqp.trace(sqp.inv(sqp.diag(a))))
    m.subject_to(sqp.sum(a) == 22, "budget")
    result = m.solve()
    assert result
    np.testing.assert_allclose(result["a"], np.full(size, 2.0), atol=1e-5)


def test_a_result_survives_pickling() -> None:
    m = sqp.Model("pickled")
    x = m.variable("x", start=3, unit="m")
    m.minimize((x - 1) ** 2)
    m.subject_to(x >= 2, "floor")
    result = pickle.loads(pickle.dumps(m.solve()))
    assert result["x"] == pytest.approx(2)
    assert result.multiplier("floor") == pytest.approx(-2)
    assert result.value(3 * x) == pytest.approx(6)
