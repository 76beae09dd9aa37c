"""The scaled problem: every function in other units, multipliers there and back."""

from typing import cast

import numpy as np
import pytest
from scipy import sparse

from sqp.bounds import Bounds
from sqp.errors import ProblemError
from sqp.model.differences import DifferenceGradient, Differences, difference_jacobian
from sqp.model.nlp import NLP
from sqp.model.problem import HasHessian, HasHessianProduct, HasLinearRows, HasNames, HasStart, Problem
from sqp.model.scaling import ScaledProblem, Scales, gradient_scaling
from tests.derivatives import dense

S, ROWS, UNITS = 0.25, np.array([3.0, 0.01]), np.array([10.0, 0.5, 2.0])
X, Y, Z, V = np.array([0.2, -0.7, 1.3]), np.array([2.0, -5.0]), np.array([0.0, 1.0, -4.0]), np.array([1.0, 2.0, -3.0])


def hessian(x, y, sigma):
    h = np.diag([2 * sigma, 2 * sigma, 6 * x[2] * y[1]])
    h[0, 1] = h[1, 0] = y[0]
    return h


def problem(wrap=np.asarray):
    return NLP(
        lambda x: x[0] ** 2 + x[1] ** 2 + x[2],
        [1.0, 1.0, 1.0],
        gradient=lambda x: [2 * x[0], 2 * x[1], 1],
        constraints=lambda x: [x[0] * x[1], x[2] ** 3],
        jacobian=lambda x: wrap(np.array([[x[1], x[0], 0], [0, 0, 3 * x[2] ** 2]])),
        constraint_bounds=([1.0, -np.inf], [1.0, 8.0]),
        variable_bounds=([-5.0, -np.inf, 0.0], [5.0, np.inf, np.inf]),
        lagrangian_hessian=lambda x, y, sigma: wrap(hessian(x, y, sigma)),
        lagrangian_hessian_product=lambda x, y, sigma, v: hessian(x, y, sigma) @ v,
    )


@pytest.fixture(params=["dense", "sparse"])
def pair(request):
    user = problem(sparse.csr_array if request.param == "sparse" else np.asarray)
    return user, ScaledProblem(user, S, ROWS, UNITS)


