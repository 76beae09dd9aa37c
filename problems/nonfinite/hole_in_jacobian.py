"""A Jacobian with one entry that is never a number, though every value is.

    minimise    x² + y² + z²
    subject to  x + y + z >= 1        sum
                x y z <= 10           product

The callable for the Jacobian returns NaN for the derivative of ``product`` with respect to y.

Source: constructed; a hand-written derivative that divides 0 by 0.
"""

from __future__ import annotations

import numpy as np

import sqp
from sqp.algorithm.stop import PointKind, StopReason
from sqp.arrays import Matrix, Vector
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import Diagnosis, Functions, culprits


def jacobian(x: Vector) -> Matrix:
    return np.array([[1.0, 1.0, 1.0], [x[1] * x[2], np.nan, x[0] * x[1]]])


def build() -> Functions:
    return Functions(
        sqp.NLP(
            lambda x: x @ x,
            [1.0, 1.0, 1.0],
            gradient=lambda x: 2 * x,
            constraints=lambda x: [x[0] + x[1] + x[2], x[0] * x[1] * x[2]],
            jacobian=jacobian,
            constraint_bounds=([1.0, -np.inf], [np.inf, 10.0]),
            variable_names=["x", "y", "z"],
            constraint_names=["sum", "product"],
        )
    )


CASE = Case(
    name="hole_in_jacobian",
    build=build,
    optimum=1 / 3,
    start_objective=3.0,
    solutions=(),
    classification="QOR1-AN-3-2",
    source="constructed",
    tags=frozenset({"nonfinite", "at-start", "inequality", "callable"}),
    expected=PointKind.UNKNOWN,
    diagnosis=Diagnosis((StopReason.EVALUATION_FAILED,), culprits(Trouble.NOT_FINITE, {"product", "y"})),
    note="The published optimum is that of the functions; with the Jacobian given it cannot be found.",
)
