"""A quadratic form that is negative only on thin rays of the nonnegative orthant.

    minimise    x'(H - I/10) x - (x_1 + x_2)/100
    subject to  0 <= x_i,  i = 1..5

H is Horn's form, nonnegative on the orthant and zero at (1, 1, 0, 0, 0) and its rotations; less a tenth of the
identity it is -1/5 there.  Inside the orthant the form is positive, and the objective at the start (1, ..., 1) falls
towards the origin first.

Source: constructed from Horn's copositive form; M. Hall and M. Newman, Math. Proc. Cambridge Phil. Soc. 59 (1963)
329-339.
"""

from __future__ import annotations

import math

import numpy as np

import sqp
from sqp.algorithm.stop import PointKind, StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import Diagnosis, culprits

HORN = np.array([[1, -1, 1, 1, -1], [-1, 1, -1, 1, 1], [1, -1, 1, -1, 1], [1, 1, -1, 1, -1], [-1, 1, 1, -1, 1]])


def build() -> sqp.Model:
    m = sqp.Model("almost copositive")
    x = m.variable("x", 5, lower=0, start=1)
    m.minimize(sqp.dot(x, (HORN - np.eye(5) / 10) @ x) - (x[0] + x[1]) / 100)
    return m


CASE = Case(
    name="almost_copositive",
    build=build,
    optimum=-math.inf,
    start_objective=4.48,
    solutions=(),
    classification="QBR2-AN-5-0",
    source="constructed from Horn's form",
    tags=frozenset({"unbounded", "bounds", "quadratic", "nonconvex"}),
    expected=PointKind.UNBOUNDED,
    diagnosis=Diagnosis((StopReason.UNBOUNDED,), culprits(Trouble.UNBOUNDED)),
    note="The ray is one of (1, 1, 0, 0, 0) and its rotations; which one depends on the solver.",
)
