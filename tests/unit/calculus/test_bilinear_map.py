from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sqp
from sqp.calculus.derivatives import hessian
from sqp.errors import ProblemError

RNG = np.random.default_rng(6)
A = RNG.standard_normal((3, 3))
D, E = RNG.standard_normal((2, 3, 3))


def test_a_fixed_argument_leaves_a_linear_map_with_an_adjoint() -> None:
    B = sqp.second_derivative(sqp.inv, A)
    W = RNG.standard_normal((3, 3))
    np.testing.assert_allclose(B(D)(E), B(D, E), rtol=1e-10)
    assert np.sum(W * B(D, E)) == pytest.approx(np.sum(B(D).adjoint(W) * E), rel=1e-10)


def test_bilinear_maps_add_and_scale() -> None:
    B = sqp.second_derivative(sqp.inv, A)
    C = sqp.second_derivative(lambda X: X @ X, A)
    np.testing.assert_allclose((B + C)(D, E), B(D, E) + D @ E + E @ D, rtol=1e-10)
    np.testing.assert_allclose((B - 2 * C)(D)(E), B(D, E) - 2 * (D @ E + E @ D), rtol=1e-10)


def test_the_matrix_of_a_scalar_function_is_its_hessian() -> None:
    B = sqp.second_derivative(sqp.det, A)
    H = B.matrix()
    assert H.shape == (9, 9)
    assert D.ravel(order="F") @ H @ E.ravel(order="F") == pytest.approx(B(D, E), rel=1e-10)
    np.testing.assert_allclose(B.hessian().matrix(), H, rtol=1e-12)
    np.testing.assert_allclose(H, H.T, rtol=1e-12)


@pytest.mark.parametrize("outputs", [2, 4])  # by products with weights, and by values
def test_the_matrix_of_a_vector_function_is_one_for_each_entry(outputs: int) -> None:
    weights = RNG.standard_normal((outputs, 3))
    B = sqp.second_derivative(lambda x: weights @ (x**2), np.ones(3))
    expected = np.array([2 * np.diag(row) for row in weights])
    np.testing.assert_allclose(B.matrix(), expected, atol=1e-14)


def test_a_weight_of_the_inner_product_rescales_gradient_and_hessian() -> None:
    def f(x: Any) -> Any:
        return x[0] ** 2 + x[0] * x[1] ** 3

    x, w = np.array([1.0, 2.0]), np.array([2.0, 5.0])
    plain = sqp.gradient(f, x)
    np.testing.assert_allclose(sqp.gradient(f, x, weight=w), plain / w)
    M = np.array([[2.0, 1.0], [1.0, 3.0]])
    np.testing.assert_allclose(M @ sqp.gradient(f, x, weight=M), plain)
    H = sqp.second_derivative(f, x).matrix()
    np.testing.assert_allclose(M @ hessian(f, x, weight=M).matrix(), H)


def test_the_hessian_is_the_jacobian_of_the_gradient() -> None:
    def slope(x: Any) -> Any:
        return sqp.stack(2 * x[0] + x[1] ** 3, 3 * x[0] * x[1] ** 2)

    x = np.array([1.0, 2.0])
    H = hessian(lambda x: x[0] ** 2 + x[0] * x[1] ** 3, x)
    np.testing.assert_allclose(H.matrix(), sqp.derivative(slope, x).matrix())


def test_an_unsymmetric_map_is_caught() -> None:
    B = sqp.second_derivative(sqp.det, A)
    spoilt = sqp.BilinearMap(B.domain, B.codomain, lambda d1, d2: B.values(d1, d2) + d1[:1] * d2[1:2], B.products)
    assert spoilt.symmetry_error() > 1e-3
    assert spoilt.bilinearity_error() < 1e-12
    bent = sqp.BilinearMap(B.domain, B.codomain, lambda d1, d2: B.values(d1, d2) + d1[:1] ** 2, B.products)
    assert bent.bilinearity_error() > 1e-3


def test_only_scalar_functions_have_hessians_and_gradients() -> None:
    with pytest.raises(ProblemError, match="a Hessian belongs to a scalar function"):
        sqp.second_derivative(sqp.inv, A).hessian()
    with pytest.raises(ProblemError, match="a gradient belongs to a scalar function"):
        sqp.gradient(sqp.inv, A)
    with pytest.raises(ProblemError, match="a quadratic model is one of a scalar function"):
        sqp.quadratic_model(sqp.inv, A)


@pytest.mark.parametrize("weight", [[1.0, -1.0], np.ones(3), [[1.0, 2.0], [0.0, 1.0]], -np.eye(2)])
def test_a_weight_that_is_no_inner_product_is_refused(weight: object) -> None:
    with pytest.raises(ProblemError, match="weight"):
        sqp.gradient(lambda x: sqp.dot(x, x), [1.0, 2.0], weight=weight)


def test_the_chain_rule_of_second_order_in_maps() -> None:
    g, f = (lambda X: X @ X), sqp.inv
    inner, outer = sqp.derivative(g, A), sqp.derivative(f, A @ A)
    chain = sqp.second_derivative(f, A @ A) @ inner + outer @ sqp.second_derivative(g, A)
    expected = sqp.second_derivative(lambda X: f(g(X)), A)
    W = RNG.standard_normal((3, 3))
    np.testing.assert_allclose(chain(D, E), expected(D, E), rtol=1e-9)
    np.testing.assert_allclose(chain(D).adjoint(W), expected(D).adjoint(W), rtol=1e-8)


def test_bilinear_maps_are_divided_and_summed() -> None:
    B: Any = sqp.second_derivative(sqp.inv, A)
    total: Any = sum([B, B])
    np.testing.assert_allclose((total / 2)(D, E), B(D, E), rtol=1e-12)
    np.testing.assert_allclose((np.float64(2.0) * B)(D, E), 2 * B(D, E), rtol=1e-12)


def test_what_does_not_fit_or_means_nothing_is_refused() -> None:
    B: Any = sqp.second_derivative(sqp.inv, A)
    trace = sqp.derivative(sqp.trace, A)
    with pytest.raises(ProblemError, match="A ends in"):
        _ = B @ trace
    with pytest.raises(ProblemError, match="B ends in"):
        _ = trace @ sqp.second_derivative(sqp.trace, A)
    for meaningless in (lambda: B + 1, lambda: B * B, lambda: B @ B, lambda: B + trace, lambda: B - 1, lambda: B / B):
        with pytest.raises(TypeError, match="operand"):
            meaningless()
