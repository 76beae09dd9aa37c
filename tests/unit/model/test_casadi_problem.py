"""CasADi problems: what the contract suite does not ask of every problem."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import casadi as ca
import numpy as np
import pytest
from scipy import sparse

from sqp.bounds import Bounds
from sqp.errors import ModelError, ProblemError
from sqp.model.casadi_problem import CasadiProblem
from tests.derivatives import dense as as_dense

X = np.array([0.5, -1.5, 2.0])
Y = np.array([2.0, -3.0])


def problem(symbol: Any = ca.SX, **options: Any) -> CasadiProblem:
    """minimise p0 x0 x1 + x2^3 subject to bounds on x0^2 + p1 x1 and x0 + 2 x2."""
    x, p = symbol.sym("x", 3), symbol.sym("p", 2)
    return CasadiProblem(
        x,
        p[0] * x[0] * x[1] + x[2] ** 3,
        ca.vertcat(x[0] ** 2 + p[1] * x[1], x[0] + 2 * x[2]),
        parameters=p,
        parameter_values=[3.0, 4.0],
        constraint_bounds=Bounds([0, 0], [1, 1]),
        **options,
    )


def hessian(sigma: float, p0: float = 3.0) -> np.ndarray:
    return np.array([[2 * Y[0], sigma * p0, 0], [sigma * p0, 0, 0], [0, 0, sigma * 6 * X[2]]])


@pytest.mark.parametrize("symbol", [ca.SX, ca.MX])
@pytest.mark.parametrize("dense", [True, False])
def test_values_and_derivatives_are_those_of_the_formulas(symbol: Any, dense: bool) -> None:
    stated = problem(symbol, dense=dense)
    assert stated.objective(X) == pytest.approx(3 * X[0] * X[1] + X[2] ** 3)
    np.testing.assert_allclose(stated.gradient(X), [3 * X[1], 3 * X[0], 3 * X[2] ** 2])
    np.testing.assert_allclose(stated.constraints(X), [X[0] ** 2 + 4 * X[1], X[0] + 2 * X[2]])
    np.testing.assert_allclose(as_dense(stated.jacobian(X)), [[2 * X[0], 4, 0], [1, 0, 2]])
    np.testing.assert_allclose(as_dense(stated.lagrangian_hessian(X, Y, 0.5)), hessian(0.5))
    v = np.array([1.0, 2.0, -1.0])
    np.testing.assert_allclose(stated.lagrangian_hessian_product(X, Y, 0.5, v), hessian(0.5) @ v)
    assert stated.linear_constraints.tolist() == [False, True]


def test_the_kind_of_the_matrices_follows_the_size() -> None:
    assert isinstance(problem().jacobian(X), np.ndarray)
    x = ca.SX.sym("x", 101)
    large = CasadiProblem(x, ca.sumsqr(x), x[0] + x[1], constraint_bounds=Bounds([0], [1]))
    jacobian = large.jacobian(np.zeros(101))
    assert isinstance(jacobian, sparse.csc_array)
    assert jacobian.indices.dtype == np.int32
    assert isinstance(large.lagrangian_hessian(np.zeros(101), np.zeros(1), 1.0), sparse.csc_array)


def test_returned_arrays_are_the_callers() -> None:
    for dense in (True, False):
        stated = problem(dense=dense)
        for call in (stated.gradient, stated.constraints, stated.jacobian):
            first = call(X)
            before = as_dense(first)
            call(2 * X)
            np.testing.assert_array_equal(as_dense(first), before)
        jacobian: Any = stated.jacobian(X)
        (jacobian if dense else jacobian.data)[:] = 7.0
        assert as_dense(stated.jacobian(X))[0, 1] == 4.0


def test_other_parameter_values_share_the_functions() -> None:
    stated = problem()
    stated.lagrangian_hessian(X, Y, 1.0)
    other = stated.with_parameters([5.0, 6.0], constraint_bounds=Bounds([0, 0], [2, 2]), start=X)
    assert other.functions is stated.functions
    np.testing.assert_allclose(as_dense(other.lagrangian_hessian(X, Y, 1.0)), hessian(1.0, 5.0))
    np.testing.assert_allclose(as_dense(stated.lagrangian_hessian(X, Y, 1.0)), hessian(1.0))
    assert other.constraint_bounds.upper.tolist() == [2, 2]
    assert stated.constraint_bounds.upper.tolist() == [1, 1]
    np.testing.assert_array_equal(other.start, X)
    np.testing.assert_array_equal(stated.start, np.zeros(3))


def test_the_hessian_is_not_built_before_it_is_asked_for() -> None:
    stated = problem()
    stated.gradient(X)
    stated.jacobian(X)
    assert "lagrangian_hessian" not in vars(stated.functions)
    stated.lagrangian_hessian(X, Y, 1.0)
    assert "lagrangian_hessian" in vars(stated.functions)


@pytest.mark.parametrize("symbol", [ca.SX, ca.MX])
def test_a_pickled_problem_is_the_same_problem(symbol: Any) -> None:
    stated = problem(symbol, variable_names=("a", "b", "c"))
    stated.jacobian(X)
    copied = pickle.loads(pickle.dumps(stated))
    assert copied.variable_names == ("a", "b", "c")
    np.testing.assert_array_equal(copied.jacobian(X), stated.jacobian(X))
    np.testing.assert_array_equal(copied.lagrangian_hessian(X, Y, 1.0), stated.lagrangian_hessian(X, Y, 1.0))


def test_threads_may_share_a_problem() -> None:
    stated = problem(ca.MX)
    points = np.random.default_rng(1).normal(size=(400, 3))
    expected = [stated.constraints(point) for point in points]
    with ThreadPoolExecutor(4) as executor:
        found = list(executor.map(stated.constraints, points))
    np.testing.assert_array_equal(found, expected)


def test_symbols_of_any_shape_are_stacked_column_by_column() -> None:
    a, b = ca.MX.sym("a", 2, 2), ca.MX.sym("b")
    stated = CasadiProblem([a, b], a[0, 1] * b + a[1, 0])
    np.testing.assert_array_equal(stated.gradient(np.array([1.0, 2.0, 3.0, 4.0, 5.0])), [0, 1, 5, 0, 3])


def test_a_graph_with_no_scalar_form_stays_a_matrix_graph() -> None:
    a = ca.MX.sym("a", 2, 2)
    stated = CasadiProblem(a, ca.solve(a, ca.DM([1, 2]))[0])
    assert stated.functions.objective.is_a("MXFunction")
    assert stated.objective(np.array([2.0, 0.0, 0.0, 4.0])) == 0.5


def test_a_constant_objective_and_no_constraints() -> None:
    stated = CasadiProblem(ca.SX.sym("x", 2), 3.0)
    assert stated.objective(np.zeros(2)) == 3.0
    np.testing.assert_array_equal(stated.gradient(np.zeros(2)), np.zeros(2))
    assert stated.constraints(np.zeros(2)).shape == (0,)
    assert stated.jacobian(np.zeros(2)).shape == (0, 2)
    assert stated.linear_constraints.shape == (0,)


x, q = ca.SX.sym("x", 2), ca.SX.sym("q")


@pytest.mark.parametrize(
    ("arguments", "options", "error", "sentence"),
    [
        ((x, x), {}, ProblemError, "f must be a scalar"),
        ((x, "x"), {}, ProblemError, "f must be a CasADi expression or a number, got str"),
        ((x, x[0], ca.horzcat(x, x)), {}, ProblemError, "c must be a column"),
        ((x, x[0] * q), {}, ModelError, "neither its variables nor its parameters: q"),
        ((x + 1, x[0]), {}, ProblemError, "must be CasADi symbols"),
        ((x, x[0], x), {}, ProblemError, "constraint_bounds must have length 2, got 0"),
        ((x, x[0]), {"variable_bounds": Bounds([0], [1])}, ProblemError, "variable_bounds must have length 2, got 1"),
        ((x, x[0]), {"start": [1, 2, 3]}, ProblemError, "start must have length 2, got 3"),
        ((x, x[0]), {"start": [1, np.nan]}, ProblemError, r"start\[1\] is NaN"),
        ((x, x[0] * q), {"parameters": q}, ProblemError, "parameter_values must have length 1, got 0"),
    ],
)
def test_mistakes_name_the_argument(arguments: Any, options: Any, error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        CasadiProblem(*arguments, **options)
