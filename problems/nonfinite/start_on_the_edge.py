"""A start on the edge of the domain, where the value is finite and the derivative is not.

    minimise    x - √x + y²
    subject to  0 <= x

The start is x = 0; the solution (1/4, 0) is inside.

Source: constructed; zero as the start that nobody has thought about.
"""

from __future__ import annotations

import sqp
from sqp.algorithm.stop import StopReason
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis


def build() -> sqp.Model:
    m = sqp.Model("start on the edge")
    x, y = m.variable("x", lower=0, start=0), m.variable("y", start=1)
    m.minimize(x - sqp.sqrt(x) + y**2)
    return m


CASE = Case(
    name="start_on_the_edge",
    build=build,
    optimum=-0.25,
    start_objective=1.0,
    solutions=(Solution((0.25, 0.0), -0.25),),
    classification="OBI2-AN-2-0",
    source="constructed",
    tags=frozenset({"nonfinite", "at-start", "bounds"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,)),
)
