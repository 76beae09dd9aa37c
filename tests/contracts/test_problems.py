"""Every kind of problem keeps every promise of the ``Problem`` seam; all of them state the same mathematics here.

minimise  x1 x4 (x1 + x2 + x3) + x3
subject to  x1 x2 x3 x4 >= 25,  |x|^2 = 40,  x1 + x2 >= -1,  1 <= x <= 5           (HS71 and a linear row)
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import casadi as ca
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse

import sqp
from sqp.adapters.ampl.read import read_nl
from sqp.bounds import Bounds
from sqp.model.casadi_problem import CasadiProblem
from sqp.model.nlp import NLP
from sqp.model.problem import HasHessian, Problem
from sqp.model.scaling import ScaledProblem
from tests.contracts.problem_contract import PROMISES, points
from tests.derivatives import dense

Array = NDArray[np.float64]
START = [1.0, 5.0, 5.0, 1.0]
ROWS = Bounds([25, 40, -1], [np.inf, 40, np.inf])
BOX = Bounds([1] * 4, [5] * 4)


def objective(x: Any) -> Any:
    return x[0] * x[3] * (x[0] + x[1] + x[2]) + x[2]


def gradient(x: Array) -> Array:
    return np.array([x[3] * (2 * x[0] + x[1] + x[2]), x[0] * x[3], x[0] * x[3] + 1, x[0] * (x[0] + x[1] + x[2])])


def constraints(x: Any) -> list[Any]:
    return [x[0] * x[1] * x[2] * x[3], x[0] ** 2 + x[1] ** 2 + x[2] ** 2 + x[3] ** 2, x[0] + x[1]]


def jacobian(x: Array) -> Array:
    return np.array([np.prod(x) / x, 2 * x, [1.0, 1.0, 0.0, 0.0]])


def sparse_jacobian(x: Array) -> sparse.coo_array:
    rows, columns = np.array([0, 0, 0, 0, 1, 1, 1, 1, 2, 2]), np.array([0, 1, 2, 3, 3, 2, 1, 0, 0, 1])
    return sparse.coo_array((jacobian(x)[rows, columns], (rows, columns)), shape=(3, 4))


def lagrangian_hessian(x: Array, y: Array, sigma: float) -> Array:
    f = np.zeros((4, 4))
    f[0] = [2 * x[3], x[3], x[3], 2 * x[0] + x[1] + x[2]]
    f[3] = [0, x[0], x[0], 0]
    c = np.prod(x) / np.outer(x, x)
    np.fill_diagonal(c, 0)
    upper = np.triu(f) + np.triu(f.T, 1)
    return sigma * (upper + upper.T - np.diag(np.diag(upper))) + y[0] * c + 2 * y[1] * np.eye(4)


def product(x: Array, y: Array, sigma: float, v: Array) -> Array:
    return lagrangian_hessian(x, y, sigma) @ v


def casadi_dense() -> Problem:
    x = ca.SX.sym("x", 4)
    return CasadiProblem(
        x, objective(x), ca.vertcat(*constraints(x)), variable_bounds=BOX, constraint_bounds=ROWS, start=START
    )


def casadi_sparse() -> Problem:
    x = ca.MX.sym("x", 4)
    return CasadiProblem(
        x,
        objective(x),
        ca.vertcat(*constraints(x)),
        variable_bounds=BOX,
        constraint_bounds=ROWS,
        start=START,
        dense=False,
    )


def casadi_parameters() -> Problem:
    x, p = ca.SX.sym("x", 4), ca.SX.sym("p")
    general = CasadiProblem(
        x,
        p * objective(x),
        ca.vertcat(*constraints(x)),
        parameters=p,
        parameter_values=[7.0],
        variable_bounds=BOX,
        constraint_bounds=ROWS,
        start=START,
    )
    return general.with_parameters([1.0])


def callables() -> NLP:
    return NLP(
        objective,
        START,
        gradient=gradient,
        constraints=constraints,
        jacobian=jacobian,
        lagrangian_hessian=lagrangian_hessian,
        lagrangian_hessian_product=product,
        variable_bounds=BOX,
        constraint_bounds=ROWS,
    )


def callables_sparse() -> NLP:
    return NLP(
        objective,
        START,
        gradient=gradient,
        constraints=constraints,
        jacobian=sparse_jacobian,
        lagrangian_hessian=lagrangian_hessian,
        variable_bounds=BOX,
        constraint_bounds=ROWS,
        dense=False,
    )


def first_order_only() -> NLP:
    return NLP(
        objective,
        START,
        gradient=gradient,
        constraints=constraints,
        jacobian=jacobian,
        variable_bounds=BOX,
        constraint_bounds=ROWS,
    )


def scaled_to_itself(inner: Callable[[], Problem]) -> Callable[[], Problem]:
    """Scaled to other units and back again: the same problem through two layers."""

    def build() -> Problem:
        there = ScaledProblem(inner(), 0.25, np.array([2.0, 0.5, 8.0]), np.array([4.0, 0.125, 1.0, 2.0]))
        return ScaledProblem(there, 4.0, np.array([0.5, 2.0, 0.125]), np.array([0.25, 8.0, 1.0, 0.5]))

    return build


def model() -> Problem:
    m = sqp.Model("hs71 and a linear row")
    x = m.variable("x", 4, lower=1, upper=5, start=START)
    m.minimize(objective(x))
    for row, low, up in zip(constraints(x), ROWS.lower, ROWS.upper, strict=True):
        m.subject_to(row == low if low == up else row >= low)
    return m.problem()


def ampl() -> Problem:
    return read_nl(Path(__file__).with_name("hs71.nl"))


BUILDERS = {
    "casadi dense": casadi_dense,
    "casadi sparse": casadi_sparse,
    "casadi with parameters": casadi_parameters,
    "callables": callables,
    "callables sparse": callables_sparse,
    "first order only": first_order_only,
    "scaled casadi": scaled_to_itself(casadi_dense),
    "scaled casadi sparse": scaled_to_itself(casadi_sparse),
    "scaled callables": scaled_to_itself(callables),
    "model": model,
    "ampl": ampl,
}


@pytest.fixture(params=BUILDERS.values(), ids=list(BUILDERS), scope="module")
def problem(request: pytest.FixtureRequest) -> Problem:
    return request.param()


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_promise(problem: Problem, promise: Callable[[Problem], None]) -> None:
    promise(problem)


def test_values_are_those_of_the_mathematics(problem: Problem) -> None:
    y = np.array([0.5, -2.0, 3.0])
    for x in points(problem):
        assert problem.objective(x) == pytest.approx(objective(x), rel=1e-14)
        np.testing.assert_allclose(problem.gradient(x), gradient(x), rtol=1e-13)
        np.testing.assert_allclose(problem.constraints(x), constraints(x), rtol=1e-13)
        np.testing.assert_allclose(dense(problem.jacobian(x)), jacobian(x), rtol=1e-13)
        if isinstance(problem, HasHessian):
            expected = lagrangian_hessian(x, y, 1.5)
            np.testing.assert_allclose(dense(problem.lagrangian_hessian(x, y, 1.5)), expected, rtol=1e-12, atol=1e-12)


def test_bounds_and_start_are_those_of_the_mathematics(problem: Any) -> None:
    np.testing.assert_array_equal(problem.variable_bounds.lower, BOX.lower)
    np.testing.assert_array_equal(problem.variable_bounds.upper, BOX.upper)
    np.testing.assert_array_equal(problem.constraint_bounds.lower, ROWS.lower)
    np.testing.assert_array_equal(problem.constraint_bounds.upper, ROWS.upper)
    np.testing.assert_array_equal(problem.start, START)
