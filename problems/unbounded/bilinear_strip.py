"""A product of a bounded and a free factor.

    minimise    x y
    subject to  -1 <= x <= 1

At x = -1 the objective is -y.  The start (0.5, 0.25) is beside the diagonal,
from which steepest descent would lead into the saddle at the origin.

Source: constructed; indefinite, unbounded only because one factor is at a bound.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind, StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("bilinear strip")
    x, y = m.variable("x", lower=-1, upper=1, start=0.5), m.variable("y", start=0.25)
    m.minimize(x * y)
    return m


CASE = Case(
    name="bilinear_strip",
    build=build,
    optimum=-math.inf,
    start_objective=0.125,
    solutions=(),
    classification="QBR2-AN-2-0",
    source="constructed",
    tags=frozenset({"unbounded", "bounds", "quadratic", "nonconvex"}),
    expected=PointKind.UNBOUNDED,
    diagnosis=Diagnosis((StopReason.UNBOUNDED,), culprits(Trouble.UNBOUNDED, {"y"})),
)
