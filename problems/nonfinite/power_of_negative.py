"""A broken power whose base turns negative when a step is too long.

    minimise    (x^(3/2) - 10⁻³)² + (y - x)²

x^(3/2) is NaN for x < 0.  The solution is x = y = 10⁻², close to where the function ends.

Source: constructed; a weir, whose flow goes with the power 3/2 of the head.
"""

from __future__ import annotations

import sqp
from sqp.algorithm.stop import StopReason
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis


def build() -> sqp.Model:
    m = sqp.Model("power of a negative number")
    x, y = m.variable("x", start=4), m.variable("y", start=-20)
    m.minimize((x**1.5 - 1e-3) ** 2 + (y - x) ** 2)
    return m


CASE = Case(
    name="power_of_negative",
    build=build,
    optimum=0.0,
    start_objective=639.984001,
    solutions=(Solution((1e-2, 1e-2), 0.0),),
    classification="OUR2-MN-2-0",
    source="constructed",
    tags=frozenset({"nonfinite", "on-the-way", "unconstrained", "least-squares"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,)),
)
