from __future__ import annotations

from typing import Any

import casadi as ca
import numpy as np
import pytest

import sqp
from sqp.errors import EvaluationError, ModelError, OptionError, ProblemError
from sqp.model.differences import Differences

A = np.array([[2.0, 1.0], [0.5, 3.0]])
D = np.array([[1.0, -1.0], [2.0, 0.5]])


@pytest.mark.parametrize("kind", [ca.SX, ca.MX])
def test_expressions_functions_and_callables_are_one(kind: type) -> None:
    X = kind.sym("X", 2, 2)
    square = X @ X
    expected = A @ D + D @ A
    slopes = [sqp.derivative(f, A) for f in (ca.Function("square", [X], [square]), lambda X: X @ X)]
    for slope in (sqp.derivative(square, A, symbols=X), *slopes):
        np.testing.assert_allclose(slope(D), expected)
        assert slope.codomain.shapes == ((2, 2),)


def test_the_only_symbol_of_an_expression_is_its_argument() -> None:
    X = ca.MX.sym("X", 2, 2)
    np.testing.assert_allclose(sqp.derivative(X @ X, A)(D), A @ D + D @ A)


def test_the_arguments_of_an_expression_are_named_in_order() -> None:
    a, b = ca.MX.sym("a", 2), ca.MX.sym("b", 2)
    x = (np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    slope = sqp.derivative(a * b**2, x, symbols=[a, b])
    np.testing.assert_allclose(slope((np.ones(2), np.zeros(2))), x[1] ** 2)
    with pytest.raises(ProblemError, match="pass symbols, the arguments in their order"):
        sqp.derivative(a * b, x)
    with pytest.raises(ProblemError, match="takes arguments of shapes"):
        sqp.derivative(a * b, x[0], symbols=[a, b])
    with pytest.raises(ModelError, match="not its arguments: b"):
        sqp.derivative(a * b, x[0], symbols=a)


def test_sparse_values_have_all_their_entries() -> None:
    x = ca.SX.sym("x", 2)
    slope = sqp.derivative(ca.diag(x), [1.0, 2.0], symbols=x)
    np.testing.assert_allclose(slope([3.0, 4.0]), np.diag([3.0, 4.0]))


def test_a_constant_has_derivative_zero() -> None:
    assert sqp.derivative(lambda x: 3.0, [1.0, 2.0])([1.0, 1.0]) == 0.0
    assert sqp.second_derivative(lambda x: x[0], [1.0, 2.0])([1.0, 1.0], [1.0, 1.0]) == 0.0


def test_a_numpy_function_needs_the_word_black_box() -> None:
    with pytest.raises(ModelError, match=r"pass black_box=True for finite differences"):
        sqp.derivative(np.linalg.det, A)
    slope = sqp.derivative(np.linalg.det, A, black_box=True)
    assert not slope.exact
    assert "finite differences" in repr(slope)
    assert slope(D) == pytest.approx(sqp.derivative(sqp.det, A)(D), rel=1e-9)


def test_differences_of_differences_are_bilinear_and_symmetric_but_not_exact() -> None:
    B = sqp.second_derivative(np.linalg.inv, A, black_box=True)
    exact = sqp.second_derivative(sqp.inv, A)
    assert not B.exact
    assert "finite differences" in repr(B(D))
    assert "finite differences" in repr(B(D) + exact(D))
    np.testing.assert_allclose(B(D, np.eye(2)), exact(D, np.eye(2)), rtol=1e-5)
    assert B.symmetry_error() < 1e-14
    assert B.bilinearity_error() < 1e-14
    W = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert np.sum(W * B(D, A)) == pytest.approx(np.sum(B(D).adjoint(W) * A))


def test_a_black_box_may_work_on_arrays_of_any_dimension() -> None:
    x = np.arange(8.0).reshape(2, 2, 2)
    slope = sqp.derivative(lambda x: np.sum(x**2, axis=0), x, black_box=Differences(central=True))
    np.testing.assert_allclose(slope(np.ones((2, 2, 2))), 2 * x.sum(axis=0), rtol=1e-8)
    with pytest.raises(ProblemError, match="a number, a vector or a matrix"):
        sqp.derivative(lambda x: x, x)


def test_black_box_is_a_truth_value_or_settings() -> None:
    with pytest.raises(OptionError, match="black_box must be a Differences"):
        sqp.derivative(np.linalg.det, A, black_box="yes")  # pyright: ignore[reportArgumentType]


def test_points_must_be_numbers() -> None:
    with pytest.raises(ProblemError, match="must be a number or an array of numbers"):
        sqp.derivative(sqp.det, "here")


def test_an_implicit_function_is_nan_where_newton_fails() -> None:
    root = sqp.implicit(lambda z, p: z**2 + p, guess=1.0)
    assert root(-4.0) == pytest.approx(2.0, rel=1e-12)
    assert np.isnan(root(1.0))
    B = sqp.second_derivative(root, -4.0)
    assert B(1.0, 1.0) == pytest.approx(-1.0 / 32.0, rel=1e-12)  # (sqrt(-p))'' = -1/4 (-p)^(-3/2)


def test_an_implicit_function_has_as_many_equations_as_unknowns() -> None:
    root = sqp.implicit(lambda z, p: z[0] - p, guess=[1.0, 2.0])
    with pytest.raises(ModelError, match="1 entries, but there are 2 unknowns"):
        root(1.0)


@pytest.mark.parametrize(("noise", "least", "most"), [(0.0, 0.0, 1e-8), (1e-6, 1e-3, 1.0)])
def test_the_error_of_differences_is_measured(noise: float, least: float, most: float) -> None:
    def noisy(X: np.ndarray) -> float:
        return float(np.linalg.det(X)) + noise * float(np.sin(1e12 * X.sum()))

    slope, exact = sqp.derivative(noisy, A, black_box=True), sqp.derivative(sqp.det, A).matrix()
    actual = np.abs(slope.matrix() - exact).max() / np.abs(exact).max()
    assert least <= slope.accuracy <= most
    assert actual / 30 <= slope.accuracy <= max(30 * actual, 1e-11)


def test_the_error_of_second_differences_is_measured() -> None:
    exact = sqp.second_derivative(sqp.inv, A).matrix()
    found = sqp.second_derivative(np.linalg.inv, A, black_box=True)
    actual = np.abs(found.matrix() - exact).max() / np.abs(exact).max()
    assert actual / 30 <= found.accuracy <= 30 * actual
    constant = sqp.derivative(lambda X: 1.0, A, black_box=True)
    assert not constant.exact
    assert constant.accuracy < 1e-15


def test_points_and_values_that_are_no_numbers_are_refused() -> None:
    def black_box(x: np.ndarray) -> np.ndarray:
        return np.array([1.0, np.nan if x[0] > 1.0 else x[0]])

    with pytest.raises(ProblemError, match=r"x\[1\] must be finite, got nan"):
        sqp.derivative(lambda x: x, [1.0, np.nan])
    with pytest.raises(EvaluationError, match="entry 1 of f is nan at x"):
        sqp.derivative(black_box, [2.0, 1.0], black_box=True)
    with pytest.raises(EvaluationError, match="entry 1 of f is nan at a point near x that differences need"):
        sqp.derivative(black_box, [1.0, 1.0], black_box=True)
    with pytest.raises(EvaluationError, match=r"f'\(x\)\[d\] is not finite at this x"):
        sqp.derivative(lambda x: sqp.sqrt(x[0]), [0.0, 1.0])([1.0, 1.0])


def test_an_inner_product_of_tuples_has_a_tuple_of_weights() -> None:
    def f(a: Any, X: Any) -> Any:
        return sqp.dot(a, a) + sqp.trace(X @ X)

    x = (np.array([1.0, 2.0]), A)
    a, X = sqp.gradient(f, x, weight=(np.array([1.0, 2.0]), 4.0))
    np.testing.assert_allclose(a, [2.0, 2.0])
    np.testing.assert_allclose(X, 2.0 * A.T / 4.0)
    again = sqp.gradient(f, x, weight=np.diag([1.0, 2.0, 4.0, 4.0, 4.0, 4.0]))
    np.testing.assert_allclose(again[1], X)
    H = sqp.second_derivative(f, x).hessian((1.0, 4.0))
    np.testing.assert_allclose(H((np.ones(2), D))[1], 2.0 * D.T / 4.0)


@pytest.mark.parametrize(
    ("weight", "message"),
    [
        ((1.0,), "a tuple of 2 arrays like x, got 1"),
        ((1.0, -1.0), "must be positive and finite, got -1"),
        ((1.0, np.ones(3)), r"weight must have shape \(\(2,\), \(2, 2\)\)"),
        (np.eye(3), r"or be a matrix of shape \(6, 6\), got shape \(3, 3\)"),
    ],
)
def test_weights_that_do_not_fit_are_refused(weight: Any, message: str) -> None:
    with pytest.raises(ProblemError, match=message):
        sqp.gradient(lambda a, X: sqp.dot(a, a), (np.ones(2), A), weight=weight)


def test_one_array_takes_one_weight() -> None:
    with pytest.raises(ProblemError, match="weight must be one array, as x is one"):
        sqp.gradient(lambda a: sqp.dot(a, a), np.ones(2), weight=(np.ones(2), 1.0))