def test_derivatives_agree_with_differences_of_the_scaled_functions(pair):
    _, scaled = pair
    free, central = Bounds.free(3), Differences(central=True)
    np.testing.assert_allclose(scaled.gradient(X), DifferenceGradient(scaled.objective, free, central)(X), atol=1e-7)
    by_differences = difference_jacobian(scaled.constraints, (2, 3), free, central).nonzeros(X).reshape(3, 2).T
    np.testing.assert_allclose(dense(scaled.jacobian(X)), by_differences, rtol=1e-6, atol=1e-7)

    def slope(x):
        return 0.7 * scaled.gradient(x) + scaled.jacobian(x).T @ Y

    hess = dense(scaled.lagrangian_hessian(X, Y, 0.7))
    by_differences = difference_jacobian(slope, (3, 3), free, central).nonzeros(X).reshape(3, 3).T
    np.testing.assert_allclose(hess, by_differences, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(scaled.lagrangian_hessian_product(X, Y, 0.7, V), hess @ V, rtol=1e-12)


def test_the_lagrangian_is_the_same_up_to_the_objective_scale(pair):
    user, scaled = pair
    x, y, z = scaled.to_user(X, Y, Z)
    ours = scaled.objective(X) + Y @ scaled.constraints(X) + Z @ X
    theirs = user.objective(x) + y @ user.constraints(x) + z @ x
    assert ours == pytest.approx(S * theirs, rel=1e-14)


def test_stationarity_is_the_same_up_to_units(pair):
    user, scaled = pair
    x, y, z = scaled.to_user(X, Y, Z)
    ours = scaled.gradient(X) + scaled.jacobian(X).T @ Y + Z
    theirs = user.gradient(x) + user.jacobian(x).T @ y + z
    np.testing.assert_allclose(ours, S * UNITS * theirs, rtol=1e-13)


def test_bounds_violations_keep_their_place_and_equalities_stay(pair):
    user, scaled = pair
    np.testing.assert_array_equal(scaled.constraint_bounds.equalities, user.constraint_bounds.equalities)
    np.testing.assert_allclose(scaled.constraint_bounds.upper, user.constraint_bounds.upper * ROWS)
    np.testing.assert_allclose(scaled.variable_bounds.lower, user.variable_bounds.lower / UNITS)
    assert scaled.variable_bounds.upper[1] == np.inf


def test_kind_and_pattern_are_kept_and_the_users_matrix_is_not_touched():
    constant = sparse.csc_array(np.array([[1.0, 0.0, 2.0], [0.0, 3.0, 0.0]]))

    class Constant:  # only what is asked for
        variable_bounds, constraint_bounds = Bounds.free(3), Bounds.free(2)

        def jacobian(self, x):
            return constant

    scaled = ScaledProblem(cast("Problem", Constant()), S, ROWS, UNITS)
    first, second = scaled.jacobian(X), scaled.jacobian(X)
    assert isinstance(first, sparse.csc_array)
    assert isinstance(second, sparse.csc_array)
    np.testing.assert_array_equal(first.toarray(), second.toarray())
    np.testing.assert_array_equal(constant.data, [1, 3, 2])
    assert first.indices is second.indices


def test_capabilities_are_those_of_the_problem():
    scaled = ScaledProblem(problem(), S, ROWS, UNITS)
    for protocol in (Problem, HasHessian, HasHessianProduct, HasStart, HasNames):
        assert isinstance(scaled, protocol)
    assert not isinstance(scaled, HasLinearRows)
    bare = NLP(lambda x: x @ x, [1.0], gradient=lambda x: 2 * x)
    assert not isinstance(ScaledProblem(bare, 1.0, np.ones(0), np.ones(1)), HasHessian)


@pytest.mark.parametrize(
    ("scales", "message"),
    [
        ((0.0, ROWS, UNITS), "objective_scale must be positive and finite, got 0.0"),
        ((np.nan, ROWS, UNITS), "objective_scale must be positive and finite, got nan"),
        ((1.0, ROWS[:1], UNITS), "constraint_scales must have 2 entries, got 1"),
        ((1.0, ROWS, -UNITS), "variable_scales must be positive"),
    ],
)
def test_bad_scales(scales, message):
    with pytest.raises(ProblemError, match=message):
        ScaledProblem(problem(), *scales)


class TestGradientScaling:
    def scales(self, grad, jac, **settings):
        free = Bounds.free(len(jac[0]))
        user = type("Sizes", (), {"variable_bounds": free, "constraint_bounds": Bounds.free(len(jac)), **settings})
        return gradient_scaling(cast("Problem", user), np.zeros(free.size), np.array(grad, float), np.array(jac, float))

    def test_large_gradients_come_below_the_limit_but_above_half_of_it(self):
        scales = self.scales([1e5, -3e6], [[1.0, 2.0], [-1e7, 0.0]])
        assert 50.0 < scales.objective * 3e6 <= 100.0
        assert scales.constraints[0] == 1.0
        assert 50.0 < scales.constraints[1] * 1e7 <= 100.0

    def test_factors_are_powers_of_two_not_below_the_floor(self):
        scales = self.scales([1e300, 0.0], [[0.0, 777.0]])
        assert 0.5e-8 < scales.objective <= 1e-8
        assert np.frexp(scales.constraints[0])[0] == 0.5

    def test_small_zero_and_undefined_gradients_are_left_alone(self):
        scales = self.scales([np.nan, 1.0], [[0.0, 0.0], [np.inf, 1.0], [1e-9, 0.0]])
        assert scales.is_identity

    def test_variable_scale_is_taken_from_the_problem(self):
        scales = self.scales([1.0, 1.0], [[1.0, 1.0]], variable_scale=np.array([1e6, 1.0]))
        np.testing.assert_array_equal(scales.variables, [2.0**19, 1.0])
        assert scales.objective < 1.0

    def test_sparse_and_dense_agree(self):
        jac = np.array([[0.0, 500.0, -900.0], [0.0, 0.0, 1.0]])
        user = problem()
        thick = gradient_scaling(user, X, np.ones(3), jac)
        thin = gradient_scaling(user, X, np.ones(3), sparse.csc_array(jac))
        np.testing.assert_array_equal(thick.constraints, thin.constraints)


def test_identity():
    assert Scales(1.0, np.ones(2), np.ones(3)).is_identity
    assert not Scales(1.0, np.ones(2), np.array([1.0, 2.0])).is_identity
