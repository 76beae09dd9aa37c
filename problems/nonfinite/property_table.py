"""A Python function that raises outside its table.

Density of water from a table between 280 K and 370 K, interpolated by a parabola; outside ``ValueError`` is raised:

    minimise    (ρ(T) - 980)² / 100 + (w - T/10)²,   ρ(T) = 1000 - 0.004 (T - 277)²
    subject to  T + w >= 0        harmless

From T = 283 the first steps go far beyond the table.  At the solution (T - 277)² = 5000 and ρ = 980.

Source: constructed; a property library in a design loop.
"""

from __future__ import annotations

import math

import numpy as np

import sqp
from sqp.algorithm.stop import StopReason
from sqp.arrays import Matrix, Vector
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, Functions

TEMPERATURE = 277 + math.sqrt(5000)


def density(temperature: float) -> float:
    if not 280 <= temperature <= 370:
        raise ValueError(f"no density at {temperature} K: the table goes from 280 K to 370 K")
    return 1000 - 0.004 * (temperature - 277) ** 2


def objective(x: Vector) -> float:
    return (density(x[0]) - 980) ** 2 / 100 + (x[1] - x[0] / 10) ** 2


def gradient(x: Vector) -> Vector:
    slope = -0.008 * (x[0] - 277)
    mismatch = x[1] - x[0] / 10
    return np.array([(density(x[0]) - 980) / 50 * slope - mismatch / 5, 2 * mismatch])


def hessian(x: Vector, _y: Vector, sigma: float) -> Matrix:
    slope = -0.008 * (x[0] - 277)
    corner = slope**2 / 50 - 0.008 * (density(x[0]) - 980) / 50 + 0.02
    return sigma * np.array([[corner, -0.2], [-0.2, 2.0]])


def build() -> Functions:
    return Functions(
        sqp.NLP(
            objective,
            [283.0, 0.0],
            gradient=gradient,
            constraints=lambda x: [x[0] + x[1]],
            jacobian=lambda _x: [[1.0, 1.0]],
            constraint_bounds=(0.0, None),
            lagrangian_hessian=hessian,
            variable_names=["temperature", "w"],
            constraint_names=["harmless"],
        )
    )


CASE = Case(
    name="property_table",
    build=build,
    optimum=0.0,
    start_objective=804.83260736,
    solutions=(Solution((TEMPERATURE, TEMPERATURE / 10), 0.0),),
    classification="OLR2-MN-2-1",
    source="constructed",
    tags=frozenset({"nonfinite", "on-the-way", "inequality", "linear", "callable"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,)),
)
