"""Optimal control problems that several tests use."""

from __future__ import annotations

from typing import Any

import numpy as np

import sqp
import sqp.control

WEIGHTS = np.array([1e3, 1e3, 1e-2, 1e-2, 1e-2])
HANGING = np.array([0.0, np.pi, 0.0, 0.0])


def pendulum(horizon: int = 20, duration: float = 1.0, **options: Any) -> sqp.control.OptimalControlProblem:
    """Swing-up of a pendulum on a cart; the optimal cost with N = 20 is 2242.828."""
    ocp = sqp.control.OptimalControlProblem("pendulum", horizon=horizon, duration=duration, **options)
    cart, bob, gravity, length = 1.0, 0.1, 9.81, 0.8
    p, theta = ocp.state("p", unit="m", initial=0.0), ocp.state("theta", unit="rad", initial=np.pi)
    v, omega = ocp.state("v", unit="m/s", initial=0.0), ocp.state("omega", unit="rad/s", initial=0.0)
    force = ocp.control("F", lower=-80.0, upper=80.0, unit="N")
    s, c = sqp.sin(theta), sqp.cos(theta)
    mass = cart + bob - bob * c * c
    ocp.derivatives({
        p: v,
        theta: omega,
        v: (-bob * length * s * omega**2 + bob * gravity * c * s + force) / mass,
        omega: (-bob * length * c * s * omega**2 + force * c + (cart + bob) * gravity * s) / (length * mass),
    })  # fmt: skip
    ocp.stage_squares(sqp.stack([p, theta, v, omega, force]), WEIGHTS)
    ocp.terminal_squares(sqp.stack([p, theta, v, omega]), WEIGHTS[:4])
    return ocp


def pendulum_cost(x: Any, u: Any) -> float:
    """What one sample of 0.05 s costs."""
    return float(0.05 * (WEIGHTS[:4] @ x**2 + WEIGHTS[4] * u @ u))


def integrator(horizon: int = 10, **options: Any) -> sqp.control.OptimalControlProblem:
    """A double integrator with bounds on its speed and its control, to be brought to rest."""
    ocp = sqp.control.OptimalControlProblem("integrator", horizon=horizon, duration=0.1 * horizon, **options)
    s, v = ocp.state("s", initial=1.0), ocp.state("v", initial=0.0, lower=-1.0, upper=1.0)
    a = ocp.control("a", lower=-5.0, upper=5.0)
    ocp.derivatives({s: v, v: a})
    ocp.stage_squares(sqp.stack([s, v, 0.1 * a]), [10.0, 1.0, 1.0])
    ocp.terminal_squares(sqp.stack([s, v]), 10.0)
    return ocp
