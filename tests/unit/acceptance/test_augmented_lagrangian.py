"""The augmented Lagrangian: its derivative against differences, its penalty, its slacks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqp.acceptance.augmented_lagrangian import AugmentedLagrangian, _priced, _slope
from sqp.acceptance.progress import Estimates, Prediction, Progress, Rows
from sqp.bounds import Bounds
from sqp.errors import OptionError

EQUALITY, AT_MOST = Bounds([0.0], [0.0]), Bounds([-np.inf], [0.0])
numbers = st.floats(-10, 10)


@given(numbers, numbers, numbers, numbers, st.floats(0.1, 100), st.sampled_from([EQUALITY, AT_MOST]))
def test_the_merit_function_falls_at_least_as_fast_as_the_slope_says(
    c: float, slope: float, y: float, change: float, penalty: float, bounds: Bounds
) -> None:
    """Along c + t J d, which the subproblem leads into the bounds; the best slacks can only do better."""
    rows, estimates = Rows(np.array([c]), bounds), Estimates(np.array([y]), np.array([change]))
    predicted = Prediction(slope, curvature=0.0, violation=0.0, estimates=estimates)
    target = bounds.project(rows.values)
    t = 1e-6
    there = Rows(rows.values + t * (target - rows.values), bounds)
    difference = t * slope + _priced(there, estimates.at(t), penalty) - _priced(rows, estimates.y, penalty)
    assert difference <= t * _slope(rows, predicted, estimates, penalty) + 1e-8


def test_an_inequality_that_does_not_bind_costs_nothing() -> None:
    inside = Rows(np.array([-5.0]), AT_MOST)
    assert _priced(inside, np.zeros(1), 10.0) == 0.0
    assert _priced(Rows(np.array([2.0]), AT_MOST), np.zeros(1), 10.0) == 20.0


def test_a_full_step_to_the_solution_is_accepted_though_the_l1_merit_would_refuse_it() -> None:
    """Maratos: min 2 (x1^2 + x2^2 - 1) - x1 on the unit circle, from (cos t, sin t) with the exact multipliers."""
    t = 0.5
    here, there = np.array([np.cos(t), np.sin(t)]), np.array([np.cos(t) + np.sin(t) ** 2, np.sin(t) * (1 - np.cos(t))])

    def at(x: np.ndarray) -> Progress:
        c = np.array([x @ x - 1.0])
        return Progress(2.0 * c[0] - x[0], abs(c[0]), Rows(c, EQUALITY))

    gradient = 4.0 * here - np.array([1.0, 0.0])
    step = there - here
    y = np.array([-1.5])
    predicted = Prediction(float(gradient @ step), float(step @ step), 0.0, 1.0, 1.5, Estimates(y, np.zeros(1)))
    assert at(there).objective > at(here).objective
    assert at(there).violation > at(here).violation
    assert AugmentedLagrangian().start(at(here)).accepts(at(here), at(there), predicted)


def test_the_penalty_rises_until_the_step_is_one_of_descent() -> None:
    here, there = (Progress(f, abs(c), Rows(np.array([c]), EQUALITY)) for f, c in ((0.0, 0.1), (5.0, 0.0)))
    uphill = Prediction(5.0, 0.0, 0.0, 1.0, 50.0, Estimates(np.zeros(1), np.array([50.0])))
    assert AugmentedLagrangian(penalty=1e-3).start(here).accepts(here, there, uphill)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"armijo": 0.0}, r"AugmentedLagrangian.armijo must be in \(0, 0.5\), got 0.0"),
        ({"penalty": 0.0}, "AugmentedLagrangian.penalty must be positive, got 0.0"),
    ],
)
def test_settings_out_of_range(settings: dict[str, float], sentence: str) -> None:
    with pytest.raises(OptionError, match=sentence):
        AugmentedLagrangian(**settings)
