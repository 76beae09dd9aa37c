from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from sqp.arrays import Matrix, Vector
from sqp.bounds import Bounds
from sqp.report.judge import optimality


class Corner:
    """minimise x0^2 + x1^2 with x0 + x1 >= 2 and x1 <= 0.5: the optimum is (1.5, 0.5) with y = -3, z = (0, 2)."""

    variable_bounds = Bounds([-10.0, -10.0], [10.0, 0.5])
    constraint_bounds = Bounds([2.0], [np.inf])

    def __init__(self, *, dense: bool = True) -> None:
        self._dense = dense

    def objective(self, x: Vector) -> float:
        return float(x @ x)

    def gradient(self, x: Vector) -> Vector:
        return 2.0 * x

    def constraints(self, x: Vector) -> Vector:
        return np.array([x.sum()])

    def jacobian(self, x: Vector) -> Matrix:
        jac = np.ones((1, x.size))
        return jac if self._dense else sparse.csc_array(jac)


OPTIMUM, Y, Z = np.array([1.5, 0.5]), np.array([-3.0]), np.array([0.0, 2.0])


@pytest.mark.parametrize("dense", [True, False])
def test_the_optimum_passes_with_and_without_multipliers(dense: bool) -> None:
    assert optimality(Corner(dense=dense), OPTIMUM, Y, Z).worst <= 1e-15
    assert optimality(Corner(dense=dense), OPTIMUM).worst <= 1e-9


@pytest.mark.parametrize(
    ("x", "y", "z", "what"),
    [
        (OPTIMUM, -Y, -Z, "stationarity"),
        (OPTIMUM - 0.1, Y, Z, "feasibility"),
        (np.array([2.0, 0.5]), np.array([-4.0]), np.array([0.0, 3.0]), "complementarity"),
    ],
)
def test_each_way_to_be_wrong_is_seen(x: Vector, y: Vector, z: Vector, what: str) -> None:
    assert getattr(optimality(Corner(), x, y, z), what) > 1e-2


def test_wrong_signed_multipliers_are_not_used_to_explain_a_point() -> None:
    assert optimality(Corner(), np.array([3.0, 0.5])).stationarity == pytest.approx(6.0)


@pytest.mark.parametrize(
    ("x", "y", "z"),
    [
        (np.array([np.nan, 0.5]), Y, Z),
        (OPTIMUM, np.array([np.inf]), Z),
        (OPTIMUM[:1], Y, Z),
        (OPTIMUM, np.zeros(2), Z),
    ],
)
def test_what_is_not_finite_or_does_not_fit_never_passes(x: Vector, y: Vector, z: Vector) -> None:
    assert optimality(Corner(), x, y, z).worst == np.inf
