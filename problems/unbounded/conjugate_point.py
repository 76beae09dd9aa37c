"""An action integral beyond its conjugate point.

The harmonic oscillator's action ∫ (x'² - x²) dt on [0, T] with x(0) = x(T) = 0 is positive while T < π and unbounded
below beyond, however smooth the path.  Here T = 4, with 60 explicit Euler steps and the speed as control:

    minimise    h Σ_k (u_k² - x_k²)
    subject to  x_{k+1} = x_k + h u_k        motion[k],  k = 0..59
                x_0 = x_60 = 0

The start is a small bump; at x = 0 everything is stationary, a saddle.

Source: constructed; Jacobi's condition of the calculus of variations, also the failure of linear-quadratic regulators
whose state weight is negative.
"""

from __future__ import annotations

import math

import numpy as np

import sqp
from sqp.algorithm.stop import PointKind, StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import Diagnosis, culprits

STEPS, DURATION = 60, 4.0


def build() -> sqp.Model:
    m = sqp.Model("conjugate point")
    step, at = DURATION / STEPS, np.arange(STEPS + 1) / STEPS
    held = np.where((at == 0) | (at == 1), 0.0, np.inf)
    x = m.variable("x", STEPS + 1, lower=-held, upper=held, start=0.1 * np.sin(np.pi * at) * (held > 0))
    u = m.variable("u", STEPS, start=0.1)
    m.minimize(step * (sqp.sum(u**2) - sqp.sum(x**2)))
    m.subject_to(x[1:] == x[:-1] + step * u, name="motion")
    return m


CASE = Case(
    name="conjugate_point",
    build=build,
    optimum=-math.inf,
    start_objective=0.02,
    solutions=(),
    classification="QLR2-MN-121-60",
    source="constructed",
    tags=frozenset({"unbounded", "equality", "linear", "quadratic", "nonconvex", "optimal-control"}),
    expected=PointKind.UNBOUNDED,
    diagnosis=Diagnosis((StopReason.UNBOUNDED,), culprits(Trouble.UNBOUNDED)),
)
