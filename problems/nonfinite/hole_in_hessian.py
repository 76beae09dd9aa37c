"""A Hessian with an entry that is never a number, though every first derivative is.

    minimise    (x - 1)⁴ + (y - 2)² + x y
    subject to  x + y <= 10        harmless

The callable for the Hessian of the Lagrangian returns NaN for its first entry.  First derivatives are enough to solve
the problem: a solver that notices can go on without the Hessian.

Source: constructed; a second derivative taken of a formula that has none.
"""

from __future__ import annotations

import numpy as np

import sqp
from sqp.arrays import Vector
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import Diagnosis, Functions, culprits


def objective(x: Vector) -> float:
    return (x[0] - 1) ** 4 + (x[1] - 2) ** 2 + x[0] * x[1]


def gradient(x: Vector) -> Vector:
    return np.array([4 * (x[0] - 1) ** 3 + x[1], 2 * (x[1] - 2) + x[0]])


def build() -> Functions:
    return Functions(
        sqp.NLP(
            objective,
            [2.0, 2.0],
            gradient=gradient,
            constraints=lambda x: [x[0] + x[1]],
            jacobian=lambda _x: [[1.0, 1.0]],
            constraint_bounds=(None, 10.0),
            lagrangian_hessian=lambda _x, _y, sigma: sigma * np.array([[np.nan, 1.0], [1.0, 2.0]]),
            variable_names=["x", "y"],
            constraint_names=["harmless"],
        )
    )


CASE = Case(
    name="hole_in_hessian",
    build=build,
    optimum=0.7980456013166,
    start_objective=5.0,
    solutions=(),
    classification="OLR1-AN-2-1",
    source="constructed",
    tags=frozenset({"nonfinite", "at-start", "inequality", "linear", "callable"}),
    diagnosis=Diagnosis(culprits=culprits(Trouble.NOT_FINITE, {"x"})),
)
