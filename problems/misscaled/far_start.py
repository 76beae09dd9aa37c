"""Rosenbrock's function from a million away.

    minimise    100 (y - x²)² + (1 - x)²
    subject to  -10⁷ <= x <= 10⁷

The start (-10⁶, 10⁶) has f = 10²⁶.

Source: constructed; H. H. Rosenbrock, Computer Journal 3 (1960) 175-184, with a badly scaled start.
"""

from __future__ import annotations

import sqp
from sqp.algorithm.stop import StopReason
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis


def build() -> sqp.Model:
    m = sqp.Model("far start")
    x, y = m.variable("x", lower=-1e7, upper=1e7, start=-1e6), m.variable("y", start=1e6)
    m.minimize(100 * (y - x**2) ** 2 + (1 - x) ** 2)
    return m


CASE = Case(
    name="far_start",
    build=build,
    optimum=0.0,
    start_objective=9.99998000001e25,
    solutions=(Solution((1.0, 1.0), 0.0),),
    classification="SBR2-AN-2-0",
    source="Rosenbrock 1960, another start",
    tags=frozenset({"misscaled", "bounds", "least-squares", "nonconvex"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,)),
)
