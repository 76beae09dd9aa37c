"""Expressions: they mix with CasADi and NumPy in either order, and their mistakes explain themselves."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

import casadi as ca
import numpy as np
import pytest

from sqp.errors import ModelError
from sqp.model.expression import Expression, symbolic

X = Expression(ca.MX.sym("x", 2))
PLAIN = ca.MX.sym("m", 2)
POINT = np.array([0.3, 0.7])
OTHER = np.array([2.0, 5.0])


def value(expression: Any) -> Any:
    return np.array(ca.Function("value", [X, PLAIN], [expression])(POINT, OTHER)).ravel()


OPERATORS = [operator.add, operator.sub, operator.mul, operator.truediv, operator.pow]


@pytest.mark.parametrize("operation", OPERATORS)
@pytest.mark.parametrize("other", [3, 2.5, np.float64(2.5), np.array([2.0, 5.0]), [2.0, 5.0], ca.DM([2, 5])])
def test_operators_with_numbers_and_arrays(operation: Any, other: Any) -> None:
    numbers = np.array(ca.DM(other)).ravel()
    right = operation(X, other)
    assert isinstance(right, Expression)
    np.testing.assert_allclose(value(right), operation(POINT, numbers))
    np.testing.assert_allclose(value(operation(other, X)), operation(numbers, POINT))


@pytest.mark.parametrize("operation", OPERATORS)
def test_operators_with_plain_casadi(operation: Any) -> None:
    assert isinstance(operation(X, PLAIN), Expression)
    assert isinstance(operation(PLAIN, X), Expression)
    np.testing.assert_allclose(value(operation(X, PLAIN)), operation(POINT, OTHER))
    np.testing.assert_allclose(value(operation(PLAIN, X)), operation(OTHER, POINT))


def test_matrix_products_signs_and_entries() -> None:
    matrix = np.array([[1.0, 2.0], [3.0, 4.0]])
    np.testing.assert_allclose(value(matrix @ X), matrix @ POINT)
    np.testing.assert_allclose(value(X.T @ matrix), POINT @ matrix)
    np.testing.assert_allclose(value(-X), -POINT)
    np.testing.assert_allclose(value(abs(-X)), POINT)
    np.testing.assert_allclose(value(X[1]), POINT[1])
    for expression in (matrix @ X, X.T, -X, abs(X), X[0], +X):
        assert isinstance(expression, Expression)


@pytest.mark.parametrize("operation", [operator.le, operator.ge, operator.lt, operator.gt, operator.eq, operator.ne])
def test_comparisons_are_those_of_casadi(operation: Any) -> None:
    for other in (0.5, np.array([0.5, 0.5]), PLAIN):
        numbers = OTHER if other is PLAIN else 0.5
        np.testing.assert_array_equal(value(operation(X, other)), operation(POINT, numbers))
        np.testing.assert_array_equal(value(operation(other, X)), operation(numbers, POINT))


@pytest.mark.parametrize("function", [np.sin, np.sqrt, np.exp, np.arctan, np.log, np.square, np.absolute, np.negative])
def test_numpy_functions_give_expressions(function: Any) -> None:
    result = function(X)
    assert isinstance(result, Expression)
    np.testing.assert_allclose(value(result), function(POINT))


def test_assignment_operators_make_new_expressions() -> None:
    total = X
    total += 1
    assert isinstance(total, Expression)
    np.testing.assert_allclose(value(total), POINT + 1)
    np.testing.assert_allclose(value(X), POINT)


def test_an_array_of_expressions_is_an_operand() -> None:
    np.testing.assert_allclose(value(X + np.array([X[0], X[1]])), 2 * POINT)


@pytest.mark.parametrize(
    "chain",
    [
        lambda: 0 <= X[0] <= 1,
        lambda: 0 <= X[0] ** 2 + X[1] <= 1,
        lambda: X[0] >= 0 and X[1] >= 0,
        lambda: max(X[0], X[1]),
        lambda: not X[0] <= 1,
    ],
)
def test_asking_for_truth_says_what_to_write_instead(chain: Any) -> None:
    with pytest.raises(ModelError, match=r"chained comparison .*sqp\.between\(a, x, b\).*sqp\.maximum"):
        chain()


@pytest.mark.parametrize(
    ("mistake", "sentence"),
    [
        (lambda: X + np.ones(3), r"shapes do not match in a \+ b: a is 2 x 1 \(x\), b is 3 x 1"),
        (lambda: np.ones(3) * X, r"shapes do not match in a \* b: a is 3 x 1 \(ones\(3x1\)\), b is 2 x 1 \(x\)"),
        (lambda: np.ones((1, 2)) >= X, r"shapes do not match in a <= b: a is 2 x 1 \(x\), b is 1 x 2"),
        (lambda: X @ X, r"shapes do not match in a @ b"),
        (lambda: np.sum(X), r"numpy.sum does not take expressions: write sqp.sum"),
        (lambda: X.__setitem__(0, 1), "entries of x cannot be assigned"),
        (lambda: symbolic(ca.SX.sym("s")), r"s is built from scalar symbols \(SX\)"),
        (lambda: symbolic("text"), "expected an expression, a number or an array, got 'text'"),
    ],
)
def test_mistakes_say_what_is_wrong(mistake: Any, sentence: str) -> None:
    with pytest.raises(ModelError, match=sentence):
        mistake()


def test_what_is_no_operand_is_left_to_python() -> None:
    with pytest.raises(TypeError, match="unsupported operand"):
        _ = X + "text"


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        (lambda x, _: math.sin(x), r"write sqp\.sin\(x\)"),
        (lambda x, _: list(x), "x is a scalar: there is nothing to iterate over"),
        (lambda _, v: v[5], r"v is 3 x 1 and has no entry \[5\]"),
    ],
)
def test_what_expressions_cannot_do_is_explained(mistake: Callable[[Any, Any], Any], said: str) -> None:
    with pytest.raises(ModelError, match=said):
        mistake(Expression(ca.MX.sym("x")), Expression(ca.MX.sym("v", 3)))


def test_vectors_are_iterated_over_and_summed() -> None:
    v = Expression(ca.MX.sym("v", 3))
    assert [str(entry) for entry in v] == ["v[0]", "v[1]", "v[2]"]
