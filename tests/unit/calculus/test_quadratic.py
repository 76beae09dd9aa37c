from __future__ import annotations

from typing import Any

import casadi as ca
import numpy as np
import pytest
from scipy import linalg

import sqp
from sqp.algorithm.iterate import Iterate
from sqp.algorithm.subproblem import Direction, Subproblem, Workshop
from sqp.bounds import Bounds
from sqp.calculus.minimum import ModelEnd, minimum
from sqp.calculus.quadratic import QuadraticModel
from sqp.errors import EvaluationError, OptionError, ProblemError
from sqp.evaluation.evaluator import Evaluator
from sqp.qp.active_set import ActiveSet
from sqp.qp.convexify import Convexify

RNG = np.random.default_rng(7)


def test_the_model_is_the_second_order_expansion() -> None:
    A, D = RNG.standard_normal((2, 3, 3))
    model = sqp.quadratic_model(sqp.det, A)
    slope, curvature = sqp.derivative(sqp.det, A)(D), sqp.second_derivative(sqp.det, A)(D, D)
    assert model.value == pytest.approx(np.linalg.det(A))
    assert model(D) == pytest.approx(model.value + slope + curvature / 2)
    assert model.decrease(D) == pytest.approx(-slope - curvature / 2)


def test_its_minimum_is_the_newton_step() -> None:
    P = RNG.standard_normal((4, 4))
    P = P @ P.T + np.eye(4)
    x = RNG.standard_normal((2, 2))
    model = sqp.quadratic_model(lambda X: sqp.dot(P @ _vec(X), _vec(X)) / 2, x)
    answer = model.minimize()
    assert answer.end is ModelEnd.NEWTON_STEP
    np.testing.assert_allclose(answer.d, -x, rtol=1e-10)
    assert answer.decrease == pytest.approx(model.decrease(answer.d))


def _vec(X: Any) -> Any:
    return sqp.stack(X[:, 0], X[:, 1])


def test_a_model_without_a_minimum_says_so_and_shows_a_ray() -> None:
    model = sqp.quadratic_model(lambda x: x[0] ** 2 - x[1] ** 2, [1.0, 0.0])
    answer = model.minimize()
    assert not answer.bounded
    assert "unbounded below" in answer.end.value
    assert model(1e6 * answer.d) < -1e11


def test_a_slope_along_a_flat_direction_is_unbounded_and_a_flat_direction_alone_is_not() -> None:
    H = np.diag([2.0, 0.0])
    assert minimum(np.array([1.0, -1e-3]), H).end is ModelEnd.UNBOUNDED
    answer = minimum(np.array([1.0, 0.0]), H)
    assert answer.end is ModelEnd.FLAT
    np.testing.assert_allclose(answer.d, [-0.5, 0.0])


@pytest.mark.parametrize("seed", range(6))
def test_on_a_ball_the_optimality_conditions_hold(seed: int) -> None:
    rng = np.random.default_rng(seed)
    H, g = rng.standard_normal((5, 5)), rng.standard_normal(5)
    H = H + H.T
    answer = minimum(g, H, radius=0.7)
    assert answer.end is ModelEnd.BOUNDARY
    np.testing.assert_allclose((H + answer.shift * np.eye(5)) @ answer.d, -g, atol=1e-9)
    assert linalg.eigvalsh(H)[0] + answer.shift >= -1e-12
    assert np.linalg.norm(answer.d) == pytest.approx(0.7)


def test_the_hard_case_is_filled_up_to_the_radius() -> None:
    answer = minimum(np.array([0.0, 1.0]), np.diag([-2.0, 1.0]), radius=3.0)
    assert answer.shift == pytest.approx(2.0)
    np.testing.assert_allclose(np.abs(answer.d), [np.sqrt(9.0 - 1.0 / 9.0), 1.0 / 3.0], rtol=1e-7)
    assert minimum(np.zeros(2), np.diag([-1.0, 1.0]), radius=2.0).decrease == pytest.approx(2.0)


def test_inside_the_ball_the_newton_step_is_taken() -> None:
    answer = minimum(np.array([0.1, 0.0]), np.eye(2), radius=1.0)
    assert (answer.end, answer.shift) == (ModelEnd.NEWTON_STEP, 0.0)


def test_a_radius_is_positive_and_a_step_is_shaped_like_x() -> None:
    model = sqp.quadratic_model(sqp.det, np.eye(2))
    with pytest.raises(OptionError, match="radius must exceed 0"):
        model.minimize(radius=0.0)
    with pytest.raises(ProblemError, match=r"d must have shape \(2, 2\)"):
        model(np.ones(4))
    assert model.minimize(radius=1.0).d.shape == (2, 2)


def test_the_sqp_subproblem_is_built_from_the_model() -> None:
    evaluator = Evaluator(sqp.CasadiProblem(x := ca.SX.sym("x", 2), x[0] ** 2 * x[1] - x[1]))
    at = evaluator.linearization(evaluator.values(np.array([1.0, 2.0])))
    hess = evaluator.hessian(at.values.x, np.zeros(0))
    workshop = Workshop(ActiveSet().start(Convexify()), ActiveSet().start(Convexify()), ActiveSet().start(Convexify()))
    subproblem = Subproblem(
        Iterate(at, np.zeros(0), np.zeros(2), 0.0), hess, Bounds.free(2), Bounds.free(0), workshop, 1e-9
    )
    assert isinstance(subproblem.model, sqp.QuadraticModel)
    direction = subproblem.direction()
    assert isinstance(direction, Direction)
    expected = sqp.quadratic_model(lambda x: x[0] ** 2 * x[1] - x[1], [1.0, 2.0])
    assert subproblem.model(direction.d) == pytest.approx(expected(direction.d), rel=1e-12)
    assert direction.prediction.slope == pytest.approx(expected.slope(direction.d), rel=1e-12)
    assert direction.prediction.curvature == pytest.approx(expected.curvature(direction.d), rel=1e-12)


def test_a_model_that_is_not_finite_has_no_minimum() -> None:
    with pytest.raises(EvaluationError, match=r"f\(x\) is not finite at this x, it is nan"):
        sqp.quadratic_model(lambda x: sqp.sqrt(x[0]) + x[1] ** 2, [-1.0, 1.0])
    with pytest.raises(EvaluationError, match="is not finite at this x"):
        sqp.quadratic_model(lambda x: sqp.sqrt(x[0]) + x[1] ** 2, [0.0, 1.0])
    with pytest.raises(EvaluationError, match="the gradient of the model is not finite"):
        QuadraticModel(1.0, np.array([np.nan, 1.0]), np.eye(2)).minimize()
    with pytest.raises(EvaluationError, match="the Hessian of the model is not finite"):
        QuadraticModel(1.0, np.ones(2), np.diag([1.0, np.inf])).minimize(radius=1.0)
