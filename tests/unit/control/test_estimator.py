"""Moving horizon estimation: the Kalman filter where that is right, bounds and missing data where it is not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sqp
import sqp.control
from sqp.control import MovingHorizonEstimator
from sqp.errors import ModelError, OptionError

TRANSITION = np.array([[1.0, 0.1], [-0.2, 0.95]])
INPUT = np.array([0.0, 0.1])
NOISE, DISTURBANCE, UNCERTAINTY = 0.05, np.array([0.01, 0.03]), np.array([0.5, 0.8])


def linear(**options: Any) -> tuple[sqp.control.OptimalControlProblem, Any]:
    ocp = sqp.control.OptimalControlProblem("linear", horizon=1)
    x, u = ocp.state("x", 2, initial=np.zeros(2), **options), ocp.control("u")
    ocp.next_state({x: TRANSITION @ x + INPUT * u})
    return ocp, x[0]


def data(samples: int) -> tuple[Any, Any, Any]:
    random = np.random.default_rng(1)
    x, controls = np.array([0.4, -0.3]), random.standard_normal(samples)
    states, measured = [], []
    for k in range(samples):
        states.append(x)
        measured.append(x[0] + NOISE * random.standard_normal())
        x = TRANSITION @ x + INPUT * controls[k] + DISTURBANCE * random.standard_normal(2)
    return np.array(states), np.array(measured), controls


def kalman(measured: Any, controls: Any) -> Any:
    x, P, C = np.zeros(2), np.diag(UNCERTAINTY**2), np.array([[1.0, 0.0]])
    estimates = []
    for k, y in enumerate(measured):
        if k:
            x = TRANSITION @ x + INPUT * controls[k - 1]
            P = TRANSITION @ P @ TRANSITION.T + np.diag(DISTURBANCE**2)
        if np.isfinite(y):
            gain = P @ C.T / (C @ P @ C.T + NOISE**2)
            x, P = x + gain[:, 0] * (y - x[0]), P - gain @ C @ P
        estimates.append(x)
    return np.array(estimates)


def estimator(ocp: Any, output: Any, **options: Any) -> MovingHorizonEstimator:
    given = {"noise": NOISE, "disturbance": DISTURBANCE, "prior": [0.0, 0.0], "uncertainty": UNCERTAINTY, "window": 6}
    return MovingHorizonEstimator(ocp, output, **(given | options))


def estimates(mhe: MovingHorizonEstimator, measured: Any, controls: Any) -> Any:
    return np.array([mhe.step([y], None if k == 0 else [controls[k - 1]]) for k, y in enumerate(measured)])


def test_it_is_the_kalman_filter_for_a_linear_model() -> None:
    _, measured, controls = data(25)
    measured[[3, 10, 11]] = np.nan
    assert estimates(estimator(*linear()), measured, controls) == pytest.approx(kalman(measured, controls), abs=1e-7)


def test_bounds_are_kept_and_help() -> None:
    _, measured, controls = data(25)
    mhe = estimator(*linear(lower=[-10.0, -0.05]))
    found = estimates(mhe, measured, controls)
    assert found[:, 1].min() >= -0.05 - 1e-9
    assert kalman(measured, controls)[:, 1].min() < -0.05
    assert mhe.states.shape == (7, 2)


def test_a_nonlinear_model_is_followed() -> None:
    ocp = sqp.control.OptimalControlProblem("swing", horizon=1, duration=0.1)
    angle, speed = ocp.state("angle", initial=0.0), ocp.state("speed", initial=0.0)
    ocp.derivatives({angle: speed, speed: -9.81 * sqp.sin(angle)})
    mhe = MovingHorizonEstimator(
        ocp, sqp.sin(angle), noise=0.01, disturbance=1e-3, prior=[0.5, 0.0], uncertainty=[0.5, 2.0], window=10
    )
    plant, x, errors = sqp.control.plant_of(ocp), np.array([1.0, 0.5]), []
    random = np.random.default_rng(0)
    for _ in range(30):
        found = mhe.step([np.sin(x[0]) + 0.01 * random.standard_normal()])
        errors.append(float(np.abs(found - x).max()))
        x = np.asarray(plant(x, np.zeros(0)))
    assert max(errors[10:]) < 0.1


def test_reset_forgets() -> None:
    _, measured, controls = data(12)
    mhe = estimator(*linear())
    first = estimates(mhe, measured, controls)
    mhe.reset()
    assert np.array_equal(first, estimates(mhe, measured, controls))


def test_mistakes_are_errors() -> None:
    with pytest.raises(OptionError, match="noise must be one or 1 finite positive"):
        estimator(*linear(), noise=0.0)
    with pytest.raises(ModelError, match="prior must have 2 entries"):
        estimator(*linear(), prior=[0.0])
    with pytest.raises(ModelError, match="1 outputs, got 2"):
        estimator(*linear()).step([1.0, 2.0])
