"""Gauss-Newton and Levenberg-Marquardt: from residuals, in any units, dense or sparse, with fixed variables."""

from __future__ import annotations

from typing import Any

import casadi as ca
import numpy as np
import pytest
from scipy import sparse

import sqp
from sqp.arrays import as_dense
from sqp.errors import ModelError, OptionError
from sqp.evaluation.evaluator import Evaluator
from sqp.hessian.gauss_newton import GaussNewton, NormalMatrix, lifted
from sqp.hessian.levenberg_marquardt import LevenbergMarquardt
from sqp.model.casadi_least_squares import CasadiLeastSquares
from sqp.model.scaling import ScaledProblem
from tests.derivatives import dense

MODELS = [GaussNewton(), LevenbergMarquardt()]
TIMES = np.arange(6.0)


def decay(scale: float = 1.0) -> sqp.Model:
    """A decay a exp(-b t) through exact data of a = 3 scale, b = 0.5."""
    m = sqp.Model("decay")
    a, b = m.variable("a", start=scale), m.variable("b", start=1.0)
    m.minimize_sum_of_squares(sqp.stack([a * sqp.exp(-b * t) - 3.0 * scale * np.exp(-0.5 * t) for t in TIMES]))
    return m


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("scale", [1.0, 1e4])
def test_exact_data_are_fitted(model: Any, scale: float) -> None:
    result = decay(scale).solve(hessian=model)
    assert result.success
    assert result["a"] == pytest.approx(3.0 * scale, rel=1e-7)
    assert result["b"] == pytest.approx(0.5, rel=1e-7)


@pytest.mark.parametrize("model", MODELS)
def test_bounds_constraints_and_fixed_variables(model: Any) -> None:
    m = sqp.Model("fit")
    a, b, c = m.variable("a"), m.variable("b", upper=0.5), m.variable("c", lower=2.0, upper=2.0)
    m.minimize_sum_of_squares(sqp.stack([a - 3.0, b - 1.0, c * a - 8.0]))
    m.subject_to(a + b == 3.0, name="sum")
    result = m.solve(hessian=model)
    exact = m.solve(hessian=sqp.Exact())
    assert result.success
    np.testing.assert_allclose(result.x, exact.x, atol=1e-6)


def test_weights_multiply_the_squares() -> None:
    m = sqp.Model("mean")
    x = m.variable("x")
    m.minimize_sum_of_squares(sqp.stack([x - 0.0, x - 4.0]), weights=[1.0, 3.0])
    result = m.solve(hessian=GaussNewton())
    assert result["x"] == pytest.approx(3.0)
    assert result.f == pytest.approx(12.0)


@pytest.mark.parametrize("weights", [-1.0, [1.0, np.nan], [1.0, 2.0, 3.0]])
def test_weights_that_cannot_be(weights: Any) -> None:
    m = sqp.Model("mean")
    x = m.variable("x", 2)
    with pytest.raises(ModelError, match="weights must"):
        m.minimize_sum_of_squares(x, weights=weights)


def test_the_matrix_follows_the_units() -> None:
    x = ca.SX.sym("x", 2)
    r = ca.vertcat(x[0] * x[1], ca.sin(x[0]), x[1] ** 2)
    problem = CasadiLeastSquares(x, ca.sumsqr(r), residuals=r)
    scaled = ScaledProblem(problem, 0.5, np.ones(0), np.array([10.0, 0.1]))
    at, units = np.array([0.3, 0.7]), np.array([10.0, 0.1])
    J = as_dense(problem.residual_jacobian(at))
    expected = 0.5 * 2.0 * (J.T @ J) * np.outer(units, units)
    evaluator = Evaluator(scaled)
    run = GaussNewton().start(evaluator)
    linearization = evaluator.linearization(evaluator.values(at / units))
    np.testing.assert_allclose(as_dense(run.matrix(linearization, np.zeros(0))), expected, rtol=1e-14)
    np.testing.assert_allclose(scaled.residuals(at / units) ** 2, 0.5 * problem.residuals(at) ** 2, rtol=1e-14)


def test_a_sparse_matrix_stores_its_diagonal() -> None:
    jac = sparse.csc_array(np.array([[1.0, 2.0, 0.0], [0.0, 0.0, 0.0]]))
    product = NormalMatrix()(jac)
    np.testing.assert_array_equal(dense(product), [[2, 4, 0], [4, 8, 0], [0, 0, 0]])
    np.testing.assert_array_equal(dense(lifted(product, np.ones(3))), [[3, 4, 0], [4, 9, 0], [0, 0, 1]])


def test_the_pattern_stays_where_entries_happen_to_be_zero() -> None:
    product: Any = NormalMatrix()
    lift: Any = lifted
    jac = sparse.csc_array(np.array([[1.0, 2.0, 0.0], [3.0, 4.0, 5.0]]))
    full = product(jac)
    zeros = sparse.csc_array((np.zeros(jac.nnz), jac.indices, jac.indptr), shape=jac.shape)
    assert full.nnz == product(zeros).nnz == lift(product(zeros), np.zeros(3)).nnz == 9


@pytest.mark.parametrize("model", MODELS)
def test_a_problem_without_residuals_is_refused(model: Any) -> None:
    m = sqp.Model("bowl")
    x = m.variable("x")
    m.minimize(x**2)
    with pytest.raises(OptionError, match="needs a problem with residuals"):
        m.solve(hessian=model)


def test_damping_falls_where_the_model_predicts_well_and_rises_where_it_does_not() -> None:
    problem = decay().problem()
    evaluator = Evaluator(problem)
    run = LevenbergMarquardt().start(evaluator)
    first = evaluator.linearization(evaluator.values(np.array([3.0, 0.55])))
    near = evaluator.linearization(evaluator.values(np.array([3.0, 0.5])))
    run.matrix(first, np.zeros(0))
    run.accept(first, near, np.zeros(0))
    assert run.memory()["damping"] < 1e-3
    before = float(run.memory()["damping"])
    run.matrix(near, np.zeros(0))
    run.accept(near, evaluator.linearization(evaluator.values(np.array([-3.0, 0.1]))), np.zeros(0))
    assert run.memory()["damping"] != before
