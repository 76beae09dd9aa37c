"""Beale's linear program, on which the simplex method with the textbook rule cycles for ever.

    minimise    -3/4 x1 + 150 x2 - 1/50 x3 + 6 x4
    subject to  1/4 x1 - 60 x2 - 1/25 x3 + 9 x4 <= 0        first
                1/2 x1 - 90 x2 - 1/50 x3 + 3 x4 <= 0        second
                x3 <= 1                                     third
                0 <= x

The start, the origin, is a vertex with six active constraints in four dimensions; the solution is (1/25, 0, 1, 0).

Source: E. M. L. Beale, Cycling in the dual simplex algorithm, Naval Research Logistics Quarterly 2 (1955) 269-275.
"""

from __future__ import annotations

import sqp
from sqp.algorithm.stop import StopReason
from sqp_problems.case import Case, Solution
from sqp_problems.diagnosis import Diagnosis


def build() -> sqp.Model:
    m = sqp.Model("Beale's cycling linear program")
    x = m.variable("x", 4, lower=0, start=0)
    m.minimize(-0.75 * x[0] + 150 * x[1] - 0.02 * x[2] + 6 * x[3])
    m.subject_to(0.25 * x[0] - 60 * x[1] - 0.04 * x[2] + 9 * x[3] <= 0, name="first")
    m.subject_to(0.5 * x[0] - 90 * x[1] - 0.02 * x[2] + 3 * x[3] <= 0, name="second")
    m.subject_to(x[2] <= 1, name="third")
    return m


CASE = Case(
    name="beale_cycling",
    build=build,
    optimum=-0.05,
    start_objective=0.0,
    solutions=(Solution((0.04, 0.0, 1.0, 0.0), -0.05),),
    classification="LLR2-AN-4-3",
    source="Beale 1955",
    tags=frozenset({"degenerate", "inequality", "linear", "bounds"}),
    diagnosis=Diagnosis((StopReason.CONVERGED,)),
)
