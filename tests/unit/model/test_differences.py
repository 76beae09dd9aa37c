"""Finite differences: accuracy, bounds, fixed variables, noise."""

import numpy as np
import pytest

from sqp.bounds import Bounds
from sqp.errors import OptionError
from sqp.model.colouring import column_colouring
from sqp.model.differences import (
    DifferenceGradient,
    DifferenceMatrix,
    Differences,
    difference_hessian,
    difference_jacobian,
)
from sqp.model.noise import estimate_noise
from sqp.model.pattern import Pattern
from tests.derivatives import dense

X = np.array([0.3, -2.0, 40.0])


def f(x):
    return float(np.sin(x[0]) * x[1] + x[2] ** 2 / 1600 + np.exp(x[0] * x[1]))


def gradient(x):
    e = np.exp(x[0] * x[1])
    return np.array([np.cos(x[0]) * x[1] + e * x[1], np.sin(x[0]) + e * x[0], x[2] / 800])


@pytest.mark.parametrize(("central", "accuracy"), [(False, 1e-6), (True, 1e-9)])
def test_gradient(central, accuracy):
    slope = DifferenceGradient(f, Bounds.free(3), Differences(central=central))(X)
    np.testing.assert_allclose(slope, gradient(X), rtol=accuracy)


@pytest.mark.parametrize(("central", "accuracy"), [(False, 1e-6), (True, 1e-8)])
@pytest.mark.parametrize("side", [-1, 0, 1])
def test_evaluations_never_leave_the_bounds(central, accuracy, side):
    room = 1e-7
    lower = X - (room if side < 0 else 0.0 if side == 0 else 1.0)
    upper = X + (1.0 if side <= 0 else room)
    bounds = Bounds(lower, upper)
    seen = []

    def watched(x):
        seen.append(x)
        return f(x)

    slope = DifferenceGradient(watched, bounds, Differences(central=central))(X)
    assert all(np.all((x >= lower) & (x <= upper)) for x in seen)
    np.testing.assert_allclose(slope, gradient(X), rtol=accuracy)


def test_a_box_smaller_than_the_step_is_used_whole():
    bounds = Bounds(X - 1e-9, X + 2e-9)
    stencil = Differences().stencil(X, bounds)
    np.testing.assert_array_equal(stencil.points[0], bounds.upper)


@pytest.mark.parametrize("central", [False, True])
def test_a_fixed_variable_does_not_move(central):
    bounds = Bounds([-1.0, -2.0, 0.0], [1.0, -2.0, 100.0])
    seen = []

    def watched(x):
        seen.append(x[1])
        return f(x)

    slope = DifferenceGradient(watched, bounds, Differences(central=central))(X)
    assert set(seen) == {-2.0}
    assert slope[1] == 0.0
    np.testing.assert_allclose(slope[[0, 2]], gradient(X)[[0, 2]], rtol=1e-6)


def test_points_are_inside_to_the_last_bit():
    x = np.array([1e-9, 0.1, 7.3])
    bounds = Bounds(x - 1e-12, x + 0.3e-8)
    for central in (False, True):
        points = Differences(central=central).stencil(x, bounds).points
        assert np.all(points <= bounds.upper)
        assert np.all(points >= bounds.lower)


def test_step_is_relative_to_x_and_to_the_typical_size():
    x = np.array([1e4, 0.0, 1e-6])
    settings = Differences(relative_step=1e-3, typical=[1.0, 1.0, 1e-6])
    np.testing.assert_allclose(settings.stencil(x, Bounds.free(3)).points[0] - x, [10.0, 1e-3, 1e-9])


def test_known_noise_gives_a_step_that_rises_above_it():
    def noisy(x):
        return round(f(x), 5)

    exact = gradient(X)
    careless = DifferenceGradient(noisy, Bounds.free(3), Differences(central=True))(X)
    aware = DifferenceGradient(noisy, Bounds.free(3), Differences(central=True, noise=1e-5 / abs(f(X))))(X)
    assert np.abs(aware - exact).max() < 1e-2
    assert np.abs(careless - exact).max() > 0.1


@pytest.mark.parametrize("digits", [4, 7, 10])
def test_noise_is_estimated_within_an_order_of_magnitude(digits):
    level = estimate_noise(lambda x: round(f(x) / f(X), digits), X)
    assert 0.03 < level / 10.0**-digits < 3.0


def test_noise_of_a_smooth_function_is_rounding():
    assert estimate_noise(f, X) < 1e-13


def test_sparse_jacobian_takes_one_evaluation_per_group():
    n = 30
    calls = []

    def laplace(x):
        calls.append(1)
        return np.convolve(x**2, [1.0, -2.0, 1.0], mode="same")

    tridiagonal = np.eye(n) + np.eye(n, k=1) + np.eye(n, k=-1)
    x = np.linspace(1.0, 2.0, n)
    source = difference_jacobian(laplace, (n, n), Bounds.free(n), Differences(), Pattern.of(tridiagonal))
    jac = source.pattern.matrix(source.nonzeros(x), dense=True)
    assert len(calls) == 4
    np.testing.assert_allclose(dense(jac), (tridiagonal - 3 * np.eye(n)) * 2 * x, atol=1e-6)


def test_different_steps_within_a_group_are_told_apart():
    x = np.array([1e6, 1e-6, 1.0])
    diagonal = column_colouring(Pattern.of(np.eye(3)))
    source = DifferenceMatrix(np.square, diagonal, Bounds.free(3), Differences(central=True, typical=1e-6))
    np.testing.assert_allclose(source.nonzeros(x), 2 * x, rtol=1e-8)


def test_hessian_is_symmetric_and_reads_fixed_variables_from_the_other_side():
    matrix = np.array([[2.0, 1.0, 0.5], [1.0, 3.0, 0.25], [0.5, 0.25, 4.0]])

    def slope(x, y, sigma):
        return sigma * matrix @ x

    bounds = Bounds([-np.inf, 0.5, -np.inf], [np.inf, 0.5, np.inf])
    source = difference_hessian(slope, bounds, Differences())
    x = np.array([1.0, 0.5, 2.0])
    hess = dense(source.pattern.matrix(source.nonzeros(x, np.zeros(0), 2.0), dense=True))
    np.testing.assert_array_equal(hess, hess.T)
    matrix[1, 1] = 0.0  # what happens when the fixed variable moves cannot be known
    np.testing.assert_allclose(hess, 2.0 * matrix, atol=1e-6)


@pytest.mark.parametrize("wrong", [{"noise": 0.0}, {"noise": np.nan}, {"relative_step": 2.0}, {"typical": [1.0, 0.0]}])
def test_settings_out_of_range(wrong):
    with pytest.raises(OptionError, match=f"Differences.{next(iter(wrong))} must be"):
        Differences(**wrong)
