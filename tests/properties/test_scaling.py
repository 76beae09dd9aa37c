"""Changing units and back changes nothing, whatever the scales."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sqp.bounds import Bounds
from sqp.model.scaling import ScaledProblem, Scales, gradient_scaling
from tests.derivatives import dense

factors = st.floats(1e-6, 1e6)
numbers = st.floats(-1e6, 1e6).filter(lambda v: v == 0.0 or abs(v) > 1e-100)  # products stay normal numbers


def arrays(elements, size):
    return hnp.arrays(np.float64, size, elements=elements)


@settings(max_examples=100, deadline=None)
@given(st.data(), st.integers(0, 4), st.integers(1, 4))
def test_points_and_multipliers_come_back(data, m, n):
    scales = Scales(data.draw(factors), data.draw(arrays(factors, m)), data.draw(arrays(factors, n)))
    there = data.draw(arrays(numbers, n)), data.draw(arrays(numbers, m)), data.draw(arrays(numbers, n))
    for back in (scales.to_solver(*scales.to_user(*there)), scales.to_user(*scales.to_solver(*there))):
        for before, after in zip(there, back, strict=True):
            np.testing.assert_allclose(after, before, rtol=1e-14)


class Linear:
    """f = g'x, c = A x."""

    def __init__(self, g, A, variable_scale):
        self.g, self.A, self.variable_scale = g, A, variable_scale
        self.variable_bounds, self.constraint_bounds = Bounds.free(g.size), Bounds.free(len(A))

    def objective(self, x):
        return float(self.g @ x)

    def gradient(self, x):
        return self.g

    def constraints(self, x):
        return self.A @ x

    def jacobian(self, x):
        return self.A


@settings(max_examples=100, deadline=None)
@given(st.data(), st.integers(0, 3), st.integers(1, 4))
def test_gradient_scaling_bounds_gradients_and_loses_no_bit(data, m, n):
    magnitudes = st.floats(-1e9, 1e9)
    problem = Linear(
        data.draw(arrays(magnitudes, n)), data.draw(arrays(magnitudes, (m, n))), data.draw(arrays(factors, n))
    )
    x = data.draw(arrays(st.floats(-1e3, 1e3).filter(lambda v: v == 0.0 or abs(v) > 1e-9), n))
    scales = gradient_scaling(problem, x, problem.g, problem.A, floor=1e-30)
    scaled = ScaledProblem(problem, scales.objective, scales.constraints, scales.variables)
    assert np.abs(scaled.gradient(x)).max() <= 100.0
    assert np.abs(dense(scaled.jacobian(x))).max(initial=0.0) <= 100.0
    y = np.ones(m)
    back, _, _ = scales.to_user(*scales.to_solver(x, y, x))
    np.testing.assert_array_equal(back, x)
    there, _, _ = scales.to_solver(x, y, x)
    assert scaled.objective(there) == scales.objective * problem.objective(x)
