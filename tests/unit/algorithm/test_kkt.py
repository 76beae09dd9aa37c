"""The residuals as a pure function: signs, units, and infinite gaps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from sqp.algorithm.kkt import kkt_residuals, row_forces
from sqp.algorithm.record import Residuals
from sqp.bounds import Bounds

NO = np.zeros(0)
NO_ROWS = Bounds([], [])


def of_bounds(x: float, z: float, lower: float = -np.inf, upper: float = np.inf, gradient: float = 0.0) -> Residuals:
    return kkt_residuals(np.array([x]), NO, np.array([gradient]), NO, np.array([z]), Bounds([lower], [upper]), NO_ROWS)


def test_a_positive_multiplier_claims_the_upper_bound_and_a_negative_one_the_lower() -> None:
    assert of_bounds(1.0, 2.0, 0.0, 1.0).worst == 0.0
    assert of_bounds(0.0, -2.0, 0.0, 1.0).worst == 0.0
    assert of_bounds(1.0, -2.0, 0.0, 1.0).complementarity == 1.0
    assert of_bounds(0.0, 2.0, 0.0, 1.0).complementarity == 1.0


def test_a_multiplier_without_a_bound_is_an_error_of_its_own_size() -> None:
    assert of_bounds(5.0, 1e-3).complementarity == pytest.approx(1e-3)


def test_violations_are_relative_to_large_bounds_and_also_given_as_they_are() -> None:
    found = of_bounds(1010.0, 0.0, upper=1000.0)
    assert found.feasibility == pytest.approx(0.01)
    assert found.violation == pytest.approx(10.0)


def test_large_multipliers_make_the_residuals_relative() -> None:
    small, large = (of_bounds(1.0, z, 0.0, 1.0, gradient=1.0).stationarity for z in (50.0, 1e4))
    assert small == 1.0
    assert large == pytest.approx(1e-2)


def test_no_rows_and_no_residual() -> None:
    assert of_bounds(0.0, 0.0) == Residuals(0.0, 0.0, 0.0, 0.0)


def test_what_is_not_a_number_does_not_pass() -> None:
    assert not of_bounds(np.nan, 0.0, 0.0, 1.0).worst <= 1e-6
    assert not of_bounds(0.0, 0.0, gradient=np.nan).worst <= 1e-6


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-1e3, 1e3), st.floats(0, 1e3))
def test_residuals_are_never_negative(x: float, z: float, lower: float, width: float) -> None:
    found = of_bounds(x, z, lower, lower + width, gradient=z)
    assert min(found.stationarity, found.feasibility, found.complementarity, found.violation) >= 0
    assert found.worst == max(found.stationarity, found.feasibility, found.complementarity)


@given(st.floats(1e-3, 1e3), st.floats(-10, 10), st.floats(-10, 10))
def test_rows_are_judged_like_bounds(scale: float, value: float, multiplier: float) -> None:
    bounds, none = Bounds([-scale], [scale]), Bounds.free(1)
    grad = np.zeros(1)
    zero = np.zeros(1)
    row = kkt_residuals(zero, np.array([value]), grad, np.array([multiplier]), zero, none, bounds)
    box = kkt_residuals(np.array([value]), zero, grad, zero, np.array([multiplier]), bounds, none)
    assert row == box


def test_a_small_multiplier_of_a_large_gradient_is_not_small() -> None:
    limit, grad = Bounds([-np.inf], [1e18]), np.array([-1.0])
    y, jac = np.array([5e-10]), np.array([[2e9]])
    inside = np.array([5e8]), np.array([2.5e17])
    lenient = kkt_residuals(*inside, grad + jac.T @ y, y, np.zeros(1), Bounds.free(1), limit)
    strict = kkt_residuals(*inside, grad + jac.T @ y, y, np.zeros(1), Bounds.free(1), limit, row_forces(jac, y))
    assert lenient.worst < 1e-9
    assert strict.complementarity == pytest.approx(0.75)


@pytest.mark.parametrize("form", [np.asarray, sparse.csc_array])
def test_forces_are_in_the_units_of_the_gradient(form: type) -> None:
    jac = form(np.array([[1.0, -20.0], [0.0, 0.0], [3.0, 0.0]]))
    forces = row_forces(jac, np.array([0.5, 1.0, -2.0]), np.array([1.0, 10.0]))
    np.testing.assert_allclose(forces(np.array([0, 2])), [1.0, 6.0])
    assert forces(np.array([1])) == 0.0
