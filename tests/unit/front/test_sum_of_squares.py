"""Sums of squares of NumPy functions: every Hessian model, weights, constraints, and what is wrong with arguments."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import sparse

import sqp
from sqp.errors import OptionError, ProblemError
from sqp.model.differences import Differences

X0 = [-1.2, 1.0]


def residuals(x: Any) -> Any:
    return [1 - x[0], 10 * (x[1] - x[0] ** 2)]


def residual_jacobian(x: Any) -> Any:
    return [[-1.0, 0.0], [-20 * x[0], 10.0]]


def product(x: Any, y: Any, sigma: float, v: Any) -> Any:
    H = np.array([[1200 * x[0] ** 2 - 400 * x[1] + 2, -400 * x[0]], [-400 * x[0], 200]])
    return sigma * H @ v


@pytest.mark.parametrize("hessian", ["auto", "gauss-newton", "levenberg-marquardt", "bfgs", "sr1", "lbfgs", "lsr1"])
@pytest.mark.parametrize("jacobian", [None, residual_jacobian, lambda x: sparse.csr_array(residual_jacobian(x))])
def test_every_model_that_needs_first_derivatives(hessian: str, jacobian: Any) -> None:
    result = sqp.minimize_sum_of_squares(residuals, X0, residual_jacobian=jacobian, hessian=hessian)
    assert result.success, result.message
    np.testing.assert_allclose(result.x, 1.0, atol=1e-5)


@pytest.mark.parametrize("settings", [{"hessian": "newton-krylov"}, {"hessian": sqp.NewtonKrylov()}])
def test_second_derivatives_by_products(settings: Any) -> None:
    result = sqp.minimize_sum_of_squares(residuals, X0, hessian_product=product, **settings)
    assert result.success
    assert result.counts.hessian_product > 0


def test_constraints_and_bounds() -> None:
    disc = {"constraints": lambda x: x @ x, "constraint_bounds": (None, 1.0)}
    result = sqp.minimize_sum_of_squares(residuals, X0, **disc)
    np.testing.assert_allclose(result.x, [0.78641515, 0.61769831], atol=1e-5)
    result = sqp.minimize_sum_of_squares(residuals, X0, bounds=(None, [0.5, np.inf]), hessian="levenberg-marquardt")
    np.testing.assert_allclose(result.x, [0.5, 0.25], atol=1e-6)


def test_weights_multiply_squares() -> None:
    result = sqp.minimize_sum_of_squares(lambda x: [x[0] - 1, x[0] - 4], [0.0], weights=[2.0, 1.0])
    assert result.x == pytest.approx([2.0])
    assert result.f == pytest.approx(2 * 1 + 4)
    model = sqp.Model("the same")
    x = model.variable("x")
    model.minimize_sum_of_squares(sqp.stack([x - 1, x - 4]), weights=[2.0, 1.0])
    assert model.solve().f == pytest.approx(result.f)


def test_a_sparse_jacobian_by_differences_takes_few_evaluations() -> None:
    n, calls = 40, 0

    def chain(x: Any) -> Any:
        nonlocal calls
        calls += 1
        return np.concatenate([1 - x, 10 * (x[1:] - x[:-1] ** 2)])

    pattern = sparse.vstack([sparse.eye_array(n), sparse.eye_array(n - 1, n) + sparse.eye_array(n - 1, n, k=1)])
    result = sqp.minimize_sum_of_squares(chain, np.zeros(n), residual_sparsity=pattern, hessian="gauss-newton")
    assert result.success
    np.testing.assert_allclose(result.x, 1.0, atol=1e-5)
    assert calls < 10 * (result.iterations + 2)
    assert sqp.minimize_sum_of_squares(chain, np.zeros(n), residual_sparsity="detect").success


def test_user_jacobian_is_asked_once_at_each_point() -> None:
    seen: list[bytes] = []

    def counted(x: Any) -> Any:
        seen.append(x.tobytes())
        return residual_jacobian(x)

    result = sqp.minimize_sum_of_squares(residuals, X0, residual_jacobian=counted, scaling=False)
    assert result.success
    assert len(seen) <= len(set(seen)) + 3


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"weights": [1.0]}, r"one entry for each of 2 residuals: \(1,\)"),
        ({"weights": -1.0}, "weights must be finite and not negative, got -1"),
        (
            {"residual_jacobian": lambda x: np.ones((3, 2))},
            r"must return shape \(2, 2\), got \(3, 2\)",
        ),
        ({"residual_sparsity": np.ones((3, 2))}, r"residual_sparsity must have shape \(2, 2\)"),
        ({"hessian": Differences()}, "hessian must be a Hessian model such as GaussNewton"),
        ({"hessian": residual_jacobian}, "hessian must be a Hessian model such as GaussNewton"),
    ],
)
def test_bad_arguments(changes: Any, message: str) -> None:
    with pytest.raises(ProblemError, match=message):
        sqp.minimize_sum_of_squares(residuals, X0, **changes)


def test_values_that_are_not_finite_are_an_outcome() -> None:
    result = sqp.minimize_sum_of_squares(lambda x: [1.0, np.nan], X0)
    assert result.stop is sqp.StopReason.EVALUATION_FAILED


def test_settings_that_do_not_exist() -> None:
    with pytest.raises(OptionError, match="tolerence"):
        sqp.minimize_sum_of_squares(residuals, X0, tolerence=1e-3)
