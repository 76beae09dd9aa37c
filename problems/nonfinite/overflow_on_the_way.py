"""A Newton step that lands where the exponential overflows.

    minimise    exp(x) - 1000 x + y²
    subject to  x + y >= -30        harmless

At the start x = -5 the curvature is 0.0067 and the slope -1000, so the Newton step is 148 000.  The solution is
x = log(1000).

Source: constructed; Poisson regression from a bad start.
"""

from __future__ import annotations

import math

import sqp
from sqp.algorithm.stop import StopReason
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis


def build() -> sqp.Model:
    m = sqp.Model("overflow on the way")
    x, y = m.variable("x", start=-5), m.variable("y", start=1)
    m.minimize(sqp.exp(x) - 1000 * x + y**2)
    m.subject_to(x + y >= -30, name="harmless")
    return m


CASE = Case(
    name="overflow_on_the_way",
    build=build,
    optimum=1000 * (1 - math.log(1000)),
    start_objective=5001.00673795,
    solutions=(Solution((math.log(1000), 0.0), 1000 * (1 - math.log(1000))),),
    classification="OLR2-AN-2-1",
    source="constructed",
    tags=frozenset({"nonfinite", "on-the-way", "inequality", "linear"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,)),
)
