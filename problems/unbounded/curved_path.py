"""Out along a logarithm.

    minimise    -x + y
    subject to  y = log(x)        curve
                1/2 <= x

From x = 3 on the objective log(x) - x falls without limit, while y stays below 40.  No feasible direction is straight.

Source: constructed; unbounded along a curved equality.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind, StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("curved path")
    x, y = m.variable("x", lower=0.5, start=3), m.variable("y", start=1)
    m.minimize(-x + y)
    m.subject_to(y == sqp.log(x), name="curve")
    return m


CASE = Case(
    name="curved_path",
    build=build,
    optimum=-math.inf,
    start_objective=-2.0,
    solutions=(),
    classification="LOR2-AN-2-1",
    source="constructed",
    tags=frozenset({"unbounded", "equality", "bounds", "nonconvex"}),
    expected=PointKind.UNBOUNDED,
    diagnosis=Diagnosis((StopReason.UNBOUNDED,), culprits(Trouble.UNBOUNDED, {"x"})),
)
