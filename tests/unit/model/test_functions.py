"""Functions: the same value for expressions as for numbers, and derivatives that the mathematics asks for."""

from __future__ import annotations

from typing import Any

import casadi as ca
import numpy as np
import pytest

import sqp
from sqp.errors import ModelError
from sqp.model.casadi_problem import CasadiProblem
from sqp.model.expression import Expression
from tests.derivatives import dense

GENERATOR = np.random.default_rng(7)


def evaluated(function: Any, *operands: Any) -> Any:
    """The function of symbols, evaluated at the operands."""
    symbols = [Expression(ca.MX.sym("a", *ca.DM(operand).shape)) for operand in operands]
    result = function(*symbols)
    assert isinstance(result, Expression)
    return np.array(ca.Function("value", symbols, [result])(*operands))


ELEMENTARY = {
    0.4: ["sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "atanh"],
    1.4: ["exp", "log", "log10", "sqrt", "abs", "acosh"],
    -0.4: ["abs", "atan", "exp"],
}


@pytest.mark.parametrize(("name", "point"), [(name, point) for point, names in ELEMENTARY.items() for name in names])
def test_elementary_functions(name: str, point: float) -> None:
    function = getattr(sqp, name)
    points = np.array([point, 1.1 * point])
    np.testing.assert_allclose(evaluated(function, points).ravel(), function(points), rtol=1e-14)
    assert isinstance(function(ca.SX.sym("s")), ca.SX)


@pytest.mark.parametrize("name", ["atan2", "minimum", "maximum"])
def test_functions_of_two(name: str) -> None:
    function = getattr(sqp, name)
    a, b = np.array([1.0, -2.0]), np.array([0.5, 3.0])
    np.testing.assert_allclose(evaluated(function, a, b).ravel(), function(a, b))
    np.testing.assert_allclose(evaluated(lambda s: function(s, 0.5), a).ravel(), function(a, 0.5))


def test_if_else() -> None:
    np.testing.assert_array_equal(sqp.if_else(np.array([1, -1]) > 0, 2.0, 3.0), [2, 3])
    np.testing.assert_array_equal(
        evaluated(lambda a: sqp.if_else(a > 0, 2.0, a), np.array([1.0, -1.0])).ravel(), [2, -1]
    )


@pytest.mark.parametrize("name", ["sum", "norm", "transpose", "diag", "trace", "det", "inv"])
@pytest.mark.parametrize("size", [2, 3, 5, 7, 12])
def test_matrix_functions(name: str, size: int) -> None:
    function = getattr(sqp, name)
    matrix = GENERATOR.normal(size=(size, size)) + 2 * np.eye(size)
    np.testing.assert_allclose(np.squeeze(evaluated(function, matrix)), np.squeeze(function(matrix)), atol=1e-9)


def test_logdet_and_linear_systems() -> None:
    root = GENERATOR.normal(size=(4, 4))
    matrix = root @ root.T + np.eye(4)
    right = np.arange(4.0)
    np.testing.assert_allclose(evaluated(sqp.logdet, matrix)[0, 0], np.linalg.slogdet(matrix)[1])
    np.testing.assert_allclose(sqp.logdet(matrix), np.linalg.slogdet(matrix)[1])
    np.testing.assert_allclose(evaluated(sqp.linsolve, matrix, right).ravel(), np.linalg.solve(matrix, right))
    assert np.isnan(evaluated(sqp.logdet, -matrix)[0, 0])
    assert np.isnan(sqp.logdet(-matrix))


def test_sums_dots_and_stacks_of_what_there_is() -> None:
    x = Expression(ca.MX.sym("x", 2))
    assert sqp.sum([]) == 0
    assert sqp.sum(k for k in (1, 2)) == 3
    assert sqp.sum(2.5) == 2.5
    np.testing.assert_array_equal(evaluated(lambda a: sqp.sum(a[k] for k in range(3)), np.arange(3.0)), [[3]])
    np.testing.assert_array_equal(evaluated(lambda a: sqp.dot(a, [1, 2, 3]), np.arange(3.0)), [[8]])
    np.testing.assert_array_equal(evaluated(lambda a: sqp.stack(a, 7, [8, 9]), np.arange(2.0)).ravel(), [0, 1, 7, 8, 9])
    np.testing.assert_array_equal(sqp.stack([1, [2, 3]]), [1, 2, 3])
    np.testing.assert_array_equal(sqp.stack([[1, 2]], [[3, 4]]), [[1, 2], [3, 4]])
    assert sqp.stack(x, x).shape == (4, 1)


@pytest.mark.parametrize(
    ("mistake", "sentence"),
    [
        (lambda: sqp.det(np.ones((2, 3))), "det needs a square matrix, got 2 x 3"),
        (lambda: sqp.inv(Expression(ca.MX.sym("a", 2, 1))), r"inv needs a square matrix, got 2 x 1: a"),
        (lambda: sqp.dot([1, 2], [1, 2, 3]), r"dot needs two operands of one shape, got \(2, 1\) and \(3, 1\)"),
        (lambda: sqp.stack(np.ones((1, 2)), 3), "stack: all parts need the same number of columns, got 2, 1"),
    ],
)
def test_mistakes(mistake: Any, sentence: str) -> None:
    with pytest.raises(ModelError, match=sentence):
        mistake()


@pytest.mark.parametrize("size", [2, 3, 4, 6])
def test_second_derivative_of_the_determinant(size: int) -> None:
    """f''(A)[B, C] = det A (tr(A^-1 B) tr(A^-1 C) - tr(A^-1 B A^-1 C))."""
    symbol = ca.MX.sym("A", size, size)
    problem = CasadiProblem(symbol, sqp.det(Expression(symbol)))
    a, b, c = GENERATOR.normal(size=(3, size, size)) + np.eye(size)
    hessian = dense(problem.lagrangian_hessian(a.ravel(order="F"), np.zeros(0), 1.0))
    found = b.ravel(order="F") @ hessian @ c.ravel(order="F")
    inverse = np.linalg.inv(a)
    traces = np.trace(inverse @ b) * np.trace(inverse @ c) - np.trace(inverse @ b @ inverse @ c)
    assert found == pytest.approx(np.linalg.det(a) * traces, rel=1e-8)


@pytest.mark.parametrize("size", [2, 5])
def test_small_determinants_are_smooth_at_singular_matrices(size: int) -> None:
    symbol = ca.MX.sym("A", size, size)
    problem = CasadiProblem(symbol, sqp.det(Expression(symbol)))
    assert problem.objective(np.zeros(size * size)) == 0
    assert np.isfinite(problem.gradient(np.zeros(size * size))).all()
    assert np.isfinite(dense(problem.lagrangian_hessian(np.zeros(size * size), np.zeros(0), 1.0))).all()
