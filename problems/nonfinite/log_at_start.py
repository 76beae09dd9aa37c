"""A logarithm that is not defined at the start, with no bound to move the start to.

    minimise    x - log(x) + y²

At the start x = -1 the objective is NaN.  The solution would be (1, 0).

Source: constructed; the most frequent first message of any solver.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import PointKind, StopReason
from sqp.diagnosis.findings import Trouble
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis, culprits


def build() -> sqp.Model:
    m = sqp.Model("logarithm at the start")
    x, y = m.variable("x", start=-1), m.variable("y", start=1)
    m.minimize(x - sqp.log(x) + y**2)
    return m


CASE = Case(
    name="log_at_start",
    build=build,
    optimum=1.0,
    start_objective=math.nan,
    solutions=(Solution((1.0, 0.0), 1.0),),
    classification="OUR2-AN-2-0",
    source="constructed",
    tags=frozenset({"nonfinite", "at-start", "unconstrained"}),
    expected=PointKind.UNKNOWN,
    diagnosis=Diagnosis((StopReason.EVALUATION_FAILED,), culprits(Trouble.NOT_FINITE, {"objective"})),
)
